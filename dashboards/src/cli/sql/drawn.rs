//! An answer as a table for people.

use std::fmt::Write as _;

use serde_json::Value;

/// The rows of a JSON answer in columns, with the number of rows below.
pub(super) fn drawn(answer: &Value) -> String {
    let none = Vec::new();
    let list = |name: &str| answer[name].as_array().unwrap_or(&none);
    let names = list("schema").iter().filter_map(|column| column["name"].as_str());
    let names: Vec<String> = names.map(str::to_owned).collect();
    let of_row = |row: &Value| names.iter().map(|name| cell(&row[name.as_str()])).collect();
    let rows: Vec<Vec<String>> = list("rows").iter().map(of_row).collect();
    let width = |at: usize| {
        let cells = rows.iter().map(|row| row[at].chars().count());
        cells.chain([names[at].chars().count()]).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..names.len()).map(width).collect();
    let rule: Vec<String> = widths.iter().map(|width| "-".repeat(*width)).collect();
    let mut text = String::new();
    for row in [&names, &rule].into_iter().chain(&rows) {
        let padded = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:<width$}"));
        let _ = writeln!(text, "{}", padded.collect::<Vec<_>>().join("  ").trim_end());
    }
    let plural = if rows.len() == 1 { "row" } else { "rows" };
    let _ = writeln!(text, "{} {plural}", rows.len());
    text
}

fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests;
