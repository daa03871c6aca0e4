//! The HTTP API and the pages.

mod access;
mod assets;
mod attention;
mod charts;
mod events;
mod forecasts;
mod health;
mod live;
mod narrowing;
mod openapi;
mod orders;
mod packing_slip;
mod parameters;
mod parked;
mod problem;
mod purchases;
mod queries;
mod reactions;
mod shipping;
mod sql;
mod stock;
mod tables;
mod views;

use std::sync::Arc;

use axum::{
    Router,
    routing::{get, post},
};
use tower_http::{compression::CompressionLayer, decompression::RequestDecompressionLayer};

use crate::Application;

pub(crate) use health::count;
pub use problem::Problem;
pub(crate) use sql::Bindings;

/// The largest body that is read, in bytes, after it was decompressed. A larger one is refused
/// with 413: split it.
const LARGEST_BODY: usize = 64 << 20;

/// The router of a store. Its live page runs as long as the router's handle does.
pub fn app(application: Application) -> Router {
    let access = Arc::clone(&application.access);
    application.spool.keep_tidy();
    let live = live::Live::start(application.clone());
    let answers = Router::new()
        .route("/api/v1/events", post(events::record))
        .route("/api/v1/orders", get(orders::list))
        .route("/api/v1/orders/{id}", get(orders::one))
        .route("/api/v1/orders/{id}/events", get(orders::history))
        .route("/api/v1/orders/{id}/packing-slip", get(packing_slip::slip))
        .route("/api/v1/orders/{id}/shipping", get(shipping::of_order))
        .route("/api/v1/shipping/quotes", post(shipping::of_goods))
        .route("/api/v1/stock", get(stock::levels))
        .route("/api/v1/stock/available-to-promise", get(stock::available_to_promise))
        .route("/api/v1/purchase-orders", get(purchases::list))
        .route("/api/v1/purchase-orders/{id}", get(purchases::one))
        .route("/api/v1/parked", get(parked::list))
        .route("/api/v1/attention", get(attention::lists))
        .route("/api/v1/sql", get(sql::get).post(sql::post))
        .route("/api/v1/{form}", get(sql::get_as).post(sql::post_as))
        .route("/api/v1/queries", get(queries::list))
        .route("/api/v1/queries/{id}", get(queries::one).delete(queries::cancel))
        .route("/api/v1/tables", get(tables::list))
        .route("/api/v1/tables/{name}", get(tables::one))
        .route("/api/v1/views", get(views::list).post(views::create))
        .route("/api/v1/views/{name}", get(views::rows).delete(views::remove))
        .route("/api/v1/forecasts/refresh", post(forecasts::refresh))
        .route("/api/v1/forecasts/{name}", get(forecasts::table))
        .route("/api/v1/charts/{name}", get(charts::chart))
        .route("/api/v1/reactions", get(reactions::overview))
        .route("/api/v1/reactions/dead-letters", get(reactions::dead_letters))
        .route("/api/v1/reactions/replay", post(reactions::replay))
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready))
        .route("/metrics", get(health::metrics))
        .route("/openapi.json", get(openapi::document))
        .route("/docs", get(assets::documentation))
        .fallback(assets::file)
        .method_not_allowed_fallback(problem::wrong_method)
        .layer(axum::middleware::from_fn(access::overhear))
        .layer(CompressionLayer::new().compress_when(sql::is_compressed()))
        .layer(RequestDecompressionLayer::new())
        .with_state(application);
    // The stream of live figures is never compressed: that would hold its messages back.
    let stream = Router::new().route("/api/v1/live", get(live::stream)).with_state(live);
    access::guarded(answers.merge(stream), access)
}
