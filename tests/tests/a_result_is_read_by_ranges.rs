//! An answer has a length and a name, and is read in parts that fit together though events come in
//! between; DuckDB reads it so.

use std::process::Command;

use anyhow::{Context as _, Result, ensure};
use bytes::Bytes;
use marea_tests::{
    binary::finish,
    client::{Client, decimal},
    environment::{python, skip},
    events::order_placed,
    repository::root,
    server::{Server, Store},
};
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use reqwest::{Method, Response};
use serde_json::Value;

const QUESTION: &str = "/api/v1/sql.parquet?q=SELECT%20order_id,%20quantity%20FROM%20order_lines%20\
                        ORDER%20BY%20order_id";

#[tokio::test]
async fn a_result_is_read_by_ranges() -> Result<()> {
    let store = Store::new()?;
    let server = store.serve().start()?;
    let client = server.client()?;
    record(&client, 0..3000).await?;

    let head = client.request(Method::HEAD, QUESTION).send().await?;
    ensure!(head.status() == 200 && header(&head, "accept-ranges")? == "bytes");
    let length: u64 = header(&head, "content-length")?.parse()?;
    let name = header(&head, "etag")?;
    ensure!(header(&head, "marea-rows")? == "3000", "{:?}", head.headers());

    record(&client, 3000..3001).await?;
    let whole = in_parts(&client, length, &name).await?;
    let reader = ParquetRecordBatchReaderBuilder::try_new(Bytes::from(whole))?.build()?;
    let rows: usize = reader.map(|batch| Ok(batch?.num_rows())).sum::<Result<usize>>()?;
    ensure!(rows == 3000, "{rows} rows of 3000");

    conditions(&client, length, &name).await?;
    duckdb(&server, &client).await?;
    server.stop()
}

async fn record(client: &Client, orders: std::ops::Range<u32>) -> Result<()> {
    let order = |at| order_placed(&format!("o{at:05}")).line("S1", 1 + at % 7, "9.95");
    client.record(&orders.map(order).collect::<Vec<_>>()).await?;
    Ok(())
}

/// Reads the parts from the last to the first, as a reader of Parquet does.
async fn in_parts(client: &Client, length: u64, name: &str) -> Result<Vec<u8>> {
    let mut whole = Vec::new();
    let mut end = length;
    while end > 0 {
        let first = end.saturating_sub(5000);
        let part = range(client, &format!("bytes={first}-{}", end - 1), None).await?;
        ensure!(part.status() == 206, "{}", part.status());
        ensure!(header(&part, "content-range")? == format!("bytes {first}-{}/{length}", end - 1));
        ensure!(header(&part, "etag")? == name, "a part of another answer");
        let mut bytes = part.bytes().await?.to_vec();
        ensure!(bytes.len() as u64 == end - first);
        bytes.append(&mut whole);
        (whole, end) = (bytes, first);
    }
    Ok(whole)
}

async fn conditions(client: &Client, length: u64, name: &str) -> Result<()> {
    let beyond = range(client, &format!("bytes={length}-"), None).await?;
    ensure!(beyond.status() == 416, "{}", beyond.status());
    ensure!(header(&beyond, "content-range")? == format!("bytes */{length}"));
    let same = range(client, "bytes=0-3", Some(name)).await?;
    ensure!(same.status() == 206 && same.bytes().await? == "PAR1");
    // A part of an answer that is there no longer is the whole of the one that is.
    let other = range(client, "bytes=0-3", Some("\"gone\"")).await?;
    ensure!(other.status() == 200 && header(&other, "marea-rows")? == "3001");
    let anew = client.request(Method::HEAD, QUESTION).send().await?;
    ensure!(header(&anew, "etag")? != name, "the old answer for who asks anew");
    Ok(())
}

async fn range(client: &Client, range: &str, if_range: Option<&str>) -> Result<Response> {
    let mut request = client.request(Method::GET, QUESTION).header("range", range);
    if let Some(name) = if_range {
        request = request.header("if-range", name);
    }
    // Compressing a part would change what its numbers mean.
    Ok(request.header("accept-encoding", "gzip, zstd").send().await?)
}

fn header(response: &Response, name: &str) -> Result<String> {
    let value = response.headers().get(name).with_context(|| format!("no {name}"))?;
    Ok(value.to_str()?.to_owned())
}

async fn duckdb(server: &Server, client: &Client) -> Result<()> {
    let Some(python) = with_httpfs()? else {
        skip("a_result_is_read_by_ranges (DuckDB)", "no Python with DuckDB's httpfs");
        return Ok(());
    };
    let mut command = Command::new(python);
    command.arg(root().join("tests/rivals/read_result.py"));
    command.arg(format!("http://{}{QUESTION}", server.address())).arg("quantity");
    let read = finish(command)?;
    ensure!(read.code == 0, "{}", read.stderr);
    let theirs: Value = serde_json::from_str(&read.stdout)?;
    let ours = client.number("SELECT sum(quantity) FROM order_lines").await?;
    ensure!(theirs["rows"] == 3001 && decimal(&theirs["sum"])? == ours, "{theirs} and {ours}");
    Ok(())
}

fn with_httpfs() -> Result<Option<std::path::PathBuf>> {
    let Some(python) = python() else { return Ok(None) };
    let mut command = Command::new(&python);
    command.args(["-c", "import duckdb, duckdb_extension_httpfs"]);
    Ok((finish(command)?.code == 0).then_some(python))
}
