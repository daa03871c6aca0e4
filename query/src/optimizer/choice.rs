//! `CASE WHEN … THEN x ELSE 0 END` within a sum, chosen value by value.
//!
//! The engine copies the rows for which the condition holds, evaluates there, copies the others, and
//! puts both together again. Where both outcomes are columns or constants there is nothing to
//! evaluate, and choosing costs about as much as reading.

use std::{
    fmt,
    hash::{Hash, Hasher},
    sync::Arc,
};

use arrow::{
    array::{
        Array as _, ArrayRef, ArrowPrimitiveType, AsArray as _, BooleanArray, PrimitiveArray,
        RecordBatch,
    },
    buffer::BooleanBuffer,
    datatypes::{DataType, Decimal128Type, FieldRef, Float64Type, Int64Type, Schema},
};
use datafusion::{
    common::{
        Result,
        config::ConfigOptions,
        tree_node::{Transformed, TreeNode},
    },
    logical_expr::ColumnarValue,
    physical_expr::{
        PhysicalExpr,
        aggregate::AggregateFunctionExpr,
        expressions::{CaseExpr, Column, Literal},
    },
    physical_optimizer::PhysicalOptimizerRule,
    physical_plan::{
        ExecutionPlan,
        aggregates::{AggregateExec, AggregateInputMode},
    },
};

/// The rule that replaces choices in what groupings add up.
#[derive(Debug)]
pub(super) struct ChooseInPlace;

impl PhysicalOptimizerRule for ChooseInPlace {
    fn optimize(
        &self,
        plan: Arc<dyn ExecutionPlan>,
        _: &ConfigOptions,
    ) -> Result<Arc<dyn ExecutionPlan>> {
        let chosen = plan.transform_up(|node| match node.downcast_ref::<AggregateExec>() {
            Some(aggregate) if aggregate.mode().input_mode() == AggregateInputMode::Raw => {
                let functions = aggregate.aggr_expr().iter().map(choosing);
                let functions = functions.collect::<Result<Vec<_>>>()?;
                Ok(Transformed::yes(Arc::new(aggregate.with_new_aggr_exprs(functions)) as _))
            }
            _ => Ok(Transformed::no(node)),
        });
        Ok(chosen?.data)
    }

    fn name(&self) -> &'static str {
        "ChooseInPlace"
    }

    fn schema_check(&self) -> bool {
        true
    }
}

/// The function, with choices in its arguments replaced.
fn choosing(function: &Arc<AggregateFunctionExpr>) -> Result<Arc<AggregateFunctionExpr>> {
    let all = function.all_expressions();
    let mut changed = false;
    let mut arguments = Vec::with_capacity(all.args.len());
    for argument in all.args {
        let replaced = argument.transform_up(|part| match Choice::of(&part) {
            Some(choice) => Ok(Transformed::yes(Arc::new(choice) as _)),
            None => Ok(Transformed::no(part)),
        })?;
        changed |= replaced.transformed;
        arguments.push(replaced.data);
    }
    let new = changed.then(|| function.with_new_expressions(arguments, all.order_by_exprs));
    Ok(new.flatten().map_or_else(|| Arc::clone(function), Arc::new))
}

/// A choice between two columns or constants.
#[derive(Debug, Clone)]
struct Choice {
    /// The expression that it stands for: it is evaluated where values are unknown.
    case: Arc<dyn PhysicalExpr>,
    when: Arc<dyn PhysicalExpr>,
    then: Arc<dyn PhysicalExpr>,
    otherwise: Arc<dyn PhysicalExpr>,
}

impl Choice {
    fn of(expression: &Arc<dyn PhysicalExpr>) -> Option<Self> {
        let case = expression.downcast_ref::<CaseExpr>()?;
        let ([(when, then)], Some(otherwise), None) =
            (case.when_then_expr(), case.else_expr(), case.expr())
        else {
            return None;
        };
        (is_at_hand(then) && is_at_hand(otherwise)).then(|| Self {
            case: Arc::clone(expression),
            when: Arc::clone(when),
            then: Arc::clone(then),
            otherwise: Arc::clone(otherwise),
        })
    }

