//! The demand ahead of a SKU in a warehouse, and what it rests on.
//!
//! It is what was forecast, drawn towards a year's own pace ([`pace`]): a forecast of a few units is
//! right in the mean of all SKUs, but of those for which it is lowest it is too low, and it is there
//! that goods run out.
//!
//! Orders that name no warehouse, as those of an imported order book, are served from where the SKU
//! is kept: their demand is shared out to its shelves.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;
use marea_forecast::inventory::IndependentDays;

use self::beyond::Courses;
use super::{Assumed, Shelf, Spread, spread::Measured};
use crate::outlook::{gathered::Gathered, series::SeriesName, stocked::Stocked};

pub(super) mod beyond;
mod pace;

/// Days of the pace at which a SKU without a forecast is thought to go on selling.
const PACE_DAYS: usize = 28;
/// What orders without a warehouse are from.
const NOWHERE: &str = "";

/// What demand is made of.
pub(super) struct Source<'a> {
    pub(super) gathered: &'a Gathered,
    pub(super) spread: &'a Spread,
    pub(super) shares: &'a Shares,
    pub(super) courses: &'a Courses,
    pub(super) origin: NaiveDate,
}

/// Which part of a SKU's demand without a warehouse each of its shelves serves.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Shares(HashMap<(String, String), f64>);

impl Shares {
    /// By what each shelf sold in its own name; where none did, by what lies there; else alike.
    pub(super) fn of(shelves: &[Shelf], stocked: &Stocked, origin: NaiveDate) -> Self {
        let mut of_sku: BTreeMap<&str, Vec<&Shelf>> = BTreeMap::new();
        for shelf in shelves.iter().filter(|it| it.warehouse != NOWHERE) {
            of_sku.entry(&shelf.sku).or_default().push(shelf);
        }
        let mut shares = Self::default();
        for (sku, shelves) in of_sku {
            if stocked.days(sku, NOWHERE, origin).is_empty() {
                continue;
            }
            let sold = shelves.iter().map(|it| sold(stocked.days(sku, &it.warehouse, origin)));
            let held = shelves.iter().map(|it| it.on_hand.max(0.0));
            for (shelf, share) in shelves.iter().zip(parts(sold.collect(), held.collect())) {
                shares.0.insert((sku.to_owned(), shelf.warehouse.clone()), share);
            }
        }
        shares
    }

    fn share(&self, shelf: &Shelf) -> f64 {
        let key = (shelf.sku.clone(), shelf.warehouse.clone());
        self.0.get(&key).copied().unwrap_or(0.0)
    }
}

fn sold(days: Vec<Option<f64>>) -> f64 {
    days.into_iter().flatten().sum::<f64>().max(0.0)
}

/// The parts of a whole: in proportion to the first figures that are not all zero, else alike.
fn parts(first: Vec<f64>, second: Vec<f64>) -> Vec<f64> {
    let alike = vec![1.0; first.len()];
    let known = [first, second].into_iter().find(|it| it.iter().sum::<f64>() > 0.0);
    let weights = known.unwrap_or(alike);
    let total: f64 = weights.iter().sum();
    weights.into_iter().map(|weight| weight / total).collect()
}

/// The demand ahead of a SKU in a warehouse, and what it rests on.
pub(super) struct Demand {
    pub(super) days: IndependentDays,
    pub(super) basis: String,
    means: Vec<f64>,
}

impl Demand {
    /// As it was forecast; at its recent pace where it has too little history; and beyond along the
    /// course of the year before. With its share of
    /// what was ordered from nowhere.
    pub(super) fn of(shelf: &Shelf, source: &Source<'_>) -> anyhow::Result<Self> {
        let (mut means, mut basis) = ahead(&shelf.sku, &shelf.warehouse, source);
        let share = source.shares.share(shelf);
        if share > 0.0 {
            let (others, other_basis) = ahead(&shelf.sku, NOWHERE, source);
            let own: f64 = means.iter().sum();
            if share * others.iter().sum::<f64>() > own {
                basis = other_basis;
            }
            means.resize(means.len().max(others.len()), own / means.len().max(1) as f64);
            for (mean, other) in means.iter_mut().zip(others) {
                *mean += share * other;
            }
        }
        let goods = &source.gathered.goods;
        let days = beyond::telling(goods, (&shelf.sku, &shelf.warehouse), source.origin);
        let means = beyond::extended(means, &days, (source.courses, goods, &shelf.sku));
        Self::spread(means, basis, shelf, source)
    }

