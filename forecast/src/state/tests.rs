//! A state from the end of a fit on: what was published, new values, what nobody saw, drift.

use chrono::{Days, NaiveDate};
use polars::prelude::{DataFrame, IntoColumn, NamedFrom, Series as Values};

use super::{Observation, SeriesState};
use crate::noise::Noise;
use crate::{Outcome, Request, forecast};

const WEEK: [f64; 7] = [0.8, 0.9, 1.0, 1.0, 1.1, 1.4, 0.8];

fn outcome(series: &[Vec<f64>]) -> Outcome {
    let origin = NaiveDate::from_ymd_opt(2026, 11, 20).expect("a day");
    let (mut names, mut times, mut values) = (Vec::new(), Vec::new(), Vec::new());
    for (place, history) in series.iter().enumerate() {
        for (day, value) in history.iter().enumerate() {
            names.push(format!("mug {place}"));
            times.push(origin - Days::new((history.len() - 1 - day) as u64));
            values.push((!value.is_nan()).then_some(*value));
        }
    }
    let frame = DataFrame::new_infer_height(vec![
        Values::new("series".into(), names).into_column(),
        Values::new("time".into(), times).into_column(),
        Values::new("value".into(), values).into_column(),
    ]);
    forecast(&frame.expect("columns of one length"), &Request::daily(origin)).expect("no fault")
}

/// A brisk seller, a slow mover, one that was out of stock for a week, and one of large orders.
fn four() -> Vec<Vec<f64>> {
    let mut noise = Noise(3);
    let mut made = |mean: f64, days: usize| -> Vec<f64> {
        (0..days).map(|day| noise.poisson(mean * WEEK[day % 7])).collect()
    };
    let mut gap = made(8.0, 200);
    gap[190..197].fill(f64::NAN);
    vec![made(20.0, 300), made(0.3, 250), gap, made(500.0, 120)]
}

fn state_of(history: Vec<f64>) -> SeriesState {
    outcome(&[history]).states.remove(0)
}

#[test]
fn a_fresh_state_forecasts_what_was_published() {
    let outcome = outcome(&four());
    let published = outcome.forecasts.column("value").expect("a column").f64().expect("numbers");
    let published: Vec<f64> = published.iter().flatten().collect();
    assert_eq!(outcome.states.len(), 4);
    for (place, state) in outcome.states.iter().enumerate() {
        assert_eq!(state.series(), format!("mug {place}"));
        let mut ahead = [0.0; 28];
        state.forecast(&mut ahead);
        for (one, other) in ahead.iter().zip(&published[place * 28..]) {
            assert!((one - other).abs() < 1e-9 * other.abs().max(1.0), "{one} for {other}");
        }
        assert!((state.expected() - ahead[0]).abs() < 1e-9);
        assert!(state.moving() > 0.0 && state.moving() < 1.0 + 1e-9, "{}", state.moving());
        assert!(state.absolute_error() > 0.0 && state.age() == 0);
    }
}

#[test]
fn a_fresh_state_has_the_published_intervals() {
    let outcome = outcome(&four());
    let column = |name: &str| -> Vec<f64> {
        let column = outcome.forecasts.column(name).expect("a column");
        column.f64().expect("numbers").iter().flatten().collect()
    };
    let published = [["lower_80", "upper_80"], ["lower_95", "upper_95"]].map(|it| it.map(column));
    for (place, state) in outcome.states.iter().enumerate() {
        assert_eq!(state.levels().collect::<Vec<f64>>(), [0.80, 0.95]);
        let mut ahead = [0.0; 28];
        state.forecast(&mut ahead);
        for (step, value) in ahead.iter().enumerate() {
            for (level, [lower, upper]) in published.iter().enumerate() {
                let (found, row) = (state.interval(step, *value, level), place * 28 + step);
                let near = |one: f64, other: f64| (one - other).abs() < 1e-6 * other.max(1.0);
                assert!(near(found.0, lower[row]), "{found:?} for {} of {row}", lower[row]);
                assert!(near(found.1, upper[row]), "{found:?} for {} of {row}", upper[row]);
            }
        }
    }
}

#[test]
fn the_intervals_of_a_state_hold_what_comes_as_often_as_they_say() {
    let mut noise = Noise(15);
    let means = [30.0, 3.0, 0.4];
    let mut draw = |place: usize, day: usize| noise.count(means[place % 3] * WEEK[day % 7], 2);
    let histories: Vec<Vec<f64>> =
        (0..60).map(|place| (0..300).map(|day| draw(place, day)).collect()).collect();
    let (mut inside, mut seen) = ([0.0; 2], 0.0);
    for mut state in outcome(&histories).states {
        let place = state.series().trim_start_matches("mug ").parse().expect("its place");
        for day in 300..314 {
            let value = draw(place, day);
            for (level, inside) in inside.iter_mut().enumerate() {
                let (lower, upper) = state.interval(0, state.expected(), level);
                *inside += f64::from(u8::from((lower..=upper).contains(&value)));
            }
            seen += 1.0;
            state.observe(Observation::Value(value));
        }
    }
    let [of_80, of_95] = inside.map(|count| count / seen);
    assert!((0.76..0.97).contains(&of_80) && (0.93..1.0).contains(&of_95), "{of_80} {of_95}");
}

