//! The tables of a session: facts, live state, views and what is published beside them.

mod batches;
mod fact;
mod live;

pub(crate) use batches::BatchesTable;
pub(crate) use fact::{FactFiles, FactTableProvider};
pub(crate) use live::live_tables;
