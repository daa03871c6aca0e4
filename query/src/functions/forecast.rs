//! `forecast('SELECT series, time, value …', horizon => 28, level => 0.9)`: what any query's
//! series will do, as a table.
//!
//! | argument | is | where it is left out |
//! |---|---|---|
//! | first | a query that gives a time (DATE or TIMESTAMP), a value, and perhaps a series | |
//! | `horizon` | periods ahead, 1 to 10,000 | 28 |
//! | `level` | the probability that the interval is meant to cover | 0.95 |
//! | `frequency` | `hourly`, `daily`, `weekly`, `monthly`, `15min` … | seen from the times |
//! | `season` | the length of a season in periods; may be named several times | by the frequency |
//! | `country` | whose public holidays are known to the models | none |
//! | `missing` | what a period without a row is: `zero`, `unknown` or `closed` | `zero` |
//!
//! Columns: `series`, `time`, `horizon`, `value`, `lower`, `upper`, `model`. A series that is too
//! short to forecast has one row of nulls, whose `model` says so.
//!
//! The inner query is a query like any other: read-only, at the same snapshot, within the same
//! memory, and sees the tables that whoever asks may see. How to forecast is not known here: a
//! [`Forecaster`] is handed in.

mod arguments;
mod execution;

use std::{fmt, sync::Arc};

use arrow::{
    array::RecordBatch,
    datatypes::{DataType, Field, Schema, SchemaRef, TimeUnit},
};
use async_trait::async_trait;
use datafusion::{
    catalog::{Session, TableFunctionArgs, TableFunctionImpl, TableProvider},
    common::{Column, DFSchema, ExprSchema, tree_node::TreeNodeRecursion},
    error::DataFusionError,
    execution::SessionState,
    logical_expr::{Expr, LogicalPlan, LogicalPlanBuilder, TableType, cast},
    physical_plan::ExecutionPlan,
};

use self::execution::ForecastExec;
use super::Outcome;
use crate::{gate, session::SessionTables};

/// The function's name in SQL.
pub(crate) const NAME: &str = "forecast";
const USAGE: &str = "forecast('SELECT series, time, value FROM …' [, horizon => 28] \
    [, level => 0.95] [, frequency => 'daily'] [, season => 7] [, country => 'ES'] \
    [, missing => 'zero'])";

/// What is asked of a [`Forecaster`].
#[derive(Debug, Clone, PartialEq)]
pub struct ForecastRequest {
    /// Periods ahead.
    pub horizon: usize,
    /// The probability that the interval is meant to cover, between 0 and 1.
    pub level: f64,
    /// How far apart two periods are, as it was named; seen from the times if `None`.
    pub frequency: Option<String>,
    /// Lengths of seasons in periods; as the frequency suggests if there are none.
    pub seasons: Vec<f64>,
    /// Whose public holidays are known to the models, as it was named.
    pub country: Option<String>,
    /// What a period without a row is, as it was named.
    pub missing: Option<String>,
}

/// Knows how to forecast. Handed to the service, which knows only SQL.
pub trait Forecaster: fmt::Debug + Send + Sync {
    /// Forecasts the series of `history`, whose columns are `series: Utf8`,
    /// `time: Timestamp(µs)` without a zone and `value: Float64`, in any order of rows.
    ///
    /// The answer has the columns of [`forecast_schema`]. Called on a thread that may block.
    ///
    /// # Errors
    /// What is wrong with the request or the history, for whoever asked.
    fn forecast(
        &self,
        history: &[RecordBatch],
        request: &ForecastRequest,
    ) -> Result<RecordBatch, String>;
}

/// The columns of a forecast: `series: Utf8`, `time: Timestamp(µs)`, `horizon: Int32`, `value`,
/// `lower`, `upper: Float64`, `model: Utf8`; all but `series` and `model` may be null.
#[must_use]
pub fn forecast_schema() -> SchemaRef {
    let number = |name: &str| Field::new(name, DataType::Float64, true);
    Arc::new(Schema::new(vec![
        Field::new("series", DataType::Utf8, false),
        Field::new("time", DataType::Timestamp(TimeUnit::Microsecond, None), true),
        Field::new("horizon", DataType::Int32, true),
        number("value"),
        number("lower"),
        number("upper"),
        Field::new("model", DataType::Utf8, false),
    ]))
}

/// Makes the function known to a session.
pub(crate) fn register(
    state: &mut SessionState,
    tables: &SessionTables,
    forecaster: &Arc<dyn Forecaster>,
) {
    let function = Function { tables: tables.clone(), forecaster: Arc::clone(forecaster) };
    state.register_udtf(NAME, Arc::new(function));
}

