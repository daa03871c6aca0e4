//! From the plan of a view to what is computed for each batch of facts; or why that cannot be.
//!
//! ```text
//! scan of one fact table → filters and projections → aggregate → filters and projections
//! ```

use std::sync::Arc;

use arrow::{
    array::{Array, ArrayRef, AsArray, BooleanArray, RecordBatch, RecordBatchOptions},
    compute::filter_record_batch,
    datatypes::{DataType, Field, Schema, SchemaRef},
};
use datafusion::{
    common::tree_node::{TreeNode, TreeNodeRecursion},
    error::DataFusionError,
    execution::SessionState,
    logical_expr::{
        Aggregate, Expr, ExprSchemable, LogicalPlan, TableScan, Volatility,
        physical_planning_context::PhysicalPlanningContext,
    },
    optimizer::{
        Optimizer, OptimizerRule, optimize_projections::OptimizeProjections,
        simplify_expressions::SimplifyExpressions,
    },
    physical_expr::{
        PhysicalExpr,
        aggregate::{AggregateFunctionExpr, LoweredAggregateBuilder},
        expressions::Column,
    },
};
use marea_ingest::facts::FactTable;

use crate::QueryError;

/// Aggregates whose partial states can be merged in any order without changing the outcome.
const MERGEABLE: [&str; 12] = [
    "sum",
    "count",
    "avg",
    "min",
    "max",
    "bool_and",
    "bool_or",
    "bit_and",
    "bit_or",
    "bit_xor",
    "approx_distinct",
    "approx_percentile_cont",
];
/// Of these, what depends a little on the order in which parts are merged: a t-digest.
const SKETCHES: [&str; 1] = ["approx_percentile_cont"];

/// A step on rows, before or after they are aggregated.
pub(super) enum Step {
    Filter(Arc<dyn PhysicalExpr>),
    Project(Vec<Arc<dyn PhysicalExpr>>, SchemaRef),
}

/// One aggregate of a view.
pub(super) struct Measure {
    pub(super) aggregate: Arc<AggregateFunctionExpr>,
    pub(super) filter: Option<Arc<dyn PhysicalExpr>>,
}

/// A view, ready to be computed.
pub(super) struct Program {
    /// The fact table that it follows.
    pub(super) table: FactTable,
    /// The columns of the fact table that it reads.
    pub(super) columns: Vec<usize>,
    before: Vec<Step>,
    /// What the aggregate reads.
    pub(super) counted: SchemaRef,
    pub(super) keys: Vec<Arc<dyn PhysicalExpr>>,
    pub(super) measures: Vec<Measure>,
    /// Keys and final values of the measures.
    grouped: SchemaRef,
    after: Vec<Step>,
    /// Keys and partial states of the measures.
    pub(super) state_schema: SchemaRef,
    /// What a reader sees.
    pub(super) schema: SchemaRef,
    /// For each column that a reader sees, the key that it is.
    pub(super) key_columns: Vec<Option<usize>>,
    /// Whether each column that a reader sees may differ a little from the query over all facts.
    pub(super) approximate: Vec<bool>,
}

/// Makes a program of a plan, or says which part of it cannot be kept by increment.
pub(super) fn compile(state: &SessionState, plan: &LogicalPlan) -> Result<Program, QueryError> {
    if let Some(fault) = fault_of(plan)? {
        return Err(fault);
    }
    let options = state.config_options();
    let plan = state.analyzer().execute_and_check(plan.clone(), options, |_, _| {})?;
    // Only these rules: others take aggregates apart that are to be kept whole.
    let rules: Vec<Arc<dyn OptimizerRule + Send + Sync>> =
        vec![Arc::new(SimplifyExpressions::new()), Arc::new(OptimizeProjections::new())];
    let narrow = Optimizer::with_rules(rules);
    let plan = narrow.optimize(plan, state, |_, _| {})?;
    let (after, aggregate) = above(&plan)?;
    let (before, scan) = below(&aggregate.input)?;
    build(state, &plan, &after, aggregate, &before, scan)
}

fn refused(part: impl Into<String>, why: impl Into<String>) -> QueryError {
    QueryError::NotIncremental { part: part.into(), why: why.into() }
}

