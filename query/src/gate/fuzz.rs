//! The gate as a fuzzer meets it: with all functions, over fact tables that are empty.

use std::sync::{Arc, LazyLock};

use chrono_tz::Tz;
use datafusion::{
    common::tree_node::TreeNodeRecursion, datasource::empty::EmptyTable, error::DataFusionError,
    execution::context::SessionState, logical_expr::LogicalPlan, prelude::SessionContext,
};
use marea_ingest::facts::FactTable;
use tokio::runtime::Runtime;

use crate::{postgres, zone};

/// A day of 23 hours and one of 25, and a zone in which nothing else goes by UTC.
const ZONE: Tz = chrono_tz::Europe::Madrid;

static SESSION: LazyLock<Option<(Runtime, SessionState)>> = LazyLock::new(|| {
    let runtime = tokio::runtime::Builder::new_current_thread().build().ok()?;
    Some((runtime, session().ok()?))
});

fn session() -> Result<SessionState, DataFusionError> {
    let context = SessionContext::new();
    for table in FactTable::ALL {
        context.register_table(table.name(), Arc::new(EmptyTable::new(table.schema())))?;
    }
    let mut state = context.state();
    zone::register(&mut state, ZONE)?;
    postgres::register(&mut state, ZONE)?;
    Ok(state)
}

/// Plans a text as a query of an analyst is planned.
///
/// # Panics
/// Where the plan would change something, which is what a fuzzer looks for.
pub fn gate_for_fuzzing(sql: &str) {
    let Some((runtime, state)) = &*SESSION else { return };
    if let Ok(plan) = runtime.block_on(super::plan(state, sql)) {
        assert!(only_reads(&plan), "let through: {sql}");
    }
}

fn only_reads(plan: &LogicalPlan) -> bool {
    let mut reads = true;
    let seen = plan.apply_with_subqueries(|node| {
        reads &= !matches!(
            node,
            LogicalPlan::Dml(_)
                | LogicalPlan::Ddl(_)
                | LogicalPlan::Copy(_)
                | LogicalPlan::Statement(_)
        );
        Ok(TreeNodeRecursion::Continue)
    });
    reads && seen.is_ok()
}
