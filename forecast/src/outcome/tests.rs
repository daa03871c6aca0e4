//! Names of the tables' columns.

use super::{Entry, Outcome, percent};
use crate::series::Shortage;

#[test]
fn columns_are_named_after_their_levels() {
    assert_eq!([0.8, 0.95, 0.975].map(percent), ["80", "95", "97.5"]);
}

#[test]
fn nothing_forecast_still_gives_every_column_and_the_reason() {
    let result = Err(Shortage { have: 12, need: 42 });
    let entries = [Entry { name: "mug".to_owned(), length: 12, result }];
    let outcome = Outcome::new(&entries, 20_000, [0.8, 0.95], "days").expect("tables");
    assert_eq!((outcome.forecasts.height(), outcome.forecasts.width()), (0, 9));
    assert_eq!((outcome.accuracy.height(), outcome.accuracy.width()), (0, 12));
    assert_eq!((outcome.backtest.height(), outcome.backtest.width()), (0, 10));
    let reasons = outcome.refused.column("reason").expect("a reason");
    let reason = reasons.str().expect("text").get(0);
    assert_eq!(reason, Some("12 days of history, 42 are needed"));
}