/// The filters and projections above the first node of another kind, the lowest one first; and that
/// node.
fn descend(plan: &LogicalPlan) -> (Vec<&LogicalPlan>, &LogicalPlan) {
    let (mut steps, mut node) = (Vec::new(), plan);
    loop {
        let input = match node {
            LogicalPlan::SubqueryAlias(alias) => &alias.input,
            LogicalPlan::Projection(projection) => &projection.input,
            LogicalPlan::Filter(filter) => &filter.input,
            other => {
                steps.reverse();
                return (steps, other);
            }
        };
        if !matches!(node, LogicalPlan::SubqueryAlias(_)) {
            steps.push(node);
        }
        node = input;
    }
}

/// The steps between the aggregate and the reader.
fn above(plan: &LogicalPlan) -> Result<(Vec<&LogicalPlan>, &Aggregate), QueryError> {
    match descend(plan) {
        (steps, LogicalPlan::Aggregate(aggregate)) => Ok((steps, aggregate)),
        (_, other) => Err(misplaced(other)),
    }
}

/// The steps between the scan and the aggregate.
fn below(plan: &LogicalPlan) -> Result<(Vec<&LogicalPlan>, &TableScan), QueryError> {
    match descend(plan) {
        (steps, LogicalPlan::TableScan(scan)) => Ok((steps, scan)),
        (_, LogicalPlan::Aggregate(_) | LogicalPlan::Distinct(_)) => Err(refused(
            "a group within a group",
            "keep the inner one as a view, and ask the outer one of it",
        )),
        (_, other) => Err(misplaced(other)),
    }
}

fn misplaced(node: &LogicalPlan) -> QueryError {
    let (part, why) = match node {
        LogicalPlan::Join(_) => {
            ("a join", "a row of one side would change what all rows of the other led to")
        }
        LogicalPlan::Sort(_) => ("ORDER BY", "a view has no order; order when you read it"),
        LogicalPlan::Limit(_) => {
            ("LIMIT", "a later row could push one out; limit when you read it")
        }
        LogicalPlan::Distinct(_) => ("DISTINCT", "write GROUP BY over the columns"),
        LogicalPlan::Window(_) => ("a window function", "each row would depend on all others"),
        LogicalPlan::Union(_) => ("UNION", "make a view of each part"),
        LogicalPlan::TableScan(_) => {
            ("the query", "it does not group: a view is a GROUP BY with sums, counts and the like")
        }
        _ => ("the query", "a view is SELECT … FROM one fact table … GROUP BY …"),
    };
    refused(part, why)
}

/// The first part of any expression of a plan that cannot be kept.
fn fault_of(plan: &LogicalPlan) -> Result<Option<QueryError>, DataFusionError> {
    let mut found = None;
    plan.apply(|node| {
        node.apply_expressions(|expression| {
            expression.apply(|part| {
                found = found.take().or_else(|| fault_of_part(part));
                Ok(match found {
                    Some(_) => TreeNodeRecursion::Stop,
                    None => TreeNodeRecursion::Continue,
                })
            })
        })
    })?;
    Ok(found)
}

fn fault_of_part(part: &Expr) -> Option<QueryError> {
    match part {
        Expr::ScalarSubquery(_) | Expr::InSubquery(_) | Expr::Exists(_) => {
            Some(refused("a subquery", "what it finds may change later"))
        }
        Expr::ScalarFunction(call) if call.func.signature().volatility != Volatility::Immutable => {
            let name = format!("{}()", call.func.name());
            Some(refused(name, "its value is not given by its arguments"))
        }
        Expr::GroupingSet(_) => Some(refused("a grouping set", "make a view of each set")),
        Expr::AggregateFunction(call) => check_aggregate(call),
        _ => None,
    }
}

fn check_aggregate(call: &datafusion::logical_expr::expr::AggregateFunction) -> Option<QueryError> {
    let name = call.func.name();
    if !MERGEABLE.contains(&name) {
        let why = format!("it cannot be merged; known are {}", MERGEABLE.join(", "));
        return Some(refused(format!("{name}()"), why));
    }
    let ordered = !call.params.order_by.is_empty() && !SKETCHES.contains(&name);
    ordered.then(|| refused(format!("{name}(… ORDER BY …)"), "events may come late"))
}