#[test]
fn a_level_that_rises_is_followed() {
    let mut noise = Noise(8);
    let mut state = state_of((0..300).map(|day| noise.poisson(20.0 * WEEK[day % 7])).collect());
    for day in 300..356 {
        state.observe(Observation::Value(noise.poisson(40.0 * WEEK[day % 7])));
    }
    let mut ahead = [0.0; 7];
    state.forecast(&mut ahead);
    let mean = ahead.iter().sum::<f64>() / 7.0;
    let expected = 20.0 + 20.0 * state.moving();
    assert!((mean - expected).abs() < 5.0, "{mean} for {expected}");
    assert_eq!(state.age(), 56);
}

#[test]
fn closed_periods_change_nothing_and_unknown_ones_only_the_day() {
    let mut noise = Noise(8);
    let fresh = state_of((0..300).map(|day| noise.poisson(20.0 * WEEK[day % 7])).collect());
    let mut state = fresh.clone();
    state.observe(Observation::Closed);
    assert_eq!(state, fresh);
    let (mut before, mut after) = ([0.0; 14], [0.0; 7]);
    fresh.forecast(&mut before);
    for observation in [Observation::Unknown, Observation::Value(f64::NAN)].iter().cycle().take(7) {
        state.observe(*observation);
    }
    state.forecast(&mut after);
    for (after, before) in after.iter().zip(&before[7..]) {
        assert!((after - before).abs() < 0.05 * before, "{after} for {before}");
    }
    assert_eq!((state.age(), state.bias().to_bits()), (7, 0));
}

#[test]
fn a_jump_of_the_level_is_drift_and_the_same_demand_is_not() {
    let mut noise = Noise(21);
    let fresh = state_of((0..400).map(|day| noise.poisson(12.0 * WEEK[day % 7])).collect());
    let (mut same, mut doubled) = (fresh.clone(), fresh);
    let mut days = 0;
    for day in 400..430 {
        same.observe(Observation::Value(noise.poisson(12.0 * WEEK[day % 7])));
        assert!(!same.drifts(), "day {day}: {}", same.tracking_signal());
    }
    while !doubled.drifts() && days < 30 {
        doubled.observe(Observation::Value(noise.poisson(36.0 * WEEK[(400 + days) % 7])));
        days += 1;
    }
    assert!(days < 14, "{days} days, {}", doubled.tracking_signal());
    assert!(doubled.bias() < 0.0, "too low is below zero");
}

#[test]
fn a_quiet_month_of_a_slow_mover_is_no_drift() {
    let mut noise = Noise(4);
    let mut state = state_of((0..400).map(|_| noise.poisson(0.1)).collect());
    for _ in 0..40 {
        state.observe(Observation::Value(0.0));
        assert!(!state.drifts(), "{}", state.tracking_signal());
    }
}

#[test]
fn a_stored_state_goes_on_like_the_one_in_memory() {
    for mut state in outcome(&four()).states {
        let text = serde_json::to_string(&state).expect("it is written");
        let mut read: SeriesState = serde_json::from_str(&text).expect("it is read");
        for value in [3.0, 0.0, 14.0] {
            state.observe(Observation::Value(value));
            read.observe(Observation::Value(value));
        }
        let (mut one, mut other) = ([0.0; 28], [0.0; 28]);
        state.forecast(&mut one);
        read.forecast(&mut other);
        let apart = one.iter().zip(other).map(|(one, other)| (one - other).abs());
        assert!(apart.fold(0.0, f64::max) < 1e-9);
    }
}

#[test]
fn a_state_of_another_version_is_refused_with_what_to_do() {
    let state = &outcome(&four()[..1]).states[0];
    let text = serde_json::to_string(state).expect("it is written");
    let newer = text.replacen("\"version\":3", "\"version\":4", 1);
    let refused = serde_json::from_str::<SeriesState>(&newer).expect_err("of another version");
    assert!(refused.to_string().contains("fit the series again"), "{refused}");
}

#[test]
fn hardly_any_series_whose_demand_stays_the_same_is_taken_for_drifting_within_a_year() {
    let mut noise = Noise(77);
    let mut drifting = 0;
    for mean in [0.05, 2.0, 15.0] {
        let mut draw = |day: usize| noise.count(mean * WEEK[day % 7], 3);
        let histories: Vec<Vec<f64>> = (0..40).map(|_| (0..300).map(&mut draw).collect()).collect();
        for mut state in outcome(&histories).states {
            let mut drifted = false;
            for day in 300..665 {
                state.observe(Observation::Value(draw(day)));
                drifted |= state.drifts();
            }
            drifting += usize::from(drifted);
        }
    }
    assert!(drifting <= 5, "{drifting} of 120");
}
