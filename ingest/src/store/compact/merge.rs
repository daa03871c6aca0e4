//! Merging: rows of several files, each sorted by time and LSN, become one file so sorted.
//!
//! A file is opened when its first row is next, so files that follow one another in time are read
//! one after the other, and only those that overlap at once.

use std::{
    cmp::Reverse,
    collections::BinaryHeap,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use arrow::{
    array::{AsArray, RecordBatch},
    compute::interleave_record_batch,
    datatypes::{Int64Type, SchemaRef, TimestampMicrosecondType},
};

use super::Run;
use crate::{
    facts::FactTable,
    store::{SealedFile, StoreError, new_file::NewFile},
};

/// Rows that are read of a file at a time, and written at most.
pub(in crate::store) const BATCH: usize = 4096;

/// When a row happened, its LSN, and the file it is in.
type Key = (i64, i64, usize);

/// Writes the rows of a run in order. Gives whether it came to the end: it may be told to stop.
pub(super) fn merge(run: &Run, stop: &AtomicBool, to: &mut NewFile) -> Result<bool, StoreError> {
    let schema = run.table.schema();
    let mut merge = Merge {
        inputs: run.files.iter().map(|file| Input::new(Arc::clone(file), &schema)).collect(),
        next: BinaryHeap::new(),
        taken: Vec::with_capacity(BATCH),
    };
    for (at, file) in run.files.iter().enumerate() {
        // Before all rows of that instant, so that the file is open when they come.
        merge.next.push(Reverse((earliest(run.table, file), i64::MIN, at)));
    }
    while let Some(Reverse(key)) = merge.next.pop() {
        if merge.take(key)? {
            merge.flush(to)?;
            if stop.load(Ordering::Relaxed) {
                return Ok(false);
            }
            merge.refill(key)?;
        }
    }
    merge.flush(to)?;
    Ok(true)
}

/// When the first row of a file happened, as its footer says; at the start of time where it does
/// not say.
fn earliest(table: FactTable, file: &SealedFile) -> i64 {
    let Ok(column) = table.schema().index_of("occurred_at") else { return i64::MIN };
    let groups = file.metadata.row_groups().iter();
    let statistics: Option<Vec<_>> =
        groups.map(|group| group.column(column).statistics()).collect();
    let ends = statistics.and_then(|groups| crate::store::delta::ends(&groups));
    ends.map_or(i64::MIN, |(least, _)| least)
}

/// A merge under way.
struct Merge {
    inputs: Vec<Input>,
    /// The next row of each file.
    next: BinaryHeap<Reverse<Key>>,
    /// File and row of what comes next in the new file.
    taken: Vec<(usize, usize)>,
}

impl Merge {
    /// Takes the row of this key. Gives whether what was taken must be written first: the batch of
    /// its file is at its end, or there is enough.
    fn take(&mut self, key: Key) -> Result<bool, StoreError> {
        let (_, _, at) = key;
        let input = &mut self.inputs[at];
        if !input.is_open() {
            input.open()?;
            return Ok(true);
        }
        self.taken.push((at, input.row));
        input.row += 1;
        if input.row < input.batch.num_rows() && self.taken.len() < BATCH {
            self.next.push(Reverse(input.key(at, key)?));
            return Ok(false);
        }
        Ok(true)
    }

    /// Has the next row of a file wait for its turn again.
    fn refill(&mut self, key: Key) -> Result<(), StoreError> {
        let (_, _, at) = key;
        let input = &mut self.inputs[at];
        if input.row < input.batch.num_rows() || input.advance()? {
            self.next.push(Reverse(input.key(at, key)?));
        }
        Ok(())
    }

    fn flush(&mut self, to: &mut NewFile) -> Result<(), StoreError> {
        if !self.taken.is_empty() {
            let batches: Vec<_> = self.inputs.iter().map(|input| &input.batch).collect();
            to.write(&interleave_record_batch(&batches, &self.taken)?)?;
            self.taken.clear();
        }
        Ok(())
    }
}

/// A file of which rows are read, or were, or will be.
struct Input {
    file: Arc<SealedFile>,
    schema: SchemaRef,
    batches: Option<Box<dyn Iterator<Item = Result<RecordBatch, StoreError>>>>,
    /// Empty before the first batch and after the last.
    batch: RecordBatch,
    row: usize,
}

impl Input {
    fn new(file: Arc<SealedFile>, schema: &SchemaRef) -> Self {
        let batch = RecordBatch::new_empty(Arc::clone(schema));
        Self { file, schema: Arc::clone(schema), batches: None, batch, row: 0 }
    }

    fn is_open(&self) -> bool {
        self.batches.is_some()
    }

    fn open(&mut self) -> Result<(), StoreError> {
        self.batches = Some(Box::new(self.file.batches_of(BATCH)?));
        Ok(())
    }

    /// Reads the next batch; gives whether there was one.
    fn advance(&mut self) -> Result<bool, StoreError> {
        self.row = 0;
        loop {
            let Some(batch) = self.batches.as_mut().and_then(Iterator::next).transpose()? else {
                self.batch = RecordBatch::new_empty(Arc::clone(&self.schema));
                self.batches = Some(Box::new(std::iter::empty()));
                return Ok(false);
            };
            if batch.num_rows() > 0 {
                // Columns of another kind would not fit beside those of other files.
                let columns = batch.columns().to_vec();
                self.batch = RecordBatch::try_new(Arc::clone(&self.schema), columns)?;
                return Ok(true);
            }
        }
    }

    /// The key of the next row, which is not before that of the one before it.
    fn key(&self, at: usize, before: Key) -> Result<Key, StoreError> {
        let time = self
            .batch
            .column_by_name("occurred_at")
            .map(|column| column.as_primitive::<TimestampMicrosecondType>().value(self.row));
        let lsn = self.batch.column(0).as_primitive::<Int64Type>().value(self.row);
        let key = (time.unwrap_or_default(), lsn, at);
        if key < before {
            let text = format!("{} is not sorted by time", self.file.path.display());
            return Err(StoreError::damaged(text));
        }
        Ok(key)
    }
}
