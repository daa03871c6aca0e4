//! The tables of forecasts that SQL sees: their rows, column by column.
//!
//! What is forecast is a double, revenue too: it is the mean of what may come, with an interval around
//! it, and no amount that anybody owes. Plans, which people order and pay by, tell money as decimals.

use marea_ingest::{
    identity::Lsn,
    table_row,
    time::{Day, Instant},
};

use super::{Accuracy, Point, Run, SeriesOutlook, frames::StepAccuracy, series::SeriesName};
use crate::outlook::series::Level;

table_row! {
    /// A row of `demand_forecast`.
    #[derive(Debug)]
    ForecastRow {
        /// What is forecast: `shop`, `category`, `channel`, `country`, `warehouse`, `sku` or `sku_warehouse`.
        level: String,
        /// Of what: `units` ordered and not cancelled, `revenue` of these in the shop's currency, or `returns` in units.
        measure: String,
        /// Which SKU; null where it is of more than one.
        sku: Option<String>,
        /// Which day of the shop.
        date: Day,
        /// How many days after the origin.
        horizon: i64,
        /// The expected value.
        value: f64,
        /// Lower end of the 80 % interval.
        lower_80: f64,
        /// Upper end of the 80 % interval.
        upper_80: f64,
        /// Lower end of the 95 % interval.
        lower_95: f64,
        /// Upper end of the 95 % interval.
        upper_95: f64,
        /// Which model.
        model: String,
        /// Its mean absolute scaled error in the back-test.
        mase: Option<f64>,
        /// That of seasonal naive in the same back-test.
        mase_seasonal_naive: Option<f64>,
        /// The last day of history that it saw.
        origin: Day,
        /// What the history was true at.
        history_lsn: Lsn,
        /// When it was made.
        computed_at: Instant,
        /// Which category; null where the level is another, or for what has none.
        category: Option<String>,
        /// Which channel; null where the level is another.
        channel: Option<String>,
        /// Which country; null where the level is another, or for what names none.
        country: Option<String>,
        /// Which warehouse; null where the level is another, or where none is known.
        warehouse: Option<String>,
        /// Under which assumptions: `base`, or the name of a scenario.
        scenario: String,
        /// Which run of the forecasts.
        run: String,
        /// Its weighted absolute percentage error in the back-test, as a fraction.
        wape: Option<f64>,
        /// When the model was fitted and tested; since then it went on with each new day.
        fitted_at: Instant,
        /// Days of history that it took in since then without being fitted again.
        age_days: i64,
    }
}

table_row! {
    /// A row of `forecast_accuracy`.
    #[derive(Debug)]
    AccuracyRow {
        /// What was forecast, as in `demand_forecast`.
        level: String,
        /// Of what.
        measure: String,
        /// Which SKU; null where it is of more than one.
        sku: Option<String>,
        /// Which model.
        model: String,
        /// Whether its forecast is the published one.
        chosen: bool,
        /// Pairs of forecast and actual that were compared.
        observations: i64,
        /// Origins that were forecast from.
        folds: i64,
        /// Weighted absolute percentage error, as a fraction.
        wape: Option<f64>,
        /// Mean error as a fraction of mean demand; above zero is too high.
        bias: Option<f64>,
        /// Mean absolute scaled error.
        mase: Option<f64>,
        /// Root mean squared scaled error.
        rmsse: Option<f64>,
        /// Share of actuals within the 80 % interval.
        coverage_80: Option<f64>,
        /// Share of actuals within the 95 % interval.
        coverage_95: Option<f64>,
        /// How much lower the error is than seasonal naive's, as a fraction.
        value_added_over_seasonal_naive: Option<f64>,
        /// The last day of history that it was fitted and tested with.
        origin: Day,
        /// When that was.
        computed_at: Instant,
        /// Mean quantile loss over all bounds and the value, in units of seasonal naive's error.
        pinball: Option<f64>,
        /// Which category; null where the level is another, or for what has none.
        category: Option<String>,
        /// Which channel; null where the level is another.
        channel: Option<String>,
        /// Which country; null where the level is another, or for what names none.
        country: Option<String>,
        /// Which warehouse; null where the level is another, or where none is known.
        warehouse: Option<String>,
        /// Which run fitted and tested it.
        run: String,
    }
}

table_row! {
    /// A row of `forecast_accuracy_by_horizon`.
    #[derive(Debug)]
    HorizonRow {
        /// What was forecast, as in `demand_forecast`.
        level: String,
        /// Of what.
        measure: String,
        /// Which SKU; null where it is of more than one.
        sku: Option<String>,
        /// Which category; null where the level is another, or for what has none.
        category: Option<String>,
        /// Which channel; null where the level is another.
        channel: Option<String>,
        /// Which country; null where the level is another, or for what names none.
        country: Option<String>,
        /// Which warehouse; null where the level is another, or where none is known.
        warehouse: Option<String>,
        /// The model whose forecast is published.
        model: String,
        /// How many days after the origin.
        horizon: i64,
        /// Weighted absolute percentage error, as a fraction.
        wape: Option<f64>,
        /// Mean error as a fraction of mean demand; above zero is too high.
        bias: Option<f64>,
        /// Root mean squared scaled error.
        rmsse: Option<f64>,
        /// Share of actuals within the 80 % interval.
        coverage_80: Option<f64>,
        /// Share of actuals within the 95 % interval.
        coverage_95: Option<f64>,
        /// The last day of history that it was fitted and tested with.
        origin: Day,
        /// Which run fitted and tested it.
        run: String,
    }
}

