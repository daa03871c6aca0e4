//! An answer that is written down before it is sent, so that its length is known and parts of it
//! can be asked for: what `read_parquet('http://…')` and `Web.Contents` do.
//!
//! A reader that asks for a part without saying of which version (no `If-Range`, no `If-Match`)
//! is given the version he opened last, though events came in since; a `HEAD`, or a `GET` of the
//! whole, is always answered with what is true now.

use std::sync::Arc;

use axum::{
    body::Body,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use marea_query::{Answer, QueryRequest, format::Format};
use sha2::{Digest, Sha256};

use super::{
    call::Call,
    encoded::Encoded,
    heading::{Heading, costs, timing},
    part::Part,
    streamed::server_timing,
    unchanged,
    validator::{Validator, strong},
};
use crate::{
    Application,
    http::Problem,
    spool::{About, Question, SpoolError, Spooled, Writing},
};

/// Answers from the spool, after the answer was written there if need be.
pub(super) async fn spooled(
    application: &Application,
    request: QueryRequest,
    format: Format,
    call: &Call,
) -> Result<Response, Problem> {
    let question = question(&request, format);
    let spool = &application.spool;
    let wanted = |result: &Arc<Spooled>| request.min_lsn.is_none_or(|lsn| result.about.lsn >= lsn);
    if let Some(result) = revisited(application, &question, call).filter(wanted) {
        return send(application, result, call);
    }
    if let Some(result) = spool.volatile(&question).filter(wanted) {
        spool.open_for(call.reader(), question, &result);
        return send(application, result, call);
    }
    let answer = application.query.query(request).await?;
    let validator = Validator::new(answer.tag(), format);
    if validator.is_known(call.header(header::IF_NONE_MATCH)) {
        return Ok(unchanged(application, &answer, format, &validator));
    }
    let (id, tag) = (answer.id, answer.tag().map(str::to_owned));
    let (base, clock) = (validator.base(format), Arc::clone(&application.clock));
    let fill = move |writing| async move {
        fill(Encoded::new(format, answer, clock)?, writing, base, format).await
    };
    let result = spool.answer(question, tag.as_deref(), fill).await;
    let result = result.map_err(|error| refused(&error).of_query(id))?;
    spool.open_for(call.reader(), question, &result);
    send(application, result, call)
}

/// What all that changes the bytes of an answer comes to, but for the data.
fn question(request: &QueryRequest, format: Format) -> Question {
    let QueryRequest { sql, parameters, max_rows, on_limit, time_zone, asker, tables, .. } =
        request;
    let asked = format!(
        "{sql:?} {parameters:?} {max_rows:?} {on_limit:?} {time_zone:?} {asker:?} {tables:?} {}",
        format.name()
    );
    Sha256::digest(asked).into()
}

/// The version that a request for a part means, if it is there.
fn revisited(application: &Application, question: &Question, call: &Call) -> Option<Arc<Spooled>> {
    call.range()?;
    let named = call.header(header::IF_RANGE).or_else(|| call.header(header::IF_MATCH));
    match named.filter(|name| *name != "*") {
        Some(name) => application.spool.named(question, name.trim_matches('"')),
        None => application.spool.opened(&call.reader(), question),
    }
}

async fn fill(
    mut encoded: Encoded,
    mut writing: Writing,
    base: String,
    format: Format,
) -> Result<Spooled, SpoolError> {
    while let Some(bytes) = encoded.next().await {
        writing.write(&bytes?).await?;
    }
    let Answer { lsn, recorded_at, id, .. } = encoded.answer;
    let (statistics, truncated) = (encoded.answer.statistics(), encoded.answer.truncated());
    writing.finish(About { base, format, lsn, recorded_at, id, statistics, truncated }).await
}

fn refused(error: &SpoolError) -> Problem {
    let (status, code) = match error {
        SpoolError::Query(error) => return Problem::from(error),
        SpoolError::TooLarge { .. } => (StatusCode::UNPROCESSABLE_ENTITY, "too_large_to_hold"),
        SpoolError::Full => (StatusCode::INSUFFICIENT_STORAGE, "spool_full"),
        SpoolError::Disk(_) => {
            tracing::error!(%error, "an answer cannot be written down");
            let detail = "the answer cannot be written down; the server's log says why";
            return Problem::new(StatusCode::INSUFFICIENT_STORAGE, "spool_failed", detail);
        }
        SpoolError::CutOff => (StatusCode::INTERNAL_SERVER_ERROR, "internal"),
    };
    Problem::new(status, code, error.to_string())
}

fn send(application: &Application, result: Arc<Spooled>, call: &Call) -> Result<Response, Problem> {
    let headers = headers(application, &result);
    let name = strong(result.name());
    if call.header(header::IF_MATCH).is_some_and(|it| it != "*" && !it.contains(&name)) {
        let detail = "the answer of this ETag is there no longer; ask for the whole anew";
        return Err(Problem::new(StatusCode::PRECONDITION_FAILED, "changed", detail));
    }
    let length = result.length();
    // A condition that does not hold makes it a request for the whole.
    let range = call.range();
    let range = range.filter(|_| call.header(header::IF_RANGE).is_none_or(|it| it == name));
    Ok(match range.map_or(Part::Whole, |range| Part::of(range, length)) {
        Part::Whole => body(StatusCode::OK, headers, result, 0..length),
        Part::Bytes(part) => {
            let (first, last) = (part.start, part.end - 1);
            let headers = with_part(headers, &format!("bytes {first}-{last}/{length}"));
            body(StatusCode::PARTIAL_CONTENT, headers, result, part)
        }
        Part::None => none_such(with_part(headers, &format!("bytes */{length}"))),
    })
}

fn headers(application: &Application, result: &Spooled) -> HeaderMap {
    let About { format, lsn, recorded_at, id, statistics, truncated, .. } = result.about.clone();
    let mut headers = Heading { format, lsn, recorded_at, id }.headers(application.clock.now());
    headers.extend(costs(&statistics, truncated));
    headers.extend(timing(&statistics).map(|it| (server_timing(), it)));
    headers.insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    let name = HeaderValue::from_str(&strong(result.name()));
    headers.extend(name.ok().map(|name| (header::ETAG, name)));
    headers
}

fn with_part(mut headers: HeaderMap, part: &str) -> HeaderMap {
    headers.extend(HeaderValue::from_str(part).ok().map(|part| (header::CONTENT_RANGE, part)));
    headers
}

fn body(
    status: StatusCode,
    mut headers: HeaderMap,
    result: Arc<Spooled>,
    part: std::ops::Range<u64>,
) -> Response {
    headers.insert(header::CONTENT_LENGTH, (part.end - part.start).into());
    (status, headers, Body::from_stream(result.bytes(part))).into_response()
}

#[allow(clippy::needless_pass_by_value)]
fn none_such(headers: HeaderMap) -> Response {
    let problem = Problem::new(
        StatusCode::RANGE_NOT_SATISFIABLE,
        "no_such_range",
        "the answer has no such bytes; Content-Range says how many it has",
    );
    let mut response = problem.into_response();
    let kept = [header::CONTENT_RANGE, header::ETAG, header::ACCEPT_RANGES];
    for name in kept {
        response.headers_mut().extend(headers.get(&name).cloned().map(|value| (name, value)));
    }
    response
}
