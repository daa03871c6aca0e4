//! SQL over HTTP: the first face of the query service.

use std::time::Duration;

use axum::{
    body::{Body, Bytes},
    extract::{Path, RawQuery, State, rejection::BytesRejection},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::Response,
};
use futures::{StreamExt, stream};
use marea_ingest::identity::Lsn;
use marea_query::{
    QueryRequest,
    format::{Closing, Encoder, Format},
};
use serde::Deserialize;

use super::{Problem, parameters::parameters};
use crate::{Application, table::literal};

/// The longest that a query may ask to take.
const LONGEST: Duration = Duration::from_secs(600);

/// What a query is asked with.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Asked {
    #[serde(alias = "q")]
    sql: Option<String>,
    format: Option<String>,
    min_lsn: Option<u64>,
    timeout_ms: Option<u64>,
    max_rows: Option<usize>,
}

pub(super) async fn get(
    State(application): State<Application>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    answer(&application, read(&query.unwrap_or_default())?, &headers).await
}

pub(super) async fn get_as(
    State(application): State<Application>,
    Path(form): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let asked = with_suffix(&form, read(&query.unwrap_or_default())?)?;
    answer(&application, asked, &headers).await
}

pub(super) async fn post(
    State(application): State<Application>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Problem> {
    let asked = posted(read(&query.unwrap_or_default())?, &headers, &readable(body)?)?;
    answer(&application, asked, &headers).await
}

pub(super) async fn post_as(
    State(application): State<Application>,
    Path(form): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Problem> {
    let asked = posted(read(&query.unwrap_or_default())?, &headers, &readable(body)?)?;
    answer(&application, with_suffix(&form, asked)?, &headers).await
}

/// `GET /api/v1/views/NAME`: a table whole.
pub(super) async fn view(
    State(application): State<Application>,
    Path(name): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let mut asked = read(&query.unwrap_or_default())?;
    let name = match name.rsplit_once('.') {
        Some((name, form)) => {
            asked.format = Some(form.to_owned());
            name.to_owned()
        }
        None => name,
    };
    let views = application.query.views();
    if !views.iter().any(|view| view.name == name) {
        let known: Vec<_> = views.iter().map(|view| view.name.as_str()).collect();
        let detail = format!("no view {}; there are {}", literal(&name), known.join(", "));
        return Err(Problem::not_found(detail));
    }
    asked.sql = Some(format!("SELECT * FROM {name}"));
    answer(&application, asked, &headers).await
}

fn read(query: &str) -> Result<Asked, Problem> {
    let mut asked = Asked::default();
    for (name, value) in parameters(query)? {
        let number = || {
            value.parse().map_err(|_| Problem::invalid(format!("{name}: expected a whole number")))
        };
        match name.as_str() {
            "q" | "sql" => asked.sql = Some(value),
            "format" => asked.format = Some(value),
            "min_lsn" => asked.min_lsn = Some(number()?),
            "timeout_ms" => asked.timeout_ms = Some(number()?),
            "max_rows" => asked.max_rows = usize::try_from(number()?).ok(),
            _ => {
                let known = "q, format, min_lsn, timeout_ms, max_rows";
                return Err(Problem::invalid(format!(
                    "unknown parameter \"{name}\"; known: {known}"
                )));
            }
        }
    }
    Ok(asked)
}

fn readable(body: Result<Bytes, BytesRejection>) -> Result<Bytes, Problem> {
    body.map_err(|rejection| {
        let detail = format!("the query cannot be read: {}", rejection.body_text());
        Problem::new(rejection.status(), "unreadable_body", detail)
    })
}

/// The body is the query itself, or a JSON object that holds it.
fn posted(mut asked: Asked, headers: &HeaderMap, body: &[u8]) -> Result<Asked, Problem> {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    if kind.is_some_and(|kind| kind.starts_with("application/json")) {
        let said: Asked = serde_json::from_slice(body)
            .map_err(|error| Problem::invalid(format!("the body: {error}")))?;
        asked.sql = said.sql.or(asked.sql);
        asked.format = said.format.or(asked.format);
        asked.min_lsn = said.min_lsn.or(asked.min_lsn);
        asked.timeout_ms = said.timeout_ms.or(asked.timeout_ms);
        asked.max_rows = said.max_rows.or(asked.max_rows);
        return Ok(asked);
    }
    let text = std::str::from_utf8(body)
        .map_err(|_| Problem::invalid("the body: expected SQL as UTF-8 text"))?;
    if !text.trim().is_empty() {
        asked.sql = Some(text.to_owned());
    }
    Ok(asked)
}

/// `/api/v1/sql.csv` and its like.
fn with_suffix(form: &str, mut asked: Asked) -> Result<Asked, Problem> {
    let Some(suffix) = form.strip_prefix("sql.") else {
        return Err(Problem::not_found(format!("there is no /api/v1/{form}")));
    };
    asked.format = Some(suffix.to_owned());
    Ok(asked)
}

fn format(asked: &Asked, headers: &HeaderMap) -> Result<Format, Problem> {
    if let Some(name) = &asked.format {
        return Format::named(name).ok_or_else(|| {
            Problem::invalid(format!("unknown format \"{name}\"; known: json, jsonl, csv, arrow"))
        });
    }
    let accept = headers.get(header::ACCEPT).and_then(|accept| accept.to_str().ok());
    Ok(accept.and_then(Format::accepted).unwrap_or(Format::Json))
}

/// Asks, and streams the answer as it comes.
pub(super) async fn answer(
    application: &Application,
    asked: Asked,
    headers: &HeaderMap,
) -> Result<Response, Problem> {
    let form = format(&asked, headers)?;
    let sql = asked.sql.ok_or_else(|| {
        Problem::invalid("expected a query in the parameter `q`, or as the body of a POST")
    })?;
    let mut request = QueryRequest::new(sql);
    request.min_lsn = asked.min_lsn.map(Lsn);
    request.max_rows = asked.max_rows;
    if let Some(millis) = asked.timeout_ms {
        request.timeout = Duration::from_millis(millis).min(LONGEST);
    }
    let mut answer = application.query.query(request).await?;
    // The first batch is awaited here, so that what fails early is still a status and not a
    // broken transfer.
    let first = answer.next().await.transpose()?;
    let lsn = answer.lsn;
    let mut encoder = Encoder::new(form, answer.schema.clone(), lsn)?;
    let mut head = encoder.begin()?;
    if let Some(batch) = first {
        head.extend(encoder.batch(&batch)?);
    }
    let clock = std::sync::Arc::clone(&application.clock);
    let rest = stream::unfold(Some((answer, encoder, clock)), |state| async move {
        let (mut answer, mut encoder, clock) = state?;
        match answer.next().await {
            Some(Ok(batch)) => Some((encoder.batch(&batch), Some((answer, encoder, clock)))),
            Some(Err(error)) => Some((Err(error), None)),
            None => {
                let (truncated, recorded_at) = (answer.truncated(), answer.recorded_at);
                let closing = Closing { truncated, recorded_at, now: clock.now() };
                Some((encoder.end(&closing), None))
            }
        }
    });
    let body = stream::once(async { Ok(head) }).chain(rest).map(|bytes| bytes.map(Bytes::from));
    response(form, lsn, Body::from_stream(body))
}

fn response(form: Format, lsn: Lsn, body: Body) -> Result<Response, Problem> {
    let built = Response::builder()
        .header(header::CONTENT_TYPE, HeaderValue::from_static(form.media_type()))
        .header("marea-lsn", lsn.to_string())
        .body(body);
    built.map_err(|error| {
        Problem::new(StatusCode::INTERNAL_SERVER_ERROR, "internal", error.to_string())
    })
}
