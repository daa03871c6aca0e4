//! An order's document: quantities per line and money, from which its four axes are derived.

use std::sync::Arc;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::{
    amount::{Money, Quantity},
    event::{Address, LineKind},
    identity::{
        Channel, Currency, CustomerId, FulfilmentId, LineId, Lsn, OrderId, Sku, Source, WarehouseId,
    },
    time::{Day, Instant},
};

macro_rules! statuses {
    ($(#[$doc:meta])+ $name:ident { $($(#[$variant_doc:meta])+ $variant:ident = $text:literal,)+ }) => {
        $(#[$doc])+
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum $name {
            $($(#[$variant_doc])+ $variant,)+
        }

        impl $name {
            /// All of them, in the order of an order's life.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// The name in JSON and SQL.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $text,)+
                }
            }

            /// The one of this name.
            #[must_use]
            pub fn named(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|status| status.as_str() == name)
            }
        }
    };
}

statuses! {
    /// How far the order as a whole is.
    OrderStatus {
        /// It came in.
        Placed = "placed",
        /// It must wait.
        OnHold = "on_hold",
        /// It may go to the warehouse.
        Approved = "approved",
        /// The warehouse is at it, or part of it left.
        InFulfilment = "in_fulfilment",
        /// All units are delivered or cancelled, and the money is settled.
        Completed = "completed",
        /// All units are cancelled.
        Cancelled = "cancelled",
    }
}

statuses! {
    /// How far the goods are.
    FulfilmentStatus {
        /// Nothing has happened.
        Unfulfilled = "unfulfilled",
        /// Asked for, picked or packed.
        InProgress = "in_progress",
        /// Some units left.
        PartiallyFulfilled = "partially_fulfilled",
        /// All units left.
        Fulfilled = "fulfilled",
        /// All units arrived.
        Delivered = "delivered",
    }
}

statuses! {
    /// How far the money is.
    PaymentStatus {
        /// Nothing was set aside or taken.
        Pending = "pending",
        /// Set aside, not taken.
        Authorized = "authorized",
        /// Less was taken than is owed.
        PartiallyPaid = "partially_paid",
        /// All that is owed was taken.
        Paid = "paid",
        /// Some was given back.
        PartiallyRefunded = "partially_refunded",
        /// All was given back.
        Refunded = "refunded",
        /// What was set aside was let go.
        Voided = "voided",
    }
}

statuses! {
    /// How far what comes back is.
    ReturnStatus {
        /// Nothing comes back.
        None = "none",
        /// The customer asked.
        Requested = "requested",
        /// The shop agreed.
        InProgress = "in_progress",
        /// Some of what was shipped came back.
        PartiallyReturned = "partially_returned",
        /// All that was shipped came back.
        Returned = "returned",
    }
}

/// What one warehouse owes a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Allocation {
    /// The warehouse.
    pub warehouse: WarehouseId,
    /// Units set aside: part of what is committed there.
    pub reserved: Quantity,
    /// Units that wait for goods.
    pub backordered: Quantity,
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

/// Why an order waits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hold {
    /// Since when.
    pub since: Instant,
    /// Why.
    pub reason: Option<String>,
}

/// A parcel that left.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shipment {
    /// The fulfilment it belongs to.
    pub fulfilment_id: Option<FulfilmentId>,
    /// When it left.
    pub shipped_at: Instant,
    /// Who carries it.
    pub carrier: Option<String>,
    /// The carrier's number for it.
    pub tracking_number: Option<String>,
    /// When it is expected to arrive.
    pub expected_at: Option<Instant>,
    /// What is in it.
    pub lines: Vec<(LineId, Quantity)>,
}

/// The sums of an order's money, in its currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Payments {
    /// Set aside by the provider.
    pub authorized: Money,
    /// Let go again.
    pub voided: Money,
    /// Taken.
    pub captured: Money,
    /// Given back.
    pub refunded: Money,
}

/// An order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Order {
    /// The order, as its channel names it.
    pub order_id: OrderId,
    /// Who reported it.
    pub source: Source,
    /// Where it came in.
    pub channel: Channel,
    /// The currency of all its amounts.
    pub currency: Currency,
    /// What one unit of it is worth in the shop's currency; `None` where no rate was known.
    pub rate_to_base: Option<Decimal>,
    /// Who ordered.
    pub customer_id: Option<CustomerId>,
    /// Where it goes.
    pub ship_to: Option<Address>,
    /// What marks a special order.
    pub order_code: Option<Arc<str>>,
    /// How it is to be sent.
    pub shipping_method: Option<String>,
    /// How it is to be paid.
    pub payment_method: Option<String>,
    /// The coupon that was used.
    pub coupon: Option<Arc<str>>,
    /// What is charged for shipping the whole order.
    pub shipping: Money,
    /// Whether prices contain their tax.
    pub tax_included: bool,
    /// When it was placed.
    pub placed_at: Instant,
    /// The shop's day on which it was placed.
    pub order_date: Day,
    /// The earliest promise of an open line.
    pub promised_at: Option<Instant>,
    /// When it was approved.
    pub approved_at: Option<Instant>,
    /// When the warehouse was first asked.
    pub fulfilment_requested_at: Option<Instant>,
    /// Why it waits; empty where it does not.
    pub holds: Vec<Hold>,
    /// The lines.
    pub lines: Vec<OrderItem>,
    /// The parcels.
    pub shipments: Vec<Shipment>,
    /// The money.
    pub payments: Payments,
    /// How many returns were asked for and agreed to.
    pub returns_requested: u32,
    /// How many returns the shop agreed to.
    pub returns_approved: u32,
    /// What could not be true but was reported.
    pub flags: Vec<String>,
    /// The last event that changed it.
    pub lsn: Lsn,
    /// When it was last changed.
    pub changed_at: Instant,
}

