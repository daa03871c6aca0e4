//! Neighbouring rows that agree in all but what is added up become one row before they are grouped.
//!
//! Facts lie in the order in which they happened, so the lines of an order are neighbours and agree in
//! order, customer, day, channel and country. A grouping by any of these hashes the same key for line
//! after line; here the lines of a run are added up first, and the key is hashed, joined and sent to
//! another thread once. Where rows have no runs this is found out from the first batches, and they go
//! by untouched.

mod additive;
mod collapse;
mod demand;
mod operator;
mod place;

use std::sync::Arc;

use datafusion::{
    common::{
        Result,
        config::ConfigOptions,
        tree_node::{Transformed, TreeNode},
    },
    physical_optimizer::PhysicalOptimizerRule,
    physical_plan::{ExecutionPlan, aggregates::AggregateExec},
};

/// The rule that puts [`operator::Runs`] into a plan, below each grouping that it cannot change.
#[derive(Debug)]
pub(super) struct CollapseRuns;

impl PhysicalOptimizerRule for CollapseRuns {
    fn optimize(
        &self,
        plan: Arc<dyn ExecutionPlan>,
        _: &ConfigOptions,
    ) -> Result<Arc<dyn ExecutionPlan>> {
        let collapsed = plan.transform_up(|node| {
            let over_runs = match node.downcast_ref::<AggregateExec>() {
                Some(aggregate) => place::over_runs(&node, aggregate)?,
                None => None,
            };
            Ok(over_runs.map_or_else(|| Transformed::no(Arc::clone(&node)), Transformed::yes))
        });
        Ok(collapsed?.data)
    }

    fn name(&self) -> &'static str {
        "CollapseRuns"
    }

    fn schema_check(&self) -> bool {
        true
    }
}
