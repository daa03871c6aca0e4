//! Orders by day, as forecasts see them: by the day they were placed, less what was cancelled.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::{Asked, days, number};
use crate::{
    Application,
    table::{self, literal},
};

/// The condition of SQL on order lines for what is asked for, and what is added up.
pub(super) fn lines(asked: &Asked) -> (&'static str, String) {
    let product = "effect <> 'returned' AND line_kind = 'product'".to_owned();
    match (&asked.sku, asked.is_units()) {
        (_, false) => ("net_base", "effect <> 'returned'".to_owned()),
        (None, true) => ("quantity", product),
        (Some(sku), true) => ("quantity", format!("{product} AND sku = {}", literal(sku))),
    }
}

/// The sum of each day from `first` to `last`; 0 on days without an order.
pub(super) async fn by_day(
    application: &Application,
    asked: &Asked,
    first: NaiveDate,
    last: NaiveDate,
) -> anyhow::Result<Vec<(NaiveDate, f64)>> {
    let (sum, of) = lines(asked);
    let sql = format!(
        "SELECT order_date AS date, CAST(sum({sum}) AS DOUBLE) AS value FROM order_lines \
         WHERE {of} AND order_date BETWEEN DATE '{first}' AND DATE '{last}' GROUP BY order_date"
    );
    let rows = table::rows(&application.query, sql).await?;
    let value = |row| Some((table::date(row, "date")?, number(row, "value")?));
    let known: HashMap<NaiveDate, f64> = rows.iter().filter_map(value).collect();
    Ok(days(first, last).map(|day| (day, known.get(&day).copied().unwrap_or(0.0))).collect())
}
