//! The public face: properties that hold for any table of demand.

use chrono::{Days, NaiveDate};
use polars::prelude::{DataFrame, IntoColumn, NamedFrom, Series as Values};
use proptest::prelude::*;

use crate::{ForecastError, Outcome, Request, forecast};

fn origin() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 20).expect("a day of November")
}

/// Rows of (series, days before the origin, value).
fn frame(rows: &[(String, u64, f64)]) -> DataFrame {
    let date = |back: u64| origin().checked_sub_days(Days::new(back)).expect("a day in reach");
    let names: Vec<&str> = rows.iter().map(|row| row.0.as_str()).collect();
    let dates: Vec<NaiveDate> = rows.iter().map(|row| date(row.1)).collect();
    let values: Vec<f64> = rows.iter().map(|row| row.2).collect();
    DataFrame::new_infer_height(vec![
        Values::new("series".into(), names).into_column(),
        Values::new("date".into(), dates).into_column(),
        Values::new("value".into(), values).into_column(),
    ])
    .expect("three columns of one length")
}

fn run(rows: &[(String, u64, f64)]) -> Outcome {
    forecast(&frame(rows), &Request::daily(origin())).expect("a table without faults")
}

/// One series that ends on the origin.
fn one(values: &[f64]) -> Vec<(String, u64, f64)> {
    let back = (0..values.len() as u64).rev();
    values.iter().zip(back).map(|(value, back)| ("mug".to_owned(), back, *value)).collect()
}

fn numbers(frame: &DataFrame, column: &str) -> Vec<Option<f64>> {
    frame.column(column).expect(column).f64().expect(column).iter().collect()
}

const INTERVALS: [&str; 5] = ["value", "lower_80", "upper_80", "lower_95", "upper_95"];

/// Demand of many kinds: regular, intermittent, with a few large orders.
fn demand() -> impl Strategy<Value = Vec<f64>> {
    let day = prop_oneof![
        6 => (0_u32..40).prop_map(f64::from),
        3 => Just(0.0),
        1 => (0_u32..5_000).prop_map(f64::from),
        1 => 0.0..1.0_f64,
    ];
    prop::collection::vec(day, 42..220)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..Default::default() })]

    #[test]
    fn forecasts_of_demand_are_finite_and_never_negative(values in demand()) {
        let outcome = run(&one(&values));
        prop_assert_eq!(outcome.forecasts.height(), 28);
        for column in INTERVALS {
            for frame in [&outcome.forecasts, &outcome.backtest] {
                let fine = |value: &Option<f64>| value.is_some_and(|it| it.is_finite() && it >= 0.0);
                prop_assert!(numbers(frame, column).iter().all(fine), "{}", column);
            }
        }
    }

    #[test]
    fn a_net_that_may_be_negative_is_still_finite(
        values in prop::collection::vec(-50.0..200.0_f64, 42..200)
    ) {
        let outcome = run(&one(&values));
        for column in INTERVALS {
            let values = numbers(&outcome.forecasts, column);
            prop_assert!(values.iter().all(|value| value.is_some_and(f64::is_finite)));
        }
    }

    #[test]
    fn four_times_the_demand_is_four_times_the_forecast(values in demand()) {
        let small = run(&one(&values));
        let large: Vec<f64> = values.iter().map(|value| value * 4.0).collect();
        let large = run(&one(&large));
        for column in INTERVALS {
            let small = numbers(&small.forecasts, column);
            for (small, large) in small.iter().zip(numbers(&large.forecasts, column)) {
                prop_assert_eq!(small.map(|value| value * 4.0), large);
            }
        }
        prop_assert!(small.accuracy.equals_missing(&large.accuracy));
    }

    #[test]
    fn the_order_of_rows_does_not_matter(
        values in demand(),
        others in demand(),
        keys in prop::collection::vec(any::<u32>(), 440),
    ) {
        let mut rows = one(&values);
        rows.extend(one(&others).into_iter().map(|(_, back, value)| ("cup".to_owned(), back, value)));
        // A third of each value comes in a row of its own, so that sums have an order to lose.
        let thirds = rows.clone().into_iter().map(|(name, back, value)| (name, back, value / 3.0));
        rows.extend(thirds);
        let mut shuffled: Vec<_> = rows.iter().cloned().zip(keys.iter().cycle()).collect();
        shuffled.sort_by_key(|(row, key)| (**key, row.1));
        let shuffled: Vec<_> = shuffled.into_iter().map(|(row, _)| row).collect();
        let (one, two) = (run(&rows), run(&shuffled));
        prop_assert!(one.forecasts.equals(&two.forecasts));
        prop_assert!(one.accuracy.equals_missing(&two.accuracy));
        prop_assert!(one.backtest.equals(&two.backtest));
    }
}

