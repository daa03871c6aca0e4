//! Events of goods in warehouses.

use serde::{Deserialize, Serialize};

use super::decode::{non_negative, positive, text};
use crate::{
    amount::{Money, Quantity},
    identity::{Currency, Sku, SupplierId, TransferId, WarehouseId},
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
}

/// `stock_counted`: so many units are on the shelf, whatever the books say.
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
