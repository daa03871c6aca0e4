//! Events of goods that come back.

use serde::{Deserialize, Serialize};

use super::{
    decode::{non_negative, positive, text},
    order::{Address, LineKind, LineQuantity},
};
use crate::{
    amount::{Money, Quantity},
    identity::{Channel, Currency, CustomerId, LineId, OrderId, ReturnId, Sku, WarehouseId},
};

/// What becomes of goods that came back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Disposition {
    /// Back on the shelf, for sale.
    #[default]
    Restock,
    /// In the warehouse, not for sale.
    Damaged,
    /// In the warehouse, not for sale until it is inspected.
    QualityControl,
    /// Thrown away: it never reaches the stock.
    WriteOff,
    /// A credit without goods.
    NoGoods,
}

impl Disposition {
    /// The disposition as JSON and SQL name it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Restock => "restock",
            Self::Damaged => "damaged",
            Self::QualityControl => "quality_control",
            Self::WriteOff => "write_off",
            Self::NoGoods => "no_goods",
        }
    }
}

/// `return_requested`: a customer wants to send goods back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReturnRequested {
    /// The return.
    pub return_id: ReturnId,
    /// The order.
    pub order_id: OrderId,
    /// What is to come back; all that is shipped where it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lines: Option<Vec<LineQuantity>>,
    /// What the customer wants for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resolution: Option<Resolution>,
}

/// What a customer gets for what he sends back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Resolution {
    /// The money, by the way it was paid.
    Refund,
    /// A balance to spend in the shop.
    StoreCredit,
    /// Something else: a new order, whose price may differ.
    Exchange,
    /// The same again, at no charge.
    Replacement,
    /// Nothing.
    None,
}

impl Resolution {
    /// The resolution as JSON and SQL name it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Refund => "refund",
            Self::StoreCredit => "store_credit",
            Self::Exchange => "exchange",
            Self::Replacement => "replacement",
            Self::None => "none",
        }
    }
}

/// `return_declined`: the shop will not take it back, for the envelope's `reason`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReturnDeclined {
    /// The return.
    pub return_id: ReturnId,
    /// The order.
    pub order_id: OrderId,
}

/// `return_closed`: nothing more is to happen to the return.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReturnClosed {
    /// The return.
    pub return_id: ReturnId,
    /// The order.
    pub order_id: OrderId,
}

/// So many units of a line of a return, as the inspection found them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InspectedLine {
    /// The line of the order.
    pub line_id: LineId,
    /// Units that are as they should be.
    #[serde(default, deserialize_with = "non_negative")]
    pub accepted: Quantity,
    /// Units that are not.
    #[serde(default, deserialize_with = "non_negative")]
    pub rejected: Quantity,
    /// What becomes of the accepted ones: they leave quality control.
    #[serde(default)]
    pub disposition: Disposition,
}

/// `return_inspected`: what came back into quality control was looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReturnInspected {
    /// The return.
    pub return_id: ReturnId,
    /// The order.
    pub order_id: OrderId,
    /// What was found.
    pub lines: Vec<InspectedLine>,
}

/// `return_policy_set`: until when goods are taken back, and for which reasons.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReturnPolicySet {
    /// Days from delivery (from shipment where that is not known) in which a return may be asked.
    pub days: u32,
    /// The reasons that may be given; any where it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reasons: Option<Vec<String>>,
}

/// `return_approved`: the shop agreed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReturnApproved {
    /// The return.
    pub return_id: ReturnId,
    /// The order.
    pub order_id: OrderId,
}

/// A line of a return. For a return whose order is not known, `sku` and `unit_price` are needed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReturnLine {
    /// The line of the order; of the return itself where the order is not known.
    pub line_id: LineId,
    /// Units, above zero.
    #[serde(deserialize_with = "positive")]
    pub quantity: Quantity,
    /// What becomes of them.
    #[serde(default)]
    pub disposition: Disposition,
    /// What came back, where the order is not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sku: Option<Sku>,
    /// What was credited for a unit, where the order is not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit_price: Option<Money>,
    /// What the line is, where the order is not known.
    #[serde(default)]
    pub kind: LineKind,
    /// How the channel described it.
    #[serde(default, deserialize_with = "text::optional", skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Discount that is taken back with the whole line, where the order is not known.
    #[serde(default, deserialize_with = "non_negative")]
    pub discount: Money,
    /// Tax that is taken back with the whole line, where the order is not known.
    #[serde(default)]
    pub tax: Money,
}

/// `return_received`: goods came back, or a credit was given.
///
/// With `order_id`, `lines` may be left out and mean all that was shipped. Without, it is a credit
/// whose order the source does not name: it needs `return_id`, `currency` and `lines`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReturnReceived {
    /// The order, where it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order_id: Option<OrderId>,
    /// The return.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub return_id: Option<ReturnId>,
    /// Where the goods came back to; where they left from, if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub warehouse: Option<WarehouseId>,
    /// The channel, where the order is not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<Channel>,
    /// The currency, where the order is not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub currency: Option<Currency>,
    /// The customer, where the order is not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer_id: Option<CustomerId>,
    /// Where the goods had gone, where the order is not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ship_to: Option<Address>,
    /// What came back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lines: Option<Vec<ReturnLine>>,
}
