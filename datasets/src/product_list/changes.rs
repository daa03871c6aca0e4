//! What a product list changes: its rows compared with what a store knows.

use std::collections::{BTreeSet, HashMap};

use chrono::{DateTime, FixedOffset};
use marea_ingest::{
    amount::Money,
    event::{Body, Envelope, Event, Mode, PriceSet, StockAdjusted, StockCounted},
    identity::{Currency, EventId, IdentifierError, Sku, Source, WarehouseId},
    state,
};
use xxhash_rust::xxh3::{xxh3_64, xxh3_128};

use super::{
    ProductList,
    columns::nearest_text,
    recorded::Recorded,
    row::{Row, Stock},
};

/// The source of all events of product lists.
pub const SOURCE: &str = "products-csv";

/// So much of a SKU stands in an event id, in characters; what tells ids apart is their hash.
const SKU_IN_ID: usize = 30;

/// What a store knows of the products of a list.
#[derive(Debug, Clone)]
pub struct Known {
    /// The products of the list that it has.
    pub products: HashMap<Sku, state::Product>,
    /// All its warehouses.
    pub warehouses: BTreeSet<WarehouseId>,
    /// What earlier lists said.
    pub recorded: Recorded,
    /// The currency of its books.
    pub currency: Currency,
}

impl Known {
    /// What a new store knows.
    #[must_use]
    pub fn nothing(currency: Currency) -> Self {
        Self {
            products: HashMap::new(),
            warehouses: BTreeSet::new(),
            recorded: Recorded::default(),
            currency,
        }
    }
}

/// What a row is to a store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// A product that it does not have.
    New,
    /// A product that it has otherwise.
    Changed,
    /// All of it is known.
    Unchanged,
}

/// What a row changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowChange {
    /// The line of the file.
    pub line: u64,
    /// The product.
    pub sku: Sku,
    /// What the row is.
    pub outcome: Outcome,
    /// The types of its events.
    pub event_types: Vec<&'static str>,
}

/// What a list changes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Changes {
    /// What is to be recorded, in the order of the file.
    pub events: Vec<Event>,
    /// What became of each row.
    pub rows: Vec<RowChange>,
    /// Warehouses that the store does not have, each with the one that was perhaps meant.
    pub new_warehouses: Vec<(WarehouseId, Option<WarehouseId>)>,
}

impl Changes {
    /// How many rows are this to the store.
    #[must_use]
    pub fn count(&self, outcome: Outcome) -> usize {
        self.rows.iter().filter(|row| row.outcome == outcome).count()
    }
}

/// Compares a list with what a store knows.
///
/// A product and its price are set where that changes something. Stock is set where the list says
/// another figure than it said before, whatever was sold since. Every event is reported: it is so.
///
/// # Errors
/// [`IdentifierError`] where no event id can be made, which no row that was read leads to.
pub fn changes(
    list: &ProductList,
    known: &Known,
    at: DateTime<FixedOffset>,
) -> Result<Changes, IdentifierError> {
    let mut changes = Changes::default();
    let mut warehouses = BTreeSet::new();
    for row in &list.rows {
        let outcome = if known.products.contains_key(&row.product.sku) {
            Outcome::Changed
        } else {
            Outcome::New
        };
        let bodies = [product(row, known), price(row, known), stock(row, known)];
        let mut event_types = Vec::new();
        for body in bodies.into_iter().flatten() {
            let event_id = event_id(&body, &known.recorded)?;
            event_types.push(body.event_type());
            changes.events.push(reported(event_id.as_str(), at, body)?);
        }
        warehouses.extend(row.stock.as_ref().map(|stock| &stock.warehouse));
        changes.rows.push(RowChange {
            line: row.line,
            sku: row.product.sku.clone(),
            outcome: if event_types.is_empty() { Outcome::Unchanged } else { outcome },
            event_types,
        });
    }
    changes.new_warehouses = new_warehouses(&warehouses, known);
    Ok(changes)
}