table_row! {
    /// A row of `forecast_refusals`.
    #[derive(Debug)]
    RefusalRow {
        /// What is not forecast, as in `demand_forecast`.
        level: String,
        /// Of what.
        measure: String,
        /// Which SKU; null where it is of more than one.
        sku: Option<String>,
        /// Which one of another level; null for the shop.
        key: Option<String>,
        /// Which warehouse, where it is of one.
        warehouse: Option<String>,
        /// Why: how much history there is, and how much is needed.
        reason: String,
        /// Which run of the forecasts.
        run: String,
    }
}

/// The columns that say which series a row is of.
pub(super) struct Keys {
    pub(super) level: String,
    pub(super) measure: String,
    pub(super) sku: Option<String>,
    pub(super) category: Option<String>,
    pub(super) channel: Option<String>,
    pub(super) country: Option<String>,
    pub(super) warehouse: Option<String>,
}

impl Keys {
    pub(super) fn of(name: &SeriesName) -> Self {
        let key = |level| name.key_of(level).map(str::to_owned);
        Self {
            level: name.level.as_str().into(),
            measure: name.measure.as_str().into(),
            sku: name.sku().map(str::to_owned),
            category: key(Level::Category),
            channel: key(Level::Channel),
            country: key(Level::Country),
            warehouse: name.warehouse().map(str::to_owned),
        }
    }
}

impl ForecastRow {
    /// A day of a series under a scenario.
    pub(super) fn new(
        name: &SeriesName,
        point: &Point,
        scenario: &str,
        series: &SeriesOutlook,
        run: &Run,
    ) -> Self {
        let keys = Keys::of(name);
        let chosen = series.chosen();
        Self {
            level: keys.level,
            measure: keys.measure,
            sku: keys.sku,
            date: point.date.into(),
            horizon: point.horizon.into(),
            value: point.value,
            lower_80: point.lower_80,
            upper_80: point.upper_80,
            lower_95: point.lower_95,
            upper_95: point.upper_95,
            model: series.model().into(),
            mase: chosen.and_then(|it| it.mase),
            mase_seasonal_naive: series.seasonal_naive().and_then(|it| it.mase),
            origin: run.origin.into(),
            history_lsn: run.lsn,
            computed_at: run.computed_at.into(),
            category: keys.category,
            channel: keys.channel,
            country: keys.country,
            warehouse: keys.warehouse,
            scenario: scenario.into(),
            run: run.name(),
            wape: chosen.and_then(|it| it.wape),
            fitted_at: series.tested.run.computed_at.into(),
            age_days: (run.origin - series.tested.run.origin).num_days(),
        }
    }
}

impl AccuracyRow {
    /// What a model did on a series.
    pub(super) fn new(name: &SeriesName, accuracy: &Accuracy, run: &Run) -> Self {
        let keys = Keys::of(name);
        Self {
            level: keys.level,
            measure: keys.measure,
            sku: keys.sku,
            model: accuracy.model.clone(),
            chosen: accuracy.chosen,
            observations: accuracy.observations.into(),
            folds: accuracy.folds.into(),
            wape: accuracy.wape,
            bias: accuracy.bias,
            mase: accuracy.mase,
            rmsse: accuracy.rmsse,
            coverage_80: accuracy.coverage_80,
            coverage_95: accuracy.coverage_95,
            value_added_over_seasonal_naive: accuracy.value_added,
            origin: run.origin.into(),
            computed_at: run.computed_at.into(),
            pinball: accuracy.pinball,
            category: keys.category,
            channel: keys.channel,
            country: keys.country,
            warehouse: keys.warehouse,
            run: run.name(),
        }
    }
}

impl HorizonRow {
    /// What the published model did a number of days ahead.
    pub(super) fn new(name: &SeriesName, model: &str, step: &StepAccuracy, run: &Run) -> Self {
        let keys = Keys::of(name);
        Self {
            level: keys.level,
            measure: keys.measure,
            sku: keys.sku,
            category: keys.category,
            channel: keys.channel,
            country: keys.country,
            warehouse: keys.warehouse,
            model: model.into(),
            horizon: step.horizon.into(),
            wape: step.wape,
            bias: step.bias,
            rmsse: step.rmsse,
            coverage_80: step.coverage_80,
            coverage_95: step.coverage_95,
            origin: run.origin.into(),
            run: run.name(),
        }
    }
}

impl RefusalRow {
    /// A series that is not forecast.
    pub(super) fn new(name: &SeriesName, reason: &str, run: &Run) -> Self {
        let keys = Keys::of(name);
        Self {
            key: keys.category.or(keys.channel).or(keys.country),
            level: keys.level,
            measure: keys.measure,
            sku: keys.sku,
            warehouse: keys.warehouse,
            reason: reason.into(),
            run: run.name(),
        }
    }
}
