//! What the shop sells, where, from whom and to whom, as it is now.

use chrono::Timelike as _;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::{
    amount::{Money, Quantity},
    event::{
        Component, CustomerSet, ProductSet, StockPolicy, StockPolicySet, SupplierSet, WarehouseSet,
    },
    geography::Coordinates,
    identity::{Channel, Country, Currency, CustomerId, Lot, Sku, SupplierId, WarehouseId},
    time::Day,
};

/// A price of a product.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Price {
    /// In which currency.
    pub currency: Currency,
    /// In which channel; in all where there is none.
    pub channel: Option<Channel>,
    /// The price of a unit.
    pub price: Money,
}

/// A product.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Product {
    /// Its SKU.
    pub sku: Sku,
    /// What it is called.
    pub name: Option<String>,
    /// What it belongs to.
    pub category: Option<String>,
    /// What happens to an order for more than is available; `None` where it was never said.
    pub stock_policy: Option<StockPolicy>,
    /// At or below this much it is time to order more.
    pub reorder_point: Option<Quantity>,
    /// A proposal fills up to this much projected.
    pub reorder_target: Option<Quantity>,
    /// The least that is ordered at a time.
    pub minimum_quantity: Option<Quantity>,
    /// It is ordered in multiples of this.
    pub order_multiple: Option<Quantity>,
    /// What a bundle is made up of; empty for a product of its own.
    pub components: Vec<Component>,
    /// What may be sent in its place.
    pub substitute: Option<Sku>,
    /// What a unit usually costs.
    pub unit_cost: Option<Money>,
    /// The code on the packet.
    pub barcode: Option<String>,
    /// Who supplies it.
    pub supplier: Option<SupplierId>,
    /// What it sells for.
    pub prices: Vec<Price>,
    /// Whether it was taken out of the catalogue.
    pub removed: bool,
}

impl Product {
    /// A product of which nothing but the SKU is known.
    #[must_use]
    pub fn new(sku: Sku) -> Self {
        Self {
            sku,
            name: None,
            category: None,
            stock_policy: None,
            reorder_point: None,
            reorder_target: None,
            minimum_quantity: None,
            order_multiple: None,
            components: Vec::new(),
            substitute: None,
            unit_cost: None,
            barcode: None,
            supplier: None,
            prices: Vec::new(),
            removed: false,
        }
    }

    /// Takes over what an event says; what it leaves out stays.
    pub fn set(&mut self, event: &ProductSet) {
        keep(&mut self.name, &event.name);
        keep(&mut self.category, &event.category);
        keep(&mut self.stock_policy, &event.stock_policy);
        keep(&mut self.reorder_point, &event.reorder_point);
        keep(&mut self.reorder_target, &event.reorder_target);
        keep(&mut self.minimum_quantity, &event.minimum_quantity);
        keep(&mut self.order_multiple, &event.order_multiple);
        keep(&mut self.substitute, &event.substitute);
        if let Some(components) = &event.components {
            self.components.clone_from(components);
        }
        keep(&mut self.unit_cost, &event.unit_cost);
        keep(&mut self.barcode, &event.barcode);
        keep(&mut self.supplier, &event.supplier);
        self.removed = false;
    }

    /// Sets a price in place of the one for the same currency and channel.
    pub fn set_price(&mut self, price: Price) {
        self.prices.retain(|old| old.currency != price.currency || old.channel != price.channel);
        self.prices.push(price);
    }
}

fn keep<T: Clone>(field: &mut Option<T>, said: &Option<T>) {
    if said.is_some() {
        field.clone_from(said);
    }
}

/// A warehouse.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Warehouse {
    /// Its name in events.
    pub warehouse: WarehouseId,
    /// What it is called.
    pub name: Option<String>,
    /// Where it stands.
    pub country: Option<Country>,
    /// Orders are served from the lowest number that has the goods.
    pub priority: u32,
    /// A closed warehouse is promised nothing.
    pub closed: bool,
    /// Its postcode.
    pub postcode: Option<String>,
    /// Where exactly it stands.
    pub coordinates: Option<Coordinates>,
    /// What is ordered by this time of the shop's day leaves the same day, in seconds after
    /// midnight.
    pub cut_off: Option<u32>,
}

impl Warehouse {
    /// A warehouse of which nothing but the name is known.
    #[must_use]
    pub fn new(warehouse: WarehouseId) -> Self {
        Self {
            warehouse,
            name: None,
            country: None,
            priority: 100,
            closed: false,
            postcode: None,
            coordinates: None,
            cut_off: None,
        }
    }

