//! Series to forecasts, intervals and back-tests, as pure functions over columns.
//!
//! A table of demand goes in, four tables come out ([`Outcome`]). The way of one series:
//!
//! 1. `frame` adds up the rows of a day and fills the days without any, up to the origin.
//! 2. `backtest` lets every model of `models` forecast from up to 26 past origins what has since
//!    happened; a model learns only from what was known at its origin.
//! 3. `models::combination` weights the models by how wrong they were; the combination is published
//!    unless one model was clearly better.
//! 4. `interval` turns the errors of the back-test into intervals, and measures at every origin
//!    how many actual values they would have covered; `limits` keeps them to what can be sold.
//! 5. `accuracy` scores every model beside seasonal naive; `outcome` lays it all out as tables.
//!
//! `engine` is these steps in one readable place. Season lengths are data (`series::Cadence`): the
//! public face is daily, with a week and a year, the core is not.
//!
//! Invariant: no I/O, no clock, no randomness, no SQL, no HTTP; the same rows in any order give the
//! same tables, bit for bit.
//!
//! Invariant: nothing in a forecast, a back-test or an interval depends on a value after its
//! origin; rows after the request's origin are refused, not dropped.
//!
//! Invariant: every published value is a finite number, and not negative where the history never
//! was. A series that is too short is listed with how much it has and needs, and stops no other.
//!
//! Invariant: no model allocates while it learns or runs; each thread reuses its buffers.

mod accuracy;
mod backtest;
mod engine;
mod error;
mod frame;
mod interval;
mod least_squares;
mod limits;
mod models;
mod outcome;
#[allow(dead_code, reason = "the engine takes these models up next")]
mod pooled;
mod request;
mod search;
mod season;
mod series;

use polars::prelude::DataFrame;
use rayon::prelude::*;

pub use error::ForecastError;
pub use outcome::Outcome;
pub use request::Request;

use models::Workspace;
use outcome::Entry;
use series::{Cadence, Series};

/// Forecasts every series of `history` from `request.origin` on.
///
/// `history` has the columns `series: String`, `date: Date` (the shop's day) and `value: f64`.
/// Rows may be in any order; rows of the same series and day are added; a day between a series'
/// first row and the origin without a row had no demand. Ten years at most are read.
///
/// A series needs 14 days and a horizon, 42 days for four weeks ahead, because a forecast without a
/// back-test is not published; a shorter one is listed in [`Outcome::refused`].
///
/// # Errors
///
/// A request out of range, a column that is absent, of another type or with empty cells, a value
/// that is not finite, or a row after the origin: see [`ForecastError`].
pub fn forecast(history: &DataFrame, request: &Request) -> Result<Outcome, ForecastError> {
    request.check()?;
    let cadence = Cadence::daily();
    let series = frame::read(history, request.origin)?;
    let entries: Vec<Entry> = series
        .into_par_iter()
        .map_init(Workspace::default, |work, series| entry(series, request, &cadence, work))
        .collect();
    let origin = frame::day_number(request.origin);
    Ok(Outcome::new(&entries, origin, request.levels, cadence.unit)?)
}

fn entry(series: Series, request: &Request, cadence: &Cadence, work: &mut Workspace) -> Entry {
    let Series { name, values } = series;
    let result = engine::forecast(&values, request.horizon, request.levels, cadence, work);
    Entry { name, length: values.len(), result }
}

#[cfg(test)]
mod tests;
