//! Assumptions about parts change their wholes, and nothing else.

use std::sync::Arc;

use chrono::{Days, NaiveDate};
use marea_ingest::event::ForecastScenarioSet;
use serde_json::json;

use super::Scenario;
use crate::outlook::{
    Point,
    gathered::{Gathered, SeriesOutlook},
    histories::Goods,
    series::{Level, Measure, SeriesName},
};

fn day(step: u64) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 3, 1).unwrap() + Days::new(step)
}

fn outlook(value: f64) -> SeriesOutlook {
    let point = |step: u64| Point {
        date: day(step),
        horizon: i32::try_from(step).unwrap() + 1,
        value,
        lower_80: value / 2.0,
        upper_80: value * 2.0,
        lower_95: 0.0,
        upper_95: value * 3.0,
    };
    SeriesOutlook { forecast: (0..3).map(point).collect(), ..SeriesOutlook::default() }
}

fn shop() -> Gathered {
    let mut gathered = Gathered::default();
    let mut add = |name: SeriesName, value| {
        gathered.series.insert(name.to_string(), outlook(value));
    };
    add(SeriesName::shop(Measure::Units), 30.0);
    add(SeriesName::shop(Measure::Revenue), 300.0);
    add(SeriesName::of(Level::Channel, Measure::Units, "web"), 20.0);
    add(SeriesName::of(Level::Category, Measure::Units, "kitchen"), 10.0);
    add(SeriesName::stocked("A", "MAD"), 10.0);
    add(SeriesName::stocked("B", "MAD"), 20.0);
    let categories = [("A".to_owned(), "kitchen".to_owned())].into();
    gathered.goods = Arc::new(Goods { categories, ..Goods::default() });
    gathered
}

fn values(fields: &serde_json::Value, name: &SeriesName) -> Option<Vec<f64>> {
    let mut all = json!({ "scenario": "test" });
    all.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
    let assumed: ForecastScenarioSet = serde_json::from_value(all).unwrap();
    let gathered = shop();
    let scenario = Scenario::new(&assumed, &gathered);
    let moved = scenario.points(name, &gathered.series[&name.to_string()].forecast)?;
    Some(moved.iter().map(|point| (point.value * 1e6).round() / 1e6).collect())
}

#[test]
fn growth_holds_for_all_on_its_days() {
    let growth = || json!({ "demand_change": "0.2", "from": "2026-03-02", "to": "2026-03-02" });
    let units = SeriesName::shop(Measure::Units);
    assert_eq!(values(&growth(), &units), Some(vec![30.0, 36.0, 30.0]));
    let web = SeriesName::of(Level::Channel, Measure::Units, "web");
    assert_eq!(values(&growth(), &web), Some(vec![20.0, 24.0, 20.0]));
}

#[test]
fn a_promotion_of_a_category_lifts_the_shop_by_its_share() {
    let promotion = || json!({ "demand_change": "0.6", "category": "kitchen" });
    let units = SeriesName::shop(Measure::Units);
    assert_eq!(values(&promotion(), &units), Some(vec![36.0; 3]), "six of thirty more");
    let kitchen = SeriesName::of(Level::Category, Measure::Units, "kitchen");
    assert_eq!(values(&promotion(), &kitchen), Some(vec![16.0; 3]));
    assert_eq!(values(&promotion(), &SeriesName::stocked("B", "MAD")), None, "not of the category");
}

#[test]
fn a_lower_price_sells_more_units_and_by_elasticity_more_revenue() {
    let price = || json!({ "price_change": "-0.2", "elasticity": "-2" });
    let units = values(&price(), &SeriesName::shop(Measure::Units)).unwrap();
    let revenue = values(&price(), &SeriesName::shop(Measure::Revenue)).unwrap();
    assert_eq!(units, [46.875; 3], "thirty by 0.8 to the minus second");
    assert_eq!(revenue, [375.0; 3], "three hundred by 0.8 to the minus first");
}
