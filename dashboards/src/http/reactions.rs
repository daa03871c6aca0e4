//! Reactions: how far each destination is, what was given up, and trying it anew.

use std::sync::Arc;

use axum::{
    Json,
    body::Bytes,
    extract::{RawQuery, State, rejection::BytesRejection},
    http::StatusCode,
};
use marea_ingest::{
    reactions::MessageId,
    store::{DeadLetter, StoreError},
};
use serde::Deserialize;
use serde_json::{Value, json, value::RawValue};

use super::{Problem, parameters::parameters};
use crate::{Application, reactions::Reactions};

/// Dead letters on a page where nothing else is asked for, and at most.
const PAGE: usize = 100;
const LARGEST_PAGE: usize = 1000;

pub(super) async fn overview(
    State(application): State<Application>,
) -> Result<Json<Value>, Problem> {
    let Some(reactions) = application.reactions else {
        return Ok(Json(json!({ "configured": false, "destinations": [] })));
    };
    let destinations = off_the_way(reactions, |it| it.overview()).await?;
    Ok(Json(json!({ "configured": true, "destinations": destinations })))
}

pub(super) async fn dead_letters(
    State(application): State<Application>,
    RawQuery(query): RawQuery,
) -> Result<Json<Value>, Problem> {
    let reactions = application.reactions.ok_or_else(off)?;
    let (mut destination, mut after, mut limit) = (None, None, PAGE);
    for (name, value) in parameters(&query.unwrap_or_default())? {
        let wrong = |what: String| Problem::invalid(format!("{name}: {what}"));
        match name.as_str() {
            "destination" => destination = Some(known(&reactions, value)?),
            "after" => after = Some(place(&value)?),
            "limit" => {
                let number: usize = value.parse().map_err(|_| wrong("expected a number".into()))?;
                limit = number.clamp(1, LARGEST_PAGE);
            }
            _ => return Err(wrong("unknown parameter; known: destination, after, limit".into())),
        }
    }
    let list = move |it: &Reactions| {
        let after = after.as_ref().map(|(id, name): &(MessageId, String)| (*id, name.as_str()));
        it.dead_letters(destination.as_deref(), after, limit)
    };
    let letters = off_the_way(reactions, list).await?;
    let last = letters.last().filter(|_| letters.len() == limit);
    let next = last.map(|it| format!("{}~{}", it.message.id, it.destination));
    let letters: Vec<_> = letters.iter().map(shown).collect();
    Ok(Json(json!({ "dead_letters": letters, "next": next })))
}

/// What is to be tried anew: one message, or all.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Replay {
    destination: String,
    message_id: Option<String>,
    #[serde(default)]
    all: bool,
}

pub(super) async fn replay(
    State(application): State<Application>,
    body: Result<Bytes, BytesRejection>,
) -> Result<Json<Value>, Problem> {
    let reactions = application.reactions.ok_or_else(off)?;
    let body = body.map_err(|error| Problem::invalid(error.to_string()))?;
    let asked: Replay =
        serde_json::from_slice(&body).map_err(|error| Problem::invalid(error.to_string()))?;
    let destination = known(&reactions, asked.destination)?;
    let only = match (&asked.message_id, asked.all) {
        (Some(id), false) => Some(message_id(id)?),
        (None, true) => None,
        _ => return Err(Problem::invalid("expected either a message_id, or \"all\": true")),
    };
    let replayed = off_the_way(reactions, move |it| it.replay(&destination, only)).await?;
    if let (Some(id), 0) = (only, replayed) {
        return Err(Problem::not_found(format!("{id} is no dead letter of this destination")));
    }
    Ok(Json(json!({ "replayed": replayed })))
}

/// Reads or writes the store where it may take a while.
async fn off_the_way<T: Send + 'static>(
    reactions: Arc<Reactions>,
    work: impl FnOnce(&Reactions) -> Result<T, StoreError> + Send + 'static,
) -> Result<T, Problem> {
    let done = tokio::task::spawn_blocking(move || work(&reactions)).await;
    Ok(done.map_err(|_| Problem::invalid("the work was cut off"))??)
}

fn off() -> Problem {
    let detail = "no reactions are configured; start the server with --reactions FILE";
    Problem::new(StatusCode::NOT_FOUND, "not_configured", detail)
}

fn known(reactions: &Reactions, destination: String) -> Result<String, Problem> {
    if reactions.knows(&destination) {
        return Ok(destination);
    }
    Err(Problem::not_found(format!("no destination \"{destination}\" is configured")))
}

/// Where a page of dead letters ended.
fn place(text: &str) -> Result<(MessageId, String), Problem> {
    let expected = || Problem::invalid("after: expected what `next` of the page before said");
    let (id, destination) = text.split_once('~').ok_or_else(expected)?;
    Ok((message_id(id)?, destination.to_owned()))
}

fn message_id(text: &str) -> Result<MessageId, Problem> {
    text.parse().map_err(|error| Problem::invalid(format!("{error}")))
}

fn shown(letter: &DeadLetter) -> Value {
    let DeadLetter { destination, message, delivery } = letter;
    let data: Option<Box<RawValue>> = serde_json::from_str(&message.data).ok();
    json!({
        "destination": destination,
        "message_id": message.id.to_string(),
        "type": message.topic,
        "subject": message.subject,
        "occurred_at": message.occurred_at,
        "recorded_at": message.recorded_at,
        "attempts": delivery.attempts,
        "last_attempt_at": delivery.last_attempt_at,
        "last_error": delivery.last_error,
        "data": data,
    })
}
