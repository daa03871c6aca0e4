//! Planners' overrides: what they say a series sells, beside what the model says, and who was nearer.

use std::collections::HashMap;

use chrono::NaiveDate;
use marea_ingest::{
    table_row,
    time::{Day, Instant},
};
use rust_decimal::prelude::ToPrimitive as _;

use super::{
    Point, Run,
    frames::day_number,
    gathered::Gathered,
    planners::{Override, series_of},
    rows::Keys,
};

table_row! {
    /// A row of `forecast_overrides`.
    #[derive(Debug)]
    OverrideRow {
        /// What was overridden, as in `demand_forecast`.
        level: String,
        /// Of what: always `units`.
        measure: String,
        /// Which SKU; null where it is of more than one.
        sku: Option<String>,
        /// Which category; null where the level is another.
        category: Option<String>,
        /// Which channel; null where the level is another.
        channel: Option<String>,
        /// Which country; null where the level is another.
        country: Option<String>,
        /// Which warehouse; null where the level is another.
        warehouse: Option<String>,
        /// The first day.
        from_date: Day,
        /// The last day.
        to_date: Day,
        /// Units a day; null where it was given up.
        units_a_day: Option<f64>,
        /// Who said it.
        who: String,
        /// Why.
        why: Option<String>,
        /// When.
        set_at: Instant,
        /// Whether nothing was said about the same days of the same series since.
        stands: bool,
        /// Days that have come in since and are compared, of the last five weeks.
        days_compared: i64,
        /// Weighted absolute percentage error of the override on these days, as a fraction.
        wape: Option<f64>,
        /// That of the model's published forecast on the same days.
        wape_model: Option<f64>,
        /// How much lower the override's error is than the model's, as a fraction; below zero it is higher.
        value_added_over_model: Option<f64>,
        /// Which run of the forecasts compared it.
        run: String,
    }
}

/// What the model published for a series and day, as it was last said before that day.
pub(super) type Published = HashMap<(String, i32), f64>;

/// The days of an override that are ahead, as a forecast: the model's interval moved with it.
pub(super) fn points(overriding: &Override, base: &[Point]) -> Vec<Point> {
    let Some(units) = units(overriding).filter(|_| overriding.stands) else { return Vec::new() };
    let body = &overriding.body;
    let within = base.iter().filter(|point| (body.from..=body.to).contains(&point.date));
    within
        .map(|point| {
            let by = units - point.value;
            Point {
                value: units,
                lower_80: (point.lower_80 + by).max(0.0),
                upper_80: point.upper_80 + by,
                lower_95: (point.lower_95 + by).max(0.0),
                upper_95: point.upper_95 + by,
                ..point.clone()
            }
        })
        .collect()
}

fn units(overriding: &Override) -> Option<f64> {
    overriding.body.units_a_day.and_then(|units| units.decimal().to_f64())
}

/// Errors of an override and of the model on the days that have come in.
#[derive(Default)]
struct Compared {
    days: i64,
    demand: f64,
    own: f64,
    model: Option<f64>,
}

/// An override, with what became of it.
pub(super) fn row(
    overriding: &Override,
    gathered: &Gathered,
    published: &Published,
    run: &Run,
) -> OverrideRow {
    let name = series_of(&overriding.body);
    let keys = Keys::of(&name);
    let compared = compared(overriding, &name.to_string(), gathered, published, run.origin);
    let share = |error: f64| (compared.demand > 0.0).then(|| error / compared.demand);
    let (wape, wape_model) = (share(compared.own), compared.model.and_then(share));
    let wape = wape.filter(|_| compared.days > 0);
    OverrideRow {
        level: keys.level,
        measure: keys.measure,
        sku: keys.sku,
        category: keys.category,
        channel: keys.channel,
        country: keys.country,
        warehouse: keys.warehouse,
        from_date: overriding.body.from.into(),
        to_date: overriding.body.to.into(),
        units_a_day: units(overriding),
        who: overriding.who.clone(),
        why: overriding.why.clone(),
        set_at: overriding.set_at.into(),
        stands: overriding.stands,
        days_compared: compared.days,
        wape,
        wape_model,
        value_added_over_model: wape
            .zip(wape_model)
            .filter(|(_, model)| *model > 0.0)
            .map(|(own, model)| 1.0 - own / model),
        run: run.name(),
    }
}

/// Days that a planner already knew when he spoke are not counted: nobody is right afterwards.
fn compared(
    overriding: &Override,
    series: &str,
    gathered: &Gathered,
    published: &Published,
    origin: NaiveDate,
) -> Compared {
    let mut found = Compared { model: Some(0.0), ..Compared::default() };
    let Some(units) = units(overriding) else { return found };
    let body = &overriding.body;
    let said_on = overriding.set_at.date_naive();
    for date in body.from.iter_days().take_while(|date| *date <= body.to.min(origin)) {
        let day = day_number(date);
        let Some(actual) = gathered.actuals.on(series, day).filter(|_| date > said_on) else {
            continue;
        };
        let model = published.get(&(series.to_owned(), day));
        found.days += 1;
        found.demand += actual.abs();
        found.own += (units - actual).abs();
        found.model = found.model.zip(model).map(|(sum, model)| sum + (model - actual).abs());
    }
    found
}

#[cfg(test)]
mod tests;
