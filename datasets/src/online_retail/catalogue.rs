//! What the order book says of the catalogue: the SKUs and their names, and one warehouse.

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use chrono::{DateTime, FixedOffset};
use marea_ingest::{
    event::{Event, LineKind, ProductSet, WarehouseSet},
    identity::{Country, IdentifierError, Sku, WarehouseId},
};

use super::{invoices::Invoices, mapping::reported, report::Report};

/// The shop's stock is written off and found here; the data set names no warehouse.
const WAREHOUSE: &str = "UK-MAIN";

pub(super) fn warehouse() -> Result<WarehouseId, IdentifierError> {
    WarehouseId::new(WAREHOUSE)
}

/// The warehouse, the same for every file so that it is there once.
pub(super) fn warehouse_set() -> Result<Event, IdentifierError> {
    let body = WarehouseSet {
        postcode: None,
        coordinates: None,
        cut_off: None,
        warehouse: warehouse()?,
        name: Some("Warehouse of the shop".into()),
        country: Some(Country::new("GB")?),
        priority: None,
        closed: None,
    };
    // Before the first line of any of the data sets.
    let since = DateTime::from_timestamp(1_230_768_000, 0).unwrap_or_default().fixed_offset();
    reported("warehouse-UK-MAIN", since, body)
}

/// What the rows say of one product.
#[derive(Default)]
struct Seen {
    first: Option<DateTime<FixedOffset>>,
    descriptions: HashMap<Arc<str>, u64>,
}

impl Seen {
    /// The most frequent description; of equally frequent ones, the first by alphabet.
    fn name(&self) -> Option<String> {
        self.descriptions
            .iter()
            .max_by(|a, b| a.1.cmp(b.1).then_with(|| b.0.cmp(a.0)))
            .map(|(name, _)| name.to_string())
    }
}

/// A product for every SKU of goods, with no stock policy: its stock is not known.
///
/// The event id holds a digest of the content, because another file may name the product
/// otherwise and that is another event, not a contradiction.
pub(super) fn products(
    invoices: &Invoices,
    report: &mut Report,
) -> Result<Vec<Event>, IdentifierError> {
    let mut products: BTreeMap<&Sku, Seen> = BTreeMap::new();
    for row in invoices.rows().filter(|row| row.kind == LineKind::Product) {
        let seen = products.entry(&row.sku).or_default();
        let earlier = seen.first.is_none_or(|first| row.occurred_at < first);
        if earlier {
            seen.first = Some(row.occurred_at);
        }
        // Lines without a price are about stock, and say "damaged" or "?" where a name stands.
        if let Some(description) = &row.description
            && !row.unit_price.is_zero()
        {
            *seen.descriptions.entry(Arc::clone(description)).or_default() += 1;
        }
    }
    report.products = products.len() as u64;
    products.into_iter().map(|(sku, seen)| product_set(sku, &seen)).collect()
}

fn product_set(sku: &Sku, seen: &Seen) -> Result<Event, IdentifierError> {
    let name = seen.name();
    let first = seen.first.unwrap_or_default();
    let content = format!("{first}{}", name.as_deref().unwrap_or_default());
    let body = ProductSet {
        reorder_target: None,
        minimum_quantity: None,
        order_multiple: None,
        components: None,
        substitute: None,
        sku: sku.clone(),
        name,
        category: None,
        stock_policy: None,
        reorder_point: None,
        unit_cost: None,
        barcode: None,
        supplier: None,
        weight_kg: None,
        volume_litres: None,
    };
    reported(&format!("product-{sku}-{:016x}", digest(&content)), first, body)
}

/// FNV-1a, 64 bits (Fowler, Noll, Vo): it stays the same over versions of the compiler.
fn digest(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}