    /// The chosen values; `None` where a type is not supported or a value is unknown.
    fn chosen(&self, batch: &RecordBatch) -> Result<Option<ArrayRef>> {
        let rows = batch.num_rows();
        let when = self.when.evaluate(batch)?.into_array(rows)?;
        let (then, otherwise) = (self.then.evaluate(batch)?, self.otherwise.evaluate(batch)?);
        let (Some(then), Some(otherwise)) = (known(then)?, known(otherwise)?) else {
            return Ok(None);
        };
        let Some(holds) = when.as_boolean_opt().map(holds) else { return Ok(None) };
        Ok(match then.array.data_type() {
            data_type if data_type != otherwise.array.data_type() => None,
            DataType::Int64 => Some(choose::<Int64Type>(&holds, &then, &otherwise)),
            DataType::Float64 => Some(choose::<Float64Type>(&holds, &then, &otherwise)),
            DataType::Decimal128(..) => Some(choose::<Decimal128Type>(&holds, &then, &otherwise)),
            _ => None,
        })
    }
}

fn is_at_hand(expression: &Arc<dyn PhysicalExpr>) -> bool {
    expression.is::<Column>() || expression.is::<Literal>()
}

/// Where a condition holds: it does not where it is unknown.
fn holds(condition: &BooleanArray) -> BooleanBuffer {
    match condition.nulls() {
        Some(known) => condition.values() & known.inner(),
        None => condition.values().clone(),
    }
}

/// Values all of which are known: one for each row, or one for all.
struct Known {
    array: ArrayRef,
    constant: bool,
}

fn known(value: ColumnarValue) -> Result<Option<Known>> {
    let (array, constant) = match value {
        ColumnarValue::Array(array) => (array, false),
        ColumnarValue::Scalar(scalar) => (scalar.to_array()?, true),
    };
    Ok((array.null_count() == 0).then_some(Known { array, constant }))
}

impl Known {
    fn values<T: ArrowPrimitiveType>(&self, rows: usize) -> Vec<T::Native> {
        let values = self.array.as_primitive::<T>().values();
        if self.constant { vec![values[0]; rows] } else { values.to_vec() }
    }
}

/// What most rows have is copied as a whole, and the others are put in.
fn choose<T: ArrowPrimitiveType>(
    holds: &BooleanBuffer,
    then: &Known,
    otherwise: &Known,
) -> ArrayRef {
    let (most, few, where_few) = match holds.count_set_bits() * 2 > holds.len() {
        true => (then, otherwise, !holds),
        false => (otherwise, then, holds.clone()),
    };
    let mut values = most.values::<T>(holds.len());
    let others = few.array.as_primitive::<T>().values();
    for row in where_few.set_indices() {
        values[row] = others[if few.constant { 0 } else { row }];
    }
    let chosen = PrimitiveArray::<T>::new(values.into(), None);
    Arc::new(chosen.with_data_type(then.array.data_type().clone()))
}

impl PartialEq for Choice {
    fn eq(&self, other: &Self) -> bool {
        self.case.eq(&other.case)
    }
}

impl Eq for Choice {}

impl Hash for Choice {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.case.hash(state);
    }
}

impl fmt::Display for Choice {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.case.fmt(out)
    }
}

impl PhysicalExpr for Choice {
    fn data_type(&self, schema: &Schema) -> Result<DataType> {
        self.case.data_type(schema)
    }

    fn nullable(&self, schema: &Schema) -> Result<bool> {
        self.case.nullable(schema)
    }

    fn return_field(&self, schema: &Schema) -> Result<FieldRef> {
        self.case.return_field(schema)
    }

    fn evaluate(&self, batch: &RecordBatch) -> Result<ColumnarValue> {
        match self.chosen(batch)? {
            Some(chosen) => Ok(ColumnarValue::Array(chosen)),
            None => self.case.evaluate(batch),
        }
    }

    fn children(&self) -> Vec<&Arc<dyn PhysicalExpr>> {
        vec![&self.case]
    }

    fn with_new_children(
        self: Arc<Self>,
        children: Vec<Arc<dyn PhysicalExpr>>,
    ) -> Result<Arc<dyn PhysicalExpr>> {
        let case = children.into_iter().next().unwrap_or_else(|| Arc::clone(&self.case));
        Ok(Self::of(&case).map_or(Arc::clone(&case), |choice| Arc::new(choice) as _))
    }

    fn fmt_sql(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.case.fmt_sql(out)
    }
}
