//! A client of the HTTP API, as a connector or an analyst's script would write it.

use std::{str::FromStr as _, time::Duration};

use anyhow::{Context as _, Result, ensure};
use rust_decimal::Decimal;
use serde_json::{Map, Value};

use crate::events::Event;

/// A row of an answer, by column.
pub type Row = Map<String, Value>;

/// A client of one server; cloning it shares its connections.
#[derive(Debug, Clone)]
pub struct Client {
    http: reqwest::Client,
    base: String,
}

/// An answer, whatever its status.
#[derive(Debug)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// The content type.
    pub content_type: String,
    /// The body, where it is JSON; null where it is not.
    pub body: Value,
    /// The body as text.
    pub text: String,
}

impl Answer {
    /// A count in the body, 0 where it is not there.
    #[must_use]
    pub fn count(&self, field: &str) -> u64 {
        self.body[field].as_u64().unwrap_or(0)
    }

    /// A text in the body, empty where it is not there.
    #[must_use]
    pub fn word(&self, field: &str) -> &str {
        self.body[field].as_str().unwrap_or("")
    }

    /// The records that were refused.
    #[must_use]
    pub fn rejected(&self) -> &[Value] {
        self.body["rejected"].as_array().map_or(&[], Vec::as_slice)
    }

    /// The answer, if its status is this one.
    ///
    /// # Errors
    /// Where it is another; with the body.
    pub fn expect(self, status: u16) -> Result<Self> {
        ensure!(self.status == status, "expected {status}, got {}: {}", self.status, self.text);
        Ok(self)
    }
}

impl Client {
    /// A client of the server at `127.0.0.1:PORT`.
    ///
    /// # Errors
    /// Where it cannot be built.
    pub fn of(address: &str) -> Result<Self> {
        let http = reqwest::Client::builder().timeout(Duration::from_secs(60)).no_proxy();
        Ok(Self { http: http.build()?, base: format!("http://{address}") })
    }

    /// A client that shows a key with every request.
    ///
    /// # Errors
    /// Where it cannot be built.
    pub fn with_key(address: &str, key: &str) -> Result<Self> {
        let mut headers = reqwest::header::HeaderMap::new();
        headers.insert("authorization", format!("Bearer {key}").parse()?);
        let http = reqwest::Client::builder().timeout(Duration::from_secs(60)).no_proxy();
        let http = http.default_headers(headers).build()?;
        Ok(Self { http, base: format!("http://{address}") })
    }

    /// Asks for a path such as `/api/v1/stock?sku=S1`.
    ///
    /// # Errors
    /// Where there is no answer.
    pub async fn get(&self, path: &str) -> Result<Answer> {
        read(self.http.get(format!("{}{path}", self.base))).await
    }

    /// Asks for a path that answers with anything but text.
    ///
    /// # Errors
    /// Where the answer is not 200.
    pub async fn bytes(&self, path: &str) -> Result<Vec<u8>> {
        let response = self.http.get(format!("{}{path}", self.base)).send().await?;
        ensure!(response.status().as_u16() == 200, "{}: {path}", response.status());
        Ok(response.bytes().await?.to_vec())
    }

    /// Opens a stream of server-sent events, from after an id where one is given.
    ///
    /// # Errors
    /// Where it is not opened.
    pub async fn listen(&self, path: &str, last_event_id: Option<u64>) -> Result<Live> {
        let mut request = self.http.get(format!("{}{path}", self.base));
        if let Some(id) = last_event_id {
            request = request.header("last-event-id", id);
        }
        let response = request.send().await?;
        ensure!(response.status().as_u16() == 200, "{}", response.status());
        Ok(Live { response, text: String::new() })
    }

    /// Sends a body of a content type to a path.
    ///
    /// # Errors
    /// Where there is no answer.
    pub async fn send(&self, path: &str, content_type: &str, body: Vec<u8>) -> Result<Answer> {
        let request = self.http.post(format!("{}{path}", self.base));
        read(request.header("content-type", content_type).body(body)).await
    }

