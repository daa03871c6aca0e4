//! Events of goods in warehouses.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::decode::{non_negative, positive, text};
use crate::{
    amount::{Money, Quantity},
    identity::{
        AssemblyId, Bin, Currency, CustomerId, LineId, Lot, PurchaseOrderId, Sku, SupplierId,
        TransferId, WarehouseId,
    },
};

/// `stock_received`: goods came in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StockReceived {
    /// What came in.
    pub sku: Sku,
    /// Where.
    pub warehouse: WarehouseId,
    /// Units, above zero.
    #[serde(deserialize_with = "positive")]
    pub quantity: Quantity,
    /// What a unit cost.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit_cost: Option<Money>,
    /// The currency of the cost; the shop's where it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub currency: Option<Currency>,
    /// The purchase order it answers.
    #[serde(default, deserialize_with = "text::optional", skip_serializing_if = "Option::is_none")]
    pub purchase_order: Option<String>,
    /// Who sent it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub supplier: Option<SupplierId>,
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

/// `stock_counted`: so many units are on the shelf, whatever the books say. Where a bin or a lot is
/// named, only what is in it was counted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StockCounted {
    /// What was counted.
    pub sku: Sku,
    /// Where.
    pub warehouse: WarehouseId,
    /// Units found, zero or more.
    #[serde(deserialize_with = "non_negative")]
    pub quantity: Quantity,
    /// Where in the warehouse.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bin: Option<Bin>,
    /// Which lot.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lot: Option<Lot>,
}

/// `stock_adjusted`: a correction, as a change (`quantity`) or as a new figure (`set_to`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StockAdjusted {
    /// What is corrected.
    pub sku: Sku,
    /// Where.
    pub warehouse: WarehouseId,
    /// The change, signed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quantity: Option<Quantity>,
    /// The new figure for on hand.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub set_to: Option<Quantity>,
    /// With `set_to`: refused unless on hand is just this, so that no movement in between is lost.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected: Option<Quantity>,
    /// What a unit that is added is worth; as much as those there where it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit_cost: Option<Money>,
    /// Where in the warehouse.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bin: Option<Bin>,
    /// Which lot.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lot: Option<Lot>,
}

/// Which end of a transfer an event speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TransferLeg {
    /// The goods left the first warehouse.
    Out,
    /// The goods reached the second warehouse.
    In,
}

/// `stock_transferred`: goods left one warehouse for another, or reached it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StockTransferred {
    /// Ties the two legs together.
    pub transfer_id: TransferId,
    /// Which leg.
    pub leg: TransferLeg,
    /// What moves.
    pub sku: Sku,
    /// From where.
    pub from: WarehouseId,
    /// To where.
    pub to: WarehouseId,
    /// Units, above zero.
    #[serde(deserialize_with = "positive")]
    pub quantity: Quantity,
    /// Where in the warehouse.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bin: Option<Bin>,
    /// Which lot.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lot: Option<Lot>,
}

/// `stock_moved`: goods were put from one bin of a warehouse into another, or given a lot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StockMoved {
    /// What moves.
    pub sku: Sku,
    /// In which warehouse.
    pub warehouse: WarehouseId,
    /// Units, above zero.
    #[serde(deserialize_with = "positive")]
    pub quantity: Quantity,
    /// Out of which bin; where it is left out, what is in no bin.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bin: Option<Bin>,
    /// Of which lot; the first to expire where it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lot: Option<Lot>,
    /// Into which bin; into none where it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to_bin: Option<Bin>,
    /// Which lot it is from now on; the same where it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to_lot: Option<Lot>,
}

/// `stock_expired`: the last day of a lot has passed. The service records this by itself, for each
/// bin that the lot is in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StockExpired {
    /// Of what.
    pub sku: Sku,
    /// Where.
    pub warehouse: WarehouseId,
    /// In which bin.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bin: Option<Bin>,
    /// Which lot.
    pub lot: Lot,
}

