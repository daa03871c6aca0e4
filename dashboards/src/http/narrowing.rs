//! What a forecast or plan is narrowed by: `?level=category&measure=units`, and the condition of SQL
//! that it means.

use super::{
    Problem,
    parameters::{parameters, wrong},
};
use crate::{outlook, table::literal};

/// Columns of text that rows are chosen by; said twice, either may be.
const TEXTS: [&str; 10] = [
    "level",
    "measure",
    "sku",
    "category",
    "channel",
    "country",
    "warehouse",
    "scenario",
    "role",
    "model",
];
/// Columns that are true or not.
const TRUTHS: [&str; 2] = ["chosen", "late"];
/// Days ahead, up to and with.
const HORIZON: &str = "horizon";

/// Every name that something can be narrowed by.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    TEXTS.into_iter().chain(TRUTHS).chain([HORIZON])
}

/// A query string taken apart: the condition, if there is one, and the rest of it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Narrowing {
    pub(super) condition: Option<String>,
    pub(super) rest: String,
}

impl Narrowing {
    /// What a query string asks of a table.
    ///
    /// # Errors
    /// A column that the table lacks, or a value that it cannot have.
    pub(super) fn of(table: &str, query: &str) -> Result<Self, Problem> {
        let mut chosen: Vec<(&str, Vec<String>)> = Vec::new();
        let mut rest = Vec::new();
        for part in query.split('&').filter(|part| !part.is_empty()) {
            let Some((name, value)) = parameters(part)?.into_iter().next() else { continue };
            let Some(known) = names().find(|known| *known == name) else {
                rest.push(part);
                continue;
            };
            check(table, known)?;
            match chosen.iter_mut().find(|(name, _)| *name == known) {
                Some((_, values)) => values.push(value),
                None => chosen.push((known, vec![value])),
            }
        }
        let conditions = chosen.iter().map(|(name, values)| condition(name, values));
        let conditions: Vec<String> = conditions.collect::<Result<_, _>>()?;
        let condition = (!conditions.is_empty()).then(|| conditions.join(" AND "));
        Ok(Self { condition, rest: rest.join("&") })
    }
}

fn check(table: &str, column: &str) -> Result<(), Problem> {
    let columns = outlook::columns(table);
    if columns.iter().any(|name| name == column) {
        return Ok(());
    }
    let by: Vec<&str> = names().filter(|name| columns.iter().any(|it| it == name)).collect();
    Err(wrong(column, format!("{table} has no such column; narrow it by {}", by.join(", "))))
}

fn condition(column: &str, values: &[String]) -> Result<String, Problem> {
    let first = values.first().map(String::as_str).unwrap_or_default();
    if values.len() > 1 && !TEXTS.contains(&column) {
        return Err(wrong(column, "said twice"));
    }
    if column == HORIZON {
        let days: u16 = first.parse().map_err(|_| wrong(column, "expected a number of days"))?;
        return Ok(format!("{column} <= {days}"));
    }
    if TRUTHS.contains(&column) {
        let truth: bool = first.parse().map_err(|_| wrong(column, "expected true or false"))?;
        return Ok(if truth { column.to_owned() } else { format!("NOT {column}") });
    }
    let texts: Vec<String> = values.iter().map(|value| literal(value)).collect();
    Ok(format!("{column} IN ({})", texts.join(", ")))
}

#[cfg(test)]
mod tests;
