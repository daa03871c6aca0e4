//! Events of what the shop sells, where, from whom and to whom.

use chrono::{NaiveDate, NaiveTime};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::{
    decode::{non_negative, positive_decimal, text},
    stock::Component,
};
use crate::{
    amount::{Money, Quantity},
    geography::Coordinates,
    identity::{Channel, Country, Currency, CustomerId, Sku, SupplierId, WarehouseId},
};

/// What happens to an order for more than is available.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Default,
)]
#[serde(rename_all = "snake_case")]
pub enum StockPolicy {
    /// It is refused.
    Deny,
    /// What is there is reserved, the rest waits for goods.
    Backorder,
    /// It is taken; available falls below zero.
    AllowNegative,
    /// No stock is kept: orders are always taken, nothing is reserved, there is no level.
    #[default]
    Untracked,
}

impl StockPolicy {
    /// The policy as JSON and SQL name it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Deny => "deny",
            Self::Backorder => "backorder",
            Self::AllowNegative => "allow_negative",
            Self::Untracked => "untracked",
        }
    }
}

/// `product_set`: the product as it is from now on; a field left out keeps its value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProductSet {
    /// The product.
    pub sku: Sku,
    /// What it is called.
    #[serde(default, deserialize_with = "text::optional", skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// What it belongs to.
    #[serde(default, deserialize_with = "text::optional", skip_serializing_if = "Option::is_none")]
    pub category: Option<String>,
    /// What happens to an order for more than is available. A SKU that was never given a policy
    /// is untracked until goods of it are received or counted, and `deny` from then on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stock_policy: Option<StockPolicy>,
    /// At or below this much it is time to order more: a message is sent when what is available
    /// in a warehouse falls so low, and a purchase is proposed when what is projected does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reorder_point: Option<Quantity>,
    /// A proposal fills up to this much projected; twice the reorder point where it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reorder_target: Option<Quantity>,
    /// The least that is ordered at a time; the supplier's where it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minimum_quantity: Option<Quantity>,
    /// It is ordered in multiples of this; the supplier's where it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order_multiple: Option<Quantity>,
    /// What the product is made up of, where it is a bundle: it has no stock of its own, and there
    /// are as many as its components suffice for. An empty list makes it a product of its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub components: Option<Vec<Component>>,
    /// What may be sent in its place where it runs short.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub substitute: Option<Sku>,
    /// What a unit usually costs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit_cost: Option<Money>,
    /// The code on the packet.
    #[serde(default, deserialize_with = "text::optional", skip_serializing_if = "Option::is_none")]
    pub barcode: Option<String>,
    /// Who supplies it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub supplier: Option<SupplierId>,
    /// What a unit weighs, packed, in kilograms.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weight_kg: Option<Quantity>,
    /// How much room a unit takes, packed, in litres.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub volume_litres: Option<Quantity>,
}

/// `product_removed`: no longer sold; its history stays.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProductRemoved {
    /// The product.
    pub sku: Sku,
}

/// `price_set`: what a unit sells for, in a currency and perhaps one channel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PriceSet {
    /// The product.
    pub sku: Sku,
    /// The price, zero or more.
    #[serde(deserialize_with = "non_negative")]
    pub price: Money,
    /// In which currency.
    pub currency: Currency,
    /// In which channel; in all where it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<Channel>,
}

/// `warehouse_set`: the warehouse as it is from now on; a field left out keeps its value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WarehouseSet {
    /// The warehouse.
    pub warehouse: WarehouseId,
    /// What it is called.
    #[serde(default, deserialize_with = "text::optional", skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Where it stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<Country>,
    /// Orders are served from the lowest number that has the goods; 100 where it is never set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub priority: Option<u32>,
    /// A closed warehouse is promised nothing, and what it owed is routed elsewhere.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed: Option<bool>,
    /// Its postcode: how near it is to a destination follows from it, or from the coordinates.
    #[serde(default, deserialize_with = "text::optional", skip_serializing_if = "Option::is_none")]
    pub postcode: Option<String>,
    /// Where exactly it stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub coordinates: Option<Coordinates>,
    /// What is ordered by this time of day leaves the same day; by midnight where it is not set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cut_off: Option<NaiveTime>,
}

/// `supplier_set`: the supplier as it is from now on; a field left out keeps its value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SupplierSet {
    /// The supplier.
    pub supplier: SupplierId,
    /// What it is called.
    #[serde(default, deserialize_with = "text::optional", skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Days from order to receipt.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lead_time_days: Option<u32>,
    /// The least that it sends of a SKU.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minimum_quantity: Option<Quantity>,
    /// It sends multiples of this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order_multiple: Option<Quantity>,
    /// Where mail reaches it.
    #[serde(default, deserialize_with = "text::optional", skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
}

/// `customer_set`: the customer as he is from now on; a field left out keeps its value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CustomerSet {
    /// The customer.
    pub customer_id: CustomerId,
    /// What he is called.
    #[serde(default, deserialize_with = "text::optional", skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Where mail reaches him.
    #[serde(default, deserialize_with = "text::optional", skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// Where he lives.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<Country>,
    /// What the shop counts him among.
    #[serde(default, deserialize_with = "text::optional", skip_serializing_if = "Option::is_none")]
    pub segment: Option<String>,
}

/// `tax_rate_set`: the rate of a category in a country, from a day on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TaxRateSet {
    /// Where it holds.
    pub country: Country,
    /// For what (`standard`, `reduced`, …).
    #[serde(deserialize_with = "text::required")]
    pub category: String,
    /// The rate as a fraction: `0.21` is 21 %.
    #[serde(with = "rust_decimal::serde::str")]
    pub rate: Decimal,
    /// The first day it holds; the day of the event where it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_from: Option<NaiveDate>,
}

/// `exchange_rate_set`: one unit of `base` buys `rate` units of `quote`, from this event on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExchangeRateSet {
    /// The currency that is priced.
    pub base: Currency,
    /// The currency of the price.
    pub quote: Currency,
    /// The price, above zero, as a decimal string.
    #[serde(serialize_with = "rust_decimal::serde::str::serialize")]
    #[serde(deserialize_with = "positive_decimal")]
    pub rate: Decimal,
}
