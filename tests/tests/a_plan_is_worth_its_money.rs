//! The plans of a simulated shop add up: orders to their units and costs, stock day by day to what
//! is there and what is wanted, shifts to the hours that need people. A scenario in which suppliers
//! are slower stands beside the base and orders more. Wrong planners' files are named, not ignored.

use std::{collections::HashMap, path::Path, time::Duration};

use anyhow::{Context as _, Result, ensure};
use marea_tests::{
    binary::{run, run_well},
    client::{Client, Row, decimal, text},
    events::event,
    server::Store,
    stopwatch::Stopwatch,
};
use rust_decimal::{
    Decimal, RoundingStrategy,
    prelude::{FromPrimitive as _, ToPrimitive as _},
};
use serde_json::json;

const PATIENCE: Duration = Duration::from_secs(240);
/// Half a year of a small shop, and three months of a tiny one.
const SMALL: [&str; 6] = ["--days", "180", "--orders", "9000", "--skus", "60"];
const TINY: [&str; 6] = ["--days", "90", "--orders", "1500", "--skus", "15"];
const SLOWER: f64 = 10.0;

fn shop(size: &[&str]) -> Result<Store> {
    let store = Store::new()?;
    let data = store.data();
    let mut arguments = vec!["simulate".as_ref(), "--data".as_ref(), data.as_os_str()];
    arguments.extend(size.iter().map(std::convert::AsRef::<std::ffi::OsStr>::as_ref));
    run_well(arguments)?;
    Ok(store)
}

#[tokio::test]
async fn a_plan_is_worth_its_money() -> Result<()> {
    let store = shop(&SMALL)?;
    let server = store.serve().start()?;
    let client = server.client()?;
    let slower = json!({ "scenario": "slow", "lead_time_change_days": SLOWER as i32 });
    client.record(&[event("forecast_scenario_set", slower)]).await?;
    client.send("/api/v1/forecasts/refresh", "application/json", Vec::new()).await?;
    planned(&client).await?;
    orders_add_up(&client).await?;
    slower_suppliers_cost(&client).await?;
    stock_by_day_adds_up(&client).await?;
    people_come_in_shifts(&client).await?;
    server.stop()
}

/// Waits for the plan that knows the scenario.
async fn planned(client: &Client) -> Result<()> {
    let watch = Stopwatch::start();
    let sql = "SELECT count(*) FROM reorder_plan WHERE scenario = 'slow'";
    while client.number(sql).await?.is_zero() {
        ensure!(watch.elapsed() < PATIENCE, "no plan of the scenario");
        tokio::time::sleep(Duration::from_millis(500)).await;
        // The one that was begun at the start may not have seen it.
        client.send("/api/v1/forecasts/refresh", "application/json", Vec::new()).await?;
    }
    Ok(())
}

fn number(row: &Row, column: &str) -> Result<f64> {
    row[column].as_f64().with_context(|| format!("no {column} in {row:?}"))
}

/// Money, which is a text in JSON as every decimal is.
fn money(row: &Row, column: &str) -> Result<Decimal> {
    ensure!(row[column].is_string(), "{column} is not exact in {row:?}");
    decimal(&row[column]).with_context(|| format!("no {column} in {row:?}"))
}

/// The exact cost of an order, and cents for what is expected.
fn money_is_exact(row: &Row) -> Result<Decimal> {
    let units = Decimal::from_f64(number(row, "order_quantity")?).context("units")?;
    let cost = units * money(row, "unit_cost")?;
    let cents =
        |amount: Decimal| amount.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero);
    ensure!(money(row, "order_value")? == cents(cost), "{row:?}");
    for column in ["holding_cost", "lost_sales_cost", "lost_sales_cost_without_order"] {
        let text = text(&row[column]);
        ensure!(text.rsplit_once('.').is_some_and(|(_, cents)| cents.len() == 2), "{text}");
    }
    Ok(cost)
}

async fn orders_add_up(client: &Client) -> Result<()> {
    let rows = client.sql("SELECT * FROM reorder_plan WHERE scenario = 'base'").await?;
    let (mut ordered, mut expected) = (0.0, 0.0);
    for row in &rows {
        let figure = |column: &str| number(row, column);
        let quantity = figure("order_quantity")?;
        let cost = money(row, "unit_cost")?.to_f64().context("a cost")?;
        ordered += money_is_exact(row)?.to_f64().context("a value")?;
        let below = figure("position")? < figure("reorder_point")?;
        ensure!(quantity > 0.0 || !below, "too little, and nothing is ordered: {row:?}");
        ensure!(figure("reorder_point")? <= figure("order_up_to")?, "{row:?}");
        ensure!(figure("safety_stock")? >= 0.0, "{row:?}");
        expected += figure("lead_time_demand")? * cost;
    }
    ensure!(rows.len() >= 60 && expected > 0.0, "{} rows", rows.len());
    let stock = "SELECT CAST(sum(on_hand * unit_cost) AS DOUBLE) AS value FROM reorder_plan \
                 WHERE scenario = 'base'";
    let stock = number(&client.sql(stock).await?[0], "value")?;
    ensure!(ordered < 2.0 * stock.max(expected), "{ordered} ordered, {stock} there, {expected}");
    let first = client.sql("SELECT * FROM reorder_plan LIMIT 1").await?;
    ensure!(number(&first[0], "order_quantity")? > 0.0, "what is to be done is not the first");
    Ok(())
}

