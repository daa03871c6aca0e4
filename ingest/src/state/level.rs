//! Stock of one SKU in one warehouse.

use serde::{Deserialize, Serialize};

use crate::{amount::Quantity, event::Unavailable, facts::StockMovementRow};

/// Stock of one SKU in one warehouse, in units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct StockLevel {
    /// In the warehouse.
    pub on_hand: Quantity,
    /// Set aside for orders: always the sum of the open reservations.
    pub committed: Quantity,
    /// In the warehouse but broken or spoilt.
    pub damaged: Quantity,
    /// In the warehouse and to be inspected.
    pub quality_control: Quantity,
    /// In the warehouse and kept back against surprises.
    pub safety_stock: Quantity,
    /// In the warehouse and kept back for something else.
    pub withheld: Quantity,
    /// In the warehouse and past the last day of its lot: always the sum of the expired balances.
    pub expired: Quantity,
    /// On its way here: by purchase orders, and from other warehouses.
    pub incoming: Quantity,
    /// Of that, what is between two warehouses.
    pub in_transit: Quantity,
    /// What orders wait for.
    pub backordered: Quantity,
}

/// A signed change of a stock level.
pub type LevelChange = StockLevel;

impl StockLevel {
    /// What can be promised now: on hand less committed and unavailable (DOMAIN, stock ledger).
    #[must_use]
    pub fn available(&self) -> Quantity {
        self.on_hand - self.committed - self.unavailable()
    }

    /// In the warehouse but not for sale, for whatever reason.
    #[must_use]
    pub fn unavailable(&self) -> Quantity {
        self.damaged + self.quality_control + self.safety_stock + self.withheld + self.expired
    }

    /// What there will be once all that is on its way has come and all that is owed has left.
    #[must_use]
    pub fn projected(&self) -> Quantity {
        self.available() + self.incoming - self.backordered
    }

    /// One bucket of what is not for sale.
    pub fn bucket(&mut self, bucket: Unavailable) -> &mut Quantity {
        match bucket {
            Unavailable::Damaged => &mut self.damaged,
            Unavailable::QualityControl => &mut self.quality_control,
            Unavailable::SafetyStock => &mut self.safety_stock,
            Unavailable::Withheld => &mut self.withheld,
            Unavailable::Expired => &mut self.expired,
        }
    }

    /// A change of one bucket of what is not for sale.
    #[must_use]
    pub fn of_bucket(bucket: Unavailable, quantity: Quantity) -> Self {
        let mut change = Self::default();
        *change.bucket(bucket) = quantity;
        change
    }

    /// The bucket that a change is of; `None` where it is of none.
    #[must_use]
    pub fn changed_bucket(&self) -> Option<Unavailable> {
        let buckets = [
            (self.damaged, Unavailable::Damaged),
            (self.quality_control, Unavailable::QualityControl),
            (self.safety_stock, Unavailable::SafetyStock),
            (self.withheld, Unavailable::Withheld),
            (self.expired, Unavailable::Expired),
        ];
        buckets.into_iter().find(|(change, _)| !change.is_zero()).map(|(_, bucket)| bucket)
    }

    /// This change so many times.
    #[must_use]
    pub fn times(&self, units: Quantity) -> Self {
        let times = |quantity: Quantity| quantity.times(units);
        Self {
            on_hand: times(self.on_hand),
            committed: times(self.committed),
            damaged: times(self.damaged),
            quality_control: times(self.quality_control),
            safety_stock: times(self.safety_stock),
            withheld: times(self.withheld),
            expired: times(self.expired),
            incoming: times(self.incoming),
            in_transit: times(self.in_transit),
            backordered: times(self.backordered),
        }
    }

    /// Applies a signed change.
    pub fn apply(&mut self, change: &LevelChange) {
        self.on_hand += change.on_hand;
        self.committed += change.committed;
        self.damaged += change.damaged;
        self.quality_control += change.quality_control;
        self.safety_stock += change.safety_stock;
        self.withheld += change.withheld;
        self.expired += change.expired;
        self.incoming += change.incoming;
        self.in_transit += change.in_transit;
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
        let bucket = row.unavailable_reason.unwrap_or(Unavailable::Withheld);
        Self {
            on_hand: row.on_hand_change,
            committed: row.committed_change,
            incoming: row.incoming_change,
            in_transit: row.in_transit_change,
            backordered: row.backordered_change,
            ..Self::of_bucket(bucket, row.unavailable_change)
        }
    }
}
