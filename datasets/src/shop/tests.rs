//! Facts of the simulated shop.

use std::{
    collections::{HashMap, HashSet},
    hash::{DefaultHasher, Hash, Hasher},
};

use chrono::{Days, TimeDelta, Timelike, Weekday};
use marea_ingest::event::{LineKind, decode_record};

use super::*;

mod writer;

use writer::Writer;

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("a day")
}

/// Fourteen months with two Christmas seasons' worth of change, small enough for every test.
fn small() -> ShopPlan {
    ShopPlan {
        seed: 7,
        first_day: day(2024, 11, 1),
        last_day: day(2025, 12, 31),
        time_zone: chrono_tz::Europe::Madrid,
        orders: 9_000,
        skus: 300,
    }
}

fn history(plan: ShopPlan) -> Vec<Arrival> {
    Shop::new(plan).expect("a plan").history().collect()
}

fn digest(events: &[Arrival]) -> u64 {
    let mut hasher = DefaultHasher::new();
    for arrival in events {
        (arrival.at, arrival.event.to_json()).hash(&mut hasher);
    }
    hasher.finish()
}

#[allow(clippy::disallowed_methods, reason = "a test may measure itself")]
fn stopwatch() -> std::time::Instant {
    std::time::Instant::now()
}

/// The lines of all orders, with the day they were placed and their channel.
fn lines(events: &[Arrival]) -> impl Iterator<Item = (NaiveDate, &str, &str, f64)> {
    events.iter().flat_map(|arrival| {
        let day = arrival.event.envelope.occurred_at.date_naive();
        let order = match &arrival.event.body {
            Body::OrderPlaced(order) => Some(order),
            _ => None,
        };
        order.into_iter().flat_map(move |order| {
            let channel = order.channel.as_ref().map_or("", |channel| channel.as_str());
            order.lines.iter().map(move |line| {
                let units: f64 = line.quantity.to_string().parse().expect("a number");
                (day, channel, line.sku.as_str(), units)
            })
        })
    })
}

#[test]
fn the_same_plan_gives_the_same_bytes_and_another_seed_others() {
    let (first, second) = (history(small()), history(small()));
    assert_eq!(digest(&first), digest(&second));
    let other = history(ShopPlan { seed: 8, ..small() });
    assert_ne!(digest(&first), digest(&other));
}

#[test]
fn reading_in_pieces_or_after_skipping_gives_the_same_events() {
    let whole = history(small());
    let mut shop = Shop::new(small()).expect("a plan");
    let start = whole[0].at;
    let mut pieces = Vec::new();
    for days in (0..440).step_by(11) {
        pieces.extend(shop.until((start + TimeDelta::days(days)).min(shop.end_of_history())));
    }
    assert_eq!(digest(&pieces), digest(&whole));
    let mut resumed = Shop::new(small()).expect("a plan");
    let passed = resumed.skip_to(whole[20_000].at) as usize;
    assert_eq!(digest(&resumed.history().collect::<Vec<_>>()), digest(&whole[passed..]));
}

#[test]
fn the_shop_goes_on_after_its_history() {
    let mut shop = Shop::new(small()).expect("a plan");
    let end = shop.end_of_history();
    let before = shop.skip_to(end);
    let later: Vec<_> = shop.until(end + TimeDelta::days(14)).collect();
    assert!(before > 40_000 && later.len() > 300, "{before} and then {}", later.len());
    assert!(later.iter().all(|arrival| arrival.at >= end));
    let orders = lines(&later).count();
    assert!(orders > 100, "{orders} lines in two weeks of January");
}

#[test]
fn a_writer_that_refuses_all_it_can_refuses_nothing_and_keeps_the_same_stock() {
    let mut shop = Shop::new(small()).expect("a plan");
    let mut writer = Writer::default();
    let end = shop.end_of_history() + TimeDelta::days(30);
    let events: Vec<_> = shop.until(end).collect();
    for arrival in &events {
        if let Err(refusal) = writer.take(&arrival.event) {
            panic!("{refusal}: {}", arrival.event.to_json());
        }
    }
    // What the shop has done and not yet handed out is in its books too.
    for arrival in &shop.outbox {
        writer.take(&arrival.event).expect("nothing is refused");
    }
    assert!(writer.shelves() > 400, "{} shelves", writer.shelves());
    assert!(writer.times_empty > 100, "goods run out, {} times", writer.times_empty);
    assert!(writer.times_ordered > 200, "{} purchase orders", writer.times_ordered);
    assert!(writer.times_waiting > 10, "orders wait for goods, {} times", writer.times_waiting);
    for (product, facts) in shop.products.iter().enumerate() {
        for (place, warehouse) in shop.names.warehouses.iter().enumerate() {
            let ours = shop.stock.level(product, place);
            let theirs = writer.level(facts.sku.as_str(), warehouse.as_str());
            assert_eq!(ours.on_hand, theirs.on_hand, "{}", facts.sku);
            // The shop sets new goods aside for those who wait; the writer when they ship.
            assert_eq!(ours.committed + ours.backordered, theirs.owed(), "{}", facts.sku);
            assert!(ours.on_hand >= ours.committed && ours.committed >= 0 && ours.backordered >= 0);
        }
    }
}

