//! Fact tables: what each event changed, as rows that are only ever added.
//!
//! A row type is its table: its fields are the columns, in order. Rows are made once, by the
//! decision that the event led to; the log keeps them, and hot batches, sealed files and views
//! are made from them alone.

mod rows;

use arrow::{array::RecordBatch, datatypes::SchemaRef};
use serde::{Deserialize, Serialize};

use crate::columns::TableRow;

pub use rows::{
    EventRow, LineEffect, Movement, OrderLineRow, PaymentKind, PaymentRow, StatusChangeRow,
    StockMovementRow,
};

/// A fact table, in the order in which they are kept everywhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(usize)]
pub enum FactTable {
    /// Every event as it was accepted.
    Events,
    /// Signed effects on order lines.
    OrderLines,
    /// Changes of an order's state.
    OrderStatusChanges,
    /// Changes of stock.
    StockMovements,
    /// Money taken and given back.
    Payments,
}

impl FactTable {
    /// All fact tables.
    pub const ALL: [Self; 5] = [
        Self::Events,
        Self::OrderLines,
        Self::OrderStatusChanges,
        Self::StockMovements,
        Self::Payments,
    ];

    /// The table's name in SQL and its folder in the lake.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Events => "events",
            Self::OrderLines => "order_lines",
            Self::OrderStatusChanges => "order_status_changes",
            Self::StockMovements => "stock_movements",
            Self::Payments => "payments",
        }
    }

    /// The table's columns.
    #[must_use]
    pub fn schema(self) -> SchemaRef {
        match self {
            Self::Events => EventRow::schema(),
            Self::OrderLines => OrderLineRow::schema(),
            Self::OrderStatusChanges => StatusChangeRow::schema(),
            Self::StockMovements => StockMovementRow::schema(),
            Self::Payments => PaymentRow::schema(),
        }
    }
}

/// The rows that some events added to each fact table, in LSN order.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FactRows {
    /// Rows of `events`.
    pub events: Vec<EventRow>,
    /// Rows of `order_lines`.
    pub order_lines: Vec<OrderLineRow>,
    /// Rows of `order_status_changes`.
    pub order_status_changes: Vec<StatusChangeRow>,
    /// Rows of `stock_movements`.
    pub stock_movements: Vec<StockMovementRow>,
    /// Rows of `payments`.
    pub payments: Vec<PaymentRow>,
}

impl FactRows {
    /// The rows as one Arrow batch a table, in the order of [`FactTable::ALL`].
    #[must_use]
    pub fn to_batches(&self) -> FactBatches {
        FactBatches([
            EventRow::batch(&self.events),
            OrderLineRow::batch(&self.order_lines),
            StatusChangeRow::batch(&self.order_status_changes),
            StockMovementRow::batch(&self.stock_movements),
            PaymentRow::batch(&self.payments),
        ])
    }

    /// Moves the rows of later events behind these.
    pub fn append(&mut self, later: &mut Self) {
        self.events.append(&mut later.events);
        self.order_lines.append(&mut later.order_lines);
        self.order_status_changes.append(&mut later.order_status_changes);
        self.stock_movements.append(&mut later.stock_movements);
        self.payments.append(&mut later.payments);
    }
}

/// One Arrow batch for each fact table, in the order of [`FactTable::ALL`].
#[derive(Debug, Clone)]
pub struct FactBatches(pub [RecordBatch; 5]);

impl FactBatches {
    /// The batch of one table.
    #[must_use]
    pub fn table(&self, table: FactTable) -> &RecordBatch {
        &self.0[table as usize]
    }
}

#[cfg(test)]
mod tests;
