//! What the tests of keys share: making keys, and answers with their headers.

use std::{path::Path, time::Duration};

use anyhow::{Result, ensure};
use reqwest::header::HeaderMap;
use serde_json::Value;

use crate::{binary::run_well, stopwatch::Stopwatch};

const PATIENCE: Duration = Duration::from_secs(30);

/// Makes a key with `marea keys create`, and gives its text.
///
/// # Errors
/// Where the command fails.
pub fn create(data: &Path, name: &str, options: &[&str]) -> Result<String> {
    keys(data, &[&["create", name], options].concat())
}

/// Runs a command of `marea keys`, and gives what it printed.
///
/// # Errors
/// Where it fails.
pub fn keys(data: &Path, arguments: &[&str]) -> Result<String> {
    let data = data.to_string_lossy();
    let all = [&["keys"], arguments, &["--data", &data]].concat();
    Ok(run_well(all)?.stdout.trim().to_owned())
}

/// An answer with its headers.
#[derive(Debug)]
pub struct Reply {
    /// The HTTP status.
    pub status: u16,
    /// The headers.
    pub headers: HeaderMap,
    /// The body, where it is JSON; null where it is not.
    pub body: Value,
}

impl Reply {
    /// All values of a header, joined by commas.
    #[must_use]
    pub fn header(&self, name: &str) -> String {
        let values = self.headers.get_all(name).into_iter();
        values.filter_map(|value| value.to_str().ok()).collect::<Vec<_>>().join(", ")
    }

    /// The code of a problem, empty where there is none.
    #[must_use]
    pub fn code(&self) -> &str {
        self.body["code"].as_str().unwrap_or("")
    }
}

/// Sends a request with these headers and no others.
///
/// # Errors
/// Where there is no answer.
pub async fn ask(
    address: &str,
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: &str,
) -> Result<Reply> {
    let http = reqwest::Client::builder().timeout(Duration::from_secs(60)).no_proxy().build()?;
    let mut request = http.request(method.parse()?, format!("http://{address}{path}"));
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let response = request.body(body.to_owned()).send().await?;
    let (status, headers) = (response.status().as_u16(), response.headers().clone());
    let is_stream = headers.get("content-type").is_some_and(|it| it == "text/event-stream");
    // A stream of live figures has no end to wait for.
    let text = if is_stream { String::new() } else { response.text().await? };
    Ok(Reply { status, headers, body: serde_json::from_str(&text).unwrap_or_default() })
}

/// Asks for a path with a key, or with none.
///
/// # Errors
/// Where there is no answer.
pub async fn get(address: &str, path: &str, key: Option<&str>) -> Result<Reply> {
    let bearer = key.map(|key| format!("Bearer {key}"));
    let headers: Vec<_> = bearer.iter().map(|it| ("authorization", it.as_str())).collect();
    ask(address, "GET", path, &headers, "").await
}

/// Asks again and again until the answer has this code; empty for an answer that is no problem.
///
/// # Errors
/// Where it never has.
pub async fn until(address: &str, path: &str, key: Option<&str>, code: &str) -> Result<Reply> {
    let watch = Stopwatch::start();
    loop {
        let reply = get(address, path, key).await?;
        if reply.code() == code {
            return Ok(reply);
        }
        ensure!(watch.elapsed() < PATIENCE, "never {code}: {reply:?}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}
