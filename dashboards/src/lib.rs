//! The `marea` binary: command line, HTTP API, live pages, charts and exports. It wires the others.
//!
//! [`cli::run`] reads the command line. [`Application`] holds an open store with its query service
//! and forecasts; [`http::app`] turns it into a router that a test can call without a socket.
//!
//! Invariant: this is the only crate that knows HTTP.
//!
//! Invariant: every measure that a page shows comes through `marea-query`'s one service; nothing
//! here computes one of its own. Lists of documents, such as what needs attention, are read from
//! the live state, through its indexes.
//!
//! Invariant: an error becomes a response at the edge; what is inside is logged, never sent.

mod application;
mod attention;
mod board;
pub mod charts;
pub mod cli;
mod forecaster;
pub mod http;
mod keys;
pub mod language;
mod outlook;
mod reactions;
mod simulation;
mod spool;
pub mod spreadsheet;
mod table;

pub use application::Application;
