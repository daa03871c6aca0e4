//! Errors as RFC 9457 problem documents.

use axum::{
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use marea_ingest::{
    event::RecordError,
    store::{StoreError, SubmitError},
};
use marea_query::QueryError;
use serde::Serialize;

/// An error as the one who asked sees it.
#[derive(Debug, Serialize)]
pub struct Problem {
    #[serde(skip)]
    status_code: StatusCode,
    status: u16,
    title: &'static str,
    code: String,
    detail: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    rejected: Vec<RecordError>,
}

impl Problem {
    /// A problem with a stable code and a sentence that says what to do.
    #[must_use]
    pub fn new(status: StatusCode, code: impl Into<String>, detail: impl Into<String>) -> Self {
        Self {
            status_code: status,
            status: status.as_u16(),
            title: status.canonical_reason().unwrap_or("Error"),
            code: code.into(),
            detail: detail.into(),
            rejected: Vec::new(),
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

    /// With the records that were refused.
    pub(super) fn with_rejected(mut self, rejected: Vec<RecordError>) -> Self {
        self.rejected = rejected;
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
        let status = match &error {
            QueryError::Invalid { .. } | QueryError::NotReadOnly { .. } => StatusCode::BAD_REQUEST,
            QueryError::NoSuchView { .. } => StatusCode::NOT_FOUND,
            QueryError::Cancelled | QueryError::ViewExists { .. } => StatusCode::CONFLICT,
            QueryError::Data { .. }
            | QueryError::NotIncremental { .. }
            | QueryError::TooManyRows { .. }
            | QueryError::TooMuchMemory { .. } => StatusCode::UNPROCESSABLE_ENTITY,
            QueryError::Timeout { .. } | QueryError::LsnNotReached { .. } => {
                StatusCode::GATEWAY_TIMEOUT
            }
            QueryError::Busy { .. } => StatusCode::TOO_MANY_REQUESTS,
            QueryError::Store(_) => StatusCode::SERVICE_UNAVAILABLE,
            QueryError::Internal { .. } => StatusCode::INTERNAL_SERVER_ERROR,
        };
        if status.is_server_error() && status != StatusCode::GATEWAY_TIMEOUT {
            tracing::error!(%error, "a query failed");
            return Self::new(status, error.code(), "the query failed; the server's log says how");
        }
        Self::new(status, error.code(), error.to_string())
    }
}
