//! What the types of single fields cannot say: how the fields of one event fit together.

mod carrier;
mod planning;

use std::collections::HashSet;

use super::{Fault, MOST_LINES};
use crate::{
    amount::{Money, Quantity},
    event::{
        Body, CartUpdated, Component, Event, LineKind, LineQuantity, OrderLine, ProductSet,
        PurchaseOrderPlaced, ReceivedLine, ReturnLine, ReturnReceived, ShippedLine, StockAdjusted,
        SupplierBillReceived, Unavailable,
    },
    identity::{LineId, Sku},
};

/// What the names of purchases begin with that the service proposes.
pub(crate) const PROPOSAL: &str = "proposal-";
/// Goods that expire are told apart by their lot.
const NO_LOT: &str = "missing; what expires is a lot";
/// The most components of one product.
const MOST_COMPONENTS: usize = 100;
/// No line may be worth more than this, so that the sum of any order stays exact.
const LARGEST_LINE: i64 = 100_000_000_000;

/// Checks an event as a whole.
pub(super) fn event(event: &Event) -> Result<(), Fault> {
    match &event.body {
        Body::OrderPlaced(order) => order_lines(&order.lines),
        Body::OrderEdited(edit) => order_lines(&edit.lines),
        Body::OrderCancelled(body) => quantities(body.lines.as_deref()),
        Body::FulfilmentRequested(body) => quantities(body.lines.as_deref()),
        Body::CartUpdated(cart) => cart_lines(cart),
        Body::OrderCollected(body) => quantities(body.lines.as_deref()),
        Body::PurchaseOrderPlaced(order) => {
            if order.purchase_order.as_str().starts_with(PROPOSAL) {
                let message = format!("expected a name that does not begin with \"{PROPOSAL}\"");
                return Err(Fault::field("purchase_order", message));
            }
            line_count(order.lines.len())?;
            unique(order.lines.iter().map(|line| &line.line_id))?;
            purchase_worth(order)
        }
        Body::PurchaseOrderCancelled(body) => quantities(body.lines.as_deref()),
        Body::PurchaseOrderReceived(body) => {
            let lines = body.lines.as_deref().unwrap_or_default();
            unique(lines.iter().map(|line| &line.line_id))?;
            lines.iter().enumerate().try_for_each(received_line)
        }
        Body::SupplierBillReceived(bill) => supplier_bill(bill),
        Body::StockAssembled(body) => components(&body.sku, &body.components, 1),
        Body::ProductSet(product) => product_set(product),
        Body::CarrierSet(carrier) => carrier::set(carrier),
        Body::ReturnInspected(body) => unique(body.lines.iter().map(|line| &line.line_id)),
        Body::OrderPicked(body) => quantities(body.lines.as_deref()),
        Body::OrderPacked(body) => quantities(body.lines.as_deref()),
        Body::OrderDelivered(body) => quantities(body.lines.as_deref()),
        Body::ReturnRequested(body) => quantities(body.lines.as_deref()),
        Body::OrderShipped(body) => {
            longest("carrier", body.carrier.as_deref())?;
            longest("tracking_number", body.tracking_number.as_deref())?;
            shipped_lines(body.lines.as_deref())
        }
        Body::ReturnReceived(body) => return_received(body),
        Body::StockAdjusted(body) => stock_adjusted(body),
        Body::StockMoved(body) if body.bin == body.to_bin && body.to_lot.is_none() => {
            Err(Fault::field("to_bin", "expected another bin than `bin`, or a `to_lot`"))
        }
        Body::StockHeld(body) => bucket(Some(body.bucket)),
        Body::StockReleased(body) => bucket(Some(body.bucket)),
        Body::StockWrittenOff(body) => bucket(body.bucket),
        Body::StockReceived(body) if body.expires_on.is_some() && body.lot.is_none() => {
            Err(Fault::field("lot", NO_LOT))
        }
        Body::StockTransferred(body) if body.from == body.to => {
            Err(Fault::field("to", "expected another warehouse than `from`"))
        }
        Body::StockReceived(body) if body.unit_cost.is_some_and(Money::is_negative) => {
            Err(Fault::field("unit_cost", "expected zero or more"))
        }
        Body::ForecastScenarioSet(body) => planning::scenario(body),
        Body::ForecastOverrideSet(body) => planning::overriding(body),
        Body::ExchangeRateSet(body) if body.base == body.quote => {
            Err(Fault::field("quote", "expected another currency than `base`"))
        }
        _ => Ok(()),
    }
}

