//! What a grouping asks of the rows below it: which columns it adds up, on which it depends.

use std::{collections::BTreeSet, sync::Arc};

use datafusion::{
    arrow::datatypes::Schema,
    physical_expr::{PhysicalExpr, aggregate::AggregateFunctionExpr, expressions::Literal},
    physical_expr_common::physical_expr::is_volatile,
    physical_plan::aggregates::{AggregateExec, AggregateInputMode},
};

use super::additive::{additive, columns};

/// Functions of which equal rows may be seen once instead of many times.
const OF_DISTINCT_VALUES: [&str; 7] =
    ["min", "max", "bool_and", "bool_or", "bit_and", "bit_or", "approx_distinct"];

/// What a grouping asks of its rows.
#[derive(Debug, Default)]
pub(super) struct Demand {
    /// Places of the columns that it adds up and uses in no other way.
    pub(super) sums: BTreeSet<usize>,
    /// Whether it counts rows.
    pub(super) counts: bool,
}

/// What a grouping of rows asks of them, where rows that agree in all but the sums may be added up
/// before; `None` where that would change its answer.
pub(super) fn demand(aggregate: &AggregateExec) -> Option<Demand> {
    let groups = aggregate.group_expr();
    let raw = aggregate.mode().input_mode() == AggregateInputMode::Raw;
    if !raw || groups.is_empty() || !groups.is_single() || aggregate.limit_options().is_some() {
        return None;
    }
    if any_volatile(aggregate) {
        return None;
    }
    let mut keys: BTreeSet<usize> =
        groups.expr().iter().flat_map(|(key, _)| columns(key)).collect();
    keys.extend(aggregate.filter_expr().iter().flatten().flat_map(columns));
    let mut demand = Demand::default();
    for function in aggregate.aggr_expr() {
        demand.add(function, &mut keys, &aggregate.input_schema())?;
    }
    let filtered = aggregate.filter_expr().iter().any(Option::is_some);
    let clear = demand.sums.is_disjoint(&keys) && !(demand.counts && filtered);
    clear.then_some(demand)
}

/// Whether a key, an argument or a filter is drawn for each row: rows of a run are not alike then.
fn any_volatile(aggregate: &AggregateExec) -> bool {
    let functions = aggregate.aggr_expr().iter().flat_map(|function| function.expressions());
    let filters = aggregate.filter_expr().iter().flatten().cloned();
    let keys = aggregate.group_expr().input_exprs();
    functions.chain(filters).chain(keys).any(|expression| is_volatile(&expression))
}

impl Demand {
    fn add(
        &mut self,
        function: &Arc<AggregateFunctionExpr>,
        keys: &mut BTreeSet<usize>,
        schema: &Schema,
    ) -> Option<()> {
        let (name, arguments) = (function.fun().name(), function.expressions());
        if !function.order_bys().is_empty() {
            return None;
        }
        let of_distinct = function.is_distinct() && ["sum", "count"].contains(&name);
        if of_distinct || OF_DISTINCT_VALUES.contains(&name) {
            keys.extend(arguments.iter().flat_map(columns));
            return Some(());
        }
        match (name, arguments.as_slice()) {
            ("sum", [argument]) => {
                let reads = additive(argument, schema)?;
                keys.extend(reads.keys);
                self.sums.extend(reads.sums);
                Some(())
            }
            ("count", [argument]) if is_known(argument) => {
                self.counts = true;
                Some(())
            }
            _ => None,
        }
    }
}

/// Whether `count` of it counts every row.
pub(super) fn is_known(argument: &Arc<dyn PhysicalExpr>) -> bool {
    argument.downcast_ref::<Literal>().is_some_and(|literal| !literal.value().is_null())
}
