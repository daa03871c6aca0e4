//! Where in a plan rows are added up: below joins and exchanges, so that these have fewer rows too.

use std::{collections::BTreeSet, sync::Arc};

use datafusion::{
    common::{JoinSide, JoinType, Result},
    functions_aggregate::sum::sum_udaf,
    physical_expr::{
        Partitioning,
        aggregate::{AggregateExprBuilder, AggregateFunctionExpr},
        expressions::Column,
    },
    physical_expr_common::physical_expr::is_volatile,
    physical_plan::{
        ExecutionPlan,
        aggregates::{AggregateExec, AggregateMode},
        coop::CooperativeExec,
        execution_plan::replace_children_if_necessary,
        filter::FilterExec,
        joins::HashJoinExec,
        projection::ProjectionExec,
        repartition::RepartitionExec,
    },
};

use super::{
    additive::columns,
    demand::{Demand, demand, is_known},
    operator::Runs,
};

/// The grouping over rows that were added up; `None` where it must see each row.
pub(super) fn over_runs(
    node: &Arc<dyn ExecutionPlan>,
    aggregate: &AggregateExec,
) -> Result<Option<Arc<dyn ExecutionPlan>>> {
    let Some(Demand { sums, counts }) = demand(aggregate) else { return Ok(None) };
    if counts {
        return counting(aggregate, &sums);
    }
    let Some(input) = below(aggregate.input(), &sums)? else { return Ok(None) };
    replace_children_if_necessary(Arc::clone(node), vec![input]).map(Some)
}

/// Rows are counted by adding up how many each is made of; what a part passes on is the same then.
fn counting(
    aggregate: &AggregateExec,
    sums: &BTreeSet<usize>,
) -> Result<Option<Arc<dyn ExecutionPlan>>> {
    if *aggregate.mode() != AggregateMode::Partial {
        return Ok(None);
    }
    let Some(runs) = Runs::over(aggregate.input(), sums, true) else { return Ok(None) };
    let counted = Column::new_with_schema(Runs::COUNT, &runs.schema())?;
    let functions = aggregate.aggr_expr().iter().map(|function| match is_count(function) {
        false => Ok(Arc::clone(function)),
        true => AggregateExprBuilder::new(sum_udaf(), vec![Arc::new(counted.clone())])
            .schema(runs.schema())
            .alias(function.name())
            .build()
            .map(Arc::new),
    });
    let over = AggregateExec::try_new(
        AggregateMode::Partial,
        aggregate.group_expr().clone(),
        functions.collect::<Result<_>>()?,
        aggregate.filter_expr().to_vec(),
        Arc::new(runs.clone()),
        runs.schema(),
    )?;
    Ok(Some(Arc::new(over)))
}

fn is_count(function: &AggregateFunctionExpr) -> bool {
    let arguments = function.expressions();
    function.fun().name() == "count" && !function.is_distinct() && arguments.iter().all(is_known)
}

/// The plan with its rows added up as deep as they can be without changing what it gives, but for how
/// many rows that is; `None` where there is nothing to gain.
fn below(
    plan: &Arc<dyn ExecutionPlan>,
    sums: &BTreeSet<usize>,
) -> Result<Option<Arc<dyn ExecutionPlan>>> {
    let deeper = match descent(plan, sums) {
        None => None,
        Some((child, sums)) => {
            let mut children: Vec<_> = plan.children().into_iter().cloned().collect();
            match below(&children[child], &sums)? {
                None => None,
                Some(added_up) => {
                    children[child] = added_up;
                    Some(replace_children_if_necessary(Arc::clone(plan), children)?)
                }
            }
        }
    };
    Ok(deeper.or_else(|| Runs::over(plan, sums, false).map(|runs| Arc::new(runs) as _)))
}

/// The child in which the rows may as well be added up, and the columns there that are.
fn descent(
    plan: &Arc<dyn ExecutionPlan>,
    sums: &BTreeSet<usize>,
) -> Option<(usize, BTreeSet<usize>)> {
    if plan.fetch().is_some() {
        // So many rows are wanted, and not so many runs.
        return None;
    }
    if plan.is::<CooperativeExec>() {
        return Some((0, sums.clone()));
    }
    if let Some(exchange) = plan.downcast_ref::<RepartitionExec>() {
        let keys = match exchange.partitioning() {
            Partitioning::Hash(keys, _) => keys.iter().flat_map(columns).collect(),
            Partitioning::RoundRobinBatch(_) => BTreeSet::new(),
            _ => return None,
        };
        return keys.is_disjoint(sums).then(|| (0, sums.clone()));
    }
    if let Some(filter) = plan.downcast_ref::<FilterExec>() {
        let sums = projected(filter.projection().as_deref(), sums)?;
        let of_keys = columns(filter.predicate()).is_disjoint(&sums);
        return (of_keys && !is_volatile(filter.predicate())).then_some((0, sums));
    }
    if let Some(projection) = plan.downcast_ref::<ProjectionExec>() {
        return through_projection(projection, sums).map(|sums| (0, sums));
    }
    through_join(plan.downcast_ref::<HashJoinExec>()?, sums)
}

/// The columns below a projection that are added up, where nothing else is made of them.
fn through_projection(
    projection: &ProjectionExec,
    sums: &BTreeSet<usize>,
) -> Option<BTreeSet<usize>> {
    let (mut below, mut keys) = (BTreeSet::new(), BTreeSet::new());
    for (place, column) in projection.expr().iter().enumerate() {
        match sums.contains(&place) {
            true => below.extend([column.expr.downcast_ref::<Column>()?.index()]),
            false if is_volatile(&column.expr) => return None,
            false => keys.extend(columns(&column.expr)),
        }
    }
    below.is_disjoint(&keys).then_some(below)
}

/// The side of a join from which all that is added up comes, where it says nothing of which rows are
/// joined: each row of it meets the same rows as the row it becomes a part of.
fn through_join(join: &HashJoinExec, sums: &BTreeSet<usize>) -> Option<(usize, BTreeSet<usize>)> {
    if *join.join_type() != JoinType::Inner || sums.is_empty() {
        return None;
    }
    let sums = projected(join.projection.as_deref(), sums)?;
    let left_columns = join.left().schema().fields().len();
    let (left, right): (BTreeSet<_>, BTreeSet<_>) =
        sums.into_iter().partition(|place| *place < left_columns);
    let (side, child, sums) = match (left.is_empty(), right.is_empty()) {
        (false, true) => (JoinSide::Left, 0, left),
        (true, false) => {
            (JoinSide::Right, 1, right.into_iter().map(|place| place - left_columns).collect())
        }
        _ => return None,
    };
    let filtered = join.filter().into_iter().flat_map(|filter| filter.column_indices());
    let mut keys: BTreeSet<usize> =
        filtered.filter(|column| column.side == side).map(|column| column.index).collect();
    for (left, right) in join.on() {
        keys.extend(columns(if child == 0 { left } else { right }));
    }
    keys.is_disjoint(&sums).then_some((child, sums))
}

/// The places that columns had before some were chosen.
fn projected(projection: Option<&[usize]>, places: &BTreeSet<usize>) -> Option<BTreeSet<usize>> {
    let Some(projection) = projection else { return Some(places.clone()) };
    places.iter().map(|place| projection.get(*place).copied()).collect()
}
