//! Everything that a shop records, and what is true of it now.
//!
//! The way of an event: [`event`] decodes it; [`store`]'s one writer decides on it against the live
//! state ([`state`]), gives it its [`Lsn`](identity::Lsn), makes it durable together with all that it
//! changes, publishes the rows it led to ([`facts`]) and the state after it as one
//! [`Snapshot`](store::Snapshot), and acknowledges it. Rows are sealed into a lake of Parquet files
//! under a Delta log later, off that path. [`costing`] folds stock movements into what stock is
//! worth and what sold goods cost.
//!
//! Entry points: [`store::Store::open`], [`store::Ingest::submit`], [`store::Ingest::snapshot`].
//!
//! Invariant: this crate knows nothing of SQL or HTTP, and takes no clock but the one it is given.
//!
//! Invariant: no row and no state is visible to anyone before it is durable.
//!
//! Invariant: a refused event leaves nothing behind; decisions are made before anything is touched.
//!
//! Invariant: state is only ever the fold of events, in LSN order; nothing else sets it. `check`
//! audits that.
//!
//! Invariant: committed stock is the sum of the open reservations; both change in one batch.
//!
//! Invariant: what others are to be told of an event ([`reactions`]) is in the batch of the event.
//!
//! Invariant: nothing but the writer's own work is done on its thread; who follows the facts reads
//! them from snapshots.

pub mod amount;
pub mod columns;
pub mod cores;
pub mod costing;
mod decide;
pub mod event;
pub mod facts;
pub mod geography;
pub mod identity;
pub mod reactions;
pub mod shipping;
pub mod state;
pub mod store;
pub mod time;

pub use decide::Refusal;
