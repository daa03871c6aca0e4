//! What `forecast()` is called with, and what it hands on.

use arrow::{
    array::{AsArray, Float64Array, Int32Array, StringArray, TimestampMicrosecondArray},
    datatypes::Float64Type,
};
use marea_ingest::{
    store::{AskedSettings, Store, StoreOptions},
    time::SystemClock,
};

use super::*;
use crate::{QueryOptions, QueryRequest, QueryService};

/// Says how many values it saw, and their sum, and what it was asked.
#[derive(Debug)]
struct Counting;

impl Forecaster for Counting {
    fn forecast(
        &self,
        history: &[RecordBatch],
        request: &ForecastRequest,
    ) -> Result<RecordBatch, String> {
        let rows: usize = history.iter().map(RecordBatch::num_rows).sum();
        let values = history.iter().flat_map(|batch| {
            assert_eq!(batch.schema().field(1).name(), "time");
            batch.column(2).as_primitive::<Float64Type>().iter().flatten().collect::<Vec<_>>()
        });
        let sum: f64 = values.sum();
        if sum < 0.0 {
            return Err("nothing sells below zero".into());
        }
        let model = format!("{:?} {:?} {:?}", request.seasons, request.frequency, request.country);
        let number = |value: f64| Arc::new(Float64Array::from(vec![value])) as _;
        let columns: Vec<arrow::array::ArrayRef> = vec![
            Arc::new(StringArray::from(vec!["counted"])),
            Arc::new(TimestampMicrosecondArray::from(vec![0])),
            Arc::new(Int32Array::from(vec![i32::try_from(request.horizon).unwrap()])),
            number(sum),
            number(f64::from(u32::try_from(rows).unwrap())),
            number(request.level),
            Arc::new(StringArray::from(vec![model])),
        ];
        Ok(RecordBatch::try_new(forecast_schema(), columns).unwrap())
    }
}

/// The first row of each answer, or what is said against the question.
fn ask(questions: &[String]) -> Vec<Result<String, String>> {
    let folder = tempfile::tempdir().unwrap();
    let clock = Arc::new(SystemClock);
    let options = StoreOptions::default();
    let store =
        Store::open(folder.path(), &AskedSettings::default(), options, clock.clone()).unwrap();
    let ingest = store.start().unwrap();
    let service = QueryService::new(ingest.clone(), QueryOptions::default(), clock).unwrap();
    service.forecast_with(Arc::new(Counting));
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let answers = questions.iter().map(|sql| runtime.block_on(first_row(&service, sql))).collect();
    ingest.close();
    answers
}

async fn first_row(service: &QueryService, sql: &str) -> Result<String, String> {
    let answer = service.query(QueryRequest::new(sql)).await.map_err(|it| it.to_string())?;
    let batches = answer.collect().await.map_err(|it| it.to_string())?;
    let cell = |column: &_| arrow::util::display::array_value_to_string(column, 0).unwrap();
    Ok(batches[0].columns().iter().map(|column| cell(column)).collect::<Vec<_>>().join("|"))
}

const DAYS: &str =
    "SELECT DATE ''2026-01-01'' + CAST(value AS INT) AS time, value FROM generate_series(1, 40)";

#[test]
fn a_query_is_forecast_by_named_arguments() {
    let call = format!(
        "SELECT horizon, value, lower, upper, model FROM forecast('{DAYS}', \
        horizon => 14, level => 0.8, season => 7, season => 365.25, frequency => 'daily', \
        country => 'ES')"
    );
    let expected = "14|820.0|40.0|0.8|[7.0, 365.25] Some(\"daily\") Some(\"ES\")";
    assert_eq!(ask(&[call])[0].as_deref(), Ok(expected));
}

#[test]
fn columns_are_found_by_name_or_by_place() {
    let named = "SELECT 1 AS other, 2 AS value, now() AS time, ''a'' AS series";
    let placed = "SELECT ''a'' AS sku, CAST(now() AS DATE) AS day, 2 AS units";
    let calls = [named, placed].map(|sql| format!("SELECT value FROM forecast('{sql}')"));
    assert_eq!(ask(&calls), [Ok("2.0".to_owned()), Ok("2.0".to_owned())]);
}

#[test]
fn what_cannot_be_forecast_is_told() {
    let faults = [
        ("forecast()", "needs a query"),
        ("forecast(7)", "expected a query as a text"),
        ("forecast('SELECT 1')", "expected columns named time and value"),
        ("forecast('SELECT 1 AS time, 2 AS value')", "expected a DATE or TIMESTAMP"),
        ("forecast('SELECT now() AS time, ''x'' AS value')", "expected a number"),
        ("forecast('SELECT now() AS time, 1 AS value', 28)", "arguments by name"),
        ("forecast('SELECT now() AS time, 1 AS value', horizon => 0)", "1 to 10,000"),
        ("forecast('SELECT now() AS time, 1 AS value', level => 2)", "between 0 and 1"),
        ("forecast('SELECT now() AS time, 1 AS value', speed => 2)", "no argument \"speed\""),
        ("forecast('DROP TABLE orders')", "the query of forecast()"),
        ("forecast('SELECT * FROM nowhere')", "nowhere"),
        ("forecast('SELECT now() AS time, -1 AS value')", "nothing sells below zero"),
        (
            "forecast('SELECT time, value FROM forecast(''SELECT now() AS time, 1 AS value'')')",
            "forecast() of a forecast",
        ),
    ];
    let calls = faults.map(|(call, _)| format!("SELECT * FROM {call}"));
    for ((call, expected), answer) in faults.into_iter().zip(ask(&calls)) {
        let error = answer.unwrap_err();
        assert!(error.contains(expected), "{call}: {error}");
    }
}
