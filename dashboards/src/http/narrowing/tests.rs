//! What is said after the question mark becomes a condition, and the rest stays what it was.

use super::Narrowing;

fn of(table: &str, query: &str) -> Narrowing {
    Narrowing::of(table, query).unwrap()
}

#[test]
fn columns_become_conditions_and_other_parameters_stay() {
    let asked = of("demand_forecast", "level=sku&sku=A%27B&sku=C&language=es&horizon=14");
    let condition = "level IN ('sku') AND sku IN ('A''B', 'C') AND horizon <= 14";
    assert_eq!(asked.condition.as_deref(), Some(condition));
    assert_eq!(asked.rest, "language=es");
    assert_eq!(of("forecast_accuracy", "chosen=true").condition.as_deref(), Some("chosen"));
    assert_eq!(of("reorder_plan", "late=false").condition.as_deref(), Some("NOT late"));
    assert_eq!(of("reorder_plan", "max_rows=5").condition, None);
}

#[test]
fn a_column_that_is_not_there_and_a_value_that_cannot_be_are_named() {
    let said = |table, query| format!("{:?}", Narrowing::of(table, query).unwrap_err());
    assert!(said("reorder_plan", "role=picking").contains("no such column"));
    assert!(said("demand_forecast", "horizon=soon").contains("number of days"));
    assert!(said("forecast_accuracy", "chosen=yes").contains("true or false"));
    assert!(said("forecast_accuracy", "chosen=true&chosen=false").contains("twice"));
}