async fn slower_suppliers_cost(client: &Client) -> Result<()> {
    let sql = "SELECT base.lead_time_days AS was, slow.lead_time_days AS days, \
               base.reorder_point AS point, slow.reorder_point AS slow_point \
               FROM reorder_plan base JOIN reorder_plan slow ON slow.sku = base.sku \
               AND slow.warehouse = base.warehouse AND slow.scenario = 'slow' \
               WHERE base.scenario = 'base'";
    let rows = client.sql(sql).await?;
    ensure!(rows.len() >= 60, "{} pairs", rows.len());
    let (mut before, mut after) = (0.0, 0.0);
    for row in &rows {
        let longer = number(row, "days")? - number(row, "was")?;
        ensure!((longer - SLOWER).abs() < 1e-6, "{row:?}");
        before += number(row, "point")?;
        after += number(row, "slow_point")?;
    }
    ensure!(after > 1.1 * before, "reorder points of {after} after {before}");
    Ok(())
}

async fn stock_by_day_adds_up(client: &Client) -> Result<()> {
    let sql =
        "SELECT * FROM stock_projection WHERE scenario = 'base' ORDER BY sku, warehouse, date";
    let plan = "SELECT sku, warehouse, available - backordered AS available, reorder_point \
                FROM reorder_plan WHERE scenario = 'base'";
    let mut there = HashMap::new();
    for row in client.sql(plan).await? {
        there.insert((text(&row["sku"]), text(&row["warehouse"])), row);
    }
    let rows = client.sql(sql).await?;
    ensure!(rows.len() == 28 * there.len(), "{} days of {}", rows.len(), there.len());
    for days in rows.chunks(28) {
        let key = (text(&days[0]["sku"]), text(&days[0]["warehouse"]));
        let mut left = number(there.get(&key).context("a plan")?, "available")?;
        let (mut wanted, mut before, mut came) = (0.0, f64::INFINITY, 0.0);
        for row in days {
            let figure = |column: &str| number(row, column);
            wanted += figure("demand")?;
            left -= figure("demand")?;
            // Distributions are cut into bins, which may be off by half a unit or a twentieth.
            let off = 0.5 + 0.05 * wanted;
            let (stock, ordered) = (figure("stock")?, figure("stock_with_order")?);
            // Sales that are lost leave more than demand would.
            ensure!(stock >= left - off, "{row:?}: {left} left");
            ensure!(came > 0.0 || stock <= before + off, "{row:?} after {before}");
            ensure!(ordered >= stock - 1e-9, "{row:?}");
            let (lower, upper) = (figure("lower_80")?, figure("upper_80")?);
            ensure!(lower >= 0.0 && lower <= upper, "{row:?}");
            came = figure("incoming")?;
            left += came;
            before = stock;
        }
    }
    Ok(())
}

async fn people_come_in_shifts(client: &Client) -> Result<()> {
    let needed = "SELECT warehouse, date, sum(people) AS hours, sum(work_hours) AS work \
                  FROM staffing_plan GROUP BY warehouse, date";
    let needed = client.sql(needed).await?;
    for row in &needed {
        let (hours, work) = (number(row, "hours")?, number(row, "work")?);
        // Five roles, each of which may round up a few times a day.
        ensure!(hours >= work - 1e-6 && hours <= 1.5 * work + 20.0, "{row:?}");
    }
    let gaps = client.sql("SELECT * FROM shift_plan ORDER BY starts_at").await?;
    ensure!(!gaps.is_empty(), "no shifts");
    for shift in &gaps {
        ensure!(
            number(shift, "plan_gap")? >= 0.0 && number(shift, "paid_hours")? <= 9.0,
            "{shift:?}"
        );
        ensure!(number(shift, "missing_hours")? < 1e-6, "{shift:?}");
        ensure!(text(&shift["starts_at"]) < text(&shift["ends_at"]), "{shift:?}");
    }
    for name in ["shifts", "peaks", "projection"] {
        client.get(&format!("/api/v1/forecasts/{name}.json")).await?.expect(200)?;
    }
    Ok(())
}

#[test]
fn every_plan_is_written_and_a_wrong_planners_file_is_named() -> Result<()> {
    let (store, data) = (shop(&TINY)?, Path::new("--data"));
    for (plan, column) in [
        ("reorder", "order_quantity"),
        ("stockout", "probability"),
        ("projection", "stock_with_order"),
        ("staffing", "people"),
        ("shifts", "plan_gap"),
        ("peaks", "call_in_by"),
    ] {
        let plan = ["forecast".as_ref(), "--plan".as_ref(), Path::new(plan), data, &store.data()];
        let said = run_well(plan)?.stdout;
        let head = said.lines().next().unwrap_or_default();
        ensure!(head.split(',').any(|name| name == column), "{column} is not in {head}");
        ensure!(said.lines().count() > 1 || column == "call_in_by", "nothing of {column}");
    }
    std::fs::write(store.data().join("planning.toml"), "[inventory]\nservice_level = 95\n")?;
    let said =
        run(["forecast".as_ref(), "--plan".as_ref(), Path::new("reorder"), data, &store.data()])?;
    ensure!(said.code != 0 && said.stderr.contains("service_level"), "{}", said.stderr);
    Ok(())
}
