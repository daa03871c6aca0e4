//! Stock day by day, and what it costs, with the proposed order and without.

use chrono::NaiveDate;

use super::situation::Situation;

/// The probabilities of the low and the high course of stock.
const COURSES: (f64, f64) = (0.1, 0.9);

/// Stock at the end of a day, never below zero.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct StockRange {
    /// Expected units.
    pub mean: f64,
    /// Units that are undercut with a probability of a tenth.
    pub low: f64,
    /// Units that are exceeded with a probability of a tenth.
    pub high: f64,
}

/// Stock at the end of one day ahead.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ProjectedDay {
    /// The shop's day.
    pub date: NaiveDate,
    /// If nothing is ordered.
    pub without_order: StockRange,
    /// If the proposed order is placed and takes the expected lead time.
    pub with_order: StockRange,
}

/// What stock is expected to cost over the horizon.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CostOutlook {
    /// The cost of holding.
    pub holding: f64,
    /// Units that demand lacks.
    pub lost_units: f64,
    /// Their margin.
    pub lost_sales: f64,
}

/// Supply with `order` units arriving as expected, by the end of a day.
fn supply(situation: &Situation<'_>, order: f64, day: usize) -> f64 {
    let arrived = if day >= situation.arrival() { order } else { 0.0 };
    situation.supply(day) + arrived
}

fn range(situation: &Situation<'_>, order: f64, day: usize) -> StockRange {
    let (supply, demand) = (supply(situation, order, day), situation.ahead.over(day + 1));
    let left = |probability: f64| (supply - demand.interpolated(probability)).max(0.0);
    StockRange {
        mean: (supply - demand.mean() + demand.loss(supply)).max(0.0),
        low: left(COURSES.1),
        high: left(COURSES.0),
    }
}

pub(super) fn projected(situation: &Situation<'_>, order: f64) -> Vec<ProjectedDay> {
    let day = |day: usize| ProjectedDay {
        date: situation.date(day),
        without_order: range(situation, 0.0, day),
        with_order: range(situation, order, day),
    };
    (0..situation.horizon()).map(day).collect()
}

/// Costs over the horizon with an order of so many units.
pub(super) fn costs(
    situation: &Situation<'_>,
    projected: &[ProjectedDay],
    order: f64,
) -> CostOutlook {
    let economics = &situation.item.economics;
    let range = |day: &ProjectedDay| if order > 0.0 { day.with_order } else { day.without_order };
    let held: f64 = projected.iter().map(|day| range(day).mean).sum();
    // What was lost by a day is the most that demand was ahead of supply on any day before.
    let lacking = |day: usize| situation.ahead.over(day + 1).loss(supply(situation, order, day));
    let lost_units = (0..projected.len()).map(lacking).fold(0.0, f64::max);
    CostOutlook {
        holding: held * economics.holding_per_day(),
        lost_units,
        lost_sales: lost_units * economics.margin(),
    }
}

/// The most units that are to be found room for within the horizon, at the high course.
pub(super) fn peak(projected: &[ProjectedDay]) -> f64 {
    projected.iter().map(|day| day.with_order.high).fold(0.0, f64::max)
}
