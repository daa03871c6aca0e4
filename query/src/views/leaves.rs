//! The groups of a view in the order of their keys, in leaves that versions share.
//!
//! A change copies the leaves it touches and no others; what a reader sees of a leaf is made when
//! it is first read.

use std::{
    collections::BTreeMap,
    sync::{Arc, OnceLock},
};

use arrow::{
    array::{RecordBatch, UInt32Array},
    compute::take_record_batch,
    row::{RowConverter, Rows, SortField},
};
use datafusion::error::DataFusionError;
use imbl::OrdMap;

use super::{
    fold::{Fold, of_nothing},
    program::Program,
};

/// A leaf of more groups is split.
const MOST_GROUPS: usize = 4096;
/// A leaf of more bytes is split too: the state of a sketch is large.
const LEAF_BYTES: usize = 512 << 10;

/// Some groups, next to each other in the order of keys.
struct Leaf {
    states: RecordBatch,
    /// What a reader sees of them.
    finished: OnceLock<RecordBatch>,
}

/// All groups of a view at one LSN. Cheap to clone.
#[derive(Clone, Default)]
pub(super) struct Leaves {
    /// By the least key that belongs there, as bytes that sort as keys do.
    leaves: OrdMap<Vec<u8>, Arc<Leaf>>,
    /// Groups in all.
    pub(super) rows: usize,
    /// Bytes of all states.
    pub(super) bytes: usize,
}

impl Leaves {
    /// Those of a view over no facts.
    pub(super) fn empty(program: &Program) -> Result<Self, DataFusionError> {
        let mut leaves = Self::default();
        if program.keys.is_empty() {
            leaves.put(Vec::new(), of_nothing(program)?);
        }
        Ok(leaves)
    }

    /// Those of groups in the order of their keys, as [`Leaves::states`] gave them.
    pub(super) fn of(program: &Program, states: &[RecordBatch]) -> Result<Self, DataFusionError> {
        let mut leaves = Self::default();
        for states in states {
            leaves = leaves.merged(program, states.clone())?;
        }
        Ok(leaves)
    }

    fn put(&mut self, least: Vec<u8>, states: RecordBatch) {
        self.rows += states.num_rows();
        self.bytes += states.get_array_memory_size();
        let leaf = Leaf { states, finished: OnceLock::new() };
        self.leaves.insert(least, Arc::new(leaf));
    }

    fn take(&mut self, least: &[u8]) -> Option<Arc<Leaf>> {
        let leaf = self.leaves.remove(least)?;
        self.rows -= leaf.states.num_rows();
        self.bytes -= leaf.states.get_array_memory_size();
        Some(leaf)
    }

    /// These groups with the states of others merged in.
    pub(super) fn merged(
        &self,
        program: &Program,
        states: RecordBatch,
    ) -> Result<Self, DataFusionError> {
        let mut leaves = self.clone();
        let keys = key_bytes(program, &states)?;
        for (least, rows) in self.by_leaf(&keys) {
            let change = take_record_batch(&states, &UInt32Array::from(rows))?;
            let mut fold = Fold::new(program)?;
            if let Some(leaf) = leaves.take(&least) {
                fold.merge(&leaf.states)?;
            }
            fold.merge(&change)?;
            leaves.split(program, least, fold.states()?)?;
        }
        Ok(leaves)
    }

    /// The rows that belong to each leaf.
    fn by_leaf(&self, keys: &Keys) -> BTreeMap<Vec<u8>, Vec<u32>> {
        let mut found: BTreeMap<Vec<u8>, Vec<u32>> = BTreeMap::new();
        for row in 0..keys.rows {
            // The first leaf begins with no bytes at all, before every key.
            let least = self.leaves.get_prev(keys.bytes(row));
            let least = least.map_or_else(Vec::new, |(least, _)| least.clone());
            found.entry(least).or_default().push(u32::try_from(row).unwrap_or(u32::MAX));
        }
        found
    }

    /// Puts groups in the order of their keys, in as many leaves as they need.
    fn split(
        &mut self,
        program: &Program,
        least: Vec<u8>,
        states: RecordBatch,
    ) -> Result<(), DataFusionError> {
        let keys = key_bytes(program, &states)?;
        let mut order: Vec<u32> = (0..u32::try_from(keys.rows).unwrap_or(u32::MAX)).collect();
        order.sort_unstable_by(|a, b| keys.bytes(*a as usize).cmp(keys.bytes(*b as usize)));
        let bytes = states.get_array_memory_size();
        let parts = order.len().div_ceil(MOST_GROUPS).max(bytes.div_ceil(LEAF_BYTES)).max(1);
        let size = order.len().div_ceil(parts).max(1);
        for (at, part) in order.chunks(size).enumerate() {
            let first = part.first().map(|row| keys.bytes(*row as usize).to_vec());
            let least = if at == 0 { least.clone() } else { first.unwrap_or_default() };
            self.put(least, take_record_batch(&states, &UInt32Array::from(part.to_vec()))?);
        }
        Ok(())
    }

    /// What a reader sees, in the order of keys.
    pub(super) fn finished(&self, program: &Program) -> Result<Vec<RecordBatch>, DataFusionError> {
        self.leaves.values().map(|leaf| leaf.finished(program)).collect()
    }

    /// What a reader sees of one leaf.
    pub(super) fn finished_leaf(
        &self,
        program: &Program,
        at: usize,
    ) -> Option<Result<RecordBatch, DataFusionError>> {
        self.leaves.values().nth(at).map(|leaf| leaf.finished(program))
    }

    pub(super) fn len(&self) -> usize {
        self.leaves.len()
    }

    /// The states, to be written down.
    pub(super) fn states(&self) -> impl Iterator<Item = &RecordBatch> {
        self.leaves.values().map(|leaf| &leaf.states)
    }
}

impl Leaf {
    fn finished(&self, program: &Program) -> Result<RecordBatch, DataFusionError> {
        if let Some(finished) = self.finished.get() {
            return Ok(finished.clone());
        }
        let mut fold = Fold::new(program)?;
        fold.merge(&self.states)?;
        let finished = fold.finish()?;
        Ok(self.finished.get_or_init(|| finished).clone())
    }
}

/// Keys as bytes that sort as the keys do.
struct Keys {
    bytes: Option<Rows>,
    rows: usize,
}

impl Keys {
    fn bytes(&self, row: usize) -> &[u8] {
        self.bytes.as_ref().map_or(&[], |bytes| bytes.row(row).data())
    }
}

fn key_bytes(program: &Program, states: &RecordBatch) -> Result<Keys, DataFusionError> {
    let (keys, rows) = (program.keys.len(), states.num_rows());
    if keys == 0 {
        return Ok(Keys { bytes: None, rows });
    }
    let fields = program.state_schema.fields()[..keys].iter();
    let fields = fields.map(|field| SortField::new(field.data_type().clone()));
    let converter = RowConverter::new(fields.collect())?;
    let bytes = converter.convert_columns(&states.columns()[..keys])?;
    Ok(Keys { bytes: Some(bytes), rows })
}
