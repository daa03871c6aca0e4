//! Overrides beside the model and beside what came.

use std::sync::Arc;

use chrono::{DateTime, Days, NaiveDate};
use marea_ingest::{event::ForecastOverrideSet, identity::Lsn};
use serde_json::json;

use super::{Published, points, row};
use crate::outlook::{
    Point, Run,
    frames::{History, day_number},
    gathered::Gathered,
    planners::Override,
};

fn day(step: u64) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 3, 1).unwrap() + Days::new(step)
}

fn overriding(from: u64, to: u64, units: &str) -> Override {
    let body = json!({ "from": day(from), "to": day(to), "units_a_day": units });
    let body: ForecastOverrideSet = serde_json::from_value(body).unwrap();
    Override {
        body,
        who: "ana".into(),
        why: Some("fair".into()),
        set_at: DateTime::parse_from_rfc3339("2026-03-03T10:00:00+01:00").unwrap(),
        stands: true,
    }
}

#[test]
fn days_ahead_become_a_forecast_with_the_models_interval() {
    let base: Vec<Point> = (0..4)
        .map(|step| Point {
            date: day(10 + step),
            horizon: 1,
            value: 10.0,
            lower_80: 7.0,
            upper_80: 13.0,
            lower_95: 1.0,
            upper_95: 19.0,
        })
        .collect();
    let moved = points(&overriding(11, 12, "15"), &base);
    let dates: Vec<NaiveDate> = moved.iter().map(|point| point.date).collect();
    assert_eq!(dates, [day(11), day(12)]);
    assert_eq!((moved[0].lower_80, moved[0].value, moved[0].upper_95), (12.0, 15.0, 24.0));
    let low = points(&overriding(11, 12, "2"), &base)[0].lower_95;
    assert!(low.abs() < 1e-12, "never below nothing: {low}");
    let withdrawn = Override { stands: false, ..overriding(11, 12, "15") };
    assert_eq!(points(&withdrawn, &base), []);
}

#[test]
fn the_planner_and_the_model_are_held_against_what_came() {
    let mut gathered = Gathered::default();
    let name: Arc<str> = "shop/units".into();
    let mut history = History::default();
    for (step, units) in [(1, 20.0), (2, 20.0), (3, 12.0), (4, 16.0)] {
        history.push(&name, day(step), Some(units));
    }
    gathered.actuals.add(history.rows(), day(4));
    let model = |step| ((name.to_string(), day_number(day(step))), 10.0);
    let published: Published = (1..=4).map(model).collect();
    let run = Run { origin: day(4), lsn: Lsn(1), computed_at: DateTime::UNIX_EPOCH, country: None };
    let found = row(&overriding(1, 6, "15"), &gathered, &published, &run);
    // It was said on the third of March, so the fourth and fifth are compared: off by 3 and 1, the
    // model by 2 and 6, of 28 units.
    assert_eq!(found.days_compared, 2);
    assert_eq!((found.wape, found.wape_model), (Some(4.0 / 28.0), Some(8.0 / 28.0)));
    assert_eq!(found.value_added_over_model, Some(0.5));
}