    /// Takes over what an event says; what it leaves out stays.
    pub fn set(&mut self, event: &WarehouseSet) {
        keep(&mut self.name, &event.name);
        keep(&mut self.country, &event.country);
        self.priority = event.priority.unwrap_or(self.priority);
        self.closed = event.closed.unwrap_or(self.closed);
        keep(&mut self.postcode, &event.postcode);
        keep(&mut self.coordinates, &event.coordinates);
        keep(&mut self.cut_off, &event.cut_off.map(|time| time.num_seconds_from_midnight()));
    }
}

/// How stock of a SKU is kept in one warehouse, where that is not as the product says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StockRule {
    /// Of what.
    pub sku: Sku,
    /// Where.
    pub warehouse: WarehouseId,
    /// What happens to an order for more than is available there.
    pub stock_policy: Option<StockPolicy>,
    /// At or below this much it is time to order more.
    pub reorder_point: Option<Quantity>,
    /// A proposal fills up to this much projected.
    pub reorder_target: Option<Quantity>,
}

impl StockRule {
    /// A rule that says nothing.
    #[must_use]
    pub fn new(sku: Sku, warehouse: WarehouseId) -> Self {
        Self { sku, warehouse, stock_policy: None, reorder_point: None, reorder_target: None }
    }

    /// Takes over what an event says; what it leaves out stays.
    pub fn set(&mut self, event: &StockPolicySet) {
        keep(&mut self.stock_policy, &event.stock_policy);
        keep(&mut self.reorder_point, &event.reorder_point);
        keep(&mut self.reorder_target, &event.reorder_target);
    }
}

/// Until when a lot is good.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LotExpiry {
    /// Of what.
    pub sku: Sku,
    /// The lot.
    pub lot: Lot,
    /// The last day on which it is good.
    pub expires_on: Day,
}

/// Someone who wants to be told when there is some again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subscription {
    /// Of what.
    pub sku: Sku,
    /// Where mail reaches him.
    pub email: String,
    /// Who, where he is known.
    pub customer_id: Option<CustomerId>,
}

/// Until when goods are taken back, and for which reasons.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReturnPolicy {
    /// Days from delivery in which a return may be asked.
    pub days: u32,
    /// The reasons that may be given; any where there are none.
    pub reasons: Vec<String>,
}

/// A supplier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Supplier {
    /// Its name in events.
    pub supplier: SupplierId,
    /// What it is called.
    pub name: Option<String>,
    /// Days from order to receipt, as the supplier says.
    pub lead_time_days: Option<u32>,
    /// The least that it sends of a SKU.
    pub minimum_quantity: Option<Quantity>,
    /// It sends multiples of this.
    pub order_multiple: Option<Quantity>,
    /// Where mail reaches it.
    pub email: Option<String>,
    /// How long it really took.
    pub lead_times: LeadTimes,
}

/// How long a supplier's deliveries took, from sent to received.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct LeadTimes {
    /// Lines received.
    pub lines: u64,
    /// Of these, by when they were expected.
    pub on_time: u64,
    /// Hours from sent to received, summed.
    pub hours: u64,
    /// Their squares, summed.
    pub squared_hours: u64,
}

impl Supplier {
    /// A supplier of which nothing but the name is known.
    #[must_use]
    pub fn new(supplier: SupplierId) -> Self {
        Self {
            supplier,
            name: None,
            lead_time_days: None,
            minimum_quantity: None,
            order_multiple: None,
            email: None,
            lead_times: LeadTimes::default(),
        }
    }

    /// Takes over what an event says; what it leaves out stays.
    pub fn set(&mut self, event: &SupplierSet) {
        keep(&mut self.name, &event.name);
        keep(&mut self.lead_time_days, &event.lead_time_days);
        keep(&mut self.minimum_quantity, &event.minimum_quantity);
        keep(&mut self.order_multiple, &event.order_multiple);
        keep(&mut self.email, &event.email);
    }
}

/// A customer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Customer {
    /// The customer's name in events.
    pub customer_id: CustomerId,
    /// What he is called.
    pub name: Option<String>,
    /// Where mail reaches him.
    pub email: Option<String>,
    /// Where he lives.
    pub country: Option<Country>,
    /// What the shop counts him among.
    pub segment: Option<String>,
}

impl Customer {
    /// A customer of whom nothing but the name is known.
    #[must_use]
    pub fn new(customer_id: CustomerId) -> Self {
        Self { customer_id, name: None, email: None, country: None, segment: None }
    }

    /// Takes over what an event says; what it leaves out stays.
    pub fn set(&mut self, event: &CustomerSet) {
        keep(&mut self.name, &event.name);
        keep(&mut self.email, &event.email);
        keep(&mut self.country, &event.country);
        keep(&mut self.segment, &event.segment);
    }
}

/// A tax rate of a category in a country from a day on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaxRate {
    /// Where it holds.
    pub country: Country,
    /// For what.
    pub category: String,
    /// The first day it holds.
    pub valid_from: Day,
    /// The rate as a fraction.
    pub rate: Decimal,
}
