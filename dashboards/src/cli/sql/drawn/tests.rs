//! An answer as people read it.

use serde_json::json;

use super::drawn;

#[test]
fn columns_are_as_wide_as_their_widest_cell_and_null_is_empty() {
    let answer = json!({
        "schema": [{ "name": "sku" }, { "name": "n" }],
        "rows": [{ "sku": "S1", "n": 12345 }, { "sku": "naïve", "n": null }],
    });
    assert_eq!(drawn(&answer), "sku    n\n-----  -----\nS1     12345\nnaïve\n2 rows\n");
}

#[test]
fn an_answer_without_rows_still_shows_its_columns() {
    let answer = json!({ "schema": [{ "name": "sku" }], "rows": [] });
    assert_eq!(drawn(&answer), "sku\n---\n0 rows\n");
}
