//! Where a query lets go of its thread: as it reads, between batches of a join, and while a join finds none.

use std::{
    fmt,
    hash::{Hash, Hasher},
    sync::Arc,
};

use arrow::{
    array::RecordBatch,
    datatypes::{DataType, FieldRef, Schema},
};
use datafusion::{
    common::{Result, exec_datafusion_err, tree_node::Transformed, tree_node::TreeNode},
    logical_expr::ColumnarValue,
    physical_expr::PhysicalExpr,
    physical_plan::{
        ExecutionPlan,
        joins::{HashJoinExec, NestedLoopJoinExec, NestedLoopJoinExecBuilder, utils::JoinFilter},
    },
};
use marea_ingest::cores::offer_core;
use tokio::{sync::mpsc::WeakSender, time::Instant};

use super::{pausing::Pausing, run::Rows};
use crate::{QueryError, queries::Running};

/// Operators that can give far more rows than they read. Each would keep its thread as long as it has
/// rows to give; with pauses it can be cancelled, and others come to their turn.
const MULTIPLYING: [&str; 6] = [
    "CrossJoinExec",
    "HashJoinExec",
    "NestedLoopJoinExec",
    "PiecewiseMergeJoinExec",
    "SortMergeJoinExec",
    "UnnestExec",
];

/// How a query is known to be over while one of its operators does not pause.
#[derive(Clone)]
pub(super) struct Over {
    pub(super) running: Arc<Running>,
    pub(super) deadline: Instant,
    /// Weak, since the plan outlives the answer, which ends when the last sender is dropped.
    pub(super) answer: WeakSender<Rows>,
}

impl Over {
    fn is_over(&self) -> bool {
        let nobody_listens = self.answer.upgrade().is_none_or(|answer| answer.is_closed());
        nobody_listens || self.running.is_cancelled() || Instant::now() >= self.deadline
    }
}

impl fmt::Debug for Over {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Over({})", self.running.id)
    }
}

/// The plan, with pauses where rows are read and where many can come of few, and an end where it can
/// look for rows for long.
pub(super) fn with_pauses(
    plan: Arc<dyn ExecutionPlan>,
    over: &Over,
) -> Result<Arc<dyn ExecutionPlan>, QueryError> {
    let paused = plan.transform_up(|node| {
        if !node.children().is_empty() && !MULTIPLYING.contains(&node.name()) {
            return Ok(Transformed::no(node));
        }
        Ok(Transformed::yes(Arc::new(Pausing::new(ending(node, over)?)) as _))
    });
    Ok(paused?.data)
}

/// The join, whose filter fails when the query is over. A join pauses only when it has rows to give:
/// one whose filter lets none pass goes through all pairs in one go, which may take hours.
fn ending(node: Arc<dyn ExecutionPlan>, over: &Over) -> Result<Arc<dyn ExecutionPlan>> {
    if let Some(join) = node.downcast_ref::<NestedLoopJoinExec>() {
        let filter = join.filter().map(|filter| checked(filter, over));
        return Ok(Arc::new(NestedLoopJoinExecBuilder::from(join).with_filter(filter).build()?));
    }
    if let Some(join) = node.downcast_ref::<HashJoinExec>() {
        let Some(filter) = join.filter() else { return Ok(node) };
        return join.builder().with_filter(Some(checked(filter, over))).build_exec();
    }
    Ok(node)
}

fn checked(filter: &JoinFilter, over: &Over) -> JoinFilter {
    let inner = Arc::clone(filter.expression());
    let expression = Arc::new(UntilOver { inner, over: over.clone() });
    JoinFilter::new(expression, filter.column_indices().to_vec(), Arc::clone(filter.schema()))
}

/// An expression that has its value as long as the query goes on.
#[derive(Debug, Clone)]
struct UntilOver {
    inner: Arc<dyn PhysicalExpr>,
    over: Over,
}

impl PartialEq for UntilOver {
    fn eq(&self, other: &Self) -> bool {
        self.inner.eq(&other.inner) && self.over.running.id == other.over.running.id
    }
}

impl Eq for UntilOver {}

impl Hash for UntilOver {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.inner.hash(state);
    }
}

impl fmt::Display for UntilOver {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.inner.fmt(out)
    }
}

impl PhysicalExpr for UntilOver {
    fn data_type(&self, schema: &Schema) -> Result<DataType> {
        self.inner.data_type(schema)
    }

    fn nullable(&self, schema: &Schema) -> Result<bool> {
        self.inner.nullable(schema)
    }

    fn return_field(&self, schema: &Schema) -> Result<FieldRef> {
        self.inner.return_field(schema)
    }

    fn evaluate(&self, batch: &RecordBatch) -> Result<ColumnarValue> {
        offer_core();
        if self.over.is_over() {
            return Err(exec_datafusion_err!("the query is over"));
        }
        self.inner.evaluate(batch)
    }

    fn children(&self) -> Vec<&Arc<dyn PhysicalExpr>> {
        vec![&self.inner]
    }

    fn with_new_children(
        self: Arc<Self>,
        children: Vec<Arc<dyn PhysicalExpr>>,
    ) -> Result<Arc<dyn PhysicalExpr>> {
        let inner = children.into_iter().next().unwrap_or_else(|| Arc::clone(&self.inner));
        Ok(Arc::new(Self { inner, over: self.over.clone() }))
    }

    fn fmt_sql(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.inner.fmt_sql(out)
    }
}
