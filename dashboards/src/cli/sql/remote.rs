//! SQL asked of a running server.

use anyhow::Context as _;
use reqwest::{Client, Response, Url, header::CONTENT_TYPE};
use serde_json::Value;

use super::{SqlArguments, output::Output};

/// Asks a server, and writes its answer as it comes.
pub(super) async fn ask(
    server: &Url,
    arguments: &SqlArguments,
    mut output: Output,
) -> anyhow::Result<()> {
    let address = address(server)?;
    let client = Client::builder().user_agent(concat!("marea/", env!("CARGO_PKG_VERSION")));
    let mut request = client.build()?.post(address.clone());
    request = request.query(&[("format", arguments.asked_format())]);
    if arguments.asked_format() == super::WORKBOOK {
        request = request.query(&[("language", arguments.language.code())]);
    }
    for (name, value) in &arguments.parameters {
        request = request.query(&[(format!("param.{name}"), value)]);
    }
    if let Some(zone) = arguments.timezone {
        request = request.query(&[("timezone", zone.name())]);
    }
    if let Some(key) = &arguments.key {
        request = request.bearer_auth(key);
    }
    let request = request.header(CONTENT_TYPE, "application/sql").body(arguments.sql.clone());
    let mut response = request.send().await.with_context(|| format!("asking {address}"))?;
    if !response.status().is_success() {
        return Err(refused(response).await);
    }
    while let Some(bytes) = response.chunk().await.context("the answer was broken off")? {
        output.write(&bytes)?;
    }
    output.finish()
}

fn address(server: &Url) -> anyhow::Result<Url> {
    let mut address = server.clone();
    let mut path = address
        .path_segments_mut()
        .map_err(|()| anyhow::anyhow!("{server}: expected an address such as http://HOST:7070"))?;
    path.pop_if_empty().extend(["api", "v1", "sql"]);
    drop(path);
    Ok(address)
}

/// What the server says is wrong.
async fn refused(response: Response) -> anyhow::Error {
    let status = response.status();
    let problem: Value = response.json().await.unwrap_or_default();
    let text = |field: &str| problem[field].as_str();
    let mut said =
        text("detail").map_or_else(|| format!("the server said {status}"), str::to_owned);
    if let (Some(line), Some(column)) =
        (problem["position"]["line"].as_u64(), problem["position"]["column"].as_u64())
    {
        said += &format!(" (line {line}, column {column})");
    }
    if let Some(hint) = text("hint").filter(|hint| !said.contains(*hint)) {
        said += &format!("; {hint}");
    }
    anyhow::anyhow!(said)
}