fn build(
    state: &SessionState,
    plan: &LogicalPlan,
    after: &[&LogicalPlan],
    aggregate: &Aggregate,
    before: &[&LogicalPlan],
    scan: &TableScan,
) -> Result<Program, QueryError> {
    let table = fact_table(scan)?;
    let grouped = Arc::new(aggregate.schema.as_arrow().clone());
    let key = |key: &Expr| Ok(state.create_physical_expr(key.clone(), aggregate.input.schema())?);
    let keys: Vec<_> = aggregate.group_expr.iter().map(key).collect::<Result<_, QueryError>>()?;
    let measure = |it: &Expr| measure(state, it, &aggregate.input);
    let measures: Vec<_> = aggregate.aggr_expr.iter().map(measure).collect::<Result<_, _>>()?;
    let after = steps(state, after)?;
    let sketch = |it: &Measure| SKETCHES.contains(&it.aggregate.fun().name());
    let (key_columns, approximate) = trace(&after, keys.len(), measures.iter().map(sketch));
    let hidden = (0..keys.len()).find(|key| !key_columns.contains(&Some(*key)));
    if let Some(hidden) = hidden {
        let part = format!("GROUP BY {}", grouped.field(hidden).name());
        return Err(refused(part, "it is not among the columns, so rows could not be told apart"));
    }
    let all = 0..table.schema().fields().len();
    Ok(Program {
        table,
        columns: scan.projection.clone().unwrap_or_else(|| all.collect()),
        before: steps(state, before)?,
        counted: Arc::new(aggregate.input.schema().as_arrow().clone()),
        state_schema: state_schema(&grouped, keys.len(), &measures)?,
        schema: Arc::new(plan.schema().as_arrow().clone()),
        keys,
        measures,
        grouped,
        after,
        key_columns,
        approximate,
    })
}

fn fact_table(scan: &TableScan) -> Result<FactTable, QueryError> {
    let name = scan.table_name.table();
    FactTable::ALL.into_iter().find(|table| table.name() == name).ok_or_else(|| {
        let facts: Vec<_> = FactTable::ALL.iter().map(|table| table.name()).collect();
        refused(format!("the table {name}"), format!("a view follows one of {}", facts.join(", ")))
    })
}

fn measure(
    state: &SessionState,
    expression: &Expr,
    input: &LogicalPlan,
) -> Result<Measure, QueryError> {
    let mut call = expression;
    while let Expr::Alias(alias) = call {
        call = &alias.expr;
    }
    if let Expr::AggregateFunction(call) = call {
        check_exact(call, input)?;
    }
    let context = PhysicalPlanningContext::default();
    let schema = input.schema();
    let props = state.execution_props();
    let lowered =
        LoweredAggregateBuilder::new(expression, schema, schema.as_arrow(), props, &context);
    let lowered = lowered.build()?;
    Ok(Measure { aggregate: lowered.aggregate, filter: lowered.filter })
}

/// A sum of floating-point numbers depends on the order of its parts. A mean of whole numbers does
/// not, though it is computed in floating point: the sum stays exact.
fn check_exact(
    call: &datafusion::logical_expr::expr::AggregateFunction,
    input: &LogicalPlan,
) -> Result<(), QueryError> {
    let name = call.func.name();
    let Some(argument) = call.params.args.first().filter(|_| ["sum", "avg"].contains(&name)) else {
        return Ok(());
    };
    let whole = |it: &Expr| it.get_type(input.schema()).is_ok_and(|it| it.is_integer());
    let exact = match argument {
        Expr::Cast(cast) => whole(&cast.expr),
        _ => false,
    };
    if !exact && argument.get_type(input.schema())?.is_floating() {
        let why = "its last digits depend on the order of the rows; cast to DECIMAL";
        return Err(refused(format!("{name}() of floating-point numbers"), why));
    }
    Ok(())
}

fn steps(state: &SessionState, nodes: &[&LogicalPlan]) -> Result<Vec<Step>, QueryError> {
    nodes.iter().map(|node| step(state, node)).collect()
}

fn step(state: &SessionState, node: &LogicalPlan) -> Result<Step, QueryError> {
    match node {
        LogicalPlan::Filter(filter) => {
            let schema = filter.input.schema();
            Ok(Step::Filter(state.create_physical_expr(filter.predicate.clone(), schema)?))
        }
        LogicalPlan::Projection(projection) => {
            let schema = projection.input.schema();
            let one = |it: &Expr| state.create_physical_expr(it.clone(), schema);
            let all = projection.expr.iter().map(one).collect::<Result<_, _>>()?;
            Ok(Step::Project(all, Arc::new(projection.schema.as_arrow().clone())))
        }
        other => Err(misplaced(other)),
    }
}

