//! Single fields of the configuration: each is read as what it means, or refused.

use std::time::Duration;

use lettre::message::Mailbox;
use reqwest::Url;
use serde::Deserialize;

/// A pause, as "100ms", "5s", "5m", "2h".
#[derive(Deserialize)]
#[serde(try_from = "String")]
pub(super) struct Pause(pub(super) Duration);

impl TryFrom<String> for Pause {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let parsed = || {
            let unit = text.find(|c: char| !c.is_ascii_digit())?;
            let (number, unit) = text.split_at(unit);
            let millis: u64 = match unit {
                "ms" => 1,
                "s" => 1000,
                "m" => 60_000,
                "h" => 3_600_000,
                _ => return None,
            };
            Some(Self(Duration::from_millis(number.parse::<u32>().ok().map(u64::from)? * millis)))
        };
        parsed().ok_or_else(|| {
            format!("expected a pause such as \"100ms\", \"5s\", \"5m\" or \"2h\", got \"{text}\"")
        })
    }
}

/// The address of a webhook's receiver.
#[derive(Deserialize)]
#[serde(try_from = "String")]
pub(super) struct WebAddress(pub(super) Url);

impl TryFrom<String> for WebAddress {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let url = Url::parse(&text).ok().filter(|url| ["https", "http"].contains(&url.scheme()));
        let expected = "expected an address such as \"https://erp.example.org/marea\"";
        url.map(Self).ok_or_else(|| format!("{expected}, got \"{text}\""))
    }
}

/// An e-mail address, with a name or without.
#[derive(Deserialize)]
#[serde(try_from = "String")]
pub(super) struct MailAddress(pub(super) Mailbox);

impl TryFrom<String> for MailAddress {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let expected = "expected an address such as \"Example shop <shop@example.org>\"";
        text.parse().map(Self).map_err(|error| format!("{expected}, got \"{text}\": {error}"))
    }
}
