//! Level and season are found beside effects that are known.

use super::Level;
use crate::regression::form::Form;
use crate::series::Cadence;

const WEEK: [f64; 7] = [0.5, 0.8, 1.0, 1.2, 1.0, 1.5, 1.0];

#[test]
fn a_level_and_a_week_are_found_behind_promotions() {
    let effect = |day: usize| if day % 9 < 2 { 3.0 } else { 1.0 };
    let mut values: Vec<f64> = (0..700).map(|day| 40.0 * WEEK[day % 7] * effect(day)).collect();
    values[100] = f64::NAN;
    let effects: Vec<f64> = (0..700).map(effect).collect();
    let level = Level::new(&Cadence::daily(), 700);
    let rest = level.without(&values, &effects, Form::Multiplicative);
    for (day, rest) in rest.iter().enumerate() {
        assert!((rest / (40.0 * WEEK[day % 7]) - 1.0).abs() < 0.02, "day {day}: {rest}");
    }
    let plain = level.without(&values, &[1.0; 700], Form::Multiplicative);
    assert!((plain[350] / (40.0 * WEEK[0]) - 1.0).abs() > 0.2);
}

#[test]
fn nothing_is_left_of_a_week_on_a_steady_level() {
    let values: Vec<f64> = (0..300).map(|day| WEEK[day % 7] - 3.0).collect();
    let level = Level::new(&Cadence::daily(), 300);
    let centred = level.centred(&values);
    assert!(centred.iter().all(|value| value.abs() < 1e-9));
    let nothing = level.without(&values, &[0.0; 300], Form::Additive);
    assert!(nothing.iter().zip(&values).all(|(rest, value)| (rest - value).abs() < 1e-9));
}
