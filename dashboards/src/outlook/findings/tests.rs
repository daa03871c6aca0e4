//! A day that stands out in a history is a row of the table.

use std::sync::Arc;

use arrow::array::AsArray;
use arrow::datatypes::Date32Type;
use chrono::{DateTime, Days, NaiveDate};
use marea_forecast::{Request, forecast};
use marea_ingest::identity::Lsn;
use polars::prelude::{Column, DataFrame, DataType};

use super::table;
use crate::outlook::{
    Run,
    frames::texts_of,
    gathered::{Gathered, SeriesOutlook, tested},
};

fn day(after: u64) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 3, 2).expect("a date") + Days::new(after)
}

/// A hundred days of a shop that sells nine to eleven a day, and four hundred on one of them.
fn history() -> DataFrame {
    let days: Vec<i32> = (0..100_u64).map(|after| days_since_1970(day(after))).collect();
    let units = (0..100).map(|day| if day == 60 { 400.0 } else { f64::from(9 + day * 7 % 3) });
    let time = Column::new("time".into(), days).cast(&DataType::Date).expect("days are dates");
    DataFrame::new_infer_height(vec![
        Column::new("series".into(), vec!["shop/units"; 100]),
        time,
        Column::new("value".into(), units.collect::<Vec<f64>>()),
    ])
    .expect("columns of one length")
}

fn days_since_1970(date: NaiveDate) -> i32 {
    i32::try_from((date - NaiveDate::default()).num_days()).expect("a day of these years")
}

#[test]
fn a_day_of_forty_times_the_usual_demand_is_told_with_its_date() {
    let outcome = forecast(&history(), &Request::daily(day(99))).expect("a history of 100 days");
    let mut gathered = Gathered::default();
    let run =
        Run { origin: day(99), lsn: Lsn(1), computed_at: DateTime::UNIX_EPOCH, country: None };
    for (name, found) in tested(&outcome, &run).expect("tables of an outcome") {
        let series = SeriesOutlook { tested: Arc::new(found), ..SeriesOutlook::default() };
        gathered.series.insert(name, series);
    }
    let table = table(&gathered);
    let batch = &table.batches[0];
    let column = |name: &str| batch.column_by_name(name).expect("a column").clone();
    let text = |name: &str| {
        let texts = texts_of(&column(name)).expect("a column of texts");
        texts.as_string::<i32>().value(0).to_owned()
    };
    assert_eq!((text("kind"), text("level")), ("additive_outlier".into(), "shop".into()));
    let dates = column("date");
    assert_eq!(dates.as_primitive::<Date32Type>().value(0), days_since_1970(day(60)));
}
