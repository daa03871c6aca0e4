//! Events of an order's life, from placed to delivered.

use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};

use super::decode::{non_negative, positive, text};
use crate::{
    amount::{Money, Quantity},
    geography::Coordinates,
    identity::{
        Bin, Channel, Country, Currency, CustomerId, FulfilmentId, LineId, Lot, OrderId, Sku,
        WarehouseId,
    },
};

/// Where goods go. All fields are always written: orders keep it in a form that counts on it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Address {
    /// Country, ISO 3166-1 alpha-2 where there is one.
    pub country: Country,
    /// Region, state or province.
    #[serde(default, deserialize_with = "text::optional")]
    pub region: Option<String>,
    /// Postcode.
    #[serde(default, deserialize_with = "text::optional")]
    pub postcode: Option<String>,
    /// Town.
    #[serde(default, deserialize_with = "text::optional")]
    pub city: Option<String>,
    /// Where exactly it is, where that is known.
    #[serde(default)]
    pub coordinates: Option<Coordinates>,
}

/// What a line of an order is. Only products move stock; each kind is its own measure in reports.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum LineKind {
    /// Goods.
    #[default]
    Product,
    /// Postage and carriage.
    Shipping,
    /// A discount given as a line of its own.
    Discount,
    /// A fee or commission.
    Fee,
    /// A sample given away.
    Sample,
    /// A gift voucher.
    Voucher,
    /// A correction without goods (bad debt, manual entry).
    Adjustment,
}

impl LineKind {
    /// The kind as JSON and SQL name it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Product => "product",
            Self::Shipping => "shipping",
            Self::Discount => "discount",
            Self::Fee => "fee",
            Self::Sample => "sample",
            Self::Voucher => "voucher",
            Self::Adjustment => "adjustment",
        }
    }
}

/// A line of an order as it is placed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OrderLine {
    /// The line's name within its order.
    pub line_id: LineId,
    /// What is sold.
    pub sku: Sku,
    /// What the line is; goods unless said otherwise.
    #[serde(default)]
    pub kind: LineKind,
    /// How the channel described it.
    #[serde(default, deserialize_with = "text::optional", skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Units, above zero.
    #[serde(deserialize_with = "positive")]
    pub quantity: Quantity,
    /// Price of one unit; below zero only where the line is not goods.
    pub unit_price: Money,
    /// Whether the SKU's substitute may be sent where it runs short; it may unless said otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub accept_substitute: Option<bool>,
    /// Goods are not to leave before this: a pre-order, or a parcel for a later date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ship_after: Option<DateTime<FixedOffset>>,
    /// Discount on the whole line, taken off `quantity * unit_price`.
    #[serde(default, deserialize_with = "non_negative")]
    pub discount: Money,
    /// Tax on the whole line, on top of the price unless the order says `tax_included`.
    #[serde(default)]
    pub tax: Money,
    /// Where the goods are to come from; the writer chooses where it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub warehouse: Option<WarehouseId>,
    /// When the customer was promised it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub promised_at: Option<DateTime<FixedOffset>>,
}

/// `order_placed`: an order came in, whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OrderPlaced {
    /// The order.
    pub order_id: OrderId,
    /// Where it came in; the event's source where it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<Channel>,
    /// The currency of all its amounts.
    pub currency: Currency,
    /// The number that customers and other systems know it by, where it is another than `order_id`.
    #[serde(default, deserialize_with = "text::optional", skip_serializing_if = "Option::is_none")]
    pub external_id: Option<String>,
    /// The cart it was; what the cart held is set aside for the order instead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cart_id: Option<OrderId>,
    /// Orders of a lower number are served first; 100 where it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub priority: Option<u32>,
    /// The customer fetches it here; it is served from this warehouse alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pick_up_at: Option<WarehouseId>,
    /// Whether it may be sent from several warehouses; it may unless said otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub allow_split: Option<bool>,
    /// Who ordered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer_id: Option<CustomerId>,
    /// Where it goes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ship_to: Option<Address>,
    /// What marks a special order (`replacement`, `gift`, `vip`, `bad_debt`), to list it by.
    #[serde(default, deserialize_with = "text::optional", skip_serializing_if = "Option::is_none")]
    pub order_code: Option<String>,
    /// How it is to be sent.
    #[serde(default, deserialize_with = "text::optional", skip_serializing_if = "Option::is_none")]
    pub shipping_method: Option<String>,
    /// How it is to be paid.
    #[serde(default, deserialize_with = "text::optional", skip_serializing_if = "Option::is_none")]
    pub payment_method: Option<String>,
    /// The coupon that was used.
    #[serde(default, deserialize_with = "text::optional", skip_serializing_if = "Option::is_none")]
    pub coupon: Option<String>,
    /// What is charged for shipping the whole order, before tax.
    #[serde(default, deserialize_with = "non_negative")]
    pub shipping: Money,
    /// What the channel charged in all; a difference from the sum of the parts is flagged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total: Option<Money>,
    /// Whether prices contain the tax of their line.
    #[serde(default)]
    pub tax_included: bool,
    /// Where the goods are to come from, for lines that do not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub warehouse: Option<WarehouseId>,
    /// When the customer was promised it, for lines that do not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub promised_at: Option<DateTime<FixedOffset>>,
    /// The lines, at least one.
    pub lines: Vec<OrderLine>,
}

/// So many units of one line of an order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LineQuantity {
    /// The line.
    pub line_id: LineId,
    /// Units, above zero.
    #[serde(deserialize_with = "positive")]
    pub quantity: Quantity,
}

