//! What readers see of leaves, kept as long as there is room.

use arrow::array::RecordBatch;
use datafusion::common::utils::memory::get_record_batch_memory_size;
use quick_cache::{Weighter, sync::Cache};

/// What readers see of all views takes no more bytes than this; what was not read for longest is
/// made again when it is asked for.
const MOST_BYTES: u64 = 256 << 20;
/// So many leaves are expected to have room.
const LEAVES: usize = 1_024;

/// Rows of leaves as readers see them, by the leaf's name.
pub(super) struct FinishedLeaves(Cache<u64, RecordBatch, Bytes>);

#[derive(Clone)]
struct Bytes;

impl Weighter<u64, RecordBatch> for Bytes {
    fn weight(&self, _leaf: &u64, batch: &RecordBatch) -> u64 {
        // Nothing may be without weight, or there would be no bound.
        u64::try_from(get_record_batch_memory_size(batch)).unwrap_or(u64::MAX).max(1)
    }
}

impl Default for FinishedLeaves {
    fn default() -> Self {
        Self(Cache::with_weighter(LEAVES, MOST_BYTES, Bytes))
    }
}

impl FinishedLeaves {
    pub(super) fn get(&self, leaf: u64) -> Option<RecordBatch> {
        self.0.get(&leaf)
    }

    pub(super) fn put(&self, leaf: u64, batch: &RecordBatch) {
        self.0.insert(leaf, batch.clone());
    }
}
