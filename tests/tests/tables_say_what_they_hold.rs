//! Every table that SQL sees says what it holds, and each of its columns, under the very names and
//! in the order that SQL gives; a view tells the query that it is equal to. All tables of the
//! design are there.

use anyhow::{Context as _, Result, ensure};
use marea_tests::{events::order_placed, server::Store};
use serde_json::Value;

const DESIGNED: [&str; 26] = [
    "events",
    "order_lines",
    "order_status_changes",
    "stock_movements",
    "payments",
    "orders",
    "order_items",
    "stock_levels",
    "reservations",
    "products",
    "customers",
    "warehouses",
    "revenue_daily",
    "inventory_position",
    "order_backlog",
    "inventory_daily",
    "sales_by_product_daily",
    "fulfilment_times",
    "demand_forecast",
    "forecast_accuracy",
    "reorder_plan",
    "stockout_risk",
    "stock_projection",
    "staffing_plan",
    "shift_plan",
    "staffing_peaks",
];

#[tokio::test]
async fn tables_say_what_they_hold() -> Result<()> {
    let store = Store::new()?;
    let server = store.serve().start()?;
    let client = server.client()?;
    client.record(&[order_placed("o1").line("S1", 1, "9.95")]).await?;
    let listed = client.get("/api/v1/tables").await?.expect(200)?;
    let tables = listed.body["tables"].as_array().context("no list")?;
    for name in DESIGNED {
        ensure!(tables.iter().any(|table| table["name"] == name), "{name} is not listed");
    }
    for table in tables {
        let name = table["name"].as_str().context("no name")?;
        says(table, name)?;
        let columns = table["columns"].as_array().context("no columns")?;
        let sql = table["sql"].as_str();
        ensure!(sql.is_some() == (table["kind"] == "view"), "{name}: {table}");
        for column in columns {
            if sql.is_none_or(|sql| !sql.contains("SELECT")) {
                says(column, &format!("{name}.{}", column["name"]))?;
            }
            ensure!(column["type"].as_str().is_some_and(|it| !it.is_empty()), "{name}: {column}");
        }
        let none = client.try_sql(&format!("SELECT * FROM {name} LIMIT 0")).await?.expect(200)?;
        let seen = none.body["schema"].as_array().context("no schema")?;
        let names = |all: &[Value]| all.iter().map(|it| it["name"].clone()).collect::<Vec<_>>();
        ensure!(names(seen) == names(columns), "{name}: {seen:?} and {columns:?}");
        let one = client.get(&format!("/api/v1/tables/{name}")).await?.expect(200)?;
        ensure!(one.body == *table, "{name} is told in two ways");
    }
    server.stop()
}

fn says(what: &Value, name: &str) -> Result<()> {
    let about = what["about"].as_str().unwrap_or_default();
    ensure!(about.len() > 3, "{name} does not say what it is: \"{about}\"");
    Ok(())
}
