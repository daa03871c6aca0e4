//! Functions that make much of little: their sizes are bounded before anything is computed, since
//! what one call makes is not accounted to the memory of the query.

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
            "{name}() takes sizes up to {LARGEST}, as numbers, and nothing that another such \
             function makes"
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
    let sizes = arguments.iter().skip(first).filter(|it| !is_text(it));
    let mut nested = false;
    for argument in arguments {
        nested |= argument.exists(|part| Ok(growing(part).is_some()))?;
    }
    Ok((nested || !sizes.map(size).all(|size| size <= LARGEST)).then_some(name))
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