fn longest(field: &str, text: Option<&str>) -> Result<(), Fault> {
    match text {
        Some(text) if text.len() > super::LONGEST_TEXT => {
            Err(Fault::field(field, format!("expected at most {} bytes", super::LONGEST_TEXT)))
        }
        _ => Ok(()),
    }
}

fn order_lines(lines: &[OrderLine]) -> Result<(), Fault> {
    line_count(lines.len())?;
    unique(lines.iter().map(|line| &line.line_id))?;
    for (index, line) in lines.iter().enumerate() {
        let sold = matches!(line.kind, LineKind::Product | LineKind::Sample | LineKind::Shipping);
        if sold && line.unit_price.is_negative() {
            let message = format!("expected zero or more for a {} line", line.kind.as_str());
            return Err(Fault::field(format!("lines[{index}].unit_price"), message));
        }
        worth(index, line.quantity, line.unit_price)?;
    }
    Ok(())
}

fn worth(index: usize, quantity: Quantity, unit_price: Money) -> Result<(), Fault> {
    let bound = rust_decimal::Decimal::from(LARGEST_LINE);
    match quantity.decimal().checked_mul(unit_price.decimal()) {
        Some(worth) if worth.abs() < bound => Ok(()),
        _ => Err(Fault::field(
            format!("lines[{index}].quantity"),
            format!("expected a line worth less than {LARGEST_LINE}"),
        )),
    }
}

fn line_count(count: usize) -> Result<(), Fault> {
    if (1..=MOST_LINES).contains(&count) {
        return Ok(());
    }
    Err(Fault::field("lines", format!("expected 1 to {MOST_LINES} lines, got {count}")))
}

fn unique<'a>(names: impl Iterator<Item = &'a LineId>) -> Result<(), Fault> {
    let mut seen = HashSet::new();
    for (index, name) in names.enumerate() {
        if !seen.insert(name) {
            let message = format!("expected each line once, \"{name}\" is there twice");
            return Err(Fault::field(format!("lines[{index}].line_id"), message));
        }
    }
    Ok(())
}

fn quantities(lines: Option<&[LineQuantity]>) -> Result<(), Fault> {
    let Some(lines) = lines else { return Ok(()) };
    line_count(lines.len())?;
    unique(lines.iter().map(|line| &line.line_id))
}

/// A line may be named once for each bin and lot.
fn shipped_lines(lines: Option<&[ShippedLine]>) -> Result<(), Fault> {
    let Some(lines) = lines else { return Ok(()) };
    line_count(lines.len())?;
    let mut seen = HashSet::new();
    for (index, line) in lines.iter().enumerate() {
        if !seen.insert((&line.line_id, &line.bin, &line.lot)) {
            let message = format!(
                "expected each line once from a bin and lot, \"{}\" is there twice",
                line.line_id
            );
            return Err(Fault::field(format!("lines[{index}].line_id"), message));
        }
    }
    Ok(())
}

/// What has expired follows from the lots alone.
fn bucket(bucket: Option<Unavailable>) -> Result<(), Fault> {
    match bucket {
        Some(Unavailable::Expired) => {
            let message = "expected damaged, quality_control, safety_stock or withheld; what has \
                           expired follows from `expires_on` of a lot";
            Err(Fault::field("bucket", message))
        }
        _ => Ok(()),
    }
}

fn cart_lines(cart: &CartUpdated) -> Result<(), Fault> {
    if !cart.lines.is_empty() {
        line_count(cart.lines.len())?;
    }
    unique(cart.lines.iter().map(|line| &line.line_id))?;
    let mut lines = cart.lines.iter().enumerate();
    lines.try_for_each(|(index, line)| worth(index, line.quantity, line.unit_price))
}

