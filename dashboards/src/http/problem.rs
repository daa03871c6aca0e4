//! Errors as RFC 9457 problem documents.

use axum::{
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use marea_ingest::{
    event::RecordError,
    store::{StoreError, SubmitError},
};
use marea_query::{Position, QueryError, QueryId};
use serde::Serialize;

/// An error as the one who asked sees it.
#[derive(Debug, Clone, Serialize)]
pub struct Problem {
    #[serde(skip)]
    status_code: StatusCode,
    status: u16,
    title: &'static str,
    code: Box<str>,
    detail: Box<str>,
    /// Where in the query it is wrong, in lines and columns from 1 on.
    #[serde(skip_serializing_if = "Option::is_none")]
    position: Option<Box<Position>>,
    /// What was probably meant.
    #[serde(skip_serializing_if = "Option::is_none")]
    hint: Option<Box<str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    query_id: Option<Box<str>>,
    #[serde(skip_serializing_if = "<[RecordError]>::is_empty")]
    rejected: Box<[RecordError]>,
}

impl Problem {
    /// A problem with a stable code and a sentence that says what to do.
    #[must_use]
    pub fn new(status: StatusCode, code: impl Into<String>, detail: impl Into<String>) -> Self {
        Self {
            status_code: status,
            status: status.as_u16(),
            title: status.canonical_reason().unwrap_or("Error"),
            code: code.into().into_boxed_str(),
            detail: detail.into().into_boxed_str(),
            position: None,
            hint: None,
            query_id: None,
            rejected: Box::default(),
        }
    }

    /// A request that makes no sense.
    pub(super) fn invalid(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "invalid_request", detail)
    }

    /// Something that is not there.
    pub(super) fn not_found(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_FOUND, "not_found", detail)
    }

    /// Work of ours that ended before it was done.
    pub(super) fn cut_off() -> Self {
        let detail = "the work was cut off; try again";
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "internal", detail)
    }

    /// Of this query, which the list of queries tells more of.
    pub(super) fn of_query(mut self, id: QueryId) -> Self {
        self.query_id = Some(id.to_string().into());
        self
    }

    /// With the known name that is most like the one that was asked for.
    pub(super) fn near<'a>(mut self, asked: &str, known: impl Iterator<Item = &'a str>) -> Self {
        let likeness = |name: &&str| (strsim::jaro_winkler(asked, name) * 1000.0).round() as u32;
        let nearest = known.max_by_key(likeness).filter(|name| likeness(name) > 750);
        self.hint = nearest.map(|name| format!("did you mean \"{name}\"?").into());
        self
    }

    /// With the records that were refused.
    pub(super) fn with_rejected(mut self, rejected: Vec<RecordError>) -> Self {
        self.rejected = rejected.into();
        self
    }
}

/// The answer to a method that a path does not have.
pub(super) async fn wrong_method() -> Problem {
    let detail = "this path does not take this method";
    Problem::new(StatusCode::METHOD_NOT_ALLOWED, "wrong_method", detail)
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let kind = [(header::CONTENT_TYPE, "application/problem+json")];
        let body = serde_json::to_string(&self).unwrap_or_default();
        let mut response = (self.status_code, kind, body).into_response();
        if self.status_code == StatusCode::TOO_MANY_REQUESTS {
            response
                .headers_mut()
                .insert(header::RETRY_AFTER, header::HeaderValue::from_static("1"));
        }
        response
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        tracing::error!(%error, "the store failed");
        let detail = match error {
            StoreError::Disk { .. } => {
                "the disk failed or is full; nothing is accepted until the server is started again"
            }
            StoreError::Closed => "the store is closing; try again in a moment",
            _ => "the store failed; the server's log says how",
        };
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "store_failed", detail)
    }
}

impl From<SubmitError> for Problem {
    fn from(SubmitError::Store(error): SubmitError) -> Self {
        error.into()
    }
}

impl From<QueryError> for Problem {
    fn from(error: QueryError) -> Self {
        Self::from(&error)
    }
}

impl From<&QueryError> for Problem {
    fn from(error: &QueryError) -> Self {
        let status = status(error);
        if status.is_server_error() && status != StatusCode::GATEWAY_TIMEOUT {
            tracing::error!(%error, "a query failed");
            return Self::new(status, error.code(), "the query failed; the server's log says how");
        }
        let problem = Self::new(status, error.code(), error.to_string());
        let position = error.position().map(Box::new);
        Self { position, hint: error.hint().map(Into::into), ..problem }
    }
}

/// What HTTP calls a failure of a query.
fn status(error: &QueryError) -> StatusCode {
    match error {
        QueryError::Invalid { .. } | QueryError::NotReadOnly { .. } => StatusCode::BAD_REQUEST,
        QueryError::Data { .. }
        | QueryError::TooManyRows { .. }
        | QueryError::TooMuchMemory { .. }
        | QueryError::NotIncremental { .. } => StatusCode::UNPROCESSABLE_ENTITY,
        QueryError::Timeout { .. } | QueryError::LsnNotReached { .. } => {
            StatusCode::GATEWAY_TIMEOUT
        }
        QueryError::Busy { .. } => StatusCode::TOO_MANY_REQUESTS,
        QueryError::Cancelled | QueryError::ViewExists { .. } => StatusCode::CONFLICT,
        QueryError::NoSuchView { .. } => StatusCode::NOT_FOUND,
        QueryError::Store(_) => StatusCode::SERVICE_UNAVAILABLE,
        QueryError::Internal { .. } => StatusCode::INTERNAL_SERVER_ERROR,
    }
}
