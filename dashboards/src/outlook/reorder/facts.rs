//! What a reorder plan knows of the shop: stock, goods on their way, products, suppliers, prices.

use std::collections::HashMap;

use chrono::{Days, NaiveDate};
use marea_forecast::inventory::Incoming;
use marea_ingest::amount::Money;
use marea_query::QueryError;
use rust_decimal::prelude::ToPrimitive;

use crate::{
    Application,
    table::{self, Row, decimal, text},
};

/// Goods that come from another warehouse, and say not when, are expected after so many days.
const TRANSFER_DAYS: u64 = 3;
/// Lead times beyond this many days are not those of an order but of a mistake.
const LONGEST_LEAD: i64 = 365;
/// With so many deliveries of a SKU its own lead times are taken, with fewer its supplier's.
const ENOUGH_DELIVERIES: usize = 5;

const SHELVES: &str = "\
    SELECT stock.sku, stock.warehouse, on_hand, committed, available, backordered, incoming \
    FROM stock_levels stock \
    WHERE warehouse NOT IN (SELECT warehouse FROM warehouses WHERE closed) ORDER BY 1, 2";

const PRODUCTS: &str = "\
    SELECT product.sku, product.name, product.category, product.supplier, product.unit_cost, \
    coalesce(product.minimum_quantity, supplier.minimum_quantity) AS minimum_quantity, \
    coalesce(product.order_multiple, supplier.order_multiple) AS order_multiple, \
    supplier.lead_time_days \
    FROM products product LEFT JOIN suppliers supplier ON supplier.supplier = product.supplier";

/// What a unit was sold for of late, without tax, in the shop's currency.
const PRICES: &str = "\
    SELECT sku, sum(net_base) / sum(quantity) AS price FROM order_lines \
    WHERE effect = 'placed' AND line_kind = 'product' AND order_date > DATE '{recent}' \
    GROUP BY sku HAVING sum(quantity) > 0";

/// What a unit cost when it came in of late.
const COSTS: &str = "\
    SELECT sku, sum(quantity * unit_cost_base) / sum(quantity) AS cost FROM stock_movements \
    WHERE movement = 'received' AND unit_cost_base IS NOT NULL AND event_date > DATE '{year}' \
    GROUP BY sku HAVING sum(quantity) > 0";

const COMING: &str = "\
    SELECT line.sku, line.warehouse, line.expected_at, line.open \
    FROM purchase_order_lines line \
    JOIN purchase_orders purchase ON purchase.purchase_order = line.purchase_order \
    WHERE line.open > 0 AND NOT purchase.proposed AND purchase.closed_at IS NULL";

/// Days from placing (or sending) to the receipt of a line, of the last years.
const DELIVERIES: &str = "\
    SELECT line.sku, purchase.supplier, \
    arrow_cast(CAST(line.received_at AS DATE), 'Int32') \
    - arrow_cast(CAST(coalesce(purchase.sent_at, purchase.placed_at) AS DATE), 'Int32') AS days \
    FROM purchase_order_lines line \
    JOIN purchase_orders purchase ON purchase.purchase_order = line.purchase_order \
    WHERE line.received_at IS NOT NULL AND line.open <= 0 AND NOT purchase.proposed \
    ORDER BY line.received_at DESC LIMIT 200000";

/// A SKU in a warehouse, as it stands.
#[derive(Debug, Clone)]
pub(super) struct Shelf {
    pub(super) sku: String,
    pub(super) warehouse: String,
    pub(super) on_hand: f64,
    pub(super) committed: f64,
    pub(super) available: f64,
    pub(super) backordered: f64,
    pub(super) incoming: f64,
}

impl Shelf {
    /// One on which nothing lies yet.
    pub(super) fn empty(sku: &str, warehouse: &str) -> Self {
        Self {
            sku: sku.to_owned(),
            warehouse: warehouse.to_owned(),
            on_hand: 0.0,
            committed: 0.0,
            available: 0.0,
            backordered: 0.0,
            incoming: 0.0,
        }
    }
}

/// A product, as far as buying it goes. Money is the shop's currency.
#[derive(Debug, Clone, Default)]
pub(super) struct Product {
    pub(super) name: Option<String>,
    pub(super) category: Option<String>,
    pub(super) supplier: Option<String>,
    pub(super) unit_cost: Money,
    pub(super) price: Money,
    pub(super) minimum_quantity: f64,
    pub(super) order_multiple: f64,
    /// As the supplier says.
    pub(super) lead_time_days: Option<f64>,
}

/// When something comes, where that is known, and how many units.
type Coming = (Option<NaiveDate>, f64);

/// Everything at once.
#[derive(Debug, Default)]
pub(super) struct Facts {
    pub(super) shelves: Vec<Shelf>,
    products: HashMap<String, Product>,
    /// By SKU and warehouse: when, and how many units.
    coming: HashMap<(String, String), Vec<Coming>>,
    /// Days, newest first, by SKU and by supplier.
    of_sku: HashMap<String, Vec<usize>>,
    of_supplier: HashMap<String, Vec<usize>>,
}

