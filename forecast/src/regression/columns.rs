//! Regressors as columns whose effects can be added up.

use crate::pooled::Member;
use crate::series::mean;

/// More regressors than this are not read: what a series can tell of so many is chance.
const MOST_REGRESSORS: usize = 24;

/// How a regressor is read, the same for all series, so that its effects can be compared.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Kind {
    /// Of two numbers at most, so far apart: on or off.
    Flag(f64),
    /// Always above zero, a price: the logarithm of its ratio to the series' usual one, so that the
    /// coefficient is an elasticity.
    Ratio,
    /// Zero or more, a markdown or rain: whether there is any, and the logarithm of how much.
    Amount,
    /// Any number, a temperature: how far from the series' mean, bent there.
    Number,
}

/// How the regressors of a panel are read.
pub(super) struct Reading {
    kinds: Vec<Kind>,
}

impl Reading {
    /// From what is known with `cut` values hidden.
    pub(super) fn new(members: &[Member<'_>], cut: usize) -> Self {
        let regressors = members.first().map_or(0, |member| member.regressors.len());
        let kind = |place: usize| {
            let known = members.iter().flat_map(|member| {
                let length = member.known(cut).len();
                member.regressors[place][..length].iter().copied()
            });
            Kind::of(known)
        };
        Self { kinds: (0..regressors.min(MOST_REGRESSORS)).map(kind).collect() }
    }

    /// A member's columns, each as long as its regressors; what is usual is judged by the first
    /// `known` values. What is not known has no effect.
    pub(super) fn columns(&self, member: &Member<'_>, known: usize) -> Vec<Vec<f64>> {
        let pairs = self.kinds.iter().zip(member.regressors);
        pairs.flat_map(|(kind, values)| kind.columns(values, known)).collect()
    }
}

impl Kind {
    fn of(values: impl Iterator<Item = f64>) -> Self {
        let mut distinct: Vec<f64> = Vec::with_capacity(3);
        let mut low = f64::INFINITY;
        for value in values.filter(|value| !value.is_nan()) {
            low = low.min(value);
            let known = distinct.iter().any(|one| one.total_cmp(&value).is_eq());
            if distinct.len() < 3 && !known {
                distinct.push(value);
            }
        }
        match distinct.as_slice() {
            [one, other] => Self::Flag((one - other).abs()),
            [] | [_] => Self::Flag(1.0),
            _ if low > 0.0 => Self::Ratio,
            _ if low >= 0.0 => Self::Amount,
            _ => Self::Number,
        }
    }

    fn columns(self, values: &[f64], known: usize) -> Vec<Vec<f64>> {
        let usual = Usual::of(&values[..known]);
        let read = |one: &dyn Fn(f64) -> f64| -> Vec<f64> {
            let cells = values.iter().map(|value| one(*value));
            cells.map(|cell| if cell.is_finite() { cell } else { 0.0 }).collect()
        };
        match self {
            Self::Flag(width) => vec![read(&|value| (value - usual.least) / width)],
            Self::Ratio => vec![read(&|value| (value / usual.middle).ln())],
            Self::Amount => {
                let amount = |value: f64| (value / usual.mean_above_zero).ln_1p();
                vec![read(&|value| f64::from(u8::from(value > 0.0))), read(&amount)]
            }
            Self::Number => {
                let score = |value: f64| (value - usual.mean) / usual.spread;
                vec![read(&score), read(&|value| score(value).max(0.0))]
            }
        }
    }
}

/// What is usual of a series' regressor; not a number where nothing is known.
struct Usual {
    least: f64,
    middle: f64,
    mean: f64,
    spread: f64,
    mean_above_zero: f64,
}

impl Usual {
    fn of(values: &[f64]) -> Self {
        let mut known: Vec<f64> = values.iter().copied().filter(|value| !value.is_nan()).collect();
        known.sort_unstable_by(f64::total_cmp);
        let average = mean(&known);
        let squares = known.iter().map(|value| (value - average).powi(2)).sum::<f64>();
        let above: Vec<f64> = known.iter().copied().filter(|value| *value > 0.0).collect();
        Self {
            least: known.first().copied().unwrap_or(f64::NAN),
            middle: known.get(known.len() / 2).copied().unwrap_or(f64::NAN),
            mean: average,
            spread: (squares / known.len() as f64).sqrt(),
            mean_above_zero: mean(&above),
        }
    }
}

#[cfg(test)]
mod tests;
