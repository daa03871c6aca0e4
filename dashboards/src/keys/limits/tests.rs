//! A bucket empties, says when to come back, fills again, and outlives a clock that is set back.

use super::*;

fn at(millis: i64) -> DateTime<Utc> {
    DateTime::from_timestamp_millis(1_800_000_000_000 + millis).unwrap()
}

fn taken(limits: &Limits, name: &str, now: DateTime<Utc>) -> usize {
    let rate: Rate = "10/s".parse().unwrap();
    let take = || limits.take(name.into(), Kind::Questions, rate, now);
    std::iter::from_fn(|| take().ok()).take(1000).count()
}

#[test]
fn a_bucket_empties_and_fills_again() {
    let limits = Limits::default();
    assert_eq!(taken(&limits, "a", at(0)), 40, "four seconds' worth may come at once");
    assert_eq!(taken(&limits, "a", at(250)), 2, "two and a half came back");
    assert_eq!(taken(&limits, "b", at(250)), 40, "another key has a bucket of its own");
    assert_eq!(taken(&limits, "a", at(3_600_000)), 40, "it is never more than full");
}

#[test]
fn who_comes_back_when_told_gets_an_answer() {
    let limits = Limits::default();
    taken(&limits, "a", at(0));
    let rate = "10/s".parse().unwrap();
    let wait = limits.take("a".into(), Kind::Questions, rate, at(30)).unwrap_err();
    assert_eq!(wait, TimeDelta::milliseconds(70));
    assert!(limits.take("a".into(), Kind::Questions, rate, at(30) + wait).is_ok());
}

#[test]
fn events_are_not_used_up_by_questions() {
    let limits = Limits::default();
    taken(&limits, "a", at(0));
    assert!(limits.take("a".into(), Kind::Events, Rate::EVENTS, at(0)).is_ok());
}

#[test]
fn a_clock_that_is_set_back_locks_nobody_out() {
    let limits = Limits::default();
    taken(&limits, "a", at(3_600_000));
    assert_eq!(taken(&limits, "a", at(0)), 0);
    assert_eq!(taken(&limits, "a", at(1000)), 10);
}

#[test]
fn memory_is_bounded_by_what_is_not_full() {
    let limits = Limits::default();
    for name in 0..5 * MOST_KEYS {
        let name = name.to_string().into();
        let now = at(i64::try_from(limits.full_at.lock().unwrap().len()).unwrap() * 1000);
        limits.take(name, Kind::Questions, Rate::QUESTIONS, now).unwrap();
    }
    assert!(limits.full_at.lock().unwrap().len() <= 4 * MOST_KEYS + 1);
}

#[test]
fn a_rate_is_requests_a_second() {
    assert_eq!("20/s".parse::<Rate>().unwrap().to_string(), "20/s");
    for wrong in ["", "20", "0/s", "-1/s", "100001/s", "20/min"] {
        assert!(wrong.parse::<Rate>().is_err(), "{wrong}");
    }
}
