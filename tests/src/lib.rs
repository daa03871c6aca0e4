//! The harness of the end-to-end tests and benches: it starts the real `marea` binary, speaks to
//! it as a client does, and checks what it says against files and sums that it did not make.
//!
//! Invariant: nothing here uses the code of the other crates. What is checked and what checks it
//! must not share a mistake.

pub mod audit;
pub mod binary;
pub mod cells;
pub mod client;
pub mod computed;
pub mod environment;
pub mod events;
pub mod faces;
pub mod history;
pub mod hostile;
pub mod keys;
pub mod lake;
pub mod mail_server;
pub mod mutation;
pub mod oracle;
pub mod queries;
pub mod reactions;
pub mod receiver;
pub mod repository;
pub mod retail;
pub mod rival;
pub mod running;
pub mod scoring;
pub mod server;
pub mod stopwatch;
pub mod traffic;
pub mod wide_series;
