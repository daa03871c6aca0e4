//! What all views have in common: partitions of keyed sums, shared between snapshots.

use std::{
    any::Any,
    collections::BTreeMap,
    marker::PhantomData,
    sync::{Arc, OnceLock},
};

use arrow::{array::RecordBatch, compute::concat_batches, datatypes::SchemaRef};
use imbl::OrdMap;
use marea_ingest::{facts::FactTable, store::Follower};

use super::Image;

/// What is particular to a view.
pub(super) trait Definition: Send + Sync + 'static {
    /// The table's name in SQL.
    const NAME: &'static str;
    /// What it holds.
    const ABOUT: &'static str;
    /// The query over the facts that it is equal to.
    const SQL: &'static str;
    /// The fact table that it follows.
    const FOLLOWS: FactTable;
    /// What its rows are grouped by.
    type Key: Ord + Clone + Send + Sync + 'static;
    /// What is summed for each key.
    type Measures: Clone + Default + Send + Sync + 'static;

    /// Its columns.
    fn schema() -> SchemaRef;
    /// What each row of the fact table adds to which key.
    fn changes(rows: &RecordBatch, change: &mut dyn FnMut(Self::Key, Self::Measures));
    /// Adds a change to the sums of its key.
    fn add(sums: &mut Self::Measures, change: Self::Measures);
    /// Whether a key is listed with these sums.
    fn is_listed(_sums: &Self::Measures) -> bool {
        true
    }
    /// The partition that a key belongs to.
    fn partition(key: &Self::Key) -> i64;
    /// The rows of a partition as columns.
    fn batch(rows: &BTreeMap<Self::Key, Self::Measures>) -> RecordBatch;
}

struct Partition<D: Definition> {
    rows: BTreeMap<D::Key, D::Measures>,
    /// The rows as columns, made when they are first asked for.
    batch: OnceLock<RecordBatch>,
}

impl<D: Definition> Clone for Partition<D> {
    /// A copy is made to be changed, so the columns do not come along.
    fn clone(&self) -> Self {
        Self { rows: self.rows.clone(), batch: OnceLock::new() }
    }
}

impl<D: Definition> Default for Partition<D> {
    fn default() -> Self {
        Self { rows: BTreeMap::new(), batch: OnceLock::new() }
    }
}

type Partitions<D> = OrdMap<i64, Arc<Partition<D>>>;

/// A view as it is kept.
pub(super) struct View<D: Definition> {
    partitions: Partitions<D>,
    definition: PhantomData<D>,
}

impl<D: Definition> Default for View<D> {
    fn default() -> Self {
        Self { partitions: OrdMap::new(), definition: PhantomData }
    }
}

impl<D: Definition> Follower for View<D> {
    fn tables(&self) -> &[FactTable] {
        const { &[D::FOLLOWS] }
    }

    fn follow(&mut self, _table: FactTable, rows: &RecordBatch) {
        D::changes(rows, &mut |key, change| {
            let partition = self.partitions.entry(D::partition(&key)).or_default();
            let partition = Arc::make_mut(partition);
            partition.batch.take();
            D::add(partition.rows.entry(key).or_default(), change);
        });
    }

    fn image(&self) -> Arc<dyn Any + Send + Sync> {
        Arc::new(ViewImage::<D> { partitions: self.partitions.clone(), whole: OnceLock::new() })
    }
}

/// A view at one snapshot.
pub(super) struct ViewImage<D: Definition> {
    partitions: Partitions<D>,
    /// All partitions as one batch, for all queries at this snapshot: each small batch would be
    /// sent and encoded on its own, which costs more than joining them once.
    whole: OnceLock<Vec<RecordBatch>>,
}

impl<D: Definition> ViewImage<D> {
    fn join(&self) -> Vec<RecordBatch> {
        let parts: Vec<RecordBatch> =
            self.partitions.values().map(|partition| partition.batch()).collect();
        match concat_batches(&D::schema(), &parts) {
            Ok(whole) if whole.num_rows() > 0 => vec![whole],
            Ok(_) => Vec::new(),
            // Batches of one schema can always be joined; were it otherwise, they still hold true.
            Err(_) => parts,
        }
    }
}

impl<D: Definition> Partition<D> {
    fn batch(&self) -> RecordBatch {
        let make = || {
            let listed = self.rows.iter().filter(|(_, sums)| D::is_listed(sums));
            D::batch(&listed.map(|(key, sums)| (key.clone(), sums.clone())).collect())
        };
        self.batch.get_or_init(make).clone()
    }
}

impl<D: Definition> Image for ViewImage<D> {
    fn schema(&self) -> SchemaRef {
        D::schema()
    }

    fn batches(&self) -> Vec<RecordBatch> {
        self.whole.get_or_init(|| self.join()).clone()
    }
}
