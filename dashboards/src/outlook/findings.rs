//! What stands out in the histories that forecasts learn from: said, so that a planner can tell a
//! forecast that saw a sale from one that took it for demand. Nothing is left out for it.

use chrono::NaiveDate;
use marea_forecast::Outcome;
use marea_ingest::{table_row, time::Day};
use serde::{Deserialize, Serialize};

use super::{
    Run,
    frames::{dates, texts},
    gathered::Gathered,
    published::Table,
    rows::Keys,
    series::SeriesName,
};

table_row! {
    /// A row of `forecast_findings`.
    #[derive(Debug)]
    FindingRow {
        /// Whose history it is, as in `demand_forecast`.
        level: String,
        /// Of what.
        measure: String,
        /// Which SKU; null where it is of more than one.
        sku: Option<String>,
        /// Which one of another level; null for the shop.
        key: Option<String>,
        /// Which warehouse, where it is of one.
        warehouse: Option<String>,
        /// Which day of the shop; the first where it is of several.
        date: Day,
        /// `additive_outlier` (a day), `temporary_change` (days in a row), `level_shift` (for good) or `censored` (not observed, as without stock).
        kind: String,
        /// What was there, and what is usual.
        detail: String,
        /// Which run found it, and fitted the model.
        run: String,
    }
}

/// Something that stands out in a history.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct Finding {
    pub date: NaiveDate,
    pub kind: String,
    pub detail: String,
}

/// What was noticed, by series' name.
pub(super) fn read(outcome: &Outcome) -> anyhow::Result<Vec<(String, Finding)>> {
    let frame = &outcome.findings;
    let series = texts(frame, "series")?;
    let (days, kinds, details) =
        (dates(frame, "time")?, texts(frame, "kind")?, texts(frame, "detail")?);
    let found = days.into_iter().zip(kinds).zip(details);
    let found = found.map(|((date, kind), detail)| Finding { date, kind, detail });
    Ok(series.into_iter().zip(found).collect())
}

/// The table, the whole before its parts and by date.
pub(super) fn table(gathered: &Gathered) -> Table {
    let mut found: Vec<(SeriesName, &Finding, &Run)> = (gathered.series.iter())
        .filter_map(|(name, series)| Some((SeriesName::read(name)?, &series.tested)))
        .flat_map(|(name, it)| it.findings.iter().map(move |found| (name.clone(), found, &it.run)))
        .collect();
    found.sort_by(|one, other| (&one.0, one.1).cmp(&(&other.0, other.1)));
    Table::of("forecast_findings", found.iter().map(|(name, it, run)| row(name, it, run)))
}

fn row(name: &SeriesName, finding: &Finding, run: &Run) -> FindingRow {
    let keys = Keys::of(name);
    FindingRow {
        key: keys.category.or(keys.channel).or(keys.country),
        level: keys.level,
        measure: keys.measure,
        sku: keys.sku,
        warehouse: keys.warehouse,
        date: finding.date.into(),
        kind: finding.kind.clone(),
        detail: finding.detail.clone(),
        run: run.name(),
    }
}

#[cfg(test)]
mod tests;
