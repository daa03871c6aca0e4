//! `marea sql`: answers from a store that no server has open, or from a server.

mod drawn;
mod output;
mod remote;

use std::path::PathBuf;

use chrono_tz::Tz;
use clap::Args;
use futures::StreamExt;
use marea_ingest::store::{AskedSettings, StoreOptions};
use marea_query::{
    QueryRequest,
    format::{Closing, Encoder, Format},
};
use reqwest::Url;

pub(super) use self::output::Output;
use super::existing;
use crate::{
    Application,
    http::Bindings,
    language::Language,
    spreadsheet::{Question, of_query},
};

/// The form of a workbook, and the ending of its file.
pub(super) const WORKBOOK: &str = "xlsx";

#[derive(Args)]
pub(super) struct SqlArguments {
    /// The query. It may begin with a comment.
    #[arg(allow_hyphen_values = true)]
    sql: String,
    #[command(flatten)]
    source: Source,
    /// The key that the server asks for.
    #[arg(long, env = "MAREA_KEY", hide_env_values = true)]
    key: Option<String>,
    /// What a placeholder stands for: 1=S1 for $1, from=2026-01-01 for $from. A type may be named:
    /// from:date=2026-01-01 (text, integer, decimal, boolean, date, timestamp, null).
    #[arg(long = "param", value_name = "NAME[:TYPE]=VALUE", value_parser = named)]
    parameters: Vec<(String, String)>,
    /// How to write the answer; a table, or a workbook where the file of --out ends in .xlsx, if
    /// it is left out.
    #[arg(long, value_parser = ["table", "csv", "json", "jsonl", "arrow", "parquet", "xlsx"])]
    format: Option<String>,
    /// The language of a workbook's words: en, es, fr or gl.
    #[arg(long, default_value_t)]
    language: Language,
    /// The zone in which the query cuts days and reads times without one, as Europe/Madrid.
    #[arg(long)]
    timezone: Option<Tz>,
    /// The file to write; it is there only once the answer is whole.
    #[arg(long, visible_alias = "output", value_name = "FILE")]
    out: Option<PathBuf>,
}

#[derive(Args)]
#[group(required = true, multiple = false)]
struct Source {
    /// The folder of a store that no server has open.
    #[arg(long)]
    data: Option<PathBuf>,
    /// A running server, as http://127.0.0.1:7070.
    #[arg(long, value_name = "URL")]
    server: Option<Url>,
}

impl SqlArguments {
    fn format(&self) -> &str {
        let ending = self.out.as_ref().and_then(|file| file.extension());
        let plain = if ending.is_some_and(|it| it == WORKBOOK) { WORKBOOK } else { "table" };
        self.format.as_deref().unwrap_or(plain)
    }

    /// The form that is asked for; a table for people is drawn from JSON.
    fn asked_format(&self) -> &str {
        if self.format() == "table" { Format::Json.name() } else { self.format() }
    }

    fn request(&self) -> anyhow::Result<QueryRequest> {
        let mut bindings = Bindings::default();
        for (name, value) in &self.parameters {
            let taken = bindings.take(name, value);
            taken.map_err(|what| anyhow::anyhow!("--param {name}: {what}"))?;
        }
        let mut request = QueryRequest::new(&self.sql);
        request.parameters = bindings.parameters().map_err(anyhow::Error::msg)?;
        request.time_zone = self.timezone;
        Ok(request)
    }
}

fn named(text: &str) -> Result<(String, String), &'static str> {
    let (name, value) = text.split_once('=').ok_or("expected NAME=VALUE")?;
    Ok((name.to_owned(), value.to_owned()))
}

pub(super) fn sql(arguments: &SqlArguments) -> anyhow::Result<()> {
    let output = Output::open(arguments.format(), arguments.out.as_deref())?;
    if let Some(server) = &arguments.source.server {
        // What is wrong with a parameter is told before anything is sent.
        arguments.request()?;
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        return runtime.block_on(remote::ask(server, arguments, output));
    }
    let Some(folder) = &arguments.source.data else { return Ok(()) };
    with_store(folder, async |application| {
        let request = arguments.request()?;
        match Format::named(arguments.asked_format()) {
            Some(format) => write(application, request, format, output).await,
            None => {
                let language = arguments.language;
                write_workbook(application, request, None, language, output).await
            }
        }
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

/// Answers a query, or a table of that name whole, with a workbook into an output.
pub(super) async fn write_workbook(
    application: &Application,
    request: QueryRequest,
    table: Option<String>,
    language: Language,
    mut output: Output,
) -> anyhow::Result<()> {
    let question = Question { request, table, narrowed: None, language };
    let answered = of_query(application, question).await?;
    output.write(&answered.bytes)?;
    output.finish()
}

/// Answers a query into an output.
pub(super) async fn write(
    application: &Application,
    request: QueryRequest,
    format: Format,
    mut output: Output,
) -> anyhow::Result<()> {
    let mut answer = application.query.query(request).await?;
    let mut encoder = Encoder::new(format, answer.schema.clone(), answer.lsn)?;
    output.write(&encoder.begin()?)?;
    while let Some(batch) = answer.next().await {
        output.write(&encoder.batch(&batch?)?)?;
    }
    let closing = Closing {
        truncated: answer.truncated(),
        recorded_at: answer.recorded_at,
        now: application.clock.now(),
    };
    output.write(&encoder.end(&closing)?)?;
    output.finish()
}
