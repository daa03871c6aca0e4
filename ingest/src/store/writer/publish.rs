//! What is durable becomes visible, all of it at once.

use std::sync::Arc;

use tokio::sync::watch;

use super::group::Writer;
use crate::{
    facts::FactTable,
    store::{Snapshot, StateSnapshot},
};

impl Writer {
    pub(super) fn publish_to(&mut self, publisher: watch::Sender<Arc<Snapshot>>) {
        self.publisher = Some(publisher);
    }

    /// Shows readers everything up to the last commit.
    pub(super) fn publish(&mut self) {
        if let Some(publisher) = &self.publisher {
            let _ = publisher.send(self.snapshot());
        }
    }

    /// Everything as it is after the last commit.
    pub(super) fn snapshot(&self) -> Arc<Snapshot> {
        let snapshot = self.core.database.snapshot();
        Arc::new(Snapshot {
            lsn: self.last,
            recorded_at: self.last_recorded_at,
            hot: Arc::new(FactTable::ALL.map(|table| self.hot.table(table))),
            sealed: Arc::clone(&self.sealed),
            state: StateSnapshot { core: Arc::clone(&self.core), snapshot },
        })
    }
}
