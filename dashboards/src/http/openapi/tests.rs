//! The document is whole in itself; a claim of the tests holds it against the routes.

use std::collections::BTreeSet;

use serde_json::Value;

use super::whole;

/// All references, and all values of a field, anywhere in the document.
fn every<'a>(document: &'a Value, field: &str, found: &mut Vec<&'a str>) {
    match document {
        Value::Object(fields) => {
            for (name, value) in fields {
                if name == field {
                    found.extend(value.as_str());
                }
                every(value, field, found);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| every(item, field, found)),
        _ => (),
    }
}

#[test]
fn every_schema_that_is_named_is_there_and_every_one_that_is_there_is_named() {
    let document = whole();
    let mut named = Vec::new();
    every(&document, "$ref", &mut named);
    let named: BTreeSet<String> =
        named.iter().map(|name| name.replace("#/components/schemas/", "")).collect();
    let there = document["components"]["schemas"].as_object().expect("schemas");
    let there: BTreeSet<String> = there.keys().cloned().collect();
    assert_eq!(named, there);
}

#[test]
fn every_operation_has_a_name_of_its_own_and_a_summary() {
    let document = whole();
    let mut ids = BTreeSet::new();
    for (path, operations) in document["paths"].as_object().expect("paths") {
        for (method, operation) in operations.as_object().expect("operations") {
            let id = operation["operationId"].as_str().expect("an operationId");
            assert!(ids.insert(id.to_owned()), "{id} twice");
            assert!(operation["summary"].is_string(), "{method} {path} has no summary");
            assert!(operation["tags"][0].is_string(), "{method} {path} has no tag");
        }
    }
}

#[test]
fn every_part_of_a_path_is_a_parameter() {
    let document = whole();
    for (path, operations) in document["paths"].as_object().expect("paths") {
        let parts = path.split('{').skip(1).filter_map(|rest| rest.split('}').next());
        let parts: Vec<&str> = parts.collect();
        for (method, operation) in operations.as_object().expect("operations") {
            let none = Vec::new();
            let parameters = operation["parameters"].as_array().unwrap_or(&none);
            for part in &parts {
                let named = parameters.iter().any(|it| it["in"] == "path" && it["name"] == *part);
                assert!(named, "{method} {path} does not tell of {part}");
            }
        }
    }
}
