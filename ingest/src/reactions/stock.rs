//! What an event changed about the stock of a SKU, in all its warehouses together.
//!
//! A SKU is *low* when what is available of it is at or below its reorder point, *sold out* when
//! nothing is. A message is made when that becomes true or ends, never while it lasts. Goods on
//! their way between two warehouses are available in neither.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{Telling, Topic};
use crate::{
    amount::Quantity,
    decide::{Decision, Document, StateRead},
    identity::{Sku, WarehouseId},
    state::{Product, StockLevel},
    store::StoreError,
};

/// Tells of each edge of each SKU whose stock or reorder point the event changes.
pub(super) fn tell(
    telling: &mut Telling<'_>,
    state: &dyn StateRead,
    decision: &Decision,
) -> Result<(), StoreError> {
    let levels = &decision.levels;
    let changed = decision.documents.iter().filter_map(changed_product);
    let skus: BTreeSet<&Sku> = levels.keys().chain(changed.map(|product| &product.sku)).collect();
    for sku in skus {
        let known = state.product(sku);
        let set = decision.documents.iter().filter_map(changed_product).rfind(|it| it.sku == *sku);
        let levels_before = state.levels(sku);
        let levels_after = levels.get(sku).unwrap_or(&levels_before);
        let before = Position::of(known.as_deref(), &levels_before);
        let after = Position::of(set.or(known.as_deref()), levels_after);
        tell_edges(telling, sku, &before, &after)?;
    }
    for sku in &decision.told_back_in_stock {
        let (known, before) = (state.product(sku), state.levels(sku));
        let after = Position::of(known.as_deref(), levels.get(sku).unwrap_or(&before));
        let before = Position::of(known.as_deref(), &before);
        for asked in state.subscriptions(sku) {
            telling.tell(Topic::StockBack, sku.as_str(), || {
                let mut data = after.data(sku, before.available);
                data["email"] = json!(asked.email);
                data["customer_id"] = json!(asked.customer_id);
                Ok(data)
            })?;
        }
    }
    Ok(())
}

fn changed_product(document: &Document) -> Option<&Product> {
    match document {
        Document::Product(product) => Some(product),
        _ => None,
    }
}

fn tell_edges(
    telling: &mut Telling<'_>,
    sku: &Sku,
    before: &Position<'_>,
    after: &Position<'_>,
) -> Result<(), StoreError> {
    let edges = [
        (Topic::StockLow, after.is_low() && !before.is_low()),
        (Topic::StockSoldOut, before.is_available() && !after.is_available()),
        (Topic::StockInStock, after.is_available() && !before.is_available()),
    ];
    for (topic, _) in edges.into_iter().filter(|(_, crossed)| *crossed) {
        telling.tell(topic, sku.as_str(), || Ok(after.data(sku, before.available)))?;
    }
    Ok(())
}

/// A SKU's stock and what it is measured against.
struct Position<'a> {
    product: Option<&'a Product>,
    levels: &'a [(WarehouseId, StockLevel)],
    available: Quantity,
}

impl<'a> Position<'a> {
    fn of(product: Option<&'a Product>, levels: &'a [(WarehouseId, StockLevel)]) -> Self {
        let available = levels.iter().map(|(_, level)| level.available()).sum();
        Self { product, levels, available }
    }

    fn is_available(&self) -> bool {
        self.available.is_positive()
    }

    /// Of a SKU that never had stock nothing is known, so it is not low; nor is one that the shop
    /// does not sell any more.
    fn is_low(&self) -> bool {
        let sold = self.product.filter(|product| !product.removed && !self.levels.is_empty());
        let point = sold.and_then(|product| product.reorder_point);
        point.is_some_and(|point| self.available <= point)
    }

    fn data(&self, sku: &Sku, available_before: Quantity) -> Value {
        let warehouses = self.levels.iter().map(|(warehouse, level)| {
            json!({
                "warehouse": warehouse,
                "on_hand": level.on_hand,
                "committed": level.committed,
                "unavailable": level.unavailable(),
                "available": level.available(),
                "incoming": level.incoming,
                "backordered": level.backordered,
            })
        });
        json!({
            "sku": sku,
            "name": self.product.and_then(|product| product.name.as_deref()),
            "supplier": self.product.and_then(|product| product.supplier.as_ref()),
            "reorder_point": self.product.and_then(|product| product.reorder_point),
            "available": self.available,
            "available_before": available_before,
            "warehouses": warehouses.collect::<Vec<_>>(),
        })
    }
}
