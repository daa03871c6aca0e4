//! Live stock: levels, and what can be promised.

use std::collections::{BTreeMap, BTreeSet};

use axum::{
    Json,
    extract::{RawQuery, State},
};
use marea_ingest::{
    amount::Quantity,
    event::StockPolicy,
    identity::{Sku, WarehouseId},
    state::StockLevel,
    store::{Promise, StateSnapshot, StockBalance, StoreError},
    time::Instant,
};
use serde_json::{Value, json};

use super::{
    Problem,
    parameters::{moment, parameters, unknown, wrong, yes_or_no},
};
use crate::Application;

/// Levels in one answer where no SKU is named; ask SQL for more.
const MOST_LEVELS: usize = 10_000;

pub(super) async fn levels(
    State(application): State<Application>,
    RawQuery(query): RawQuery,
) -> Result<Json<Value>, Problem> {
    let (mut sku, mut warehouse, mut bins) = (None, None, false);
    for (name, value) in parameters(&query.unwrap_or_default())? {
        match name.as_str() {
            "bins" => bins = yes_or_no(&name, &value)?,
            "sku" => sku = Some(Sku::new(&value).map_err(|error| wrong(&name, error))?),
            "warehouse" => {
                warehouse = Some(WarehouseId::new(&value).map_err(|error| wrong(&name, error))?);
            }
            _ => return Err(unknown(&name, "sku, warehouse, bins")),
        }
    }
    let snapshot = application.ingest.snapshot();
    let state = snapshot.state();
    let mut levels = Vec::new();
    for level in state.levels(sku.as_ref()) {
        let (sku, place, level) = level?;
        if warehouse.as_ref().is_none_or(|wanted| *wanted == place) {
            let policy = policy(state, &sku, &place)?;
            levels.push(shown(&sku, &place, &level, policy));
        }
        if levels.len() == MOST_LEVELS {
            break;
        }
    }
    let truncated = levels.len() == MOST_LEVELS;
    let balances = match bins {
        true => Some(balances(state, sku.as_ref(), warehouse.as_ref())?),
        false => None,
    };
    let bundles = sku.map(|sku| bundles(state, &sku, warehouse.as_ref())).transpose()?;
    let mut answer = json!({
        "levels": levels, "bundles": bundles.unwrap_or_default(), "truncated": truncated,
        "lsn": snapshot.lsn,
    });
    if let Some(balances) = balances {
        answer["truncated"] = json!(truncated || balances.len() == MOST_LEVELS);
        answer["balances"] = json!(balances);
    }
    Ok(Json(answer))
}

/// What is in each bin and of each lot; of levels that are shown, as far as there are not too many.
fn balances(
    state: &StateSnapshot,
    sku: Option<&Sku>,
    only_at: Option<&WarehouseId>,
) -> Result<Vec<StockBalance>, StoreError> {
    let here = |it: &Result<StockBalance, StoreError>| {
        let place = it.as_ref().ok().map(|it| &it.warehouse);
        place.is_none_or(|place| only_at.is_none_or(|wanted| wanted == place))
    };
    state.balances(sku).filter(here).take(MOST_LEVELS).collect()
}

/// What happens to an order for more than is available: as was set for the place, else for the
/// product; a SKU that is kept, and was given no policy, is not oversold.
fn policy(
    state: &StateSnapshot,
    sku: &Sku,
    warehouse: &WarehouseId,
) -> Result<StockPolicy, StoreError> {
    if let Some(policy) = state.stock_rule(sku, warehouse)?.and_then(|rule| rule.stock_policy) {
        return Ok(policy);
    }
    let product = state.product(sku)?;
    Ok(product.and_then(|product| product.stock_policy).unwrap_or(StockPolicy::Deny))
}

fn shown(sku: &Sku, warehouse: &WarehouseId, level: &StockLevel, policy: StockPolicy) -> Value {
    json!({
        "sku": sku, "warehouse": warehouse, "on_hand": level.on_hand,
        "committed": level.committed, "unavailable": level.unavailable(),
        "damaged": level.damaged, "quality_control": level.quality_control,
        "safety_stock": level.safety_stock, "withheld": level.withheld,
        "expired": level.expired,
        "available": level.available(), "incoming": level.incoming,
        "in_transit": level.in_transit, "backordered": level.backordered,
        "projected": level.projected(), "policy": policy,
    })
}

