//! Stock of one SKU in one warehouse.

use serde::{Deserialize, Serialize};

use crate::{amount::Quantity, facts::StockMovementRow};

/// Stock of one SKU in one warehouse, in units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct StockLevel {
    /// In the warehouse.
    pub on_hand: Quantity,
    /// Set aside for orders: always the sum of the open reservations.
    pub committed: Quantity,
    /// In the warehouse but not for sale: damaged, in quality control.
    pub unavailable: Quantity,
    /// On its way here.
    pub incoming: Quantity,
    /// What orders wait for.
    pub backordered: Quantity,
}

/// A signed change of a stock level.
pub type LevelChange = StockLevel;

impl StockLevel {
    /// What can be promised now: on hand less committed and unavailable (DOMAIN, stock ledger).
    #[must_use]
    pub fn available(&self) -> Quantity {
        self.on_hand - self.committed - self.unavailable
    }

    /// Applies a signed change.
    pub fn apply(&mut self, change: &LevelChange) {
        self.on_hand += change.on_hand;
        self.committed += change.committed;
        self.unavailable += change.unavailable;
        self.incoming += change.incoming;
        self.backordered += change.backordered;
    }

    /// Whether nothing is there and nothing is expected.
    #[must_use]
    pub fn is_zero(&self) -> bool {
        *self == Self::default()
    }
}

impl From<&StockMovementRow> for LevelChange {
    fn from(row: &StockMovementRow) -> Self {
        Self {
            on_hand: row.on_hand_change,
            committed: row.committed_change,
            unavailable: row.unavailable_change,
            incoming: row.incoming_change,
            backordered: row.backordered_change,
        }
    }
}
