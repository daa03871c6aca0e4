//! What the forecasts of several groups of series came to, series by series.

use std::collections::HashMap;

use marea_forecast::Outcome;

use super::{
    findings::{self, Finding},
    frames::{self, Accuracy, Point, StepAccuracy},
    stocked::Stocked,
    tracking::Actuals,
};

/// A series' forecast, its last back-test and its errors.
#[derive(Debug, Clone, Default)]
pub(crate) struct SeriesOutlook {
    pub forecast: Vec<Point>,
    pub backtest: Vec<Point>,
    /// Of every model that was tried.
    pub accuracies: Vec<Accuracy>,
    /// Of the published one.
    pub by_horizon: Vec<StepAccuracy>,
}

impl SeriesOutlook {
    /// The error of the published model.
    pub(crate) fn chosen(&self) -> Option<&Accuracy> {
        self.accuracies.iter().find(|it| it.chosen)
    }

    /// The error of the forecast that everybody can make.
    pub(crate) fn seasonal_naive(&self) -> Option<&Accuracy> {
        self.accuracies.iter().find(|it| it.model == "seasonal_naive")
    }

    /// The published model.
    pub(crate) fn model(&self) -> &str {
        self.chosen().map_or("", |it| it.model.as_str())
    }
}

/// Forecasts and refusals by series' name, and what plans are made of.
#[derive(Debug, Default)]
pub(crate) struct Gathered {
    pub series: HashMap<String, SeriesOutlook>,
    pub refused: HashMap<String, String>,
    /// What stands out in their histories.
    pub findings: HashMap<String, Vec<Finding>>,
    /// The demand of SKUs in warehouses, as plans need it.
    pub stocked: Stocked,
    /// Units a day of late, of those that have too little history to be forecast.
    pub paces: HashMap<String, f64>,
    /// What each SKU belongs to.
    pub categories: HashMap<String, String>,
    /// What came of late.
    pub actuals: Actuals,
}

impl Gathered {
    /// Takes in what came of a group of series.
    pub(super) fn add(&mut self, outcome: &Outcome) -> anyhow::Result<()> {
        for (name, accuracy) in frames::accuracy(&outcome.accuracy)? {
            self.series.entry(name).or_default().accuracies.push(accuracy);
        }
        for (name, step) in frames::by_horizon(&outcome.accuracy_by_horizon)? {
            self.series.entry(name).or_default().by_horizon.push(step);
        }
        for (name, point) in frames::points(&outcome.forecasts)? {
            self.series.entry(name).or_default().forecast.push(point);
        }
        for (name, point) in frames::points(&outcome.backtest)? {
            self.series.entry(name).or_default().backtest.push(point);
        }
        for (name, finding) in findings::read(outcome)? {
            self.findings.entry(name).or_default().push(finding);
        }
        self.refused.extend(frames::refused(outcome)?);
        Ok(())
    }

    /// Says of one series what is known of another that is the same.
    pub(super) fn copy(&mut self, from: &str, to: &str) {
        if let Some(series) = self.series.get(from).cloned() {
            self.series.insert(to.to_owned(), series);
        }
        if let Some(reason) = self.refused.get(from).cloned() {
            self.refused.insert(to.to_owned(), reason);
        }
        if let Some(found) = self.findings.get(from).cloned() {
            self.findings.insert(to.to_owned(), found);
        }
        self.actuals.copy(from, to);
    }
}
