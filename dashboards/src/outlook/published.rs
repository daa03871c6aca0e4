//! From what was gathered to the tables that SQL sees.

use std::sync::Arc;

use arrow::{array::RecordBatch, datatypes::SchemaRef};
use marea_ingest::columns::TableRow;

use super::{
    Point, Run,
    findings::{self, FindingRow},
    gathered::{Gathered, SeriesOutlook},
    overriding::{self, OverrideRow, Published},
    planners::{Planners, series_of},
    reorder::{ProjectionRow, ReorderRow, StockoutRow},
    rows::{AccuracyRow, ForecastRow, HorizonRow, RefusalRow},
    scenario::Scenario,
    series::SeriesName,
    staffing::{PeakRow, ShiftRow, StaffingRow},
    tracking::TrackingRow,
};

/// Rows of one batch: what is laid out as Rust values at a time.
const ROWS: usize = 16_384;
/// Days ahead that are published; plans look farther.
const PUBLISHED_DAYS: i32 = 28;
/// The forecast under no assumption but that the past goes on.
pub(crate) const BASE: &str = "base";
/// What planners put in its place.
const OVERRIDE: &str = "override";

/// A table to publish: its name, its columns, its rows.
#[derive(Debug, Clone)]
pub(crate) struct Table {
    pub name: &'static str,
    pub schema: SchemaRef,
    pub batches: Vec<RecordBatch>,
}

impl Table {
    /// A table of these rows.
    pub(crate) fn of<R: TableRow>(name: &'static str, rows: impl IntoIterator<Item = R>) -> Self {
        let mut batches = Vec::new();
        let mut waiting = Vec::new();
        for row in rows {
            waiting.push(row);
            if waiting.len() == ROWS {
                batches.push(R::batch(&waiting));
                waiting.clear();
            }
        }
        batches.push(R::batch(&waiting));
        Self { name, schema: R::schema(), batches }
    }
}

/// What a table holds, and each of its columns.
struct About {
    name: &'static str,
    about: &'static str,
    columns: &'static [&'static str],
    empty: fn(&'static str) -> Table,
}

fn about_of<R: TableRow>(name: &'static str, about: &'static str) -> About {
    About { name, about, columns: R::columns_about(), empty: |name| Table::of::<R>(name, []) }
}

fn all() -> impl Iterator<Item = About> {
    forecast_tables().into_iter().chain(plan_tables())
}

fn forecast_tables() -> [About; 7] {
    [
        about_of::<ForecastRow>(
            "demand_forecast",
            "The demand of the coming days, by series, with its interval and its error. The parts of \
             a whole add up to it.",
        ),
        about_of::<AccuracyRow>(
            "forecast_accuracy",
            "How well each model did in back-tests, by series.",
        ),
        about_of::<HorizonRow>(
            "forecast_accuracy_by_horizon",
            "How well the published model did in back-tests, by series and days ahead.",
        ),
        about_of::<RefusalRow>("forecast_refusals", "Series without a forecast, and why."),
        about_of::<FindingRow>(
            "forecast_findings",
            "Outliers, level shifts and days that were not observed in what forecasts learn from.",
        ),
        about_of::<TrackingRow>(
            "forecast_tracking",
            "Published forecasts beside what came, by series: their error in the world.",
        ),
        about_of::<OverrideRow>(
            "forecast_overrides",
            "What planners put in place of forecasts, with who, when and why, and who was nearer.",
        ),
    ]
}

fn plan_tables() -> [About; 6] {
    [
        about_of::<ReorderRow>(
            "reorder_plan",
            "What to order now, by SKU and warehouse, by when, and why just that; with what is there \
             beyond what will sell.",
        ),
        about_of::<StockoutRow>(
            "stockout_risk",
            "When stock runs out if nothing is ordered, how likely that is, and what it costs, by \
             SKU and warehouse.",
        ),
        about_of::<ProjectionRow>(
            "stock_projection",
            "Stock by day over the horizon, by SKU and warehouse, with its range: if nothing is \
             ordered, and with the proposed order.",
        ),
        about_of::<StaffingRow>(
            "staffing_plan",
            "How many people are needed, by warehouse, role and hour.",
        ),
        about_of::<ShiftRow>(
            "shift_plan",
            "Who comes when: shifts that cover the staffing plan at the least cost, and how far from \
             the least it may be.",
        ),
        about_of::<PeakRow>(
            "staffing_peaks",
            "Days ahead that need more people, or more of a resource, than there are, and by when to \
             call people in.",
        ),
    ]
}

