//! Days with and without rows, and what was not observed.

use std::sync::Arc;

use chrono::{Days, NaiveDate};
use marea_forecast::Observation;

use super::Panel;
use crate::outlook::frames::History;

fn day(day: u64) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 3, 1).unwrap() + Days::new(day)
}

fn panel() -> Panel {
    let mug: Arc<str> = "mug".into();
    let mut history = History::default();
    for (at, value) in [(5, None), (1, Some(2.0)), (3, Some(4.0)), (6, Some(1.0))] {
        history.push(&mug, day(at), value);
    }
    Panel::of(&history)
}

#[test]
fn a_day_without_a_row_had_no_demand_and_one_without_a_value_is_not_known() {
    let came: Vec<Observation> = panel().between("mug", day(1), day(7)).collect();
    let value = Observation::Value;
    let expected =
        [value(0.0), value(4.0), value(0.0), Observation::Unknown, value(1.0), value(0.0)];
    assert_eq!(came, expected);
    let new: Vec<Observation> = panel().between("plate", day(6), day(7)).collect();
    assert_eq!(new, [value(0.0)]);
}

#[test]
fn what_was_sold_is_added_up_over_the_last_days() {
    let panel = panel();
    let sold = [1, 4, 28].map(|days| panel.sold("mug", day(6), days)).to_vec();
    assert_eq!(sold, [1.0, 5.0, 7.0]);
    assert!((panel.sold("mug", day(4), 28) - 6.0).abs() < 1e-9, "what came later is not counted");
    assert_eq!((panel.age("mug", day(6)), panel.age("plate", day(6))), (6, 0));
}

#[test]
fn the_history_of_some_series_is_theirs_only() {
    let panel = panel();
    let all: Vec<Arc<str>> = panel.names().cloned().collect();
    assert_eq!(panel.history(&all).rows().count(), 4);
    assert!(panel.history(&["plate".into()]).is_empty());
}
