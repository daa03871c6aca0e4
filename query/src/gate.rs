//! The gate: one statement, and only one that reads.

#[cfg(feature = "fuzz")]
pub(crate) mod fuzz;
mod growth;
mod json;
mod named;
mod nesting;
mod offset;
mod spelled;

use datafusion::{
    execution::context::{SQLOptions, SessionState},
    logical_expr::LogicalPlan,
    sql::{
        parser::{DFParserBuilder, Statement},
        sqlparser::{ast::Statement as Sql, dialect::PostgreSqlDialect},
    },
};

use crate::QueryError;

/// The longest query that is read, in bytes.
const LONGEST_QUERY: usize = 256 << 10;
/// Expressions may nest this deep.
const DEEPEST_NESTING: usize = 100;

/// Plans a query, or says why it is not one.
pub(crate) async fn plan(state: &SessionState, sql: &str) -> Result<LogicalPlan, QueryError> {
    let mut statement = one_statement(sql)?;
    admit(&statement)?;
    if let Some(sql) = sql_of(&statement) {
        nesting::check_calls(sql)?;
    }
    named::pair(&mut statement);
    offset::tell_utc_apart(&mut statement);
    json::leave_casts_out(&mut statement);
    spelled::in_the_engines_way(&mut statement);
    let plan = state.statement_to_plan(statement).await?;
    growth::check(&plan)?;
    let reads = SQLOptions::new().with_allow_ddl(false).with_allow_dml(false);
    reads
        .with_allow_statements(false)
        .verify_plan(&plan)
        .map_err(|error| QueryError::NotReadOnly { what: error.strip_backtrace() })?;
    Ok(plan)
}

fn one_statement(sql: &str) -> Result<Statement, QueryError> {
    if sql.len() > LONGEST_QUERY {
        let message = format!("expected at most {LONGEST_QUERY} bytes of SQL, got {}", sql.len());
        return Err(QueryError::invalid(message));
    }
    nesting::check(sql)?;
    let mut statements = DFParserBuilder::new(sql)
        .with_dialect(&PostgreSqlDialect {})
        .with_recursion_limit(DEEPEST_NESTING)
        .build()?
        .parse_statements()?;
    match (statements.pop_front(), statements.len()) {
        (Some(statement), 0) => Ok(statement),
        (None, _) => Err(QueryError::invalid("expected a query, got nothing")),
        (Some(_), more) => {
            Err(QueryError::invalid(format!("expected one statement, got {}", more + 1)))
        }
    }
}

fn sql_of(statement: &Statement) -> Option<&Sql> {
    match statement {
        Statement::Statement(sql) => Some(sql),
        Statement::Explain(explain) => sql_of(&explain.statement),
        _ => None,
    }
}

fn admit(statement: &Statement) -> Result<(), QueryError> {
    let refused = |what: &str| Err(QueryError::NotReadOnly { what: what.to_owned() });
    match statement {
        Statement::Explain(explain) => admit(&explain.statement),
        Statement::CreateExternalTable(_) => refused("CREATE EXTERNAL TABLE"),
        Statement::CopyTo(_) => refused("COPY"),
        Statement::Reset(_) => refused("RESET"),
        Statement::Statement(sql) => match &**sql {
            Sql::Query(_)
            | Sql::ShowTables { .. }
            | Sql::ShowColumns { .. }
            | Sql::ShowFunctions { .. }
            | Sql::ShowVariable { .. }
            | Sql::ExplainTable { .. } => Ok(()),
            Sql::Explain { statement, .. } => admit(&Statement::Statement(statement.clone())),
            other => {
                let text = other.to_string();
                refused(text.split_whitespace().next().unwrap_or("this"))
            }
        },
    }
}

#[cfg(test)]
mod tests;
