//! Placeholders are bound by place and by name, in a query string, a form and JSON; a text becomes
//! what its place wants, a type can be named, and what is bound is a value and never SQL.

use anyhow::{Result, ensure};
use marea_tests::{
    client::{Answer, Client},
    events::order_placed,
    server::Store,
};
use serde_json::{Value, json};

const BY_PLACE: &str = "SELECT count(*) AS n FROM order_lines WHERE sku = $1 AND quantity >= $2";
const FORM: &str = "application/x-www-form-urlencoded";
const BY_NAME: &str = "SELECT count(*) AS n FROM order_lines WHERE event_date >= $from";

#[tokio::test]
async fn parameters_are_bound_and_typed() -> Result<()> {
    let store = Store::new()?;
    let server = store.serve().start()?;
    let client = server.client()?;
    let hostile = "'; DROP TABLE events; --";
    client
        .record(&[
            order_placed("o1").line("S1", 1, "9.95").line("S1", 3, "9.95"),
            order_placed("o2").line(hostile, 5, "1.00").at("2026-04-01T10:00:00+02:00"),
        ])
        .await?;

    for (sku, least, found) in [("S1", "1", 2), ("S1", "1.5", 1), (hostile, "5", 1), ("S2", "0", 0)]
    {
        let given = [("q", BY_PLACE), ("param.1", sku), ("param.2:decimal", least)];
        finds(&by_get(&client, &given).await?, found)?;
        let form = client.send("/api/v1/sql", FORM, query(&given).into_bytes()).await?;
        finds(&form, found)?;
        let exact = json!({ "type": "decimal", "value": least });
        finds(
            &by_post(&client, &json!({ "sql": BY_PLACE, "parameters": [sku, exact] })).await?,
            found,
        )?;
    }
    // A text is a date where a date is compared.
    finds(&by_get(&client, &[("q", BY_NAME), ("param.from", "2026-04-01")]).await?, 1)?;
    finds(&by_get(&client, &[("q", BY_NAME), ("param.from:date", "2026-03-01")]).await?, 3)?;
    let named = json!({ "sql": BY_NAME, "parameters": { "from": "2026-04-01" } });
    finds(&by_post(&client, &named).await?, 1)?;

    for (given, said) in [
        (vec![("q", BY_NAME), ("param.from:date", "yesterday")], "param.from:date"),
        (vec![("q", BY_NAME), ("param.from:day", "2026-03-01")], "known: text"),
        (vec![("q", BY_PLACE), ("param.1", "a"), ("param.1", "b")], "said twice"),
        (vec![("q", BY_PLACE), ("param.1", "a"), ("param.from", "b")], "not both"),
        (vec![("q", BY_PLACE), ("param.1", "a"), ("param.3", "b")], "2 is missing"),
        (vec![("q", BY_PLACE), ("param.1", "a")], "$2"),
        (vec![("q", BY_PLACE), ("parameter.1", "a")], "unknown parameter"),
    ] {
        let refused = by_get(&client, &given).await?.expect(400)?;
        ensure!(refused.word("detail").contains(said), "{given:?}: {}", refused.text);
    }
    server.stop()
}

fn finds(answer: &Answer, found: i64) -> Result<()> {
    ensure!(answer.body["rows"][0]["n"] == found, "expected {found}: {}", answer.text);
    Ok(())
}

async fn by_get(client: &Client, given: &[(&str, &str)]) -> Result<Answer> {
    client.get(&format!("/api/v1/sql?{}", query(given))).await
}

fn query(given: &[(&str, &str)]) -> String {
    let said = given.iter().map(|(name, value)| format!("{name}={}", encoded(value)));
    said.collect::<Vec<_>>().join("&")
}

async fn by_post(client: &Client, body: &Value) -> Result<Answer> {
    client.send("/api/v1/sql", "application/json", body.to_string().into_bytes()).await
}

fn encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}
