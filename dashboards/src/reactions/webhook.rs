//! Webhooks, as Standard Webhooks has them: a signed POST, taken when the answer is 2xx.
//!
//! <https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md>

use std::time::Duration;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use chrono::DateTime;
use hmac::{Hmac, KeyInit as _, Mac as _};
use marea_ingest::{reactions::Message, time::Instant};
use reqwest::{
    Client, Response, StatusCode, Url,
    header::{CONTENT_TYPE, RETRY_AFTER},
    redirect::Policy,
};
use serde::Serialize;
use serde_json::value::RawValue;
use sha2::Sha256;

use super::destination::Outcome;

/// A receiver that takes longer is held to have failed; 15 to 30 seconds are proposed.
const TIMEOUT: Duration = Duration::from_secs(15);
/// The longest that a receiver's Retry-After is heeded.
const LONGEST_WAIT: Duration = Duration::from_secs(24 * 3600);
/// The shortest and the longest key that Standard Webhooks allows, in bytes.
const KEY_BYTES: std::ops::RangeInclusive<usize> = 24..=64;

/// The key that a webhook's messages are signed with.
#[derive(Clone)]
pub(super) struct SigningKey(Vec<u8>);

impl SigningKey {
    /// Reads a secret: `whsec_` and then 24 to 64 bytes in base64.
    pub(super) fn parse(secret: &str) -> Result<Self, &'static str> {
        let expected = "expected a secret such as whsec_ followed by 24 to 64 bytes in base64; \
            `openssl rand -base64 32` makes such bytes";
        let encoded = secret.trim().strip_prefix("whsec_").ok_or(expected)?;
        let key = STANDARD.decode(encoded).map_err(|_| expected)?;
        if KEY_BYTES.contains(&key.len()) { Ok(Self(key)) } else { Err(expected) }
    }

    /// The signature of a message: version 1, HMAC-SHA256 of id, time and body, in base64.
    fn sign(&self, id: &str, timestamp: i64, body: &str) -> Option<String> {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.0).ok()?;
        mac.update(format!("{id}.{timestamp}.{body}").as_bytes());
        Some(format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes())))
    }
}

/// A receiver of webhooks.
pub(super) struct Webhook {
    url: Url,
    key: SigningKey,
    client: Client,
}

/// The body of a webhook.
#[derive(Serialize)]
struct Payload<'a> {
    r#type: &'a str,
    timestamp: Instant,
    data: &'a RawValue,
}

impl Webhook {
    /// A receiver at an address.
    pub(super) fn new(url: Url, key: SigningKey) -> reqwest::Result<Self> {
        let client = Client::builder()
            .timeout(TIMEOUT)
            // A receiver that moved says so to its owner; messages are not carried elsewhere.
            .redirect(Policy::none())
            .user_agent(concat!("marea/", env!("CARGO_PKG_VERSION")));
        Ok(Self { url, key, client: client.build()? })
    }

    /// Where it is: without what may hold a secret.
    pub(super) fn address(&self) -> String {
        let mut shown = self.url.clone();
        // Neither can fail on an address that has a host.
        let _ = shown.set_username("");
        let _ = shown.set_password(None);
        shown.set_query(None);
        shown.to_string()
    }

    /// Tries once.
    pub(super) async fn send(&self, message: &Message, now: Instant) -> Outcome {
        let (id, timestamp) = (message.id.to_string(), now.utc().timestamp());
        let Some(body) = body(message) else {
            return Outcome::refused("the message's data are not JSON");
        };
        let Some(signature) = self.key.sign(&id, timestamp, &body) else {
            return Outcome::refused("the secret cannot sign");
        };
        let request = self.client.post(self.url.clone());
        let request = request
            .header(CONTENT_TYPE, "application/json")
            .header("webhook-id", id)
            .header("webhook-timestamp", timestamp)
            .header("webhook-signature", signature)
            .body(body);
        match request.send().await {
            Ok(response) => outcome(&response, now),
            Err(error) => Outcome::failed(causes(&error.without_url())),
        }
    }
}

fn body(message: &Message) -> Option<String> {
    let data = serde_json::from_str(&message.data).ok()?;
    let payload = Payload { r#type: message.topic.as_str(), timestamp: message.occurred_at, data };
    serde_json::to_string(&payload).ok()
}

fn outcome(response: &Response, now: Instant) -> Outcome {
    let status = response.status();
    if status.is_success() {
        return Outcome::Delivered;
    }
    let error = format!("the receiver answered {status}");
    if status == StatusCode::GONE {
        return Outcome::Gone { error };
    }
    let header = response.headers().get(RETRY_AFTER).and_then(|value| value.to_str().ok());
    Outcome::Failed { error, wait: header.and_then(|value| wait(value, now)) }
}

/// How long a Retry-After header asks to wait: seconds, or a date.
fn wait(value: &str, now: Instant) -> Option<Duration> {
    let seconds = value.trim().parse().ok();
    let until = || {
        let at = DateTime::parse_from_rfc2822(value.trim()).ok()?;
        u64::try_from(at.timestamp() - now.utc().timestamp()).ok()
    };
    Some(Duration::from_secs(seconds.or_else(until)?).min(LONGEST_WAIT))
}

/// An error with what caused it: the outermost alone often says next to nothing.
fn causes(error: &dyn std::error::Error) -> String {
    let inner = std::iter::successors(error.source(), |error| error.source());
    inner.fold(error.to_string(), |text, cause| format!("{text}: {cause}"))
}

#[cfg(test)]
mod tests;
