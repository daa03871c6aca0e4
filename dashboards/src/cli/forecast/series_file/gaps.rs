//! What the times of a file tell: how long a period is, and what a period without a row means.

use std::collections::HashSet;

use anyhow::Context as _;
use chrono::NaiveDateTime;
use marea_forecast::{Frequency, Missing};

use super::{
    rows::Rows,
    time::{TimeForm, periods_between, place_in_week},
};

/// Weeks of history before an hour of the week without rows is taken to be closed.
const WEEKS_TO_SEE: i64 = 3;
/// Of the periods without a row, the share that has to be closed hours before the rest is thought
/// to be an oversight.
const MOSTLY_CLOSED: f64 = 0.8;
/// Demand that is written down only where there was some leaves out at least this share.
const SPARSE: f64 = 0.05;

/// The frequency that the distances between a series' times show.
pub(super) fn usual_frequency(
    series: &[u32],
    times: &[i64],
    form: &TimeForm,
) -> anyhow::Result<Frequency> {
    anyhow::ensure!(!form.is_index(), "the times are an index; say with --freq what it counts");
    let rows = series.iter().copied().zip(times.iter().copied());
    Frequency::seen(rows)
        .context("--freq: the times are too few or too uneven to see how long a period is; say it")
}

/// What periods without a row seem to mean, and why it is thought so.
pub(super) struct Meaning {
    pub(super) missing: Missing,
    /// Whether there are periods without a row at all.
    pub(super) any: bool,
    pub(super) note: Option<&'static str>,
    /// Rows of a series and period that has another one.
    pub(super) repeated: i64,
}

impl Meaning {
    pub(super) fn of(rows: &Rows) -> Self {
        let seen = Seen::of(rows);
        let any = seen.missing > 0;
        let (missing, note) = if !any {
            (Missing::Unknown, None)
        } else if seen.mostly_closed() {
            (Missing::Closed, Some("hours or days of the week that never have rows are closed"))
        } else if seen.is_sparse(rows) {
            (Missing::Zero, Some("a period without a row had no demand: no row says 0"))
        } else {
            (Missing::Unknown, Some("a period without a row was not observed"))
        };
        Self { missing, any, note, repeated: seen.repeated }
    }
}

/// How the rows cover their periods.
struct Seen {
    periods: i64,
    missing: i64,
    /// Of the missing, those at a place in the week where no series ever has a row.
    closed: i64,
    weeks: i64,
    repeated: i64,
}

impl Seen {
    fn of(rows: &Rows) -> Self {
        let frequency = rows.frequency();
        let first = rows.cells().map(|(_, time, _)| time).min().unwrap_or_default();
        let place = |time| periods_between(frequency, first, time);
        let mut cells: Vec<(u32, i64)> =
            rows.cells().map(|(series, time, _)| (series, place(time))).collect();
        cells.sort_unstable();
        let written = count(cells.iter());
        cells.dedup();
        let repeated = written - count(cells.iter());
        let open: HashSet<u32> =
            rows.cells().filter_map(|(_, time, _)| place_in_week(frequency, time)).collect();
        let is_closed = |period: i64| {
            let time = frequency.later(first, period);
            place_in_week(frequency, time).is_some_and(|place| !open.contains(&place))
        };
        let (mut missing, mut closed) = (0, 0);
        for pair in cells.windows(2).filter(|pair| pair[0].0 == pair[1].0) {
            let skipped = pair[0].1 + 1..pair[1].1;
            missing += skipped.end - skipped.start;
            closed += count(skipped.filter(|period| is_closed(*period)));
        }
        let last = cells.iter().map(|(_, period)| *period).max().unwrap_or_default();
        let weeks = weeks_between(first, frequency.later(first, last));
        let periods = missing + count(cells.iter());
        Self { periods, missing, closed, weeks, repeated }
    }

    fn mostly_closed(&self) -> bool {
        self.weeks >= WEEKS_TO_SEE && share(self.closed, self.missing) >= MOSTLY_CLOSED
    }

    fn is_sparse(&self, rows: &Rows) -> bool {
        let never_zero = rows.cells().all(|(_, _, value)| value.is_nan() || value > 0.0);
        never_zero && share(self.missing, self.periods) >= SPARSE
    }
}

fn weeks_between(first: NaiveDateTime, last: NaiveDateTime) -> i64 {
    (last - first).num_weeks()
}

fn count<T>(items: impl Iterator<Item = T>) -> i64 {
    i64::try_from(items.count()).unwrap_or(i64::MAX)
}

/// Counts of rows stay far below the whole numbers that a float holds.
#[allow(clippy::cast_precision_loss)]
fn share(part: i64, whole: i64) -> f64 {
    part as f64 / whole.max(1) as f64
}
