//! The same question in JSON, JSONL, CSV and Arrow has the same answer, whichever way it is asked;
//! exact figures stay exact in each, and texts that would break a format come through whole.

use std::io::Cursor;

use anyhow::{Result, ensure};
use arrow::{ipc::reader::StreamReader, util::display::array_value_to_string};
use marea_tests::{
    client::{Client, Row, decimal, text},
    events::order_placed,
    server::Store,
};
use serde_json::Value;

const COLUMNS: [&str; 5] = ["order_id", "customer_id", "unit_price", "quantity", "event_date"];
const QUESTION: &str = "SELECT order_id, customer_id, unit_price, quantity, event_date \
    FROM order_lines ORDER BY lsn, line_id";

#[tokio::test]
async fn all_formats_say_the_same() -> Result<()> {
    let store = Store::new()?;
    let server = store.serve().start()?;
    let client = server.client()?;
    let awkward = ["plain", "a,b", "say \"hi\"", "naïve ☕", "'; DROP TABLE events; --"];
    let orders = awkward.iter().enumerate().map(|(index, customer)| {
        let price = ["0.01", "99999999999.99", "0.000001", "12.340000", "3"][index];
        order_placed(&format!("o{index}")).with("customer_id", *customer).line("S1", 1, price)
    });
    client.record(&orders.collect::<Vec<_>>()).await?;

    let json = json(&client).await?;
    ensure!(json.len() == awkward.len(), "{json:?}");
    ensure!(json.iter().zip(awkward).all(|(row, wanted)| row[1] == wanted), "{json:?}");
    for (name, rows) in [
        ("jsonl", jsonl(&client).await?),
        ("csv", csv(&client).await?),
        ("arrow", arrow(&client).await?),
    ] {
        ensure!(rows == json, "{name}: {rows:?}\njson: {json:?}");
    }
    server.stop()
}

async fn ask(client: &Client, format: &str) -> Result<Vec<u8>> {
    let by_get = client.ask(QUESTION, format).await?;
    let path = format!("/api/v1/sql.{format}");
    let by_post = client.send(&path, "application/sql", QUESTION.into()).await?.expect(200)?;
    ensure!(by_post.text == String::from_utf8_lossy(&by_get), "{format}: GET and POST differ");
    Ok(by_get)
}

async fn json(client: &Client) -> Result<Vec<Vec<String>>> {
    let rows = client.sql(QUESTION).await?;
    Ok(rows.iter().map(cells).collect())
}

async fn jsonl(client: &Client) -> Result<Vec<Vec<String>>> {
    let body = String::from_utf8(ask(client, "jsonl").await?)?;
    let rows = body.lines().map(|line| -> Result<_> { Ok(cells(&serde_json::from_str(line)?)) });
    rows.collect()
}

async fn csv(client: &Client) -> Result<Vec<Vec<String>>> {
    let body = ask(client, "csv").await?;
    let mut reader = csv::Reader::from_reader(body.as_slice());
    let rows =
        reader.records().map(|row| Ok(row?.iter().map(|cell| plain(&cell.into())).collect()));
    rows.collect()
}

async fn arrow(client: &Client) -> Result<Vec<Vec<String>>> {
    let body = client.ask(QUESTION, "arrow").await?;
    let mut rows = Vec::new();
    for batch in StreamReader::try_new(Cursor::new(body), None)? {
        let batch = batch?;
        for row in 0..batch.num_rows() {
            let cells = batch.columns().iter();
            let cells = cells.map(|column| Ok(plain(&array_value_to_string(column, row)?.into())));
            rows.push(cells.collect::<Result<Vec<_>>>()?);
        }
    }
    Ok(rows)
}

fn cells(row: &Row) -> Vec<String> {
    COLUMNS.iter().map(|name| plain(&row[*name])).collect()
}

/// A cell as text, figures without trailing zeros.
fn plain(cell: &Value) -> String {
    decimal(cell).map_or_else(|_| text(cell), |figure| figure.to_string())
}
