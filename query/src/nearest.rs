//! What somebody may have meant: the near name of a column or a table that is not there.

use datafusion::catalog::SchemaProvider;

use crate::{QueryError, session::SessionTables};

/// Adds a hint to an error about a table that is not there.
pub(crate) fn with_hint(error: QueryError, tables: &SessionTables) -> QueryError {
    let QueryError::Invalid { message, position, hint: None } = error else { return error };
    let Some(asked) = missing_table(&message) else {
        return QueryError::Invalid { message, position, hint: None };
    };
    let names = tables.table_names();
    let near = nearest(&asked, names.iter().map(String::as_str));
    let hint = match near {
        Some(near) => format!("did you mean {near}?"),
        None => "SHOW TABLES lists all tables, and /api/v1/tables what they hold".to_owned(),
    };
    QueryError::Invalid { message: format!("there is no table {asked}"), position, hint: Some(hint) }
}

fn missing_table(message: &str) -> Option<String> {
    let (_, rest) = message.split_once("table '")?;
    let (name, rest) = rest.split_once('\'')?;
    rest.starts_with(" not found").then(|| {
        name.strip_prefix("marea.public.").unwrap_or(name).to_owned()
    })
}

/// The name that is most like another, if any is like it.
pub(crate) fn nearest<'a>(asked: &str, names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let likeness = |name: &str| strsim::jaro_winkler(&asked.to_lowercase(), name);
    let scored = names.map(|name| (likeness(name), name)).filter(|(score, _)| *score > 0.8);
    scored.max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, name)| name)
}

#[cfg(test)]
mod tests;