fn purchase_worth(order: &PurchaseOrderPlaced) -> Result<(), Fault> {
    let mut lines = order.lines.iter().enumerate();
    lines.try_for_each(|(index, line)| worth(index, line.quantity, line.unit_cost))
}

fn received_line((index, line): (usize, &ReceivedLine)) -> Result<(), Fault> {
    if line.quantity.is_zero() && line.rejected.is_zero() {
        let field = format!("lines[{index}].quantity");
        return Err(Fault::field(field, "expected units taken in, or `rejected`, above zero"));
    }
    if line.expires_on.is_some() && line.lot.is_none() {
        return Err(Fault::field(format!("lines[{index}].lot"), NO_LOT));
    }
    Ok(())
}

fn supplier_bill(bill: &SupplierBillReceived) -> Result<(), Fault> {
    if bill.lines.is_empty() && bill.landed_cost.is_zero() {
        return Err(Fault::field("lines", "expected lines, or a `landed_cost` above zero"));
    }
    unique(bill.lines.iter().map(|line| &line.line_id))?;
    let mut lines = bill.lines.iter().enumerate();
    lines.try_for_each(|(index, line)| worth(index, line.quantity, line.unit_cost))
}

fn product_set(product: &ProductSet) -> Result<(), Fault> {
    if product.substitute.as_ref() == Some(&product.sku) {
        return Err(Fault::field("substitute", "expected another product than `sku`"));
    }
    for (field, measure) in
        [("weight_kg", product.weight_kg), ("volume_litres", product.volume_litres)]
    {
        if measure.is_some_and(Quantity::is_negative) {
            return Err(Fault::field(field, "expected zero or more"));
        }
    }
    match &product.components {
        Some(parts) => components(&product.sku, parts, 0),
        None => Ok(()),
    }
}

fn components(whole: &Sku, parts: &[Component], least: usize) -> Result<(), Fault> {
    if !(least..=MOST_COMPONENTS).contains(&parts.len()) {
        let message = format!("expected {least} to {MOST_COMPONENTS}, got {}", parts.len());
        return Err(Fault::field("components", message));
    }
    let mut seen = HashSet::from([whole]);
    for (index, part) in parts.iter().enumerate() {
        if !seen.insert(&part.sku) {
            let message = format!("expected each once and not the whole, got \"{}\"", part.sku);
            return Err(Fault::field(format!("components[{index}].sku"), message));
        }
    }
    Ok(())
}

fn return_received(body: &ReturnReceived) -> Result<(), Fault> {
    if let Some(lines) = &body.lines {
        line_count(lines.len())?;
        unique(lines.iter().map(|line| &line.line_id))?;
    }
    if body.order_id.is_some() {
        return Ok(());
    }
    let missing = |field: &str| {
        Fault::field(field, "missing; a return without `order_id` must say it itself")
    };
    body.return_id.as_ref().ok_or_else(|| missing("return_id"))?;
    body.currency.ok_or_else(|| missing("currency"))?;
    let lines = body.lines.as_ref().ok_or_else(|| missing("lines"))?;
    lines.iter().enumerate().try_for_each(|(index, line)| standalone_line(index, line))
}

fn standalone_line(index: usize, line: &ReturnLine) -> Result<(), Fault> {
    let missing = |field: &str| {
        let message = "missing; a return without `order_id` must say it itself";
        Fault::field(format!("lines[{index}].{field}"), message)
    };
    line.sku.as_ref().ok_or_else(|| missing("sku"))?;
    let unit_price = line.unit_price.ok_or_else(|| missing("unit_price"))?;
    worth(index, line.quantity, unit_price)
}

fn stock_adjusted(body: &StockAdjusted) -> Result<(), Fault> {
    match (body.quantity, body.set_to, body.expected) {
        (Some(change), None, None) if !change.is_zero() => Ok(()),
        (None, Some(_), _) => Ok(()),
        (Some(_), None, None) => Err(Fault::field("quantity", "expected a change other than 0")),
        _ => Err(Fault::field(
            "quantity",
            "expected either `quantity`, the change, or `set_to`, the new figure (with `expected`)",
        )),
    }
}
