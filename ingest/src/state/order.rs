//! An order's document: quantities per line and money, from which its four axes are derived.

use std::sync::Arc;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::{
    amount::{Money, Quantity},
    event::{Address, Component, Disposition, LineKind, Resolution},
    identity::{
        Channel, Currency, CustomerId, FulfilmentId, LineId, Lsn, OrderId, PurchaseOrderId,
        ReturnId, Sku, Source, WarehouseId,
    },
    time::{Day, Instant},
};

statuses! {
    /// How far the order as a whole is.
    OrderStatus {
        /// A cart or a quotation: it is no order yet.
        Draft = "draft",
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
        /// Nothing more is to happen to it: archived, abandoned, or a cart that was ordered.
        Closed = "closed",
    }
}

statuses! {
    /// How far the goods are.
    FulfilmentStatus {
        /// Nothing has happened.
        Unfulfilled = "unfulfilled",
        /// Nothing is to leave before a later date.
        Scheduled = "scheduled",
        /// The order waits, so nothing is to leave.
        OnHold = "on_hold",
        /// Asked for, picked or packed.
        InProgress = "in_progress",
        /// Some units left.
        PartiallyFulfilled = "partially_fulfilled",
        /// All units left.
        Fulfilled = "fulfilled",
        /// All units arrived.
        Delivered = "delivered",
        /// All that was shipped came back.
        Restocked = "restocked",
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
        /// What was set aside lapsed.
        Expired = "expired",
        /// The payer's bank asks money back.
        Disputed = "disputed",
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
    pub lines: Vec<ParcelLine>,
    /// When it was taken back, if it was.
    pub cancelled_at: Option<Instant>,
}

/// Units of a line in a parcel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ParcelLine {
    /// The line.
    pub line_id: LineId,
    /// Units.
    pub quantity: Quantity,
    /// The warehouse they left from; `None` where none is known of a SKU whose stock is not kept.
    pub warehouse: Option<WarehouseId>,
}

/// What a warehouse answered when it was asked to fulfil.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FulfilmentRequest {
    /// The warehouse; `None` where the order's own choice was asked.
    pub warehouse: Option<WarehouseId>,
    /// When it was asked.
    pub requested_at: Instant,
    /// When it said yes.
    pub accepted_at: Option<Instant>,
    /// When it said no.
    pub rejected_at: Option<Instant>,
    /// Why it said no.
    pub reason: Option<String>,
}

/// What makes an order a cart or a quotation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cart {
    /// Until when goods are held for it; `None` for a quotation, which holds nothing.
    pub held_until: Option<Instant>,
    /// When it was abandoned, if it was.
    pub abandoned_at: Option<Instant>,
}

/// A return of some lines of an order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReturnCase {
    /// The return, as its channel names it; `None` for goods that came back unannounced.
    pub return_id: Option<ReturnId>,
    /// When it was asked for.
    pub requested_at: Option<Instant>,
    /// When the shop agreed.
    pub approved_at: Option<Instant>,
    /// When the shop declined.
    pub declined_at: Option<Instant>,
    /// When goods last came back.
    pub received_at: Option<Instant>,
    /// When they were looked at.
    pub inspected_at: Option<Instant>,
    /// When nothing more was to happen.
    pub closed_at: Option<Instant>,
    /// Why, as the customer or the desk said.
    pub reason: Option<String>,
    /// What the customer wants for it.
    pub resolution: Option<Resolution>,
    /// Its lines.
    pub lines: Vec<ReturnCaseLine>,
}

/// Units of a line that come back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReturnCaseLine {
    /// The line of the order.
    pub line_id: LineId,
    /// Units that the customer wants to send back.
    pub requested: Quantity,
    /// Units that came.
    pub received: Quantity,
    /// Units that the inspection found as they should be.
    pub accepted: Quantity,
    /// Units that it did not.
    pub rejected: Quantity,
    /// What becomes of what came.
    pub disposition: Disposition,
    /// Where it is.
    pub warehouse: Option<WarehouseId>,
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
    /// Given back, also to payers who won a dispute.
    pub refunded: Money,
    /// Set aside, and lapsed.
    pub expired: Money,
    /// Asked back by payers' banks, and not decided yet.
    pub disputed: Money,
}

