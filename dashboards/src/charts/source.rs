//! What each chart shows, read from a store by SQL.

mod accuracy;
mod demand;
mod orders;
mod profile;
mod seasonal;
mod staffing;
mod stock;

use std::str::FromStr;

use chrono::NaiveDate;
use serde_json::Value;

use super::Chart;
use crate::{
    Application,
    language::{Language, Word},
    table::{Row, literal},
};

/// Which chart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ChartName {
    /// History, forecast and back-test of demand.
    Demand,
    /// How demand differs by weekday, month and hour.
    SeasonalProfile,
    /// Error and coverage by days ahead.
    Accuracy,
    /// The stock of a SKU in a warehouse.
    Stock,
    /// People by day and hour.
    Staffing,
}

impl ChartName {
    /// All of them.
    pub(crate) const ALL: [Self; 5] =
        [Self::Demand, Self::SeasonalProfile, Self::Accuracy, Self::Stock, Self::Staffing];

    /// Its name in addresses and on the command line.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Demand => "demand",
            Self::SeasonalProfile => "seasonal-profile",
            Self::Accuracy => "accuracy",
            Self::Stock => "stock",
            Self::Staffing => "staffing",
        }
    }

    /// What it can be narrowed by.
    fn narrowed_by(self) -> &'static [&'static str] {
        match self {
            Self::Demand | Self::Accuracy => &["sku", "measure"],
            Self::SeasonalProfile => &["sku"],
            Self::Stock => &["sku", "warehouse"],
            Self::Staffing => &["warehouse", "role"],
        }
    }
}

impl FromStr for ChartName {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Self::ALL.into_iter().find(|name| name.as_str() == text).ok_or_else(|| {
            let known = Self::ALL.map(Self::as_str).join(", ");
            format!("there is no chart \"{text}\"; there are {known}")
        })
    }
}

/// Which chart, of what, in which language.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    pub(crate) chart: ChartName,
    pub(crate) sku: Option<String>,
    pub(crate) warehouse: Option<String>,
    pub(crate) role: Option<String>,
    /// `units` or `revenue`.
    pub(crate) measure: Option<String>,
    pub(crate) language: Language,
}

impl Asked {
    /// Nothing but a chart.
    pub(crate) fn of(chart: ChartName) -> Self {
        Self {
            chart,
            sku: None,
            warehouse: None,
            role: None,
            measure: None,
            language: Language::default(),
        }
    }

    /// Refuses what would not change the chart, since whoever says it means something by it.
    pub(crate) fn check(&self) -> anyhow::Result<()> {
        let said = [
            ("sku", &self.sku),
            ("warehouse", &self.warehouse),
            ("role", &self.role),
            ("measure", &self.measure),
        ];
        for (name, _) in said.into_iter().filter(|(_, value)| value.is_some()) {
            let known = self.chart.narrowed_by();
            let chart = self.chart.as_str();
            anyhow::ensure!(
                known.contains(&name),
                "{name}: the chart {chart} cannot be narrowed by it, but by {}",
                known.join(" and ")
            );
        }
        let measure = self.measure();
        anyhow::ensure!(
            measure == "units" || (measure == "revenue" && self.sku.is_none()),
            "measure: expected units, or revenue of the shop"
        );
        Ok(())
    }

    fn measure(&self) -> &str {
        self.measure.as_deref().unwrap_or("units")
    }

    fn is_units(&self) -> bool {
        self.measure() == "units"
    }

    /// The condition of SQL on forecast tables for the series that is asked for.
    fn series(&self) -> String {
        let measure = literal(self.measure());
        match &self.sku {
            None => format!("level = 'shop' AND measure = {measure}"),
            Some(sku) => {
                format!("level = 'sku' AND measure = {measure} AND sku = {}", literal(sku))
            }
        }
    }

    /// A title: one for the shop, one for a SKU.
    fn title(&self, application: &Application, shop: Word, sku: Word) -> String {
        match &self.sku {
            None => self.language.phrase(shop, &[&application.ingest.shop().name]),
            Some(name) => self.language.phrase(sku, &[name]),
        }
    }
}

/// Reads a chart.
pub(crate) async fn read(application: &Application, asked: &Asked) -> anyhow::Result<Chart> {
    asked.check()?;
    Ok(match asked.chart {
        ChartName::Demand => Chart::Demand(demand::read(application, asked).await?),
        ChartName::SeasonalProfile => {
            Chart::SeasonalProfile(Box::new(seasonal::read(application, asked).await?))
        }
        ChartName::Accuracy => Chart::Accuracy(accuracy::read(application, asked).await?),
        ChartName::Stock => Chart::Stock(stock::read(application, asked).await?),
        ChartName::Staffing => Chart::Staffing(staffing::read(application, asked).await?),
    })
}

/// A number cell, whatever its type; nothing where it is null or not there.
fn number(row: &Row, column: &str) -> Option<f64> {
    match row.get(column)? {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => text.parse().ok(),
        _ => None,
    }
}

/// The last day of history of a row of a forecast table, in words of the language.
fn origin(row: &Row, language: Language) -> String {
    crate::table::date(row, "origin").map_or_else(String::new, |day| language.date(day))
}

/// The position in the log that a row's history was true at.
fn log_position(row: &Row) -> String {
    number(row, "history_lsn").map_or_else(String::new, |lsn| format!("{lsn:.0}"))
}

/// All days from `first` to `last`.
fn days(first: NaiveDate, last: NaiveDate) -> impl Iterator<Item = NaiveDate> {
    first.iter_days().take_while(move |day| *day <= last)
}

#[cfg(test)]
mod tests;
