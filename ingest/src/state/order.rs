//! An order's document: quantities per line and money, from which its four axes are derived.

mod authorization;
mod course;
mod item;
mod status;

use std::sync::Arc;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

pub use self::{
    authorization::Authorization,
    course::{Cart, FulfilmentRequest, Hold, ParcelLine, ReturnCase, ReturnCaseLine, Shipment},
    item::{Allocation, OrderItem, Peg},
    status::{FulfilmentStatus, OrderStatus, PaymentStatus, ReturnStatus},
};
use crate::{
    amount::{Money, Quantity},
    event::Address,
    identity::{Channel, Currency, CustomerId, LineId, Lsn, OrderId, Source, WarehouseId},
    time::{Day, Instant},
};

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
    /// Money that is set aside and neither taken nor let go.
    pub authorizations: Vec<Authorization>,
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
            authorizations: Vec::new(),
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

    /// Whether goods that are still to be shipped may come from a warehouse: it owes some, or nobody
    /// was said to.
    #[must_use]
    pub fn may_come_from(&self, warehouse: &WarehouseId) -> bool {
        let owes = |owed: &Allocation| owed.warehouse == *warehouse && owed.owed().is_positive();
        let mut open =
            self.lines.iter().filter(|line| line.is_goods() && line.open().is_positive());
        open.any(|line| match (line.allocations.as_slice(), line.tracked) {
            ([], _) => true,
            (owed, true) => owed.iter().any(owes),
            // Of what is not kept nothing is set aside: an allocation says only from where.
            (from, false) => from.iter().any(|it| it.warehouse == *warehouse),
        })
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

#[cfg(test)]
mod tests;
