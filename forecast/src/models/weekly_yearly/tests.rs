//! Week and year together on series made of a known week and a known year.

use std::f64::consts::TAU;

use super::WeeklyYearly;
use crate::models::{Model, Workspace};
use crate::series::Cadence;

const WEEK: [f64; 7] = [0.8, 0.9, 1.0, 1.0, 1.1, 1.4, 0.8];

/// Demand around 100 that doubles and halves over the year.
fn expected(day: usize) -> f64 {
    100.0 * WEEK[day % 7] * (0.7 * (TAU * day as f64 / 365.25).sin()).exp()
}

fn ahead(history: &[f64]) -> Vec<f64> {
    let (cadence, mut work) = (Cadence::daily(), Workspace::default());
    let parameters = WeeklyYearly.fit(history, &cadence, &mut work);
    let mut ahead = vec![0.0; 28];
    WeeklyYearly.forecast(&parameters, history, &cadence, &mut work, &mut ahead);
    ahead
}

fn mean_error(history: &[f64], truth: impl Fn(usize) -> f64) -> f64 {
    let errors = ahead(history).into_iter().enumerate();
    errors.map(|(step, value)| (value / truth(history.len() + step) - 1.0).abs()).sum::<f64>()
        / 28.0
}

#[test]
fn a_turn_of_the_year_is_foreseen_from_two_years() {
    // The history ends where the year falls fastest: whoever sees no year is 20 % too high.
    let history: Vec<f64> = (0..730 + 182).map(expected).collect();
    assert!(mean_error(&history, expected) < 0.04, "{}", mean_error(&history, expected));
}

#[test]
fn growth_is_not_taken_for_a_season() {
    let growth = |day: usize| 50.0 * WEEK[day % 7] * (day as f64 / 500.0).exp();
    let history: Vec<f64> = (0..800).map(growth).collect();
    assert!(mean_error(&history, growth) < 0.08, "{}", mean_error(&history, growth));
}

#[test]
fn half_a_year_still_gives_the_week() {
    let week = |day: usize| 20.0 * WEEK[day % 7];
    let history: Vec<f64> = (0..180).map(week).collect();
    assert!(mean_error(&history, week) < 0.001);
}

#[test]
fn a_net_of_returns_is_handled_by_sums() {
    let net = |day: usize| 10.0 * (WEEK[day % 7] - 0.85);
    let history: Vec<f64> = (0..180).map(net).collect();
    let errors = ahead(&history).into_iter().enumerate();
    assert!(errors.map(|(step, value)| (value - net(180 + step)).abs()).sum::<f64>() < 0.01);
}
