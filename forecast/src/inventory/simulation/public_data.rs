//! Plans against simple policies on the demand of a real shop; skipped where its data is absent.

use std::collections::HashMap;
use std::io::Read;
use std::path::Path;

use chrono::NaiveDate;

use super::*;
use crate::inventory::{
    Costs, DeliveryDays, DemandDistribution, DemandPaths, Economics, Item, LeadTimes, LotRule,
    SalesUnit, ServiceTarget, Stock, Supplier,
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

/// What planners do who have no forecast: reorder at the mean of the lead time and a week, up to
/// four weeks more, with the means of the first twelve weeks.
fn rule_of_thumb(known: &[f64], lead_time: f64) -> OrderUpToLevel {
    let mean = known.iter().sum::<f64>() / known.len() as f64;
    let reorder_point = mean * (lead_time + 7.0);
    OrderUpToLevel { reorder_point, up_to: reorder_point + mean * 28.0 }
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

#[test]
fn plans_cost_less_than_a_rule_of_thumb_on_a_real_shop() {
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
    let (mut planned, mut thumb, mut bound) = (Vec::new(), Vec::new(), 0.0);
    for (place, (_, days, price)) in skus.iter().take(60).enumerate() {
        let known = &days[..KNOWN];
        let opening = (known.iter().sum::<f64>() / 4.0).ceil();
        let costs = Costs::new(10.0, price * 0.5 * 0.25 / 365.0, price * 0.5).unwrap();
        let date = NaiveDate::from_ymd_opt(2010, 12, 1).unwrap();
        let start = Start { date, stock: opening + known.iter().sum::<f64>(), warm_up_days: KNOWN };
        let (unmet, seed) = (Unmet::Lost, place as u64);
        let setting =
            Setting { demand: days, supplier: &supplier, costs: &costs, unmet, start, seed };
        planned.push(
            replay(&setting, &mut Planned::new(item(&supplier, *price), recent_paths)).unwrap(),
        );
        // The rule knows the same twelve weeks, and like the plan does not order before.
        let mut rule = rule_of_thumb(known, supplier.lead_times.mean());
        thumb.push(replay(&setting, &mut rule).unwrap());
        let after = Start { stock: opening, warm_up_days: 0, ..start };
        let rest = Setting { demand: &days[KNOWN..], start: after, ..setting };
        bound += clairvoyant(&rest).unwrap();
    }
    let cost = |runs: &[Performance]| runs.iter().map(Performance::total_cost).sum::<f64>();
    let fill = |runs: &[Performance]| {
        runs.iter().map(|run| run.served_at_once).sum::<f64>()
            / runs.iter().map(|run| run.demand).sum::<f64>()
    };
    eprintln!(
        "60 SKUs: plan {:.0} at fill rate {:.3}, rule of thumb {:.0} at {:.3}, clairvoyant {bound:.0}",
        cost(&planned),
        fill(&planned),
        cost(&thumb),
        fill(&thumb)
    );
    assert!(cost(&planned) < cost(&thumb));
    assert!(fill(&planned) > 0.85, "{}", fill(&planned));
    assert!(bound < cost(&planned));
}
