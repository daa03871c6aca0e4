//! An answer as it comes.

use std::{
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
    time::Duration,
};

use arrow::{array::RecordBatch, datatypes::SchemaRef};
use futures::{Stream, StreamExt};
use marea_ingest::{identity::Lsn, time::Instant};
use tokio::sync::mpsc;

use crate::{
    QueryError, QueryId,
    queries::Running,
    statistics::Statistics,
};

/// An answer, batch by batch. Dropping it cancels the query.
pub struct Answer {
    /// The query's name.
    pub id: QueryId,
    /// The columns.
    pub schema: SchemaRef,
    /// What the answer is true at.
    pub lsn: Lsn,
    /// When the last event that it shows was recorded.
    pub recorded_at: Instant,
    pub(crate) tag: Option<String>,
    pub(crate) running: Arc<Running>,
    pub(crate) batches: mpsc::Receiver<Result<RecordBatch, QueryError>>,
    pub(crate) deadline: Pin<Box<tokio::time::Sleep>>,
    pub(crate) timeout: Duration,
}

impl Stream for Answer {
    type Item = Result<RecordBatch, QueryError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if let Poll::Ready(batch) = self.batches.poll_recv(context) {
            return Poll::Ready(batch);
        }
        // An operator that never pauses cannot be stopped at once, but nobody has to wait for it.
        match self.deadline.as_mut().poll(context) {
            Poll::Ready(()) if !self.batches.is_closed() => {
                self.batches.close();
                Poll::Ready(Some(Err(QueryError::late(self.timeout))))
            }
            Poll::Ready(()) => Poll::Ready(None),
            Poll::Pending => Poll::Pending,
        }
    }
}

impl Answer {
    /// All batches at once.
    ///
    /// # Errors
    /// [`QueryError`] where the query fails.
    pub async fn collect(mut self) -> Result<Vec<RecordBatch>, QueryError> {
        let mut batches = Vec::new();
        while let Some(batch) = self.next().await {
            batches.push(batch?);
        }
        Ok(batches)
    }

    /// Names the plan with its parameters and zone, and the snapshot: answers of one tag are the
    /// same. `None` where an answer can differ without a new event, as that of `now()` does.
    #[must_use]
    pub fn tag(&self) -> Option<&str> {
        self.tag.as_deref()
    }

    /// What the query read and used so far; in all, once the stream has ended.
    #[must_use]
    pub fn statistics(&self) -> Statistics {
        self.running.meter.read()
    }

    /// Whether rows were left out; known once the stream has ended.
    #[must_use]
    pub fn truncated(&self) -> bool {
        self.running.truncated()
    }
}
