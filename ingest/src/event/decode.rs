//! From JSON and JSONL to events, with errors that name the record, the field and what was
//! expected. A bad record never takes a good one with it.

use chrono::Datelike;
use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer, Serialize, de::Error as _};
use serde_json::{Map, Value, value::RawValue};

use super::{Body, EVENT_TYPES, Envelope, Event};
use crate::cores::offer_core;

mod validate;

pub(crate) use validate::PROPOSAL;

/// The largest record that is taken, in bytes: an order of [`MOST_LINES`] lines fits.
pub const LARGEST_RECORD: usize = 4 << 20;
/// The most lines that one event may carry.
pub const MOST_LINES: usize = 10_000;
/// The longest free text (a name, a reason), in bytes.
pub const LONGEST_TEXT: usize = 4096;

/// The longest message about a record, in characters; the list of all event types fits.
const LONGEST_MESSAGE: usize = 4000;

/// What is wrong with one record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("record {index}: {}{message}", field.as_ref().map(|f| format!("{f}: ")).unwrap_or_default())]
pub struct RecordError {
    /// The place of the record in its request, from 0.
    pub index: usize,
    /// The event's id, where it could be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub event_id: Option<String>,
    /// A stable code: `malformed_json`, `invalid_field`, `unknown_type`, `too_large`, and those
    /// of a refusal.
    pub code: String,
    /// The field, as a path such as `lines[0].quantity`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// What was wrong and what was expected.
    pub message: String,
}

/// Why a whole request cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DecodeError {
    /// Not JSON at all.
    #[error("expected a JSON object or an array of objects: {0}")]
    Malformed(String),
    /// Not text.
    #[error("expected UTF-8 text: byte {0} is not")]
    NotText(usize),
}

/// Reads one event, or an array of events.
///
/// # Errors
/// [`DecodeError`] where the body is no JSON; each record's own error stands in its place.
pub fn decode_json(body: &[u8]) -> Result<Vec<Result<Event, RecordError>>, DecodeError> {
    let text = as_text(body)?.trim();
    if !text.starts_with('[') {
        serde_json::from_str::<&RawValue>(text)
            .map_err(|error| DecodeError::Malformed(error.to_string()))?;
        return Ok(vec![decode_record(0, text)]);
    }
    let records: Vec<&RawValue> =
        serde_json::from_str(text).map_err(|error| DecodeError::Malformed(error.to_string()))?;
    Ok(records.iter().enumerate().map(|(index, raw)| decode_record(index, raw.get())).collect())
}

/// Reads one event a line; empty lines are passed over and not counted.
///
/// # Errors
/// [`DecodeError::NotText`]; each line's own error stands in its place.
pub fn decode_jsonl(body: &[u8]) -> Result<Vec<Result<Event, RecordError>>, DecodeError> {
    let lines = as_text(body)?.lines().filter(|line| !line.trim().is_empty());
    Ok(lines.enumerate().map(|(index, line)| decode_record(index, line)).collect())
}

fn as_text(body: &[u8]) -> Result<&str, DecodeError> {
    let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
    std::str::from_utf8(body).map_err(|error| DecodeError::NotText(error.valid_up_to()))
}

/// Reads one event from its JSON object.
///
/// # Errors
/// A [`RecordError`] that names the field.
pub fn decode_record(index: usize, json: &str) -> Result<Event, RecordError> {
    offer_core();
    let mut event_id = None;
    // What is wrong may be as long as the record; it is not sent back whole.
    read(json, &mut event_id).map_err(|Fault { code, field, message }| RecordError {
        index,
        event_id,
        code: code.into(),
        field: field.map(|field| shortened(&field, 200)),
        message: shortened(&message, LONGEST_MESSAGE),
    })
}

/// What is wrong, before it is known in which record.
pub(super) struct Fault {
    code: &'static str,
    field: Option<String>,
    message: String,
}

impl Fault {
    pub(super) fn field(field: impl Into<String>, message: impl Into<String>) -> Self {
        Self { code: "invalid_field", field: Some(field.into()), message: message.into() }
    }
}

fn read(json: &str, event_id: &mut Option<String>) -> Result<Event, Fault> {
    if json.len() > LARGEST_RECORD {
        let message = format!("expected at most {LARGEST_RECORD} bytes, got {}", json.len());
        return Err(Fault { code: "too_large", field: None, message });
    }
    let mut fields: Map<String, Value> = serde_json::from_str(json).map_err(|error| {
        let message = format!("expected a JSON object: {error}");
        Fault { code: "malformed_json", field: None, message }
    })?;
    *event_id = fields.get("event_id").and_then(Value::as_str).map(|id| shortened(id, 200));
    let event_type = match fields.remove("type") {
        Some(Value::String(event_type)) => event_type,
        Some(_) => return Err(Fault::field("type", "expected a string")),
        None => return Err(Fault::field("type", "missing; expected an event type")),
    };
    let envelope = read_envelope(&mut fields)?;
    let body = read_body(&event_type, fields)?;
    let event = Event { envelope, body };
    validate::event(&event)?;
    Ok(event)
}

