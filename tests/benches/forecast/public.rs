//! The public sets that lie beside the repository; one that is absent is left out, by name.

use std::{fs::File, path::Path};

use anyhow::{Context as _, Result, ensure};
use chrono::{NaiveDateTime, TimeDelta};
use flate2::read::GzDecoder;
use marea_tests::{repository::dataset, wide_series};

use super::{
    order_book,
    set::{BIAS, COVERAGE, MSIS, Main, OWA, RMSSE, Series, Set},
    times::{date, months, weeks},
};
use crate::table::progress;

/// Hours of the bike hire that a forecaster is given: two years.
const BIKE_HOURS: i64 = 2 * 8_766;

/// All sets whose files are there.
pub(super) fn sets() -> Result<Vec<Set>> {
    let mut sets = Vec::new();
    sets.extend(with(["m4_weekly_train.csv.gz", "m4_weekly_test.csv.gz"], m4_weekly)?);
    sets.extend(with(["carparts_train.csv.gz", "carparts_test.csv.gz"], car_parts)?);
    for (name, horizon, origin) in [
        ("bike hire, autumn", 168, date(2018, 11, 14)),
        ("bike hire, spring", 168, date(2019, 5, 20)),
        ("bike hire, two days", 48, date(2019, 7, 23)),
    ] {
        let origin = origin.and_hms_opt(23, 0, 0).context("no such hour")?;
        sets.extend(with(["bike_hourly.csv.gz"], |[file]| bike(file, name, horizon, origin))?);
    }
    let book = with(["online_retail_2010-12_2011-08.csv.gz"], |[file]| order_book::sets(file))?;
    sets.extend(book.into_iter().flatten());
    Ok(sets)
}

/// What is made of files, where all of them are there.
fn with<const N: usize, T>(
    names: [&str; N],
    make: impl FnOnce([&Path; N]) -> Result<T>,
) -> Result<Option<T>> {
    let paths = names.map(dataset);
    if let Some(place) = paths.iter().position(Option::is_none) {
        progress(&format!("{} is not there: its set is skipped", names[place]));
        return Ok(None);
    }
    let paths: Vec<_> = paths.iter().flatten().map(|path| path.as_path()).collect();
    make(paths.try_into().ok().context("a file is gone")?).map(Some)
}

fn m4_weekly([train, test]: [&Path; 2]) -> Result<Set> {
    // The real dates are not published with the values; only their order counts.
    let series = joined(train, test, |count| weeks(date(1980, 1, 6), count))?;
    Ok(Set {
        name: "M4 Weekly",
        frequency: "W",
        seasons: vec![52.18],
        horizon: 13,
        lag: 1,
        missing: "unknown",
        regressors: Vec::new(),
        main: Main::Owa,
        aims: vec![(OWA, 0.0..=0.75), (COVERAGE, 0.94..=0.96), (MSIS, 0.0..=17.0)],
        series,
    })
}

fn car_parts([train, test]: [&Path; 2]) -> Result<Set> {
    Ok(Set {
        name: "car parts",
        frequency: "M",
        seasons: vec![12.0],
        horizon: 12,
        lag: 12,
        missing: "zero",
        regressors: Vec::new(),
        main: Main::Rmsse,
        aims: vec![(RMSSE, 0.0..=0.66), (BIAS, -0.05..=0.05)],
        series: joined(train, test, |count| months(date(1998, 1, 1), count))?,
    })
}

fn joined(
    train: &Path,
    test: &Path,
    times: impl Fn(usize) -> Vec<NaiveDateTime>,
) -> Result<Vec<Series>> {
    let (past, future) = (wide_series::read(train)?, wide_series::read(test)?);
    ensure!(past.len() == future.len(), "{} is not of the same series", test.display());
    let pairs = past.into_iter().zip(future);
    Ok(pairs
        .map(|(past, future)| {
            let values = [past.values, future.values].concat();
            Series::plain(past.name, times(values.len()), values)
        })
        .collect())
}

/// One origin is one set: a forecaster must not see one origin's future in another's past.
fn bike(file: &Path, name: &'static str, horizon: usize, origin: NaiveDateTime) -> Result<Set> {
    let mut reader = csv::Reader::from_reader(GzDecoder::new(File::open(file)?));
    let (mut times, mut values) = (Vec::new(), Vec::new());
    let first = origin - TimeDelta::hours(BIKE_HOURS);
    let last = origin + TimeDelta::hours(horizon as i64);
    for record in reader.records() {
        let record = record?;
        let time = record.get(1).context("no time")?;
        let time = NaiveDateTime::parse_from_str(time, "%Y-%m-%d %H:%M:%S")?;
        if time > first && time <= last {
            times.push(time);
            values.push(record.get(2).context("no count")?.parse()?);
        }
    }
    ensure!(times.len() as i64 == BIKE_HOURS + horizon as i64, "hours are missing around {origin}");
    Ok(Set {
        name,
        frequency: "h",
        seasons: vec![24.0, 168.0],
        horizon,
        lag: 24,
        missing: "unknown",
        regressors: Vec::new(),
        main: Main::Rmsse,
        aims: Vec::new(),
        series: vec![Series::plain("hire".to_owned(), times, values)],
    })
}
