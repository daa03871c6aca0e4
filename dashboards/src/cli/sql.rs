//! `marea sql` and `marea forecast`: answers from a store that no server has open.

use std::io::Write;

use futures::StreamExt;
use marea_ingest::store::{AskedSettings, StoreOptions};
use marea_query::{
    QueryRequest,
    format::{Closing, Encoder, Format},
};

use super::{ForecastArguments, SqlArguments, existing, say};
use crate::{Application, outlook, table};

pub(super) fn sql(arguments: &SqlArguments) -> anyhow::Result<()> {
    with_store(&arguments.data, async |application| match Format::named(&arguments.format) {
        Some(format) => write(application, &arguments.sql, format).await,
        None => show(application, &arguments.sql).await,
    })
}

pub(super) fn forecast(arguments: &ForecastArguments) -> anyhow::Result<()> {
    with_store(&arguments.data, async |application| {
        outlook::refresh(application).await?;
        let refused = application.outlook().refused;
        if !refused.is_empty() {
            super::complain(&format!("{} series have too little history", refused.len()));
        }
        let table = if arguments.accuracy { "forecast_accuracy" } else { "demand_forecast" };
        write(application, &format!("SELECT * FROM {table}"), Format::Csv).await
    })
}

/// Opens a store, does something with it, and closes it.
pub(super) fn with_store(
    folder: &std::path::Path,
    work: impl AsyncFnOnce(&Application) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    existing(folder)?;
    let application =
        Application::open(folder, &AskedSettings::default(), StoreOptions::default())?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let outcome = runtime.block_on(work(&application));
    application.close();
    outcome
}

async fn write(application: &Application, sql: &str, format: Format) -> anyhow::Result<()> {
    let mut answer = application.query.query(QueryRequest::new(sql)).await?;
    let mut encoder = Encoder::new(format, answer.schema.clone(), answer.lsn)?;
    let mut out = std::io::stdout().lock();
    out.write_all(&encoder.begin()?)?;
    while let Some(batch) = answer.next().await {
        out.write_all(&encoder.batch(&batch?)?)?;
    }
    let (truncated, recorded_at) = (answer.truncated(), answer.recorded_at);
    let closing = Closing { truncated, recorded_at, now: application.clock.now() };
    Ok(out.write_all(&encoder.end(&closing)?)?)
}

/// The answer as a table for people.
async fn show(application: &Application, sql: &str) -> anyhow::Result<()> {
    let answer = application.query.query(QueryRequest::new(sql)).await?;
    let columns: Vec<String> =
        answer.schema.fields().iter().map(|field| field.name().clone()).collect();
    drop(answer);
    let rows = table::rows(&application.query, sql.to_owned()).await?;
    let cell = |row: &table::Row, column: &str| match row.get(column) {
        None | Some(serde_json::Value::Null) => String::new(),
        Some(serde_json::Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
    };
    let width = |column: &String| {
        let cells = rows.iter().map(|row| cell(row, column).chars().count());
        cells.chain([column.chars().count()]).max().unwrap_or(0)
    };
    let widths: Vec<usize> = columns.iter().map(width).collect();
    let line = |cells: Vec<String>| {
        let padded = cells.iter().zip(&widths).map(|(cell, width)| format!("{cell:<width$}"));
        padded.collect::<Vec<_>>().join("  ").trim_end().to_owned()
    };
    say(&line(columns.clone()));
    say(&line(widths.iter().map(|width| "-".repeat(*width)).collect()));
    for row in &rows {
        say(&line(columns.iter().map(|column| cell(row, column)).collect()));
    }
    let plural = if rows.len() == 1 { "row" } else { "rows" };
    say(&format!("{} {plural}", rows.len()));
    Ok(())
}
