//! Forecasts go on with each day without being fitted again: the day after, after a kill and two
//! days that were missed, whole in their horizon, their parts adding up. What was kept and is
//! damaged is fitted anew.

use std::{collections::BTreeMap, fs, time::Duration};

use anyhow::{Context as _, Result, ensure};
use marea_tests::{
    binary::run_well,
    client::{Client, Row, text},
    server::Store,
    stopwatch::Stopwatch,
};

const PATIENCE: Duration = Duration::from_secs(240);
const SHOP: [&str; 9] =
    ["simulate", "--days", "84", "--orders", "3000", "--skus", "20", "--until", "2026-03-31"];
/// The last day of what is recorded at first.
const FITTED: &str = "2026-03-28";
const PLANNING: &str = "[forecasts]\nrefit_seconds = 0.0\nrefit_days = 28\n";

/// The events of a shop by its days, those of the first months together.
fn days() -> Result<BTreeMap<String, String>> {
    let events = run_well(SHOP)?.stdout;
    let mut days: BTreeMap<String, String> = BTreeMap::new();
    for line in events.lines() {
        let event: Row = serde_json::from_str(line)?;
        // Times carry the shop's offset, so their dates are the shop's days.
        let day = text(&event["occurred_at"]).get(..10).context("a time")?.to_owned();
        let known = days.entry(day.max(FITTED.to_owned())).or_default();
        known.push_str(line);
        known.push('\n');
    }
    Ok(days)
}

async fn record(client: &Client, days: &BTreeMap<String, String>, day: &str) -> Result<()> {
    let events = days.get(day).context("a day without events")?.clone().into_bytes();
    client.send("/api/v1/events", "application/x-ndjson", events).await?.expect(200)?;
    Ok(())
}

/// The forecasts of SKUs of a run up to a day, when all of it stands.
async fn forecasts(client: &Client, origin: &str) -> Result<Vec<Row>> {
    let watch = Stopwatch::start();
    let ready = format!(
        "SELECT count(*) FROM demand_forecast JOIN stockout_risk ON stockout_risk.run = \
         demand_forecast.run WHERE demand_forecast.level = 'sku' AND demand_forecast.origin = DATE '{origin}'"
    );
    client.send("/api/v1/forecasts/refresh", "application/json", Vec::new()).await?;
    while client.number(&ready).await?.is_zero() {
        ensure!(watch.elapsed() < PATIENCE, "no forecast with {origin}");
        tokio::time::sleep(Duration::from_millis(300)).await;
        client.send("/api/v1/forecasts/refresh", "application/json", Vec::new()).await?;
    }
    let sql = "SELECT sku, CAST(date AS VARCHAR) AS date, horizon, value, lower_95, upper_95, \
               age_days, CAST(fitted_at AS VARCHAR) AS fitted_at, run, model, wape \
               FROM demand_forecast WHERE level = 'sku' AND scenario = 'base' ORDER BY sku, date";
    client.sql(sql).await
}

fn number(row: &Row, column: &str) -> Result<f64> {
    row[column].as_f64().with_context(|| format!("no {column} in {row:?}"))
}

/// Each SKU has its 28 days, was fitted when it was, and so many days ago.
fn stand(rows: &[Row], before: &[Row], age: i64) -> Result<()> {
    ensure!(!rows.is_empty() && rows.len() == before.len(), "{} rows", rows.len());
    for (row, earlier) in rows.iter().zip(before) {
        ensure!(row["age_days"].as_i64() == Some(age), "{row:?}");
        ensure!((&row["sku"], &row["horizon"]) == (&earlier["sku"], &earlier["horizon"]));
        let same = [&row["fitted_at"], &row["model"], &row["wape"]];
        ensure!(same == [&earlier["fitted_at"], &earlier["model"], &earlier["wape"]], "{row:?}");
        ensure!(row["run"] != earlier["run"], "{row:?}");
        let (value, lower) = (number(row, "value")?, number(row, "lower_95")?);
        ensure!(lower >= 0.0 && lower <= value && value <= number(row, "upper_95")?, "{row:?}");
    }
    let horizons = rows.iter().filter(|row| row["sku"] == rows[0]["sku"]);
    let horizons: Vec<i64> = horizons.filter_map(|row| row["horizon"].as_i64()).collect();
    ensure!(horizons == Vec::from_iter(1..=28), "{horizons:?}");
    Ok(())
}

/// What is said of the same day has moved with what came.
fn moved(rows: &[Row], before: &[Row]) -> Result<()> {
    let of = |row: &Row| (text(&row["sku"]), text(&row["date"]));
    let said: BTreeMap<_, f64> =
        before.iter().map(|row| Ok((of(row), number(row, "value")?))).collect::<Result<_>>()?;
    let change = |row: &Row| {
        let before = said.get(&of(row))?;
        Some((number(row, "value").ok()? - before).abs())
    };
    let changes: f64 = rows.iter().filter_map(change).sum();
    ensure!(changes > 0.1, "nothing has moved: {changes}");
    Ok(())
}

async fn parts_add_up(client: &Client) -> Result<()> {
    let sum = |level: &str| {
        format!(
            "(SELECT sum(value) FROM demand_forecast WHERE measure = 'units' AND level = '{level}')"
        )
    };
    let sql = format!("SELECT {} AS whole, {} AS parts", sum("shop"), sum("channel"));
    let row = client.sql(&sql).await?.remove(0);
    let (whole, parts) = (number(&row, "whole")?, number(&row, "parts")?);
    ensure!(whole > 0.0 && (whole - parts).abs() < 1e-6 * whole, "{whole} and {parts}");
    Ok(())
}

#[tokio::test]
async fn forecasts_go_on_with_each_day() -> Result<()> {
    let (days, store) = (days()?, Store::new()?);
    fs::create_dir_all(store.data())?;
    fs::write(store.data().join("planning.toml"), PLANNING)?;
    let serve = || store.serve().with("--time-zone", "Europe/Madrid").start();
    let server = serve()?;
    let client = server.client()?;
    record(&client, &days, FITTED).await?;
    let fitted = forecasts(&client, FITTED).await?;
    ensure!(fitted.iter().all(|row| row["age_days"].as_i64() == Some(0)), "{:?}", fitted.first());
    record(&client, &days, "2026-03-29").await?;
    let next = forecasts(&client, "2026-03-29").await?;
    stand(&next, &fitted, 1)?;
    moved(&next, &fitted)?;
    parts_add_up(&client).await?;
    server.kill()?;
    let server = serve()?;
    let client = server.client()?;
    record(&client, &days, "2026-03-30").await?;
    record(&client, &days, "2026-03-31").await?;
    let later = forecasts(&client, "2026-03-31").await?;
    stand(&later, &fitted, 3)?;
    moved(&later, &next)?;
    parts_add_up(&client).await?;
    server.stop()?;
    let file = store.data().join("forecasts/fits.gz");
    let mut bytes = fs::read(&file)?;
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(&file, bytes)?;
    let server = serve()?;
    let anew = forecasts(&server.client()?, "2026-03-31").await?;
    ensure!(anew.iter().all(|row| row["age_days"].as_i64() == Some(0)), "{:?}", anew.first());
    ensure!(anew.len() >= later.len(), "{} rows after {}", anew.len(), later.len());
    server.stop()
}
