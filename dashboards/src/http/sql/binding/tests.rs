//! Bindings as a URL, a command line and JSON say them.

use marea_query::{Parameter, Parameters};
use serde_json::json;

use super::Bindings;

fn bound(given: &[(&str, &str)]) -> Result<Parameters, String> {
    let mut bindings = Bindings::default();
    for (name, value) in given {
        bindings.take(name, value)?;
    }
    bindings.parameters()
}

fn text(value: &str) -> Parameter {
    Parameter::Text(value.into())
}

#[test]
fn numbers_are_places_whatever_their_order() {
    let given: Vec<(String, String)> =
        (1..=11).rev().map(|at| (at.to_string(), format!("v{at}"))).collect();
    let given: Vec<(&str, &str)> = given.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
    let expected = (1..=11).map(|at| text(&format!("v{at}"))).collect();
    assert_eq!(bound(&given), Ok(Parameters::Positional(expected)));
}

#[test]
fn a_type_can_be_named() {
    let given = [("from:date", "2026-01-01"), ("n:integer", "7"), ("none:null", ""), ("t", "x")];
    let Ok(Parameters::Named(named)) = bound(&given) else { panic!("not named") };
    assert_eq!(named["from"], Parameter::Date("2026-01-01".parse().unwrap()));
    assert_eq!(named["n"], Parameter::Integer(7));
    assert_eq!(named["none"], Parameter::Null);
    assert_eq!(named["t"], text("x"));
}

#[test]
fn what_cannot_be_bound_is_refused() {
    assert!(bound(&[("1", "a"), ("3", "c")]).unwrap_err().contains("2 is missing"));
    assert!(bound(&[("1", "a"), ("name", "b")]).unwrap_err().contains("not both"));
    assert!(bound(&[("1", "a"), ("1", "b")]).unwrap_err().contains("twice"));
    assert!(bound(&[("n:integer", "a"), ("n", "b")]).unwrap_err().contains("integer"));
    for name in ["", "0", "01", "1000", "a-b", "$1", "9a"] {
        assert!(bound(&[(name, "x")]).is_err(), "{name}");
    }
}

#[test]
fn json_binds_a_list_by_place_and_an_object_by_name() {
    let mut list = Bindings::default();
    list.take_json(&json!(["a", 2, null])).unwrap();
    let expected = vec![text("a"), Parameter::Integer(2), Parameter::Null];
    assert_eq!(list.parameters(), Ok(Parameters::Positional(expected)));
    let mut object = Bindings::default();
    object.take_json(&json!({ "from": { "type": "date", "value": "2026-01-01" } })).unwrap();
    let Ok(Parameters::Named(named)) = object.parameters() else { panic!("not named") };
    assert_eq!(named["from"], Parameter::Date("2026-01-01".parse().unwrap()));
    let wrong = Bindings::default().take_json(&json!([[1]])).unwrap_err();
    assert!(wrong.starts_with("parameters: 1: "), "{wrong}");
}
