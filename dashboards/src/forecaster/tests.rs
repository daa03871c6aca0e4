//! What `forecast()` answers over small histories.

use arrow::{array::AsArray, datatypes::Int32Type};

use super::*;

const DAY: i64 = 86_400_000_000;

fn request(horizon: usize) -> ForecastRequest {
    ForecastRequest {
        horizon,
        level: 0.9,
        frequency: None,
        seasons: Vec::new(),
        country: None,
        missing: None,
    }
}

/// A week's shape, for so many days.
fn week(name: &str, days: usize) -> RecordBatch {
    let shape = [5.0, 6.0, 7.0, 8.0, 12.0, 20.0, 3.0];
    let times: Vec<i64> = (20_000..).take(days).map(|day: i64| day * DAY).collect();
    let values: Vec<f64> = (0..days).map(|day| shape[day % 7]).collect();
    let columns: Vec<ArrayRef> = vec![
        Arc::new(StringArray::from(vec![name; days])),
        Arc::new(TimestampMicrosecondArray::from(times)),
        Arc::new(Float64Array::from(values)),
    ];
    let fields = forecast_schema().project(&[0, 1, 3]).unwrap();
    RecordBatch::try_new(Arc::new(fields), columns).unwrap()
}

#[test]
fn a_week_goes_on_and_what_is_too_short_says_so() {
    let answer = Engine.forecast(&[week("long", 140), week("short", 5)], &request(7)).unwrap();
    assert_eq!(answer.num_rows(), 8);
    let steps = answer.column(2).as_primitive::<Int32Type>();
    assert_eq!(steps.iter().flatten().collect::<Vec<_>>(), [1, 2, 3, 4, 5, 6, 7]);
    let value = answer.column(3).as_primitive::<Float64Type>();
    assert!((value.value(5) - 20.0).abs() < 0.5, "{value:?}");
    let times = answer.column(1).as_primitive::<TimestampMicrosecondType>();
    assert_eq!(times.value(0), 20_140 * DAY);
    assert!(answer.column(6).as_string::<i32>().value(7).starts_with("none: "));
}

#[test]
fn times_too_few_to_see_a_frequency_ask_for_it() {
    assert!(Engine.forecast(&[week("one", 1)], &request(7)).unwrap_err().contains("frequency"));
}
