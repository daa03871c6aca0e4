//! What is known of the series of a shop on a day: their forecasts, and what plans are made of.

use std::{collections::HashMap, sync::Arc};

use marea_forecast::Outcome;
use serde::{Deserialize, Serialize};

use super::{
    Run,
    closed_days::ClosedDays,
    findings::{self, Finding},
    fits::{AHEAD, Fits},
    frames::{self, Accuracy, Point, StepAccuracy, SumErrors},
    histories::Goods,
    panel::Panel,
    refit::Standings,
    series::{Measure, SeriesName},
    tracking::Actuals,
};

/// What a fit of a series found out about its models.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Tested {
    /// Which run fitted it.
    pub run: Run,
    /// The last fold of the back-test.
    pub backtest: Vec<Point>,
    /// Of every model that was tried.
    pub accuracies: Vec<Accuracy>,
    /// Of the published one.
    pub by_horizon: Vec<StepAccuracy>,
    /// Of sums over several days.
    pub sums: Vec<SumErrors>,
    /// What stands out in the history.
    pub findings: Vec<Finding>,
}

/// A series' forecast, and what was found out when its model was fitted.
#[derive(Debug, Clone, Default)]
pub(crate) struct SeriesOutlook {
    pub forecast: Vec<Point>,
    pub tested: Arc<Tested>,
}

impl SeriesOutlook {
    /// The error of the published model.
    pub(crate) fn chosen(&self) -> Option<&Accuracy> {
        self.tested.accuracies.iter().find(|it| it.chosen)
    }

    /// The error of the forecast that everybody can make.
    pub(crate) fn seasonal_naive(&self) -> Option<&Accuracy> {
        self.tested.accuracies.iter().find(|it| it.model == "seasonal_naive")
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
    /// The goods of the shop, as plans need them.
    pub goods: Arc<Goods>,
    /// Units a day of late, of those that have too little history to be forecast.
    pub paces: HashMap<String, f64>,
    /// What came of late.
    pub actuals: Actuals,
    /// When nothing will be sold.
    pub closed: ClosedDays,
}

impl Gathered {
    /// Nothing yet of a shop with these parts.
    pub(super) fn begun(parts: &Panel, run: &Run) -> anyhow::Result<Self> {
        Ok(Self { closed: ClosedDays::ahead(parts, run, AHEAD)?, ..Self::default() })
    }

    /// Takes in a panel as it stands.
    pub(super) fn add(&mut self, panel: &Panel, standings: &Standings, fits: &Fits, run: &Run) {
        self.actuals.add(panel.rows(), run.origin);
        for name in panel.names() {
            if let Some(standing) = standings.get(name) {
                let mut forecast = standing.forecast.clone();
                let tested = Arc::clone(&standing.tested);
                if SeriesName::read(name).is_some_and(|it| it.measure != Measure::Returns) {
                    self.closed.leave_out(&mut forecast);
                }
                self.series.insert(name.to_string(), SeriesOutlook { forecast, tested });
            } else {
                let reason = fits.refusal(name).unwrap_or("new: it is about to be fitted");
                self.refused.insert(name.to_string(), reason.to_owned());
            }
        }
    }

    /// Takes in what is known of goods beyond the forecasts of them.
    pub(super) fn stock(&mut self, goods: &Arc<Goods>, run: &Run) {
        for name in self.refused.keys().filter_map(|name| SeriesName::read(name)) {
            let Some(sku) = name.sku() else { continue };
            let place = name.warehouse().unwrap_or_default();
            if let Some(pace) = goods.stocked.pace(sku, place, run.origin) {
                self.paces.insert(name.to_string(), pace);
            }
        }
        for (place, whole) in goods.stocked.in_one_place() {
            self.copy(&place.to_string(), &whole.to_string());
        }
        self.goods = Arc::clone(goods);
    }

    /// Says of one series what is known of another that is the same.
    fn copy(&mut self, from: &str, to: &str) {
        if let Some(series) = self.series.get(from).cloned() {
            self.series.insert(to.to_owned(), series);
        }
        if let Some(reason) = self.refused.get(from).cloned() {
            self.refused.insert(to.to_owned(), reason);
        }
        self.actuals.copy(from, to);
    }
}

/// What a run found out, by series' name.
pub(super) fn tested(outcome: &Outcome, run: &Run) -> anyhow::Result<HashMap<String, Tested>> {
    let mut found: HashMap<String, Tested> = HashMap::new();
    let none = || Tested { run: run.clone(), ..Tested::default() };
    for (name, accuracy) in frames::accuracy(&outcome.accuracy)? {
        found.entry(name).or_insert_with(none).accuracies.push(accuracy);
    }
    for (name, step) in frames::by_horizon(&outcome.accuracy_by_horizon)? {
        found.entry(name).or_insert_with(none).by_horizon.push(step);
    }
    for (name, sum) in frames::sums(&outcome.sums)? {
        found.entry(name).or_insert_with(none).sums.push(sum);
    }
    for (name, point) in frames::points(&outcome.backtest)? {
        found.entry(name).or_insert_with(none).backtest.push(point);
    }
    for (name, finding) in findings::read(outcome)? {
        found.entry(name).or_insert_with(none).findings.push(finding);
    }
    Ok(found)
}
