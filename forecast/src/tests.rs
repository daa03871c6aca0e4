//! The public face: properties that hold for any table of demand.

use chrono::{Days, NaiveDate, NaiveDateTime};
use polars::prelude::{DataFrame, IntoColumn, NamedFrom, Series as Values};
use proptest::prelude::*;

use crate::{ForecastError, Frequency, Missing, Outcome, Request, forecast};

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
        Values::new("time".into(), dates).into_column(),
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

fn times(frame: &DataFrame) -> Vec<NaiveDateTime> {
    let times = frame.column("time").expect("a time").datetime().expect("times");
    times.as_datetime_iter().flatten().collect()
}

#[test]
fn forecasts_begin_on_the_day_after_the_origin() {
    let outcome = run(&one(&[3.0; 60]));
    let times = times(&outcome.forecasts);
    assert_eq!(times.first().map(NaiveDateTime::date), origin().succ_opt());
    assert_eq!(times.last().map(NaiveDateTime::date), origin().checked_add_days(Days::new(28)));
}

#[test]
fn the_backtest_ends_on_the_origin_and_holds_what_was_sold() {
    let values: Vec<f64> = (0..100).map(f64::from).collect();
    let outcome = run(&one(&values));
    let last = times(&outcome.backtest).last().map(NaiveDateTime::date);
    assert_eq!(last, Some(origin()));
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
    let none = check(Request { horizon: 0, ..daily.clone() });
    assert!(matches!(none, Some(ForecastError::Horizon { horizon: 0, .. })));
    let turned = check(Request { levels: vec![0.95, 0.80], ..daily.clone() });
    assert!(matches!(turned, Some(ForecastError::Levels { .. })));
    let none = check(Request { levels: Vec::new(), ..daily.clone() });
    assert!(matches!(none, Some(ForecastError::Levels { .. })));
    let backwards = check(Request { seasons: vec![365.25, 7.0], ..daily.clone() });
    assert!(matches!(backwards, Some(ForecastError::Seasons { .. })));
    let endless = check(Request { horizon: usize::MAX, ..daily });
    assert!(matches!(endless, Some(ForecastError::Horizon { .. })));
}

#[test]
fn any_horizon_is_forecast_and_columns_are_named_after_the_levels_asked_for() {
    let values: Vec<f64> = (0..500).map(|day| f64::from((day * 7_919) % 31)).collect();
    for horizon in [1, 2, 3, 90, 367] {
        let request = Request { horizon, levels: vec![0.5, 0.9], ..Request::daily(origin()) };
        let outcome = forecast(&frame(&one(&values)), &request).expect("a horizon in range");
        assert_eq!(outcome.forecasts.height(), horizon);
        for column in ["value", "lower_50", "upper_50", "lower_90", "upper_90"] {
            let values = numbers(&outcome.forecasts, column);
            assert!(values.iter().all(|value| value.is_some_and(f64::is_finite)), "{column}");
        }
    }
}

/// Twelve weeks of hours, of a shop that is open from nine to five on five days.
fn open_hours() -> DataFrame {
    let start = NaiveDate::from_ymd_opt(2026, 3, 2).and_then(|day| day.and_hms_opt(0, 0, 0));
    let start = start.expect("a Monday");
    let hours = (0..84 * 24).filter(|hour| hour / 24 % 7 < 5 && (9..17).contains(&(hour % 24)));
    let times: Vec<_> = hours.map(|hour| Frequency::Hours.later(start, hour)).collect();
    let values: Vec<f64> = (0..times.len())
        .map(|place| [5.0, 9.0, 6.0, 8.0][place % 4] + (place % 40) as f64)
        .collect();
    DataFrame::new_infer_height(vec![
        Values::new("series".into(), vec!["calls"; times.len()]).into_column(),
        Values::new("time".into(), times).into_column(),
        Values::new("value".into(), values).into_column(),
    ])
    .expect("three columns of one length")
}

