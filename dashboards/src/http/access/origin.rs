//! Whether a request that changes something comes from our own page.
//!
//! A browser sends cookies, and reaches the loopback, for any site that asks it to. So what
//! changes something without an `Authorization` header must come from this page, or from what is
//! no browser: browsers say where a request comes from, programs do not.

use axum::{
    extract::Request,
    http::{HeaderMap, HeaderName, Method, StatusCode, header},
};

use crate::http::Problem;

const SITE: HeaderName = HeaderName::from_static("sec-fetch-site");
const FORWARDED_HOST: HeaderName = HeaderName::from_static("x-forwarded-host");

/// Whether it changes nothing, or may.
pub(super) fn may_change(request: &Request) -> bool {
    let safe = [Method::GET, Method::HEAD, Method::OPTIONS];
    safe.contains(request.method()) || is_ours(request.headers())
}

/// The answer to another site.
pub(super) fn refused() -> Problem {
    let detail = "another site's page asked for this; ask from this server's own page, or show a \
        key in the Authorization header";
    Problem::new(StatusCode::FORBIDDEN, "cross_origin", detail)
}

fn is_ours(headers: &HeaderMap) -> bool {
    let text = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(site) = text(SITE) {
        return ["same-origin", "none"].contains(&site);
    }
    let Some(origin) = text(header::ORIGIN) else { return !headers.contains_key(header::ORIGIN) };
    let host = origin.split_once("://").map(|(_, host)| host);
    host.is_some() && (host == text(header::HOST) || host == text(FORWARDED_HOST))
}

#[cfg(test)]
mod tests;
