//! Live stock levels.

use axum::{
    Json,
    extract::{RawQuery, State},
};
use marea_ingest::{
    identity::{Sku, WarehouseId},
    state::StockLevel,
};
use serde_json::{Value, json};

use super::{Problem, orders::parameters};
use crate::Application;

/// Levels in one answer where no SKU is named; ask SQL for more.
const MOST_LEVELS: usize = 10_000;

pub(super) async fn levels(
    State(application): State<Application>,
    RawQuery(query): RawQuery,
) -> Result<Json<Value>, Problem> {
    let (mut sku, mut warehouse) = (None, None);
    for (name, value) in parameters(&query.unwrap_or_default())? {
        let wrong = |error| Problem::invalid(format!("{name}: {error}"));
        match name.as_str() {
            "sku" => sku = Some(Sku::new(&value).map_err(wrong)?),
            "warehouse" => warehouse = Some(WarehouseId::new(&value).map_err(wrong)?),
            _ => {
                let detail = format!("unknown parameter \"{name}\"; known: sku, warehouse");
                return Err(Problem::invalid(detail));
            }
        }
    }
    let snapshot = application.ingest.snapshot();
    let mut levels = Vec::new();
    for level in snapshot.state().levels(sku.as_ref()) {
        let (sku, place, level) = level?;
        if warehouse.as_ref().is_none_or(|wanted| *wanted == place) {
            levels.push(shown(&sku, &place, &level));
        }
        if levels.len() == MOST_LEVELS {
            break;
        }
    }
    let truncated = levels.len() == MOST_LEVELS;
    Ok(Json(json!({ "levels": levels, "truncated": truncated, "lsn": snapshot.lsn })))
}

fn shown(sku: &Sku, warehouse: &WarehouseId, level: &StockLevel) -> Value {
    json!({
        "sku": sku, "warehouse": warehouse, "on_hand": level.on_hand,
        "committed": level.committed, "unavailable": level.unavailable(),
        "available": level.available(), "incoming": level.incoming,
        "backordered": level.backordered,
    })
}