/// An order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Order {
    /// The order, as its channel names it.
    pub order_id: OrderId,
    /// The number that customers and other systems know it by.
    pub external_id: Option<Arc<str>>,
    /// What makes it a cart or a quotation; `None` for an order.
    pub cart: Option<Cart>,
    /// Orders of a lower number are served first.
    pub priority: u32,
    /// Where the customer fetches it.
    pub pick_up_at: Option<WarehouseId>,
    /// Whether it may be sent from several warehouses.
    pub allow_split: bool,
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
    /// Whom was asked to fulfil, and what they answered.
    pub requests: Vec<FulfilmentRequest>,
    /// Since when a promise is missed, with goods still to be shipped.
    pub late_since: Option<Instant>,
    /// When it was closed.
    pub closed_at: Option<Instant>,
    /// Since when its status is what it is.
    pub status_since: Instant,
    /// Why it waits; empty where it does not.
    pub holds: Vec<Hold>,
    /// The lines.
    pub lines: Vec<OrderItem>,
    /// The parcels.
    pub shipments: Vec<Shipment>,
    /// The money.
    pub payments: Payments,
    /// What comes back, or is asked to.
    pub returns: Vec<ReturnCase>,
    /// What could not be true but was reported.
    pub flags: Vec<String>,
    /// The last event that changed it.
    pub lsn: Lsn,
    /// When it was last changed.
    pub changed_at: Instant,
}

impl Order {
    /// An order without lines.
    #[must_use]
    pub fn empty(
        (order_id, source, channel, currency): (OrderId, Source, Channel, Currency),
        rate_to_base: Option<Decimal>,
        (placed_at, order_date): (Instant, Day),
    ) -> Self {
        Self {
            order_id,
            external_id: None,
            cart: None,
            priority: 100,
            pick_up_at: None,
            allow_split: true,
            source,
            channel,
            currency,
            rate_to_base,
            customer_id: None,
            ship_to: None,
            order_code: None,
            shipping_method: None,
            payment_method: None,
            coupon: None,
            shipping: Money::ZERO,
            tax_included: false,
            placed_at,
            order_date,
            promised_at: None,
            approved_at: None,
            fulfilment_requested_at: None,
            requests: Vec::new(),
            late_since: None,
            closed_at: None,
            status_since: placed_at,
            holds: Vec::new(),
            lines: Vec::new(),
            shipments: Vec::new(),
            payments: Payments::default(),
            returns: Vec::new(),
            flags: Vec::new(),
            lsn: Lsn::default(),
            changed_at: placed_at,
        }
    }

    /// The line of this name.
    #[must_use]
    pub fn line(&self, line_id: &LineId) -> Option<&OrderItem> {
        self.lines.iter().find(|line| &line.line_id == line_id)
    }

