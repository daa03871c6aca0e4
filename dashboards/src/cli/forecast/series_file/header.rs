//! Which column of a file is what.

use csv::StringRecord;

use super::FileArguments;

/// Names that stand for a series, in the order in which they are looked for.
const SERIES: &[&str] =
    &["series", "series_id", "unique_id", "id", "item_id", "item", "sku", "name", "key"];
const TIME: &[&str] = &[
    "time",
    "timestamp",
    "datetime",
    "date",
    "ds",
    "ts",
    "period",
    "day",
    "week",
    "month",
    "quarter",
    "year",
    "hour",
    "t",
    "index",
];
const VALUE: &[&str] =
    &["value", "y", "target", "demand", "sales", "quantity", "units", "count", "volume", "calls"];

/// The places of the columns that are read.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Header {
    /// Nothing where all rows are one series.
    pub(super) series: Option<usize>,
    pub(super) time: usize,
    pub(super) value: usize,
    /// The others, with their names.
    pub(super) others: Vec<(usize, String)>,
}

impl Header {
    pub(super) fn new(names: &StringRecord, asked: &FileArguments) -> anyhow::Result<Self> {
        let names: Vec<&str> = names.iter().collect();
        let time = required(&names, "time", asked.time_column.as_deref(), TIME)?;
        let value = required(&names, "value", asked.value_column.as_deref(), VALUE)?;
        let free = |place: &usize| *place != time && *place != value;
        let series = match asked.series_column.as_deref() {
            Some(name) => Some(required(&names, "series", Some(name), &[])?),
            None => known(&names, SERIES).filter(free),
        };
        for name in &asked.ignore {
            required(&names, "ignored", Some(name), &[])?;
        }
        let is_other = |place: &usize| {
            let name = names[*place];
            free(place) && Some(*place) != series && !asked.ignore.iter().any(|it| same(it, name))
        };
        let others = (0..names.len()).filter(is_other).filter(|place| !names[*place].is_empty());
        let others = others.map(|place| (place, names[place].to_owned())).collect();
        Ok(Self { series, time, value, others })
    }
}

fn same(left: &str, right: &str) -> bool {
    left.eq_ignore_ascii_case(right)
}

/// The first of the known names that the file has.
fn known(names: &[&str], known: &[&str]) -> Option<usize> {
    known.iter().find_map(|wanted| names.iter().position(|name| same(name, wanted)))
}

fn required(
    names: &[&str],
    what: &str,
    asked: Option<&str>,
    usual: &[&str],
) -> anyhow::Result<usize> {
    let found = match asked {
        Some(asked) => names.iter().position(|name| same(name, asked)),
        None => known(names, usual),
    };
    found.ok_or_else(|| {
        let wanted = asked.unwrap_or(what);
        let there = names.join(", ");
        let option = if what == "ignored" { "ignore".into() } else { format!("{what}-column") };
        anyhow::anyhow!(
            "line 1: expected a column \"{wanted}\", found: {there}; name it with --{option}"
        )
    })
}

#[cfg(test)]
mod tests;
