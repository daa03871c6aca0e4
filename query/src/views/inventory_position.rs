//! Stock by SKU and warehouse, as the movements make it.

use std::{
    collections::BTreeMap,
    hash::{DefaultHasher, Hash, Hasher},
    sync::{Arc, LazyLock},
};

use arrow::{
    array::{ArrayRef, AsArray, RecordBatch, StringViewArray},
    datatypes::{DataType, Field, Schema, SchemaRef},
};
use marea_ingest::{columns::assemble, facts::FactTable};

use super::{
    measure::{QUANTITY, Sum, column, decimals, text, texts},
    view::Definition,
};

/// Stock by SKU and warehouse.
pub(super) struct InventoryPosition;

/// Rows are spread over so many partitions, so that a commit copies few of them.
const PARTITIONS: u64 = 512;

/// The sums, in the order of the columns; `available` follows from the first three.
const CHANGES: [&str; 5] = [
    "on_hand_change",
    "committed_change",
    "unavailable_change",
    "incoming_change",
    "backordered_change",
];

/// SKU and warehouse.
type Key = (Arc<str>, Arc<str>);

impl Definition for InventoryPosition {
    const NAME: &'static str = "inventory_position";
    const ABOUT: &'static str =
        "Stock by SKU and warehouse: on hand less committed less unavailable is available.";
    const SQL: &'static str = "SELECT sku, warehouse, sum(on_hand_change) AS on_hand, \
        sum(committed_change) AS committed, sum(unavailable_change) AS unavailable, \
        sum(on_hand_change - committed_change - unavailable_change) AS available, \
        sum(incoming_change) AS incoming, sum(backordered_change) AS backordered \
        FROM stock_movements WHERE tracked GROUP BY sku, warehouse";
    const FOLLOWS: FactTable = FactTable::StockMovements;
    type Key = Key;
    type Measures = [Sum; 5];

    fn schema() -> SchemaRef {
        static SCHEMA: LazyLock<SchemaRef> = LazyLock::new(|| {
            let names = ["on_hand", "committed", "unavailable", "available", "incoming"];
            let mut fields = vec![
                Field::new("sku", DataType::Utf8View, false),
                Field::new("warehouse", DataType::Utf8View, false),
            ];
            fields.extend(names.map(|name| Field::new(name, QUANTITY, true)));
            fields.push(Field::new("backordered", QUANTITY, true));
            Arc::new(Schema::new(fields))
        });
        Arc::clone(&SCHEMA)
    }

    fn changes(rows: &RecordBatch, change: &mut dyn FnMut(Key, [Sum; 5])) {
        // The columns are those of the fact table's own schema.
        let _ = each_movement(rows, change);
    }

    fn add(sums: &mut [Sum; 5], change: [Sum; 5]) {
        sums.iter_mut().zip(change).for_each(|(sum, change)| sum.add(change));
    }

    fn partition(key: &Key) -> i64 {
        let mut hasher = DefaultHasher::new();
        key.0.hash(&mut hasher);
        (hasher.finish() % PARTITIONS).cast_signed()
    }

    fn batch(rows: &BTreeMap<Key, [Sum; 5]>) -> RecordBatch {
        let texts = |column: fn(&Key) -> &str| -> ArrayRef {
            Arc::new(rows.keys().map(|key| Some(column(key))).collect::<StringViewArray>())
        };
        let sums = |at: usize| column(QUANTITY, rows.values().map(move |sums| sums[at]));
        let available = column(QUANTITY, rows.values().map(available));
        let columns = vec![
            texts(|key| &key.0),
            texts(|key| &key.1),
            sums(0),
            sums(1),
            sums(2),
            available,
            sums(3),
            sums(4),
        ];
        assemble(Self::schema(), columns)
    }
}

fn available(sums: &[Sum; 5]) -> Sum {
    let [on_hand, committed, unavailable, ..] = sums;
    let scaled = on_hand.scaled - committed.scaled - unavailable.scaled;
    Sum { scaled, rows: on_hand.rows }
}

fn each_movement(rows: &RecordBatch, change: &mut dyn FnMut(Key, [Sum; 5])) -> Option<()> {
    let tracked = rows.column_by_name("tracked")?.as_boolean_opt()?;
    let (sku, warehouse) = (texts(rows, "sku")?, texts(rows, "warehouse")?);
    let columns: Vec<_> = CHANGES.iter().map(|name| decimals(rows, name)).collect::<Option<_>>()?;
    for row in (0..rows.num_rows()).filter(|row| tracked.value(*row)) {
        let key = (text(sku, row).unwrap_or_default(), text(warehouse, row).unwrap_or_default());
        let mut sums = [Sum::default(); 5];
        for (sum, column) in sums.iter_mut().zip(&columns) {
            *sum = Sum::of(column(row));
        }
        change(key, sums);
    }
    Some(())
}
