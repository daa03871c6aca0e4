//! The tables of a session: facts, live state, views and what is published beside them.

mod batches;
mod fact;
mod files;
mod live;
mod noted;

pub(crate) use batches::BatchesTable;
pub(crate) use fact::FactTableProvider;
pub(crate) use files::{FactFiles, may_hold};
pub(crate) use live::{columns_about, live_tables};
pub(crate) use noted::Noted;
