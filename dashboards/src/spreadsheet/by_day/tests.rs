//! Days become columns, and what was narrowed stays narrowed.

use marea_query::QueryRequest;

use super::{head, sheets};
use crate::{language::Language, spreadsheet::Question};

fn question(table: &str, narrowed: Option<&str>) -> Question {
    Question {
        request: QueryRequest::new("SELECT 1"),
        table: Some(table.to_owned()),
        narrowed: narrowed.map(str::to_owned),
        language: Language::Spanish,
    }
}

#[test]
fn a_forecast_has_a_sheet_for_each_level_and_a_column_for_each_day() {
    let days = ["2026-11-23", "2026-11-24"].map(|day| day.parse().unwrap());
    let made = sheets(&question("demand_forecast", Some("measure = 'units'")), &days);
    assert_eq!(made.len(), 7);
    assert_eq!(made[6].name, "SKU por almacén");
    let sql = &made[6].sql;
    assert!(sql.contains("WHERE measure = 'units' AND level = 'sku_warehouse'"), "{sql}");
    assert!(sql.contains("AS \"2026-11-24\""), "{sql}");
    assert!(sql.contains("GROUP BY sku, warehouse, measure"), "{sql}");
}

#[test]
fn what_has_no_days_is_not_laid_out_by_day() {
    assert!(sheets(&question("reorder_plan", None), &[]).is_empty());
    let accuracy = sheets(&question("forecast_accuracy", None), &[]);
    assert_eq!(accuracy[0].sql, "SELECT * FROM forecast_accuracy WHERE chosen");
}

#[test]
fn a_day_is_written_as_the_reader_writes_it() {
    assert_eq!(head("2026-11-23", Language::Spanish).as_deref(), Some("23 nov 2026"));
    assert_eq!(head("value", Language::Spanish), None);
}
