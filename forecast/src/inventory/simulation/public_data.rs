//! Plans against the textbook on the demand of a real shop; skipped where its data is absent.

use std::collections::HashMap;
use std::io::Read;
use std::path::Path;

use chrono::NaiveDate;

use super::*;
use crate::inventory::{
    Costs, DeliveryDays, DemandDistribution, DemandPaths, Economics, Item, LeadTimes, LotRule,
    SalesUnit, ServiceTarget, Stock, Supplier, economic_order_quantity, lead_time_demand,
    reorder_point, safety_stock_for_cycle_service,
};

/// Days that are known before the first order.
const KNOWN: usize = 84;

fn file() -> Option<String> {
    let here = std::env::var_os("CARGO_MANIFEST_DIR")?;
    let path = "../../shared/datasets/online_retail_2010-12_2011-08.csv.gz";
    let packed = std::fs::read(Path::new(&here).join(path)).ok()?;
    let mut text = String::new();
    flate2::read::GzDecoder::new(packed.as_slice()).read_to_string(&mut text).ok()?;
    Some(text)
}

/// Units ordered by SKU and day, with the SKU's mean price; from the shop's first day on.
fn demand(text: &str) -> Vec<(String, Vec<f64>, f64)> {
    let first = NaiveDate::from_ymd_opt(2010, 12, 1).unwrap();
    let last = NaiveDate::from_ymd_opt(2011, 8, 31).unwrap();
    let length = ((last - first).num_days() + 1) as usize;
    let mut found: HashMap<String, (Vec<f64>, f64)> = HashMap::new();
    for row in text.lines().skip(1) {
        // A description may hold commas, so that the columns after it are counted from the end.
        let cells: Vec<&str> = row.split(',').collect();
        let (Some(sku), Some(end)) = (cells.get(1), cells.len().checked_sub(5)) else { continue };
        let number = |cell: Option<&&str>| cell.and_then(|cell| cell.parse::<f64>().ok());
        let day = cells.get(end + 1).and_then(|cell| cell.get(..10));
        let day = day.and_then(|day| NaiveDate::parse_from_str(day, "%Y-%m-%d").ok());
        let numbers = (number(cells.get(end)), number(cells.get(end + 2)), day);
        let (Some(units), Some(price), Some(day)) = numbers else { continue };
        let is_order = cells[0].bytes().all(|byte| byte.is_ascii_digit());
        if !is_order || units <= 0.0 || price <= 0.0 || sku.len() < 5 {
            continue;
        }
        let entry = found.entry((*sku).to_owned()).or_insert_with(|| (vec![0.0; length], 0.0));
        if let Some(place) = entry.0.get_mut((day - first).num_days().max(0) as usize) {
            *place += units;
            entry.1 += units * price;
        }
    }
    let mut skus: Vec<_> = found.into_iter().collect();
    skus.sort_by(|one, other| other.1.1.total_cmp(&one.1.1).then(one.0.cmp(&other.0)));
    let priced = |(sku, (days, revenue)): (String, (Vec<f64>, f64))| {
        let units: f64 = days.iter().sum();
        (sku, days, revenue / units)
    };
    skus.into_iter().map(priced).collect()
}

/// The last twelve weeks, cut into four-week paths that start on the weekday that comes next.
fn recent_paths(review: &Review<'_>) -> Option<Box<dyn DemandDistribution>> {
    let known = &review.demand[review.demand.len().checked_sub(KNOWN)?..];
    let paths: Vec<Vec<f64>> = (0..KNOWN / 7)
        .map(|week| (0..28).map(|day| known[(week * 7 + day) % KNOWN]).collect())
        .collect();
    Some(Box::new(DemandPaths::new(&paths).ok()?))
}

/// What a textbook does with the same twelve weeks: normal demand, safety stock for a cycle service
/// level, the economic order quantity, all reckoned anew every day.
struct Textbook<'a> {
    supplier: &'a Supplier,
    holding: f64,
    level: f64,
}

impl Policy for Textbook<'_> {
    fn order(&mut self, review: &Review<'_>) -> f64 {
        let Some(before) = review.demand.len().checked_sub(KNOWN) else { return 0.0 };
        let known = &review.demand[before..];
        let mean = known.iter().sum::<f64>() / KNOWN as f64;
        let squares: f64 = known.iter().map(|units| (units - mean).powi(2)).sum();
        let deviation = (squares / (KNOWN - 1) as f64).sqrt();
        let times = &self.supplier.lead_times;
        let lead_time = (times.mean() + 1.0, times.deviation());
        let demand = lead_time_demand((mean, deviation), lead_time).unwrap();
        let safety = safety_stock_for_cycle_service(&demand, self.level).unwrap();
        let lot = economic_order_quantity(self.supplier.order_cost, self.holding, mean).unwrap();
        let reorder_point = reorder_point(&demand, safety);
        OrderUpToLevel { reorder_point, up_to: reorder_point + lot.quantity }.order(review)
    }
}