/// Which key each column of the outcome is, and whether it is told by a sketch.
fn trace(
    after: &[Step],
    keys: usize,
    sketches: impl Iterator<Item = bool>,
) -> (Vec<Option<usize>>, Vec<bool>) {
    let mut approximate: Vec<bool> = vec![false; keys];
    approximate.extend(sketches);
    let mut origin: Vec<Option<usize>> =
        (0..approximate.len()).map(|at| (at < keys).then_some(at)).collect();
    for step in after {
        let Step::Project(columns, _) = step else { continue };
        let key = |it: &Arc<dyn PhysicalExpr>| {
            origin.get(it.downcast_ref::<Column>()?.index()).copied().flatten()
        };
        let unsure = |it: &Arc<dyn PhysicalExpr>| {
            let read = datafusion::physical_expr::utils::collect_columns(it);
            read.iter().any(|it| approximate.get(it.index()).copied().unwrap_or(true))
        };
        (origin, approximate) =
            (columns.iter().map(key).collect(), columns.iter().map(unsure).collect());
    }
    (origin, approximate)
}

fn state_schema(
    grouped: &Schema,
    keys: usize,
    measures: &[Measure],
) -> Result<SchemaRef, QueryError> {
    let mut fields: Vec<Arc<Field>> = grouped.fields()[..keys].to_vec();
    for (at, measure) in measures.iter().enumerate() {
        for (part, field) in measure.aggregate.state_fields()?.iter().enumerate() {
            let name = format!("state {at}.{part}");
            fields.push(Arc::new(Field::new(name, field.data_type().clone(), true)));
        }
    }
    Ok(Arc::new(Schema::new(fields)))
}

impl Program {
    /// The rows of a batch of facts that are counted, as the aggregate reads them.
    pub(super) fn before(&self, facts: RecordBatch) -> Result<RecordBatch, DataFusionError> {
        walk(&self.before, facts)
    }

    /// The rows that a reader sees, of keys and final values.
    pub(super) fn after(&self, columns: Vec<ArrayRef>) -> Result<RecordBatch, DataFusionError> {
        let rows = columns.first().map_or(1, |column| column.len());
        let schema = Arc::clone(&self.grouped);
        let batch = walk(&self.after, assemble(schema, columns, rows)?)?;
        let rows = batch.num_rows();
        assemble(Arc::clone(&self.schema), batch.columns().to_vec(), rows)
    }
}

fn assemble(
    schema: SchemaRef,
    columns: Vec<ArrayRef>,
    rows: usize,
) -> Result<RecordBatch, DataFusionError> {
    let options = RecordBatchOptions::new().with_row_count(Some(rows));
    Ok(RecordBatch::try_new_with_options(schema, columns, &options)?)
}

fn walk(steps: &[Step], mut batch: RecordBatch) -> Result<RecordBatch, DataFusionError> {
    for step in steps {
        batch = match step {
            Step::Filter(predicate) => filter_record_batch(&batch, &truth(predicate, &batch)?)?,
            Step::Project(columns, schema) => {
                let rows = batch.num_rows();
                let one = |it: &Arc<dyn PhysicalExpr>| it.evaluate(&batch)?.into_array(rows);
                let columns = columns.iter().map(one).collect::<Result<_, _>>()?;
                assemble(Arc::clone(schema), columns, rows)?
            }
        };
    }
    Ok(batch)
}

/// Where a condition holds: null is not true.
pub(super) fn truth(
    predicate: &Arc<dyn PhysicalExpr>,
    batch: &RecordBatch,
) -> Result<BooleanArray, DataFusionError> {
    let values = predicate.evaluate(batch)?.into_array(batch.num_rows())?;
    let values = match values.data_type() {
        DataType::Boolean => values.as_boolean().clone(),
        _ => BooleanArray::new_null(batch.num_rows()),
    };
    Ok(match values.null_count() {
        0 => values,
        _ => arrow::compute::prep_null_mask_filter(&values),
    })
}
