//! The ledger in memory: entries by SKU, so that SKUs are costed side by side.

use std::{collections::HashMap, hash::BuildHasherDefault};

use arrow::array::RecordBatch;

use super::{
    CostingError, Cut, Method, NegativeSpan, Period, Position,
    columns::Columns,
    entry::{Entry, Kind},
    fold::Costing,
    groups::{Coupled, fold_groups},
    names::{Mix, Names},
    spans::Spans,
};

/// The columns of `stock_movements` that a ledger reads; `recorded_at` only on that axis.
pub const REQUIRED_COLUMNS: [&str; 15] = [
    "lsn",
    "movement",
    "sku",
    "warehouse",
    "quantity",
    "on_hand_change",
    "tracked",
    "occurred_at",
    "recorded_at",
    "order_id",
    "line_id",
    "unit_cost_base",
    "value_change",
    "reference",
    "reference_line",
];

/// SKUs are spread over so many parts. One part is sorted at a time by each thread, and should
/// fit the processor's cache at ten million entries.
pub(super) const PARTS: u32 = 64;
/// Entries a chunk: parts grow by chunks, so that growing never copies.
const CHUNK: usize = 4096;

/// The entries of some SKUs, in chunks.
pub(super) type Part = Vec<Vec<Entry>>;

/// What all groups are costed with.
#[derive(Debug, Default)]
pub(super) struct Context {
    pub(super) names: Names,
    /// Units that each assembly makes.
    pub(super) assembled: HashMap<u64, i128, BuildHasherDefault<Mix>>,
    pub(super) coupled: Coupled,
}

/// Movements that are to be costed, forty-eight bytes each.
#[derive(Debug)]
pub struct Ledger {
    context: Context,
    parts: Vec<Part>,
    cut: Cut,
    chunks: usize,
}

impl Ledger {
    /// An empty ledger that will take the entries up to a cut.
    #[must_use]
    pub fn new(cut: Cut) -> Self {
        let parts = (0..PARTS).map(|_| Part::new()).collect();
        Self { context: Context::default(), parts, cut, chunks: 0 }
    }

    /// Takes rows of `stock_movements`, with at least [`REQUIRED_COLUMNS`], in any order.
    ///
    /// # Errors
    /// [`CostingError`] where a row cannot be costed.
    pub fn push(&mut self, rows: &RecordBatch) -> Result<(), CostingError> {
        let mut columns = Columns::new(rows, self.cut)?;
        for row in 0..columns.rows() {
            if let Some(entry) = columns.entry(row, &mut self.context.names)? {
                self.add(entry);
            }
        }
        Ok(())
    }

    fn add(&mut self, entry: Entry) {
        let sku = entry.sku;
        if matches!(entry.kind, Kind::Consumed | Kind::Assembled) {
            self.context.coupled.tie(sku, entry.document);
        }
        if entry.kind == Kind::Assembled {
            *self.context.assembled.entry(entry.document).or_default() += entry.units();
        }
        let part = &mut self.parts[(sku % PARTS) as usize];
        match part.last_mut() {
            Some(chunk) if chunk.len() < CHUNK => chunk.push(entry),
            _ => {
                let mut chunk = Vec::with_capacity(CHUNK);
                chunk.push(entry);
                part.push(chunk);
                self.chunks += 1;
            }
        }
    }

    /// Bytes of memory that the entries take.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.chunks * CHUNK * size_of::<Entry>()
    }

    /// What is where, what it is worth, and what was sold of it in a period at what cost; by SKU,
    /// then warehouse. Runs on so many threads.
    #[must_use]
    pub fn positions(self, method: Method, period: Period, threads: usize) -> Vec<Position> {
        let context = &self.context;
        let start = || Costing::new(context, method, period);
        let outputs = fold_groups(context, self.parts, threads, start);
        let mut positions: Vec<_> = outputs.into_iter().flatten().collect();
        positions.sort_unstable_by(|a, b| (&a.sku, &a.warehouse).cmp(&(&b.sku, &b.warehouse)));
        positions
    }

    /// Where and when less than nothing was on hand; by SKU, warehouse and time.
    #[must_use]
    pub fn negative_spans(self, threads: usize) -> Vec<NegativeSpan> {
        let context = &self.context;
        let outputs = fold_groups(context, self.parts, threads, || Spans::new(context));
        let mut spans: Vec<_> = outputs.into_iter().flatten().collect();
        spans.sort_unstable_by(|a, b| {
            (&a.sku, &a.warehouse, a.since).cmp(&(&b.sku, &b.warehouse, b.since))
        });
        spans
    }
}
