//! The event vocabulary: the envelope that all events share, and a body for each type.
//!
//! An event says, in the past tense, that something happened. In [`Mode::Ask`] it asks the
//! writer to make it so, and may be refused for the state of the world; in [`Mode::Report`] it
//! has already happened elsewhere, and is refused only for being malformed.

mod carrier;
mod catalogue;
mod decode;
mod order;
mod payment;
mod planning;
mod purchase;
mod returns;
mod service;
mod stock;

use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize, Serializer};

pub use carrier::{CarrierRate, CarrierService, CarrierSet};
pub use catalogue::{
    CustomerSet, ExchangeRateSet, PriceSet, ProductRemoved, ProductSet, StockPolicy, SupplierSet,
    TaxRateSet, WarehouseSet,
};
pub use decode::{
    DecodeError, LARGEST_RECORD, LONGEST_TEXT, MOST_LINES, RecordError, decode_json, decode_jsonl,
    decode_record,
};
pub use order::{
    Address, CartAbandoned, CartLine, CartUpdated, FulfilmentAccepted, FulfilmentCancelled,
    FulfilmentRejected, FulfilmentRequested, LineKind, LineQuantity, OrderApproved, OrderCancelled,
    OrderClosed, OrderCollected, OrderDelivered, OrderEdited, OrderHeld, OrderLine, OrderPacked,
    OrderPicked, OrderPlaced, OrderReleased, OrderShipped, PromiseMissed, ShippedLine,
};
pub use payment::{
    PaymentAuthorized, PaymentCaptured, PaymentDisputeLost, PaymentDisputeWon, PaymentDisputed,
    PaymentExpired, PaymentFailed, PaymentRefunded, PaymentVoided,
};
pub use planning::{ForecastOverrideSet, ForecastScenarioSet};
pub use purchase::{
    BillLine, ExpectedLine, PurchaseLine, PurchaseOrderCancelled, PurchaseOrderClosed,
    PurchaseOrderConfirmed, PurchaseOrderOverdue, PurchaseOrderPlaced, PurchaseOrderReceived,
    PurchaseOrderSent, ReceivedLine, SupplierBillReceived, SupplierPaid,
};
pub use returns::{
    Disposition, InspectedLine, Resolution, ReturnApproved, ReturnClosed, ReturnDeclined,
    ReturnInspected, ReturnLine, ReturnPolicySet, ReturnReceived, ReturnRequested,
};
pub use service::{OWN_SOURCE, ParkedEventApplied};
pub use stock::{
    BackInStockRequested, Component, StockAdjusted, StockAssembled, StockCostRevised, StockCounted,
    StockExpired, StockHeld, StockMoved, StockPolicySet, StockReceived, StockReleased,
    StockReturnedToSupplier, StockTransferred, StockWrittenOff, TransferLeg, Unavailable,
};

pub(crate) use decode::PROPOSAL;

use crate::identity::{EventId, Source};

/// Whether an event asks for something or reports it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// The writer decides, and may refuse for the state of the world (no stock, already shipped).
    #[default]
    Ask,
    /// It has happened: what cannot be true is recorded and flagged, not refused.
    Report,
}

/// What every event carries, whatever its type.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Envelope {
    /// The source's own name for the event; unique for ever within the source.
    pub event_id: EventId,
    /// Who sent it.
    pub source: Source,
    /// When it happened, with the offset of the clock that saw it.
    pub occurred_at: DateTime<FixedOffset>,
    /// Asks or reports.
    #[serde(default)]
    pub mode: Mode,
    /// The source's version of the thing it speaks of; an older one never overwrites a newer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub external_version: Option<String>,
    /// Who did it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub actor: Option<String>,
    /// Why it was done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// Something that happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// What all events carry.
    pub envelope: Envelope,
    /// What is particular to the type.
    pub body: Body,
}

