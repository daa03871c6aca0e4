//! Named arguments of table functions: `forecast('…', horizon => 28)`.
//!
//! The planner takes only arguments by place. A named one is passed on as two, its name as a text
//! and its value, and the function puts them together again.

use std::ops::ControlFlow;

use datafusion::sql::{
    parser::Statement,
    sqlparser::ast::{
        Expr, FunctionArg, FunctionArgExpr, TableFactor, Value, VisitMut, VisitorMut,
    },
};

/// Turns named arguments of table functions into pairs.
pub(super) fn pair(statement: &mut Statement) {
    match statement {
        Statement::Statement(sql) => {
            let _ = sql.visit(&mut Pairs);
        }
        Statement::Explain(explain) => pair(&mut explain.statement),
        _ => (),
    }
}

struct Pairs;

impl VisitorMut for Pairs {
    type Break = ();

    fn pre_visit_table_factor(&mut self, factor: &mut TableFactor) -> ControlFlow<()> {
        if let TableFactor::Table { args: Some(call), .. } = factor {
            let given = std::mem::take(&mut call.args);
            call.args = given.into_iter().flat_map(by_place).collect();
        }
        ControlFlow::Continue(())
    }
}

fn by_place(argument: FunctionArg) -> Vec<FunctionArg> {
    let (name, value) = match argument {
        FunctionArg::Named { name, arg, .. }
        | FunctionArg::ExprNamed { name: Expr::Identifier(name), arg, .. } => (name.value, arg),
        other => return vec![other],
    };
    let name = Expr::Value(Value::SingleQuotedString(name).into());
    vec![FunctionArg::Unnamed(FunctionArgExpr::Expr(name)), FunctionArg::Unnamed(value)]
}
