//! What the stock of a SKU in a warehouse was, and what it will be if nothing is ordered.

mod projection;

use anyhow::Context as _;
use chrono::{Days, NaiveDate};

use self::projection::{Demand, LEVEL, projection};
use super::{Asked, days, log_position, model_name, number};
use crate::{
    Application,
    charts::{Caption, StockChart},
    language::{Language, Word},
    table::{self, Row, literal},
};

/// Days of history before the projection.
const HISTORY_DAYS: u64 = 60;

pub(super) async fn read(application: &Application, asked: &Asked) -> anyhow::Result<StockChart> {
    let plan = plan(application, asked).await?;
    let (sku, warehouse) = (table::text(&plan, "sku"), table::text(&plan, "warehouse"));
    let of = format!("sku = {} AND warehouse = {}", literal(sku), literal(warehouse));
    let origin = table::date(&plan, "origin").context("a plan without an origin")?;
    let risk = format!("SELECT * FROM stockout_risk WHERE {of}");
    let risk = table::rows(&application.query, risk).await?;
    let risk = risk.first().context("the plan has no risk of it")?;
    let end = table::date(risk, "horizon_end").unwrap_or(origin + Days::new(28));
    let incoming = incoming(application, &of, origin).await?;
    let demand = demand(application, &of, &plan, origin, end).await?;
    let available = number(&plan, "available").unwrap_or(0.0);
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
        projection: projection(available, &demand, &incoming),
        level: LEVEL,
        reorder_point: number(&plan, "reorder_point"),
        safety_stock: number(&plan, "safety_stock"),
        order_by: table::date(&plan, "order_by"),
        late: plan.get("late").is_some_and(|late| late == true),
        incoming,
    })
}

/// The row of the plan that is asked for; where that leaves a choice, the most urgent.
async fn plan(application: &Application, asked: &Asked) -> anyhow::Result<Row> {
    let named = [("sku", &asked.sku), ("warehouse", &asked.warehouse)];
    let of: Vec<String> = named
        .into_iter()
        .filter_map(|(column, name)| Some(format!("{column} = {}", literal(name.as_ref()?))))
        .collect();
    let of = if of.is_empty() { "TRUE".to_owned() } else { of.join(" AND ") };
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
    let basis = model_name(table::text(plan, "demand_basis"));
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

/// What is on its way, by the day it is expected; what is late is expected tomorrow.
async fn incoming(
    application: &Application,
    of: &str,
    origin: NaiveDate,
) -> anyhow::Result<Vec<(NaiveDate, f64)>> {
    let sql = format!(
        "SELECT expected, CAST(sum(open) AS DOUBLE) AS quantity FROM (\
         SELECT CAST(line.expected_at AS DATE) AS expected, line.open, line.sku, line.warehouse \
         FROM purchase_order_lines line \
         JOIN purchase_orders purchase ON purchase.purchase_order = line.purchase_order \
         WHERE line.open > 0 AND NOT purchase.proposed AND purchase.closed_at IS NULL \
         AND line.expected_at IS NOT NULL) WHERE {of} GROUP BY expected ORDER BY expected"
    );
    let rows = table::rows(&application.query, sql).await?;
    let tomorrow = origin + Days::new(1);
    let due = |row| {
        let (date, quantity) = (table::date(row, "expected")?, number(row, "quantity")?);
        Some((date.max(tomorrow), quantity))
    };
    Ok(rows.iter().filter_map(due).collect())
}

/// The demand of each day until `end`: as it was forecast, else at its recent pace.
async fn demand(
    application: &Application,
    of: &str,
    plan: &Row,
    origin: NaiveDate,
    end: NaiveDate,
) -> anyhow::Result<Vec<Demand>> {
    let sql = format!(
        "SELECT date, value, lower_80, upper_80 FROM demand_forecast \
         WHERE level = 'sku_warehouse' AND measure = 'units' AND scenario = 'base' AND {of} \
         AND date > DATE '{origin}' AND date <= DATE '{end}' ORDER BY date"
    );
    let rows = table::rows(&application.query, sql).await?;
    if rows.is_empty() {
        let cover = number(plan, "days_of_cover").filter(|days| *days > 0.0);
        let available = number(plan, "available").unwrap_or(0.0).max(0.0);
        let pace = cover.map_or(0.0, |days| available / days);
        return Ok(days(origin + Days::new(1), end)
            .map(|day| Demand::at_pace(day, pace))
            .collect());
    }
    let of_row = |row| {
        let figure = |column| number(row, column);
        let bounds = (figure("lower_80")?, figure("upper_80")?);
        Some(Demand::forecast(table::date(row, "date")?, figure("value")?, bounds))
    };
    Ok(rows.iter().filter_map(of_row).collect())
}
