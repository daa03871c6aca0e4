//! The audit of a store: what is kept is compared with what it must follow from.
//!
//! Each audit stops at its first difference. The events are there once and in one order; all
//! documents, lists and levels are, byte for byte, what a fold of all events from the first makes;
//! the rows of facts add up to the levels; what is committed, incoming and backordered is what the
//! orders and purchase orders say; and what was flagged as untrue when it was reported is counted.

mod balances;
mod documents;
mod events;
mod facts;
mod kept;
mod lists;

use std::{path::Path, sync::Arc};

use self::events::Events;
use super::{AskedSettings, Store, StoreError, StoreOptions};
use crate::time::Clock;

/// An audit that found no difference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Audit {
    /// What was compared.
    pub name: &'static str,
    /// What was found, in words.
    pub found: String,
}

/// The first difference that an audit found, or what kept it from being made.
#[derive(Debug, thiserror::Error)]
pub enum Difference {
    /// Two things that must be equal are not.
    #[error("{audit}: {what}")]
    Found {
        /// What was compared.
        audit: &'static str,
        /// Where they differ.
        what: String,
    },
    /// The store cannot be read.
    #[error(transparent)]
    Store(#[from] StoreError),
}

fn found(audit: &'static str, what: impl Into<String>) -> Difference {
    Difference::Found { audit, what: what.into() }
}

/// Audits the store in a folder. Calls `report` after each audit that found no difference.
///
/// # Errors
/// [`Difference`] at the first one.
pub fn check(
    folder: &Path,
    clock: Arc<dyn Clock>,
    report: &mut dyn FnMut(Audit),
) -> Result<(), Difference> {
    let store = Store::open(folder, &AskedSettings::default(), StoreOptions::default(), clock)?;
    let events = Events::read(&store)?;
    report(events.audit_order()?);
    let (fold, made) = events.fold(&store)?;
    report(documents::orders(&store, &fold)?);
    report(documents::purchase_orders(&store, &fold)?);
    report(documents::catalogue(&store, &fold)?);
    report(documents::levels(&store, &fold)?);
    report(documents::balances(&store, &fold)?);
    report(documents::waiting_events(&store, &fold)?);
    report(facts::audit(&store, &made)?);
    report(lists::audit(&store, &fold)?);
    report(balances::expired(&store)?);
    report(balances::committed(&store, &fold)?);
    report(balances::owed(&store)?);
    report(balances::lines(&store)?);
    report(events.flagged());
    Ok(())
}

#[cfg(test)]
mod tests;
