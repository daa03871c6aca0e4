//! Plans of single items: what is ordered, when, and why.

use chrono::{NaiveDate, Weekday};

use super::*;
use crate::inventory::{Family, IndependentDays};

mod properties;

fn date(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 3, day).unwrap()
}

fn lots(minimum: f64, multiple: f64) -> LotRule {
    LotRule::new(minimum, multiple, SalesUnit::PIECES).unwrap()
}

/// An item that sells at 20, costs 12, and takes a week to come; Sunday, 1 March 2026.
fn item(available: f64) -> Item {
    Item {
        sku: "S1".into(),
        warehouse: "MAD".into(),
        today: date(1),
        stock: Stock { on_hand: available, available, ..Stock::default() },
        incoming: Vec::new(),
        supplier: Supplier {
            lots: lots(0.0, 0.0),
            order_cost: 0.0,
            lead_times: LeadTimes::fixed(7).unwrap(),
            delivery_days: DeliveryDays::ALL,
        },
        economics: Economics {
            unit_cost: 12.0,
            price: 20.0,
            holding_rate: 0.25,
            lost_margin: None,
            salvage: 4.0,
        },
        target: ServiceTarget::CycleService(0.95),
        review_days: 1,
        horizon_days: 60,
        unit: SalesUnit::PIECES,
        shelf_life_days: None,
        season_end: None,
        volume: Some(0.5),
    }
}

/// Sixty days of Poisson demand.
fn poisson(daily: f64) -> IndependentDays {
    IndependentDays::new(Family::Poisson, &[(daily, daily); 60]).unwrap()
}

fn line(item: &Item, daily: f64) -> ReorderLine {
    plan(item, &poisson(daily)).unwrap()
}

#[test]
fn the_reorder_point_is_the_quantile_of_demand_until_the_next_order_arrives() {
    let line = line(&item(20.0), 4.0);
    let exact = crate::inventory::Distribution::poisson(32.0).unwrap().quantile(0.95);
    assert!((line.reorder_point - exact).abs() <= 1.0, "{} for {exact}", line.reorder_point);
    assert!((line.lead_time_demand - 28.0).abs() < 1e-9);
    assert!((line.protection_demand - 32.0).abs() < 1e-9);
    assert!((line.safety_stock - (line.reorder_point - 32.0)).abs() < 1e-9);
    assert_eq!(line.reason, Reason::BelowReorderPoint);
    assert!((line.order_quantity - (line.reorder_point - 20.0)).abs() < 1e-9);
    assert_eq!(line.expected_arrival, date(8));
}

#[test]
fn a_spread_of_lead_times_asks_for_the_safety_stock_of_the_formula() {
    let mut item = item(0.0);
    item.supplier.lead_times = LeadTimes::with_deviation(14.0, 4.0).unwrap();
    let demand = IndependentDays::new(Family::Normal, &[(50.0, 400.0); 90]).unwrap();
    // One deviation above the mean, where a skewed distribution and a normal one agree.
    item.target = ServiceTarget::CycleService(0.8413);
    let line = plan(&item, &demand).unwrap();
    // One day of review: demand of 15 days varies, the lead time does by four.
    let formula = crate::inventory::lead_time_demand((50.0, 20.0), (15.0, 4.0)).unwrap();
    let safety = crate::inventory::safety_stock_for_cycle_service(&formula, 0.8413).unwrap();
    assert!((line.safety_stock - safety).abs() < 0.05 * safety, "{} {safety}", line.safety_stock);
}

#[test]
fn what_is_on_its_way_is_not_ordered_again() {
    let mut item = item(20.0);
    let first = line(&item, 4.0).order_quantity;
    item.incoming.push(Incoming { date: date(8), quantity: first });
    let second = line(&item, 4.0);
    assert!(second.order_quantity == 0.0, "{}", second.order_quantity);
    assert_eq!(second.reason, Reason::EnoughStock);
}

#[test]
fn goods_that_come_too_late_are_bridged() {
    let mut item = item(10.0);
    item.supplier.lead_times = LeadTimes::fixed(2).unwrap();
    item.review_days = 7;
    item.incoming.push(Incoming { date: date(9), quantity: 200.0 });
    let bridged = line(&item, 4.0);
    assert_eq!(bridged.reason, Reason::StockOutBeforeIncoming);
    // The order comes on the 3rd; through the 9th 32 are expected, 41 in one case of twenty.
    assert!((25.0..=35.0).contains(&bridged.order_quantity), "{}", bridged.order_quantity);
}

