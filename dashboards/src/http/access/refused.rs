//! Why a request is not answered, as the one who asked sees it.

use axum::{
    extract::Request,
    http::{HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse as _, Response},
};
use chrono::TimeDelta;

use crate::{http::Problem, keys::Refusal};

const FETCH_MODE: HeaderName = HeaderName::from_static("sec-fetch-mode");

/// The answer, and its code.
pub(super) fn response(refusal: &Refusal, request: &Request) -> (Response, &'static str) {
    let (status, code) = status(refusal);
    let mut response = Problem::new(status, code, detail(refusal)).into_response();
    let headers = response.headers_mut();
    if status == StatusCode::UNAUTHORIZED {
        let error = if *refusal == Refusal::NoKey { "" } else { ", error=\"invalid_token\"" };
        let bearer = HeaderValue::try_from(format!("Bearer realm=\"marea\"{error}"));
        headers.extend(bearer.ok().map(|bearer| (header::WWW_AUTHENTICATE, bearer)));
        if !is_of_the_page(request) {
            let basic = HeaderValue::from_static("Basic realm=\"marea\", charset=\"UTF-8\"");
            headers.append(header::WWW_AUTHENTICATE, basic);
        }
    }
    if let Refusal::TooMany { retry_after, .. } = refusal {
        headers.insert(header::RETRY_AFTER, seconds(*retry_after).into());
    }
    (response, code)
}

fn status(refusal: &Refusal) -> (StatusCode, &'static str) {
    match refusal {
        Refusal::NoKey => (StatusCode::UNAUTHORIZED, "no_key"),
        Refusal::Malformed => (StatusCode::UNAUTHORIZED, "malformed_key"),
        Refusal::Unknown => (StatusCode::UNAUTHORIZED, "unknown_key"),
        Refusal::Expired { .. } => (StatusCode::UNAUTHORIZED, "expired_key"),
        Refusal::Revoked { .. } => (StatusCode::UNAUTHORIZED, "revoked_key"),
        Refusal::MissingScope { .. } => (StatusCode::FORBIDDEN, "missing_scope"),
        Refusal::TooMany { .. } => (StatusCode::TOO_MANY_REQUESTS, "too_many_requests"),
        Refusal::Unreadable => (StatusCode::SERVICE_UNAVAILABLE, "keys_unreadable"),
    }
}

fn detail(refusal: &Refusal) -> String {
    match refusal {
        Refusal::NoKey => "this server asks for a key: send `Authorization: Bearer mk_…`, or the \
            key as the password of Basic; `marea keys create` makes one"
            .into(),
        Refusal::Malformed => "this is no key: a character is wrong, missing or too many; keys \
            begin with mk_ and have 60 characters"
            .into(),
        Refusal::Unknown => {
            "this server does not know this key; was it made for another store?".into()
        }
        Refusal::Expired { name, at } => {
            format!("the key {name} ended at {at:?}; `marea keys rotate {name}` makes a new one")
        }
        Refusal::Revoked { name, at } => format!("the key {name} was revoked at {at:?}"),
        Refusal::MissingScope { name, has, needs } => {
            format!("this needs the scope {needs}, and the key {name} has only {has}")
        }
        Refusal::TooMany { name, retry_after } => {
            let seconds = seconds(*retry_after);
            format!("the key {name} asks more often than it may; ask again after {seconds} s")
        }
        Refusal::Unreadable => {
            "the keys of this server cannot be read, so nobody is let in; its log says why".into()
        }
    }
}

/// Whole seconds, so that whoever waits them out is answered.
fn seconds(wait: TimeDelta) -> i64 {
    (wait.num_milliseconds() / 1000 + 1).max(1)
}

/// Asked by the script of the page, which has a form of its own. A browser that is offered Basic
/// would put its dialog over it.
fn is_of_the_page(request: &Request) -> bool {
    let text = |name| request.headers().get(name).and_then(|value| value.to_str().ok());
    request.uri().path() == "/api/v1/session"
        || text(FETCH_MODE).is_some_and(|mode| mode != "navigate")
        || text(header::ACCEPT).is_some_and(|accept| accept.contains("text/event-stream"))
}
