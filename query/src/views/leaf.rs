//! Some groups of a view, next to each other in the order of their keys.
//!
//! The leaves of a large view are packed: a view by day, SKU and channel over ten million order
//! lines has five million groups, whose sums are mostly zeros. Packed they take an eighth of the
//! memory, and what a reader sees of them is made when it is asked for.

use std::{
    io::Cursor,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering::Relaxed},
    },
};

use arrow::{
    array::{Array, ArrayRef, AsArray, RecordBatch},
    datatypes::DataType,
    ipc::{
        CompressionType,
        reader::StreamReader,
        writer::{IpcWriteOptions, StreamWriter},
    },
};
use datafusion::{
    common::{
        ScalarValue, Statistics, stats::Precision, utils::memory::get_record_batch_memory_size,
    },
    error::DataFusionError,
};
use datafusion_functions_aggregate_common::min_max::{max_batch, min_batch};

use super::{finished::FinishedLeaves, fold::Fold, program::Program};

/// Changes are merged into a leaf when they are this part of its groups, and at least so many.
const MERGED_AT: (usize, usize) = (4, 64);
/// The same of a packed leaf: what waits beside it is not packed.
const PACKED_MERGED_AT: (usize, usize) = (16, 64);

/// Some groups of a view.
pub(super) struct Leaf {
    /// Names it among all leaves that there ever were.
    pub(super) id: u64,
    states: States,
    /// States that are yet to be merged with these.
    changes: Vec<RecordBatch>,
    /// Between which values the keys lie that a reader sees.
    pub(super) ranges: Arc<Statistics>,
}

#[derive(Clone)]
enum States {
    Open(RecordBatch),
    Packed { bytes: Arc<[u8]>, rows: usize },
}

impl Leaf {
    /// A leaf of groups, packed or not.
    pub(super) fn of(
        program: &Program,
        states: RecordBatch,
        is_packed: bool,
    ) -> Result<Self, DataFusionError> {
        let ranges = Arc::new(ranges(program, &states));
        let states = if is_packed { packed(&states)? } else { States::Open(states) };
        Ok(Self { id: next_id(), states, changes: Vec::new(), ranges })
    }

    /// Groups, those of changes that are not merged yet counted by themselves.
    pub(super) fn rows(&self) -> usize {
        self.own_rows() + self.changed_rows()
    }

    fn own_rows(&self) -> usize {
        match &self.states {
            States::Open(states) => states.num_rows(),
            States::Packed { rows, .. } => *rows,
        }
    }

    fn changed_rows(&self) -> usize {
        self.changes.iter().map(RecordBatch::num_rows).sum()
    }

    /// Bytes of memory, without what readers see of it.
    pub(super) fn bytes(&self) -> usize {
        let own = match &self.states {
            States::Open(states) => get_record_batch_memory_size(states),
            States::Packed { bytes, .. } => bytes.len(),
        };
        own + self.changes.iter().map(get_record_batch_memory_size).sum::<usize>()
    }

    /// The leaf with a change laid beside it; `None` where it is time to merge.
    pub(super) fn with(&self, program: &Program, change: &RecordBatch) -> Option<Self> {
        let (part, least) = match self.states {
            States::Open(_) => MERGED_AT,
            States::Packed { .. } => PACKED_MERGED_AT,
        };
        let changed = self.changed_rows() + change.num_rows();
        if changed >= (self.own_rows() / part).max(least) {
            return None;
        }
        let changes = self.changes.iter().chain([change]).cloned().collect();
        let ranges = Arc::new(widened(&self.ranges, &ranges(program, change)));
        Some(Self { id: next_id(), states: self.states.clone(), changes, ranges })
    }

    /// The same leaf packed; what waits beside it stays as it is.
    pub(super) fn packed(&self) -> Result<Self, DataFusionError> {
        let states = match &self.states {
            States::Open(states) => packed(states)?,
            packed @ States::Packed { .. } => packed.clone(),
        };
        let (changes, ranges) = (self.changes.clone(), Arc::clone(&self.ranges));
        Ok(Self { id: self.id, states, changes, ranges })
    }