#[test]
fn goods_come_by_purchase_orders_and_a_third_of_them_late() {
    let (mut promised, mut late, mut came) = (HashMap::new(), 0, 0);
    for Arrival { event, .. } in history(small()) {
        match event.body {
            Body::PurchaseOrderPlaced(body) => {
                promised.insert(body.purchase_order, body.expected_at.expect("a day"));
            }
            Body::PurchaseOrderReceived(body) => {
                let promised = promised.get(&body.purchase_order).expect("it was ordered before");
                came += 1;
                late += usize::from(event.envelope.occurred_at > *promised);
            }
            _ => (),
        }
    }
    assert!(came > 1_000, "{came} lines came");
    assert!((0.2..0.45).contains(&(late as f64 / came as f64)), "{late} of {came} late");
}

#[test]
fn every_event_is_valid_and_reads_back_as_it_was() {
    for arrival in history(small()) {
        assert_eq!(decode_record(0, &arrival.event.to_json()), Ok(arrival.event));
    }
}

#[test]
fn the_year_and_the_week_are_seen_in_the_sales() {
    let events = history(small());
    let of_month = |month: u32, prefix: &str| -> f64 {
        let all = lines(&events).filter(|line| line.0.year() == 2025 && line.0.month() == month);
        all.filter(|line| line.2.starts_with(prefix)).map(|line| line.3).sum()
    };
    assert!(of_month(12, "CHR") > 8.0 * of_month(2, "CHR").max(1.0));
    assert!(of_month(6, "GAR") > 2.0 * of_month(1, "GAR").max(1.0));
    let on = |channel: &str, weekday: Weekday| {
        let all = lines(&events).filter(|line| line.1 == channel);
        all.filter(|line| line.0.weekday() == weekday).count()
    };
    assert!(on("web", Weekday::Mon) > on("web", Weekday::Sat));
    assert!(on("store", Weekday::Sat) > on("store", Weekday::Mon));
    assert_eq!(on("store", Weekday::Sun), 0);
    assert!(!lines(&events).any(|line| line.1 == "store" && calendar::is_holiday(line.0)));
    let black_friday = lines(&events).filter(|line| line.0 == day(2025, 11, 28)).count();
    let a_week_before = lines(&events).filter(|line| line.0 == day(2025, 11, 21)).count();
    assert!(black_friday as f64 > 1.5 * a_week_before as f64);
}

#[test]
fn about_one_event_in_a_hundred_comes_late_and_none_early() {
    let events = history(small());
    let mut late = 0;
    for pair in events.windows(2) {
        assert!(pair[0].at <= pair[1].at);
    }
    for arrival in &events {
        let delay = arrival.at.signed_duration_since(arrival.event.envelope.occurred_at);
        assert!((TimeDelta::zero()..=TimeDelta::days(3)).contains(&delay));
        late += usize::from(delay > TimeDelta::minutes(30));
    }
    let share = late as f64 / events.len() as f64;
    assert!((0.006..0.015).contains(&share), "{share}");
}

#[test]
fn totals_and_taxes_are_those_of_the_lines() {
    for arrival in history(small()) {
        let Body::OrderPlaced(order) = &arrival.event.body else { continue };
        let mut sum = order.shipping.decimal();
        for line in &order.lines {
            assert_eq!(line.kind, LineKind::Product);
            let amount =
                line.quantity.decimal() * line.unit_price.decimal() - line.discount.decimal();
            let tax = line.tax.decimal();
            assert!(tax >= 0.into() && tax < amount / rust_decimal::Decimal::from(5), "{tax}");
            sum += amount;
        }
        assert_eq!(order.total.map(|total| total.decimal()), Some(sum.normalize()));
    }
}

