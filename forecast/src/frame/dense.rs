//! One series from its rows: a value for every period from its first to the origin.

use std::sync::Arc;

use super::columns::Columns;
use super::week::OpenWeek;
use crate::series::{Periods, Regressor, Series};
use crate::timeline::{Timeline, time_of};
use crate::{ForecastError, Frequency, Missing, Request};

/// Observations further back than this are not read: ten years of days hold every season often
/// enough, and a row with a mistyped year does not make a series of a million days.
fn most_observations(frequency: Frequency) -> usize {
    match frequency {
        Frequency::Minutes(_) | Frequency::Hours => 100_000,
        _ => 3_653,
    }
}

/// A row: its period, its value, its number in the table.
type Row = (i64, f64, u32);

/// What all series of a table are read by.
pub(super) struct Reader<'a> {
    pub(super) columns: &'a Columns<'a>,
    pub(super) timeline: Timeline,
    pub(super) request: &'a Request,
    /// The last complete period, where the request names one.
    pub(super) origin: Option<i64>,
}

impl Reader<'_> {
    /// The series of these rows of the table.
    pub(super) fn series(&self, name: &str, rows: &[u32]) -> Result<Series, ForecastError> {
        let rows = self.sorted(rows);
        let known = || rows.iter().filter(|row| !row.1.is_nan());
        let last = known().next_back().map(|row| row.0);
        if let (Some(origin), Some(last)) = (self.origin, last)
            && last > origin
        {
            return Err(ForecastError::AfterOrigin {
                series: name.to_owned(),
                time: time_of(self.timeline.time(last)),
                origin: time_of(self.timeline.time(origin)),
            });
        }
        let (first, end) = match (known().next(), self.origin.or(last)) {
            (Some(first), Some(end)) => (first.0, end),
            // Without a single value there is no history, but there is a name to refuse.
            (_, end) => (end.unwrap_or(0).saturating_add(1), end.unwrap_or(0)),
        };
        let span = Span::new(first, end, &rows, self.request);
        let mut series = Series {
            name: name.to_owned(),
            values: self.values(name, &rows, &span)?,
            periods: Periods::From(span.first),
            regressors: Vec::new(),
            seasons: None,
            ignored: Vec::new(),
        };
        self.add_regressors(&mut series, &rows, &span)?;
        if let Some(week) = span.open {
            let listed = week.periods(span.first, end, self.request.horizon);
            series.periods = Periods::Listed(listed);
            series.seasons = Some(week.seasons(self.request));
        }
        Ok(series)
    }

    /// The rows in order of their periods; sums of floats depend on their order, so that of equal
    /// periods is fixed too.
    fn sorted(&self, rows: &[u32]) -> Vec<Row> {
        let row = |number: &u32| {
            let place = *number as usize;
            (self.timeline.period(self.columns.times[place]), self.columns.values[place], *number)
        };
        let mut rows: Vec<Row> = rows.iter().map(row).collect();
        rows.sort_unstable_by(|left, right| {
            left.0.cmp(&right.0).then(left.1.total_cmp(&right.1)).then(left.2.cmp(&right.2))
        });
        rows
    }

    /// The history: rows of a period are added, one that is not known hides the others.
    fn values(&self, name: &str, rows: &[Row], span: &Span) -> Result<Vec<f64>, ForecastError> {
        let absent = if self.request.missing == Missing::Zero { 0.0 } else { f64::NAN };
        let mut values = vec![absent; span.length];
        for rows in rows.chunk_by(|left, right| left.0 == right.0) {
            let Some(place) = span.place(rows[0].0).filter(|place| *place < span.length) else {
                continue;
            };
            let sum: f64 = rows.iter().map(|row| row.1).sum();
            if rows.iter().all(|row| !row.1.is_nan()) && !sum.is_finite() {
                return Err(self.not_finite(name, rows[0].0, "value"));
            }
            values[place] = sum;
        }
        Ok(values)
    }

    fn not_finite(&self, series: &str, period: i64, column: &str) -> ForecastError {
        let time = time_of(self.timeline.time(period));
        ForecastError::NotFinite { series: series.to_owned(), time, column: column.to_owned() }
    }

    /// Keeps the regressors that are known at every period ahead, and names the others.
    fn add_regressors(
        &self,
        series: &mut Series,
        rows: &[Row],
        span: &Span,
    ) -> Result<(), ForecastError> {
        for (name, cells) in &self.columns.regressors {
            let mut values = vec![f64::NAN; span.length + self.request.horizon];
            for (period, _, number) in rows {
                let cell = cells[*number as usize];
                if cell.is_infinite() {
                    return Err(self.not_finite(&series.name, *period, name));
                }
                // The largest where a period has several: it does not depend on their order.
                if let Some(value) = span.place(*period).and_then(|place| values.get_mut(place)) {
                    *value = if value.is_nan() { cell } else { value.max(cell) };
                }
            }
            if values[span.length..].iter().any(|value| value.is_nan()) {
                series.ignored.push(Arc::clone(name));
            } else {
                complete(&mut values);
                series.regressors.push(Regressor { name: Arc::clone(name), values });
            }
        }
        Ok(())
    }
}

/// Fills what no row told: a flag was not up, anything else was as before.
fn complete(values: &mut [f64]) {
    let known = || values.iter().copied().filter(|value| !value.is_nan());
    let flag = known().all(|value| value == 0.0 || (value - 1.0).abs() < f64::EPSILON);
    let mut before = if flag { 0.0 } else { known().next().unwrap_or(0.0) };
    for value in values {
        if value.is_nan() {
            *value = before;
        } else if !flag {
            before = *value;
        }
    }
}

/// Which periods a series has, and where each stands.
struct Span {
    first: i64,
    length: usize,
    open: Option<OpenWeek>,
}

impl Span {
    fn new(first: i64, end: i64, rows: &[Row], request: &Request) -> Self {
        let most = most_observations(request.frequency);
        let all = usize::try_from(end.saturating_sub(first).saturating_add(1)).unwrap_or(0);
        let first = if all > most { end - most as i64 + 1 } else { first };
        let closable = request.missing == Missing::Closed;
        let open = closable.then(|| OpenWeek::new(request.frequency, rows.iter().map(|row| row.0)));
        match open.flatten() {
            None => Self { first, length: all.min(most), open: None },
            Some(week) => {
                let length = week.count(first, end.saturating_add(1));
                Self { first, length, open: Some(week) }
            }
        }
    }

    /// The place of a period, counted from the first; nothing where it is before it or closed.
    fn place(&self, period: i64) -> Option<usize> {
        if period < self.first {
            return None;
        }
        match &self.open {
            None => usize::try_from(period - self.first).ok(),
            Some(week) => week.is_open(period).then(|| week.count(self.first, period)),
        }
    }
}
