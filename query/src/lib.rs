//! Tables, exact views and the one query service every protocol uses.
//!
//! [`QueryService`] answers SQL over the facts (sealed files and hot batches as one table), the
//! live tables and the [`views`], all pinned at the LSN of one snapshot of `marea-ingest`. Views
//! are SELECTs that are kept by increment: each is equal to its SQL over the facts at every LSN.
//! Table functions tell stock, its worth and the cost of goods sold as of any past instant.
//!
//! Entry points: [`QueryService::new`], [`QueryService::query`], [`QueryService::create_view`],
//! [`format::Encoder`].
//!
//! Invariant: this is the only crate that knows DataFusion; no type of it shows outside.
//!
//! Invariant: read-only. What is not a SELECT, EXPLAIN, SHOW or DESCRIBE is refused before it is
//! planned, and no table of a session can be written or reach the file system.
//!
//! Invariant: every answer names the LSN it is true at.
//!
//! Invariant: an instant is cut in the zone of whoever asks, a view's own in the shop's.
//!
//! Invariant: queries and views run on threads and in memory of their own, never on the writer's.

mod answer;
mod error;
pub mod format;
mod functions;
mod gate;
mod memory;
mod nearest;
mod optimizer;
mod parameter;
mod postgres;
mod queries;
mod request;
mod service;
mod session;
mod statistics;
mod tables;
pub mod views;
mod zone;

pub use answer::Answer;
pub use error::{Position, QueryError};
pub use functions::forecast::{ForecastRequest, Forecaster, forecast_schema};
#[cfg(feature = "fuzz")]
pub use gate::fuzz::gate_for_fuzzing;
pub use parameter::{Parameter, Parameters};
pub use queries::{QueryId, QueryPhase, QueryState};
pub use request::{OnLimit, QueryRequest};
pub use service::{ColumnDescription, QueryOptions, QueryService, TableDescription, TableKind};
pub use statistics::Statistics;
pub use views::ViewDescription;
