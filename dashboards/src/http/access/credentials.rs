//! The key that a request shows: as a bearer token, as the password of Basic, or in a cookie.

use axum::http::{HeaderMap, header};
use base64::{Engine as _, prelude::BASE64_STANDARD};

/// The cookie of the page.
pub(super) const COOKIE: &str = "marea_key";

/// What a request shows.
pub(super) enum Credentials {
    /// In its `Authorization` header, as programs do.
    Header(String),
    /// In the cookie of the page.
    Cookie(String),
    Nothing,
}

impl Credentials {
    /// What these headers show. A header with a scheme that is not ours is for somebody else.
    pub(super) fn of(headers: &HeaderMap) -> Self {
        let header = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
        if let Some(key) = header.and_then(authorization) {
            return Self::Header(key);
        }
        cookie(headers).map_or(Self::Nothing, Self::Cookie)
    }

    /// The key.
    pub(super) fn key(&self) -> Option<&str> {
        match self {
            Self::Header(key) | Self::Cookie(key) => Some(key),
            Self::Nothing => None,
        }
    }

    /// Whether somebody put them into this very request, which no browser does by itself.
    pub(super) fn are_of_a_program(&self) -> bool {
        matches!(self, Self::Header(_))
    }
}

/// Schemes are the same in capitals and in small letters.
fn authorization(value: &str) -> Option<String> {
    let (scheme, rest) = value.split_once(' ')?;
    if scheme.eq_ignore_ascii_case("bearer") {
        return Some(rest.trim().to_owned());
    }
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    // What cannot be read is shown all the same, so that the answer says what is wrong.
    let text = BASE64_STANDARD.decode(rest.trim()).ok();
    let text = text.and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default();
    Some(text.split_once(':').map(|(_, password)| password.to_owned()).unwrap_or_default())
}

fn cookie(headers: &HeaderMap) -> Option<String> {
    let all = headers.get_all(header::COOKIE).into_iter().filter_map(|value| value.to_str().ok());
    let mut pairs = all.flat_map(|value| value.split(';')).filter_map(|it| it.split_once('='));
    pairs.find(|(name, _)| name.trim() == COOKIE).map(|(_, value)| value.trim().to_owned())
}

#[cfg(test)]
mod tests;