const ENVELOPE_FIELDS: [&str; 7] =
    ["event_id", "source", "occurred_at", "mode", "external_version", "actor", "reason"];

fn read_envelope(fields: &mut Map<String, Value>) -> Result<Envelope, Fault> {
    let taken = ENVELOPE_FIELDS
        .iter()
        .filter_map(|&name| Some((name.to_owned(), fields.remove(name)?)))
        .collect();
    let envelope: Envelope = with_path(|track| {
        Envelope::deserialize(serde_path_to_error::Deserializer::new(Value::Object(taken), track))
    })?;
    let texts = [&envelope.external_version, &envelope.actor, &envelope.reason];
    for (name, value) in ENVELOPE_FIELDS[4..].iter().zip(texts) {
        if value.as_ref().is_some_and(|value| value.len() > LONGEST_TEXT) {
            return Err(Fault::field(*name, format!("expected at most {LONGEST_TEXT} bytes")));
        }
    }
    let year = envelope.occurred_at.year();
    if !(1970..2200).contains(&year) {
        let message = format!("expected an instant between 1970 and 2200, got the year {year}");
        return Err(Fault::field("occurred_at", message));
    }
    Ok(envelope)
}

fn read_body(event_type: &str, fields: Map<String, Value>) -> Result<Body, Fault> {
    with_path(|track| {
        let fields = serde_path_to_error::Deserializer::new(Value::Object(fields), track);
        Body::read(event_type, fields).transpose()
    })?
    .ok_or_else(|| Fault {
        code: "unknown_type",
        field: Some("type".into()),
        message: format!(
            "unknown event type \"{}\"; expected one of {}",
            shortened(event_type, 60),
            EVENT_TYPES.join(", ")
        ),
    })
}

fn with_path<T>(
    read: impl FnOnce(&mut serde_path_to_error::Track) -> Result<T, serde_json::Error>,
) -> Result<T, Fault> {
    let mut track = serde_path_to_error::Track::new();
    read(&mut track).map_err(|error| {
        let path = track.path().to_string();
        let message = error.to_string();
        // serde names a missing or unknown field in its message, not in its path.
        let named = message.split('`').nth(1).filter(|_| message.contains(" field `"));
        let field = match (path.as_str(), named) {
            ("." | "", Some(named)) => named.to_owned(),
            (path, Some(named)) if !path.ends_with(named) => format!("{path}.{named}"),
            (path, _) => path.to_owned(),
        };
        Fault::field(field, without_long_words(&message))
    })
}

/// A message in which words of any length, such as a value that was sent, are cut.
fn without_long_words(message: &str) -> String {
    let words = message.split(' ').map(|word| match word.char_indices().nth(200) {
        Some((end, _)) => format!("{}…", &word[..end]),
        None => word.to_owned(),
    });
    words.collect::<Vec<_>>().join(" ")
}

fn shortened(text: &str, most: usize) -> String {
    text.chars().take(most).collect()
}

/// Reads an amount above zero.
pub(super) fn positive<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de> + Default + PartialOrd + std::fmt::Display,
{
    let value = T::deserialize(deserializer)?;
    if value > T::default() {
        return Ok(value);
    }
    Err(D::Error::custom(format_args!("expected a number above zero, got {value}")))
}

/// Reads an amount that is not below zero.
pub(super) fn non_negative<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de> + Default + PartialOrd + std::fmt::Display,
{
    let value = T::deserialize(deserializer)?;
    if value >= T::default() {
        return Ok(value);
    }
    Err(D::Error::custom(format_args!("expected zero or more, got {value}")))
}

/// Reads a rate above zero from a decimal string.
pub(super) fn positive_decimal<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Decimal, D::Error> {
    let value = rust_decimal::serde::str::deserialize(deserializer)?;
    if value > Decimal::ZERO && value < Decimal::from(1_000_000_000) {
        return Ok(value);
    }
    Err(D::Error::custom("expected a decimal string above zero and below a thousand million"))
}

/// Reads free texts of a bounded length.
pub(super) mod text {
    use super::{Deserialize, Deserializer, LONGEST_TEXT as LONGEST};
    use serde::de::Error as _;

    fn bounded<E: serde::de::Error>(text: String) -> Result<String, E> {
        if text.len() > LONGEST {
            return Err(E::custom(format_args!("expected at most {LONGEST} bytes")));
        }
        Ok(text)
    }

    /// A text that must be there.
    pub(in super::super) fn required<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<String, D::Error> {
        let text = bounded(String::deserialize(deserializer)?)?;
        if text.trim().is_empty() { Err(D::Error::custom("expected a text")) } else { Ok(text) }
    }

    /// A text that may be left out; an empty one counts as left out.
    pub(in super::super) fn optional<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<String>, D::Error> {
        let text = Option::<String>::deserialize(deserializer)?;
        text.filter(|text| !text.trim().is_empty()).map(bounded).transpose()
    }
}

#[cfg(test)]
mod tests;
