//! Documents, byte for byte, against those that the events make.

use std::collections::BTreeMap;

use super::{Audit, Difference, kept::compare};
use crate::store::{
    Store, StoreError,
    balance::balance_of,
    layer::{Balances, Layer, parked_key},
    working::stock_key,
};

/// The text that a key is, where it is one.
fn named(key: &[u8]) -> &str {
    std::str::from_utf8(key).unwrap_or_default()
}

pub(super) fn orders(store: &Store, fold: &Layer) -> Result<Audit, Difference> {
    let name = "state against fold of events";
    let expected = |key: &[u8]| match fold.orders.get(named(key)) {
        Some(order) => Ok::<_, StoreError>(Some(postcard::to_stdvec(order)?)),
        None => Ok(None),
    };
    let kept = compare(name, &store.core.orders, expected, fold.orders.len())?;
    Ok(Audit { name, found: format!("{kept} orders are what their events make") })
}

pub(super) fn purchase_orders(store: &Store, fold: &Layer) -> Result<Audit, Difference> {
    let name = "purchase orders against fold of events";
    let expected = |key: &[u8]| match fold.purchase_orders.get(named(key)) {
        Some(purchase) => Ok::<_, StoreError>(Some(postcard::to_stdvec(purchase)?)),
        None => Ok(None),
    };
    let count = fold.purchase_orders.len();
    let kept = compare(name, &store.core.purchase_orders, expected, count)?;
    Ok(Audit { name, found: format!("{kept} purchase orders are what their events make") })
}

/// Products, warehouses, suppliers with their lead times, customers, rates, rules, subscriptions
/// and the return policy.
pub(super) fn catalogue(store: &Store, fold: &Layer) -> Result<Audit, Difference> {
    let name = "catalogue against fold of events";
    let documents: BTreeMap<Vec<u8>, Vec<u8>> = fold.catalogue()?.into_iter().collect();
    let expected = |key: &[u8]| Ok(documents.get(key).cloned());
    let kept = compare(name, &store.core.catalogue, expected, documents.len())?;
    Ok(Audit { name, found: format!("{kept} documents are what their events make") })
}

pub(super) fn levels(store: &Store, fold: &Layer) -> Result<Audit, Difference> {
    let name = "stock against fold of movements";
    let expected = |key: &[u8]| {
        let (sku, warehouse) = stock_key(key)?;
        let mut levels = fold.levels.get(&sku).into_iter().flatten();
        match levels.find(|(place, _)| *place == warehouse) {
            Some((_, level)) => Ok(Some(postcard::to_stdvec(level)?)),
            None => Ok(None),
        }
    };
    let count = fold.levels.values().map(Vec::len).sum();
    let kept = compare(name, &store.core.stock, expected, count)?;
    Ok(Audit { name, found: format!("{kept} levels are what their movements make") })
}

/// What is in bins and of lots.
pub(super) fn balances(store: &Store, fold: &Layer) -> Result<Audit, Difference> {
    let name = "bins and lots against fold of events";
    let expected = |key: &[u8]| {
        let named = balance_of(key).and_then(|(sku, warehouse, spot)| {
            fold.balances.get(&sku)?.get(&(warehouse, spot)).copied()
        });
        Ok(named.map(|balance| postcard::to_stdvec(&balance)).transpose()?)
    };
    let count = fold.balances.values().map(Balances::len).sum();
    let kept = compare(name, &store.core.balances, expected, count)?;
    Ok(Audit { name, found: format!("{kept} balances are what their movements make") })
}

/// Events that wait for what they speak of, and the newest versions of what events set.
pub(super) fn waiting_events(store: &Store, fold: &Layer) -> Result<Audit, Difference> {
    let name = "parked events and versions against fold of events";
    let waiting = fold.parked.iter().filter_map(|((parent, lsn), payload)| {
        Some((parked_key(parent, *lsn), payload.as_ref()?.as_bytes().to_vec()))
    });
    let waiting: BTreeMap<_, _> = waiting.collect();
    let parked = |key: &[u8]| Ok(waiting.get(key).cloned());
    let parked = compare(name, &store.core.parked, parked, waiting.len())?;
    let version = |key: &[u8]| Ok(fold.versions.get(named(key)).map(|it| it.clone().into_bytes()));
    let versions = compare(name, &store.core.versions, version, fold.versions.len())?;
    Ok(Audit { name, found: format!("{parked} events wait, {versions} versions are known") })
}
