//! Ages and parts of documents are those of PostgreSQL 17.

use arrow::datatypes::IntervalMonthDayNano;
use chrono::NaiveDate;
use serde_json::json;

use super::{age::between, json::found, times::times};

#[test]
fn an_age_is_counted_as_a_calendar_counts() {
    let at = |year, month, day, hour| {
        NaiveDate::from_ymd_opt(year, month, day).unwrap().and_hms_opt(hour, 0, 0).unwrap()
    };
    let hours = |hours: i64| hours * 3_600_000_000_000;
    for (later, earlier, months, days, nanos) in [
        (at(2026, 3, 31, 0), at(2026, 2, 28, 0), 1, 3, 0),
        (at(2026, 3, 1, 0), at(2026, 1, 31, 0), 1, 1, 0),
        (at(2026, 3, 1, 6), at(2025, 3, 1, 12), 11, 30, hours(18)),
        (at(2024, 2, 29, 0), at(2020, 2, 29, 0), 48, 0, 0),
        (at(2026, 1, 1, 0), at(2026, 1, 1, 0), 0, 0, 0),
    ] {
        let age = IntervalMonthDayNano::new(months, days, nanos);
        assert_eq!(between(later, earlier), age, "{later} {earlier}");
        let negative = IntervalMonthDayNano::new(-months, -days, -nanos);
        assert_eq!(between(earlier, later), negative, "{earlier} {later}");
    }
}

#[test]
fn a_part_is_found_by_keys_and_places() {
    let document = json!({"lines": [{"sku": "A"}, {"sku": "B"}], "note": null});
    let part =
        |keys: &[&str]| found(document.clone(), keys.iter().map(|key| Some((*key).to_owned())));
    assert_eq!(part(&["lines", "1", "sku"]), Some(json!("B")));
    assert_eq!(part(&["lines", "-2", "sku"]), Some(json!("A")));
    assert_eq!(part(&["lines", "2"]), None);
    assert_eq!(part(&["note"]), Some(json!(null)));
    assert_eq!(part(&["note", "x"]), None);
    assert_eq!(part(&["lines", "sku"]), None);
    assert_eq!(found(document, [None].into_iter()), None);
}

#[test]
fn an_interval_is_taken_several_times_or_in_part() {
    let hours = |hours: i64| hours * 3_600_000_000_000;
    let interval = IntervalMonthDayNano::new;
    for (one, factor, product) in [
        (interval(1, 2, hours(3)), 3.0, interval(3, 6, hours(9))),
        (interval(0, 1, 0), 0.5, interval(0, 0, hours(12))),
        (interval(1, 0, 0), 0.5, interval(0, 15, 0)),
        (interval(1, 1, hours(1)), -2.0, interval(-2, -2, hours(-2))),
        (interval(0, 1, 0), 1.5, interval(0, 1, hours(12))),
        (interval(1, 0, 0), 1.25, interval(1, 7, hours(12))),
        (interval(0, 100, 0), 0.29, interval(0, 29, 0)),
        (interval(0, 0, i64::MAX / 2), 2.0, interval(0, 0, i64::MAX - 1)),
    ] {
        assert_eq!(times(one, factor), Some(product), "{one:?} times {factor}");
    }
    for factor in [f64::NAN, f64::INFINITY, 1e12] {
        assert_eq!(times(interval(1, 1, 1), factor), None, "{factor}");
    }
    assert_eq!(times(interval(0, 0, i64::MAX), 2.0), None);
}
