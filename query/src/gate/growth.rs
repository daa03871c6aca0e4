//! Functions that make much of little: their sizes are bounded before anything is computed, since
//! what one call makes is not accounted to the memory of the query.

use arrow::datatypes::{DataType, TimeUnit};
use datafusion::{
    common::{
        ScalarValue,
        tree_node::{TreeNode, TreeNodeRecursion},
    },
    error::DataFusionError,
    logical_expr::{Expr, LogicalPlan},
};

use crate::QueryError;

/// The largest size that one of them may be called with.
const LARGEST: i64 = 10_000;

/// Functions and the first of their arguments that is a size.
const GROWING: [(&str, usize); 8] = [
    ("array_repeat", 1),
    ("array_resize", 1),
    ("generate_series", 0),
    ("list_repeat", 1),
    ("lpad", 1),
    ("range", 0),
    ("repeat", 1),
    ("rpad", 1),
];

/// Refuses a plan that calls one of them with a size that is too large, or not known.
pub(super) fn check(plan: &LogicalPlan) -> Result<(), QueryError> {
    let mut fault = None;
    plan.apply_with_subqueries(|node| {
        node.apply_expressions(|expression| {
            expression.apply(|part| {
                fault = fault.take().or(fault_of(part)?);
                Ok(TreeNodeRecursion::Continue)
            })
        })
    })?;
    match fault {
        Some(name) => Err(QueryError::invalid(format!(
            "{name}() takes sizes up to {LARGEST}, as numbers or as dates and an interval that are \
             written out, and nothing that another such function makes"
        ))),
        None => Ok(()),
    }
}

fn growing(expression: &Expr) -> Option<(&'static str, usize, &[Expr])> {
    let Expr::ScalarFunction(call) = expression else { return None };
    let known = GROWING.iter().find(|(name, _)| *name == call.func.name())?;
    Some((known.0, known.1, &call.args))
}

fn fault_of(expression: &Expr) -> Result<Option<&'static str>, DataFusionError> {
    let Some((name, first, arguments)) = growing(expression) else { return Ok(None) };
    let mut nested = false;
    for argument in arguments {
        nested |= argument.exists(|part| Ok(growing(part).is_some()))?;
    }
    let mut sizes = arguments.iter().skip(first).filter(|it| !is_text(it)).map(size);
    let is_small = sizes.all(|size| size <= LARGEST) || instants(arguments) <= LARGEST;
    Ok((nested || !is_small).then_some(name))
}

/// How many instants or days lie from the first to the second, by the third; unknown counts as many.
fn instants(arguments: &[Expr]) -> i64 {
    let [from, to, step] = arguments else { return i64::MAX };
    let (Some(from), Some(to), Some(step)) = (seconds(from), seconds(to), step_seconds(step))
    else {
        return i64::MAX;
    };
    to.abs_diff(from).checked_div(step).and_then(|it| i64::try_from(it).ok()).unwrap_or(i64::MAX)
}

/// A date or an instant that is written out, in seconds since 1970.
fn seconds(expression: &Expr) -> Option<i64> {
    let instant = DataType::Timestamp(TimeUnit::Second, None);
    match constant(expression)?.cast_to(&instant) {
        Ok(ScalarValue::TimestampSecond(seconds, _)) => seconds,
        _ => None,
    }
}

/// The length of an interval that is written out, in whole seconds, at the least: a month may have
/// as few as 28 days. Months that take back days, or the other way round, make no length.
fn step_seconds(expression: &Expr) -> Option<u64> {
    let (months, days, nanoseconds) = match constant(expression)? {
        ScalarValue::IntervalMonthDayNano(Some(it)) => {
            (it.months.into(), it.days.into(), it.nanoseconds)
        }
        ScalarValue::IntervalDayTime(Some(it)) => {
            (0, it.days.into(), i64::from(it.milliseconds) * 1_000_000)
        }
        ScalarValue::IntervalYearMonth(Some(months)) => (months.into(), 0, 0),
        _ => return None,
    };
    let parts: [i64; 3] = [months * 28 * 86_400, days * 86_400, nanoseconds / 1_000_000_000];
    let alike = parts.iter().all(|part| *part >= 0) || parts.iter().all(|part| *part <= 0);
    alike.then(|| parts.iter().sum::<i64>().unsigned_abs())
}

/// What is written out, also as a text that is cast: `date '2026-03-31'`.
fn constant(expression: &Expr) -> Option<ScalarValue> {
    match expression {
        Expr::Literal(value, _) => Some(value.clone()),
        Expr::Cast(cast) => constant(&cast.expr)?.cast_to(cast.field.data_type()).ok(),
        Expr::Alias(alias) => constant(&alias.expr),
        _ => None,
    }
}

fn is_text(expression: &Expr) -> bool {
    matches!(expression, Expr::Literal(ScalarValue::Utf8(_) | ScalarValue::Utf8View(_), _))
}

fn size(expression: &Expr) -> i64 {
    match expression {
        Expr::Literal(ScalarValue::Int64(Some(size)), _) => size.saturating_abs(),
        Expr::Negative(inner) => size(inner),
        _ => i64::MAX,
    }
}
