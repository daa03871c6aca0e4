//! A shop whose forecasts were made one by one, and then agree.

use std::sync::Arc;

use chrono::{Days, NaiveDate};

use super::reconcile;
use crate::outlook::{
    Point,
    gathered::{Gathered, SeriesOutlook},
    histories::Goods,
    series::{Level, Measure, SeriesName},
};

const STEPS: u64 = 3;

fn outlook(value: f64, half_width: f64) -> SeriesOutlook {
    let first = NaiveDate::from_ymd_opt(2026, 3, 1).unwrap();
    let point = |step: u64| Point {
        date: first + Days::new(step),
        horizon: i32::try_from(step).unwrap() + 1,
        value,
        lower_80: (value - half_width).max(0.0),
        upper_80: value + half_width,
        lower_95: (value - 2.0 * half_width).max(0.0),
        upper_95: value + 2.0 * half_width,
    };
    SeriesOutlook { forecast: (0..STEPS).map(point).collect(), ..SeriesOutlook::default() }
}

fn shop() -> Gathered {
    let mut gathered = Gathered::default();
    let units = |level, key: &str| SeriesName::of(level, Measure::Units, key).to_string();
    let mut add = |name: String, value: f64, half: f64| {
        gathered.series.insert(name, outlook(value, half));
    };
    add(SeriesName::shop(Measure::Units).to_string(), 20.0, 2.0);
    add(units(Level::Category, "kitchen"), 15.0, 2.0);
    add(units(Level::Category, "garden"), 8.0, 3.0);
    add(units(Level::Warehouse, "MAD"), 13.0, 2.0);
    add(units(Level::Warehouse, "VIG"), 5.0, 1.0);
    add(units(Level::Channel, "web"), 11.0, 1.0);
    add(units(Level::Channel, "store"), 12.0, 1.0);
    add(units(Level::Sku, "A"), 14.0, 3.0);
    add(units(Level::Sku, "B"), 6.0, 3.0);
    add(SeriesName::stocked("A", "MAD").to_string(), 9.0, 4.0);
    add(SeriesName::stocked("A", "VIG").to_string(), 3.0, 2.0);
    add(SeriesName::stocked("B", "MAD").to_string(), 6.0, 3.0);
    let new = SeriesName::stocked("C", "MAD").to_string();
    gathered.paces.insert(new.clone(), 1.0);
    gathered.refused.insert(new, "3 days of history, 42 are needed".into());
    let of = [("A", "kitchen"), ("B", "garden"), ("C", "garden")];
    let categories = of.map(|(sku, category)| (sku.to_owned(), category.to_owned())).into();
    gathered.goods = Arc::new(Goods { categories, ..Goods::default() });
    gathered
}

fn value(gathered: &Gathered, level: Level, key: &str) -> f64 {
    let name = SeriesName::of(level, Measure::Units, key).to_string();
    let name = if level == Level::Shop { "shop/units".to_owned() } else { name };
    gathered.series[&name].forecast[1].value
}

fn stocked(gathered: &Gathered, sku: &str, warehouse: &str) -> f64 {
    gathered.series[&SeriesName::stocked(sku, warehouse).to_string()].forecast[1].value
}

#[test]
fn all_parts_add_up_to_the_shop() {
    let mut gathered = shop();
    reconcile(&mut gathered).unwrap();
    let whole = value(&gathered, Level::Shop, "");
    let near = |left: f64, right: f64| assert!((left - right).abs() < 1e-6, "{left} and {right}");
    for (level, keys) in [
        (Level::Category, ["kitchen", "garden"]),
        (Level::Warehouse, ["MAD", "VIG"]),
        (Level::Channel, ["web", "store"]),
    ] {
        near(keys.iter().map(|key| value(&gathered, level, key)).sum(), whole);
    }
    near(
        value(&gathered, Level::Sku, "A"),
        stocked(&gathered, "A", "MAD") + stocked(&gathered, "A", "VIG"),
    );
    near(value(&gathered, Level::Sku, "B"), stocked(&gathered, "B", "MAD"));
    let published = value(&gathered, Level::Sku, "A") + value(&gathered, Level::Sku, "B");
    assert!(published < whole, "the new SKU is part of the whole, and not published");
    assert!(!gathered.series.contains_key(&SeriesName::stocked("C", "MAD").to_string()));
}

#[test]
fn intervals_go_with_their_value_and_stay_in_order() {
    let mut gathered = shop();
    reconcile(&mut gathered).unwrap();
    for (name, series) in &gathered.series {
        for point in &series.forecast {
            let bounds =
                [point.lower_95, point.lower_80, point.value, point.upper_80, point.upper_95];
            assert!(bounds.is_sorted() && bounds[0] >= 0.0, "{name}: {point:?}");
        }
    }
}

#[test]
fn whole_units_stay_whole_and_days_without_demand_inside() {
    let mut gathered = Gathered::default();
    let name = SeriesName::stocked("A", "MAD").to_string();
    let mut slow = outlook(0.4, 0.4);
    for point in &mut slow.forecast {
        (point.upper_80, point.upper_95) = (1.0, 2.0);
    }
    gathered.series.insert(name.clone(), slow);
    super::move_to(&mut gathered, &name, &[0.5, 0.1, 1.7]);
    let bounds = |step: usize| {
        let point = &gathered.series[&name].forecast[step];
        vec![point.lower_95, point.lower_80, point.upper_80, point.upper_95]
    };
    assert_eq!(bounds(0), [0.0, 0.0, 1.0, 2.0], "a tenth of a unit more");
    assert_eq!(bounds(1), [0.0, 0.0, 1.0, 2.0], "less by a third of a unit");
    assert_eq!(bounds(2), [1.0, 1.0, 2.0, 3.0]);
}