#[test]
fn stock_out_order_by_and_cover_are_dates_a_planner_would_count_out() {
    // Ten a day with hardly any spread: 205 units last until the 21st day.
    let demand = IndependentDays::new(Family::Normal, &[(10.0, 0.01); 60]).unwrap();
    let line = plan(&item(205.0), &demand).unwrap();
    assert_eq!(line.stock_out.expected, Some(date(22)));
    assert_eq!(line.stock_out.earliest, Some(date(22)));
    assert_eq!(line.stock_out.latest, Some(date(22)));
    assert!((line.stock_out.probability - 1.0).abs() < 1e-9);
    assert!((line.days_of_cover.unwrap() - 20.5).abs() < 1e-9);
    // Ordered on the 14th it comes on the 21st and is sold from the 22nd, when ten are wanted.
    assert_eq!(line.order_by, Some(date(14)));
    assert!(!line.late && line.order_quantity == 0.0);
    assert!((line.projected[19].without_order.mean - 5.0).abs() < 0.1);
    assert!((line.without_order.lost_units - 395.0).abs() < 1.0);
}

#[test]
fn an_order_saves_the_sales_that_would_be_lost_without_it() {
    let mut item = item(30.0);
    item.supplier.order_cost = 60.0;
    let line = line(&item, 4.0);
    assert!(line.order_quantity >= line.economic_quantity / 2.0);
    assert!(line.with_order.lost_sales < line.without_order.lost_sales);
    assert!(line.with_order.holding > line.without_order.holding);
    assert!((line.order_value - line.order_quantity * 12.0).abs() < 1e-9);
    assert!((line.order_volume.unwrap() - line.order_quantity / 2.0).abs() < 1e-9);
}

#[test]
fn delivery_days_lengthen_the_wait() {
    let mut item = item(0.0);
    item.supplier.delivery_days = DeliveryDays::only(&[Weekday::Wed]).unwrap();
    // Ready on Sunday the 8th, delivered on Wednesday the 11th.
    let line = line(&item, 4.0);
    assert_eq!(line.expected_arrival, date(11));
    assert!((line.lead_time_days - 10.0).abs() < 1e-9);
    assert!((line.lead_time_demand - 40.0).abs() < 1e-9);
}

#[test]
fn short_lived_goods_are_not_ordered_beyond_what_sells_before_they_expire() {
    let mut item = item(0.0);
    item.supplier.order_cost = 500.0;
    let unbound = line(&item, 4.0);
    item.shelf_life_days = Some(10);
    let capped = line(&item, 4.0);
    assert_eq!(capped.reason, Reason::CappedByShelfLife);
    assert!(capped.order_quantity < unbound.order_quantity);
    assert!(capped.order_quantity <= 17.0 * 4.0 + 10.0, "{}", capped.order_quantity);
    item.supplier.lots = lots(400.0, 1.0);
    assert_eq!(line(&item, 4.0).reason, Reason::MinimumNotWorthIt);
    item.supplier.lots = lots(70.0, 1.0);
    assert_eq!(line(&item, 4.0).reason, Reason::MinimumBeyondShelfLife);
}

#[test]
fn goods_of_one_season_are_bought_once_where_expected_profit_is_greatest() {
    let mut item = item(0.0);
    item.season_end = Some(date(31));
    item.supplier.lead_times = LeadTimes::fixed(0).unwrap();
    let bought = line(&item, 4.0);
    assert_eq!(bought.reason, Reason::OneSeason);
    let margins =
        crate::inventory::SeasonMargins::new((20.0, 12.0, 4.0), 12.0 * 0.25 * 30.0 / 365.0, 0.0);
    let demand = crate::inventory::Distribution::poisson(120.0).unwrap();
    let best = crate::inventory::season_buy(&demand, &margins.unwrap()).quantity;
    assert!((bought.order_quantity - best).abs() <= 1.0, "{} {best}", bought.order_quantity);
    item.stock.available = 150.0;
    assert_eq!(line(&item, 4.0).reason, Reason::SeasonCovered);
    item.supplier.lead_times = LeadTimes::fixed(40).unwrap();
    assert_eq!(line(&item, 4.0).reason, Reason::SeasonOverBeforeArrival);
}

