//! An answer as the bytes of one form, piece by piece.

use std::{sync::Arc, time::Duration};

use bytes::Bytes;
use futures::StreamExt;
use marea_ingest::time::Clock;
use marea_query::{
    Answer, QueryError,
    format::{Closing, Encoder, Format},
};
use tokio::time::{Instant, timeout_at};

/// An answer of so many bytes is held whole, so that its length, what it cost and whether it was
/// cut are told before it. A longer one is sent as it comes.
const HELD: usize = 1 << 20;
/// After the first rows, more of them are waited for no longer than this before they are sent.
const PATIENCE: Duration = Duration::from_millis(200);

/// An answer as the bytes of one form.
pub(super) struct Encoded {
    pub(super) answer: Answer,
    encoder: Encoder,
    clock: Arc<dyn Clock>,
    stage: Stage,
}

#[derive(PartialEq)]
enum Stage {
    Head,
    Rows,
    Ended,
}

/// The beginning of an answer.
pub(super) enum Gathered {
    /// There is no more.
    Whole(Bytes),
    /// More comes.
    Begun(Bytes),
}

impl Encoded {
    pub(super) fn new(
        format: Format,
        answer: Answer,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, QueryError> {
        let encoder = Encoder::new(format, Arc::clone(&answer.schema), answer.lsn)?;
        Ok(Self { answer, encoder, clock, stage: Stage::Head })
    }

    /// The next bytes; none are left where there is nothing.
    pub(super) async fn next(&mut self) -> Option<Result<Bytes, QueryError>> {
        let bytes = match self.stage {
            Stage::Ended => return None,
            Stage::Head => {
                self.stage = Stage::Rows;
                self.encoder.begin()
            }
            Stage::Rows => match self.answer.next().await {
                Some(batch) => batch.and_then(|batch| self.encoder.batch(&batch)),
                None => {
                    self.stage = Stage::Ended;
                    self.encoder.end(&self.closing())
                }
            },
        };
        if bytes.is_err() {
            self.stage = Stage::Ended;
        }
        Some(bytes.map(Bytes::from))
    }

    fn closing(&self) -> Closing {
        Closing {
            truncated: self.answer.truncated(),
            recorded_at: self.answer.recorded_at,
            now: self.clock.now(),
        }
    }

    /// The beginning. The first rows are awaited, so that what fails before them is still a
    /// status and not a broken transfer.
    pub(super) async fn gather(&mut self) -> Result<Gathered, QueryError> {
        let mut held = Vec::new();
        for _ in 0..2 {
            held.extend(self.next().await.transpose()?.unwrap_or_default());
        }
        let until = Instant::now() + PATIENCE;
        while held.len() < HELD {
            match timeout_at(until, self.next()).await {
                Ok(Some(more)) => held.extend(more?),
                Ok(None) => return Ok(Gathered::Whole(held.into())),
                Err(_) => break,
            }
        }
        Ok(Gathered::Begun(held.into()))
    }
}
