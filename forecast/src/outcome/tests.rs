//! Names of the tables' columns.

use super::{Entry, Outcome, percent};
use crate::Frequency;
use crate::series::{Periods, Series, Shortage};
use crate::timeline::Timeline;

#[test]
fn columns_are_named_after_their_levels() {
    assert_eq!([0.8, 0.95, 0.975].map(percent), ["80", "95", "97.5"]);
}

#[test]
fn nothing_forecast_still_gives_every_column_and_the_reason() {
    let series = Series {
        name: "mug".to_owned(),
        values: vec![1.0; 12],
        periods: Periods::From(0),
        regressors: Vec::new(),
        seasons: None,
        ignored: Vec::new(),
    };
    let entries =
        vec![Entry { series, result: Err(Shortage { have: 12, need: 42 }), noticed: Vec::new() }];
    let timeline = Timeline::new(Frequency::Days, &[]);
    let outcome = Outcome::new(entries, &timeline, &[0.8, 0.95], "days").expect("tables");
    assert_eq!((outcome.forecasts.height(), outcome.forecasts.width()), (0, 9));
    assert_eq!((outcome.accuracy.height(), outcome.accuracy.width()), (0, 13));
    assert_eq!((outcome.backtest.height(), outcome.backtest.width()), (0, 10));
    let by_horizon = &outcome.accuracy_by_horizon;
    assert_eq!((by_horizon.height(), by_horizon.width()), (0, 7));
    assert_eq!((outcome.sums.height(), outcome.sums.width()), (0, 6));
    let reasons = outcome.refused.column("reason").expect("a reason");
    let reason = reasons.str().expect("text").get(0);
    assert_eq!(reason, Some("12 days of history, 42 are needed"));
}
