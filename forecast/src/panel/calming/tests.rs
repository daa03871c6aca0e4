//! A feast that was seen reaches what is published, and the states that go on from it.

use chrono::{Days, NaiveDate, NaiveDateTime};
use polars::prelude::{DataFrame, IntoColumn, NamedFrom, Series};

use crate::noise::Noise;
use crate::{Frequency, Observation, Request, forecast};

const DAYS: usize = 770;
const HORIZON: usize = 28;
/// Steps from the last day, 9 November 2023, to Black Friday.
const FRIDAY: usize = 14;

/// Two years and a month of a few series that sell two and a half times as much on Black Friday,
/// with a flag of it where asked for.
fn shop(flagged: bool) -> DataFrame {
    let first = NaiveDate::from_ymd_opt(2021, 10, 1).expect("a date");
    let fridays = ["2021-11-26", "2022-11-25", "2023-11-24"];
    let (mut names, mut times, mut values, mut flags) = (vec![], vec![], vec![], vec![]);
    for series in 0..6_u64 {
        let mut noise = Noise(series + 5);
        for place in 0..DAYS + HORIZON {
            let day = first + Days::new(place as u64);
            let friday = fridays.contains(&day.to_string().as_str());
            let week = if place % 7 < 2 { 1.3 } else { 0.9 };
            let mean = 40.0 * week * if friday { 2.5 } else { 1.0 };
            let value = noise.poisson(mean);
            if place < DAYS || flagged {
                names.push(format!("s{series}"));
                times.push(NaiveDateTime::from(day));
                values.push((place < DAYS).then_some(value));
                flags.push(f64::from(u8::from(friday)));
            }
        }
    }
    let mut columns = vec![
        Series::new("series".into(), names).into_column(),
        Series::new("time".into(), times).into_column(),
        Series::new("value".into(), values).into_column(),
    ];
    if flagged {
        columns.push(Series::new("event".into(), flags).into_column());
    }
    DataFrame::new_infer_height(columns).expect("equal columns")
}

fn published(outcome: &crate::Outcome) -> Vec<f64> {
    let values = outcome.forecasts.column("value").expect("values").f64().expect("numbers");
    values.iter().take(HORIZON).flatten().collect()
}

#[test]
fn the_peak_is_published_with_a_flag_and_without() {
    let request = Request::new(Frequency::Days, HORIZON);
    for flagged in [false, true] {
        let outcome = forecast(&shop(flagged), &request).expect("a forecast");
        let steps = published(&outcome);
        let beside = f64::midpoint(steps[FRIDAY - 7], steps[FRIDAY + 7]);
        let factor = steps[FRIDAY] / beside;
        assert!((2.0..3.0).contains(&factor), "{factor} with a flag: {flagged}");
    }
}

#[test]
fn a_state_comes_by_the_peak_as_it_was_published() {
    let request = Request::new(Frequency::Days, HORIZON);
    let mut outcome = forecast(&shop(false), &request).expect("a forecast");
    let steps = published(&outcome);
    let state = &mut outcome.states[0];
    let mut ahead = vec![0.0; HORIZON];
    state.forecast(&mut ahead);
    for (step, (ours, theirs)) in ahead.iter().zip(&steps).enumerate() {
        assert!((ours - theirs).abs() < 1e-6 * theirs, "step {step}: {ours} beside {theirs}");
    }
    for value in &steps[..FRIDAY] {
        state.observe(Observation::Value(*value));
    }
    let before = state.expected();
    assert!((before / steps[FRIDAY] - 1.0).abs() < 0.05, "{before} beside {}", steps[FRIDAY]);
    state.observe(Observation::Value(before));
    let after = state.expected();
    assert!(
        (after / steps[FRIDAY + 1] - 1.0).abs() < 0.05,
        "the peak is taken for a level: {after}"
    );
}
