//! Tables, exact views and the one query service every protocol uses.
//!
//! [`QueryService`] answers SQL over the facts (sealed files and hot batches as one table), the
//! live tables and the [`views`], all pinned at the LSN of one snapshot of `marea-ingest`. Views
//! are kept by increment: they follow the writer's commits, and each is equal to its SQL over the
//! facts at every LSN. Table functions tell stock, its worth and the cost of goods sold as of any
//! past instant.
//!
//! Entry points: [`QueryService::new`], [`QueryService::query`], [`views::followers`],
//! [`format::Encoder`].
//!
//! Invariant: this is the only crate that knows DataFusion; no type of it shows outside.
//!
//! Invariant: read-only. What is not a SELECT, EXPLAIN, SHOW or DESCRIBE is refused before it is
//! planned, and no table of a session can be written or reach the file system.
//!
//! Invariant: every answer names the LSN it is true at.
//!
//! Invariant: queries run on threads and in memory of their own, never on the writer's.

mod error;
pub mod format;
mod functions;
mod gate;
mod service;
mod tables;
pub mod views;

pub use error::QueryError;
pub use service::{Answer, QueryOptions, QueryRequest, QueryService, TableDescription};
