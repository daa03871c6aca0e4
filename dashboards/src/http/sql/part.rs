//! Which part of an answer a `Range` asks for (RFC 9110, 14).

use std::ops::Range;

/// What a request for a part comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Part {
    /// The whole: what is asked for is no range of bytes, or several of them.
    Whole,
    /// These bytes.
    Bytes(Range<u64>),
    /// The answer has no such bytes.
    None,
}

impl Part {
    /// The part of an answer of so many bytes that a header asks for.
    pub(super) fn of(range: &str, length: u64) -> Self {
        let one = range.trim().strip_prefix("bytes=").filter(|rest| !rest.contains(','));
        let Some((first, last)) = one.and_then(|one| one.trim().split_once('-')) else {
            return Self::Whole;
        };
        let bounds = match (number(first), number(last)) {
            (Some(first), Some(last)) if first <= last => first..last.saturating_add(1),
            (Some(first), None) if last.is_empty() => first..length,
            (None, Some(0)) if first.is_empty() => return Self::None,
            (None, Some(count)) if first.is_empty() => length.saturating_sub(count)..length,
            _ => return Self::Whole,
        };
        if bounds.start >= length {
            return Self::None;
        }
        Self::Bytes(bounds.start..bounds.end.min(length))
    }
}

fn number(text: &str) -> Option<u64> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| text.parse().unwrap_or(u64::MAX))
}

#[cfg(test)]
mod tests;
