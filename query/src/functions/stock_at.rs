//! Stock as of an instant: sums over the movements up to it.

use std::sync::Arc;

use datafusion::{
    common::ScalarValue,
    datasource::{ViewTable, provider_as_source},
    functions_aggregate::expr_fn::sum,
    logical_expr::{Expr, LogicalPlanBuilder, col, lit},
};
use marea_ingest::{
    costing::{Axis, Cut},
    facts::FactTable,
};

use super::{Outcome, StockSource};

/// The sums, and the columns they are of.
const SUMS: [(&str, &str); 5] = [
    ("on_hand", "on_hand_change"),
    ("committed", "committed_change"),
    ("unavailable", "unavailable_change"),
    ("incoming", "incoming_change"),
    ("backordered", "backordered_change"),
];

/// Stock by SKU and warehouse up to a cut.
pub(super) fn table(source: &StockSource, cut: Cut) -> Outcome {
    let movements = provider_as_source(source.movements());
    let sums = SUMS.map(|(name, change)| sum(col(change)).alias(name));
    let plan = LogicalPlanBuilder::scan(FactTable::StockMovements.name(), movements, None)?
        .filter(col("tracked").and(up_to(cut)))?
        .aggregate([col("sku"), col("warehouse")], sums)?
        .build()?;
    Ok(Arc::new(ViewTable::new(plan, None)))
}

/// The filter that holds up to a cut; files and row groups that end before it are read, those
/// that start after it are not.
pub(super) fn up_to(cut: Cut) -> Expr {
    let column = match cut.axis {
        Axis::Effective => "occurred_at",
        Axis::Recorded => "recorded_at",
    };
    let until = ScalarValue::TimestampMicrosecond(Some(cut.until.0), Some("UTC".into()));
    col(column).lt_eq(lit(until))
}
