//! Pick methods change travel as theory and practice say.

use super::super::times::standard_times;
use super::*;

const MIX: OrderMix = OrderMix { lines: 2.5, units_per_line: 1.3, parcels: 1.0 };

fn seconds(method: PickMethod) -> f64 {
    let times = Picking::new(method, Layout::default()).times(&MIX).unwrap();
    let count = |driver| match driver {
        Driver::Lines => MIX.lines,
        Driver::Units => MIX.lines * MIX.units_per_line,
        _ => 1.0,
    };
    times.iter().map(|time| time.seconds * count(time.driver)).sum()
}

#[test]
fn half_of_a_single_order_pickers_time_is_travel() {
    let picking = Picking::new(PickMethod::Single, Layout::default());
    let whole = seconds(PickMethod::Single);
    let travel = picking.tour_seconds(&MIX).unwrap() - picking.setup_seconds;
    let search = picking.search_seconds * MIX.lines;
    let taking = picking.unit_seconds * MIX.lines * MIX.units_per_line;
    // Tompkins et al. 2010: travel 50 %, search 20 %, taking 15 %, setting up 10 %.
    for (part, share) in
        [(travel, 0.5), (search, 0.2), (taking, 0.15), (picking.setup_seconds, 0.1)]
    {
        assert!((part / whole - share).abs() < 0.05, "{part} of {whole} s, {share} expected");
    }
}

#[test]
fn the_more_orders_a_tour_the_less_travel_an_order() {
    let mut before = seconds(PickMethod::Single);
    for orders in [2, 4, 8, 16] {
        let now = seconds(PickMethod::Batch { orders });
        // Sorting into boxes costs less than the walk that it saves.
        assert!(now < before, "{orders} orders: {now} s after {before} s");
        before = now;
    }
}

#[test]
fn a_batch_of_one_differs_from_a_single_order_by_sorting_only() {
    let sorting = Picking::new(PickMethod::Single, Layout::default()).sort_line_seconds * MIX.lines;
    let batch = seconds(PickMethod::Batch { orders: 1 });
    assert!((batch - seconds(PickMethod::Single) - sorting).abs() < 1e-9);
}

#[test]
fn one_zone_is_no_zone() {
    let zone = seconds(PickMethod::Zone { zones: 1, orders: 6 });
    assert!((zone - seconds(PickMethod::Batch { orders: 6 })).abs() < 1e-9);
}

#[test]
fn zones_shorten_tours_of_many_orders() {
    let travel = |method| Picking::new(method, Layout::default()).tour_seconds(&MIX).unwrap();
    let batch = travel(PickMethod::Batch { orders: 40 });
    let wave = travel(PickMethod::Wave { zones: 4, orders: 160 });
    assert!(wave < batch, "{wave} s {batch} s");
}

#[test]
fn a_tour_visits_every_aisle_at_most_once() {
    let layout = Layout::default();
    let full = layout.tour_metres(1e6);
    let whole = 2.0 * 10.0 + 10.5 * 15.0 + 2.0 * 9.0 * 3.0;
    assert!((full - whole).abs() < 0.1, "{full} {whole}");
    // One pick: one aisle and half of one back, nothing across.
    assert!((layout.tour_metres(1.0) - (20.0 + 22.5)).abs() < 1e-9);
}

#[test]
fn every_standard_time_names_its_source() {
    let times = standard_times();
    let roles: std::collections::BTreeSet<Role> = times.iter().map(|time| time.role).collect();
    assert_eq!(roles.len(), Role::ALL.len() - 1, "all but picking");
    assert!(times.iter().all(|time| time.seconds > 0.0 && !time.source.is_empty()));
}

#[test]
fn a_layout_without_aisles_is_refused() {
    let layout = Layout { aisles: 0.0, ..Layout::default() };
    let error = Picking::new(PickMethod::Single, layout).times(&MIX).unwrap_err().to_string();
    assert!(error.contains("aisles"), "{error}");
    let none = PickMethod::Batch { orders: 0 };
    let error = Picking::new(none, Layout::default()).times(&MIX).unwrap_err().to_string();
    assert!(error.contains("orders of a tour"), "{error}");
}
