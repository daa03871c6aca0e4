//! Days on which nobody could buy: nothing of a SKU was available in a warehouse from the evening
//! before to the evening. What was wanted then is not known; it was not nothing.

use std::collections::HashMap;

use chrono::NaiveDate;
use marea_query::QueryError;

use crate::{
    Application,
    table::{self, decimal, text},
};

/// Evenings on which availability changed, of goods that are kept in stock and are not sold before
/// they come. What was never there at all is sold without stock being kept of it.
const EVENINGS: &str = "\
    WITH evenings AS ( \
    SELECT sku, warehouse, date, \
    sum(on_hand_change - committed_change - unavailable_change) \
    OVER (PARTITION BY sku, warehouse ORDER BY date) AS available \
    FROM inventory_daily_changes), \
    spans AS ( \
    SELECT sku, warehouse, date, available, \
    lead(date) OVER (PARTITION BY sku, warehouse ORDER BY date) AS until, \
    max(available) OVER (PARTITION BY sku, warehouse ORDER BY date) AS most, \
    lead(available) OVER (PARTITION BY sku, warehouse ORDER BY date) AS then_available \
    FROM evenings) \
    SELECT spans.sku, warehouse, date, until, then_available FROM spans \
    JOIN products ON products.sku = spans.sku \
    WHERE available <= 0 AND most > 0 AND products.stock_policy = 'deny' \
    AND coalesce(until, DATE '{origin}') >= DATE '{first}' ORDER BY 1, 2, 3";

/// The days without stock, by SKU and warehouse, in order.
pub(super) type StockOuts = HashMap<(String, String), Vec<NaiveDate>>;

/// Reads the days between two days, both included, on which nothing was available.
pub(super) async fn stock_outs(
    application: &Application,
    first: NaiveDate,
    origin: NaiveDate,
) -> Result<StockOuts, QueryError> {
    let sql =
        EVENINGS.replace("{origin}", &origin.to_string()).replace("{first}", &first.to_string());
    let mut found = StockOuts::new();
    for row in table::patient_rows(&application.query, sql).await? {
        let Some(evening) = table::date(&row, "date") else { continue };
        let span = Span {
            evening,
            until: table::date(&row, "until"),
            ends_with_none: row.get("then_available").is_some_and(|it| !it.is_null())
                && decimal(&row, "then_available") <= rust_decimal::Decimal::ZERO,
        };
        let key = (text(&row, "sku").to_owned(), text(&row, "warehouse").to_owned());
        found.entry(key).or_default().extend(span.days(first, origin));
    }
    Ok(found)
}

/// From an evening with nothing until the day of the next change.
struct Span {
    evening: NaiveDate,
    until: Option<NaiveDate>,
    /// Whether there was nothing on the evening of that day either.
    ends_with_none: bool,
}

impl Span {
    /// The days that began and ended with nothing.
    fn days(&self, first: NaiveDate, origin: NaiveDate) -> impl Iterator<Item = NaiveDate> {
        let begins = self.evening.succ_opt().unwrap_or(self.evening).max(first);
        let last = match self.until {
            None => Some(origin),
            Some(until) if self.ends_with_none => Some(until),
            Some(until) => until.pred_opt(),
        };
        let last = last.map(|last| last.min(origin));
        begins.iter_days().take_while(move |day| last.is_some_and(|last| *day <= last))
    }
}

#[cfg(test)]
mod tests;
