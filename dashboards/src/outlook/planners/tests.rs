//! The last word of planners counts, and the ones before are kept.

use super::{Planners, series_of};

fn event(id: u32, fields: &str) -> String {
    format!(
        r#"{{"event_id":"p{id}","source":"planner","actor":"ana","reason":"fair in Vigo",
        "occurred_at":"2026-03-01T10:00:00Z",{fields}}}"#
    )
}

fn read(events: &[&str]) -> Planners {
    let events: Vec<String> = (0..).zip(events).map(|(id, it)| event(id, it)).collect();
    Planners::of(events.iter().map(String::as_str)).unwrap()
}

#[test]
fn a_scenario_is_as_it_was_last_set() {
    let sale = r#""type":"forecast_scenario_set","scenario":"sale","demand_change":"0.1""#;
    let better = r#""type":"forecast_scenario_set","scenario":"sale","demand_change":"0.3""#;
    let gone = r#""type":"forecast_scenario_set","scenario":"sale","removed":true"#;
    let growth = r#""type":"forecast_scenario_set","scenario":"growth","demand_change":"0.05""#;
    let names = |planners: &Planners| -> Vec<(String, String)> {
        let shown = planners.scenarios.iter();
        shown.map(|it| (it.scenario.clone(), it.demand_change.unwrap().to_string())).collect()
    };
    let expected = [("growth".into(), "0.05".into()), ("sale".into(), "0.3".into())];
    assert_eq!(names(&read(&[sale, growth, better])), expected);
    assert_eq!(names(&read(&[sale, growth, gone])), expected[..1]);
}

#[test]
fn an_override_stands_until_it_is_set_anew() {
    let days = r#""type":"forecast_override_set","sku":"S1","from":"2026-03-05","to":"2026-03-08""#;
    let first = format!(r#"{days},"units_a_day":"12""#);
    let other = first.replace("S1", "S2");
    let second = format!(r#"{days},"units_a_day":"9""#);
    let planners = read(&[&first, &other, &second]);
    let stands: Vec<bool> = planners.overrides.iter().map(|it| it.stands).collect();
    assert_eq!(stands, [false, true, true], "the one before is kept, but does not stand");
    let first = &planners.overrides[0];
    assert_eq!((first.who.as_str(), first.why.as_deref()), ("ana", Some("fair in Vigo")));
    assert_eq!(series_of(&first.body).to_string(), "sku/units/S1");
    let given_up = read(&[&second, days]);
    assert!(given_up.overrides.iter().all(|it| !it.stands));
}