/// How many of a bundle there could be; nothing for a SKU that is no bundle.
fn bundles(
    state: &StateSnapshot,
    sku: &Sku,
    only_at: Option<&WarehouseId>,
) -> Result<Vec<Value>, StoreError> {
    let bundle = state.product(sku)?.filter(|product| !product.components.is_empty());
    let Some(bundle) = bundle else { return Ok(Vec::new()) };
    let mut places = state.bundles_available(&bundle)?;
    places.retain(|(warehouse, _)| only_at.is_none_or(|wanted| wanted == warehouse));
    let shown = places.into_iter().map(|(warehouse, available)| {
        json!({ "sku": sku, "warehouse": warehouse, "available": available })
    });
    Ok(shown.collect())
}

/// What can be promised of a SKU, also of a bundle, now and from later instants on.
pub(super) async fn available_to_promise(
    State(application): State<Application>,
    RawQuery(query): RawQuery,
) -> Result<Json<Value>, Problem> {
    let now = application.clock.now();
    let (mut sku, mut warehouse, mut at) = (None, None, now);
    let zone = application.ingest.shop().time_zone;
    for (name, value) in parameters(&query.unwrap_or_default())? {
        match name.as_str() {
            "sku" => sku = Some(Sku::new(&value).map_err(|error| wrong(&name, error))?),
            "warehouse" => {
                warehouse = Some(WarehouseId::new(&value).map_err(|error| wrong(&name, error))?);
            }
            "at" => at = moment(&name, &value, zone, 1)?,
            _ => return Err(unknown(&name, "sku, warehouse, at")),
        }
    }
    let sku = sku.ok_or_else(|| wrong("sku", "say of which SKU"))?;
    let snapshot = application.ingest.snapshot();
    let (state, of) = (snapshot.state().clone(), sku.clone());
    let promises = tokio::task::spawn_blocking(move || promises(&state, &of, now));
    let promises = promises.await.map_err(|_| Problem::invalid("the answer was cut off"))??;
    let wanted = |it: &&Promise| warehouse.as_ref().is_none_or(|name| *name == it.warehouse);
    let promises: Vec<&Promise> = promises.iter().filter(wanted).collect();
    let mut by_warehouse = BTreeMap::new();
    for promise in promises.iter().filter(|promise| promise.from <= at) {
        by_warehouse.insert(promise.warehouse.as_str(), promise.quantity);
    }
    let steps = promises
        .iter()
        .map(|it| json!({ "warehouse": it.warehouse, "from": it.from, "quantity": it.quantity }));
    Ok(Json(json!({
        "sku": sku, "at": at, "quantity": by_warehouse.values().copied().sum::<Quantity>(),
        "by_warehouse": by_warehouse, "steps": steps.collect::<Vec<_>>(), "lsn": snapshot.lsn,
    })))
}

/// What can be promised, by warehouse and time; of a bundle, the least over its components.
fn promises(state: &StateSnapshot, sku: &Sku, now: Instant) -> Result<Vec<Promise>, StoreError> {
    let bundle = state.product(sku)?.filter(|product| !product.components.is_empty());
    let Some(bundle) = bundle else { return state.available_to_promise(Some(sku), now) };
    let mut parts = Vec::new();
    for part in &bundle.components {
        let policy = state.product(&part.sku)?.and_then(|product| product.stock_policy);
        if policy != Some(StockPolicy::Untracked) {
            let promises = state.available_to_promise(Some(&part.sku), now)?;
            parts.push((part.quantity, promises));
        }
    }
    let steps: BTreeSet<(WarehouseId, Instant)> = parts
        .iter()
        .flat_map(|(_, promises)| promises.iter().map(|it| (it.warehouse.clone(), it.from)))
        .collect();
    let least = |warehouse: &WarehouseId, at| {
        let bundles = parts.iter().map(|(each, it)| promised(it, warehouse, at).whole_times(*each));
        bundles.min().unwrap_or_default()
    };
    let promise = |(warehouse, from): (WarehouseId, Instant)| {
        let quantity = least(&warehouse, from);
        Promise { sku: sku.clone(), warehouse, from, quantity }
    };
    Ok(steps.into_iter().map(promise).collect())
}

fn promised(promises: &[Promise], warehouse: &WarehouseId, at: Instant) -> Quantity {
    let there = |it: &&Promise| it.warehouse == *warehouse && it.from <= at;
    promises.iter().rev().find(there).map(|it| it.quantity).unwrap_or_default()
}
