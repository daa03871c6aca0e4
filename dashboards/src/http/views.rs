//! `/api/v1/views`: the views that are kept, their rows, and an analyst's own ones.

use axum::{
    Json,
    body::Bytes,
    extract::{Path, State, rejection::BytesRejection},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    Problem,
    sql::{self, Call},
};
use crate::Application;

/// A view that is to be made.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Wanted {
    name: String,
    #[serde(default)]
    about: String,
    sql: String,
}

pub(super) async fn list(State(application): State<Application>) -> Json<Value> {
    Json(json!({ "views": application.query.views() }))
}

/// The rows of a view.
pub(super) async fn rows(
    State(application): State<Application>,
    Path(name): Path<String>,
    call: Call,
) -> Result<Response, Problem> {
    let (name, suffix) = name.split_once('.').map_or((&*name, None), |(name, it)| (name, Some(it)));
    known(&application, name)?;
    sql::table(&application, name, suffix, &call).await
}

pub(super) async fn create(
    State(application): State<Application>,
    call: Call,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Problem> {
    sees_all_tables(&call)?;
    let body = body.map_err(|error| Problem::invalid(format!("the body: {error}")))?;
    let Wanted { name, about, sql } = serde_json::from_slice(&body)
        .map_err(|error| Problem::invalid(format!("the body: {error}")))?;
    let location = format!("/api/v1/views/{name}");
    let made = application.query.create_view(&name, &about, &sql).await?;
    Ok((StatusCode::CREATED, [(header::LOCATION, location)], Json(made)).into_response())
}

pub(super) async fn remove(
    State(application): State<Application>,
    Path(name): Path<String>,
    call: Call,
) -> Result<StatusCode, Problem> {
    sees_all_tables(&call)?;
    if !known(&application, &name)? {
        let detail = format!("{name} is part of Marea and stays; views of your own can be removed");
        return Err(Problem::new(StatusCode::CONFLICT, "built_in_view", detail));
    }
    let query = application.query.clone();
    let gone = tokio::task::spawn_blocking(move || query.drop_view(&name));
    gone.await.map_err(|_| Problem::cut_off())??;
    Ok(StatusCode::NO_CONTENT)
}

/// A view is for all who ask, so it is not made or removed by a key that sees a part only.
fn sees_all_tables(call: &Call) -> Result<(), Problem> {
    if call.tables.is_none() {
        return Ok(());
    }
    let detail = "this key may name some tables only; views are made with one that may name all";
    Err(Problem::new(StatusCode::FORBIDDEN, "limited_key", detail))
}

/// Whether a view is an analyst's own.
fn known(application: &Application, name: &str) -> Result<bool, Problem> {
    let views = application.query.views();
    let found = views.iter().find(|view| view.name == name);
    found.map(|view| view.own).ok_or_else(|| {
        let names = views.iter().map(|view| &*view.name);
        Problem::new(StatusCode::NOT_FOUND, "no_such_view", format!("there is no view \"{name}\""))
            .near(name, names)
    })
}