#[test]
fn the_same_rows_give_the_same_tables() {
    let values: Vec<f64> = (0..300).map(|day| f64::from((day * 7_919) % 31)).collect();
    let (one_run, other) = (run(&one(&values)), run(&one(&values)));
    assert!(one_run.forecasts.equals(&other.forecasts));
    assert!(one_run.accuracy.equals_missing(&other.accuracy));
}

#[test]
fn a_short_series_is_refused_with_its_reason_and_stops_no_other() {
    let mut rows = one(&[3.0; 60]);
    rows.extend((0..12).map(|back| ("new".to_owned(), back, 1.0)));
    let outcome = run(&rows);
    assert_eq!((outcome.forecasts.height(), outcome.refused.height()), (28, 1));
    let text = |column: &str| {
        let column = outcome.refused.column(column).expect("a column of text");
        column.str().expect("text").get(0).map(str::to_owned)
    };
    assert_eq!(text("series").as_deref(), Some("new"));
    assert_eq!(text("reason").as_deref(), Some("12 days of history, 42 are needed"));
}

#[test]
fn forecasts_begin_on_the_day_after_the_origin() {
    let outcome = run(&one(&[3.0; 60]));
    let dates = outcome.forecasts.column("date").expect("a date").date().expect("dates");
    let dates: Vec<_> = dates.as_date_iter().flatten().collect();
    assert_eq!(dates.first(), origin().succ_opt().as_ref());
    assert_eq!(dates.last(), origin().checked_add_days(Days::new(28)).as_ref());
}

#[test]
fn the_backtest_ends_on_the_origin_and_holds_what_was_sold() {
    let values: Vec<f64> = (0..100).map(f64::from).collect();
    let outcome = run(&one(&values));
    let dates = outcome.backtest.column("date").expect("a date").date().expect("dates");
    assert_eq!(dates.as_date_iter().flatten().last(), Some(origin()));
    let actual = numbers(&outcome.backtest, "actual");
    assert_eq!(actual, values[72..].iter().copied().map(Some).collect::<Vec<_>>());
}

#[test]
fn an_empty_table_gives_empty_tables() {
    let outcome = run(&[]);
    assert_eq!((outcome.forecasts.height(), outcome.refused.height()), (0, 0));
}

#[test]
fn a_request_out_of_range_is_refused() {
    let daily = Request::daily(origin());
    let check = |request: Request| forecast(&frame(&one(&[3.0; 60])), &request).err();
    let none = check(Request { horizon: 0, ..daily });
    assert!(matches!(none, Some(ForecastError::Horizon { horizon: 0, .. })));
    let turned = check(Request { levels: [0.95, 0.80], ..daily });
    assert!(matches!(turned, Some(ForecastError::Levels { .. })));
    let endless = check(Request { horizon: usize::MAX, ..daily });
    assert!(matches!(endless, Some(ForecastError::Horizon { .. })));
}

#[test]
fn any_horizon_is_forecast_and_columns_are_named_after_the_levels_asked_for() {
    let values: Vec<f64> = (0..500).map(|day| f64::from((day * 7_919) % 31)).collect();
    for horizon in [1, 2, 3, 90, 367] {
        let request = Request { horizon, levels: [0.5, 0.9], ..Request::daily(origin()) };
        let outcome = forecast(&frame(&one(&values)), &request).expect("a horizon in range");
        assert_eq!(outcome.forecasts.height(), horizon);
        for column in ["value", "lower_50", "upper_50", "lower_90", "upper_90"] {
            let values = numbers(&outcome.forecasts, column);
            assert!(values.iter().all(|value| value.is_some_and(f64::is_finite)), "{column}");
        }
    }
}
