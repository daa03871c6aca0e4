//! How effects act on a series.

/// The logarithm of an effect goes no further than this, a factor of 33: what is learned of a
/// closed day would otherwise have no limit.
const FURTHEST: f64 = 3.5;

/// Where an effect leaves less than this share of demand, what is left says nothing of the rest.
const SILENT: f64 = 0.1;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// They multiply demand, which is never negative.
    Multiplicative,
    /// They are added, in units of the series' usual change.
    Additive,
}

impl Form {
    /// Of a panel with all these values.
    pub(super) fn of<'a>(mut values: impl Iterator<Item = &'a f64>) -> Self {
        if values.any(|value| *value < 0.0) { Self::Additive } else { Self::Multiplicative }
    }

    /// What the effects on a series are measured in.
    pub(super) fn unit(self, values: &[f64]) -> f64 {
        if self == Self::Multiplicative {
            return 1.0;
        }
        let changes = values.windows(2).map(|pair| (pair[1] - pair[0]).abs());
        let known: Vec<f64> = changes.filter(|change| !change.is_nan()).collect();
        match crate::series::mean(&known) {
            change if change > 0.0 => change,
            _ => 1.0,
        }
    }

    /// The effects of the columns at each of the first `length` places.
    pub(super) fn effects(
        self,
        columns: &[Vec<f64>],
        coefficients: &[f64],
        unit: f64,
        length: usize,
    ) -> Vec<f64> {
        let mut sums = vec![0.0; length];
        for (column, coefficient) in columns.iter().zip(coefficients) {
            sums.iter_mut().zip(column).for_each(|(sum, cell)| *sum += coefficient * cell);
        }
        for sum in &mut sums {
            *sum = match self {
                Self::Multiplicative => sum.clamp(-FURTHEST, FURTHEST).exp(),
                Self::Additive => *sum * unit,
            };
        }
        sums
    }

    /// A value without an effect; not a number where the effect hides it.
    pub(super) fn take(self, value: f64, effect: f64) -> f64 {
        match self {
            Self::Multiplicative if effect < SILENT => f64::NAN,
            Self::Multiplicative => value / effect,
            Self::Additive => value - effect,
        }
    }

    /// A value with an effect put on.
    pub(super) fn put(self, value: f64, effect: f64) -> f64 {
        match self {
            Self::Multiplicative => value * effect,
            Self::Additive => value + effect,
        }
    }
}

#[cfg(test)]
mod tests;
