//! Demand beyond the days that are forecast, which orders from far suppliers wait for.
//!
//! Demand goes on at the pace of the forecast, along the course that it took a year ago: what a week
//! had then beside the weeks that are forecast. Of one SKU that is a few units, so the course of its
//! category counts as much as so many units of its own. Without a year of history the pace holds.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::NOWHERE;
use crate::outlook::histories::Goods;

/// Days ahead that plans know of: three months.
pub(in crate::outlook::reorder) const FAR_DAYS: usize = 91;
/// Days that a year is put back by: whole weeks.
const YEAR: usize = 364;
/// Days that are forecast, and by which the course is measured.
const MONTH: usize = 28;
/// What the course of all counts for, in units of a SKU's own.
const PRIOR_UNITS: f64 = 20.0;
/// A course is not believed to be steeper than this, up or down.
const STEEPEST: f64 = 8.0;

/// Units of the year before, by how many days ahead that time is now: four weeks about each day.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Course(Vec<f64>);

impl Course {
    fn flat() -> Self {
        Self(vec![0.0; FAR_DAYS])
    }

    /// The course of one history, newest day last; nothing where it is shorter than a year.
    fn of(days: &[Option<f64>]) -> Option<Self> {
        let tomorrow = days.len().checked_sub(YEAR)?;
        let units = |ahead: usize| {
            let from = (tomorrow + ahead).saturating_sub(MONTH / 2);
            let about = days.get(from..from + MONTH)?;
            Some(about.iter().flatten().sum::<f64>().max(0.0))
        };
        Some(Self((0..FAR_DAYS).map(|ahead| units(ahead).unwrap_or(0.0)).collect()))
    }

    fn add(&mut self, other: &Self) {
        self.0.iter_mut().zip(&other.0).for_each(|(units, more)| *units += more);
    }

    /// The mean of the weeks that are forecast.
    fn base(&self) -> f64 {
        self.0[..MONTH].iter().sum::<f64>() / MONTH as f64
    }

    /// What so many days ahead had beside the weeks that are forecast; 1 where nothing was sold.
    fn ratio(&self, ahead: usize) -> f64 {
        let base = self.base();
        if base > 0.0 { self.0[ahead] / base } else { 1.0 }
    }
}

/// The courses of categories, and of all goods.
#[derive(Debug)]
pub(in crate::outlook::reorder) struct Courses {
    of_category: HashMap<String, Course>,
    of_all: Course,
}

impl Courses {
    /// As they were in the year up to a day.
    pub(in crate::outlook::reorder) fn of(goods: &Goods, last: NaiveDate) -> Self {
        let mut courses = Self { of_category: HashMap::new(), of_all: Course::flat() };
        for (sku, place) in goods.stocked.places() {
            let Some(course) = Course::of(&goods.stocked.days(sku, place, last)) else { continue };
            courses.of_all.add(&course);
            if let Some(category) = goods.categories.get(sku) {
                let of = courses.of_category.entry(category.clone());
                of.or_insert_with(Course::flat).add(&course);
            }
        }
        courses
    }

    /// That of what a SKU belongs to.
    fn around(&self, goods: &Goods, sku: &str) -> &Course {
        let category = goods.categories.get(sku);
        category.and_then(|category| self.of_category.get(category)).unwrap_or(&self.of_all)
    }
}

/// Expected units by day, gone on with for three months; `days` is what was sold, newest last.
pub(super) fn extended(
    mut means: Vec<f64>,
    days: &[Option<f64>],
    (courses, goods, sku): (&Courses, &Goods, &str),
) -> Vec<f64> {
    let last = &means[means.len().saturating_sub(MONTH)..];
    let pace = last.iter().sum::<f64>() / last.len().max(1) as f64;
    let own = Course::of(days).unwrap_or_else(Course::flat);
    let around = courses.around(goods, sku);
    for ahead in means.len()..FAR_DAYS {
        let prior = PRIOR_UNITS * around.ratio(ahead);
        let ratio = (own.0[ahead] + prior) / (own.base() + PRIOR_UNITS);
        means.push(pace * ratio.clamp(STEEPEST.recip(), STEEPEST));
    }
    means
}

/// The days that say what course a SKU takes: those of its place, or else of orders from nowhere.
pub(super) fn telling(
    goods: &Goods,
    (sku, place): (&str, &str),
    last: NaiveDate,
) -> Vec<Option<f64>> {
    let own = goods.stocked.days(sku, place, last);
    if own.is_empty() { goods.stocked.days(sku, NOWHERE, last) } else { own }
}

#[cfg(test)]
mod tests;
