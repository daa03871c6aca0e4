//! A forecast of a real shop shows its error: 28 days with intervals that hold one another, the
//! model's name and its back-test beside that of seasonal naive, by SQL, as a chart from the
//! command line and over HTTP. A shop without history gets "not enough history", not figures.

use std::{path::Path, time::Duration};

use anyhow::{Context as _, Result, ensure};
use chrono::{Datelike as _, Weekday};
use marea_tests::{
    binary::{run, run_well},
    client::{Client, Row, text},
    environment::skip,
    events::order_placed,
    repository::dataset,
    server::Store,
    stopwatch::Stopwatch,
};

const FILE: &str = "online_retail_2010-12_2011-08.csv.gz";
const SHOP: &str = "level = 'shop' AND measure = 'revenue'";

#[tokio::test]
async fn a_forecast_shows_its_error() -> Result<()> {
    let Some(file) = dataset(FILE) else {
        skip("a_forecast_shows_its_error", "no order book");
        return Ok(());
    };
    let (store, data) = (Store::new()?, Path::new("--data"));
    run_well([Path::new("import"), Path::new("online-retail"), &file, data, &store.data()])?;
    let said = run_well([Path::new("forecast"), data, &store.data()])?.stdout;
    ensure!(said.contains("naive"), "the forecast does not show what it is beside: {said}");
    let chart = store.data().with_file_name("demand.png");
    let out = Path::new("--out");
    run_well(["chart".as_ref(), "demand".as_ref(), data, &store.data(), out, &chart])?;
    check_png(&std::fs::read(&chart)?)?;

    let server = store.serve().start()?;
    let client = server.client()?;
    let rows = forecast(&client).await?;
    check_days(&rows)?;
    let errors =
        format!("SELECT model, chosen, mase, coverage_95 FROM forecast_accuracy WHERE {SHOP}");
    let errors = client.sql(&errors).await?;
    for wanted in ["seasonal_naive", text(&rows[0]["model"]).as_str()] {
        let error = errors.iter().find(|row| row["model"] == wanted).context(wanted.to_owned())?;
        ensure!(error["mase"].as_f64().is_some_and(|mase| mase > 0.0), "{error:?}");
    }
    ensure!(errors.iter().filter(|row| row["chosen"] == true).count() == 1, "{errors:?}");
    check_png(&client.bytes("/api/v1/charts/demand.png").await?)?;
    server.stop()
}

#[tokio::test]
async fn a_shop_without_history_has_no_forecast() -> Result<()> {
    let store = Store::new()?;
    let server = store.serve().start()?;
    server.client()?.record(&[order_placed("o1").line("S1", 1, "9.95")]).await?;
    server.stop()?;
    let said = run(["forecast".as_ref(), "--data".as_ref(), store.data().as_os_str()])?;
    let said = format!("{}{}", said.stdout, said.stderr);
    ensure!(said.contains("history"), "does not say what is missing: {said}");
    Ok(())
}

/// The shop's forecast, once it is there: a server makes it after it starts.
async fn forecast(client: &Client) -> Result<Vec<Row>> {
    let sql = format!("SELECT * FROM demand_forecast WHERE {SHOP} ORDER BY date");
    let watch = Stopwatch::start();
    loop {
        let rows = client.sql(&sql).await?;
        if !rows.is_empty() {
            return Ok(rows);
        }
        ensure!(watch.elapsed() < Duration::from_secs(60), "no forecast after a minute");
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}

fn check_days(rows: &[Row]) -> Result<()> {
    ensure!(rows.len() == 28, "{} days", rows.len());
    let last: chrono::NaiveDate = text(&rows[0]["origin"]).parse()?;
    for (row, day) in rows.iter().zip(last.iter_days().skip(1)) {
        ensure!(text(&row["date"]) == day.to_string(), "{row:?} is not of {day}");
        let names = ["lower_95", "lower_80", "value", "upper_80", "upper_95"];
        let figures = names.map(|name| row[name].as_f64().unwrap_or(f64::NAN));
        ensure!(figures.is_sorted() && figures[0] >= 0.0, "{row:?}");
        // The shop never sells on a Saturday; of each other day something is uncertain.
        let closed = day.weekday() == Weekday::Sat;
        ensure!(if closed { figures[4] == 0.0 } else { figures[4] > figures[0] }, "{row:?}");
        let errors = ["mase", "mase_seasonal_naive"].map(|name| row[name].as_f64());
        ensure!(errors.iter().all(Option::is_some), "a forecast without its error: {row:?}");
        ensure!(row["model"] != "", "{row:?}");
    }
    Ok(())
}

/// A PNG large enough to be read, and with something on it.
fn check_png(bytes: &[u8]) -> Result<()> {
    ensure!(bytes.starts_with(b"\x89PNG\r\n\x1a\n"), "no PNG");
    let side = |at: usize| -> Result<u32> {
        Ok(u32::from_be_bytes(bytes.get(at..at + 4).context("cut short")?.try_into()?))
    };
    let (width, height) = (side(16)?, side(20)?);
    ensure!(width >= 640 && height >= 320, "{width} by {height}");
    ensure!(bytes.len() > 8_000, "an almost empty picture of {} bytes", bytes.len());
    Ok(())
}
