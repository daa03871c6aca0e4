//! What is done to plans beyond what the engine does by itself: three rules for facts, which lie in the
//! order in which they happened.

mod choice;
mod join_filters;
mod runs;

use std::sync::Arc;

use datafusion::physical_optimizer::{PhysicalOptimizerRule, optimizer::PhysicalOptimizer};

type Rule = Arc<dyn PhysicalOptimizerRule + Send + Sync>;

/// All rules, in the order in which plans go through them.
pub(crate) fn rules() -> Vec<Rule> {
    let engine = PhysicalOptimizer::new().rules.into_iter().map(join_filters::where_selective);
    let ours: [Rule; 2] = [Arc::new(runs::CollapseRuns), Arc::new(choice::ChooseInPlace)];
    engine.chain(ours).collect()
}

#[cfg(test)]
mod tests;
