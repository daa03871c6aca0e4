//! Series to forecasts, intervals and back-tests, as pure functions over columns.
//!
//! A table of demand goes in, tables and distributions come out ([`Outcome`]). The way of a series:
//!
//! 1. `frame` adds up the rows of a period and settles what periods without any mean, up to the
//!    origin; `timeline` turns times into numbers of periods and back.
//! 2. `trial` lets every model of `models` forecast from up to 26 past origins (`backtest`) what
//!    has since happened; a model learns only from what was known at its origin. Where nothing was
//!    observed `fill` gives models something to learn from, but nothing is measured there.
//! 3. `peers` adds the forecasts of what learned from all series together (`pooled`): shared
//!    profiles and boosted trees, which also know the calendar, the regressors and the `keys` that
//!    series share; and those of `regression`: what regressors do, in a panel and in each series, and
//!    models of what they leave.
//! 4. `opinion` says how wrong each model was, by the series' own back-test drawn towards that of
//!    the whole panel; `models::combination` weights the models by it and is published.
//! 5. `interval` turns the errors of the back-test into intervals; `widening` compares them, over
//!    the panel, with what the last of them should have been; `limits` keeps them to what can be
//!    sold. Intervals of slow movers are those of `counts`. `projection` keeps them for any quantile
//!    of a step or of a sum.
//! 6. `accuracy` scores every model beside seasonal naive, `sums` what is forecast of several periods
//!    together; `findings` names outliers and level
//!    shifts; `outcome` lays it all out as tables.
//! 7. `state` is what a forecast goes on as with each new period, until `state::refit` says that
//!    fitting it again is worth its time.
//!
//! `panel` is these steps for all series, in groups that fit into memory, `engine` those of one;
//! `effort` says how much is tried. What differs between five minutes and a year is data
//! (`series::Cadence`).
//!
//! Invariant: no I/O, no clock, no randomness but seeded, no SQL, no HTTP; the same rows in any
//! order give the same tables, bit for bit.
//!
//! Invariant: nothing in a forecast, a back-test or an interval depends on a value after its
//! origin; values after the request's origin are refused, not dropped.
//!
//! Invariant: every published value is a finite number, and not negative where the history never
//! was. A series that is too short is listed with how much it has and needs, and stops no other.
//!
//! Invariant: no model of a single series allocates while it learns or runs; each thread reuses
//! its buffers.

mod accuracy;
mod backtest;
pub mod calendar;
pub mod coherence;
mod counts;
mod covariance;
mod effort;
mod engine;
mod error;
mod feasts;
mod fill;
mod findings;
mod frame;
mod frequency;
mod interval;
pub mod inventory;
mod keys;
mod least_squares;
mod limits;
mod models;
#[cfg(test)]
mod noise;
mod opinion;
mod outcome;
mod panel;
mod peers;
mod pooled;
mod projection;
mod regression;
mod request;
mod search;
mod season;
mod series;
pub mod staffing;
mod state;
mod sums;
mod timeline;
mod trial;
mod widening;

use polars::prelude::DataFrame;
use rayon::prelude::*;

pub use error::ForecastError;
pub use frequency::Frequency;
pub use outcome::Outcome;
pub use projection::Projection;
pub use request::{Missing, Request};
pub use state::{Cost, Costs, Demand, Observation, Refit, SeriesState, refit_order};

use outcome::Entry;
use series::Series;

/// Forecasts every series of `history` from `request.origin` on, or from its own end.
///
/// `history` has the columns `series: String`, `time: Date` or `Datetime` (local time of the shop,
/// without a zone) and `value: f64`, null where demand was not observed, for example because there
/// was no stock. Rows may be in any order; rows of the same series and period are added; what a
/// period without a row means is said by [`Missing`]. 3,653 periods at most are read, of hours and
/// minutes 100,000.
///
/// Any further numeric column is something known ahead: a price, a promotion, a holiday. Rows after
/// the end with a null value carry it for the periods ahead; a column that is not known for all of
/// them is not used, and listed in [`Outcome::findings`].
///
/// A series needs two short seasons and a horizon, 42 days for four weeks ahead, because a forecast
/// without a back-test is not published; a shorter one is listed in [`Outcome::refused`].
///
/// # Errors
///
/// A request out of range, a column that is absent, of another type or with empty cells where a
/// name or a time is needed, a value that is infinite, or one after the origin: see
/// [`ForecastError`].
pub fn forecast(history: &DataFrame, request: &Request) -> Result<Outcome, ForecastError> {
    request.check()?;
    let table = frame::read(history, request)?;
    let results = panel::forecast(&table.series, &table.timeline, request);
    let entry = |(series, result): (Series, _)| {
        let noticed = findings::of(&series, &panel::cadence(&series, request));
        Entry { series, result, noticed }
    };
    let entries = table.series.into_par_iter().zip(results).map(entry).collect();
    let unit = request.frequency.plural();
    Ok(Outcome::new(entries, &table.timeline, &request.levels, unit)?)
}

#[cfg(test)]
mod tests;
