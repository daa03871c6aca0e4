//! The way in: from a table of rows in any order to series that end on the origin.

mod columns;
mod dense;
mod week;

use std::collections::HashMap;

use polars::prelude::{DataFrame, StringChunked};
use rayon::prelude::*;

use crate::series::Series;
use crate::timeline::{Timeline, microseconds};
use crate::{ForecastError, Request};

use columns::Columns;
use dense::Reader;

/// All series of a table, in name order, so that what follows does not depend on the order of rows.
#[derive(Debug)]
pub(crate) struct Table {
    pub(crate) timeline: Timeline,
    pub(crate) series: Vec<Series>,
}

/// Reads `series`, `time`, `value` and regressors: see [`forecast`](crate::forecast).
pub(crate) fn read(history: &DataFrame, request: &Request) -> Result<Table, ForecastError> {
    let columns = Columns::new(history)?;
    let timeline = Timeline::new(request.frequency, &columns.times);
    let groups = Groups::new(columns.names);
    let origin = request.origin.map(|time| timeline.period(microseconds(time)));
    let reader = Reader { columns: &columns, timeline, request, origin };
    let series: Vec<_> = (0..groups.names.len())
        .into_par_iter()
        .map(|place| reader.series(groups.names[place], groups.rows(place)))
        .collect();
    // All are read before the first fault is named, so that it is the same one in every run.
    let series = series.into_iter().collect::<Result<_, _>>()?;
    Ok(Table { timeline, series })
}

/// Which rows belong to which series.
struct Groups<'a> {
    /// In order.
    names: Vec<&'a str>,
    /// Row numbers, those of a series side by side, and where each series' begin.
    order: Vec<u32>,
    starts: Vec<usize>,
}

impl<'a> Groups<'a> {
    fn new(column: &'a StringChunked) -> Self {
        let mut places: HashMap<&str, u32> = HashMap::new();
        let mut seen: Vec<&str> = Vec::new();
        let mut last = ("", u32::MAX);
        let mut rows: Vec<u32> = Vec::with_capacity(column.len());
        for name in column.iter().flatten() {
            // Rows of a series mostly follow each other.
            if last.1 == u32::MAX || last.0 != name {
                let next = u32::try_from(seen.len()).unwrap_or(u32::MAX);
                let place = *places.entry(name).or_insert(next);
                if place == next {
                    seen.push(name);
                }
                last = (name, place);
            }
            rows.push(last.1);
        }
        Self::counted(&seen, rows)
    }

    /// Counts each series' rows and lays their numbers side by side in order of names.
    fn counted(seen: &[&'a str], mut rows: Vec<u32>) -> Self {
        let mut sorted: Vec<(&str, usize)> = seen.iter().copied().zip(0..).collect();
        sorted.sort_unstable();
        let mut ranks = vec![0_u32; sorted.len()];
        for (rank, (_, place)) in (0..).zip(&sorted) {
            ranks[*place] = rank;
        }
        let mut starts = vec![0; sorted.len() + 1];
        for row in &mut rows {
            *row = ranks[*row as usize];
            starts[*row as usize + 1] += 1;
        }
        for place in 0..sorted.len() {
            starts[place + 1] += starts[place];
        }
        let mut next = starts.clone();
        let mut order = vec![0; rows.len()];
        for (number, row) in (0..).zip(&rows) {
            order[next[*row as usize]] = number;
            next[*row as usize] += 1;
        }
        Self { names: sorted.into_iter().map(|(name, _)| name).collect(), order, starts }
    }

    fn rows(&self, place: usize) -> &[u32] {
        &self.order[self.starts[place]..self.starts[place + 1]]
    }
}

#[cfg(test)]
mod tests;