fn item(supplier: &Supplier, price: f64) -> Item {
    Item {
        sku: "public".into(),
        warehouse: "public".into(),
        today: NaiveDate::default(),
        stock: Stock::default(),
        incoming: Vec::new(),
        supplier: supplier.clone(),
        economics: Economics {
            unit_cost: price * 0.5,
            price,
            holding_rate: 0.25,
            lost_margin: None,
            salvage: 0.0,
        },
        target: ServiceTarget::LeastCost,
        review_days: 1,
        horizon_days: 28,
        unit: SalesUnit::PIECES,
        shelf_life_days: None,
        season_end: None,
        volume: None,
    }
}

/// Service levels that a textbook planner may choose.
const LEVELS: [f64; 4] = [0.9, 0.95, 0.99, 0.999];

/// The runs of one kind of policy over all SKUs, added up.
#[derive(Default, Clone, Copy)]
struct Total {
    cost: f64,
    served: f64,
    demand: f64,
}

impl Total {
    fn add(&mut self, run: &Performance) {
        self.cost += run.total_cost();
        self.served += run.served_at_once;
        self.demand += run.demand;
    }
}

/// Runs the plan and the textbooks on one SKU, and gives the clairvoyant's cost.
fn run(setting: &Setting<'_>, price: f64, plan: &mut Total, textbooks: &mut [Total]) -> f64 {
    let known: f64 = setting.demand[..KNOWN].iter().sum();
    let mut planned = Planned::new(item(setting.supplier, price), recent_paths);
    plan.add(&replay(setting, &mut planned).unwrap());
    for (level, total) in LEVELS.into_iter().zip(textbooks) {
        let (supplier, holding) = (setting.supplier, setting.costs.holding());
        total.add(&replay(setting, &mut Textbook { supplier, holding, level }).unwrap());
    }
    let start = Start { stock: setting.start.stock - known, warm_up_days: 0, ..setting.start };
    clairvoyant(&Setting { demand: &setting.demand[KNOWN..], start, ..*setting }).unwrap()
}

#[test]
fn plans_cost_less_than_the_textbook_on_a_real_shop() {
    let Some(text) = file() else {
        eprintln!("plans on a real shop: skipped, its data set is absent");
        return;
    };
    let skus = demand(&text);
    assert!(skus.len() > 1_000, "the file has only {} SKUs", skus.len());
    let supplier = Supplier {
        lots: LotRule::new(12.0, 6.0, SalesUnit::PIECES).unwrap(),
        order_cost: 10.0,
        lead_times: LeadTimes::observed(&[6, 7, 7, 8, 8, 9, 10, 10, 12, 18]).unwrap(),
        delivery_days: DeliveryDays::ALL,
    };
    let (mut plan, mut textbooks, mut bound) = (Total::default(), [Total::default(); 4], 0.0);
    for (place, (_, demand, price)) in skus.iter().take(60).enumerate() {
        let costs = Costs::new(10.0, price * 0.5 * 0.25 / 365.0, price * 0.5).unwrap();
        // Stock for the twelve weeks that are known, and for three more to begin with.
        let stock = (demand[..KNOWN].iter().sum::<f64>() * 1.25).ceil();
        let date = NaiveDate::from_ymd_opt(2010, 12, 1).unwrap();
        let start = Start { date, stock, warm_up_days: KNOWN };
        let (supplier, costs, unmet, seed) = (&supplier, &costs, Unmet::Lost, place as u64);
        let setting = Setting { demand, supplier, costs, unmet, start, seed };
        bound += run(&setting, *price, &mut plan, &mut textbooks);
    }
    let said = |total: Total| format!("{:.0} at {:.3}", total.cost, total.served / total.demand);
    let others: Vec<String> = textbooks.into_iter().map(said).collect();
    eprintln!(
        "60 SKUs, cost at fill rate: plan {}; textbook {others:?}; clairvoyant {bound:.0}",
        said(plan)
    );
    let cheapest = textbooks.iter().map(|total| total.cost).fold(f64::INFINITY, f64::min);
    assert!(plan.cost < cheapest, "plan {}, textbook {cheapest}", plan.cost);
    assert!(plan.served > 0.95 * plan.demand);
    assert!(bound < plan.cost);
}