#[derive(Debug)]
struct Function {
    tables: SessionTables,
    forecaster: Arc<dyn Forecaster>,
}

impl TableFunctionImpl for Function {
    fn call_with_args(&self, args: TableFunctionArgs<'_, '_>) -> Outcome {
        let (sql, request) = arguments::read(args.exprs())?;
        let (tables, forecaster) = (self.tables.clone(), Arc::clone(&self.forecaster));
        Ok(Arc::new(Forecast { sql, request, tables, forecaster }))
    }
}

/// A call of the function.
#[derive(Debug)]
struct Forecast {
    sql: String,
    request: ForecastRequest,
    tables: SessionTables,
    forecaster: Arc<dyn Forecaster>,
}

impl Forecast {
    /// The plan of the history: the inner query, its columns named and typed as they are needed.
    async fn history(&self) -> Result<Arc<dyn ExecutionPlan>, DataFusionError> {
        let state = self.tables.state()?;
        let plan = gate::plan(&state, &self.sql).await;
        let plan = plan.map_err(|error| refused(&format!("the query of forecast(): {error}")))?;
        if forecasts(&plan)? {
            return Err(refused("forecast() of a forecast: the series must come from tables"));
        }
        let plan = LogicalPlanBuilder::from(plan.clone()).project(columns(plan.schema())?)?;
        let plan = state.optimize(&plan.build()?)?;
        state.query_planner().create_physical_plan(&plan, &state).await
    }
}

/// Whether a plan calls the function.
fn forecasts(plan: &LogicalPlan) -> Result<bool, DataFusionError> {
    let mut found = false;
    plan.apply_with_subqueries(|node| {
        if let LogicalPlan::TableScan(scan) = node {
            found |= scan.table_name.table() == format!("{NAME}()");
        }
        Ok(TreeNodeRecursion::Continue)
    })?;
    Ok(found)
}

/// Series, time and value: the columns of these names, else the first three, or two, by place.
fn columns(schema: &DFSchema) -> Result<[Expr; 3], DataFusionError> {
    let all: Vec<Column> = schema.columns();
    let named = |name: &str| all.iter().find(|column| column.name == name).cloned();
    let (series, time, value) = match (named("series"), named("time"), named("value")) {
        (series, Some(time), Some(value)) => (series, time, value),
        _ => match &all[..] {
            [time, value] => (None, time.clone(), value.clone()),
            [series, time, value] => (Some(series.clone()), time.clone(), value.clone()),
            _ => {
                return Err(refused(
                    "expected columns named time and value, and perhaps series, or two or three \
                     columns in the order series, time, value",
                ));
            }
        },
    };
    let kind = schema.field_from_column(&time)?.data_type();
    if !matches!(kind, DataType::Date32 | DataType::Date64 | DataType::Timestamp(..)) {
        let message = format!("{}: expected a DATE or TIMESTAMP, got {kind}", time.name);
        return Err(refused(&message));
    }
    if !schema.field_from_column(&value)?.data_type().is_numeric() {
        let kind = schema.field_from_column(&value)?.data_type();
        return Err(refused(&format!("{}: expected a number, got {kind}", value.name)));
    }
    let series = series.map_or_else(|| datafusion::logical_expr::lit("all"), Expr::Column);
    let micros = DataType::Timestamp(TimeUnit::Microsecond, None);
    Ok([
        cast(series, DataType::Utf8).alias("series"),
        cast(Expr::Column(time), micros).alias("time"),
        cast(Expr::Column(value), DataType::Float64).alias("value"),
    ])
}

fn refused(message: &str) -> DataFusionError {
    DataFusionError::Plan(format!("{message}; usage: {USAGE}"))
}

#[async_trait]
impl TableProvider for Forecast {
    fn schema(&self) -> SchemaRef {
        forecast_schema()
    }

    fn table_type(&self) -> TableType {
        TableType::Temporary
    }

    async fn scan(
        &self,
        _: &dyn Session,
        projection: Option<&Vec<usize>>,
        _: &[Expr],
        _: Option<usize>,
    ) -> Result<Arc<dyn ExecutionPlan>, DataFusionError> {
        let forecaster = Arc::clone(&self.forecaster);
        let history = self.history().await?;
        ForecastExec::over(history, self.request.clone(), forecaster, projection)
    }
}

#[cfg(test)]
mod tests;
