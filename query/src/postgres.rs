//! What PostgreSQL has and the engine has not: days are counted in whole numbers, intervals are
//! taken several times, JSON is read by `->` and `->>`, [`Age`] tells years, months and days, and
//! [`Mode`] the value that comes most often.

mod age;
mod json;
mod mode;
mod times;

use std::sync::Arc;

use arrow::datatypes::DataType;
use chrono_tz::Tz;
use datafusion::{
    common::DFSchema,
    error::DataFusionError,
    execution::{FunctionRegistry, SessionState},
    logical_expr::{
        AggregateUDF, Expr, ExprSchemable, ScalarUDF, cast,
        expr::ScalarFunction,
        planner::{ExprPlanner, PlannerResult, RawBinaryExpr},
    },
    sql::sqlparser::ast::BinaryOperator,
};

use self::{age::Age, json::JsonPart, mode::Mode, times::Times};

/// Makes a session know them.
pub(crate) fn register(state: &mut SessionState, zone: Tz) -> Result<(), DataFusionError> {
    state.register_udf(Arc::new(ScalarUDF::from(Age::new(zone))))?;
    state.register_udf(Arc::new(ScalarUDF::from(Times::new())))?;
    state.register_udaf(Arc::new(AggregateUDF::from(Mode::new())))?;
    for part in [JsonPart::json(), JsonPart::text()] {
        state.register_udf(Arc::new(ScalarUDF::from(part)))?;
    }
    state.register_expr_planner(Arc::new(Operators))
}

/// Plans operators whose meaning follows from the types beside them.
#[derive(Debug)]
struct Operators;

impl ExprPlanner for Operators {
    fn plan_binary_op(
        &self,
        expression: RawBinaryExpr,
        schema: &DFSchema,
    ) -> Result<PlannerResult<RawBinaryExpr>, DataFusionError> {
        let planned = planned(&expression, schema);
        Ok(planned.map_or(PlannerResult::Original(expression), PlannerResult::Planned))
    }
}

fn planned(expression: &RawBinaryExpr, schema: &DFSchema) -> Option<Expr> {
    let RawBinaryExpr { op, left, right } = expression;
    let (left, right) = (left.clone(), right.clone());
    let of_left = left.get_type(schema).ok()?;
    let of_right = right.get_type(schema).ok()?;
    let is_day = |kind: &DataType| *kind == DataType::Date32;
    match op {
        BinaryOperator::Minus if is_day(&of_left) && is_day(&of_right) => {
            Some(cast(days(left) - days(right), DataType::Int32))
        }
        BinaryOperator::Minus if is_day(&of_left) && of_right.is_integer() => {
            Some(day(days(left) - whole(right)))
        }
        BinaryOperator::Plus if is_day(&of_left) && of_right.is_integer() => {
            Some(day(days(left) + whole(right)))
        }
        BinaryOperator::Plus if of_left.is_integer() && is_day(&of_right) => {
            Some(day(whole(left) + days(right)))
        }
        BinaryOperator::Multiply if is_interval(&of_left) => call(Times::new(), left, right),
        BinaryOperator::Multiply if is_interval(&of_right) => call(Times::new(), right, left),
        BinaryOperator::Arrow if is_text(&of_left) => call(JsonPart::json(), left, right),
        BinaryOperator::LongArrow if is_text(&of_left) => call(JsonPart::text(), left, right),
        _ => None,
    }
}

fn is_text(kind: &DataType) -> bool {
    matches!(kind, DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View)
}

fn is_interval(kind: &DataType) -> bool {
    matches!(kind, DataType::Interval(_))
}

fn call(function: impl Into<ScalarUDF>, first: Expr, second: Expr) -> Option<Expr> {
    let function = Arc::new(function.into());
    Some(Expr::ScalarFunction(ScalarFunction::new_udf(function, vec![first, second])))
}

/// Days since 1970.
fn days(date: Expr) -> Expr {
    whole(cast(date, DataType::Int32))
}

fn whole(number: Expr) -> Expr {
    cast(number, DataType::Int64)
}

/// The day of a number; an error where there is none, for the narrower number has no room for it.
fn day(days: Expr) -> Expr {
    cast(cast(days, DataType::Int32), DataType::Date32)
}

#[cfg(test)]
mod tests;
