//! What the shop sells: products, their prices, their popularity and their place in time.

use std::sync::Arc;

use chrono::{Days, NaiveDate};
use marea_ingest::{
    amount::Money,
    event::StockPolicy,
    identity::{IdentifierError, Sku, SupplierId},
};
use rand::{RngExt, seq::SliceRandom};
use rand_chacha::ChaCha8Rng;
use rust_decimal::Decimal;

use super::{
    ShopPlan,
    categories::CATEGORIES,
    chance::{happens, normal},
    words::{COLOURS, LOOKS, MATERIALS},
};

/// How fast demand falls from the most wanted product to the next (Zipf's exponent).
const POPULARITY_EXPONENT: f64 = 0.9;

/// How many suppliers there are.
pub(super) const SUPPLIERS: usize = 12;

/// A product of the shop.
pub(super) struct Product {
    pub(super) sku: Sku,
    pub(super) name: Arc<str>,
    pub(super) category: usize,
    pub(super) supplier: usize,
    pub(super) policy: StockPolicy,
    /// What a unit costs, in cents of a euro.
    pub(super) cost: i64,
    /// What its supplier last asked for a unit.
    pub(super) asked: i64,
    /// Price with Spanish tax, in cents of a euro.
    pub(super) euros: i64,
    /// Price without tax, in pence.
    pub(super) pence: i64,
    pub(super) popularity: f64,
    pub(super) launched: NaiveDate,
    pub(super) discontinued: Option<NaiveDate>,
    /// From this day on its demand is this many times as high.
    pub(super) shift: Option<(NaiveDate, f64)>,
    /// The day on which its prices change, and by what.
    pub(super) repriced: (NaiveDate, f64),
    /// Kept in all warehouses, because it sells well.
    pub(super) everywhere: bool,
    pub(super) lead_days: u32,
}

/// A sender of goods.
pub(super) struct Supplier {
    pub(super) supplier: SupplierId,
    pub(super) name: &'static str,
    pub(super) lead_days: u32,
}

const SUPPLIER_NAMES: [&str; SUPPLIERS] = [
    "Tejidos del Norte",
    "Cerámica Alborada",
    "Maderas Ulla",
    "Luz de Taller",
    "Vidrios Poniente",
    "Papelera Miño",
    "Juguetes Cometa",
    "Jardines Raíz",
    "Velas Faro",
    "Metales Forja Alta",
    "Mimbres Ribera",
    "Casa Lino",
];

pub(super) fn suppliers(rng: &mut ChaCha8Rng) -> Result<Vec<Supplier>, IdentifierError> {
    let supplier = |(index, name): (usize, &&'static str)| {
        let supplier = SupplierId::new(&format!("supplier-{}", index + 1))?;
        Ok(Supplier { supplier, name, lead_days: rng.random_range(5..=25) })
    };
    SUPPLIER_NAMES.iter().enumerate().map(supplier).collect()
}

/// All products of a plan, in no order of popularity.
pub(super) fn products(
    plan: &ShopPlan,
    suppliers: &[Supplier],
    rng: &mut ChaCha8Rng,
) -> Result<Vec<Product>, IdentifierError> {
    let mut ranks: Vec<u32> = (0..plan.skus).collect();
    ranks.shuffle(rng);
    let product = |(index, rank)| product(plan, suppliers, index, rank, rng);
    ranks.into_iter().enumerate().map(product).collect()
}

fn product(
    plan: &ShopPlan,
    suppliers: &[Supplier],
    index: usize,
    rank: u32,
    rng: &mut ChaCha8Rng,
) -> Result<Product, IdentifierError> {
    let category = index % CATEGORIES.len();
    let number = index / CATEGORIES.len() + 1;
    let supplier = rng.random_range(0..suppliers.len());
    let euros = price(rng);
    let (launched, discontinued) = life(plan, rng);
    let shift =
        happens(rng, 0.05).then(|| (some_day(plan, rng), *one_of(&[0.4, 0.5, 1.9, 2.4], rng)));
    let fraction = f64::from(rank) / f64::from(plan.skus);
    let name = name(category, rng);
    let policy = if happens(rng, 0.12) { StockPolicy::Backorder } else { StockPolicy::Deny };
    let cost = euros * rng.random_range(30..46) / 100;
    Ok(Product {
        sku: Sku::new(&format!("{}-{number:04}", CATEGORIES[category].prefix))?,
        name: name.into(),
        category,
        supplier,
        policy,
        cost,
        asked: cost,
        euros,
        pence: euros * 73 / 100,
        popularity: f64::from(rank + 1).powf(-POPULARITY_EXPONENT),
        launched,
        discontinued,
        shift,
        repriced: (some_day(plan, rng), 1.02 + 0.05 * rng.random::<f64>()),
        everywhere: fraction < 0.35,
        lead_days: suppliers[supplier].lead_days,
    })
}

fn one_of<'a, T>(items: &'a [T], rng: &mut ChaCha8Rng) -> &'a T {
    &items[rng.random_range(0..items.len())]
}

fn name(category: usize, rng: &mut ChaCha8Rng) -> String {
    let noun = one_of(&CATEGORIES[category].nouns, rng);
    let (look, material) = (one_of(&LOOKS, rng), one_of(&MATERIALS, rng));
    let name = format!("{look} {material} {noun}, {}", one_of(&COLOURS, rng));
    let mut letters = name.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// A price around 15 euros that ends in 50 or 95 cents.
fn price(rng: &mut ChaCha8Rng) -> i64 {
    let euros = (2.7 + 0.75 * normal(rng)).exp().clamp(2.0, 240.0) as i64;
    euros * 100 + if happens(rng, 0.6) { 95 } else { 50 }
}

fn some_day(plan: &ShopPlan, rng: &mut ChaCha8Rng) -> NaiveDate {
    let days = rng.random_range(0..plan.days());
    plan.first_day.checked_add_days(Days::new(days.into())).unwrap_or(plan.first_day)
}

/// Most products are there from the first day and stay; some come later and some go.
fn life(plan: &ShopPlan, rng: &mut ChaCha8Rng) -> (NaiveDate, Option<NaiveDate>) {
    let launched = if happens(rng, 0.14) { some_day(plan, rng) } else { plan.first_day };
    let gone = happens(rng, 0.08).then(|| some_day(plan, rng));
    let gone = gone.filter(|&gone| (gone - launched).num_days() > 90);
    (launched, gone)
}

impl Product {
    /// Whether it is on sale.
    pub(super) fn is_sold(&self, day: NaiveDate) -> bool {
        self.launched <= day && self.discontinued.is_none_or(|gone| day < gone)
    }
}

/// An amount of so many hundredths.
pub(super) fn money(hundredths: i64) -> Money {
    Money::rounded(Decimal::new(hundredths, 2))
}
