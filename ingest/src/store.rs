//! The store: one folder that holds everything a shop recorded.
//!
//! ```text
//! DIR/LOCK          held by the one process that may write
//! DIR/core/         fjall: the log since the last seal, the live state, the dedup keys
//! DIR/lake/TABLE/   sealed history: a Delta table of Parquet files for each fact table
//! ```
//!
//! [`Store::open`] takes the lock and reads what is there; [`Store::start`] reads the rows that are
//! not sealed yet, and starts the writer.

mod balance;
mod check;
mod compact;
mod core;
mod delta;
mod error;
mod hot;
mod index;
mod journal;
mod lake;
mod layer;
mod listing;
mod new_file;
mod outbox;
mod paths;
mod promise;
mod seal;
mod settings;
mod snapshot;
mod vacuum;
mod working;
mod writer;

use std::{path::Path, sync::Arc};

pub use balance::StockBalance;
pub use check::{Audit, Difference, check};
pub use error::StoreError;
pub use index::{NamedBy, PurchaseList};
pub use lake::{SealedFile, SealedTable};
pub(crate) use layer::{Balances, SupplyLines, WaitingLines};
pub use listing::{ListedOrder, OrderList, Page, Place, Search};
pub use outbox::{DeadLetter, Delivery, DeliveryState, Destination, Disabled, Outbox};
pub use promise::Promise;
pub use settings::{ShopSettings, StoreOptions};
pub use snapshot::{HistoryEntry, Parked, Reservation, Snapshot, StateSnapshot};
pub use writer::{Ingest, Receipt, SubmitError};

use self::{core::Core, hot::Hot, lake::Lake, working::Memory};
use crate::{
    identity::Lsn,
    time::{self, Clock},
};

/// An open store whose writer is not running yet.
pub struct Store {
    core: Arc<Core>,
    lake: Lake,
    shop: ShopSettings,
    options: StoreOptions,
    clock: Arc<dyn Clock>,
}

impl Store {
    /// Opens the store in a folder, or makes one.
    ///
    /// # Errors
    /// [`StoreError::Locked`] where another process has it open, [`StoreError::Damaged`] where a
    /// file is not what was written, [`StoreError::OtherShop`] where it was made with other
    /// settings than asked for.
    pub fn open(
        folder: &Path,
        asked: &settings::AskedSettings,
        options: StoreOptions,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, StoreError> {
        // A relative path would change its meaning with the working folder, and in the lake's list.
        std::fs::create_dir_all(folder)?;
        let folder = &folder.canonicalize()?;
        let core = Arc::new(Core::open(folder)?);
        let shop = settings::agree(&core, asked)?;
        let lake = Lake::open(folder)?;
        Ok(Self { core, lake, shop, options, clock })
    }

    /// The shop's settings.
    #[must_use]
    pub fn shop(&self) -> &ShopSettings {
        &self.shop
    }

    /// The live state as it is on disk.
    fn state_now(&self) -> StateSnapshot {
        let snapshot = self.core.database.snapshot();
        StateSnapshot { core: Arc::clone(&self.core), snapshot }
    }

    /// Reads the rows that are not sealed yet, and starts the writer.
    ///
    /// # Errors
    /// [`StoreError`] where the log or a sealed file cannot be read.
    pub fn start(self) -> Result<Ingest, StoreError> {
        vacuum::delete(&self.lake.leftovers);
        let memory = Memory::load(&self.core)?;
        let mut hot = Hot::default();
        let mut last = Last { lsn: self.core.sealed_lsn()?, recorded_at: self.core.sealed_at()? };
        for record in self.core.log() {
            let record = record?;
            let newest = record.rows.events.last().map(|event| event.recorded_at);
            last.lsn = record.last_lsn;
            last.recorded_at = last.recorded_at.max(newest.unwrap_or_default());
            let batches = self.lake.unsealed(&record.rows.to_batches())?;
            hot.push(batches, record.last_lsn)?;
        }
        writer::start(self, memory, hot, last)
    }
}

pub use settings::AskedSettings;

/// The last event of a store.
#[derive(Clone, Copy)]
struct Last {
    lsn: Lsn,
    /// No later event is recorded as earlier than this, whatever the machine's clock says.
    recorded_at: time::Instant,
}

/// An LSN as Arrow columns hold it.
fn as_column(lsn: Lsn) -> i64 {
    i64::try_from(lsn.0).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests;