impl Facts {
    /// Asks the store.
    pub(super) async fn read(
        application: &Application,
        origin: NaiveDate,
    ) -> Result<Self, QueryError> {
        let recent = (origin - Days::new(90)).to_string();
        let year = (origin - Days::new(365)).to_string();
        let ask = async |sql: &str| {
            let sql = sql.replace("{recent}", &recent).replace("{year}", &year);
            table::patient_rows(&application.query, sql).await
        };
        let shelves = ask(SHELVES).await?.iter().map(shelf).collect();
        let mut facts = Self { shelves, ..Self::default() };
        for row in ask(PRODUCTS).await? {
            facts.products.insert(text(&row, "sku").to_owned(), product(&row));
        }
        for row in ask(PRICES).await? {
            let product = facts.products.entry(text(&row, "sku").to_owned()).or_default();
            product.price = money(&row, "price");
        }
        for row in ask(COSTS).await? {
            let product = facts.products.entry(text(&row, "sku").to_owned()).or_default();
            if !product.unit_cost.is_positive() {
                product.unit_cost = money(&row, "cost");
            }
        }
        for row in ask(COMING).await? {
            let key = (text(&row, "sku").to_owned(), text(&row, "warehouse").to_owned());
            let line = (table::date(&row, "expected_at"), number(&row, "open"));
            facts.coming.entry(key).or_default().push(line);
        }
        for row in ask(DELIVERIES).await? {
            facts.learn(&row);
        }
        Ok(facts)
    }

    /// Shelves of which all SKUs are bought alike, from one supplier with these deliveries.
    pub(super) fn assumed(shelves: Vec<Shelf>, product: &Product, deliveries: Vec<usize>) -> Self {
        let products = shelves.iter().map(|shelf| (shelf.sku.clone(), product.clone())).collect();
        let mut facts = Self { shelves, products, ..Self::default() };
        if let Some(supplier) = product.supplier.clone().filter(|_| !deliveries.is_empty()) {
            facts.of_supplier.insert(supplier, deliveries);
        }
        facts
    }

    fn learn(&mut self, row: &Row) {
        let days = table::count(row, "days");
        let Some(days) = usize::try_from(days).ok().filter(|_| days <= LONGEST_LEAD) else {
            return;
        };
        self.of_sku.entry(text(row, "sku").to_owned()).or_default().push(days);
        let supplier = text(row, "supplier");
        if !supplier.is_empty() {
            self.of_supplier.entry(supplier.to_owned()).or_default().push(days);
        }
    }

    /// What is known of a product; nothing but defaults of one that was never set.
    pub(super) fn product(&self, sku: &str) -> Product {
        self.products.get(sku).cloned().unwrap_or_default()
    }

    /// Lead times that were seen: the SKU's own, or its supplier's where those are few.
    pub(super) fn lead_times(&self, sku: &str, supplier: Option<&str>) -> Option<&[usize]> {
        let own = self.of_sku.get(sku).filter(|days| days.len() >= ENOUGH_DELIVERIES);
        let of_supplier = || self.of_supplier.get(supplier?);
        own.or_else(of_supplier).map(Vec::as_slice)
    }

    /// Goods on their way to a shelf. What no purchase order explains comes from another
    /// warehouse.
    pub(super) fn incoming(&self, shelf: &Shelf, origin: NaiveDate) -> Vec<Incoming> {
        let key = (shelf.sku.clone(), shelf.warehouse.clone());
        let soon = origin + Days::new(TRANSFER_DAYS);
        let bought = self.coming.get(&key).map(Vec::as_slice).unwrap_or_default();
        let lines = bought.iter().map(|(date, quantity)| (date.unwrap_or(soon), *quantity));
        let known: f64 = bought.iter().map(|(_, quantity)| quantity).sum();
        let rest = (soon, shelf.incoming - known);
        let all = lines.chain(Some(rest)).filter(|(_, quantity)| *quantity > 0.0);
        all.map(|(date, quantity)| Incoming { date, quantity }).collect()
    }
}

/// A decimal or a double; 0 where it is null.
fn number(row: &Row, column: &str) -> f64 {
    let cell = row.get(column);
    let float = cell.and_then(serde_json::Value::as_f64);
    float.or_else(|| decimal(row, column).to_f64()).unwrap_or_default()
}

/// An amount, to the places that a price of a unit has; 0 where it is null.
fn money(row: &Row, column: &str) -> Money {
    Money::rounded(decimal(row, column))
}

fn named(row: &Row, column: &str) -> Option<String> {
    Some(text(row, column)).filter(|text| !text.is_empty()).map(str::to_owned)
}

fn shelf(row: &Row) -> Shelf {
    Shelf {
        sku: text(row, "sku").to_owned(),
        warehouse: text(row, "warehouse").to_owned(),
        on_hand: number(row, "on_hand"),
        committed: number(row, "committed"),
        available: number(row, "available"),
        backordered: number(row, "backordered"),
        incoming: number(row, "incoming"),
    }
}

fn product(row: &Row) -> Product {
    let lead = row.get("lead_time_days").filter(|cell| !cell.is_null());
    Product {
        name: named(row, "name"),
        category: named(row, "category"),
        supplier: named(row, "supplier"),
        unit_cost: money(row, "unit_cost"),
        price: Money::ZERO,
        minimum_quantity: number(row, "minimum_quantity"),
        order_multiple: number(row, "order_multiple"),
        lead_time_days: lead.map(|_| number(row, "lead_time_days")),
    }
}

#[cfg(test)]
mod tests;
