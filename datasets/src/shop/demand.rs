//! How much is wanted of what, day by day.

use chrono::{Days, NaiveDate};
use rand::RngExt;
use rand_chacha::ChaCha8Rng;

use super::{
    ShopPlan,
    calendar::{Promotion, Way, on_curve, shop_level},
    catalogue::Product,
    categories::CATEGORIES,
    chance::{happens, normal, pick, poisson},
};

/// Orders by how many lines they have, from one line on, in hundredths; 2.2 lines in the mean.
const LINES: [u32; 6] = [42, 26, 15, 9, 5, 3];
/// Lines of an order, in the mean.
const MEAN_LINES: f64 = 2.18;
/// Units of a line, in the mean; see [`units`].
const MEAN_UNITS: f64 = 1.44;
/// Some orders find nothing in stock, so a few more come in than are placed.
const LOST_TO_STOCK_OUTS: f64 = 1.015;

/// Demand of the shop.
pub(super) struct Demand {
    first_day: NaiveDate,
    /// Orders on a plain day of the first weeks.
    plain_orders: f64,
    summed_hours: [[f64; 24]; 3],
    /// Of the day in hand: what each product weighs, and the weights summed from the left.
    weights: Vec<f64>,
    summed: Vec<f64>,
    promotion: Option<Promotion>,
    orders_per_day: f64,
}

impl Demand {
    pub(super) fn new(plan: &ShopPlan) -> Self {
        let days = plan.first_day.iter_days().take(plan.days() as usize);
        let total: f64 = days.map(|day| day_level(day, plan.first_day)).sum();
        Self {
            first_day: plan.first_day,
            plain_orders: f64::from(plan.orders) * LOST_TO_STOCK_OUTS / total.max(f64::EPSILON),
            summed_hours: Way::ALL.map(|way| summed_up(way.hours().map(f64::from))),
            weights: Vec::new(),
            summed: Vec::new(),
            promotion: None,
            orders_per_day: 0.0,
        }
    }

    /// Takes up a day: what each product is worth to the customers on it.
    pub(super) fn begin(&mut self, day: NaiveDate, products: &[Product]) {
        self.promotion = Promotion::on(day);
        self.orders_per_day = self.plain_orders * day_level(day, self.first_day);
        let seasons: Vec<f64> =
            CATEGORIES.iter().map(|category| on_curve(&category.season, day)).collect();
        let promotion = self.promotion;
        let mut sum = 0.0;
        self.weights.clear();
        self.summed.clear();
        for (index, product) in products.iter().enumerate() {
            let weight = if product.is_sold(day) {
                let shifted = product.shift.filter(|&(from, _)| from <= day).map_or(1.0, |s| s.1);
                let discount = f64::from(discount_percent(promotion, index));
                product.popularity * seasons[product.category] * shifted * (1.0 + discount / 12.0)
            } else {
                0.0
            };
            sum += weight;
            self.weights.push(weight);
            self.summed.push(sum);
        }
    }

    /// How many orders come in each way on the day in hand.
    pub(super) fn orders(&self, day: NaiveDate, rng: &mut ChaCha8Rng) -> [u32; 3] {
        let mood = (0.06 * normal(rng)).exp();
        Way::ALL.map(|way| {
            let level = shop_level(day, self.first_day) * way.level(day);
            poisson(rng, self.plain_orders * level * mood)
        })
    }

    /// A second of a day, by the hours of a way.
    pub(super) fn second(&self, way: Way, rng: &mut ChaCha8Rng) -> i64 {
        let hour = pick(rng, &self.summed_hours[way as usize]);
        hour as i64 * 3600 + rng.random_range(0..3600)
    }

    /// A product, by what each weighs on the day in hand.
    pub(super) fn product(&self, rng: &mut ChaCha8Rng) -> usize {
        pick(rng, &self.summed)
    }

    /// Units that are wanted of a product on a day like the day in hand.
    pub(super) fn units_per_day(&self, product: usize) -> f64 {
        let total = self.summed.last().copied().unwrap_or(0.0).max(f64::EPSILON);
        self.orders_per_day * MEAN_LINES * MEAN_UNITS * self.weights[product] / total
    }

    /// What is taken off the price of a product, in per cent.
    pub(super) fn discount_percent(&self, product: usize) -> u32 {
        discount_percent(self.promotion, product)
    }

    /// The promotion of the day in hand.
    pub(super) fn promotion(&self) -> Option<Promotion> {
        self.promotion
    }
}

fn summed_up(mut hours: [f64; 24]) -> [f64; 24] {
    let mut sum = 0.0;
    for hour in &mut hours {
        sum += *hour;
        *hour = sum;
    }
    hours
}

fn day_level(day: NaiveDate, first_day: NaiveDate) -> f64 {
    let ways: f64 = Way::ALL.iter().map(|way| way.level(day)).sum();
    shop_level(day, first_day) * ways
}

/// Each promotion takes in about a fourth of the products, each with its own discount.
fn discount_percent(promotion: Option<Promotion>, product: usize) -> u32 {
    let Some(promotion) = promotion else { return 0 };
    let spread =
        (product as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15 ^ (promotion as u64) << 17);
    match (spread >> 32) % 16 {
        0 => 40,
        1 => 30,
        2 => 20,
        3 => 10,
        _ => 0,
    }
}

/// How many lines an order has.
pub(super) fn line_count(rng: &mut ChaCha8Rng) -> usize {
    let mut draw = rng.random_range(0..LINES.iter().sum());
    LINES
        .iter()
        .position(|&share| {
            let here = draw < share;
            draw = draw.saturating_sub(share);
            here
        })
        .map_or(1, |place| place + 1)
}

/// How many units a line has: mostly one.
pub(super) fn units(rng: &mut ChaCha8Rng) -> i32 {
    match rng.random_range(0..100) {
        0..75 => 1,
        75..90 => 2,
        90..95 => 3,
        95..98 => 4,
        _ => 6,
    }
}

/// How much more (or less) than on a day a category is wanted some days later.
pub(super) fn season_ahead(category: usize, day: NaiveDate, days: u32) -> f64 {
    let later = day.checked_add_days(Days::new(days.into())).unwrap_or(day);
    let season = &CATEGORIES[category].season;
    let shop = shop_level(later, later) / shop_level(day, day).max(f64::EPSILON);
    (on_curve(season, later) / on_curve(season, day).max(0.02) * shop).clamp(0.2, 5.0)
}

/// How much a category is wanted in its quietest month of the year, against a day.
pub(super) fn quietest_ahead(category: usize, day: NaiveDate) -> f64 {
    let season = &CATEGORIES[category].season;
    let quietest = season.iter().copied().fold(f64::INFINITY, f64::min);
    (quietest / on_curve(season, day).max(0.02)).min(1.0)
}

/// Whether an order goes to a customer the shop does not know yet.
pub(super) fn is_new_customer(rng: &mut ChaCha8Rng) -> bool {
    happens(rng, 0.34)
}
