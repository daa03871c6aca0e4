//! Orders by state and channel.

use std::{
    collections::BTreeMap,
    sync::{Arc, LazyLock},
};

use arrow::{
    array::{ArrayRef, Int64Array, RecordBatch, StringViewArray},
    datatypes::{DataType, Field, Schema, SchemaRef},
};
use marea_ingest::{columns::assemble, facts::FactTable};

use super::{
    measure::{text, texts},
    view::Definition,
};

/// Orders by state and channel.
pub(super) struct OrderBacklog;

/// State and channel.
type Key = (Arc<str>, Arc<str>);

impl Definition for OrderBacklog {
    const NAME: &'static str = "order_backlog";
    const ABOUT: &'static str = "How many orders are in each state, by channel.";
    const SQL: &'static str = "SELECT state, channel, sum(change) AS orders FROM (\
        SELECT to_status AS state, channel, 1 AS change FROM order_status_changes \
        UNION ALL SELECT from_status, channel, -1 FROM order_status_changes \
        WHERE from_status IS NOT NULL) GROUP BY state, channel HAVING sum(change) <> 0";
    const FOLLOWS: FactTable = FactTable::OrderStatusChanges;
    type Key = Key;
    type Measures = i64;

    fn schema() -> SchemaRef {
        static SCHEMA: LazyLock<SchemaRef> = LazyLock::new(|| {
            Arc::new(Schema::new(vec![
                Field::new("state", DataType::Utf8View, false),
                Field::new("channel", DataType::Utf8View, false),
                Field::new("orders", DataType::Int64, true),
            ]))
        });
        Arc::clone(&SCHEMA)
    }

    fn changes(rows: &RecordBatch, change: &mut dyn FnMut(Key, i64)) {
        // The columns are those of the fact table's own schema.
        let columns =
            (texts(rows, "to_status"), texts(rows, "from_status"), texts(rows, "channel"));
        let (Some(to), Some(from), Some(channel)) = columns else { return };
        for row in 0..rows.num_rows() {
            let channel = text(channel, row).unwrap_or_default();
            if let Some(from) = text(from, row) {
                change((from, Arc::clone(&channel)), -1);
            }
            if let Some(to) = text(to, row) {
                change((to, channel), 1);
            }
        }
    }

    fn add(sums: &mut i64, change: i64) {
        *sums += change;
    }

    fn is_listed(sums: &i64) -> bool {
        *sums != 0
    }

    fn partition(_key: &Key) -> i64 {
        0
    }

    fn batch(rows: &BTreeMap<Key, i64>) -> RecordBatch {
        let texts = |column: fn(&Key) -> &str| -> ArrayRef {
            Arc::new(rows.keys().map(|key| Some(column(key))).collect::<StringViewArray>())
        };
        let orders: ArrayRef = Arc::new(rows.values().copied().collect::<Int64Array>());
        assemble(Self::schema(), vec![texts(|key| &key.0), texts(|key| &key.1), orders])
    }
}
