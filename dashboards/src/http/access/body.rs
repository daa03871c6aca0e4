//! Bodies: of a query, which is overheard for the log, and of an answer, which ends with its key.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use axum::{
    body::{Body, Bytes},
    extract::Request,
    middleware::Next,
    response::Response,
};
use futures::{StreamExt as _, stream};

use crate::keys::{Access, KeyId};

/// So much of a query is kept until it is written down, in bytes.
const LARGEST: usize = 64 << 10;
/// How often an answer that goes on looks whether its key still counts.
const EVERY: Duration = Duration::from_millis(500);

/// The beginning of a body, as it went by.
#[derive(Clone, Default)]
pub(super) struct Overheard(Arc<Mutex<Vec<u8>>>);

impl Overheard {
    /// What was heard.
    pub(super) fn bytes(&self) -> Vec<u8> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn hear(&self, bytes: &Bytes) {
        let mut heard = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let room = LARGEST.saturating_sub(heard.len()).min(bytes.len());
        heard.extend_from_slice(&bytes[..room]);
    }
}

/// Overhears the body of a request that is to be written down. It lies where bodies are
/// decompressed already.
pub(in crate::http) async fn overhear(request: Request, next: Next) -> Response {
    let Some(overheard) = request.extensions().get::<Overheard>().cloned() else {
        return next.run(request).await;
    };
    let request = request.map(|body| {
        let heard = move |bytes: &Result<Bytes, axum::Error>| {
            bytes.iter().for_each(|bytes| overheard.hear(bytes));
        };
        Body::from_stream(body.into_data_stream().inspect(heard))
    });
    next.run(request).await
}

/// An answer that is broken off when its key ends: nobody goes on reading with a key that was
/// revoked, and nobody takes what he has by then for the whole.
pub(super) fn while_it_counts(body: Body, access: Arc<Access>, key: KeyId) -> Body {
    let ended = Box::pin(async move {
        while access.still_counts(&key) {
            tokio::time::sleep(EVERY).await;
        }
    });
    let state = Some((body.into_data_stream(), ended));
    Body::from_stream(stream::unfold(state, |state| async move {
        let (mut body, mut ended) = state?;
        tokio::select! {
            biased;
            () = &mut ended => {
                Some((Err(axum::Error::new("the key does not count any more")), None))
            }
            bytes = body.next() => bytes.map(|bytes| (bytes, Some((body, ended)))),
        }
    }))
}
