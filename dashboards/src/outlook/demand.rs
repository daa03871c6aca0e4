//! The history of demand, out of the facts: what was ordered, by the day of the order.
//!
//! Units that were cancelled are no demand and are taken off the day on which they were ordered.
//! Units that came back were demand; they are a measure of their own. Transfers between warehouses
//! are no orders, so they are never counted.

use chrono::{Days, NaiveDate};

use super::series::{Level, Measure};

/// Days of history that are read of the whole shop and its parts: three years and a day.
const COARSE_DAYS: u64 = 1_096;
/// Days that are read of SKUs: two years.
const FINE_DAYS: u64 = 731;
/// A SKU that nobody ordered for so long is not forecast.
const FORGOTTEN_DAYS: u64 = 365;
/// Of more than so many SKUs in warehouses, those that sell most are forecast.
pub(super) const MOST_STOCKED: usize = 100_000;

/// The demand of the shop, its categories, channels, countries and warehouses, in columns
/// `series`, `time`, `value`.
pub(super) fn coarse(origin: NaiveDate) -> String {
    let first = origin - Days::new(COARSE_DAYS);
    let parts = Level::COARSE.into_iter().flat_map(|level| Measure::ALL.map(|it| (level, it)));
    let parts: Vec<String> = parts.map(|(level, it)| part(level, it, first, origin)).collect();
    parts.join(" UNION ALL ")
}

fn part(level: Level, measure: Measure, first: NaiveDate, origin: NaiveDate) -> String {
    let key = match level {
        Level::Shop => "''",
        Level::Category => "'/' || coalesce(products.category, '')",
        Level::Channel => "'/' || channel",
        Level::Country => "'/' || coalesce(country, '')",
        Level::Warehouse => "'/' || coalesce(warehouse, '')",
        Level::Sku | Level::SkuWarehouse => "'/' || lines.sku",
    };
    let (sum, of, day) = match measure {
        Measure::Units => ("quantity", "effect <> 'returned'", "order_date"),
        Measure::Revenue => ("net_base", "effect <> 'returned'", "order_date"),
        Measure::Returns => ("-quantity", "effect = 'returned'", "event_date"),
    };
    let goods = if measure == Measure::Revenue { "" } else { "AND line_kind = 'product'" };
    // A category is what it is called now: a SKU that was moved takes its history along.
    let join = if level == Level::Category {
        "LEFT JOIN products ON products.sku = lines.sku"
    } else {
        ""
    };
    format!(
        "SELECT '{}/{}' || {key} AS series, {day} AS time, CAST(sum({sum}) AS DOUBLE) AS value \
         FROM order_lines lines {join} WHERE {of} {goods} \
         AND {day} BETWEEN DATE '{first}' AND DATE '{origin}' GROUP BY 1, 2",
        level.as_str(),
        measure.as_str()
    )
}

/// The units of each SKU in each warehouse that somebody wanted within a year and the shop still
/// sells, in columns `sku`, `warehouse`, `time`, `value`, the warehouse empty where none is known.
pub(super) fn stocked(origin: NaiveDate) -> String {
    let first = origin - Days::new(FINE_DAYS);
    let recent = origin - Days::new(FORGOTTEN_DAYS);
    format!(
        "WITH wanted AS ( \
         SELECT sku, coalesce(warehouse, '') AS warehouse FROM order_lines \
         WHERE effect <> 'returned' AND line_kind = 'product' \
         AND order_date BETWEEN DATE '{recent}' AND DATE '{origin}' \
         AND sku NOT IN (SELECT sku FROM products WHERE removed) \
         GROUP BY 1, 2 HAVING sum(quantity) > 0 \
         ORDER BY sum(quantity) DESC, 1, 2 LIMIT {MOST_STOCKED}) \
         SELECT lines.sku, wanted.warehouse, order_date AS time, \
         CAST(sum(quantity) AS DOUBLE) AS value \
         FROM order_lines lines JOIN wanted ON wanted.sku = lines.sku \
         AND wanted.warehouse = coalesce(lines.warehouse, '') \
         WHERE effect <> 'returned' AND line_kind = 'product' \
         AND order_date BETWEEN DATE '{first}' AND DATE '{origin}' \
         GROUP BY 1, 2, 3 ORDER BY 1, 2, 3"
    )
}
