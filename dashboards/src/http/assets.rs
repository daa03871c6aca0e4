//! The page and what belongs to it, from within the binary.

use axum::{
    http::{Uri, header},
    response::{IntoResponse, Response},
};
use rust_embed::RustEmbed;

use super::Problem;

#[derive(RustEmbed)]
#[folder = "web/dist"]
struct Web;

/// Whether a path is of the page, which holds no data.
pub(super) fn is_there(path: &str) -> bool {
    Web::get(name(path)).is_some()
}

fn name(path: &str) -> &str {
    let path = path.trim_start_matches('/');
    if path.is_empty() { "index.html" } else { path }
}

pub(super) async fn file(uri: Uri) -> Result<Response, Problem> {
    served(name(uri.path()))
}

/// The page that documents the API and the tables.
pub(super) async fn documentation() -> Result<Response, Problem> {
    served("docs.html")
}

fn served(name: &str) -> Result<Response, Problem> {
    let file =
        Web::get(name).ok_or_else(|| Problem::not_found(format!("there is nothing at /{name}")))?;
    // Names under assets/ change with their content.
    let lasting = name.starts_with("assets/");
    let cache = if lasting { "public, max-age=31536000, immutable" } else { "no-cache" };
    let headers = [
        (header::CONTENT_TYPE, media_type(name).to_owned()),
        (header::CACHE_CONTROL, cache.to_owned()),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
    ];
    Ok((headers, file.data).into_response())
}

/// The media type of what the page's build makes.
fn media_type(name: &str) -> &'static str {
    match name.rsplit('.').next() {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript",
        Some("css") => "text/css",
        Some("svg") => "image/svg+xml",
        Some("json" | "map") => "application/json",
        _ => "application/octet-stream",
    }
}
