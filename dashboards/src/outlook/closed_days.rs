//! Days ahead on which the shop sells nothing: Saturdays where it never did, Christmas.
//!
//! That is seen in the units of the whole shop; a product that sells once a week has empty days
//! anyway, so its own model spreads what it expects over all of them. What it expects of a closed
//! day is wanted on the days that are open, so that the whole stays what it was.

use chrono::Days;
use marea_forecast::{
    Observation,
    calendar::{Calendar, Marks, OpeningDays, Periods},
};

use super::{
    Point, Run,
    panel::Panel,
    series::{Measure, SeriesName},
};

/// Whether the shop is closed on each day ahead, from the first on; open beyond the last.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct ClosedDays(Vec<bool>);

impl ClosedDays {
    /// The next days, by what the shop sold before.
    pub(super) fn ahead(panel: &Panel, run: &Run, days: usize) -> anyhow::Result<Self> {
        let shop = SeriesName::shop(Measure::Units).to_string();
        let Ok(age @ 1..) = u64::try_from(panel.age(&shop, run.origin)) else {
            return Ok(Self::default());
        };
        let before = run.origin - Days::new(age);
        let values: Vec<f64> = panel.between(&shop, before, run.origin).map(units).collect();
        let periods = Periods::days(before + Days::new(1), values.len() + days)?;
        let calendar = match run.country {
            Some(country) => Calendar::of(country, &periods)?,
            None => Calendar::default(),
        };
        let marks = Marks::of(&calendar, &periods);
        let closed = OpeningDays::learn(&values, &periods, &marks)?.closed(&periods, &marks);
        Ok(Self(closed[values.len()..].to_vec()))
    }

    /// Whether the shop is closed so many days after the first day ahead.
    pub(super) fn on(&self, step: usize) -> bool {
        self.0.get(step).is_some_and(|closed| *closed)
    }

    /// Moves what is expected of closed days to the others, each by the same share.
    pub(super) fn leave_out(&self, forecast: &mut [Point]) {
        let sum = |open: bool| -> f64 {
            let days = forecast.iter().enumerate().filter(|(step, _)| self.on(*step) != open);
            days.map(|(_, point)| point.value).sum()
        };
        let (open, closed) = (sum(true), sum(false));
        if !self.0.contains(&true) || open <= 0.0 {
            return;
        }
        let factor = 1.0 + closed / open;
        for (step, point) in forecast.iter_mut().enumerate() {
            *point = scaled(point, if self.on(step) { 0.0 } else { factor });
        }
    }
}

/// A day times a factor. Bounds that were whole units stay whole: those of a count.
fn scaled(point: &Point, factor: f64) -> Point {
    let bound = |bound: f64, round: fn(f64) -> f64| {
        let moved = factor * bound;
        if bound.fract() == 0.0 { round(moved) } else { moved }
    };
    Point {
        value: factor * point.value,
        lower_80: bound(point.lower_80, f64::floor),
        upper_80: bound(point.upper_80, f64::ceil),
        lower_95: bound(point.lower_95, f64::floor),
        upper_95: bound(point.upper_95, f64::ceil),
        ..point.clone()
    }
}

/// What is known of a day; nothing where it was not observed.
fn units(day: Observation) -> f64 {
    match day {
        Observation::Value(units) => units,
        Observation::Unknown | Observation::Closed => f64::NAN,
    }
}

#[cfg(test)]
mod tests;