/// `stock_written_off`: goods are lost, broken or gone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StockWrittenOff {
    /// What is lost.
    pub sku: Sku,
    /// Where.
    pub warehouse: WarehouseId,
    /// Units, above zero.
    #[serde(deserialize_with = "positive")]
    pub quantity: Quantity,
    /// The bucket of unavailable stock it leaves, where it was held already.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bucket: Option<Unavailable>,
    /// Where in the warehouse.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bin: Option<Bin>,
    /// Which lot.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lot: Option<Lot>,
}

/// `stock_cost_revised`: what a unit in stock is worth was set anew.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StockCostRevised {
    /// What is revised.
    pub sku: Sku,
    /// Where.
    pub warehouse: WarehouseId,
    /// The new cost of a unit, zero or more.
    #[serde(deserialize_with = "non_negative")]
    pub unit_cost: Money,
    /// The currency of the cost; the shop's where it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub currency: Option<Currency>,
}

/// Why goods in a warehouse are not for sale.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unavailable {
    /// Broken or spoilt.
    Damaged,
    /// To be inspected.
    QualityControl,
    /// Kept back against surprises.
    SafetyStock,
    /// Kept back for something else: a display, a legal hold, another channel.
    Withheld,
    /// Past the last day of their lot. The lots say so, and no event holds or releases it.
    Expired,
}

impl Unavailable {
    /// The reason as JSON and SQL name it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Damaged => "damaged",
            Self::QualityControl => "quality_control",
            Self::SafetyStock => "safety_stock",
            Self::Withheld => "withheld",
            Self::Expired => "expired",
        }
    }
}

macro_rules! bucket_events {
    ($($(#[$doc:meta])+ $name:ident,)+) => {$(
        $(#[$doc])+
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(deny_unknown_fields)]
        pub struct $name {
            /// What.
            pub sku: Sku,
            /// Where.
            pub warehouse: WarehouseId,
            /// Units, above zero.
            #[serde(deserialize_with = "positive")]
            pub quantity: Quantity,
            /// Why they are not for sale.
            pub bucket: Unavailable,
        }
    )+};
}

bucket_events! {
    /// `stock_held`: goods in the warehouse are not for sale.
    StockHeld,
    /// `stock_released`: goods that were held are for sale again.
    StockReleased,
}

/// So many units of a SKU that go into one unit of another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Component {
    /// What goes in.
    pub sku: Sku,
    /// Units for one unit of the whole, above zero.
    #[serde(deserialize_with = "positive")]
    pub quantity: Quantity,
}

/// `stock_assembled`: a kit was put together from its components, which leave the stock.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StockAssembled {
    /// Ties kit and components together.
    pub assembly_id: AssemblyId,
    /// The kit.
    pub sku: Sku,
    /// Where.
    pub warehouse: WarehouseId,
    /// Kits made, above zero.
    #[serde(deserialize_with = "positive")]
    pub quantity: Quantity,
    /// What went into one of them.
    pub components: Vec<Component>,
}

/// `stock_returned_to_supplier`: goods went back to where they came from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StockReturnedToSupplier {
    /// What goes back.
    pub sku: Sku,
    /// From where.
    pub warehouse: WarehouseId,
    /// Units, above zero.
    #[serde(deserialize_with = "positive")]
    pub quantity: Quantity,
    /// The purchase order they came by.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub purchase_order: Option<PurchaseOrderId>,
    /// The line of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line_id: Option<LineId>,
}

/// `stock_policy_set`: how stock of a SKU is kept in one warehouse; a field left out keeps its
/// value, and what was never set is as the product says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StockPolicySet {
    /// Of what.
    pub sku: Sku,
    /// Where.
    pub warehouse: WarehouseId,
    /// What happens to an order for more than is available there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stock_policy: Option<super::StockPolicy>,
    /// At or below this much projected there, a purchase is proposed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reorder_point: Option<Quantity>,
    /// A proposal fills up to this much projected.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reorder_target: Option<Quantity>,
}

/// `back_in_stock_requested`: someone wants to be told, once, when there is some again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BackInStockRequested {
    /// Of what.
    pub sku: Sku,
    /// Where mail reaches him.
    #[serde(deserialize_with = "text::required")]
    pub email: String,
    /// Who, where he is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer_id: Option<CustomerId>,
}
