//! What an event changed about a purchase order.

use serde_json::{Value, json};

use super::{Telling, Topic};
use crate::{decide::StateRead, state::PurchaseOrder, store::StoreError};

/// Tells of a purchase that is proposed, and of one that is late, with the customers it will fail.
pub(super) fn tell(
    telling: &mut Telling<'_>,
    state: &dyn StateRead,
    before: Option<&PurchaseOrder>,
    after: &PurchaseOrder,
) -> Result<(), StoreError> {
    let subject = after.purchase_order.as_str();
    if before.is_none() && after.proposed {
        telling.tell(Topic::PurchaseProposed, subject, || data(state, after))?;
    }
    let was_late = before.is_some_and(|before| before.overdue_since.is_some());
    if after.overdue_since.is_some() && !was_late {
        telling.tell(Topic::PurchaseLate, subject, || data(state, after))?;
    }
    Ok(())
}

fn data(state: &dyn StateRead, purchase: &PurchaseOrder) -> Result<Value, StoreError> {
    let supplier = purchase.supplier.as_ref().map(|name| state.supplier(name)).transpose()?;
    let lines = purchase.lines.iter().map(|line| {
        json!({
            "line_id": line.line_id, "sku": line.sku, "ordered": line.ordered,
            "open": line.open(), "expected_at": line.expected_at, "unit_cost": line.unit_cost,
        })
    });
    Ok(json!({
        "purchase_order": purchase.purchase_order,
        "supplier": purchase.supplier,
        "email": supplier.flatten().and_then(|supplier| supplier.email),
        "warehouse": purchase.warehouse,
        "currency": purchase.currency,
        "expected_at": purchase.expected_at(),
        "lines": lines.collect::<Vec<_>>(),
        "serves": served(state, purchase),
    }))
}

/// The order lines that are promised goods of this purchase order.
fn served(state: &dyn StateRead, purchase: &PurchaseOrder) -> Vec<Value> {
    let mut served = Vec::new();
    for line in &purchase.lines {
        for (rank, waits) in &state.waiting(&line.sku) {
            let of_this = |peg: &&crate::state::Peg| {
                peg.purchase_order == purchase.purchase_order && peg.line_id == line.line_id
            };
            served.extend(waits.pegs.iter().filter(of_this).map(|peg| {
                json!({
                    "order_id": rank.order_id, "line_id": rank.line_id, "sku": line.sku,
                    "quantity": peg.quantity,
                })
            }));
        }
    }
    served
}
