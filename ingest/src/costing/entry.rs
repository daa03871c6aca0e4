//! An entry of the ledger, packed: ten million of them are in memory at once.

/// What an entry does to worth. Within one event entries take effect in this order, so that what
/// leaves gives its worth before what comes takes it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub(super) enum Kind {
    #[default]
    Received,
    ReturnedToSupplier,
    Shipped,
    /// Came back from a customer, or did not leave after all.
    Returned,
    TransferredOut,
    TransferredIn,
    Consumed,
    Assembled,
    /// A count or a correction found more.
    Gained,
    /// A count, a correction or a write-off found less.
    Lost,
    CostRevised,
    Billed,
    LandedCost,
}

/// An amount that an entry may or may not name, in eight bytes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Amount(i64);

impl Amount {
    pub(super) const NONE: Self = Self(i64::MIN);

    pub(super) fn new(millionths: i64) -> Self {
        Self(millionths)
    }

    pub(super) fn get(self) -> Option<i128> {
        (self != Self::NONE).then_some(i128::from(self.0))
    }
}

/// An entry.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) occurred_at: i64,
    pub(super) lsn: i64,
    pub(super) kind: Kind,
    /// By its number.
    pub(super) warehouse: u16,
    /// By its number.
    pub(super) sku: u32,
    /// Change of what is on hand, or the units billed, in ten-thousandths.
    pub(super) quantity: i64,
    /// The unit cost, or of landed cost the change of worth, in millionths.
    pub(super) amount: Amount,
    /// The document that ties it to other entries, hashed with its SKU; 0 where there is none.
    pub(super) document: u64,
}

/// A SKU in a warehouse, both by number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Place {
    pub(super) sku: u32,
    pub(super) warehouse: u16,
}

impl Entry {
    pub(super) fn place(&self) -> Place {
        Place { sku: self.sku, warehouse: self.warehouse }
    }

    /// Its place in the books.
    pub(super) fn in_books(&self) -> (i64, i64, Kind) {
        (self.occurred_at, self.lsn, self.kind)
    }

    /// What tells entries apart that have one place in the books.
    pub(super) fn figures(&self) -> (i64, Amount, u64) {
        (self.quantity, self.amount, self.document)
    }

    /// Units that come or go.
    pub(super) fn units(&self) -> i128 {
        i128::from(self.quantity).abs()
    }
}
