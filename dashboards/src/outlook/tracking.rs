//! Published forecasts beside what came: their error in the world, and whether it has left what the
//! back-test promised.
//!
//! A run in seven days is kept, for as long as its days come in: five weeks. What was published is
//! not touched again, so that nobody can have been right afterwards.

mod kept;

use std::{
    collections::{HashMap, HashSet},
    path::Path,
};

use chrono::{Days, NaiveDate};
use marea_ingest::{table_row, time::Day};
use serde::Serialize;

use self::kept::KeptPoint;
use super::{
    Run,
    frames::day_number,
    gathered::Gathered,
    overriding::Published,
    rows::Keys,
    series::{Level, SeriesName},
};

/// Days of actual values that are compared with.
const TRACKED_DAYS: u64 = 35;
/// With fewer days compared, nothing is said about drift.
const LEAST_DAYS: i64 = 14;
/// Of days that an interval of 95 % misses, one in five is four times what it says.
const MISSED_TOO_OFTEN: f64 = 0.2;
/// An error this much larger than in the back-test is no bad luck of a few days.
const MUCH_WORSE: f64 = 1.5;

table_row! {
    /// A row of `forecast_tracking`.
    #[derive(Debug)]
    TrackingRow {
        /// What was forecast, as in `demand_forecast`.
        level: String,
        /// Of what.
        measure: String,
        /// Which SKU; null where it is of more than one.
        sku: Option<String>,
        /// Which category; null where the level is another, or for what has none.
        category: Option<String>,
        /// Which channel; null where the level is another.
        channel: Option<String>,
        /// Which country; null where the level is another, or for what names none.
        country: Option<String>,
        /// Which warehouse; null where the level is another, or where none is known.
        warehouse: Option<String>,
        /// Published forecasts of a day that were compared with what came.
        observations: i64,
        /// The first of these days.
        first_date: Day,
        /// The last of them.
        last_date: Day,
        /// Weighted absolute percentage error of what was published, as a fraction.
        wape: Option<f64>,
        /// Mean error as a fraction of mean demand; above zero is too high.
        bias: Option<f64>,
        /// Share of days within the published 80 % interval.
        coverage_80: f64,
        /// Share of days within the published 95 % interval.
        coverage_95: f64,
        /// The error that the back-test of the present model has.
        backtest_wape: Option<f64>,
        /// Whether the error has left what the back-test promised.
        drifting: bool,
        /// Which run of the forecasts compared it.
        run: String,
    }
}

/// A series whose forecasts have become worse than their back-test.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct Drift {
    /// The series in words.
    pub series: String,
    /// What is the matter, in words.
    pub note: String,
    /// The first day that was compared.
    pub since: NaiveDate,
}

/// What came, by series and day.
#[derive(Debug, Default)]
pub(crate) struct Actuals(HashMap<String, HashMap<i32, Option<f64>>>);

impl Actuals {
    /// Takes the last weeks of a history.
    pub(super) fn add<'a>(
        &mut self,
        rows: impl Iterator<Item = (&'a str, i32, Option<f64>)>,
        origin: NaiveDate,
    ) {
        let first = day_number(origin - Days::new(TRACKED_DAYS));
        for (series, day, value) in rows.filter(|(_, day, _)| *day > first) {
            match self.0.get_mut(series) {
                Some(days) => drop(days.insert(day, value)),
                None => drop(self.0.insert(series.to_owned(), HashMap::from([(day, value)]))),
            }
        }
    }

    /// Says of one series what is known of another that is the same.
    pub(super) fn copy(&mut self, from: &str, to: &str) {
        if let Some(days) = self.0.get(from).cloned() {
            self.0.insert(to.to_owned(), days);
        }
    }

    /// A day's mean of the last weeks; nothing of series that are not known.
    pub(super) fn pace(&self, series: &str) -> Option<f64> {
        let days = self.0.get(series)?;
        let sum: f64 = days.values().flatten().sum();
        let out = days.values().filter(|value| value.is_none()).count();
        let observed = usize::try_from(TRACKED_DAYS).unwrap_or(usize::MAX).saturating_sub(out);
        Some(sum / f64::from(u32::try_from(observed.max(1)).unwrap_or(u32::MAX)))
    }

    /// What came on a day: nothing where a series has no row, unknown where it was not observed,
    /// and of series that are not known at all.
    pub(super) fn on(&self, series: &str, day: i32) -> Option<f64> {
        self.0.get(series)?.get(&day).copied().unwrap_or(Some(0.0))
    }
}

/// Published forecasts of a series, compared.
#[derive(Debug, Clone, Default)]
struct Compared {
    count: i64,
    error: f64,
    absolute_error: f64,
    demand: f64,
    within_80: i64,
    within_95: i64,
    days: Option<(i32, i32)>,
}

