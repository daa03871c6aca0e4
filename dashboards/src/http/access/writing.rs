//! What is written down of a request, in the audit log.

use std::{net::SocketAddr, sync::Arc};

use axum::{
    extract::{ConnectInfo, Request},
    http::{HeaderName, Method, Uri, header},
    response::Response,
};
use chrono::{DateTime, Utc};
use serde::Deserialize;

use super::body::Overheard;
use crate::{
    http::parameters::parameters,
    keys::{Asker, Entry, Needs},
};

const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");

/// Who was let in; or the code of the refusal, and whose key it was. A session says it of itself,
/// in the extensions of its answer.
pub(super) type Outcome = Result<Asker, (&'static str, Option<Arc<str>>)>;

/// A request as far as it is known before it is answered.
pub(super) struct Asked {
    entry: Entry,
    needs: Needs,
    is_json: bool,
}

impl Asked {
    /// What a request asks.
    pub(super) fn of(request: &Request, needs: Needs, now: DateTime<Utc>) -> Self {
        let headers = request.headers();
        let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
        let address = request.extensions().get::<ConnectInfo<SocketAddr>>();
        let sql = needs.is_sql().then(|| sql_of(request.uri())).flatten();
        let parameters = if needs.is_sql() { None } else { parameters_of(request.uri()) };
        let entry = Entry {
            time: now,
            key: None,
            address: address.map(|ConnectInfo(address)| address.ip()),
            forwarded_for: text(FORWARDED_FOR).map(str::to_owned),
            method: request.method().to_string(),
            path: request.uri().path().to_owned(),
            parameters,
            sql,
            status: 0,
            refused: None,
            milliseconds: 0,
            rows: None,
            bytes: None,
            query: None,
            is_summed: needs.is_ingest() && request.method() == Method::POST,
        };
        let is_json = text(header::CONTENT_TYPE).is_some_and(|kind| kind.contains("json"));
        Self { entry, needs, is_json }
    }

    /// Whether somebody signs in, which needs nothing and is written down all the same.
    pub(super) fn is_sign_in(&self) -> bool {
        self.entry.path == "/api/v1/session" && self.entry.method == "POST"
    }

    /// With how it ended.
    pub(super) fn answered(
        self,
        response: &Response,
        outcome: &Outcome,
        overheard: &Overheard,
        now: DateTime<Utc>,
    ) -> Entry {
        let Self { mut entry, needs, is_json } = self;
        let header = |name| response.headers().get(name).and_then(|it| it.to_str().ok());
        let outcome = response.extensions().get::<Outcome>().unwrap_or(outcome);
        (entry.key, entry.refused) = match outcome {
            Ok(asker) => (Some(Arc::clone(&asker.name)), None),
            Err((code, name)) => (name.clone(), Some(*code)),
        };
        let body = overheard.bytes();
        if needs.is_sql() && !body.is_empty() {
            entry.sql = Some(sql_in(&body, is_json));
        }
        entry.status = response.status().as_u16();
        entry.is_summed &= response.status().is_success();
        entry.milliseconds = (now - entry.time).num_milliseconds().max(0);
        entry.rows = header("marea-rows").and_then(|rows| rows.parse().ok());
        entry.bytes = header("content-length").and_then(|bytes| bytes.parse().ok());
        entry.query = header("marea-query-id").map(str::to_owned);
        entry
    }
}

fn sql_of(uri: &Uri) -> Option<String> {
    let all = parameters(uri.query()?).ok()?;
    all.into_iter().find(|(name, _)| ["q", "sql"].contains(&&**name)).map(|(_, value)| value)
}

/// Decoded, so that a secret that somebody put there is found in whatever spelling it came.
fn parameters_of(uri: &Uri) -> Option<String> {
    let all = parameters(uri.query()?).ok()?;
    let pairs: Vec<_> = all.iter().map(|(name, value)| format!("{name}={value}")).collect();
    Some(pairs.join("&"))
}

#[derive(Deserialize)]
struct Query {
    #[serde(alias = "q")]
    sql: String,
}

/// The query in the body: of a JSON object the query alone, else what the body begins with.
fn sql_in(body: &[u8], is_json: bool) -> String {
    let query = is_json.then(|| serde_json::from_slice::<Query>(body).ok()).flatten();
    query.map_or_else(|| String::from_utf8_lossy(body).into_owned(), |query| query.sql)
}
