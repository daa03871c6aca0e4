//! Lists against the documents that stand in them: each where it should, and nowhere else.

use std::collections::BTreeSet;

use super::{
    Audit, Difference, found,
    kept::{compare, shown},
};
use crate::store::{
    Store, StoreError,
    balance::balance_of,
    index::{self, List},
    layer::Layer,
    working::Memory,
};

const AUDIT: &str = "lists against their documents";

/// The lists on disk, and those that a start makes in memory of what waits and what is to come.
pub(super) fn audit(store: &Store, fold: &Layer) -> Result<Audit, Difference> {
    let mut entries = Vec::new();
    for order in store.state_now().all_orders() {
        entries.extend(index::of_order(&order?));
    }
    for purchase in store.state_now().purchase_orders() {
        entries.extend(index::of_purchase(&purchase?));
    }
    for entry in store.core.balances.iter() {
        let (key, value) = entry.into_inner().map_err(StoreError::from)?;
        let balance = postcard::from_bytes(&value).map_err(StoreError::from)?;
        entries.extend(balance_of(&key).and_then(|key| index::of_balance(&key, &balance)));
    }
    let mut kept = 0;
    for list in [List::OrdersByStatus, List::OrdersByName, List::Due] {
        let of_list = entries.iter().filter(|(of, _)| *of == list);
        let keys: BTreeSet<&[u8]> = of_list.map(|(_, key)| key.as_slice()).collect();
        let expected = |key: &[u8]| Ok(keys.contains(key).then(Vec::new));
        kept += compare(AUDIT, list.keyspace(&store.core), expected, keys.len())?;
    }
    let memory = Memory::load(&store.core)?;
    waiting(&memory, fold)?;
    supply(&memory, fold)?;
    Ok(Audit { name: AUDIT, found: format!("{kept} places in lists") })
}

/// What a start finds waiting is what the events left waiting.
fn waiting(memory: &Memory, fold: &Layer) -> Result<(), Difference> {
    for (sku, lines) in memory.waiting_lines() {
        if fold.waiting.get(sku).is_none_or(|folded| folded != lines) {
            return Err(other_queue("wait for", sku.as_str()));
        }
    }
    let listed = |sku| memory.waiting_lines().any(|(known, _)| known == sku);
    let lost = fold.waiting.iter().find(|(sku, lines)| !lines.is_empty() && !listed(*sku));
    lost.map_or(Ok(()), |(sku, _)| Err(other_queue("wait for", sku.as_str())))
}

/// What a start finds to come is what the events left to come.
fn supply(memory: &Memory, fold: &Layer) -> Result<(), Difference> {
    for (sku, lines) in memory.supply_lines() {
        if fold.supply.get(sku).is_none_or(|folded| folded != lines) {
            return Err(other_queue("are to come of", sku.as_str()));
        }
    }
    let listed = |sku| memory.supply_lines().any(|(known, _)| known == sku);
    let lost = fold.supply.iter().find(|(sku, lines)| !lines.is_empty() && !listed(*sku));
    lost.map_or(Ok(()), |(sku, _)| Err(other_queue("are to come of", sku.as_str())))
}

fn other_queue(what: &str, sku: &str) -> Difference {
    let sku = shown(sku.as_bytes());
    found(AUDIT, format!("other lines {what} {sku} than its events make"))
}
