//! What is asked, in each contestant's words.

use anyhow::{Context as _, Result};
use chrono::{Days, NaiveDate, SecondsFormat, TimeZone as _, Utc};
use chrono_tz::Europe::Madrid;

/// The days as of whose end is asked. On the second the clocks are put forward.
pub(super) const DAYS: [&str; 3] = ["2024-06-30", "2025-03-30", "2025-11-30"];

/// What is asked for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Subject {
    Quantities,
    Value,
}

/// A question, by SKU and warehouse.
pub(super) struct Question {
    pub(super) day: &'static str,
    pub(super) subject: Subject,
    /// The first instant after the day, in UTC.
    before: String,
}

impl Question {
    /// All that are asked, in turn.
    pub(super) fn all() -> Result<Vec<Self>> {
        let both = [Subject::Quantities, Subject::Value];
        let pairs = both.into_iter().flat_map(|subject| DAYS.map(|day| (subject, day)));
        pairs.map(|(subject, day)| Ok(Self { day, subject, before: after(day)? })).collect()
    }

    /// As it is named in the table.
    pub(super) fn name(&self) -> String {
        match self.subject {
            Subject::Quantities => format!("stock_at('{}')", self.day),
            Subject::Value => format!("stock_value_at('{}')", self.day),
        }
    }

    /// The columns in which all contestants must agree exactly.
    pub(super) fn exact(&self) -> &'static [&'static str] {
        match self.subject {
            Subject::Quantities => {
                &["on_hand", "committed", "unavailable", "incoming", "backordered"]
            }
            Subject::Value => &["on_hand"],
        }
    }

    /// In Marea's SQL. A bare date means the end of the day, where the shop is.
    pub(super) fn ours(&self) -> String {
        format!("SELECT * FROM {}", self.name())
    }

    /// In SQL that PostgreSQL and DuckDB both understand.
    pub(super) fn theirs(&self) -> String {
        let before = &self.before;
        match self.subject {
            Subject::Quantities => format!(
                "SELECT sku, warehouse, sum(on_hand_change) AS on_hand, \
                 sum(committed_change) AS committed, sum(unavailable_change) AS unavailable, \
                 sum(incoming_change) AS incoming, sum(backordered_change) AS backordered \
                 FROM stock_movements WHERE occurred_at < TIMESTAMPTZ '{before}' \
                 GROUP BY sku, warehouse"
            ),
            Subject::Value => format!(
                "SELECT sku, warehouse, on_hand, paid / units AS unit_cost, \
                 round(on_hand * (paid / units), 2) AS value FROM (SELECT sku, warehouse, \
                 sum(on_hand_change) AS on_hand, \
                 sum(on_hand_change * unit_cost) FILTER (WHERE movement = 'received') AS paid, \
                 sum(on_hand_change) FILTER (WHERE movement = 'received') AS units \
                 FROM stock_movements WHERE occurred_at < TIMESTAMPTZ '{before}' \
                 GROUP BY sku, warehouse) AS sums"
            ),
        }
    }
}

fn after(day: &str) -> Result<String> {
    let next = day.parse::<NaiveDate>()?.checked_add_days(Days::new(1)).context("no next day")?;
    let midnight = next.and_hms_opt(0, 0, 0).context("no midnight")?;
    let instant = Madrid.from_local_datetime(&midnight).single().context("no such midnight")?;
    Ok(instant.with_timezone(&Utc).to_rfc3339_opts(SecondsFormat::Secs, true))
}