/// What a table holds, and each of its columns.
pub(crate) fn about(table: &str) -> Option<(&'static str, &'static [&'static str])> {
    all().find(|it| it.name == table).map(|it| (it.about, it.columns))
}

/// The columns of a table, in order; none of a table that is not published.
pub(crate) fn columns(table: &str) -> Vec<String> {
    let found = all().find(|it| it.name == table);
    let schema = found.map(|it| (it.empty)(it.name).schema);
    let names = schema.iter().flat_map(|schema| schema.fields().iter());
    names.map(|field| field.name().clone()).collect()
}

/// The tables before there is a forecast.
pub(super) fn no_tables() -> Vec<Table> {
    all().map(|it| (it.empty)(it.name)).collect()
}

/// The tables of forecasts of a run.
pub(super) fn tables(
    gathered: &Gathered,
    planners: &Planners,
    published: &Published,
    run: &Run,
) -> Vec<Table> {
    let named = named(gathered);
    let accuracies = named.iter().flat_map(|(name, series)| {
        let tested = &series.tested;
        tested.accuracies.iter().map(|it| AccuracyRow::new(name, it, &tested.run))
    });
    let steps = named.iter().flat_map(|(name, series)| {
        let tested = &series.tested;
        let row = |it| HorizonRow::new(name, series.model(), it, &tested.run);
        tested.by_horizon.iter().map(row)
    });
    let mut refused: Vec<(SeriesName, &String)> = (gathered.refused.iter())
        .filter_map(|(name, why)| Some((SeriesName::read(name)?, why)))
        .collect();
    refused.sort();
    let refusals = refused.iter().map(|(name, reason)| RefusalRow::new(name, reason, run));
    let overrides = planners.overrides.iter();
    let overrides = overrides.map(|it| overriding::row(it, gathered, published, run));
    vec![
        forecasts(gathered, &named, planners, run),
        Table::of("forecast_accuracy", accuracies),
        Table::of("forecast_accuracy_by_horizon", steps),
        Table::of("forecast_refusals", refusals),
        findings::table(gathered),
        Table::of("forecast_overrides", overrides),
    ]
}

/// The series by name, the whole before its parts.
type Named<'a> = [(SeriesName, &'a SeriesOutlook)];

fn named(gathered: &Gathered) -> Vec<(SeriesName, &SeriesOutlook)> {
    let mut named: Vec<(SeriesName, &SeriesOutlook)> = (gathered.series.iter())
        .filter_map(|(name, it)| Some((SeriesName::read(name)?, it)))
        .collect();
    named.sort_by(|left, right| left.0.cmp(&right.0));
    named
}

/// The base, then each scenario, then what planners put in place of it.
fn forecasts(gathered: &Gathered, named: &Named, planners: &Planners, run: &Run) -> Table {
    let scenarios: Vec<Scenario> =
        planners.scenarios.iter().map(|assumed| Scenario::new(assumed, gathered)).collect();
    let base = named.iter().flat_map(|(name, series)| {
        near(&series.forecast).map(|point| ForecastRow::new(name, point, BASE, series, run))
    });
    let assumed = scenarios.iter().flat_map(|scenario| {
        named.iter().flat_map(|(name, series)| {
            let points = scenario.points(name, &series.forecast).unwrap_or_default();
            let row = |point| ForecastRow::new(name, point, scenario.name(), series, run);
            near(&points).map(row).collect::<Vec<ForecastRow>>()
        })
    });
    let overridden = planners.overrides.iter().flat_map(|it| {
        let name = series_of(&it.body);
        let Some(series) = gathered.series.get(&name.to_string()) else { return Vec::new() };
        let points = overriding::points(it, &series.forecast);
        let row = |point| ForecastRow::new(&name, point, OVERRIDE, series, run);
        near(&points).map(row).collect()
    });
    Table::of("demand_forecast", base.chain(assumed).chain(overridden))
}

fn near(points: &[Point]) -> impl Iterator<Item = &Point> {
    points.iter().filter(|point| point.horizon <= PUBLISHED_DAYS)
}

impl Table {
    /// The table as it is published: its name, its columns, its rows.
    pub(super) fn published(&self) -> (&'static str, SchemaRef, Vec<RecordBatch>) {
        (self.name, Arc::clone(&self.schema), self.batches.clone())
    }
}
