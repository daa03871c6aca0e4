//! A model that goes on by itself ends where its parameters run over the whole history do.

use super::Recursion;
use crate::models::{MODELS, Model, Parameters, Workspace};
use crate::noise::Noise;
use crate::series::Cadence;

/// How much of a history is known when models are fitted.
const KNOWN: usize = 210;
const STEPS: usize = 28;

/// Two years of a shop's days: a week, a slow rise, noise.
fn shop(strength: f64) -> Vec<f64> {
    let week = [0.8, 0.9, 1.0, 1.0, 1.1, 1.4, 0.8].map(|day| 1.0 + strength * (day - 1.0));
    let mut noise = Noise(5);
    (0..730)
        .map(|day| (20.0 + day as f64 / 40.0) * week[day % 7] * (0.8 + 0.4 * noise.uniform()))
        .collect()
}

/// Demand on some days only; the latter half is the former again, so that the averages that
/// Croston's and TSB's methods start from are the same for both.
fn now_and_then() -> Vec<f64> {
    let mut noise = Noise(9);
    let half: Vec<f64> = (0..KNOWN)
        .map(|_| if noise.uniform() < 0.2 { (1.0 + 5.0 * noise.uniform()).floor() } else { 0.0 })
        .collect();
    [half.clone(), half].concat()
}

/// Steps ahead of a model that goes on.
fn steps(model: &Recursion, history: &[f64]) -> Vec<f64> {
    let mut steps = Vec::new();
    model.ahead(STEPS, |back| history[history.len() - back], |value| steps.push(value));
    steps
}

/// Fits a model to what is known, and lets it go on over the rest.
fn gone_on(
    model: &dyn Model,
    history: &[f64],
    cadence: &Cadence,
) -> Option<(Parameters, Vec<f64>)> {
    let mut work = Workspace::default();
    let known = &history[..KNOWN];
    if !model.applies(known, cadence) {
        return None;
    }
    let parameters = model.fit(known, cadence, &mut work);
    let mut going = model.recursion(&parameters, known, cadence, &mut work)?;
    for (place, value) in history.iter().enumerate().skip(KNOWN) {
        going.observe(*value, |back| history[place - back]);
    }
    Some((parameters, steps(&going, history)))
}

/// Checks every model that goes on but those named by `without`, and which they are.
fn check(history: &[f64], seasons: &[f64], without: &[&str], expected: &[&str]) {
    let cadence = Cadence { seasons: seasons.to_vec(), ..Cadence::daily() };
    let mut found = Vec::new();
    for model in
        MODELS.iter().filter(|model| !without.iter().any(|name| model.name().contains(name)))
    {
        let Some((parameters, steps)) = gone_on(*model, history, &cadence) else { continue };
        let mut whole = [0.0; STEPS];
        model.forecast(&parameters, history, &cadence, &mut Workspace::default(), &mut whole);
        let apart = steps.iter().zip(whole).map(|(one, other)| (one - other).abs());
        let furthest = apart.fold(0.0, f64::max);
        assert!(furthest < 1e-9, "{}: {furthest} apart", model.name());
        found.push(model.name());
    }
    assert_eq!(found, expected);
}

#[test]
fn models_without_a_season_end_where_the_whole_history_would_lead_them() {
    let expected = [
        "seasonal_naive",
        "simple_smoothing",
        "damped_trend",
        "theta",
        "optimised_theta",
        "ets",
        "ces",
        "drift",
        "window_average",
    ];
    check(&shop(0.0), &[1.0], &[], &expected);
}

#[test]
fn seasonal_models_end_where_the_whole_history_would_lead_them() {
    let expected = [
        "seasonal_naive",
        "simple_smoothing",
        "damped_trend",
        "holt_winters",
        "ets",
        "drift",
        "seasonal_median",
        "window_average",
    ];
    // Run over the whole history, Theta and CES would learn the season's indices anew.
    check(&shop(1.0), &[7.0], &["theta", "ces"], &expected);
}

#[test]
fn intermittent_models_end_where_the_whole_history_would_lead_them() {
    let expected = [
        "seasonal_naive",
        "simple_smoothing",
        "croston_sba",
        "tsb",
        "adida",
        "imapa",
        "negative_binomial",
        "drift",
        "seasonal_median",
        "window_average",
    ];
    check(&now_and_then(), &[7.0, 365.25], &["theta"], &expected);
}

#[test]
fn ets_takes_the_season_along() {
    let cadence = Cadence { seasons: vec![7.0], ..Cadence::daily() };
    let ets = *MODELS.iter().find(|model| model.name() == "ets").expect("a model");
    let (_, steps) = gone_on(ets, &shop(1.0), &cadence).expect("it goes on");
    // 730 days end on the second of the week: the sixth is the fourth ahead, the first the sixth.
    let week = steps[3] / steps[5];
    assert!((week - 1.4 / 0.8).abs() < 0.2, "{steps:?}");
}

#[test]
fn a_value_that_nobody_saw_leaves_the_level_and_moves_the_season_on() {
    let cadence = Cadence::daily();
    let history = shop(1.0);
    for model in MODELS {
        // A median of five that sees one of them twice is another one.
        if !model.applies(&history, &cadence) || model.name() == "seasonal_median" {
            continue;
        }
        let mut work = Workspace::default();
        let parameters = model.fit(&history, &cadence, &mut work);
        let Some(mut going) = model.recursion(&parameters, &history, &cadence, &mut work) else {
            continue;
        };
        let before = steps(&going, &history);
        let mut longer = history.clone();
        for _ in 0..7 {
            let stand_in = longer[longer.len() - 7];
            going.skip(stand_in, |back| longer[longer.len() - back]);
            longer.push(stand_in);
        }
        // A week later each day is expected to be what was expected of it before.
        let after = steps(&going, &longer);
        for (after, before) in after.iter().zip(&before[7..]) {
            let name = model.name();
            assert!((after / before - 1.0).abs() < 0.04, "{name}: {after} for {before}");
        }
    }
}
