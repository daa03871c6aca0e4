//! A reader that has an answer is told so, in whatever form it has it, until an event comes in;
//! an answer that changes by itself is always sent.

use anyhow::{Context as _, Result, ensure};
use marea_tests::{
    client::{Client, decimal},
    events::order_placed,
    server::Store,
};
use reqwest::{Method, Response};

const SUM: &str = "/api/v1/sql.csv?q=SELECT%20sum(quantity)%20AS%20n%20FROM%20order_lines";
const TIME: &str = "/api/v1/sql.csv?q=SELECT%20now()";

#[tokio::test]
async fn an_unchanged_answer_is_not_sent_again() -> Result<()> {
    let store = Store::new()?;
    let server = store.serve().start()?;
    let client = server.client()?;
    client.record(&[order_placed("o1").line("S1", 1, "9.95")]).await?;

    for path in
        [SUM.to_owned(), SUM.replace(".csv", ".parquet"), "/api/v1/views/revenue_daily".into()]
    {
        let first = ask(&client, &path, None).await?;
        ensure!(first.status() == 200, "{path}: {}", first.status());
        let name = etag(&first)?;
        let again = ask(&client, &path, Some(&name)).await?;
        ensure!(again.status() == 304, "{path}: {}", again.status());
        ensure!(etag(&again)?.contains(base(&name)), "{path}");
        ensure!(again.headers().contains_key("marea-lsn"), "{path}");
        ensure!(again.bytes().await?.is_empty(), "{path}: a body");
    }
    // Another form, another zone and another value are other answers.
    let name = etag(&ask(&client, SUM, None).await?)?;
    for path in [
        SUM.replace(".csv", ".json"),
        SUM.replace("sum", "max"),
        SUM.replace("%20AS%20n", "%20AS%20m"),
    ] {
        let other = ask(&client, &path, Some(&name)).await?;
        ensure!(other.status() == 200, "{path}: {}", other.status());
    }
    client.record(&[order_placed("o2").line("S1", 2, "9.95")]).await?;
    let changed = ask(&client, SUM, Some(&name)).await?;
    ensure!(changed.status() == 200, "{}", changed.status());
    ensure!(etag(&changed)? != name, "the same name for another answer");
    let text = changed.text().await?;
    let sum = text.lines().nth(1).map(|sum| decimal(&sum.into())).context("no row")??;
    ensure!(sum == 3.into(), "the old answer: {text}");

    let time = ask(&client, TIME, None).await?;
    ensure!(!time.headers().contains_key("etag"), "a name for the time of day");
    ensure!(ask(&client, TIME, Some("*")).await?.status() == 200);
    server.stop()
}

async fn ask(client: &Client, path: &str, known: Option<&str>) -> Result<Response> {
    let mut request = client.request(Method::GET, path);
    if let Some(name) = known {
        request = request.header("if-none-match", name);
    }
    Ok(request.send().await?)
}

fn etag(response: &Response) -> Result<String> {
    Ok(response.headers().get("etag").context("no ETag")?.to_str()?.to_owned())
}

/// What a name begins with that two answers of one meaning share.
fn base(name: &str) -> &str {
    let name = name.trim_start_matches("W/").trim_matches('"');
    name.split_once('.').map_or(name, |(base, _)| base)
}
