//! Compares what a server says with what must be true, by SQL over facts, live state and views.

use std::collections::BTreeSet;

use anyhow::{Context as _, Result, ensure};
use rust_decimal::Decimal;
use serde_json::Value;

use crate::{
    client::{Client, Row, decimal, text},
    oracle::{Sales, SalesKey, Shop},
};

/// A view, and the same by SQL over the facts; the backlog over the orders as they are.
const VIEWS: [(&str, &str); 3] = [
    (
        "SELECT date, channel, country, currency, orders, units, gross, discounts, returns, net, \
         tax, shipping FROM revenue_daily",
        "SELECT event_date AS date, channel, country, currency, sum(orders) AS orders, \
         sum(CASE WHEN line_kind = 'product' THEN quantity ELSE 0 END) AS units, \
         sum(CASE WHEN effect <> 'returned' THEN gross ELSE 0 END) AS gross, \
         sum(CASE WHEN effect <> 'returned' THEN discount ELSE 0 END) AS discounts, \
         sum(CASE WHEN effect = 'returned' THEN -net ELSE 0 END) AS returns, \
         sum(net) AS net, sum(tax) AS tax, sum(shipping) AS shipping \
         FROM order_lines GROUP BY event_date, channel, country, currency",
    ),
    (
        "SELECT sku, warehouse, on_hand, committed, unavailable, incoming, backordered, available \
         FROM inventory_position",
        "SELECT sku, warehouse, sum(on_hand_change) AS on_hand, \
         sum(committed_change) AS committed, sum(unavailable_change) AS unavailable, \
         sum(incoming_change) AS incoming, sum(backordered_change) AS backordered, \
         sum(on_hand_change) - sum(committed_change) - sum(unavailable_change) AS available \
         FROM stock_movements WHERE tracked GROUP BY sku, warehouse",
    ),
    (
        "SELECT state, channel, orders FROM order_backlog",
        "SELECT state, channel, count(*) AS orders FROM orders GROUP BY state, channel",
    ),
];

const SALES: &str = "SELECT event_date, channel, country, currency, effect, \
    sum(quantity) AS quantity, sum(gross) AS gross, sum(discount) AS discount, sum(tax) AS tax \
    FROM order_lines GROUP BY event_date, channel, country, currency, effect";

const ITEMS: &str = "SELECT order_id, line_id, ordered, cancelled, shipped, returned \
    FROM order_items";

/// Expects the whole shop to be as the oracle tells it.
///
/// # Errors
/// The first difference.
pub async fn all(client: &Client, shop: &Shop) -> Result<()> {
    let events = client.number("SELECT count(*) FROM events").await?;
    ensure!(events == Decimal::from(shop.accepted()), "{events} of {}", shop.accepted());
    views(client).await?;
    stock(client, shop).await?;
    sales(client, shop).await?;
    items(client, shop).await
}

/// Expects each view to equal the same SQL over the facts.
///
/// # Errors
/// The first view that differs, with the rows that only one of the two has.
pub async fn views(client: &Client) -> Result<()> {
    for (view, raw) in VIEWS {
        compare(client, view, raw).await?;
    }
    // The same on the other axis of dates.
    let [view, raw] = [VIEWS[0].0, VIEWS[0].1];
    let view = view.replace("FROM revenue_daily", "FROM revenue_daily_by_order_date");
    compare(client, &view, &raw.replace("event_date", "order_date")).await
}

async fn compare(client: &Client, view: &str, raw: &str) -> Result<()> {
    let (shown, summed) = (lines(&client.sql(view).await?), lines(&client.sql(raw).await?));
    let extra: Vec<_> = shown.difference(&summed).take(5).collect();
    let missing: Vec<_> = summed.difference(&shown).take(5).collect();
    ensure!(
        extra.is_empty() && missing.is_empty(),
        "{view}\nonly in the view: {extra:#?}\nonly by SQL over the facts: {missing:#?}"
    );
    ensure!(!summed.is_empty(), "nothing to compare: {raw}");
    Ok(())
}

async fn stock(client: &Client, shop: &Shop) -> Result<()> {
    let rows = client.sql("SELECT sku, on_hand, committed FROM stock_levels").await?;
    ensure!(rows.len() == shop.levels.len(), "{} of {} levels", rows.len(), shop.levels.len());
    for row in rows {
        let level = shop.levels.get(&text(&row["sku"])).context("a level made up")?;
        let shown = (decimal(&row["on_hand"])?, decimal(&row["committed"])?);
        ensure!(shown == (level.on_hand, level.committed), "{row:?} is not {level:?}");
        ensure!(level.on_hand >= level.committed, "oversold: {row:?}");
    }
    let open = client.number("SELECT sum(committed) FROM stock_levels").await?;
    let reserved = client.number("SELECT sum(quantity) FROM reservations").await?;
    ensure!(open == reserved, "{open} committed, {reserved} in open reservations");
    Ok(())
}

async fn sales(client: &Client, shop: &Shop) -> Result<()> {
    let facts = client.sql(SALES).await?;
    ensure!(facts.len() == shop.sales.len(), "{} of {} sums", facts.len(), shop.sales.len());
    for row in facts {
        let [channel, country, currency, effect] =
            ["channel", "country", "currency", "effect"].map(|name| text(&row[name]));
        let key: SalesKey = (text(&row["event_date"]).parse()?, channel, country, currency, effect);
        let amount = |name: &str| decimal(&row[name]);
        let sales = Sales {
            quantity: amount("quantity")?,
            gross: amount("gross")?,
            discount: amount("discount")?,
            tax: amount("tax")?,
        };
        let told = shop.sales.get(&key);
        ensure!(told == Some(&sales), "{key:?}: {sales:?}, expected {told:?}");
    }
    Ok(())
}

async fn items(client: &Client, shop: &Shop) -> Result<()> {
    let told = shop.orders.iter().flat_map(|(order_id, order)| {
        order.lines.iter().map(move |(line_id, line)| {
            let figures = [line.ordered, line.cancelled, line.shipped, line.returned];
            format!("{order_id} {line_id} {:?}", figures.map(|figure| figure.normalize()))
        })
    });
    let mut shown = BTreeSet::new();
    for row in client.sql(ITEMS).await? {
        let (order_id, line_id) = (text(&row["order_id"]), text(&row["line_id"]));
        let figures = ["ordered", "cancelled", "shipped", "returned"];
        let [a, b, c, d] = figures.map(|name| decimal(&row[name]));
        shown.insert(format!("{order_id} {line_id} {:?}", [a?, b?, c?, d?]));
    }
    let told: BTreeSet<_> = told.collect();
    let differing: Vec<_> = told.symmetric_difference(&shown).take(5).collect();
    ensure!(differing.is_empty(), "order lines differ: {differing:#?}");
    Ok(())
}

/// Rows in a form that can be compared: exact figures without trailing zeros.
fn lines(rows: &[Row]) -> BTreeSet<String> {
    let cell = |value: &Value| match decimal(value) {
        Ok(figure) if !value.is_null() => figure.to_string(),
        _ => text(value),
    };
    let line = |row: &Row| -> String {
        row.iter().map(|(name, value)| format!("{name}={} ", cell(value))).collect()
    };
    rows.iter().map(line).collect()
}
