//! When nobody works.

use chrono::{NaiveDate, Utc};
use marea_ingest::identity::Lsn;

use super::closed;
use crate::outlook::{Planning, Run};

fn day(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, month, day).unwrap()
}

#[test]
fn nobody_works_on_public_holidays_unless_planners_say_so() {
    let run = |country: &str| Run {
        origin: day(11, 21),
        lsn: Lsn(1),
        computed_at: chrono::DateTime::<Utc>::UNIX_EPOCH,
        country: country.parse().ok(),
    };
    let mut planning = Planning::default().staffing;
    planning.closed = vec![day(12, 24)];
    let in_spain = closed(&planning, &run("ES"));
    assert!(in_spain.contains(&day(12, 8)) && in_spain.contains(&day(12, 24)), "{in_spain:?}");
    assert_eq!(closed(&planning, &run("nowhere")), [day(12, 24)]);
    planning.closed_on_holidays = false;
    assert_eq!(closed(&planning, &run("ES")), [day(12, 24)]);
}
