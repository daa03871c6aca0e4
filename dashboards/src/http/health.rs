//! Whether the server lives, is ready, and what it counts.

use std::sync::LazyLock;

use axum::{Json, extract::State, http::StatusCode};
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use serde_json::{Value, json};

use super::Problem;
use crate::Application;

static METRICS: LazyLock<Option<PrometheusHandle>> =
    LazyLock::new(|| PrometheusBuilder::new().install_recorder().ok());

/// Starts counting. What is counted before is lost, so it is called first.
pub(crate) fn count() {
    LazyLock::force(&METRICS);
}

pub(super) async fn alive() -> &'static str {
    "ok\n"
}

pub(super) async fn ready(State(application): State<Application>) -> Result<Json<Value>, Problem> {
    if !application.ingest.is_accepting() {
        let detail = "a write failed; nothing is accepted until the server is started again";
        return Err(Problem::new(StatusCode::SERVICE_UNAVAILABLE, "store_failed", detail));
    }
    let snapshot = application.ingest.snapshot();
    Ok(Json(json!({ "ready": true, "lsn": snapshot.lsn, "loading": application.loading() })))
}

pub(super) async fn metrics(State(application): State<Application>) -> String {
    let snapshot = application.ingest.snapshot();
    #[allow(clippy::cast_precision_loss)]
    metrics::gauge!("marea_lsn").set(snapshot.lsn.0 as f64);
    METRICS.as_ref().map(PrometheusHandle::render).unwrap_or_default()
}