    /// Merges the groups, and what is laid beside them, into a fold.
    pub(super) fn fold_into(&self, fold: &mut Fold<'_>) -> Result<(), DataFusionError> {
        match &self.states {
            States::Open(states) => fold.merge(states)?,
            States::Packed { bytes, .. } => fold.merge(&unpack(bytes)?)?,
        }
        self.changes.iter().try_for_each(|change| fold.merge(change))
    }

    /// Keys and states of the groups, each once.
    pub(super) fn states(&self, program: &Program) -> Result<RecordBatch, DataFusionError> {
        match &self.states {
            States::Open(states) if self.changes.is_empty() => Ok(states.clone()),
            States::Packed { bytes, .. } if self.changes.is_empty() => unpack(bytes),
            _ => self.merged(program)?.states(),
        }
    }

    fn merged<'a>(&self, program: &'a Program) -> Result<Fold<'a>, DataFusionError> {
        let mut fold = Fold::new(program)?;
        self.fold_into(&mut fold)?;
        Ok(fold)
    }

    /// What a reader sees of the groups.
    pub(super) fn finished(
        &self,
        program: &Program,
        finished: &FinishedLeaves,
    ) -> Result<RecordBatch, DataFusionError> {
        if let Some(finished) = finished.get(self.id) {
            return Ok(finished);
        }
        let batch = self.merged(program)?.finish()?;
        finished.put(self.id, &batch);
        Ok(batch)
    }
}

fn next_id() -> u64 {
    static LEAVES: AtomicU64 = AtomicU64::new(0);
    LEAVES.fetch_add(1, Relaxed)
}

fn packed(states: &RecordBatch) -> Result<States, DataFusionError> {
    let options = IpcWriteOptions::default();
    let options = options.try_with_compression(Some(CompressionType::LZ4_FRAME))?;
    let schema = states.schema_ref();
    let mut writer = StreamWriter::try_new_with_options(Vec::new(), schema, options)?;
    writer.write(states)?;
    Ok(States::Packed { bytes: writer.into_inner()?.into(), rows: states.num_rows() })
}

fn unpack(bytes: &[u8]) -> Result<RecordBatch, DataFusionError> {
    let batch = StreamReader::try_new(Cursor::new(bytes), None)?.next().transpose()?;
    batch.ok_or_else(|| DataFusionError::Internal("a packed leaf holds no batch".into()))
}

/// Rows taken from a large batch share its texts; these keep only their own.
pub(super) fn compact(batch: &RecordBatch) -> Result<RecordBatch, DataFusionError> {
    let own = |column: &ArrayRef| -> ArrayRef {
        match column.data_type() {
            DataType::Utf8View => Arc::new(column.as_string_view().gc()),
            DataType::BinaryView => Arc::new(column.as_binary_view().gc()),
            _ => Arc::clone(column),
        }
    };
    let columns = batch.columns().iter().map(own).collect();
    Ok(RecordBatch::try_new(batch.schema(), columns)?)
}

/// Between which values each column lies that a reader sees and that is a key.
fn ranges(program: &Program, states: &RecordBatch) -> Statistics {
    let mut ranges = Statistics::new_unknown(&program.schema);
    for (column, key) in ranges.column_statistics.iter_mut().zip(&program.key_columns) {
        let Some(key) = key else { continue };
        let values = states.column(*key);
        let known = |value: Result<ScalarValue, DataFusionError>| match value {
            Ok(value) if !value.is_null() => Precision::Exact(value),
            // Of keys that are all null, or of a kind without an order, nothing is said.
            _ => Precision::Absent,
        };
        column.min_value = known(min_batch(values));
        column.max_value = known(max_batch(values));
    }
    ranges
}

/// The ranges that hold both.
fn widened(one: &Statistics, other: &Statistics) -> Statistics {
    let mut both = one.clone();
    for (column, other) in both.column_statistics.iter_mut().zip(&other.column_statistics) {
        column.min_value = column.min_value.min(&other.min_value);
        column.max_value = column.max_value.max(&other.max_value);
    }
    both
}