macro_rules! bodies {
    ($($(#[$doc:meta])+ $kind:literal => $name:ident,)+) => {
        /// The body of an event, by type.
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub enum Body {
            $($(#[$doc])+ $name($name),)+
        }

        $(impl From<$name> for Body {
            fn from(body: $name) -> Self {
                Self::$name(body)
            }
        })+

        /// All event types, as the `type` field names them.
        pub const EVENT_TYPES: &[&str] = &[$($kind),+];

        impl Body {
            /// The type as the `type` field names it.
            #[must_use]
            pub fn event_type(&self) -> &'static str {
                match self {
                    $(Self::$name(_) => $kind,)+
                }
            }

            /// Reads the body of the named type, or `None` where there is no such type.
            fn read<'de, D: serde::Deserializer<'de>>(
                event_type: &str,
                fields: D,
            ) -> Option<Result<Self, D::Error>> {
                match event_type {
                    $($kind => Some($name::deserialize(fields).map(Self::$name)),)+
                    _ => None,
                }
            }
        }

        /// Writes the fields of the body alone; the type is the envelope's to name.
        impl Serialize for Body {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                match self {
                    $(Self::$name(body) => body.serialize(serializer),)+
                }
            }
        }
    };
}

bodies! {
    /// A cart or quotation is as it is from now on.
    "cart_updated" => CartUpdated,
    /// Nobody will order what is in a cart.
    "cart_abandoned" => CartAbandoned,
    /// An order came in.
    "order_placed" => OrderPlaced,
    /// An order may go to the warehouse.
    "order_approved" => OrderApproved,
    /// An order must wait.
    "order_held" => OrderHeld,
    /// A hold was lifted.
    "order_released" => OrderReleased,
    /// Lines were changed or added.
    "order_edited" => OrderEdited,
    /// An order, or some lines of it, will not be fulfilled.
    "order_cancelled" => OrderCancelled,
    /// The warehouse was asked to fulfil.
    "fulfilment_requested" => FulfilmentRequested,
    /// The warehouse that was asked will do it.
    "fulfilment_accepted" => FulfilmentAccepted,
    /// The warehouse that was asked will not do it.
    "fulfilment_rejected" => FulfilmentRejected,
    /// A parcel, or what was picked and packed, was taken back.
    "fulfilment_cancelled" => FulfilmentCancelled,
    /// Goods were taken from the shelf.
    "order_picked" => OrderPicked,
    /// Goods were packed.
    "order_packed" => OrderPacked,
    /// Goods left the warehouse.
    "order_shipped" => OrderShipped,
    /// Goods arrived.
    "order_delivered" => OrderDelivered,
    /// The customer fetched the goods.
    "order_collected" => OrderCollected,
    /// Nothing more is to happen to an order.
    "order_closed" => OrderClosed,
    /// A promised date passed.
    "promise_missed" => PromiseMissed,
    /// Money was set aside by the provider.
    "payment_authorized" => PaymentAuthorized,
    /// Money was taken.
    "payment_captured" => PaymentCaptured,
    /// Money was given back.
    "payment_refunded" => PaymentRefunded,
    /// A payment did not go through.
    "payment_failed" => PaymentFailed,
    /// An authorisation was let go.
    "payment_voided" => PaymentVoided,
    /// An authorisation lapsed.
    "payment_expired" => PaymentExpired,
    /// The payer's bank asks the money back.
    "payment_disputed" => PaymentDisputed,
    /// The disputed money stays.
    "payment_dispute_won" => PaymentDisputeWon,
    /// The disputed money went back.
    "payment_dispute_lost" => PaymentDisputeLost,
    /// A customer wants to send goods back.
    "return_requested" => ReturnRequested,
    /// The shop agreed to a return.
    "return_approved" => ReturnApproved,
    /// Goods came back.
    "return_received" => ReturnReceived,
    /// The shop will not take it back.
    "return_declined" => ReturnDeclined,
    /// What came back was looked at.
    "return_inspected" => ReturnInspected,
    /// Nothing more is to happen to a return.
    "return_closed" => ReturnClosed,
    /// Until when goods are taken back was set.
    "return_policy_set" => ReturnPolicySet,
    /// Goods came in.
    "stock_received" => StockReceived,
    /// Goods were counted.
    "stock_counted" => StockCounted,
    /// A stock figure was corrected.
    "stock_adjusted" => StockAdjusted,
    /// Goods moved between bins.
    "stock_moved" => StockMoved,
    /// The last day of a lot has passed.
    "stock_expired" => StockExpired,
    /// Goods moved between warehouses.
    "stock_transferred" => StockTransferred,
    /// Goods were lost.
    "stock_written_off" => StockWrittenOff,
    /// The cost of goods in stock was revised.
    "stock_cost_revised" => StockCostRevised,
    /// Goods are not for sale.
    "stock_held" => StockHeld,
    /// Goods that were held are for sale again.
    "stock_released" => StockReleased,
    /// A kit was put together.
    "stock_assembled" => StockAssembled,
    /// Goods went back to their supplier.
    "stock_returned_to_supplier" => StockReturnedToSupplier,
    /// How stock is kept in a warehouse was set.
    "stock_policy_set" => StockPolicySet,
    /// Someone wants to be told when there is some again.
    "back_in_stock_requested" => BackInStockRequested,
    /// Something is to be bought.
    "purchase_order_placed" => PurchaseOrderPlaced,
    /// The supplier was told.
    "purchase_order_sent" => PurchaseOrderSent,
    /// The supplier said what comes when.
    "purchase_order_confirmed" => PurchaseOrderConfirmed,
    /// What was bought came in.
    "purchase_order_received" => PurchaseOrderReceived,
    /// What was bought will not come.
    "purchase_order_cancelled" => PurchaseOrderCancelled,
    /// A purchase order is late.
    "purchase_order_overdue" => PurchaseOrderOverdue,
    /// Nothing more is to happen to a purchase order.
    "purchase_order_closed" => PurchaseOrderClosed,
    /// A supplier wants money.
    "supplier_bill_received" => SupplierBillReceived,
    /// A supplier got money.
    "supplier_paid" => SupplierPaid,
    /// A product was created or changed.
    "product_set" => ProductSet,
    /// A product was taken out of the catalogue.
    "product_removed" => ProductRemoved,
    /// A price was set.
    "price_set" => PriceSet,
    /// A warehouse was created or changed.
    "warehouse_set" => WarehouseSet,
    /// A supplier was created or changed.
    "supplier_set" => SupplierSet,
    /// A carrier was created or changed.
    "carrier_set" => CarrierSet,
    /// A customer was created or changed.
    "customer_set" => CustomerSet,
    /// A tax rate was set.
    "tax_rate_set" => TaxRateSet,
    /// An exchange rate was set.
    "exchange_rate_set" => ExchangeRateSet,
    /// What a scenario of the forecasts assumes was set.
    "forecast_scenario_set" => ForecastScenarioSet,
    /// A planner set what a series will sell.
    "forecast_override_set" => ForecastOverrideSet,
    /// An event that waited for what it speaks of was applied.
    "parked_event_applied" => ParkedEventApplied,
}

impl Serialize for Event {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Wire<'a> {
            #[serde(rename = "type")]
            event_type: &'static str,
            #[serde(flatten)]
            envelope: &'a Envelope,
            #[serde(flatten)]
            body: &'a Body,
        }
        Wire { event_type: self.body.event_type(), envelope: &self.envelope, body: &self.body }
            .serialize(serializer)
    }
}

impl Event {
    /// The event as one line of JSON, fields in a fixed order. Two events are the same event
    /// exactly when these lines are equal.
    #[must_use]
    pub fn to_json(&self) -> String {
        // Maps with text keys and plain values always have a JSON form.
        serde_json::to_string(self).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests;