/// So many units of one line that left, from one bin and of one lot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ShippedLine {
    /// The line; it is named once for each bin and lot that its units left from.
    pub line_id: LineId,
    /// Units, above zero.
    #[serde(deserialize_with = "positive")]
    pub quantity: Quantity,
    /// Out of which bin; where it is left out, that of what expires first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bin: Option<Bin>,
    /// Of which lot; where it is left out, that which expires first, then that which came first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lot: Option<Lot>,
}

impl From<LineQuantity> for ShippedLine {
    fn from(LineQuantity { line_id, quantity }: LineQuantity) -> Self {
        Self { line_id, quantity, bin: None, lot: None }
    }
}

macro_rules! order_events {
    ($($(#[$doc:meta])+ $name:ident { $($(#[$field_doc:meta])+ $field:ident: $type:ty,)* })+) => {$(
        $(#[$doc])+
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(deny_unknown_fields)]
        pub struct $name {
            /// The order.
            pub order_id: OrderId,
            $(
                $(#[$field_doc])+
                #[serde(default, skip_serializing_if = "Option::is_none")]
                pub $field: Option<$type>,
            )*
        }
    )+};
}

order_events! {
    /// `order_approved`: an order may go to the warehouse.
    OrderApproved {}
    /// `order_held`: an order must wait; the envelope's `reason` says why.
    OrderHeld {}
    /// `order_released`: the hold was lifted.
    OrderReleased {}
    /// `order_cancelled`: without lines, all that is not yet shipped.
    OrderCancelled {
        /// What is cancelled.
        lines: Vec<LineQuantity>,
    }
    /// `fulfilment_requested`: a warehouse was asked to send what is left.
    FulfilmentRequested {
        /// The warehouse that is asked.
        warehouse: WarehouseId,
        /// What is asked for.
        lines: Vec<LineQuantity>,
    }
    /// `fulfilment_accepted`: the warehouse that was asked will do it.
    FulfilmentAccepted {
        /// The warehouse that answers.
        warehouse: WarehouseId,
    }
    /// `fulfilment_rejected`: the warehouse that was asked will not do it, for the envelope's
    /// `reason`; what it owed is routed elsewhere.
    FulfilmentRejected {
        /// The warehouse that answers.
        warehouse: WarehouseId,
    }
    /// `fulfilment_cancelled`: what was picked, packed or handed to the carrier but not delivered
    /// is set aside again, and can be shipped anew.
    FulfilmentCancelled {
        /// The parcel that is cancelled; without one, all picks and packs not yet shipped.
        fulfilment_id: FulfilmentId,
    }
    /// `order_collected`: the customer fetched what was to be picked up.
    OrderCollected {
        /// What was handed over; without lines, all that is left.
        lines: Vec<LineQuantity>,
    }
    /// `order_closed`: nothing more is to happen to it; it is archived.
    OrderClosed {}
    /// `promise_missed`: a promised date passed with goods still to be shipped. The service
    /// records this by itself.
    PromiseMissed {}
    /// `order_picked`: without lines, all that is reserved.
    OrderPicked {
        /// What was picked.
        lines: Vec<LineQuantity>,
    }
    /// `order_packed`: without lines, all that is picked.
    OrderPacked {
        /// What was packed.
        lines: Vec<LineQuantity>,
    }
    /// `order_shipped`: without lines, all that is left.
    OrderShipped {
        /// The fulfilment this parcel belongs to.
        fulfilment_id: FulfilmentId,
        /// Where it left from; where the line is reserved, if left out.
        warehouse: WarehouseId,
        /// Who carries it.
        carrier: String,
        /// The carrier's number for the parcel.
        tracking_number: String,
        /// When the carrier expects to hand it over.
        expected_at: DateTime<FixedOffset>,
        /// What was shipped.
        lines: Vec<ShippedLine>,
    }
    /// `order_delivered`: without lines, all that is shipped.
    OrderDelivered {
        /// What arrived.
        lines: Vec<LineQuantity>,
    }
}

/// `order_edited`: lines with a known `line_id` are replaced, others are added.
///
/// A line that is to go is cancelled instead. The quantity cannot fall below what is shipped or
/// cancelled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OrderEdited {
    /// The order.
    pub order_id: OrderId,
    /// The lines as they are to be, at least one.
    pub lines: Vec<OrderLine>,
}

/// What a cart holds of one SKU.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CartLine {
    /// The line's name within its cart.
    pub line_id: LineId,
    /// What is wanted.
    pub sku: Sku,
    /// Units, above zero.
    #[serde(deserialize_with = "positive")]
    pub quantity: Quantity,
    /// Price of one unit, where it is known.
    #[serde(default, deserialize_with = "non_negative")]
    pub unit_price: Money,
}

/// `cart_updated`: the cart (or quotation) as it is from now on. Goods are held for it for a while.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CartUpdated {
    /// The cart; an order may later take its name.
    pub cart_id: OrderId,
    /// Where it is; the event's source where it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<Channel>,
    /// The currency of its prices; the shop's where it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub currency: Option<Currency>,
    /// Whose it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer_id: Option<CustomerId>,
    /// Where it would go.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ship_to: Option<Address>,
    /// For how long goods are held from `occurred_at` on; 30 where it is left out, and 0 for a
    /// quotation, which holds nothing and never lapses.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hold_minutes: Option<u32>,
    /// What is in it; none empties it.
    pub lines: Vec<CartLine>,
}

/// `cart_abandoned`: nobody will order what is in the cart; what it held is free again. The
/// service records this by itself when the hold has run out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CartAbandoned {
    /// The cart.
    pub cart_id: OrderId,
}
