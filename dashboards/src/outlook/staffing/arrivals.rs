//! What came in, hour by hour: orders, returns and deliveries of each warehouse.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, NaiveDate, NaiveDateTime, Timelike as _};
use marea_query::QueryError;
use rust_decimal::prelude::ToPrimitive as _;

use crate::{
    Application,
    table::{self, Row, count, decimal, literal, text},
};

/// Days of history that are read.
const HISTORY_DAYS: u64 = 731;
/// Days by which the hours of the week and the make-up of orders are judged: half a year, so that
/// every hour is seen often and what was long ago does not count.
const RECENT_DAYS: u64 = 182;

/// What comes in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Flow {
    /// Customers' orders that a warehouse has a part in.
    Orders,
    /// Parcels that customers send back.
    Returns,
    /// Lines of what suppliers and other warehouses deliver.
    Receipts,
}

impl Flow {
    /// All of them.
    pub(super) const ALL: [Self; 3] = [Self::Orders, Self::Returns, Self::Receipts];

    /// The name in SQL.
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Orders => "orders",
            Self::Returns => "return_parcels",
            Self::Receipts => "receipt_lines",
        }
    }

    /// Counts by warehouse and hour: how many, how many lines, how many units.
    fn sql(self, first: NaiveDate, last: NaiveDate, zone: &str, counter: &str) -> String {
        let (from, counted, at, day, of) = match self {
            Self::Orders => (
                "order_lines",
                "count(DISTINCT order_id)",
                "ordered_at",
                "order_date",
                format!("effect = 'placed' AND line_kind = 'product' {counter}"),
            ),
            Self::Returns => (
                "stock_movements",
                "count(DISTINCT coalesce(order_id, event_id))",
                "occurred_at",
                "event_date",
                "movement = 'returned'".into(),
            ),
            Self::Receipts => (
                "stock_movements",
                "count(*)",
                "occurred_at",
                "event_date",
                "movement IN ('received', 'transferred_in')".into(),
            ),
        };
        format!(
            "SELECT coalesce(warehouse, '') AS warehouse, {day} AS day, \
             CAST(date_part('hour', arrow_cast({at}, 'Timestamp(Microsecond, Some(\"{zone}\"))')) \
             AS BIGINT) AS hour, {counted} AS things, count(*) AS lines, sum(quantity) AS units \
             FROM {from} WHERE {of} AND {day} BETWEEN DATE '{first}' AND DATE '{last}' \
             GROUP BY 1, 2, 3 ORDER BY 1, 2, 3"
        )
    }
}

/// What came in within an hour.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Hour {
    /// When it begins, by the shop's clock.
    pub(super) begins: NaiveDateTime,
    /// Orders, parcels or lines.
    pub(super) things: f64,
    pub(super) lines: f64,
    pub(super) units: f64,
}

/// The hours of one flow in one warehouse in which something came in, in order.
#[derive(Debug, Clone, Default)]
pub(super) struct Hours(Vec<Hour>);

impl Hours {
    /// How much came in on each day with any, up to a day.
    pub(super) fn by_day(&self, last: NaiveDate) -> BTreeMap<NaiveDate, f64> {
        let mut days = BTreeMap::new();
        for hour in self.0.iter().filter(|hour| hour.begins.date() <= last) {
            *days.entry(hour.begins.date()).or_insert(0.0) += hour.things;
        }
        days
    }

    /// The last half year, as a profile of the week is learned from it.
    pub(super) fn recent(&self, last: NaiveDate) -> Vec<(NaiveDateTime, f64)> {
        self.of_late(last).map(|hour| (hour.begins, hour.things)).collect()
    }

    /// Lines and units of one of them, of late.
    pub(super) fn mix(&self, last: NaiveDate) -> (f64, f64) {
        let sum = |of: fn(&Hour) -> f64| self.of_late(last).map(of).sum::<f64>();
        let things = sum(|hour| hour.things);
        if things <= 0.0 {
            return (1.0, 1.0);
        }
        let lines = (sum(|hour| hour.lines) / things).max(1.0);
        (lines, (sum(|hour| hour.units) / things).max(1.0))
    }

    fn of_late(&self, last: NaiveDate) -> impl Iterator<Item = &Hour> {
        let first = last - Days::new(RECENT_DAYS);
        self.0.iter().filter(move |hour| hour.begins.date() > first)
    }
}

/// What came in everywhere.
#[derive(Debug, Default)]
pub(super) struct Arrivals {
    /// By warehouse; empty where none is known.
    pub(super) flows: BTreeMap<(String, Flow), Hours>,
    /// Parcels of an order, by warehouse.
    pub(super) parcels: BTreeMap<String, f64>,
}

impl Arrivals {
    /// Asks the store. Orders of channels where goods are handed over the counter are nobody's
    /// work in the warehouse.
    pub(super) async fn read(
        application: &Application,
        last: NaiveDate,
        counter_channels: &[String],
    ) -> Result<Self, QueryError> {
        let zone = application.ingest.shop().time_zone;
        let names: Vec<String> = counter_channels.iter().map(|name| literal(name)).collect();
        let counter = match names.is_empty() {
            true => String::new(),
            false => format!("AND channel NOT IN ({})", names.join(", ")),
        };
        let first = last - Days::new(HISTORY_DAYS);
        let mut read = Self::default();
        for flow in Flow::ALL {
            let sql = flow.sql(first, last, zone.name(), &counter);
            for row in table::patient_rows(&application.query, sql).await? {
                let key = (text(&row, "warehouse").to_owned(), flow);
                read.flows.entry(key).or_default().0.extend(hour(&row));
            }
        }
        let recent = last - Days::new(RECENT_DAYS);
        let sql = format!(
            "SELECT warehouse, count(DISTINCT lsn) AS parcels, count(DISTINCT order_id) AS orders \
             FROM stock_movements WHERE movement = 'shipped' AND event_date > DATE '{recent}' \
             GROUP BY 1"
        );
        for row in table::patient_rows(&application.query, sql).await? {
            let orders = count(&row, "orders").max(1).to_f64().unwrap_or(1.0);
            let parcels = count(&row, "parcels").to_f64().unwrap_or(1.0) / orders;
            read.parcels.insert(text(&row, "warehouse").to_owned(), parcels);
        }
        Ok(read)
    }

    /// The warehouses where anything came in.
    pub(super) fn warehouses(&self) -> BTreeSet<&str> {
        self.flows.keys().map(|(warehouse, _)| warehouse.as_str()).collect()
    }
}

fn hour(row: &Row) -> Option<Hour> {
    let hour = u32::try_from(count(row, "hour")).ok()?;
    let begins = table::date(row, "day")?.and_hms_opt(hour, 0, 0)?;
    let number = |column: &str| count(row, column).to_f64();
    Some(Hour {
        begins: begins.with_minute(0)?,
        things: number("things")?,
        lines: number("lines")?,
        units: decimal(row, "units").abs().to_f64()?,
    })
}

#[cfg(test)]
mod tests;
