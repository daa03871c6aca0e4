//! Indices and the test for a season.

use super::{Form, indices, is_seasonal};

fn check(history: &[f64], season: usize, form: Form, expected: &[f64]) {
    let mut found = Vec::new();
    indices(history, season, form, &mut found);
    let close = found.iter().zip(expected).all(|(found, expected)| (found - expected).abs() < 0.01);
    assert!(close && found.len() == expected.len(), "{found:?} for {expected:?}");
}

#[test]
fn factors_of_an_odd_season_are_found() {
    let week = [0.5, 1.0, 1.0, 1.0, 1.0, 1.5, 1.0];
    let history: Vec<f64> = (0..140).map(|day| 30.0 * week[day % 7]).collect();
    check(&history, 7, Form::Multiplicative, &week);
}

#[test]
fn differences_of_an_even_season_are_found_beside_a_trend() {
    let quarter = [-3.0, 1.0, 4.0, -2.0];
    let history: Vec<f64> = (0..60).map(|time| time as f64 * 0.5 + quarter[time % 4]).collect();
    check(&history, 4, Form::Additive, &quarter);
}

#[test]
fn no_demand_at_all_has_no_season() {
    check(&[0.0; 40], 7, Form::Multiplicative, &[1.0; 7]);
}

#[test]
fn a_week_is_told_from_noise_and_from_a_constant() {
    let week: Vec<f64> = (0..70).map(|day| f64::from(u8::from(day % 7 == 5))).collect();
    // A full-period generator's low bits: no period of seven in them.
    let noise = |state: &mut u64| {
        *state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        Some((*state >> 40) as f64)
    };
    let noise: Vec<f64> = std::iter::repeat_n((), 200).scan(1, |state, ()| noise(state)).collect();
    assert!(is_seasonal(&week, 7));
    assert!(!is_seasonal(&noise, 7));
    assert!(!is_seasonal(&[4.0; 70], 7));
    assert!(!is_seasonal(&week[..14], 7));
}

#[test]
fn a_position_that_sells_next_to_nothing_hides_the_level() {
    assert_eq!(Form::Multiplicative.take(0.0, 0.01), None);
    assert_eq!(Form::Multiplicative.take(6.0, 2.0), Some(3.0));
    assert_eq!(Form::Additive.take(6.0, 2.0), Some(4.0));
}
