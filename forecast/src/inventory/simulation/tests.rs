//! The simulator: it conserves units, plans reach their targets in it, and nobody beats the bound.

use chrono::NaiveDate;
use proptest::prelude::*;

use super::*;
use crate::inventory::{
    Costs, DeliveryDays, Distribution, Economics, Family, IndependentDays, Item, LeadTimes,
    LotRule, SalesUnit, ServiceTarget, Stock, Supplier,
};

fn supplier(lead_times: LeadTimes, order_cost: f64, lots: (f64, f64)) -> Supplier {
    Supplier {
        lots: LotRule::new(lots.0, lots.1, SalesUnit::PIECES).unwrap(),
        order_cost,
        lead_times,
        delivery_days: DeliveryDays::ALL,
    }
}

fn start(stock: f64, warm_up_days: usize) -> Start {
    Start { date: NaiveDate::from_ymd_opt(2026, 1, 1).unwrap(), stock, warm_up_days }
}

/// Days of independent demand drawn from a distribution.
fn drawn(demand: &Distribution, days: usize, seed: u64) -> Vec<f64> {
    let mut generator = Generator::new(seed);
    (0..days).map(|_| demand.quantile(generator.uniform())).collect()
}

fn item(supplier: Supplier, target: ServiceTarget, review_days: usize) -> Item {
    Item {
        sku: "S1".into(),
        warehouse: "MAD".into(),
        today: NaiveDate::from_ymd_opt(2026, 1, 1).unwrap(),
        stock: Stock::default(),
        incoming: Vec::new(),
        supplier,
        economics: Economics {
            unit_cost: 10.0,
            price: 18.0,
            holding_rate: 0.25,
            lost_margin: None,
            salvage: 2.0,
        },
        target,
        review_days,
        horizon_days: 28,
        unit: SalesUnit::PIECES,
        shelf_life_days: None,
        season_end: None,
        volume: None,
    }
}

/// Costs a day that belong to the item above.
fn costs(order_cost: f64) -> Costs {
    Costs::new(order_cost, 10.0 * 0.25 / 365.0, 8.0).unwrap()
}

/// Runs the plan, knowing the true distribution, for two thousand scored days.
fn run_plan(target: ServiceTarget, order_cost: f64, review_days: usize) -> Performance {
    let (mean, variance) = (5.0, 11.0);
    let truth = Distribution::matching(Family::NegativeBinomial, mean, variance).unwrap();
    let demand = drawn(&truth, 2_100, 7);
    let lead_times = LeadTimes::observed(&[5, 6, 6, 7, 7, 7, 8, 8, 9, 12]).unwrap();
    let supplier = supplier(lead_times, order_cost, (0.0, 0.0));
    let days = vec![(mean, variance); 28];
    let ahead = IndependentDays::new(Family::NegativeBinomial, &days).unwrap();
    let mut planned = Planned::new(item(supplier.clone(), target, review_days), |_| {
        Some(Box::new(ahead.clone()) as Box<dyn crate::inventory::DemandDistribution>)
    });
    let costs = costs(order_cost);
    let (unmet, start) = (Unmet::Waits, start(60.0, 100));
    let setting =
        Setting { demand: &demand, supplier: &supplier, costs: &costs, unmet, start, seed: 3 };
    let result = replay(&setting, &mut planned).unwrap();
    assert!(planned.last().is_some_and(Result::is_ok));
    result
}

#[test]
fn a_plan_with_the_true_distribution_reaches_its_cycle_service_level() {
    // A weekly review without order cost: every week is a cycle, and the level is met per cycle.
    let result = run_plan(ServiceTarget::CycleService(0.9), 0.0, 7);
    let level = result.cycle_service_level();
    assert!((0.88..0.98).contains(&level), "{level} of {} cycles", result.cycles);
}

#[test]
fn a_plan_with_the_true_distribution_reaches_its_fill_rate() {
    for rate in [0.9, 0.98] {
        let result = run_plan(ServiceTarget::FillRate(rate), 0.0, 7);
        let reached = result.fill_rate();
        assert!((rate - 0.015..=rate + 0.03).contains(&reached), "{reached} for {rate}");
    }
}

#[test]
fn a_plan_that_aims_at_least_cost_costs_less_than_any_level_far_from_it() {
    let best = run_plan(ServiceTarget::LeastCost, 20.0, 1).total_cost();
    for level in [0.6, 0.9999] {
        let other = run_plan(ServiceTarget::CycleService(level), 20.0, 1).total_cost();
        assert!(best < other, "least cost {best}, at {level} {other}");
    }
}

#[test]
fn an_exact_policy_costs_in_the_simulator_what_its_formula_says() {
    // Without lead time an order placed in the evening can be sold in the morning.
    let truth = Distribution::poisson(6.0).unwrap();
    let costs = Costs::new(30.0, 1.0, 9.0).unwrap();
    let mut review = crate::inventory::WholeReview::new(&costs, &truth, &truth).unwrap();
    let exact = review.exact().unwrap();
    let demand = drawn(&truth, 40_000, 11);
    let supplier = supplier(LeadTimes::fixed(0).unwrap(), 30.0, (0.0, 0.0));
    let (unmet, start) = (Unmet::Waits, start(exact.up_to, 0));
    let setting =
        Setting { demand: &demand, supplier: &supplier, costs: &costs, unmet, start, seed: 1 };
    let (reorder_point, up_to) = (exact.reorder_point, exact.up_to);
    let result = replay(&setting, &mut OrderUpToLevel { reorder_point, up_to }).unwrap();
    // The formula charges what waits for every day; here nothing waits longer than one.
    let cost = result.total_cost() / result.days as f64;
    let expected = exact.cost.unwrap();
    assert!((cost - expected).abs() < 0.02 * expected, "{cost}, by the formula {expected}");
}

