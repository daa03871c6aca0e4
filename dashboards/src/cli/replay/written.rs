//! What a replay found: a row for each SKU and policy, and a summary.

use std::path::Path;

use crate::{
    cli::sql::Output,
    outlook::replay::{CLAIRVOYANT, MOVING_AVERAGE, PLAN, Replayed},
};

const HEAD: [&str; 18] = [
    "sku",
    "warehouse",
    "policy",
    "asked_level",
    "cycles",
    "full_cycles",
    "demand",
    "served_at_once",
    "stock_out_days",
    "days",
    "average_stock",
    "orders",
    "ordered",
    "whole_demand",
    "holding_cost",
    "order_cost",
    "lost_sales_cost",
    "total_cost",
];

/// Writes all rows as CSV.
pub(super) fn rows(rows: &[Replayed], file: Option<&Path>) -> anyhow::Result<()> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(HEAD)?;
    for row in rows {
        writer.write_record(cells(row))?;
    }
    let mut output = Output::open("csv", file)?;
    output.write(&writer.into_inner().map_err(|error| error.into_error())?)?;
    output.finish()
}

fn cells(row: &Replayed) -> [String; 18] {
    let (served, whole) = (&row.served, &row.whole);
    let whole_cost = |cost: f64| format!("{cost:.2}");
    [
        row.sku.clone(),
        row.warehouse.clone(),
        row.policy.to_owned(),
        row.asked.map_or_else(String::new, |asked| asked.to_string()),
        served.cycles.to_string(),
        served.full_cycles.to_string(),
        served.demand.to_string(),
        served.served_at_once.to_string(),
        served.stock_out_days.to_string(),
        served.days.to_string(),
        format!("{:.2}", served.average_stock()),
        whole.orders.to_string(),
        whole.ordered.to_string(),
        whole.demand.to_string(),
        whole_cost(whole.holding_cost),
        whole_cost(whole.order_cost),
        whole_cost(whole.shortage_cost),
        whole_cost(row.cost),
    ]
}

/// What each policy achieved with all SKUs together, a line each after a head.
pub(super) fn summary(rows: &[Replayed]) -> Vec<String> {
    let mut lines = vec![format!(
        "{:<16}{:>7}{:>9}{:>9}{:>11}{:>12}{:>9}{:>14}",
        "policy", "SKUs", "asked", "cycles", "no lack in", "fill rate", "orders", "cost"
    )];
    lines.extend([PLAN, MOVING_AVERAGE, CLAIRVOYANT].map(|policy| line(policy, rows)));
    lines
}

fn line(policy: &str, rows: &[Replayed]) -> String {
    let of: Vec<&Replayed> = rows.iter().filter(|row| row.policy == policy).collect();
    let sum = |figure: fn(&Replayed) -> f64| of.iter().map(|row| figure(row)).sum::<f64>();
    let (count, cost) = (of.len(), sum(|row| row.cost));
    if policy == CLAIRVOYANT {
        return format!("{policy:<16}{count:>7}{cost:>64.0}");
    }
    let asked = sum(|row| row.asked.unwrap_or_default()) / count.max(1) as f64;
    let cycles = sum(|row| row.served.cycles as f64);
    let full = sum(|row| row.served.full_cycles as f64);
    let (demand, served) = (sum(|row| row.served.demand), sum(|row| row.served.served_at_once));
    let orders = sum(|row| row.whole.orders as f64);
    let share = |part: f64, whole: f64| if whole > 0.0 { part / whole } else { 1.0 };
    format!(
        "{policy:<16}{count:>7}{asked:>9.3}{cycles:>9.0}{:>11.3}{:>12.4}{orders:>9.0}{cost:>14.0}",
        share(full, cycles),
        share(served, demand)
    )
}