fn new_warehouses(
    named: &BTreeSet<&WarehouseId>,
    known: &Known,
) -> Vec<(WarehouseId, Option<WarehouseId>)> {
    let new = named.iter().filter(|name| !known.warehouses.contains(name.as_str()));
    let near = |name: &WarehouseId| {
        let known = known.warehouses.iter().map(WarehouseId::as_str);
        nearest_text(name.as_str(), known).and_then(|near| WarehouseId::new(near).ok())
    };
    new.map(|name| ((*name).clone(), near(name))).collect()
}

/// An event that this source reports.
pub(super) fn reported(
    event_id: &str,
    occurred_at: DateTime<FixedOffset>,
    body: impl Into<Body>,
) -> Result<Event, IdentifierError> {
    let envelope = Envelope {
        event_id: EventId::new(event_id)?,
        source: Source::new(SOURCE)?,
        occurred_at,
        mode: Mode::Report,
        external_version: None,
        actor: None,
        reason: None,
    };
    Ok(Event { envelope, body: body.into() })
}

fn product(row: &Row, known: &Known) -> Option<Body> {
    let is_known = known.products.get(&row.product.sku).is_some_and(|product| {
        let mut after = product.clone();
        after.set(&row.product);
        after == *product
    });
    (!is_known).then(|| row.product.clone().into())
}

fn price(row: &Row, known: &Known) -> Option<Body> {
    let said = row.price?;
    let currency = said.currency.unwrap_or(known.currency);
    let set = state::Price { currency, channel: None, price: said.price };
    let product = known.products.get(&row.product.sku);
    if product.is_some_and(|product| product.prices.contains(&set)) {
        return None;
    }
    let sku = row.product.sku.clone();
    Some(PriceSet { sku, price: said.price, currency, channel: None }.into())
}

fn stock(row: &Row, known: &Known) -> Option<Body> {
    let stock = row.stock.as_ref()?;
    let body = stock_body(&row.product.sku, stock, row.product.unit_cost);
    let (subject, content) = id_parts(&body);
    (!known.recorded.is_last(&subject, &content)).then_some(body)
}

/// The figure as a count or, where its cost is known, as a correction: a count says nothing of
/// cost, so goods that nobody bought here would be worth nothing and be sold at no cost.
fn stock_body(sku: &Sku, stock: &Stock, unit_cost: Option<Money>) -> Body {
    let Stock { warehouse, quantity } = stock.clone();
    let sku = sku.clone();
    match unit_cost {
        None => StockCounted { sku, warehouse, quantity, bin: None, lot: None }.into(),
        Some(_) => StockAdjusted {
            sku,
            warehouse,
            quantity: None,
            set_to: Some(quantity),
            expected: None,
            unit_cost,
            bin: None,
            lot: None,
        }
        .into(),
    }
}

fn event_id(body: &Body, recorded: &Recorded) -> Result<EventId, IdentifierError> {
    let (subject, content) = id_parts(body);
    recorded.new_id(&subject, &content)
}

/// What an event speaks of, and what it says of it.
fn id_parts(body: &Body) -> (String, String) {
    let subject = |sku: &Sku, what: &str| {
        let sku: String = sku.as_str().chars().take(SKU_IN_ID).collect();
        format!("{sku}-{what}")
    };
    let place = |sku: &Sku, warehouse: &WarehouseId| {
        let place = xxh3_64(format!("{sku}\0{warehouse}").as_bytes());
        subject(sku, &format!("stock-{place:016x}"))
    };
    match body {
        // The figure alone: another cost of the same stock moves no goods.
        Body::StockCounted(it) => (place(&it.sku, &it.warehouse), hash(&it.quantity)),
        Body::StockAdjusted(it) => {
            (place(&it.sku, &it.warehouse), hash(&it.set_to.unwrap_or_default()))
        }
        Body::PriceSet(it) => (subject(&it.sku, "price"), hash(body)),
        Body::ProductSet(it) => (subject(&it.sku, "product"), hash(body)),
        other => (other.event_type().to_owned(), hash(other)),
    }
}

fn hash(said: &impl serde::Serialize) -> String {
    // What events are made of always has a JSON form.
    let json = serde_json::to_vec(said).unwrap_or_default();
    format!("{:032x}", xxh3_128(&json))
}