    /// How far the order as a whole is.
    #[must_use]
    pub fn status(&self) -> OrderStatus {
        if self.closed_at.is_some() {
            OrderStatus::Closed
        } else if self.cart.is_some() {
            OrderStatus::Draft
        } else if self.all_units(|line| line.cancelled == line.ordered) {
            OrderStatus::Cancelled
        } else if self.all_units(|line| line.cancelled + line.delivered == line.ordered)
            && self.is_settled()
        {
            OrderStatus::Completed
        } else if !self.holds.is_empty() {
            OrderStatus::OnHold
        } else if self.is_begun() {
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

    /// Whether the warehouse is at it, or part of it left.
    fn is_begun(&self) -> bool {
        let moved = |line: &OrderItem| line.picked.is_positive() || line.shipped.is_positive();
        self.fulfilment_requested_at.is_some() || self.lines.iter().any(moved)
    }

    /// Units of goods still to be shipped.
    #[must_use]
    pub fn open_units(&self) -> Quantity {
        self.lines.iter().filter(|line| line.is_goods()).map(OrderItem::open).sum()
    }

    /// Whether it is an order that goods are still owed for.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.cart.is_none() && self.closed_at.is_none() && self.open_units().is_positive()
    }

    /// Whether all that is open can be picked and sent now: approved, not held, nothing waits.
    #[must_use]
    pub fn is_ready(&self) -> bool {
        self.is_open()
            && self.approved_at.is_some()
            && self.holds.is_empty()
            && self.lines.iter().all(|line| !line.backordered().is_positive())
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
        if shipped.is_positive() && moved(|line| line.returned) >= wanted {
            FulfilmentStatus::Restocked
        } else if shipped.is_positive() && moved(|line| line.delivered) >= wanted {
            FulfilmentStatus::Delivered
        } else if shipped.is_positive() && shipped >= wanted {
            FulfilmentStatus::Fulfilled
        } else if shipped.is_positive() {
            FulfilmentStatus::PartiallyFulfilled
        } else if !self.holds.is_empty() {
            FulfilmentStatus::OnHold
        } else if self.is_begun() {
            FulfilmentStatus::InProgress
        } else if self.is_scheduled() {
            FulfilmentStatus::Scheduled
        } else {
            FulfilmentStatus::Unfulfilled
        }
    }

    fn is_scheduled(&self) -> bool {
        let mut open = self.lines.iter().filter(|line| line.open().is_positive()).peekable();
        open.peek().is_some() && open.all(|line| line.ship_after.is_some())
    }

    /// How far the money is.
    #[must_use]
    pub fn payment_status(&self) -> PaymentStatus {
        let Payments { authorized, voided, captured, refunded, expired, disputed } = self.payments;
        if disputed.is_positive() {
            return PaymentStatus::Disputed;
        }
        if refunded.is_positive() {
            let all = refunded >= captured;
            return if all { PaymentStatus::Refunded } else { PaymentStatus::PartiallyRefunded };
        }
        if captured.is_positive() {
            let all = captured >= self.total();
            return if all { PaymentStatus::Paid } else { PaymentStatus::PartiallyPaid };
        }
        match (authorized > voided + expired, expired.is_positive(), voided.is_positive()) {
            (true, ..) => PaymentStatus::Authorized,
            (false, true, _) => PaymentStatus::Expired,
            (false, false, true) => PaymentStatus::Voided,
            (false, false, false) => PaymentStatus::Pending,
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
        } else if self.returns.iter().any(|case| case.is_open() && case.approved_at.is_some()) {
            ReturnStatus::InProgress
        } else if self.returns.iter().any(ReturnCase::is_open) {
            ReturnStatus::Requested
        } else {
            ReturnStatus::None
        }
    }

    /// What is owed for it in all, after cancelled and returned units, with tax and shipping.
    #[must_use]
    pub fn total(&self) -> Money {
        let lines = self.lines.iter().map(|line| line.owed(self.tax_included));
        lines.sum::<Money>() + self.shipping_owed()
    }

    /// What is owed for shipping the whole order: nothing once all units are cancelled or returned.
    #[must_use]
    pub fn shipping_owed(&self) -> Money {
        let untouched = self.lines.iter().any(|line| line.removed() < line.ordered);
        if untouched { self.shipping } else { Money::ZERO }
    }

    /// What was taken and is no longer owed: what is to be refunded.
    #[must_use]
    pub fn refund_due(&self) -> Money {
        let due = self.payments.captured - self.payments.refunded - self.total();
        if due.is_positive() { due } else { Money::ZERO }
    }

    /// Whether its goods should have left by then.
    #[must_use]
    pub fn is_late(&self, now: Instant) -> bool {
        self.is_open() && self.promised_at.is_some_and(|promised| promised < now)
    }
}

impl ReturnCase {
    /// Whether something is still to happen to it.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.declined_at.is_none() && self.closed_at.is_none()
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
