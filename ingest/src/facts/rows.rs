//! The columns of each fact table.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::{
    amount::{Money, Quantity},
    event::{LineKind, Unavailable},
    identity::{
        Bin, Channel, Country, Currency, CustomerId, EventId, LineId, Lot, Lsn, OrderId, PaymentId,
        Sku, Source, WarehouseId,
    },
    state::OrderStatus,
    table_row,
    time::{Day, Instant},
};

macro_rules! names {
    ($(#[$doc:meta])+ $name:ident { $($(#[$variant_doc:meta])+ $variant:ident = $text:literal,)+ }) => {
        $(#[$doc])+
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
        pub enum $name {
            $($(#[$variant_doc])+ $variant,)+
        }

        impl $name {
            /// The name in SQL.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $text,)+
                }
            }
        }
    };
}

names! {
    /// What an event did to an order line.
    LineEffect {
        /// It was ordered: amounts are positive.
        Placed = "placed",
        /// It was changed: amounts are the difference.
        Edited = "edited",
        /// It will not be fulfilled: amounts are negative.
        Cancelled = "cancelled",
        /// It came back or was credited: amounts are negative.
        Returned = "returned",
    }
}

names! {
    /// What kind of change a stock movement is.
    Movement {
        /// Goods were set aside for an order.
        Reserved = "reserved",
        /// Goods that were set aside are free again.
        Released = "released",
        /// Goods left for a customer.
        Shipped = "shipped",
        /// Goods came in.
        Received = "received",
        /// A count found more or less.
        Counted = "counted",
        /// A figure was corrected.
        Adjusted = "adjusted",
        /// Goods left for another warehouse.
        TransferredOut = "transferred_out",
        /// Goods came from another warehouse.
        TransferredIn = "transferred_in",
        /// Goods were put into another bin, or given a lot: a row out of it, and one into it.
        Moved = "moved",
        /// Goods were lost.
        WrittenOff = "written_off",
        /// Goods came back.
        Returned = "returned",
        /// The worth of goods was set anew; no quantity moved.
        CostRevised = "cost_revised",
        /// A parcel was taken back before it arrived.
        ShipmentCancelled = "shipment_cancelled",
        /// Goods in the warehouse are not for sale.
        Withheld = "withheld",
        /// Goods that were withheld are for sale again.
        Restored = "restored",
        /// A kit was put together.
        Assembled = "assembled",
        /// Goods went into a kit.
        Consumed = "consumed",
        /// Goods went back to their supplier.
        ReturnedToSupplier = "returned_to_supplier",
        /// Goods were bought, and are to come.
        PurchaseOrdered = "purchase_ordered",
        /// Goods that were bought will not come.
        PurchaseCancelled = "purchase_cancelled",
        /// Goods that came were turned away.
        Rejected = "rejected",
        /// A supplier billed goods; no quantity moved.
        Billed = "billed",
        /// Bringing goods here cost something; no quantity moved.
        LandedCost = "landed_cost",
    }
}

names! {
    /// What kind of payment.
    PaymentKind {
        /// Set aside.
        Authorized = "authorized",
        /// Taken.
        Captured = "captured",
        /// Given back; the amount is negative.
        Refunded = "refunded",
        /// Not taken; the amount is 0.
        Failed = "failed",
        /// Let go.
        Voided = "voided",
        /// Lapsed.
        Expired = "expired",
        /// Asked back by the payer's bank; the amount is 0.
        Disputed = "disputed",
        /// Kept in spite of that; the amount is 0.
        DisputeWon = "dispute_won",
        /// Given back for that; the amount is negative.
        DisputeLost = "dispute_lost",
    }
}

table_row! {
    /// A row of `events`: an event as it was accepted.
    #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
    EventRow {
        /// The event's place in the one order of all events.
        lsn: Lsn,
        /// The source's name for it.
        event_id: EventId,
        /// Who sent it.
        source: Source,
        /// Its type.
        event_type: Arc<str>,
        /// When it happened.
        occurred_at: Instant,
        /// Offset of the clock that saw it, in seconds east of UTC.
        offset_seconds: i64,
        /// When it was recorded.
        recorded_at: Instant,
        /// The shop's day on which it happened.
        event_date: Day,
        /// The order it speaks of, if any.
        order_id: Option<OrderId>,
        /// The SKU it speaks of, if it speaks of one.
        sku: Option<Sku>,
        /// What could not be true but was reported, in words; null where all is well.
        flags: Option<String>,
        /// The event as JSON.
        payload: Arc<str>,
    }
}

table_row! {
    /// A row of `order_lines`: a signed effect on an order line.
    #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
    OrderLineRow {
        /// The event's place in the one order of all events.
        lsn: Lsn,
        /// The source's name for the event.
        event_id: EventId,
        /// Who sent it.
        source: Source,
        /// What happened to the line.
        effect: LineEffect,
        /// The order, or the return where the order is not known.
        order_id: OrderId,
        /// The line.
        line_id: LineId,
        /// What the line is; each kind is a measure of its own.
        line_kind: LineKind,
        /// 1 on the first goods line of a placed order, 0 elsewhere: its sum counts orders.
        orders: i64,
        /// What marks a special order.
        order_code: Option<Arc<str>>,
        /// Where the order came in.
        channel: Channel,
        /// Where it goes.
        country: Option<Country>,
        /// Who ordered.
        customer_id: Option<CustomerId>,
        /// What was ordered.
        sku: Sku,
        /// The product's category when the event was recorded.
        category: Option<Arc<str>>,
        /// Where the goods come from.
        warehouse: Option<WarehouseId>,
        /// The coupon that was used.
        coupon: Option<Arc<str>>,
        /// The shop's day on which the order was placed: a report by it restates the past.
        order_date: Day,
        /// The shop's day on which this happened: a report by it never changes.
        event_date: Day,
        /// When the order was placed.
        ordered_at: Instant,
        /// When this happened.
        occurred_at: Instant,
        /// When it was recorded.
        recorded_at: Instant,
        /// The currency of all amounts but `net_base`.
        currency: Currency,
        /// Units, signed.
        quantity: Quantity,
        /// Price of a unit.
        unit_price: Money,
        /// Goods at full price: `quantity * unit_price` of product lines, less the tax in the price.
        gross: Money,
        /// What was taken off.
        discount: Money,
        /// Tax, on top of net.
        tax: Money,
        /// Shipping.
        shipping: Money,
        /// Fees, vouchers, samples and corrections: in the total, but not sales.
        other: Money,
        /// Sales: gross less discount, without tax.
        net: Money,
        /// Net in the shop's currency at the rate of the order; null where no rate was known.
        net_base: Option<Money>,
    }
}

table_row! {
    /// A row of `order_status_changes`.
    #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
    StatusChangeRow {
        /// The event's place in the one order of all events.
        lsn: Lsn,
        /// The order.
        order_id: OrderId,
        /// Where it came in.
        channel: Channel,
        /// The status before; null for a new order.
        from_status: Option<OrderStatus>,
        /// The status from now on.
        to_status: OrderStatus,
        /// The shop's day on which it changed.
        event_date: Day,
        /// When it changed.
        occurred_at: Instant,
        /// When that was recorded.
        recorded_at: Instant,
        /// When the order was placed.
        ordered_at: Instant,
        /// Who changed it.
        actor: Option<String>,
        /// Why.
        reason: Option<String>,
    }
}

table_row! {
    /// A row of `stock_movements`: a signed change of the stock of one SKU in one warehouse.
    #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
    StockMovementRow {
        /// The event's place in the one order of all events.
        lsn: Lsn,
        /// The source's name for the event.
        event_id: EventId,
        /// Who sent it.
        source: Source,
        /// What kind of change.
        movement: Movement,
        /// What moved.
        sku: Sku,
        /// Where.
        warehouse: WarehouseId,
        /// Units, signed as the event means them, also where no stock is kept of the SKU.
        quantity: Quantity,
        /// Change of what is in the warehouse.
        on_hand_change: Quantity,
        /// Change of what is set aside for orders.
        committed_change: Quantity,
        /// Change of what is there but not for sale.
        unavailable_change: Quantity,
        /// Change of what is on its way here.
        incoming_change: Quantity,
        /// Change of what orders wait for.
        backordered_change: Quantity,
        /// Whether stock is kept of the SKU; if not, all changes are 0.
        tracked: bool,
        /// What a unit cost, where the event says so.
        unit_cost: Option<Money>,
        /// The currency of the cost.
        currency: Option<Currency>,
        /// The shop's day on which it happened.
        event_date: Day,
        /// When it happened.
        occurred_at: Instant,
        /// When that was recorded.
        recorded_at: Instant,
        /// The order it was for.
        order_id: Option<OrderId>,
        /// The line it was for.
        line_id: Option<LineId>,
        /// Who did it.
        actor: Option<String>,
        /// Why.
        reason: Option<String>,
        /// Change of what is between two warehouses on its way here; also in `incoming_change`.
        in_transit_change: Quantity,
        /// Which part of what is not for sale changed.
        unavailable_reason: Option<Unavailable>,
        /// `unit_cost` in the shop's currency at the rate of the event; null where none was known.
        unit_cost_base: Option<Money>,
        /// Change of worth without a change of quantity, in the shop's currency.
        value_change: Option<Money>,
        /// The document it belongs to: a purchase order, a transfer, an assembly.
        reference: Option<Arc<str>>,
        /// The line of that document.
        reference_line: Option<Arc<str>>,
        /// Where in the warehouse.
        bin: Option<Bin>,
        /// Which lot.
        lot: Option<Lot>,
    }
}

table_row! {
    /// A row of `payments`.
    #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
    PaymentRow {
        /// The event's place in the one order of all events.
        lsn: Lsn,
        /// The source's name for the event.
        event_id: EventId,
        /// Who sent it.
        source: Source,
        /// What kind.
        kind: PaymentKind,
        /// The order.
        order_id: OrderId,
        /// The provider's name for it.
        payment_id: Option<PaymentId>,
        /// The channel of the order.
        channel: Channel,
        /// How much, signed: what is given back is negative.
        amount: Money,
        /// In which currency.
        currency: Currency,
        /// By which means.
        method: Option<String>,
        /// The shop's day on which it happened.
        event_date: Day,
        /// When it happened.
        occurred_at: Instant,
        /// When that was recorded.
        recorded_at: Instant,
    }
}
