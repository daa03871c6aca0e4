//! The groups of a view in the order of their keys, in leaves that versions share.
//!
//! A change is laid beside the leaves it touches and merged into them when there is enough of it, so
//! that a large view whose groups are touched here and there is not copied again and again.

use std::{collections::BTreeMap, sync::Arc};

use arrow::{
    array::{RecordBatch, UInt32Array},
    compute::take_record_batch,
    row::{RowConverter, Rows, SortField},
};
use datafusion::{common::utils::memory::get_record_batch_memory_size, error::DataFusionError};
use imbl::{OrdMap, Vector};
use marea_ingest::cores::offer_core;

use super::{
    fold::{Fold, of_nothing},
    leaf::{Leaf, compact},
    program::Program,
};

/// A leaf of more groups is split. Tests have small views, and are to see them split and packed.
const MOST_GROUPS: usize = if cfg!(test) { 8 } else { 4096 };
/// A leaf of more bytes is split too: the state of a sketch is large.
const LEAF_BYTES: usize = 512 << 10;
/// The leaves of a view of more groups than this are packed.
const PACKED_FROM: usize = if cfg!(test) { 16 } else { 65_536 };
/// But for so many that were merged last: what changes now, as today's sales do, changes again soon.
const MOST_OPEN: usize = if cfg!(test) { 1 } else { 32 };

/// All groups of a view at one LSN. Cheap to clone.
#[derive(Clone, Default)]
pub(super) struct Leaves {
    /// By the least key that belongs there, as bytes that sort as keys do.
    leaves: OrdMap<Vec<u8>, Arc<Leaf>>,
    /// Groups in all, those of changes that are not merged yet counted by themselves.
    pub(super) rows: usize,
    /// Bytes of all states.
    pub(super) bytes: usize,
    /// Of these, bytes that the last merge made.
    pub(super) fresh: usize,
    /// The leaves that are still to be packed, by their least keys, those merged longest ago first.
    open: Vector<Vec<u8>>,
}

impl Leaves {
    /// Those of a view over no facts.
    pub(super) fn empty(program: &Program) -> Result<Self, DataFusionError> {
        let mut leaves = Self::default();
        if program.keys.is_empty() {
            leaves.put(Vec::new(), Leaf::of(program, of_nothing(program)?, false)?);
        }
        Ok(leaves)
    }

    /// Those of groups in the order of their keys, as [`Leaves::states`] gave them, each once.
    pub(super) fn of(
        program: &Program,
        states: impl Iterator<Item = Result<RecordBatch, DataFusionError>>,
    ) -> Result<Self, DataFusionError> {
        let mut leaves = Self::default();
        for states in states {
            let states = states?;
            let least = match leaves.leaves.is_empty() {
                true => Vec::new(),
                false => key_bytes(program, &states.slice(0, 1))?.bytes(0).to_vec(),
            };
            let is_packed = leaves.rows + states.num_rows() > PACKED_FROM;
            leaves.fresh += get_record_batch_memory_size(&states);
            leaves.put(least, Leaf::of(program, states, is_packed)?);
        }
        Ok(leaves)
    }

    /// Puts in what was merged just now, and packs what was merged longest ago.
    fn add(
        &mut self,
        program: &Program,
        least: Vec<u8>,
        states: RecordBatch,
    ) -> Result<(), DataFusionError> {
        self.fresh += get_record_batch_memory_size(&states);
        self.put(least.clone(), Leaf::of(program, states, false)?);
        if self.rows > PACKED_FROM {
            self.open.retain(|known| *known != least);
            self.open.push_back(least);
        }
        while self.open.len() > MOST_OPEN {
            let Some(oldest) = self.open.pop_front() else { break };
            if let Some(leaf) = self.take(&oldest) {
                self.put(oldest, leaf.packed()?);
            }
        }
        Ok(())
    }

    fn put(&mut self, least: Vec<u8>, leaf: Leaf) {
        self.rows += leaf.rows();
        self.bytes += leaf.bytes();
        self.leaves.insert(least, Arc::new(leaf));
    }

    fn take(&mut self, least: &[u8]) -> Option<Arc<Leaf>> {
        let leaf = self.leaves.remove(least)?;
        self.rows -= leaf.rows();
        self.bytes -= leaf.bytes();
        Some(leaf)
    }

    /// These groups with the states of others merged in.
    pub(super) fn merged(
        &self,
        program: &Program,
        states: &RecordBatch,
    ) -> Result<Self, DataFusionError> {
        let mut leaves = Self { fresh: 0, ..self.clone() };
        let keys = key_bytes(program, states)?;
        for (least, rows) in self.by_leaf(&keys) {
            offer_core();
            let change = compact(&take_record_batch(states, &UInt32Array::from(rows))?)?;
            let leaf = leaves.take(&least);
            match leaf.as_ref().and_then(|leaf| leaf.with(program, &change)) {
                Some(leaf) => {
                    leaves.fresh += get_record_batch_memory_size(&change);
                    leaves.put(least, leaf);
                }
                None => {
                    let mut fold = Fold::new(program)?;
                    leaf.iter().try_for_each(|leaf| leaf.fold_into(&mut fold))?;
                    fold.merge(&change)?;
                    leaves.split(program, &least, &fold.states()?)?;
                }
            }
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
        least: &[u8],
        states: &RecordBatch,
    ) -> Result<(), DataFusionError> {
        let keys = key_bytes(program, states)?;
        let mut order: Vec<u32> = (0..u32::try_from(keys.rows).unwrap_or(u32::MAX)).collect();
        order.sort_unstable_by(|a, b| keys.bytes(*a as usize).cmp(keys.bytes(*b as usize)));
        let bytes = get_record_batch_memory_size(states);
        let parts = order.len().div_ceil(MOST_GROUPS).max(bytes.div_ceil(LEAF_BYTES)).max(1);
        let size = order.len().div_ceil(parts).max(1);
        for (at, part) in order.chunks(size).enumerate() {
            let first = part.first().map(|row| keys.bytes(*row as usize).to_vec());
            let least = if at == 0 { least.to_vec() } else { first.unwrap_or_default() };
            let part = take_record_batch(states, &UInt32Array::from(part.to_vec()))?;
            self.add(program, least, compact(&part)?)?;
        }
        Ok(())
    }

    /// All leaves, in the order of keys.
    pub(super) fn all(&self) -> impl ExactSizeIterator<Item = &Arc<Leaf>> {
        self.leaves.values()
    }

    /// The states, to be written down.
    pub(super) fn states(
        &self,
        program: &Program,
    ) -> impl Iterator<Item = Result<RecordBatch, DataFusionError>> {
        self.leaves.values().map(|leaf| leaf.states(program))
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
