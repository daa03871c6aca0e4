//! Long tables of days as planners read them in a spreadsheet: a row for each series, a column for
//! each day. It is taken where the rows as SQL has them do not fit into a workbook.

use chrono::NaiveDate;

use super::Question;
use crate::{
    language::{Language, Word},
    table::literal,
};

/// Sheets of forecasts: a level, the columns that say which of it, and what the sheet is called.
const LEVELS: [(&str, &[&str], Word); 7] = [
    ("shop", &[], Word::Shop),
    ("category", &["category"], Word::Categories),
    ("channel", &["channel"], Word::Channels),
    ("country", &["country"], Word::Countries),
    ("warehouse", &["warehouse"], Word::Warehouses),
    ("sku", &["sku"], Word::Skus),
    ("sku_warehouse", &["sku", "warehouse"], Word::SkusInWarehouses),
];

/// A sheet that is to be made: what it is called, and the query of its rows.
pub(super) struct Planned {
    pub(super) name: String,
    pub(super) sql: String,
}

/// The days of a table, as a query; nothing for a table that has none.
pub(super) fn days(question: &Question) -> Option<String> {
    let table = question.table.as_deref()?;
    let condition = question.condition();
    ["demand_forecast", "stock_projection"]
        .contains(&table)
        .then(|| format!("SELECT DISTINCT date FROM {table} {condition} ORDER BY 1"))
}

/// The sheets of a table that is too long for one; none where there is no shorter way to say it.
pub(super) fn sheets(question: &Question, days: &[NaiveDate]) -> Vec<Planned> {
    match question.table.as_deref() {
        Some("demand_forecast") => LEVELS.map(|level| demand(question, level, days)).into(),
        Some("stock_projection") => vec![
            stock(question, Word::ProjectionPlan, "stock", days),
            stock(question, Word::ProjectionWithOrder, "stock_with_order", days),
        ],
        // Of all models that were tried, those whose forecasts are published.
        Some("forecast_accuracy") => vec![Planned {
            name: question.language.word(Word::AccuracyPlan).to_owned(),
            sql: format!("SELECT * FROM forecast_accuracy {}", question.and("chosen")),
        }],
        _ => Vec::new(),
    }
}

fn demand(
    question: &Question,
    (level, keys, name): (&str, &[&str], Word),
    days: &[NaiveDate],
) -> Planned {
    let keys = [keys, &["measure", "scenario", "model", "wape", "origin"]].concat().join(", ");
    let condition = question.and(&format!("level = {}", literal(level)));
    let columns = columns("value", days);
    let sql = format!(
        "SELECT {keys}, sum(value) AS value_in_all{columns} FROM demand_forecast {condition} \
         GROUP BY {keys} ORDER BY {keys}"
    );
    Planned { name: question.language.word(name).to_owned(), sql }
}

fn stock(question: &Question, name: Word, value: &str, days: &[NaiveDate]) -> Planned {
    let keys = "sku, warehouse, scenario, reorder_point, origin";
    let (columns, condition) = (columns(value, days), question.condition());
    let sql = format!(
        "SELECT {keys}{columns} FROM stock_projection {condition} GROUP BY {keys} ORDER BY {keys}"
    );
    Planned { name: question.language.word(name).to_owned(), sql }
}

/// A column for each day, named as the day.
fn columns(value: &str, days: &[NaiveDate]) -> String {
    let column =
        |day: &NaiveDate| format!(", max({value}) FILTER (WHERE date = DATE '{day}') AS \"{day}\"");
    days.iter().map(column).collect()
}

/// What the head of a column says that is named as a day.
pub(super) fn head(name: &str, language: Language) -> Option<String> {
    let day: NaiveDate = name.parse().ok()?;
    Some(language.date(day))
}

#[cfg(test)]
mod tests;
