//! Whether the server lives, is ready, and what it counts.

use std::sync::LazyLock;

use axum::{Json, extract::State};
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use serde_json::{Value, json};

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

pub(super) async fn ready(State(application): State<Application>) -> Json<Value> {
    let snapshot = application.ingest.snapshot();
    Json(json!({ "ready": true, "lsn": snapshot.lsn, "loading": application.loading() }))
}

pub(super) async fn metrics(State(application): State<Application>) -> String {
    let snapshot = application.ingest.snapshot();
    #[allow(clippy::cast_precision_loss)]
    metrics::gauge!("marea_lsn").set(snapshot.lsn.0 as f64);
    METRICS.as_ref().map(PrometheusHandle::render).unwrap_or_default()
}
