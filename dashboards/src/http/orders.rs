//! Live state of orders.

use axum::{
    Json,
    extract::{Path, RawQuery, State},
};
use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeDelta, TimeZone};
use marea_ingest::{
    identity::{Channel, CustomerId, OrderId},
    state::{Order, OrderStatus},
    store::OrderFilter,
    time::Instant,
};
use serde_json::{Value, json};

use super::Problem;
use crate::Application;

/// Orders on a page where nothing else is asked for, and at most.
const PAGE: usize = 50;
const LARGEST_PAGE: usize = 1000;

pub(super) async fn one(
    State(application): State<Application>,
    Path(id): Path<String>,
) -> Result<Json<Value>, Problem> {
    let order_id = named(&id)?;
    let snapshot = application.ingest.snapshot();
    let order = snapshot.state().order(&order_id)?.ok_or_else(|| unknown(&order_id))?;
    Ok(Json(shown(&order, application.clock.now())))
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
    let now = application.clock.now();
    let state = snapshot.state().clone();
    let page = tokio::task::spawn_blocking(move || {
        state.orders(&asked.filter, asked.limit, asked.after.as_ref())
    });
    let page = page.await.map_err(|_| Problem::invalid("the list was cut off"))??;
    let orders: Vec<Value> = page.orders.iter().map(|order| shown(order, now)).collect();
    let next = page.next.map(|(at, order_id)| format!("{}~{order_id}", at.0));
    Ok(Json(json!({ "orders": orders, "next": next, "lsn": snapshot.lsn })))
}

fn named(id: &str) -> Result<OrderId, Problem> {
    OrderId::new(id).map_err(|error| Problem::invalid(format!("order id: {error}")))
}

fn unknown(order_id: &OrderId) -> Problem {
    Problem::not_found(format!("no order \"{order_id}\" is known"))
}

/// An order with what follows from it.
fn shown(order: &Order, now: Instant) -> Value {
    let mut shown = json!(order);
    let derived = json!({
        "state": order.status(),
        "order_status": order.status(),
        "payment_status": order.payment_status(),
        "fulfilment_status": order.fulfilment_status(),
        "return_status": order.return_status(),
        "total": order.total(),
        "late": order.is_late(now),
    });
    merge(&mut shown, derived);
    for (line, item) in order.lines.iter().enumerate() {
        let derived = json!({
            "open": item.open(), "reserved": item.reserved(), "backordered": item.backordered()
        });
        merge(&mut shown["lines"][line], derived);
    }
    shown
}

fn merge(into: &mut Value, fields: Value) {
    if let (Value::Object(into), Value::Object(fields)) = (into, fields) {
        into.extend(fields);
    }
}

/// What a list is asked for.
struct Asked {
    filter: OrderFilter,
    limit: usize,
    after: Option<(Instant, OrderId)>,
}

impl Asked {
    fn read(query: &str, application: &Application) -> Result<Self, Problem> {
        let mut asked = Self { filter: OrderFilter::default(), limit: PAGE, after: None };
        for (name, value) in parameters(query)? {
            asked.take(&name, &value, application)?;
        }
        Ok(asked)
    }

    fn take(&mut self, name: &str, value: &str, application: &Application) -> Result<(), Problem> {
        let zone = application.ingest.shop().time_zone;
        let filter = &mut self.filter;
        match name {
            "state" => {
                for state in value.split(',') {
                    let known = OrderStatus::named(state).ok_or_else(|| unknown_state(state))?;
                    filter.statuses.push(known);
                }
            }
            "channel" => filter.channel = Some(Channel::new(value).map_err(|e| wrong(name, e))?),
            "customer" => {
                filter.customer_id = Some(CustomerId::new(value).map_err(|e| wrong(name, e))?);
            }
            "from" => filter.from = Some(moment(name, value, zone, 0)?),
            "to" => filter.before = Some(moment(name, value, zone, 1)?),
            "late" => match value {
                "true" => filter.late_at = Some(application.clock.now()),
                "false" => filter.late_at = None,
                _ => return Err(wrong(name, "expected true or false")),
            },
            "limit" => {
                let limit: usize = value.parse().map_err(|_| wrong(name, "expected a number"))?;
                self.limit = limit.clamp(1, LARGEST_PAGE);
            }
            "after" => {
                self.after =
                    Some(place(value).ok_or_else(|| {
                        wrong(name, "expected what `next` of the page before said")
                    })?);
            }
            _ => {
                let known = "state, channel, customer, from, to, late, limit, after";
                return Err(Problem::invalid(format!(
                    "unknown parameter \"{name}\"; known: {known}"
                )));
            }
        }
        Ok(())
    }
}

/// The parameters of a query string.
pub(super) fn parameters(query: &str) -> Result<Vec<(String, String)>, Problem> {
    serde_urlencoded(query).ok_or_else(|| Problem::invalid("the query string cannot be read"))
}

fn serde_urlencoded(query: &str) -> Option<Vec<(String, String)>> {
    let uri: axum::http::Uri = format!("/?{query}").parse().ok()?;
    let pairs = axum::extract::Query::<Vec<(String, String)>>::try_from_uri(&uri).ok()?;
    Some(pairs.0)
}

fn unknown_state(state: &str) -> Problem {
    let known: Vec<_> = OrderStatus::ALL.iter().map(|status| status.as_str()).collect();
    Problem::invalid(format!("unknown state \"{state}\"; known: {}", known.join(", ")))
}

fn wrong(name: &str, what: impl std::fmt::Display) -> Problem {
    Problem::invalid(format!("{name}: {what}"))
}

/// An instant, or the start (or, with `days`, the end) of a day of the shop.
fn moment(name: &str, value: &str, zone: chrono_tz::Tz, days: u64) -> Result<Instant, Problem> {
    if let Ok(at) = DateTime::parse_from_rfc3339(value) {
        return Ok(at.into());
    }
    let day: NaiveDate = value
        .parse()
        .map_err(|_| wrong(name, "expected a day such as 2026-03-01, or an RFC 3339 instant"))?;
    let mut midnight = (day + Days::new(days)).and_time(NaiveTime::MIN);
    loop {
        if let Some(at) = zone.from_local_datetime(&midnight).earliest() {
            return Ok(at.into());
        }
        midnight += TimeDelta::minutes(15);
    }
}

fn place(value: &str) -> Option<(Instant, OrderId)> {
    let (at, order_id) = value.split_once('~')?;
    Some((Instant(at.parse().ok()?), OrderId::new(order_id).ok()?))
}
