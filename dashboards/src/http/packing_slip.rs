//! `GET /api/v1/orders/{id}/packing-slip`: what goes into the parcel, to be printed.
//!
//! It names no price: a parcel may be a gift.

use std::fmt::Write as _;

use axum::{
    extract::{Path, RawQuery, State},
    response::{Html, IntoResponse, Response},
};
use marea_ingest::{
    amount::Quantity,
    event::Address,
    identity::WarehouseId,
    state::{Order, OrderItem},
};

use super::{
    Problem, orders,
    parameters::{parameters, unknown, wrong},
};
use crate::Application;

const STYLE: &str = "body{font:14px/1.5 sans-serif;margin:2em auto;max-width:48em;color:#000}\
    h1{font-size:1.4em;margin:0}dl{display:grid;grid-template-columns:max-content 1fr;gap:0 1em}\
    dd{margin:0}table{border-collapse:collapse;width:100%}th,td{border-bottom:1px solid #999;\
    padding:.4em .6em .4em 0;text-align:left;vertical-align:top}.number{text-align:right}\
    small{color:#444}@page{margin:15mm}";

pub(super) async fn slip(
    State(application): State<Application>,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Response, Problem> {
    let mut warehouse = None;
    for (name, value) in parameters(&query.unwrap_or_default())? {
        match name.as_str() {
            "warehouse" => {
                warehouse = Some(WarehouseId::new(&value).map_err(|error| wrong(&name, error))?);
            }
            _ => return Err(unknown(&name, "warehouse")),
        }
    }
    let order = orders::found(&application, &id)?;
    let zone = application.ingest.shop().time_zone;
    let placed = order.placed_at.day(zone).date().to_string();
    let shop = application.ingest.shop().name.clone();
    Ok(Html(page(&shop, &placed, &order, warehouse.as_ref())).into_response())
}

/// The page, of all that is open, or of what one warehouse owes.
fn page(shop: &str, placed: &str, order: &Order, warehouse: Option<&WarehouseId>) -> String {
    let id = escaped(order.order_id.as_str());
    let mut html = format!(
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Packing slip {id}</title>\
         <style>{STYLE}</style><h1>Packing slip {id}</h1><p>{}</p><dl>",
        escaped(shop)
    );
    for (name, value) in facts(order, placed, warehouse) {
        let _ = write!(html, "<dt>{name}</dt><dd>{}</dd>", escaped(&value));
    }
    html.push_str("</dl><table><thead><tr><th>SKU<th>Product<th class=\"number\">To pack<tbody>");
    for line in order.lines.iter().filter(|line| line.is_goods()) {
        let units = to_pack(line, warehouse);
        if units.is_positive() {
            html.push_str(&row(line, units));
        }
    }
    html.push_str("</table></html>");
    html
}

fn facts(
    order: &Order,
    placed: &str,
    warehouse: Option<&WarehouseId>,
) -> Vec<(&'static str, String)> {
    let given = [
        ("Number", order.external_id.as_ref().map(ToString::to_string)),
        ("Placed", Some(placed.to_owned())),
        ("Ship to", order.ship_to.as_ref().map(address)),
        ("Pick up at", order.pick_up_at.as_ref().map(ToString::to_string)),
        ("Send by", order.shipping_method.clone()),
        ("Code", order.order_code.as_ref().map(ToString::to_string)),
        ("Warehouse", warehouse.map(ToString::to_string)),
    ];
    given.into_iter().filter_map(|(name, value)| Some((name, value?))).collect()
}

fn address(it: &Address) -> String {
    let town = [it.postcode.as_deref(), it.city.as_deref()].into_iter().flatten();
    let town = town.collect::<Vec<_>>().join(" ");
    let region = it.region.clone().unwrap_or_default();
    let parts = [town, region, it.country.to_string()];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}

/// Units to pack: what is open and does not wait, of one warehouse if that is asked for.
fn to_pack(line: &OrderItem, warehouse: Option<&WarehouseId>) -> Quantity {
    match warehouse {
        None => line.open() - line.backordered(),
        Some(warehouse) => {
            let owed = line.allocations.iter().filter(|owed| owed.warehouse == *warehouse);
            owed.map(|owed| owed.reserved).sum()
        }
    }
}

fn row(line: &OrderItem, units: Quantity) -> String {
    let name = escaped(line.name.as_deref().unwrap_or_default());
    let parts = line.stock_of(units).filter(|(sku, _)| **sku != line.sku);
    let parts: String = parts
        .map(|(sku, n)| format!("<br><small>{n} × {}</small>", escaped(sku.as_str())))
        .collect();
    let instead = if line.substituted { "<br><small>sent in its place:</small>" } else { "" };
    let sku = escaped(line.sku.as_str());
    format!("<tr><td>{sku}<td>{name}{instead}{parts}<td class=\"number\">{units}")
}

/// Text that means only itself in HTML.
fn escaped(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            other => html.push(other),
        }
    }
    html
}

#[cfg(test)]
mod tests;
