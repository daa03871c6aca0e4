//! The parser's message is taken apart into what and where.

use super::*;

#[test]
fn the_place_is_read_from_the_end_of_the_message() {
    let (message, place) =
        parsed("Expected: an expression, found: EOF at Line: 2, Column: 17".into(), None);
    assert_eq!(message, "Expected: an expression, found: EOF");
    assert_eq!(place, Some(Position { line: 2, column: 17 }));
    let (message, place) = parsed("no place".into(), None);
    assert_eq!((message.as_str(), place), ("no place", None));
}

#[test]
fn what_the_engine_takes_for_a_fault_of_its_own_is_told_without_asking_for_a_report() {
    let said = "Internal error: Function 'date_trunc' failed to match.\nThis issue was likely caused \
                by a bug in DataFusion's code. Please help us to resolve this.";
    let QueryError::Invalid { message, .. } = DataFusionError::Plan(said.into()).into() else {
        panic!("a fault in planning is the query's");
    };
    assert_eq!(message, "Function 'date_trunc' failed to match.");
}

#[test]
fn a_column_that_is_there_twice_is_named_once() {
    let column = |table: &str, name| datafusion::common::Column::new(Some(table), name);
    let fault = SchemaError::FieldNotFound {
        field: Box::new(datafusion::common::Column::from_name("skuu")),
        valid_fields: vec![column("a", "sku"), column("a", "day"), column("b", "sku")],
    };
    let QueryError::Invalid { message, hint, .. } = of_schema(&fault, None, String::new()) else {
        panic!("a fault of the query");
    };
    assert_eq!(message, "there is no column skuu; there are sku, day");
    assert_eq!(hint.as_deref(), Some("did you mean sku?"));
}
