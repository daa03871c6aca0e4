//! `AT TIME ZONE 'UTC'` names a zone like any other. Stored instants are typed as UTC too, and are
//! cut in the zone of the session; so that what was asked for in UTC stays so, it is given the
//! offset for the name.

use std::ops::ControlFlow;

use datafusion::sql::{
    parser::Statement,
    sqlparser::ast::{Expr, Value, VisitMut, VisitorMut},
};

/// Gives the offset for the name wherever a statement asks for UTC.
pub(super) fn tell_utc_apart(statement: &mut Statement) {
    match statement {
        Statement::Statement(sql) => {
            let _ = sql.visit(&mut Offsets);
        }
        Statement::Explain(explain) => tell_utc_apart(&mut explain.statement),
        _ => (),
    }
}

struct Offsets;

impl VisitorMut for Offsets {
    type Break = ();

    fn pre_visit_expr(&mut self, expression: &mut Expr) -> ControlFlow<()> {
        if let Expr::AtTimeZone { time_zone, .. } = expression
            && let Expr::Value(value) = &mut **time_zone
            && let Value::SingleQuotedString(zone) = &mut value.value
            && zone.eq_ignore_ascii_case("utc")
        {
            "+00:00".clone_into(zone);
        }
        ControlFlow::Continue(())
    }
}
