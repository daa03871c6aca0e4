//! A scenario reaches the plans of the SKUs that it speaks of.

use std::sync::Arc;

use chrono::NaiveDate;
use marea_ingest::event::ForecastScenarioSet;
use serde_json::json;

use super::Assumed;
use crate::outlook::{gathered::Gathered, histories::Goods, scenario::Scenario};

fn assumed(fields: &serde_json::Value, sku: &str) -> Option<Assumed> {
    let mut all = json!({ "scenario": "test" });
    all.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
    let set: ForecastScenarioSet = serde_json::from_value(all).unwrap();
    let mut gathered = Gathered::default();
    let categories = [("A".to_owned(), "kitchen".to_owned())].into();
    gathered.goods = Arc::new(Goods { categories, ..Goods::default() });
    let origin = NaiveDate::from_ymd_opt(2026, 3, 1).unwrap();
    Assumed::of(&Scenario::new(&set, &gathered), &"test".into(), sku, origin, 3)
}

#[test]
fn slower_suppliers_are_slower_for_what_the_scenario_speaks_of() {
    let slower = || json!({ "category": "kitchen", "lead_time_change_days": 10 });
    assert_eq!(assumed(&slower(), "A").map(|it| it.lead_days), Some(10));
    assert_eq!(assumed(&slower(), "B"), None, "of another category");
    assert_eq!(assumed(&json!({ "lead_time_change_days": -3 }), "B").unwrap().lead_days, -3);
}

#[test]
fn an_order_of_today_knows_nothing_of_what_is_assumed_for_later() {
    let later = json!({ "lead_time_change_days": 10, "from": "2026-03-03" });
    assert_eq!(assumed(&later, "A"), None);
    let until_today = json!({ "lead_time_change_days": 10, "to": "2026-03-02" });
    assert_eq!(assumed(&until_today, "A").unwrap().lead_days, 10);
}

#[test]
fn growth_reaches_the_days_that_it_holds_on() {
    let growth = json!({ "sku": "A", "demand_change": "0.5", "from": "2026-03-03" });
    let growth = assumed(&growth, "A").unwrap();
    assert_eq!((growth.demand, growth.lead_days), (vec![1.0, 1.5, 1.5], 0));
}
