//! Nothing is forecast of a day on which the shop never sells, and no less of all days together.

use std::sync::Arc;

use chrono::{DateTime, Datelike, Days, NaiveDate, Weekday};
use marea_ingest::identity::Lsn;

use super::ClosedDays;
use crate::outlook::{Point, Run, frames::History, panel::Panel};

fn origin() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 8, 31).unwrap()
}

/// Half a year of a shop that sells on all days that are open.
fn ahead(is_open: impl Fn(NaiveDate) -> bool) -> ClosedDays {
    let (mut history, shop) = (History::default(), Arc::from("shop/units"));
    for day in (0..180).map(|before| origin() - Days::new(before)).filter(|day| is_open(*day)) {
        history.push(&shop, day, Some(20.0));
    }
    let run =
        Run { origin: origin(), lsn: Lsn(1), computed_at: DateTime::UNIX_EPOCH, country: None };
    ClosedDays::ahead(&Panel::of(&history), &run, 28).unwrap()
}

fn forecast() -> Vec<Point> {
    let point = |step: u64| Point {
        date: origin() + Days::new(step + 1),
        horizon: i32::try_from(step).unwrap() + 1,
        value: 0.3,
        lower_80: 0.0,
        upper_80: 1.0,
        lower_95: 0.0,
        upper_95: 2.0,
    };
    (0..28).map(point).collect()
}

#[test]
fn what_is_expected_of_a_closed_weekday_is_expected_of_the_others() {
    let closed = ahead(|day| day.weekday() != Weekday::Sat);
    let (before, mut after) = (forecast(), forecast());
    closed.leave_out(&mut after);
    for (was, is) in before.iter().zip(&after) {
        let expected = if is.date.weekday() == Weekday::Sat { 0.0 } else { 0.35 };
        assert!((is.value - expected).abs() < 1e-12, "{is:?}");
        let bounds = if expected > 0.0 { [0.0, 3.0] } else { [0.0, 0.0] };
        assert_eq!(
            [is.lower_95, is.upper_95].map(f64::to_bits),
            bounds.map(f64::to_bits),
            "{was:?}"
        );
    }
    let sum = |days: &[Point]| days.iter().map(|day| day.value).sum::<f64>();
    assert!((sum(&before) - sum(&after)).abs() < 1e-9);
}

#[test]
fn a_shop_that_sells_on_all_days_has_no_closed_ones() {
    for closed in [ahead(|_| true), ahead(|day| day.day() != 13), ClosedDays::default()] {
        let mut after = forecast();
        closed.leave_out(&mut after);
        assert_eq!(after, forecast());
    }
}