#[test]
fn what_does_not_sell_within_the_horizon_is_overstock() {
    let lean = line(&item(40.0), 4.0);
    assert_eq!(lean.overstock, None);
    let much = line(&item(1_000.0), 4.0).overstock.unwrap();
    // 240 are expected in 60 days, 266 in one case of twenty.
    assert!((much.quantity - 734.0).abs() <= 2.0, "{}", much.quantity);
    assert!((much.value - much.quantity * 12.0).abs() < 1e-9);
    assert!(much.lowest_price < 20.0 && much.lowest_price > 4.0);
    let dead = line(&item(1_000.0), 0.0);
    assert_eq!(dead.reason, Reason::NoDemand);
    assert_eq!(dead.days_of_cover, None);
    let dead = dead.overstock.unwrap();
    assert!((dead.quantity - 1_000.0).abs() < 1e-9 && dead.sells_by.is_none());
    assert!((dead.lowest_price - 4.0).abs() < 1e-9);
}

#[test]
fn those_who_wait_are_ordered_for_even_where_nothing_else_sells() {
    let mut item = item(0.0);
    item.stock.backordered = 3.0;
    let line = line(&item, 0.0);
    assert!((line.order_quantity - 3.0).abs() < 1e-9, "{line:?}");
}

#[test]
fn goods_by_measure_are_ordered_in_their_steps() {
    let unit = SalesUnit::measure(0.1).unwrap();
    assert!((unit.up(1.23) - 1.3).abs() < 1e-12 && (unit.up(0.3) - 0.3).abs() < 1e-12);
    let rule = LotRule::new(2.0, 0.25, unit).unwrap();
    assert!((rule.at_least(2.05) - 2.1).abs() < 1e-12, "{}", rule.at_least(2.05));
}

#[test]
fn senseless_input_is_refused_with_the_item_and_the_field() {
    let mut item = item(0.0);
    item.target = ServiceTarget::CycleService(1.0);
    let message = plan(&item, &poisson(1.0)).unwrap_err().to_string();
    assert_eq!(
        message,
        "SKU \"S1\" in warehouse \"MAD\": the cycle service level is 1; \
         a probability between 0 and 1, both excluded is needed"
    );
    item.target = ServiceTarget::FillRate(0.98);
    item.economics.unit_cost = f64::NAN;
    assert!(plan(&item, &poisson(1.0)).unwrap_err().to_string().contains("the unit cost is NaN"));
    assert!(LeadTimes::observed(&[]).is_err());
    assert!(LeadTimes::fixed(501).is_err());
}

#[test]
fn observed_lead_times_are_taken_as_they_are_once_there_are_enough() {
    let observed = [5, 5, 6, 7, 7, 7, 8, 9, 12, 21];
    let many = LeadTimes::observed(&observed).unwrap();
    assert!((many.mean() - 8.7).abs() < 1e-9);
    assert_eq!(many.longest(), 21);
    assert_eq!((many.at(0.0), many.at(0.95)), (5, 21));
    let few = LeadTimes::observed(&observed[..4]).unwrap();
    assert!((few.mean() - 5.75).abs() < 0.2 && few.longest() > 7, "{few:?}");
}

#[test]
fn a_longer_lead_time_raises_the_reorder_point_and_a_shorter_one_lowers_it() {
    let usual = item(40.0);
    let changed = |days: i32| {
        let mut item = usual.clone();
        item.supplier.lead_times = usual.supplier.lead_times.longer(days);
        line(&item, 4.0)
    };
    let (now, later, sooner) = (line(&usual, 4.0), changed(10), changed(-400));
    assert!((later.lead_time_days - now.lead_time_days - 10.0).abs() < 1e-9);
    assert!(later.reorder_point >= now.reorder_point + 40.0);
    assert!(sooner.reorder_point < now.reorder_point);
    assert!(sooner.lead_time_days.abs() < 1e-9, "goods do not come before they are ordered");
}

#[test]
fn stock_of_what_next_to_never_sells_has_no_days_of_cover() {
    assert_eq!(line(&item(40.0), 1e-9).days_of_cover, None);
    assert!(line(&item(40.0), 0.5).days_of_cover.is_some_and(|days| (days - 80.0).abs() < 1e-6));
}
