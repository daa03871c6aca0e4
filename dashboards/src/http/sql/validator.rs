//! Names of answers, by which a reader tells whether he has one already (RFC 9110, 8.8.3).
//!
//! What query, parameters and data an answer comes from is its weak name: two answers of one name
//! say the same, though their rows may come in another order and in another encoding. Only an
//! answer that is kept whole has a strong name, of these bytes and no others; parts are asked for
//! by that one.

use axum::http::HeaderValue;
use marea_query::format::Format;

/// The name that any answer to a query at one version of the data has in one form. There is none
/// where the answer changes by itself, as that of `now()` does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Validator(Option<String>);

impl Validator {
    /// From what the query service calls the answer.
    pub(super) fn new(tag: Option<&str>, format: Format) -> Self {
        Self(tag.map(|tag| format!("{tag}.{}", format.name())))
    }

    /// What strong names begin with.
    pub(super) fn base(&self, format: Format) -> String {
        self.0.clone().unwrap_or_else(|| format!("volatile.{}", format.name()))
    }

    /// Whether one of the names in `If-None-Match` means the same.
    pub(super) fn is_known(&self, if_none_match: Option<&str>) -> bool {
        let (Some(base), Some(known)) = (&self.0, if_none_match) else { return false };
        known.split(',').filter_map(opaque).any(|name| {
            let rest = name.strip_prefix(base.as_str());
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        })
    }

    /// The header, for an answer whose bytes may differ from one time to the next.
    pub(super) fn weak(&self) -> Option<HeaderValue> {
        let base = self.0.as_ref()?;
        HeaderValue::from_str(&format!("W/\"{base}\"")).ok()
    }
}

/// A strong name as its header has it.
pub(super) fn strong(name: &str) -> String {
    format!("\"{name}\"")
}

/// What a name in a list of names says, weak or strong.
fn opaque(name: &str) -> Option<&str> {
    let name = name.trim();
    name.strip_prefix("W/").unwrap_or(name).strip_prefix('"')?.strip_suffix('"')
}

#[cfg(test)]
mod tests;
