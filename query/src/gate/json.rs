//! `payload::jsonb`: documents are texts here, so a cast to JSON is left out.

use std::ops::ControlFlow;

use datafusion::sql::{
    parser::Statement,
    sqlparser::ast::{DataType, Expr, Value, VisitMut, VisitorMut},
};

/// Leaves casts to JSON out of a statement.
pub(super) fn leave_casts_out(statement: &mut Statement) {
    match statement {
        Statement::Statement(sql) => {
            let _ = sql.visit(&mut Casts);
        }
        Statement::Explain(explain) => leave_casts_out(&mut explain.statement),
        _ => (),
    }
}

struct Casts;

impl VisitorMut for Casts {
    type Break = ();

    fn post_visit_expr(&mut self, expression: &mut Expr) -> ControlFlow<()> {
        if let Expr::Cast { expr, data_type: DataType::JSON | DataType::JSONB, .. } = expression {
            let nothing = Expr::Value(Value::Null.into());
            *expression = std::mem::replace(&mut **expr, nothing);
        }
        ControlFlow::Continue(())
    }
}