impl Order {
    /// The line of this name.
    #[must_use]
    pub fn line(&self, line_id: &LineId) -> Option<&OrderItem> {
        self.lines.iter().find(|line| &line.line_id == line_id)
    }

    /// How far the order as a whole is.
    #[must_use]
    pub fn status(&self) -> OrderStatus {
        if self.all_units(|line| line.cancelled == line.ordered) {
            OrderStatus::Cancelled
        } else if self.all_units(|line| line.cancelled + line.delivered == line.ordered)
            && self.is_settled()
        {
            OrderStatus::Completed
        } else if !self.holds.is_empty() {
            OrderStatus::OnHold
        } else if self.fulfilment_status() != FulfilmentStatus::Unfulfilled {
            OrderStatus::InFulfilment
        } else if self.approved_at.is_some() {
            OrderStatus::Approved
        } else {
            OrderStatus::Placed
        }
    }

    fn all_units(&self, holds: impl Fn(&OrderItem) -> bool) -> bool {
        let mut goods = self.lines.iter().filter(|line| line.is_goods()).peekable();
        goods.peek().is_some() && goods.all(holds)
    }

    fn is_settled(&self) -> bool {
        self.payments.captured - self.payments.refunded >= self.total()
    }

    /// How far the goods are.
    #[must_use]
    pub fn fulfilment_status(&self) -> FulfilmentStatus {
        let moved = |quantity: fn(&OrderItem) -> Quantity| -> Quantity {
            self.lines.iter().filter(|line| line.is_goods()).map(quantity).sum()
        };
        let wanted = moved(|line| line.ordered - line.cancelled);
        let shipped = moved(|line| line.shipped);
        if shipped.is_positive() && moved(|line| line.delivered) >= wanted {
            FulfilmentStatus::Delivered
        } else if shipped.is_positive() && shipped >= wanted {
            FulfilmentStatus::Fulfilled
        } else if shipped.is_positive() {
            FulfilmentStatus::PartiallyFulfilled
        } else if self.fulfilment_requested_at.is_some() || moved(|line| line.picked).is_positive()
        {
            FulfilmentStatus::InProgress
        } else {
            FulfilmentStatus::Unfulfilled
        }
    }

    /// How far the money is.
    #[must_use]
    pub fn payment_status(&self) -> PaymentStatus {
        let Payments { authorized, voided, captured, refunded } = self.payments;
        if refunded.is_positive() {
            let all = refunded >= captured;
            return if all { PaymentStatus::Refunded } else { PaymentStatus::PartiallyRefunded };
        }
        if captured.is_positive() {
            let all = captured >= self.total();
            return if all { PaymentStatus::Paid } else { PaymentStatus::PartiallyPaid };
        }
        match (authorized > voided, voided.is_positive()) {
            (true, _) => PaymentStatus::Authorized,
            (false, true) => PaymentStatus::Voided,
            (false, false) => PaymentStatus::Pending,
        }
    }

    /// How far what comes back is.
    #[must_use]
    pub fn return_status(&self) -> ReturnStatus {
        let shipped: Quantity = self.lines.iter().map(|line| line.shipped).sum();
        let returned: Quantity = self.lines.iter().map(|line| line.returned).sum();
        if returned.is_positive() && returned >= shipped {
            ReturnStatus::Returned
        } else if returned.is_positive() {
            ReturnStatus::PartiallyReturned
        } else if self.returns_approved > 0 {
            ReturnStatus::InProgress
        } else if self.returns_requested > 0 {
            ReturnStatus::Requested
        } else {
            ReturnStatus::None
        }
    }

    /// What is owed for it in all, after cancelled and returned units, with tax and shipping.
    #[must_use]
    pub fn total(&self) -> Money {
        let lines = self.lines.iter().map(|line| line.owed(self.tax_included));
        let untouched = self.lines.iter().any(|line| line.removed() < line.ordered);
        lines.sum::<Money>() + if untouched { self.shipping } else { Money::ZERO }
    }

    /// Whether its goods should have left by then.
    #[must_use]
    pub fn is_late(&self, now: Instant) -> bool {
        let open = self.lines.iter().any(|line| line.is_goods() && line.open().is_positive());
        open && self.promised_at.is_some_and(|promised| promised < now)
    }
}

impl OrderItem {
    fn owed(&self, tax_included: bool) -> Money {
        let kept = self.ordered - self.removed();
        let gross = Money::of(kept, self.unit_price);
        let discount = self.discount - self.discount.share(self.removed(), self.ordered);
        let tax = self.tax - self.tax.share(self.removed(), self.ordered);
        gross - discount + if tax_included { Money::ZERO } else { tax }
    }
}

#[cfg(test)]
mod tests;
