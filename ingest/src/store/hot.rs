//! Rows that are durable in the log and not yet sealed, as Arrow batches.
//!
//! Each commit adds a batch a table. Small batches are joined as they pile up, each row at most
//! once for every power of [`JOIN`], so that a query meets few batches and a commit costs little.

use arrow::{array::RecordBatch, compute::concat_batches};

use super::StoreError;
use crate::{
    facts::{FactBatches, FactTable},
    identity::Lsn,
};

/// So many batches of about one size are joined into one.
const JOIN: usize = 16;
/// A batch of this many rows is joined no further.
const FULL: usize = 16_384;

/// Hot batches of one table, oldest first.
pub(super) type TableBatches = Vec<RecordBatch>;

/// The hot rows of all tables.
#[derive(Clone, Default)]
pub(super) struct Hot {
    /// What a seal is writing down.
    frozen: [TableBatches; 5],
    /// What came since.
    active: [TableBatches; 5],
    pub active_rows: usize,
    pub frozen_rows: usize,
    pub last_lsn: Lsn,
}

impl Hot {
    /// Adds a commit's rows.
    pub(super) fn push(&mut self, batches: FactBatches, last_lsn: Lsn) -> Result<(), StoreError> {
        for (batches, batch) in self.active.iter_mut().zip(batches.0) {
            if batch.num_rows() > 0 {
                self.active_rows += batch.num_rows();
                batches.push(batch);
                join(batches)?;
            }
        }
        self.last_lsn = last_lsn;
        Ok(())
    }

    /// All hot batches of a table.
    pub(super) fn table(&self, table: FactTable) -> TableBatches {
        let at = table as usize;
        self.frozen[at].iter().chain(&self.active[at]).cloned().collect()
    }

    /// Sets all rows so far aside for a seal, and hands them out.
    pub(super) fn freeze(&mut self) -> [TableBatches; 5] {
        self.frozen = std::mem::take(&mut self.active);
        self.frozen_rows = std::mem::take(&mut self.active_rows);
        self.frozen.clone()
    }

    /// Lets go of what was sealed.
    pub(super) fn thaw(&mut self) {
        self.frozen = Default::default();
        self.frozen_rows = 0;
    }

    /// Puts rows whose seal failed back before those that came since.
    pub(super) fn refreeze(&mut self) {
        let frozen = std::mem::take(&mut self.frozen);
        for (active, mut older) in self.active.iter_mut().zip(frozen) {
            older.append(active);
            *active = older;
        }
        self.active_rows += std::mem::take(&mut self.frozen_rows);
    }

    pub(super) fn is_sealing(&self) -> bool {
        self.frozen_rows > 0
    }
}

/// Joins the newest batches while there are enough of about one size.
fn join(batches: &mut TableBatches) -> Result<(), StoreError> {
    loop {
        let Some(newest) = batches.last().map(RecordBatch::num_rows) else { return Ok(()) };
        let limit = tier(newest);
        let alike =
            batches.iter().rev().take_while(|batch| tier(batch.num_rows()) <= limit).count();
        if alike < JOIN || newest >= FULL {
            return Ok(());
        }
        let parts = batches.split_off(batches.len() - alike);
        let schema = parts[0].schema();
        batches.push(concat_batches(&schema, &parts)?);
    }
}

/// Batches of one tier differ by less than [`JOIN`] times in size.
fn tier(rows: usize) -> u32 {
    rows.max(1).ilog(JOIN)
}

#[cfg(test)]
mod tests;