    /// Posts events as JSONL.
    ///
    /// # Errors
    /// Where there is no answer.
    pub async fn post(&self, events: &[Event]) -> Result<Answer> {
        self.send("/api/v1/events", "application/x-ndjson", jsonl(events)).await
    }

    /// Posts events of which all or none are to be taken.
    ///
    /// # Errors
    /// Where there is no answer.
    pub async fn post_atomic(&self, events: &[Event]) -> Result<Answer> {
        self.send("/api/v1/events?atomic=true", "application/x-ndjson", jsonl(events)).await
    }

    /// Posts events that must all be accepted as new; gives the LSN of the acknowledgement.
    ///
    /// # Errors
    /// Where any is refused or a duplicate.
    pub async fn record(&self, events: &[Event]) -> Result<u64> {
        let answer = self.post(events).await?.expect(200)?;
        let all = events.len() as u64;
        ensure!(answer.count("accepted") == all, "expected {all} accepted: {}", answer.text);
        Ok(answer.count("lsn"))
    }

    /// Runs SQL and gives whatever comes back.
    ///
    /// # Errors
    /// Where there is no answer.
    pub async fn try_sql(&self, sql: &str) -> Result<Answer> {
        let request = self.http.get(format!("{}/api/v1/sql", self.base));
        read(request.query(&[("q", sql), ("format", "json")])).await
    }

    /// Runs SQL that must work; gives the answer in a format, as it is.
    ///
    /// # Errors
    /// Where it fails.
    pub async fn ask(&self, sql: &str, format: &str) -> Result<Vec<u8>> {
        let query = [("q", sql), ("format", format)].map(|(name, it)| (name.into(), it.into()));
        self.fetch("/api/v1/sql", &query).await
    }

    /// What a path answers to a query string, which must be 200.
    ///
    /// # Errors
    /// Where it is refused; with the problem's code and detail.
    pub async fn fetch(&self, path: &str, query: &[(String, String)]) -> Result<Vec<u8>> {
        well(self.http.get(format!("{}{path}", self.base)).query(query)).await
    }

    /// What a path answers to a JSON body, which must be 200.
    ///
    /// # Errors
    /// As [`Self::fetch`].
    pub async fn exchange(&self, path: &str, body: &Value) -> Result<Vec<u8>> {
        well(self.http.post(format!("{}{path}", self.base)).json(body)).await
    }

    /// Runs SQL that must work; gives its rows.
    ///
    /// # Errors
    /// Where it fails or the answer was cut short.
    pub async fn sql(&self, sql: &str) -> Result<Vec<Row>> {
        rows(self.try_sql(sql).await?.expect(200).with_context(|| sql.to_owned())?)
    }

    /// Runs SQL that must see at least this LSN.
    ///
    /// # Errors
    /// As [`Self::sql`].
    pub async fn sql_at(&self, sql: &str, min_lsn: u64) -> Result<Vec<Row>> {
        let request = self.http.get(format!("{}/api/v1/sql", self.base));
        let lsn = min_lsn.to_string();
        rows(read(request.query(&[("q", sql), ("min_lsn", &lsn)])).await?.expect(200)?)
    }

    /// Runs SQL that gives one column of plain texts, however many rows.
    ///
    /// # Errors
    /// Where it fails.
    pub async fn texts(&self, sql: &str) -> Result<Vec<String>> {
        let answer = String::from_utf8(self.ask(sql, "csv").await?)?;
        Ok(answer.lines().skip(1).map(str::to_owned).collect())
    }

    /// Runs SQL that gives one row with one column, as a decimal.
    ///
    /// # Errors
    /// As [`Self::sql`], and where it gives anything else.
    pub async fn number(&self, sql: &str) -> Result<Decimal> {
        let rows = self.sql(sql).await?;
        let [row] = rows.as_slice() else { anyhow::bail!("{} rows for {sql}", rows.len()) };
        let cell = row.values().next().context("no column")?;
        decimal(cell).with_context(|| format!("{cell} for {sql}"))
    }