    /// The same under an assumption.
    pub(super) fn under(
        &self,
        assumed: &Assumed,
        shelf: &Shelf,
        source: &Source<'_>,
    ) -> anyhow::Result<Self> {
        let means = self.means.iter().zip(&assumed.demand).map(|(mean, factor)| mean * factor);
        Self::spread(means.collect(), self.basis.clone(), shelf, source)
    }

    fn spread(
        means: Vec<f64>,
        basis: String,
        shelf: &Shelf,
        source: &Source<'_>,
    ) -> anyhow::Result<Self> {
        let own = measured(shelf, source);
        Ok(Self { days: source.spread.ahead(&means, &own)?, means, basis })
    }
}

/// How far demand has strayed from what was expected: as the back-test of its forecast measured, or,
/// where there is none, its history against its pace.
fn measured(shelf: &Shelf, source: &Source<'_>) -> Measured {
    let stocked = &source.gathered.goods.stocked;
    let days = |warehouse: &str| stocked.days(&shelf.sku, warehouse, source.origin);
    let tested = |warehouse: &str| {
        let name = SeriesName::stocked(&shelf.sku, warehouse).to_string();
        Measured::tested(&source.gathered.series.get(&name)?.tested.sums)
    };
    let (own, share) = (tested(&shelf.warehouse), source.shares.share(shelf));
    if share <= 0.0 {
        return own.unwrap_or_else(|| Measured::of(&days(&shelf.warehouse)));
    }
    match tested(NOWHERE) {
        Some(others) => {
            own.unwrap_or_else(|| Measured::of(&days(&shelf.warehouse))).with(&others, share)
        }
        None => Measured::of(&together(days(&shelf.warehouse), &days(NOWHERE), share)),
    }
}

/// The days of a shelf with its share of what was ordered from nowhere, newest last.
pub(super) fn history(
    shelf: &Shelf,
    stocked: &Stocked,
    shares: &Shares,
    last: NaiveDate,
) -> Vec<Option<f64>> {
    let own = stocked.days(&shelf.sku, &shelf.warehouse, last);
    let share = shares.share(shelf);
    if share > 0.0 { together(own, &stocked.days(&shelf.sku, NOWHERE, last), share) } else { own }
}

/// Expected units of each day, and what says so.
fn ahead(sku: &str, warehouse: &str, source: &Source<'_>) -> (Vec<f64>, String) {
    let name = SeriesName::stocked(sku, warehouse).to_string();
    let forecast = source.gathered.series.get(&name).filter(|it| !it.forecast.is_empty());
    if let Some(series) = forecast {
        let days = source.gathered.goods.stocked.days(sku, warehouse, source.origin);
        let means = series.forecast.iter().map(|point| point.value).collect();
        return (pace::drawn(means, &days), series.model().to_owned());
    }
    let pace = source.gathered.paces.get(&name).copied().unwrap_or(0.0).max(0.0);
    (vec![pace; PACE_DAYS], "recent_pace".to_owned())
}

/// Days of a shelf with a share of other days, both ending on the same day. A day that was not
/// observed in its own name is not known.
fn together(mut own: Vec<Option<f64>>, others: &[Option<f64>], share: f64) -> Vec<Option<f64>> {
    if own.len() < others.len() {
        let mut longer = vec![Some(0.0); others.len() - own.len()];
        longer.append(&mut own);
        own = longer;
    }
    let offset = own.len() - others.len();
    for (day, other) in own[offset..].iter_mut().zip(others) {
        *day = day.zip(*other).map(|(own, other)| own + share * other);
    }
    own
}

#[cfg(test)]
mod tests;
