//! Joins tell the scan of their larger side which keys they have, only where they have few.
//!
//! The engine looks up every row of the scan in the table of the join, and what is found again in the
//! join. Where the smaller side holds all there are, such as the first order of every customer, each
//! row is looked up twice for nothing: a quarter of the time of such a question over ten million lines.

use std::sync::Arc;

use datafusion::{
    common::{
        Result,
        config::ConfigOptions,
        tree_node::{TreeNode, TreeNodeRecursion},
    },
    datasource::{
        physical_plan::{FileScanConfig, FileSource as _, ParquetSource},
        source::DataSourceExec,
    },
    physical_optimizer::{PhysicalOptimizerRule, filter_pushdown::FilterPushdown},
    physical_plan::{ExecutionPlan, filter::FilterExec, joins::HashJoinExec},
};

use super::Rule;

/// The name of the engine's rule that hands keys of joins to scans.
const HANDS_OVER: &str = "FilterPushdown(Post)";

/// A rule of the engine, in place of the one that hands keys of joins to scans one that does it only
/// where a join has few of them.
pub(super) fn where_selective(rule: Rule) -> Rule {
    match rule.name() == HANDS_OVER {
        true => Arc::new(JoinFilters(FilterPushdown::new_post_optimization())),
        false => rule,
    }
}

#[derive(Debug)]
struct JoinFilters(FilterPushdown);

impl PhysicalOptimizerRule for JoinFilters {
    fn optimize(
        &self,
        plan: Arc<dyn ExecutionPlan>,
        config: &ConfigOptions,
    ) -> Result<Arc<dyn ExecutionPlan>> {
        let mut joins = Vec::new();
        plan.apply(|node| {
            joins.extend(node.downcast_ref::<HashJoinExec>().map(has_few_keys));
            Ok(TreeNodeRecursion::Continue)
        })?;
        if joins.is_empty() || joins.contains(&true) {
            return self.0.optimize(plan, config);
        }
        let mut config = config.clone();
        config.optimizer.enable_join_dynamic_filter_pushdown = false;
        self.0.optimize(plan, &config)
    }

    fn name(&self) -> &'static str {
        HANDS_OVER
    }

    fn schema_check(&self) -> bool {
        true
    }
}

/// Whether something narrows the side of which a join makes its table.
fn has_few_keys(join: &HashJoinExec) -> bool {
    let narrowed = join.left().exists(|node| Ok(narrows(node)));
    narrowed.unwrap_or(true)
}

fn narrows(node: &Arc<dyn ExecutionPlan>) -> bool {
    let filtered = || {
        let scan = node.downcast_ref::<DataSourceExec>()?;
        let config = scan.data_source().downcast_ref::<FileScanConfig>()?;
        config.file_source().downcast_ref::<ParquetSource>()?.filter()
    };
    node.is::<FilterExec>() || node.fetch().is_some() || filtered().is_some()
}