#[test]
fn the_demo_has_two_years_of_about_two_hundred_thousand_orders_under_ids_of_their_own() {
    let started = stopwatch();
    let mut shop = Shop::new(ShopPlan::demo(1, day(2026, 6, 30))).expect("a plan");
    let passed = shop.skip_to(shop.end_of_history());
    let took = started.elapsed().as_secs_f64();
    let (slots, customers) = (shop.orders.slots(), shop.customers);
    let mut shop = Shop::new(ShopPlan::demo(1, day(2026, 6, 30))).expect("a plan");
    let mut ids = HashSet::new();
    let mut counts: HashMap<&str, usize> = HashMap::new();
    let (mut channels, mut currencies) = (HashSet::new(), HashSet::new());
    for arrival in shop.history() {
        let envelope = &arrival.event.envelope;
        assert!(ids.insert((envelope.source.clone(), envelope.event_id.clone())), "{envelope:?}");
        *counts.entry(arrival.event.body.event_type()).or_default() += 1;
        if let Body::OrderPlaced(order) = &arrival.event.body {
            channels.insert(order.channel.clone());
            currencies.insert(order.currency);
        }
    }
    #[allow(clippy::print_stdout, reason = "figures to read with --nocapture")]
    {
        println!("{passed} events in {took:.2} s: {:.0} a second", passed as f64 / took);
        println!("{slots} open orders at most, {customers} customers, {counts:#?}");
    }
    assert_eq!(ids.len() as u64, passed);
    assert!((190_000..210_000).contains(&counts["order_placed"]), "{counts:?}");
    assert!((900_000..1_350_000).contains(&passed), "{passed}");
    assert_eq!((channels.len(), currencies.len(), counts["warehouse_set"]), (3, 2, 3));
    let share = |kind: &str| counts[kind] as f64 / counts["order_placed"] as f64;
    assert!((0.02..0.045).contains(&share("order_cancelled")), "{counts:?}");
    assert!(counts["payment_voided"] > 100, "{counts:?}");
    assert!((0.045..0.075).contains(&share("return_received")), "{counts:?}");
    assert!((0.006..0.015).contains(&share("order_held")), "{counts:?}");
    assert!(slots < 20_000, "memory holds open orders only, {slots}");
}

#[test]
fn easter_and_the_holidays_around_it_fall_on_their_days() {
    let known = [(2000, 4, 23), (2019, 4, 21), (2024, 3, 31), (2025, 4, 20), (2038, 4, 25)];
    for (year, month, of_month) in known {
        assert_eq!(calendar::easter(year), Some(day(year, month, of_month)));
    }
    assert!(calendar::is_holiday(day(2025, 4, 18)), "Good Friday");
    assert!(!calendar::is_working_day(day(2025, 12, 8)));
    assert_eq!(calendar::after_working_days(day(2025, 12, 5), 1), day(2025, 12, 9));
}

#[test]
fn promotions_fall_on_their_days() {
    use calendar::Promotion::{BlackFriday, SummerSale, WinterSale};
    let on = calendar::Promotion::on;
    assert_eq!(on(day(2025, 11, 27)), None);
    assert_eq!(on(day(2025, 11, 28)), Some(BlackFriday));
    assert_eq!(on(day(2025, 12, 1)), Some(BlackFriday));
    assert_eq!(on(day(2026, 1, 7)), Some(WinterSale));
    assert_eq!(on(day(2026, 7, 31)), Some(SummerSale));
    assert_eq!(on(day(2026, 3, 2)), None);
}

#[test]
fn midnight_is_found_where_clocks_change() {
    let clock = Clock { zone: chrono_tz::Europe::Madrid };
    for first in [day(2025, 3, 30), day(2025, 10, 26), day(2025, 6, 1)] {
        let local = clock.local(clock.midnight(first));
        assert_eq!((local.date_naive(), local.hour()), (first, 0));
    }
    // In Cairo summer time began at midnight of this day.
    let clock = Clock { zone: chrono_tz::Africa::Cairo };
    let local = clock.local(clock.midnight(day(2024, 4, 26)));
    assert_eq!((local.date_naive(), local.hour()), (day(2024, 4, 26), 1));
}

#[test]
fn a_plan_that_cannot_be_carried_out_is_refused() {
    let refused = |plan: ShopPlan| Shop::new(plan).err().expect("a refusal").to_string();
    let before = small().first_day - Days::new(1);
    assert!(refused(ShopPlan { last_day: before, ..small() }).contains("span"));
    assert!(refused(ShopPlan { orders: 0, ..small() }).contains("orders"));
    assert!(refused(ShopPlan { skus: 0, ..small() }).contains("SKUs"));
}

#[test]
fn the_smallest_shop_opens() {
    let last_day = small().first_day;
    let events = history(ShopPlan { last_day, orders: 1, skus: 1, ..small() });
    assert!(events.iter().any(|arrival| arrival.event.body.event_type() == "stock_received"));
}
