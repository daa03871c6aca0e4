//! A line of an order, and who owes it what.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::{
    amount::{Money, Quantity},
    event::{Component, LineKind},
    identity::{LineId, PurchaseOrderId, Sku, WarehouseId},
    time::Instant,
};

/// What one warehouse owes a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Allocation {
    /// The warehouse.
    pub warehouse: WarehouseId,
    /// Units set aside: part of what is committed there.
    pub reserved: Quantity,
    /// Units that wait for goods.
    pub backordered: Quantity,
    /// Why it is this warehouse, in words.
    pub reason: Arc<str>,
}

impl Allocation {
    /// Units that it owes in all.
    #[must_use]
    pub fn owed(&self) -> Quantity {
        self.reserved + self.backordered
    }
}

/// Units of a purchase order that will serve a line that waits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Peg {
    /// The purchase order.
    pub purchase_order: PurchaseOrderId,
    /// The line of it.
    pub line_id: LineId,
    /// What it brings.
    pub sku: Sku,
    /// Units of it.
    pub quantity: Quantity,
    /// When they are expected; `None` where nobody said.
    pub expected_at: Option<Instant>,
}

/// A line of an order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderItem {
    /// The line's name within its order.
    pub line_id: LineId,
    /// What is sold.
    pub sku: Sku,
    /// What the line is.
    pub kind: LineKind,
    /// How the channel described it.
    pub name: Option<String>,
    /// Price of a unit.
    pub unit_price: Money,
    /// Discount on all units ordered.
    pub discount: Money,
    /// Tax on all units ordered.
    pub tax: Money,
    /// When the customer was promised it.
    pub promised_at: Option<Instant>,
    /// Goods are not to leave before this.
    pub ship_after: Option<Instant>,
    /// Whether the SKU's substitute may be sent.
    pub accept_substitute: bool,
    /// Where it is pinned to, since the order said so; the writer chooses otherwise.
    pub asked_warehouse: Option<WarehouseId>,
    /// What leaves the stock for one unit, where that is not the SKU itself: the components of a
    /// bundle, or the substitute.
    pub components: Vec<Component>,
    /// Whether the substitute is sent.
    pub substituted: bool,
    /// The purchase orders that will serve what waits.
    pub pegs: Vec<Peg>,
    /// Whether stock was kept of the SKU when it was ordered.
    pub tracked: bool,
    /// Where it comes from.
    pub allocations: Vec<Allocation>,
    /// Units ordered.
    pub ordered: Quantity,
    /// Units that will not be fulfilled.
    pub cancelled: Quantity,
    /// Units taken from the shelf.
    pub picked: Quantity,
    /// Units packed.
    pub packed: Quantity,
    /// Units that left.
    pub shipped: Quantity,
    /// Units that arrived.
    pub delivered: Quantity,
    /// Units that came back.
    pub returned: Quantity,
    /// When the last of them arrived.
    pub delivered_at: Option<Instant>,
}

impl OrderItem {
    /// Units still to be shipped.
    #[must_use]
    pub fn open(&self) -> Quantity {
        self.ordered - self.cancelled - self.shipped
    }

    /// Units set aside for it.
    #[must_use]
    pub fn reserved(&self) -> Quantity {
        self.allocations.iter().map(|allocation| allocation.reserved).sum()
    }

    /// Units it waits for.
    #[must_use]
    pub fn backordered(&self) -> Quantity {
        self.allocations.iter().map(|allocation| allocation.backordered).sum()
    }

    /// What leaves the stock for so many units, by SKU.
    pub fn stock_of(&self, units: Quantity) -> impl Iterator<Item = (&Sku, Quantity)> {
        let itself = self.components.is_empty().then_some((&self.sku, units));
        let parts = self.components.iter().map(move |part| (&part.sku, part.quantity.times(units)));
        itself.into_iter().chain(parts)
    }

    /// When the last of what waits can be there, as the supply stands: `None` where nothing waits,
    /// or where nobody knows.
    #[must_use]
    pub fn expected_at(&self) -> Option<Instant> {
        let covered = |(sku, wanted): (&Sku, Quantity)| {
            let pegs = self.pegs.iter().filter(|peg| peg.sku == *sku);
            pegs.map(|peg| peg.quantity).sum::<Quantity>() >= wanted
        };
        let units = self.backordered();
        if !units.is_positive() || !self.stock_of(units).all(covered) {
            return None;
        }
        let dates = self.pegs.iter().map(|peg| peg.expected_at);
        dates.collect::<Option<Vec<_>>>()?.into_iter().max()
    }

    /// Units that were taken back out of the sale: cancelled or returned.
    #[must_use]
    pub fn removed(&self) -> Quantity {
        self.cancelled + self.returned
    }

    /// Whether it is goods.
    #[must_use]
    pub fn is_goods(&self) -> bool {
        matches!(self.kind, LineKind::Product | LineKind::Sample)
    }
}

impl OrderItem {
    pub(super) fn owed(&self, tax_included: bool) -> Money {
        let kept = self.ordered - self.removed();
        let gross = Money::of(kept, self.unit_price);
        let discount = self.discount - self.discount.share(self.removed(), self.ordered);
        let tax = self.tax - self.tax.share(self.removed(), self.ordered);
        gross - discount + if tax_included { Money::ZERO } else { tax }
    }
}