#[test]
fn closed_hours_are_left_out_of_the_forecast_and_are_no_demand_of_none() {
    let request = Request { missing: Missing::Closed, ..Request::new(Frequency::Hours, 16) };
    let outcome = forecast(&open_hours(), &request).expect("a table without faults");
    let shown: Vec<_> = times(&outcome.forecasts).iter().map(ToString::to_string).collect();
    assert_eq!(
        (shown[0].as_str(), shown[8].as_str()),
        ("2026-05-25 09:00:00", "2026-05-26 09:00:00")
    );
    assert_eq!(shown[15], "2026-05-26 16:00:00");
    let values = numbers(&outcome.forecasts, "value");
    assert!(values.iter().all(|value| value.is_some_and(|value| value > 4.0)), "{values:?}");
    assert_eq!(outcome.findings.height(), 0);
}

#[test]
fn days_that_were_not_observed_are_neither_demand_nor_measured() {
    let mut rows = one(&[8.0; 90]);
    let whole = run(&rows);
    rows.retain(|row| !(20..30).contains(&row.1));
    let request = Request { missing: Missing::Unknown, ..Request::daily(origin()) };
    let outcome = forecast(&frame(&rows), &request).expect("a table without faults");
    let values = numbers(&outcome.forecasts, "value");
    assert!(values.iter().all(|value| value.is_some_and(|value| (value - 8.0).abs() < 1e-6)));
    assert_eq!(outcome.findings.height(), 1);
    let compared = |outcome: &Outcome| {
        let column = outcome.accuracy.column("observations").expect("a count");
        column.i32().expect("whole numbers").get(0).expect("a model")
    };
    assert!(compared(&outcome) < compared(&whole));
}

#[test]
fn every_frequency_is_forecast_with_its_own_times() {
    let start = NaiveDate::from_ymd_opt(2020, 1, 31).and_then(|day| day.and_hms_opt(0, 0, 0));
    let start = start.expect("the end of January");
    let expected = [
        (Frequency::Minutes(30), "2020-02-06 06:00:00"),
        (Frequency::Hours, "2020-02-12 12:00:00"),
        (Frequency::Days, "2020-11-26 00:00:00"),
        (Frequency::Weeks, "2025-10-31 00:00:00"),
        (Frequency::Months, "2045-01-31 00:00:00"),
        (Frequency::Quarters, "2095-01-31 00:00:00"),
        (Frequency::Years, "2320-01-31 00:00:00"),
    ];
    for (frequency, first) in expected {
        let count = 300;
        let times: Vec<_> = (0..count).map(|period| frequency.later(start, period)).collect();
        let values: Vec<f64> = (0..count).map(|period| ((period * 7_919) % 31) as f64).collect();
        let table = DataFrame::new_infer_height(vec![
            Values::new("series".into(), vec!["mug"; times.len()]).into_column(),
            Values::new("time".into(), times.clone()).into_column(),
            Values::new("value".into(), values).into_column(),
        ])
        .expect("three columns of one length");
        let outcome = forecast(&table, &Request::new(frequency, 6)).expect("a plain table");
        let found = self::times(&outcome.forecasts);
        assert_eq!(found[0].to_string(), first, "{frequency}");
        assert_eq!(found[0], frequency.later(start, count), "{frequency}");
        assert_eq!(found.len(), 6);
        assert_eq!(outcome.projections[0].series(), "mug");
        assert_eq!(outcome.accuracy_by_horizon.height(), 6);
    }
}

#[test]
fn quantiles_of_a_projection_are_the_bounds_of_the_table() {
    let values: Vec<f64> =
        (0..300).map(|day| f64::from((day * 7_919) % 31) + 0.37 * f64::from(day % 3)).collect();
    let outcome = run(&one(&values));
    let projection = &outcome.projections[0];
    let means: Vec<_> = projection.mean().iter().copied().map(Some).collect();
    assert_eq!(means, numbers(&outcome.forecasts, "value"));
    for (column, probability) in [("lower_95", 0.025), ("upper_80", 0.9), ("upper_95", 0.975)] {
        for (step, bound) in numbers(&outcome.forecasts, column).into_iter().enumerate() {
            let found = projection.quantile(step, probability);
            let bound = bound.expect("a number");
            assert!(
                (found - bound).abs() < 1e-6 * bound.abs().max(1.0),
                "{column} {step}: {found} {bound}"
            );
        }
    }
}
