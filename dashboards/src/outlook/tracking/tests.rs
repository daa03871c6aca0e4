//! What was published is compared with what came, and drift is told from bad luck.

use std::{collections::HashSet, path::Path, sync::Arc};

use chrono::{DateTime, Days, NaiveDate};
use marea_ingest::identity::Lsn;

use super::{Tracked, follow, keep};
use crate::outlook::{
    Point, Run,
    frames::{Accuracy, History},
    gathered::{Gathered, SeriesOutlook, Tested},
};

const SERIES: &str = "shop/units";

fn day(day: u64) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 3, 1).unwrap() + Days::new(day)
}

fn run(origin: u64) -> Run {
    Run { origin: day(origin), lsn: Lsn(7), computed_at: DateTime::UNIX_EPOCH, country: None }
}

/// A shop that forecasts ten units a day, and sold what is given on the days before.
fn gathered(origin: u64, sold: &[Option<f64>]) -> Gathered {
    let point = |horizon: u64| Point {
        date: day(origin + horizon),
        horizon: i32::try_from(horizon).unwrap(),
        value: 10.0,
        lower_80: 8.0,
        upper_80: 12.0,
        lower_95: 6.0,
        upper_95: 14.0,
    };
    let chosen = Accuracy { chosen: true, wape: Some(0.1), ..Accuracy::default() };
    let series = SeriesOutlook {
        forecast: (1..=28).map(point).collect(),
        tested: Arc::new(Tested { accuracies: vec![chosen], ..Tested::default() }),
    };
    let mut gathered = Gathered::default();
    gathered.series.insert(SERIES.to_owned(), series);
    let name: Arc<str> = SERIES.into();
    let mut history = History::default();
    for (at, value) in sold.iter().enumerate() {
        history.push(&name, day(at as u64 + 1), *value);
    }
    gathered.actuals.add(history.rows(), day(origin));
    gathered
}

fn tracked(folder: &Path, sold: &[Option<f64>]) -> Tracked {
    keep(folder, &gathered(0, &[]), &run(0)).unwrap();
    let days = sold.len() as u64;
    follow(folder, &gathered(days, sold), &run(days), &HashSet::from([SERIES.to_owned()])).unwrap()
}

#[test]
fn what_was_published_is_compared_with_what_came() {
    let folder = tempfile::tempdir().unwrap();
    let found = tracked(folder.path(), &[Some(10.0), Some(13.0), None, Some(7.0)]);
    let [row] = &found.rows[..] else { panic!("{:?}", found.rows) };
    assert_eq!(row.observations, 3, "a day without stock is not compared");
    assert_eq!((row.wape, row.bias), (Some(6.0 / 30.0), Some(0.0)));
    assert_eq!((row.coverage_80, row.coverage_95), (1.0 / 3.0, 1.0));
    assert!(!row.drifting, "three days say nothing");
    assert_eq!(found.published.len(), 28, "a watched series' published days are told");
}

#[test]
fn an_error_beyond_the_back_test_is_told_after_two_weeks() {
    let folder = tempfile::tempdir().unwrap();
    let found = tracked(folder.path(), &[Some(30.0); 14]);
    let [drift] = &found.drifting[..] else { panic!("{:?}", found.rows) };
    assert_eq!((drift.series.as_str(), drift.since), ("units", day(1)));
    assert!(drift.note.contains("67 %") && drift.note.contains("10 %"), "{}", drift.note);
}

#[test]
fn a_week_of_bad_luck_is_no_drift() {
    let folder = tempfile::tempdir().unwrap();
    let mut sold = [Some(10.0); 20];
    sold[4] = Some(40.0);
    assert_eq!(tracked(folder.path(), &sold).drifting, []);
}

#[test]
fn one_run_a_week_is_kept_and_six_in_all() {
    let folder = tempfile::tempdir().unwrap();
    for origin in 0..80 {
        keep(folder.path(), &gathered(origin, &[]), &run(origin)).unwrap();
    }
    let kept = super::kept::origins(&folder.path().join("forecasts")).unwrap();
    assert_eq!(kept, [42, 49, 56, 63, 70, 77].map(day));
}
