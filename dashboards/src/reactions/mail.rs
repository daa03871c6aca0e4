//! E-mail: a message becomes a plain text and an HTML part by templates, and goes out by SMTP.

pub(super) mod server;
mod session;
pub(super) mod templates;

use std::{
    sync::Arc,
    time::{Duration, SystemTime},
};

use lettre::message::{Mailbox, Mailboxes, MultiPart, header};
use marea_ingest::{reactions::Message, store::ShopSettings, time::Instant};
use serde_json::Value;

use self::{server::Server, session::Failure, templates::Templates};
use super::destination::Outcome;

/// Who is written to.
pub(super) enum Recipients {
    /// The customer whom the message is about, at the address that its data name.
    Customer,
    /// Always the same.
    Fixed(Vec<Mailbox>),
}

/// Letters to some recipients.
pub(super) struct Mail {
    pub server: Arc<Server>,
    pub templates: Arc<Templates>,
    pub from: Mailbox,
    pub recipients: Recipients,
}

impl Mail {
    /// Where the letters go.
    pub(super) fn address(&self) -> String {
        match &self.recipients {
            Recipients::Customer => format!("the customer, by {}", self.server),
            Recipients::Fixed(addresses) => {
                let shown: Vec<_> = addresses.iter().map(ToString::to_string).collect();
                format!("{}, by {}", shown.join(", "), self.server)
            }
        }
    }

    /// Whether there is anybody to write to.
    pub(super) fn reaches(&self, message: &Message) -> bool {
        match &self.recipients {
            Recipients::Customer => customer(message).is_some(),
            Recipients::Fixed(_) => true,
        }
    }

    /// Tries once.
    pub(super) async fn send(
        &self,
        message: &Message,
        destination: &str,
        shop: &ShopSettings,
        now: Instant,
    ) -> Outcome {
        let letter = match self.letter(message, destination, shop, now) {
            Ok(letter) => letter,
            Err(error) => return Outcome::refused(error),
        };
        match self.server.send(&letter).await {
            Ok(()) => Outcome::Delivered,
            Err(Failure::Transient(error)) => Outcome::failed(error),
            Err(Failure::Permanent(error)) => Outcome::refused(error),
        }
    }

    fn letter(
        &self,
        message: &Message,
        destination: &str,
        shop: &ShopSettings,
        now: Instant,
    ) -> Result<lettre::Message, String> {
        let content = self.templates.render(message, shop).map_err(|error| format!("{error:#}"))?;
        let domain = self.from.email.domain();
        // The same for every attempt, so that a letter that comes twice is known by it.
        let id = format!("<{}.{destination}@{domain}>", message.id);
        let micros = u64::try_from(now.0).unwrap_or(0);
        lettre::Message::builder()
            .from(self.from.clone())
            .mailbox(header::To::from(self.to(message)?))
            .subject(content.subject)
            .date(SystemTime::UNIX_EPOCH + Duration::from_micros(micros))
            .message_id(Some(id))
            .multipart(MultiPart::alternative_plain_html(content.text, content.html))
            .map_err(|error| error.to_string())
    }

    fn to(&self, message: &Message) -> Result<Mailboxes, String> {
        match &self.recipients {
            Recipients::Fixed(addresses) => Ok(addresses.iter().cloned().collect()),
            Recipients::Customer => {
                let (name, address) = customer(message).ok_or("the customer has no address")?;
                let wrong = |error| format!("\"{address}\" is no e-mail address: {error}");
                Ok(Mailboxes::from(Mailbox::new(name, address.parse().map_err(wrong)?)))
            }
        }
    }
}

/// The name and the e-mail address of the customer that a message speaks of.
fn customer(message: &Message) -> Option<(Option<String>, String)> {
    let mut data: Value = serde_json::from_str(&message.data).ok()?;
    let mut text = |field: &str| match data.get_mut(field)?.take() {
        Value::String(text) if !text.trim().is_empty() => Some(text),
        _ => None,
    };
    let address = text("email")?;
    Some((text("customer_name"), address))
}

#[cfg(test)]
mod tests;
