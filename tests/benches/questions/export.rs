//! All order lines at once as an Arrow stream: the first byte, the rate, and what it takes of
//! memory.

use anyhow::{Result, ensure};
use marea_tests::{lake::LakeTable, server::Server, stopwatch::Stopwatch};

use super::rivals;
use crate::{
    duckdb::DuckDb,
    process::forget_peak,
    table::{Measure, Target, progress},
};

const SELECTION: &str = "SELECT lsn, order_id, line_id, channel, country, customer_id, sku, \
    order_date, event_date, occurred_at, quantity, unit_price, discount, tax, net FROM order_lines";
/// What an export may take of memory on top of what the server has, in mebibytes.
const MOST_MEMORY: f64 = 512.0;

/// Measures the export, beside DuckDB's of the same selection within its process.
pub(super) async fn measure(
    server: &Server,
    python: Option<&DuckDb>,
    lake: &LakeTable,
    measures: &mut Vec<Measure>,
) -> Result<()> {
    progress("export of all order lines");
    forget_peak(server)?;
    let before = server.memory()?.now as f64;
    let ours = export(server.address()).await?;
    let memory = server.memory()?.at_most as f64 - before;
    let theirs = match python {
        Some(python) => Some(rivals::export(python.python(), lake, SELECTION)?),
        None => None,
    };
    let rows = lake.row_count()? as f64;
    let of = |figure: fn(&rivals::Exported) -> f64| theirs.as_ref().map(figure);
    let mebibytes = ours.bytes as f64 / (1 << 20) as f64;
    measures.extend([
        Measure::ours("Arrow export, first byte beside DuckDB's first batch", "ms", ours.first)
            .beside(of(|it| it.first)),
        Measure::ours(
            "Arrow export over HTTP beside DuckDB within its process",
            "rows/s",
            rows / ours.seconds,
        )
        .beside(of(|it| it.rows / it.seconds)),
        Measure::ours("the same", "MiB/s", mebibytes / ours.seconds),
        Measure::ours(
            "memory that the export takes at most, beside DuckDB's process",
            "MiB",
            memory,
        )
        .beside(of(|it| it.memory))
        .aimed(Target::AtMost(MOST_MEMORY)),
    ]);
    Ok(())
}

struct Export {
    first: f64,
    bytes: u64,
    seconds: f64,
}

async fn export(address: &str) -> Result<Export> {
    let client = reqwest::Client::builder().no_proxy().build()?;
    let url = format!("http://{address}/api/v1/sql.arrow?timeout_ms=600000");
    let request = client.post(url).header("content-type", "application/sql").body(SELECTION);
    let watch = Stopwatch::start();
    let mut response = request.send().await?;
    ensure!(response.status().as_u16() == 200, "{}", response.status());
    let (mut first, mut bytes) = (None, 0);
    while let Some(chunk) = response.chunk().await? {
        first.get_or_insert_with(|| watch.elapsed().as_secs_f64() * 1_000.0);
        bytes += chunk.len() as u64;
    }
    let seconds = watch.elapsed().as_secs_f64();
    Ok(Export { first: first.unwrap_or(f64::NAN), bytes, seconds })
}
