//! What the stock of a SKU in a warehouse was, and what it will be with and without an order.

use anyhow::Context as _;
use chrono::{Days, NaiveDate};

use super::{Asked, days, log_position, number};
use crate::{
    Application,
    charts::{Caption, StockChart, StockPoint},
    language::{Language, Word},
    table::{self, Row, literal},
};

/// Days of history before the projection.
const HISTORY_DAYS: u64 = 60;
/// The probability that stock lies within the range.
const LEVEL: f64 = 0.8;

pub(super) async fn read(application: &Application, asked: &Asked) -> anyhow::Result<StockChart> {
    let plan = plan(application, asked).await?;
    let (sku, warehouse) = (table::text(&plan, "sku"), table::text(&plan, "warehouse"));
    let of = format!("sku = {} AND warehouse = {}", literal(sku), literal(warehouse));
    let base = format!("{of} AND scenario = 'base'");
    let origin = table::date(&plan, "origin").context("a plan without an origin")?;
    let risk = format!("SELECT * FROM stockout_risk WHERE {base}");
    let risk = table::rows(&application.query, risk).await?;
    let risk = risk.first().context("the plan has no risk of it")?;
    let end = table::date(risk, "horizon_end").unwrap_or(origin + Days::new(28));
    let days = format!("SELECT * FROM stock_projection WHERE {base} ORDER BY date");
    let days = table::rows(&application.query, days).await?;
    let is_ordered = number(&plan, "order_quantity").is_some_and(|units| units > 0.0);
    let language = asked.language;
    let caption = Caption {
        title: language.phrase(Word::StockOf, &[name(&plan), warehouse]),
        subtitle: out_of_stock(risk, end, language),
        time_zone: application.ingest.shop().time_zone.name().into(),
        source: source(&plan, language),
        language,
    };
    Ok(StockChart {
        caption,
        unit: language.word(Word::Units).to_owned(),
        history: history(application, &of, origin).await?,
        projection: days.iter().filter_map(point).collect(),
        with_order: days.iter().filter(|_| is_ordered).filter_map(with_order).collect(),
        level: LEVEL,
        reorder_point: number(&plan, "reorder_point"),
        safety_stock: number(&plan, "safety_stock"),
        order_by: table::date(&plan, "order_by"),
        late: plan.get("late").is_some_and(|late| late == true),
        incoming: days.iter().filter_map(incoming).collect(),
    })
}

/// A day of the projection, if nothing is ordered.
fn point(row: &Row) -> Option<StockPoint> {
    Some(StockPoint {
        date: table::date(row, "date")?,
        value: number(row, "stock")?,
        lower: number(row, "lower_80")?,
        upper: number(row, "upper_80")?,
    })
}

fn with_order(row: &Row) -> Option<(NaiveDate, f64)> {
    Some((table::date(row, "date")?, number(row, "stock_with_order")?))
}

/// What comes on the day, if anything does.
fn incoming(row: &Row) -> Option<(NaiveDate, f64)> {
    let quantity = number(row, "incoming").filter(|quantity| *quantity > 0.0)?;
    Some((table::date(row, "date")?, quantity))
}

/// The row of the plan that is asked for; where that leaves a choice, the most urgent.
async fn plan(application: &Application, asked: &Asked) -> anyhow::Result<Row> {
    let named = [("sku", &asked.sku), ("warehouse", &asked.warehouse)];
    let of: Vec<String> = named
        .into_iter()
        .filter_map(|(column, name)| Some(format!("{column} = {}", literal(name.as_ref()?))))
        .collect();
    let of = [vec!["scenario = 'base'".to_owned()], of].concat().join(" AND ");
    let sql = format!(
        "SELECT * FROM reorder_plan WHERE {of} \
         ORDER BY late DESC, order_by NULLS LAST, order_value DESC, sku, warehouse LIMIT 1"
    );
    let rows = table::rows(&application.query, sql).await?;
    rows.into_iter().next().context("the reorder plan has no such SKU and warehouse")
}

/// What it is called, else its SKU.
fn name(plan: &Row) -> &str {
    let name = table::text(plan, "name");
    if name.is_empty() { table::text(plan, "sku") } else { name }
}

fn out_of_stock(risk: &Row, end: NaiveDate, language: Language) -> String {
    let date = |column| table::date(risk, column).map(|day| language.date(day));
    match (date("expected"), date("earliest"), date("latest")) {
        (Some(expected), Some(earliest), Some(latest)) => {
            language.phrase(Word::OutBetween, &[&expected, &earliest, &latest])
        }
        (Some(expected), ..) => language.phrase(Word::OutExpected, &[&expected]),
        (None, ..) => language.phrase(Word::LastsBeyond, &[&language.date(end)]),
    }
}

fn source(plan: &Row, language: Language) -> String {
    let basis = language.model(table::text(plan, "demand_basis"));
    let parts = [basis, super::origin(plan, language), log_position(plan)];
    language.phrase(Word::PlanSource, &parts.each_ref().map(String::as_str))
}

/// What could be promised at the end of each day.
async fn history(
    application: &Application,
    of: &str,
    origin: NaiveDate,
) -> anyhow::Result<Vec<(NaiveDate, f64)>> {
    let sql = format!(
        "SELECT date, CAST(on_hand - committed - unavailable AS DOUBLE) AS available \
         FROM inventory_daily WHERE {of} AND date <= DATE '{origin}' ORDER BY date"
    );
    let rows = table::rows(&application.query, sql).await?;
    let known = |row| Some((table::date(row, "date")?, number(row, "available")?));
    let changes: Vec<(NaiveDate, f64)> = rows.iter().filter_map(known).collect();
    let first = origin - Days::new(HISTORY_DAYS - 1);
    // It holds until it changes.
    let held = |day: NaiveDate| changes.iter().rev().find(|(date, _)| *date <= day);
    Ok(days(first, origin).filter_map(|day| Some((day, held(day)?.1))).collect())
}
