//! `POST /api/v1/events`: the one way in for events.

use axum::{
    Json,
    body::{Body, to_bytes},
    extract::{RawQuery, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use marea_ingest::{
    event::{RecordError, decode_json, decode_jsonl},
    store::Receipt,
};
use serde_json::json;

use super::{LARGEST_BODY, Problem};
use crate::Application;

/// Codes of records that are malformed, not merely impossible now.
const MALFORMED: [&str; 4] = ["malformed_json", "invalid_field", "unknown_type", "too_large"];

pub(super) async fn record(
    State(application): State<Application>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Problem> {
    let atomic = atomic(query.as_deref().unwrap_or_default())?;
    let body = to_bytes(body, LARGEST_BODY).await.map_err(|error| unreadable(&error))?;
    let decoded = if is_lines(&headers) { decode_jsonl(&body) } else { decode_json(&body) };
    let records = decoded.map_err(|error| {
        Problem::new(StatusCode::BAD_REQUEST, "malformed_body", error.to_string())
    })?;
    let receipt = application.ingest.submit(records, atomic).await?;
    Ok(answer(receipt))
}

fn atomic(query: &str) -> Result<bool, Problem> {
    match query {
        "" | "atomic=false" => Ok(false),
        "atomic=true" => Ok(true),
        other => Err(Problem::invalid(format!("expected atomic=true or nothing, got \"{other}\""))),
    }
}

fn unreadable(error: &axum::Error) -> Problem {
    let text = error.to_string();
    if text.contains("length limit") {
        let detail = format!("expected a body of at most {LARGEST_BODY} bytes; split it");
        return Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "too_large", detail);
    }
    Problem::new(StatusCode::BAD_REQUEST, "malformed_body", "the body cannot be read to its end")
}

fn is_lines(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    kind.is_some_and(|kind| ["ndjson", "jsonl", "json-lines"].iter().any(|it| kind.contains(it)))
}

fn answer(receipt: Receipt) -> Response {
    let Receipt { accepted, duplicates, rejected, lsn } = receipt;
    if accepted + duplicates > 0 || rejected.is_empty() {
        let body = json!({
            "accepted": accepted, "duplicates": duplicates, "rejected": rejected, "lsn": lsn
        });
        return Json(body).into_response();
    }
    all_rejected(rejected).into_response()
}

fn all_rejected(rejected: Vec<RecordError>) -> Problem {
    let malformed = rejected.iter().find(|it| MALFORMED.contains(&it.code.as_str()));
    // In an atomic request the first real reason is the one to tell.
    let told = malformed.or_else(|| rejected.iter().find(|it| it.code != "atomic"));
    let status =
        if malformed.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::CONFLICT };
    let (code, detail) =
        told.map_or(("rejected".into(), String::new()), |it| (it.code.clone(), it.to_string()));
    Problem::new(status, code, detail).with_rejected(rejected)
}
