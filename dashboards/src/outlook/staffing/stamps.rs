//! Who picked and packed what when: what the shop's own standard times are learned from.

use std::collections::HashMap;

use chrono::{Days, NaiveDate};
use marea_forecast::staffing::{
    Role,
    spell::{Spell, Stamp, spells as spells_of},
    times::Driver,
};
use rust_decimal::prelude::ToPrimitive as _;
use serde::Deserialize;

use crate::{
    Application,
    table::{self, text},
};

/// Days of events that are learned from.
const LEARNED_DAYS: u64 = 91;

/// Events name the lines of an order where a part of it was picked; without, it was all.
const EVENTS: &str = "\
    SELECT event_type, occurred_at, order_id, payload FROM events \
    WHERE event_type IN ('order_picked', 'order_packed') AND event_date > DATE '{first}' \
    ORDER BY lsn DESC LIMIT 200000";

/// What the orders held and where they were, for those.
const ORDERS: &str = "\
    SELECT order_id, max(warehouse) AS warehouse, count(*) AS lines, sum(quantity) AS units \
    FROM order_lines WHERE effect = 'placed' AND line_kind = 'product' AND order_id IN \
    (SELECT order_id FROM events WHERE event_type IN ('order_picked', 'order_packed') \
    AND event_date > DATE '{first}') GROUP BY order_id";

/// A stamp, and the warehouse where it was made.
#[derive(Debug, Clone)]
pub(super) struct Stamped {
    warehouse: String,
    stamp: Stamp,
}

/// The part of an event that is needed.
#[derive(Deserialize)]
struct Payload {
    actor: Option<String>,
    lines: Option<Vec<serde_json::Value>>,
}

/// The stamps of the last weeks. Events that do not say who did it teach nothing.
pub(super) async fn stamps(
    application: &Application,
    origin: NaiveDate,
) -> anyhow::Result<Vec<Stamped>> {
    let first = (origin - Days::new(LEARNED_DAYS)).to_string();
    let events = table::patient_rows(&application.query, EVENTS.replace("{first}", &first)).await?;
    if events.is_empty() {
        return Ok(Vec::new());
    }
    let mut orders = HashMap::new();
    for row in table::patient_rows(&application.query, ORDERS.replace("{first}", &first)).await? {
        orders.insert(text(&row, "order_id").to_owned(), row);
    }
    let zone = application.ingest.shop().time_zone;
    let stamp = |row: &table::Row| {
        let payload: Payload = serde_json::from_str(text(row, "payload")).ok()?;
        let order = orders.get(text(row, "order_id"))?;
        let at = chrono::DateTime::parse_from_rfc3339(text(row, "occurred_at")).ok()?;
        let all = table::count(order, "lines").to_f64()?;
        let lines = payload.lines.map_or(Some(all), |lines| lines.len().to_f64())?;
        let units = table::decimal(order, "units").to_f64()? * lines / all.max(1.0);
        let picking = text(row, "event_type") == "order_picked";
        let counts = if picking {
            vec![(Driver::Orders, 1.0), (Driver::Lines, lines), (Driver::Units, units)]
        } else {
            vec![(Driver::Parcels, 1.0), (Driver::Units, units)]
        };
        let stamp = Stamp {
            worker: payload.actor?,
            role: if picking { Role::Picking } else { Role::Packing },
            time: at.with_timezone(&zone).naive_local(),
            counts,
        };
        Some(Stamped { warehouse: text(order, "warehouse").to_owned(), stamp })
    };
    Ok(events.iter().filter_map(stamp).collect())
}

/// What one warehouse's people took for one thing after the other.
pub(super) fn spells(stamps: &[Stamped], warehouse: &str) -> Vec<Spell> {
    let own = stamps.iter().filter(|it| it.warehouse == warehouse);
    let own: Vec<Stamp> = own.map(|it| it.stamp.clone()).collect();
    spells_of(&own).into_iter().filter(|spell| spell.seconds > 0.0).collect()
}