    /// A request to a path, for headers, methods and bodies that nothing above has.
    pub fn request(&self, method: reqwest::Method, path: &str) -> reqwest::RequestBuilder {
        self.http.request(method, format!("{}{path}", self.base))
    }
}

/// A stream of server-sent events.
#[derive(Debug)]
pub struct Live {
    response: reqwest::Response,
    text: String,
}

/// One server-sent event.
#[derive(Debug)]
pub struct LiveEvent {
    /// Its id, 0 where it has none.
    pub id: u64,
    /// Its data, null where it is not JSON.
    pub data: Value,
}

impl Live {
    /// The next event; comments that only keep the connection alive are passed over.
    ///
    /// # Errors
    /// Where the stream ends or nothing comes for ten seconds.
    pub async fn next(&mut self) -> Result<LiveEvent> {
        loop {
            if let Some((event, rest)) = self.text.split_once("\n\n") {
                let (event, rest) = (live_event(event), rest.to_owned());
                self.text = rest;
                if event.id > 0 || !event.data.is_null() {
                    return Ok(event);
                }
                continue;
            }
            let patience = Duration::from_secs(10);
            let chunk = tokio::time::timeout(patience, self.response.chunk()).await??;
            let chunk = chunk.context("the stream ended")?;
            self.text.push_str(&String::from_utf8_lossy(&chunk).replace('\r', ""));
        }
    }
}

fn live_event(text: &str) -> LiveEvent {
    let field = |name: &str| text.lines().find_map(|line| line.strip_prefix(name)).map(str::trim);
    let data = field("data:").and_then(|data| serde_json::from_str(data).ok());
    let id = field("id:").and_then(|id| id.parse().ok());
    LiveEvent { id: id.unwrap_or(0), data: data.unwrap_or_default() }
}

/// Events as JSONL.
#[must_use]
pub fn jsonl(events: &[Event]) -> Vec<u8> {
    events.iter().map(|event| format!("{event}\n")).collect::<String>().into_bytes()
}

/// A cell as a decimal: exact ones come as strings, small integers as numbers, absent ones as 0.
///
/// # Errors
/// Where it is not a number.
pub fn decimal(cell: &Value) -> Result<Decimal> {
    match cell {
        Value::Null => Ok(Decimal::ZERO),
        Value::String(text) => Ok(Decimal::from_str(text)?.normalize()),
        Value::Number(number) => Ok(Decimal::from_str(&number.to_string())?.normalize()),
        other => anyhow::bail!("not a number: {other}"),
    }
}

/// A cell as text; absent ones are empty.
#[must_use]
pub fn text(cell: &Value) -> String {
    cell.as_str().map_or_else(
        || if cell.is_null() { String::new() } else { cell.to_string() },
        str::to_owned,
    )
}

fn rows(answer: Answer) -> Result<Vec<Row>> {
    ensure!(answer.body["truncated"] != Value::Bool(true), "cut short");
    let mut body = answer.body;
    Ok(serde_json::from_value(body["rows"].take())?)
}

async fn well(request: reqwest::RequestBuilder) -> Result<Vec<u8>> {
    let response = request.send().await?;
    let status = response.status().as_u16();
    let body = response.bytes().await?;
    let problem: Value = serde_json::from_slice(&body).unwrap_or_default();
    ensure!(status == 200, "{status} {}: {}", text(&problem["code"]), text(&problem["detail"]));
    Ok(body.to_vec())
}

async fn read(request: reqwest::RequestBuilder) -> Result<Answer> {
    let response = request.send().await?;
    let status = response.status().as_u16();
    let header = response.headers().get("content-type").and_then(|value| value.to_str().ok());
    let content_type = header.unwrap_or_default().to_owned();
    let text = response.text().await?;
    let body = serde_json::from_str(&text).unwrap_or_default();
    Ok(Answer { status, content_type, body, text })
}
