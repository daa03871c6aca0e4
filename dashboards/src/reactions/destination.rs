//! A destination: which topics it wants, how it is reached, and what came of an attempt.

use std::{collections::BTreeSet, time::Duration};

use marea_ingest::{
    reactions::{Message, Topic},
    store::ShopSettings,
    time::Instant,
};

use super::{mail::Mail, schedule::Schedule, webhook::Webhook};

/// Somebody who is told.
pub(super) struct Destination {
    /// Its name in the configuration; what is known of deliveries is kept under it.
    pub name: String,
    /// What it wants to be told.
    pub topics: BTreeSet<Topic>,
    /// When it is tried again.
    pub schedule: Schedule,
    /// How it is reached.
    pub channel: Channel,
}

/// How a destination is reached.
pub(super) enum Channel {
    Webhook(Webhook),
    Mail(Mail),
}

/// What came of an attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Outcome {
    /// The destination has it.
    Delivered,
    /// It may go better later, though not before so long.
    Failed { error: String, wait: Option<Duration> },
    /// It will never take this message.
    Refused { error: String },
    /// It wants no more messages at all.
    Gone { error: String },
}

impl Outcome {
    /// A failure that says nothing of when to try again.
    pub(super) fn failed(error: impl Into<String>) -> Self {
        Self::Failed { error: error.into(), wait: None }
    }

    /// A message that will never be taken.
    pub(super) fn refused(error: impl Into<String>) -> Self {
        Self::Refused { error: error.into() }
    }
}

impl Destination {
    /// What it is, in a word.
    pub(super) fn kind(&self) -> &'static str {
        match &self.channel {
            Channel::Webhook(_) => "webhook",
            Channel::Mail(_) => "mail",
        }
    }

    /// Where it is, without anything secret.
    pub(super) fn address(&self) -> String {
        match &self.channel {
            Channel::Webhook(webhook) => webhook.address(),
            Channel::Mail(mail) => mail.address(),
        }
    }

    /// Whether a message is one for it.
    pub(super) fn wants(&self, message: &Message) -> bool {
        let reached = match &self.channel {
            Channel::Webhook(_) => true,
            Channel::Mail(mail) => mail.reaches(message),
        };
        reached && self.topics.contains(&message.topic)
    }

    /// Tries once.
    pub(super) async fn send(
        &self,
        message: &Message,
        shop: &ShopSettings,
        now: Instant,
    ) -> Outcome {
        match &self.channel {
            Channel::Webhook(webhook) => webhook.send(message, now).await,
            Channel::Mail(mail) => mail.send(message, &self.name, shop, now).await,
        }
    }
}
