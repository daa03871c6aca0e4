//! Live state of orders.

mod asked;

use axum::{
    Json,
    extract::{Path, RawQuery, State},
};
use marea_ingest::{
    amount::Money,
    identity::OrderId,
    state::{Order, OrderItem},
    store::Page,
    time::Instant,
};
use serde_json::{Value, json};

use self::asked::Asked;
use super::{Problem, parameters};
use crate::{Application, attention};

pub(super) async fn one(
    State(application): State<Application>,
    Path(id): Path<String>,
) -> Result<Json<Value>, Problem> {
    let order = found(&application, &id)?;
    Ok(Json(shown(&order, application.clock.now(), attention::STUCK_AFTER)))
}

/// The order of an id in a path.
pub(super) fn found(application: &Application, id: &str) -> Result<Order, Problem> {
    let order_id = named(id)?;
    let snapshot = application.ingest.snapshot();
    snapshot.state().order(&order_id)?.ok_or_else(|| unknown(&order_id))
}

pub(super) async fn history(
    State(application): State<Application>,
    Path(id): Path<String>,
) -> Result<Json<Value>, Problem> {
    let order_id = named(&id)?;
    let snapshot = application.ingest.snapshot();
    let events = snapshot.state().history(&order_id)?;
    if events.is_empty() {
        return Err(unknown(&order_id));
    }
    Ok(Json(json!({ "order_id": order_id, "events": events, "lsn": snapshot.lsn })))
}

pub(super) async fn list(
    State(application): State<Application>,
    RawQuery(query): RawQuery,
) -> Result<Json<Value>, Problem> {
    let asked = Asked::read(&query.unwrap_or_default(), &application)?;
    let snapshot = application.ingest.snapshot();
    let (now, stuck_after) = (asked.now, asked.stuck_after());
    let state = snapshot.state().clone();
    let page = tokio::task::spawn_blocking(move || {
        state.orders(&asked.list(), &asked.search, &|order| asked.admits(order))
    });
    let Page { found, next } =
        page.await.map_err(|_| Problem::invalid("the list was cut off"))??;
    let orders: Vec<Value> = found.iter().map(|order| shown(order, now, stuck_after)).collect();
    let next = parameters::next(next);
    Ok(Json(json!({ "orders": orders, "next": next, "lsn": snapshot.lsn })))
}

fn named(id: &str) -> Result<OrderId, Problem> {
    OrderId::new(id).map_err(|error| Problem::invalid(format!("order id: {error}")))
}

fn unknown(order_id: &OrderId) -> Problem {
    Problem::not_found(format!("no order \"{order_id}\" is known"))
}

/// An order with what follows from it.
fn shown(order: &Order, now: Instant, stuck_after: chrono::TimeDelta) -> Value {
    let mut shown = json!(order);
    let derived = json!({
        "state": order.status(),
        "order_status": order.status(),
        "payment_status": order.payment_status(),
        "fulfilment_status": order.fulfilment_status(),
        "return_status": order.return_status(),
        "total": order.total(),
        "refund_due": order.refund_due(),
        "refundable": order.refundable(),
        "open_units": order.open_units(),
        "ready": order.is_ready(),
        "late": order.is_late(now),
        "attention": attention::of_order(order, now, stuck_after),
    });
    merge(&mut shown, derived);
    let paid = order.paid_by_line();
    for (at, (line, paid)) in order.lines.iter().zip(paid).enumerate() {
        merge(&mut shown["lines"][at], line_shown(order, line, paid));
    }
    shown
}

/// What follows from a line. No more of it can be refunded than is left of what was taken in all.
fn line_shown(order: &Order, line: &OrderItem, paid: Money) -> Value {
    json!({
        "open": line.open(),
        "reserved": line.reserved(),
        "backordered": line.backordered(),
        "expected_at": line.expected_at(),
        "paid": paid,
        "refundable": paid.max(Money::ZERO).min(order.refundable()),
    })
}

/// Adds fields to an object.
pub(super) fn merge(into: &mut Value, fields: Value) {
    if let (Value::Object(into), Value::Object(fields)) = (into, fields) {
        into.extend(fields);
    }
}