#[test]
fn lots_with_lost_sales_are_cheapest_by_trying_everything() {
    let costs = Costs::new(12.0, 1.0, 4.0).unwrap();
    let demand = [3.0, 0.0, 2.0, 7.0, 1.0, 1.0, 6.0];
    let found = crate::inventory::lots_with_lost_sales(&costs, &demand).unwrap();
    let cheapest = (0..1 << demand.len()).map(|orders| tried(orders, &costs, &demand));
    let cheapest = cheapest.fold(f64::INFINITY, f64::min);
    assert!((found.cost - cheapest).abs() < 1e-9, "{found:?}, by trying {cheapest}");
    let units: f64 = found.orders.iter().chain(&found.unserved).sum();
    assert!((units - demand.iter().sum::<f64>()).abs() < 1e-9);
}

/// The cost of ordering on the days whose bit is set, each unit served the cheaper way.
fn tried(orders: u32, costs: &Costs, demand: &[f64]) -> f64 {
    let mut last = None;
    let mut cost = f64::from(orders.count_ones()) * costs.order();
    for (day, units) in demand.iter().enumerate() {
        if orders & (1 << day) != 0 {
            last = Some(day);
        }
        let held = last.map_or(f64::INFINITY, |from: usize| (day - from) as f64 * costs.holding());
        cost += units * held.min(costs.shortage());
    }
    cost
}

/// Any of the three policies.
fn policy(kind: usize, low: f64, width: f64) -> Box<dyn Policy> {
    match kind {
        0 => Box::new(OrderUpToLevel { reorder_point: low, up_to: low + width }),
        1 => Box::new(FixedQuantity { reorder_point: low, quantity: width }),
        _ => Box::new(Periodic { every_days: 1 + width as usize % 9, up_to: low + width }),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(120))]

    #[test]
    fn units_are_conserved_and_nobody_beats_the_clairvoyant(
        seed in any::<u64>(),
        kind in 0..3_usize,
        levels in (0.0..60.0_f64, 1.0..90.0_f64),
        lead in (0.0..15.0_f64, 0.0..6.0_f64),
        lots in (0.0..40.0_f64, 0.0..12.0_f64),
        opening in (0.0..80.0_f64, 0..2_usize),
        unmet in prop_oneof![Just(Unmet::Lost), Just(Unmet::Waits)],
    ) {
        let demand = drawn(&Distribution::negative_binomial(0.8, 0.25).unwrap(), 200, seed);
        let lead_times = LeadTimes::with_deviation(lead.0, lead.1).unwrap();
        let supplier = supplier(lead_times, 15.0, lots);
        let costs = Costs::new(15.0, 0.05, 6.0).unwrap();
        let start = start(opening.0.floor(), opening.1 * 50);
        let setting = Setting { demand: &demand, supplier: &supplier, costs: &costs, unmet, start, seed };
        let mut policy = policy(kind, levels.0, levels.1);
        let result = replay(&setting, policy.as_mut()).unwrap();

        let stock = result.opening_stock + result.received - result.served - result.closing_stock;
        let order = result.opening_on_order + result.ordered - result.received;
        prop_assert!(stock.abs() < 1e-6);
        prop_assert!((order - result.closing_on_order).abs() < 1e-6);
        prop_assert!((0.0..=1.0).contains(&result.fill_rate()));
        prop_assert!(result.closing_stock >= 0.0 && result.unit_days >= 0.0);
        if opening.1 == 0 {
            let waited = result.served + result.lost + result.waiting - result.demand;
            prop_assert!(waited.abs() < 1e-6);
            prop_assert!(result.total_cost() >= clairvoyant(&setting).unwrap() - 1e-6);
        }
    }

    #[test]
    fn the_same_seed_runs_the_same_and_the_levels_raise_stock(seed in any::<u64>(), low in 5.0..40.0_f64) {
        let demand = drawn(&Distribution::poisson(3.0).unwrap(), 300, seed);
        let supplier = supplier(LeadTimes::fixed(4).unwrap(), 5.0, (0.0, 0.0));
        let (costs, start) = (Costs::new(5.0, 0.1, 3.0).unwrap(), start(30.0, 0));
        let setting = Setting { demand: &demand, supplier: &supplier, costs: &costs, unmet: Unmet::Waits, start, seed };
        let run = |up_to: f64| replay(&setting, &mut Periodic { every_days: 1, up_to }).unwrap();
        prop_assert_eq!(run(low), run(low));
        prop_assert!(run(low + 5.0).unit_days >= run(low).unit_days);
        prop_assert!(run(low + 5.0).fill_rate() >= run(low).fill_rate());
    }
}
