//! What the head of an answer says about it.

use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use marea_ingest::{identity::Lsn, time::Instant};
use marea_query::{Answer, QueryId, Statistics, format::Format};

pub(super) const TRUNCATED: HeaderName = HeaderName::from_static("marea-truncated");

/// What is told after a stream, to those who take trailers.
pub(super) const TRAILER: &str = "marea-truncated, marea-rows, marea-rows-read, marea-bytes-read, \
                                  marea-files-scanned, marea-files-pruned, marea-peak-memory, \
                                  marea-served-from";

/// What is known of an answer before its rows.
pub(super) struct Heading {
    pub(super) format: Format,
    pub(super) lsn: Lsn,
    pub(super) recorded_at: Instant,
    pub(super) id: QueryId,
}

impl Heading {
    pub(super) fn of(answer: &Answer, format: Format) -> Self {
        Self { format, lsn: answer.lsn, recorded_at: answer.recorded_at, id: answer.id }
    }

    /// The headers of an answer, whatever its status.
    pub(super) fn headers(&self, now: Instant) -> HeaderMap {
        let mut headers = HeaderMap::new();
        put(&mut headers, HeaderName::from_static("marea-lsn"), &self.lsn);
        put(&mut headers, HeaderName::from_static("marea-query-id"), &self.id);
        // A store without events has no age.
        if self.lsn.0 > 0 {
            let age = now.0.saturating_sub(self.recorded_at.0).max(0) / 1000;
            put(&mut headers, HeaderName::from_static("marea-age-ms"), &age);
        }
        let kept = HeaderValue::from_static("private, no-cache");
        headers.insert(header::CACHE_CONTROL, kept);
        headers.insert(header::VARY, HeaderValue::from_static("accept, authorization, cookie"));
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(self.format.media_type()));
        let nosniff = HeaderValue::from_static("nosniff");
        headers.insert(header::X_CONTENT_TYPE_OPTIONS, nosniff);
        headers
    }
}

/// What a whole answer cost, and whether rows were left out.
pub(super) fn costs(statistics: &Statistics, truncated: bool) -> HeaderMap {
    let mut headers = HeaderMap::new();
    let numbers = [
        ("marea-rows", statistics.rows),
        ("marea-rows-read", statistics.rows_read),
        ("marea-bytes-read", statistics.bytes_read),
        ("marea-files-scanned", statistics.files_scanned),
        ("marea-files-pruned", statistics.files_pruned),
        ("marea-peak-memory", statistics.peak_memory),
    ];
    for (name, number) in numbers {
        put(&mut headers, HeaderName::from_static(name), &number);
    }
    let sources = statistics.served_from.join(", ");
    put(&mut headers, HeaderName::from_static("marea-served-from"), &sources);
    put(&mut headers, TRUNCATED, &truncated);
    headers
}

/// How long the query took, as browsers' developer tools show it.
pub(super) fn timing(statistics: &Statistics) -> Option<HeaderValue> {
    HeaderValue::from_str(&format!("query;dur={:.3}", statistics.elapsed_ms)).ok()
}

fn put(headers: &mut HeaderMap, name: HeaderName, value: &impl ToString) {
    if let Ok(value) = HeaderValue::from_str(&value.to_string()) {
        headers.insert(name, value);
    }
}