impl Compared {
    fn add(&mut self, point: &KeptPoint, actual: f64) {
        self.count += 1;
        self.error += point.value - actual;
        self.absolute_error += (point.value - actual).abs();
        self.demand += actual.abs();
        self.within_80 += i64::from(point.within_80(actual));
        self.within_95 += i64::from(point.within_95(actual));
        let (first, last) = self.days.unwrap_or((point.day, point.day));
        self.days = Some((first.min(point.day), last.max(point.day)));
    }

    fn of_demand(&self, error: f64) -> Option<f64> {
        (self.demand > 0.0).then(|| error / self.demand)
    }

    /// Whether the error is much larger than the back-test's, and the intervals miss too often.
    fn drifts(&self, backtest: Option<f64>) -> bool {
        let wape = self.of_demand(self.absolute_error);
        let worse = wape.zip(backtest).is_some_and(|(now, then)| now > MUCH_WORSE * then);
        self.count >= LEAST_DAYS
            && worse
            && share(self.count - self.within_95, self.count) > MISSED_TOO_OFTEN
    }
}

/// What became of published forecasts.
#[derive(Debug, Default)]
pub(super) struct Tracked {
    pub(super) rows: Vec<TrackingRow>,
    /// The whole first, then its parts.
    pub(super) drifting: Vec<Drift>,
    /// What was published of the series that are watched, as it was last said before each day.
    pub(super) published: Published,
}

/// Compares the runs that were kept with what came since.
pub(super) fn follow(
    folder: &Path,
    gathered: &Gathered,
    run: &Run,
    watched: &HashSet<String>,
) -> anyhow::Result<Tracked> {
    let folder = folder.join("forecasts");
    let mut compared: HashMap<String, Compared> = HashMap::new();
    let mut published = Published::new();
    let last = day_number(run.origin);
    for origin in kept::origins(&folder)?.into_iter().filter(|origin| *origin < run.origin) {
        kept::read(&folder, origin, |series, point| {
            if watched.contains(series) {
                published.insert((series.to_owned(), point.day), point.value);
            }
            let actual = gathered.actuals.on(series, point.day).filter(|_| point.day <= last);
            let Some(actual) = actual else { return };
            match compared.get_mut(series) {
                Some(found) => found.add(point, actual),
                None => compared.entry(series.to_owned()).or_default().add(point, actual),
            }
        })?;
    }
    Ok(Tracked { published, ..tracked(&compared, gathered, run) })
}

/// Keeps this run when its turn has come.
pub(super) fn keep(folder: &Path, gathered: &Gathered, run: &Run) -> anyhow::Result<()> {
    kept::keep(&folder.join("forecasts"), gathered, run)
}

fn tracked(compared: &HashMap<String, Compared>, gathered: &Gathered, run: &Run) -> Tracked {
    let named = compared.iter().filter_map(|(name, it)| Some((SeriesName::read(name)?, name, it)));
    let mut named: Vec<(SeriesName, &String, &Compared)> = named.collect();
    named.sort_by(|left, right| left.0.cmp(&right.0));
    let mut found = Tracked::default();
    for (name, written, compared) in named {
        let outlook = gathered.series.get(written);
        let backtest = outlook.and_then(|it| it.chosen()).and_then(|it| it.wape);
        let row = row(&name, compared, backtest, run);
        if row.drifting {
            found.drifting.push(drift(&name, &row));
        }
        found.rows.push(row);
    }
    found
}

fn row(name: &SeriesName, compared: &Compared, backtest: Option<f64>, run: &Run) -> TrackingRow {
    let keys = Keys::of(name);
    let (first, last) = compared.days.unwrap_or_default();
    TrackingRow {
        level: keys.level,
        measure: keys.measure,
        sku: keys.sku,
        category: keys.category,
        channel: keys.channel,
        country: keys.country,
        warehouse: keys.warehouse,
        observations: compared.count,
        first_date: Day(first),
        last_date: Day(last),
        wape: compared.of_demand(compared.absolute_error),
        bias: compared.of_demand(compared.error),
        coverage_80: share(compared.within_80, compared.count),
        coverage_95: share(compared.within_95, compared.count),
        backtest_wape: backtest,
        drifting: compared.drifts(backtest),
        run: run.name(),
    }
}

fn drift(name: &SeriesName, row: &TrackingRow) -> Drift {
    let percent = |share: Option<f64>| format!("{:.0} %", share.unwrap_or_default() * 100.0);
    let of = match name.level {
        Level::Shop => String::new(),
        level => format!(" of {} {}", level.as_str().replace('_', " in "), name.words()),
    };
    Drift {
        series: format!("{}{of}", row.measure),
        note: format!(
            "published forecasts are off by {}, the back-test by {}; {} of days fell into the 95 % \
             interval",
            percent(row.wape),
            percent(row.backtest_wape),
            percent(Some(row.coverage_95)),
        ),
        since: row.first_date.date(),
    }
}

/// Counts of days stay far below the whole numbers that a float holds.
#[allow(clippy::cast_precision_loss)]
fn share(part: i64, whole: i64) -> f64 {
    part as f64 / whole.max(1) as f64
}

#[cfg(test)]
mod tests;
