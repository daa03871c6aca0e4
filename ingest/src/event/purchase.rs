//! Events of what the shop buys, and what it is asked to pay for it.

use chrono::{DateTime, FixedOffset, NaiveDate};
use serde::{Deserialize, Serialize};

use super::decode::{non_negative, positive};
use crate::{
    amount::{Money, Quantity},
    event::LineQuantity,
    identity::{BillId, Bin, Currency, LineId, Lot, PurchaseOrderId, Sku, SupplierId, WarehouseId},
};

/// A line of a purchase order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PurchaseLine {
    /// The line's name within its purchase order.
    pub line_id: LineId,
    /// What is bought.
    pub sku: Sku,
    /// Units, above zero.
    #[serde(deserialize_with = "positive")]
    pub quantity: Quantity,
    /// What a unit costs; zero where it is not agreed yet.
    #[serde(default, deserialize_with = "non_negative")]
    pub unit_cost: Money,
    /// When it is expected, where that differs from the purchase order.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected_at: Option<DateTime<FixedOffset>>,
}

/// `purchase_order_placed`: something is to be bought. A draft binds nobody and brings nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PurchaseOrderPlaced {
    /// The purchase order.
    pub purchase_order: PurchaseOrderId,
    /// From whom.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub supplier: Option<SupplierId>,
    /// Where the goods are to come in.
    pub warehouse: WarehouseId,
    /// The currency of its costs; the shop's where it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub currency: Option<Currency>,
    /// When the goods are expected; after the supplier's lead time where it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected_at: Option<DateTime<FixedOffset>>,
    /// Whether it is only being prepared.
    #[serde(default)]
    pub draft: bool,
    /// The lines, at least one.
    pub lines: Vec<PurchaseLine>,
}

/// When a line of a purchase order is expected.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExpectedLine {
    /// The line.
    pub line_id: LineId,
    /// When.
    pub expected_at: DateTime<FixedOffset>,
}

/// `purchase_order_sent`: the supplier was told. A draft, also one that the service proposed, is
/// binding from now on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PurchaseOrderSent {
    /// The purchase order.
    pub purchase_order: PurchaseOrderId,
}

/// `purchase_order_confirmed`: the supplier said what comes when; may be said again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PurchaseOrderConfirmed {
    /// The purchase order.
    pub purchase_order: PurchaseOrderId,
    /// When all that is open is expected; as before where it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected_at: Option<DateTime<FixedOffset>>,
    /// When single lines are expected.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lines: Option<Vec<ExpectedLine>>,
}

/// What came in of a line of a purchase order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReceivedLine {
    /// The line.
    pub line_id: LineId,
    /// Units taken in.
    #[serde(default, deserialize_with = "non_negative")]
    pub quantity: Quantity,
    /// Units that came but were turned away.
    #[serde(default, deserialize_with = "non_negative")]
    pub rejected: Quantity,
    /// Where in the warehouse.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bin: Option<Bin>,
    /// Which lot.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lot: Option<Lot>,
    /// The last day on which the lot is good.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_on: Option<NaiveDate>,
}

/// `purchase_order_received`: goods came in; without lines, all that is open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PurchaseOrderReceived {
    /// The purchase order.
    pub purchase_order: PurchaseOrderId,
    /// Where they came in, if elsewhere than was asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub warehouse: Option<WarehouseId>,
    /// What came in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lines: Option<Vec<ReceivedLine>>,
}

/// `purchase_order_cancelled`: what has not come will not come; without lines, all of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PurchaseOrderCancelled {
    /// The purchase order.
    pub purchase_order: PurchaseOrderId,
    /// What is cancelled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lines: Option<Vec<LineQuantity>>,
}

/// `purchase_order_overdue`: a purchase order is late. The service records this by itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PurchaseOrderOverdue {
    /// The purchase order.
    pub purchase_order: PurchaseOrderId,
}

/// `purchase_order_closed`: nothing more is to happen to it; what is open is cancelled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PurchaseOrderClosed {
    /// The purchase order.
    pub purchase_order: PurchaseOrderId,
}

/// A line of a supplier's bill.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BillLine {
    /// The line of the purchase order.
    pub line_id: LineId,
    /// Units billed, above zero.
    #[serde(deserialize_with = "positive")]
    pub quantity: Quantity,
    /// What a unit is billed at.
    #[serde(deserialize_with = "non_negative")]
    pub unit_cost: Money,
}

/// `supplier_bill_received`: what the goods of a purchase order really cost, and what bringing
/// them here cost beside. Stock and cost of goods sold are restated by it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SupplierBillReceived {
    /// The bill.
    pub bill_id: BillId,
    /// The purchase order it is for.
    pub purchase_order: PurchaseOrderId,
    /// The currency of the bill; the purchase order's where it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub currency: Option<Currency>,
    /// Freight, duty and the like, on top of the goods; it falls on the received lines by worth.
    #[serde(default, deserialize_with = "non_negative")]
    pub landed_cost: Money,
    /// The goods billed; none where the bill is for landed cost alone.
    #[serde(default)]
    pub lines: Vec<BillLine>,
}

/// `supplier_paid`: a supplier was paid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SupplierPaid {
    /// Whom.
    pub supplier: SupplierId,
    /// For which purchase order.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub purchase_order: Option<PurchaseOrderId>,
    /// For which bill.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bill_id: Option<BillId>,
    /// How much, above zero.
    #[serde(deserialize_with = "positive")]
    pub amount: Money,
    /// In which currency.
    pub currency: Currency,
}
