//! What holds for every plan, whatever the item and its demand.

use proptest::prelude::*;

use super::*;

/// Demand a day, its burstiness, stock, incoming, lead time and its deviation, review, lots.
#[derive(Debug, Clone)]
struct Case {
    daily: f64,
    ratio: f64,
    available: f64,
    incoming: (u32, f64),
    lead_time: (f64, f64),
    review_days: usize,
    lots: (f64, f64),
    order_cost: f64,
}

fn case() -> impl Strategy<Value = Case> {
    let stock = (-20.0..200.0_f64, (2..28_u32, 0.0..60.0_f64));
    let terms = ((0.0..20.0_f64, 0.0..5.0_f64), 1..15_usize, (0.0..90.0_f64, 0.0..25.0_f64));
    let demand = (0.0..12.0_f64, 1.0..4.0_f64, 0.0..80.0_f64);
    (demand, stock, terms).prop_map(|(demand, stock, terms)| Case {
        daily: demand.0,
        ratio: demand.1,
        order_cost: demand.2,
        available: stock.0.floor(),
        incoming: (stock.1.0, stock.1.1.floor()),
        lead_time: terms.0,
        review_days: terms.1,
        lots: terms.2,
    })
}

fn planned(case: &Case, target: ServiceTarget) -> (Item, ReorderLine) {
    let mut item = item(case.available);
    let (day, quantity) = case.incoming;
    item.incoming.push(Incoming { date: date(day), quantity });
    let (mean, deviation) = case.lead_time;
    item.supplier.lead_times = LeadTimes::with_deviation(mean, deviation).unwrap();
    item.supplier.lots = lots(case.lots.0, case.lots.1);
    item.supplier.order_cost = case.order_cost;
    item.review_days = case.review_days;
    item.target = target;
    let days = [(case.daily, case.daily * case.ratio); 40];
    let demand = IndependentDays::new(Family::NegativeBinomial, &days).unwrap();
    let line = plan(&item, &demand).unwrap();
    (item, line)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn more_safety_is_never_less_stock(case in case(), low in 0.5..0.99_f64, more in 0.0..1.0_f64) {
        let high = low + more * (0.995 - low);
        for target in [ServiceTarget::CycleService, ServiceTarget::FillRate] {
            let (less, more) = (planned(&case, target(low)).1, planned(&case, target(high)).1);
            prop_assert!(more.reorder_point >= less.reorder_point);
            prop_assert!(more.order_up_to >= less.order_up_to);
            prop_assert!(more.safety_stock >= less.safety_stock);
            prop_assert!(more.order_quantity >= less.order_quantity);
        }
    }

    #[test]
    fn an_order_is_nothing_or_a_multiple_of_the_lot_and_at_least_the_minimum(case in case()) {
        let (item, line) = planned(&case, ServiceTarget::CycleService(0.95));
        let lot = case.lots.1.ceil().max(1.0);
        let lots = line.order_quantity / lot;
        prop_assert!((lots - lots.round()).abs() < 1e-9);
        prop_assert!(line.order_quantity == 0.0 || line.order_quantity >= case.lots.0);
        let countable = item.unit.up(line.reorder_point);
        prop_assert!((countable - line.reorder_point).abs() < 1e-9);
        if line.position < line.reorder_point {
            prop_assert!(line.position + line.order_quantity >= line.order_up_to - 1e-9);
        }
    }

    #[test]
    fn courses_are_in_order_and_nothing_is_negative(case in case()) {
        let (_, line) = planned(&case, ServiceTarget::LeastCost);
        for day in &line.projected {
            for range in [day.without_order, day.with_order] {
                prop_assert!(range.low >= 0.0 && range.low <= range.high + 1e-9);
                prop_assert!(range.mean >= 0.0 && range.mean.is_finite());
            }
        }
        let stock_out = line.stock_out;
        prop_assert!((0.0..=1.0).contains(&stock_out.probability));
        if let (Some(first), Some(last)) = (stock_out.earliest, stock_out.latest) {
            prop_assert!(first <= last);
        }
        prop_assert!(line.with_order.lost_units <= line.without_order.lost_units + 1e-9);
        prop_assert!((0.5..=0.999).contains(&line.service_level));
    }
}
