//! `/api/v1/session`: the page trades a key for a cookie, asks who it is, and signs out.
//!
//! The cookie holds the key itself: no script can read it, no other site can use it, and since it
//! is checked with every request, it ends when the key does.

use std::sync::Arc;

use axum::{
    Json, Router,
    body::{Body, to_bytes},
    extract::{Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse as _, Response},
    routing::post,
};
use serde::Deserialize;
use serde_json::json;

use super::{
    credentials::{COOKIE, Credentials},
    refused,
    writing::Outcome,
};
use crate::{
    http::Problem,
    keys::{Access, Asker, Needs},
};

/// A browser keeps a key for a month at the most.
const LONGEST: i64 = 30 * 24 * 3600;
/// A body that is larger holds no key.
const LARGEST: usize = 4096;
const FORWARDED_PROTOCOL: HeaderName = HeaderName::from_static("x-forwarded-proto");

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SignIn {
    key: String,
}

/// The routes of the session.
pub(super) fn routes() -> Router<Arc<Access>> {
    let methods = post(sign_in).get(who).delete(sign_out);
    Router::new().route("/api/v1/session", methods)
}

async fn sign_in(State(access): State<Arc<Access>>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let key = match key(body).await {
        Ok(key) => key,
        Err(problem) => return problem.into_response(),
    };
    let request = Request::from_parts(parts, Body::empty());
    match access.admit(Some(&key), Needs::AnyKey) {
        Ok(asker) => {
            let mut response = shown(&asker);
            // Where no keys are asked for, there is none to keep.
            if asker.key.is_some() {
                let cookie = cookie(&key, lasts(&access, &asker), &request);
                response = with_cookie(response, &cookie);
            }
            written_down(response, Ok(asker))
        }
        Err(refusal) => {
            let (response, code) = refused::response(&refusal, &request);
            written_down(response, Err((code, refusal.name().cloned())))
        }
    }
}

/// With what the audit log is to say of it.
fn written_down(mut response: Response, outcome: Outcome) -> Response {
    response.extensions_mut().insert(outcome);
    response
}

async fn who(State(access): State<Arc<Access>>, request: Request) -> Response {
    match access.admit(Credentials::of(request.headers()).key(), Needs::AnyKey) {
        Ok(asker) => shown(&asker),
        Err(refusal) => refused::response(&refusal, &request).0,
    }
}

async fn sign_out(request: Request) -> Response {
    with_cookie(StatusCode::NO_CONTENT.into_response(), &cookie("", 0, &request))
}

async fn key(body: Body) -> Result<String, Problem> {
    let body = to_bytes(body, LARGEST).await;
    let body = body.map_err(|_| Problem::invalid("expected {\"key\": \"mk_…\"}"))?;
    // The message of the parser could quote what it read.
    let said: SignIn = serde_json::from_slice(&body)
        .map_err(|_| Problem::invalid("expected {\"key\": \"mk_…\"}"))?;
    Ok(said.key.trim().to_owned())
}

fn shown(asker: &Asker) -> Response {
    let body = json!({ "name": asker.name, "scopes": asker.scopes });
    ([(header::CACHE_CONTROL, "no-store")], Json(body)).into_response()
}

/// The seconds for which a browser keeps a key.
fn lasts(access: &Access, asker: &Asker) -> i64 {
    let end = asker.key.as_ref().and_then(|key| access.expires_at(key));
    end.map_or(LONGEST, |end| (end - access.now()).num_seconds().clamp(0, LONGEST))
}

fn cookie(key: &str, seconds: i64, request: &Request) -> String {
    let secure = if is_encrypted(request.headers()) { "; Secure" } else { "" };
    format!("{COOKIE}={key}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Strict{secure}")
}

/// Whether the proxy before us has the browser's connection encrypted.
fn is_encrypted(headers: &HeaderMap) -> bool {
    headers.get(FORWARDED_PROTOCOL).is_some_and(|value| value.as_bytes() == b"https")
}

fn with_cookie(mut response: Response, cookie: &str) -> Response {
    if let Ok(mut cookie) = HeaderValue::from_str(cookie) {
        cookie.set_sensitive(true);
        response.headers_mut().insert(header::SET_COOKIE, cookie);
    }
    response
}
