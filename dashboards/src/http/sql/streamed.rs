//! An answer that is sent as it comes, or whole where it is small.

use std::{
    pin::Pin,
    task::{Context, Poll},
};

use axum::{
    body::{Body, HttpBody},
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use bytes::Bytes;
use futures::{Stream, StreamExt, stream};
use http_body::Frame;
use marea_query::{Answer, QueryError, format::Format};

use super::{
    encoded::{Encoded, Gathered},
    heading::{Heading, TRAILER, costs, timing},
    validator::Validator,
};
use crate::{Application, http::Problem};

/// Sends an answer: whole, with what it cost, where it is small; else as it comes.
pub(super) async fn streamed(
    application: &Application,
    answer: Answer,
    format: Format,
    validator: &Validator,
) -> Result<Response, Problem> {
    let id = answer.id;
    let heading = Heading::of(&answer, format);
    let failed = |error: QueryError| Problem::from(error).of_query(id);
    let clock = std::sync::Arc::clone(&application.clock);
    let mut encoded = Encoded::new(format, answer, clock).map_err(failed)?;
    let gathered = encoded.gather().await.map_err(failed)?;
    let mut headers = heading.headers(application.clock.now());
    headers.extend(validator.weak().map(|name| (header::ETAG, name)));
    match gathered {
        Gathered::Whole(bytes) => {
            let statistics = encoded.answer.statistics();
            headers.extend(costs(&statistics, encoded.answer.truncated()));
            headers.extend(timing(&statistics).map(|it| (server_timing(), it)));
            Ok((headers, bytes).into_response())
        }
        Gathered::Begun(bytes) => {
            headers.insert(header::TRAILER, HeaderValue::from_static(TRAILER));
            Ok((headers, Body::new(Frames(Box::pin(frames(bytes, encoded))))).into_response())
        }
    }
}

pub(super) fn server_timing() -> header::HeaderName {
    header::HeaderName::from_static("server-timing")
}

/// What was gathered, what comes, and what it cost. A failure breaks the transfer: nobody takes
/// half an answer for a whole one.
fn frames(
    gathered: Bytes,
    encoded: Encoded,
) -> impl Stream<Item = Result<Frame<Bytes>, QueryError>> + Send {
    let rest = stream::unfold(Some(encoded), |encoded| async move {
        let mut encoded = encoded?;
        match encoded.next().await {
            Some(Ok(bytes)) => Some((Ok(Frame::data(bytes)), Some(encoded))),
            Some(Err(error)) => {
                tracing::warn!(id = %encoded.answer.id, %error, "a transfer is broken off");
                Some((Err(error), None))
            }
            None => {
                let answer = &encoded.answer;
                let costs = costs(&answer.statistics(), answer.truncated());
                Some((Ok(Frame::trailers(costs)), None))
            }
        }
    });
    stream::once(async { Ok(Frame::data(gathered)) }).chain(rest)
}

/// A body of frames.
struct Frames<S>(Pin<Box<S>>);

impl<S: Stream<Item = Result<Frame<Bytes>, QueryError>>> HttpBody for Frames<S> {
    type Data = Bytes;
    type Error = QueryError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, QueryError>>> {
        self.0.as_mut().poll_next(context)
    }
}
