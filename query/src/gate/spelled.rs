//! Functions of PostgreSQL that the engine has under another name or only as an expression:
//! `mod`, `every`, and `percentile_disc(…) WITHIN GROUP (ORDER BY …)`.

use std::ops::ControlFlow;

use datafusion::sql::{
    parser::Statement,
    sqlparser::{
        ast::{
            Expr, Function, FunctionArg, FunctionArgExpr, FunctionArguments, Ident, ObjectName,
            OrderByExpr, VisitMut, VisitorMut,
        },
        dialect::PostgreSqlDialect,
        parser::Parser,
    },
};

/// The longest expression that is put in a call's place, in bytes.
const LONGEST: usize = 4 << 10;

/// Spells them in the engine's way.
pub(super) fn in_the_engines_way(statement: &mut Statement) {
    match statement {
        Statement::Statement(sql) => {
            let _ = sql.visit(&mut Functions);
        }
        Statement::Explain(explain) => in_the_engines_way(&mut explain.statement),
        _ => (),
    }
}

struct Functions;

impl VisitorMut for Functions {
    type Break = ();

    fn post_visit_expr(&mut self, expression: &mut Expr) -> ControlFlow<()> {
        if let Expr::Function(function) = expression
            && let Some(spelled) = spelled(function)
        {
            *expression = spelled;
        }
        ControlFlow::Continue(())
    }
}

fn spelled(function: &Function) -> Option<Expr> {
    let name = function.name.to_string().to_ascii_lowercase();
    let arguments = by_place(&function.args)?;
    match (name.as_str(), &arguments[..]) {
        ("mod", [number, by]) => expression(&format!("(({number}) % ({by}))")),
        ("every", [_]) => {
            let name = ObjectName::from(vec![Ident::new("bool_and")]);
            Some(Expr::Function(Function { name, ..function.clone() }))
        }
        ("percentile_disc", [share]) if function.over.is_none() => match &function.within_group[..]
        {
            [ordered] => expression(&percentile(share, ordered, function.filter.as_deref())),
            _ => None,
        },
        _ => None,
    }
}

fn by_place(arguments: &FunctionArguments) -> Option<Vec<&Expr>> {
    let FunctionArguments::List(list) = arguments else { return None };
    let value = |argument| match argument {
        &FunctionArg::Unnamed(FunctionArgExpr::Expr(ref value)) => Some(value),
        _ => None,
    };
    list.args.iter().map(value).collect()
}

/// The first value, in order, that is not before the asked share of all that are there.
fn percentile(share: &Expr, ordered: &OrderByExpr, filter: Option<&Expr>) -> String {
    let value = &ordered.expr;
    let there = match filter {
        Some(filter) => format!("({value}) IS NOT NULL AND ({filter})"),
        None => format!("({value}) IS NOT NULL"),
    };
    format!(
        "array_element(array_agg({value} ORDER BY {ordered}) FILTER (WHERE {there}), \
         greatest(CAST(ceil(({share}) * count(*) FILTER (WHERE {there})) AS BIGINT), 1))"
    )
}

/// An expression that is written here, of parts that were read already. Since a part may stand in
/// it more than once, calls within calls grow with each level: what grows too long stays as it is.
fn expression(text: &str) -> Option<Expr> {
    if text.len() > LONGEST {
        return None;
    }
    let mut parser = Parser::new(&PostgreSqlDialect {}).try_with_sql(text).ok()?;
    parser.parse_expr().ok()
}
