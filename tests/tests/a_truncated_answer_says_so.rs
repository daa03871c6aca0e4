//! Rows that are left out are told in every form, before the first row or in the envelope; unless
//! they may be left out, more rows than were asked for are an error.

use anyhow::{Context as _, Result, ensure};
use marea_tests::{client::Client, events::order_placed, server::Store};
use reqwest::Method;
use serde_json::Value;

const QUESTION: &str = "/api/v1/sql.FORMAT?q=SELECT%20order_id%20FROM%20orders%20ORDER%20BY%201";

#[tokio::test]
async fn a_truncated_answer_says_so() -> Result<()> {
    let store = Store::new()?;
    let server = store.serve().start()?;
    let client = server.client()?;
    let orders: Vec<_> =
        (0..10).map(|at| order_placed(&format!("o{at}")).line("S1", 1, "9.95")).collect();
    client.record(&orders).await?;

    let refused = client.get(&asked("json", "&max_rows=3")).await?.expect(422)?;
    ensure!(refused.word("code") == "too_many_rows", "{}", refused.text);
    client.get(&asked("csv", "&max_rows=10")).await?.expect(200)?;

    for format in ["json", "jsonl", "csv", "arrow", "parquet"] {
        tells(&client, format, "&max_rows=3&on_limit=truncate", "true", "3").await?;
        tells(&client, format, "&max_rows=10&on_limit=truncate", "false", "10").await?;
    }
    let cut = client.get(&asked("json", "&max_rows=3&on_limit=truncate")).await?.expect(200)?;
    ensure!(cut.body["truncated"] == true && cut.count("row_count") == 3, "{}", cut.text);
    let csv = client.get(&asked("csv", "&max_rows=3&on_limit=truncate")).await?.expect(200)?;
    ensure!(csv.text == "order_id\no0\no1\no2\n", "{}", csv.text);
    server.stop()
}

fn asked(format: &str, rest: &str) -> String {
    format!("{}{rest}", QUESTION.replace("FORMAT", format))
}

/// What the head of the answer says, and the list of queries after it.
async fn tells(
    client: &Client,
    format: &str,
    rest: &str,
    truncated: &str,
    rows: &str,
) -> Result<()> {
    let response = client.request(Method::GET, &asked(format, rest)).send().await?;
    let header = |name: &str| -> Result<String> {
        let value = response.headers().get(name).with_context(|| format!("{format}: no {name}"))?;
        Ok(value.to_str()?.to_owned())
    };
    let (told, id) = (header("marea-truncated")?, header("marea-query-id")?);
    ensure!(told == truncated, "{format}{rest}: {told}");
    ensure!(header("marea-rows")? == rows, "{format}{rest}: {}", header("marea-rows")?);
    response.bytes().await?;
    let query: Value = client.get(&format!("/api/v1/queries/{id}")).await?.expect(200)?.body;
    ensure!(query["truncated"] == (truncated == "true"), "{format}{rest}: {query}");
    Ok(())
}
