//! Features: the same number for every step, nothing from the future, what is known ahead told.

use super::Scene;
use crate::pooled::basis::{Form, View};
use crate::pooled::history::History;
use crate::pooled::profile::Profiles;
use crate::pooled::rhythm::Rhythm;
use crate::pooled::{Member, Panel};

/// The features of the value at `target`, seen from `origin`.
fn features(values: &[f64], price: &[f64], origin: usize, target: usize) -> Vec<f32> {
    let rhythm = Rhythm::new(&[7.0, 365.25]);
    let calendar = [(0..200).map(f64::from).collect::<Vec<f64>>()];
    let end = 180;
    let member = Member { values, tested: values, end, regressors: &[price], codes: &[] };
    let panel =
        Panel { members: &[member], seasons: &[7.0, 365.25], year: 365, calendar: &calendar };
    let profiles = Profiles::learn(&panel, &rhythm, values.len() - origin);
    let history = History::new(values, rhythm.lag);
    let start = member.start();
    let expected = profiles.of(0);
    let view = View { history: &history, rhythm: &rhythm, expected, start, origin };
    let basis = view.basis(Form::Multiplicative, target).expect("a level");
    let mut row = Vec::new();
    let calendar = [panel.calendar[0].as_slice()];
    Scene { calendar: &calendar, member: &member, view }.tell(&basis, target, &mut row);
    row
}

fn values() -> Vec<f64> {
    (0..150).map(|day| f64::from(day * 7_919 % 13)).collect()
}

/// Bits, so that unknown equals unknown.
fn bits(row: &[f32]) -> Vec<u32> {
    row.iter().map(|value| value.to_bits()).collect()
}

#[test]
fn every_step_of_every_origin_has_the_same_number_of_features() {
    let (values, price) = (values(), vec![3.0; 164]);
    let width = features(&values, &price, 150, 150).len();
    for (origin, target) in [(2, 2), (2, 15), (9, 10), (100, 104), (150, 163)] {
        assert_eq!(features(&values, &price, origin, target).len(), width);
    }
}

#[test]
fn features_know_nothing_after_their_origin_but_what_is_known_ahead() {
    let (mut values, mut price) = (values(), vec![3.0; 164]);
    let known = features(&values, &price, 100, 105);
    values[100..].fill(1e6);
    assert_eq!(bits(&known), bits(&features(&values, &price, 100, 105)));
    price[105] = 1.5;
    assert_ne!(bits(&known), bits(&features(&values, &price, 100, 105)));
}

#[test]
fn calendar_and_price_are_those_of_the_target() {
    let mut price = vec![3.0; 164];
    price[153] = 1.5;
    let row = features(&values(), &price, 150, 153);
    let told = &row[row.len() - 4..];
    // The series ends at place 180 of the time line, so that its value 153 stands at 183.
    assert_eq!(told, [183.0, 1.5, 0.5, 1.0]);
}

#[test]
fn four_times_the_demand_looks_the_same_but_for_its_size() {
    let (values, price) = (values(), vec![3.0; 164]);
    let large: Vec<f64> = values.iter().map(|value| value * 4.0).collect();
    let (one, four) = (features(&values, &price, 150, 155), features(&large, &price, 150, 155));
    let differing = bits(&one).iter().zip(bits(&four)).filter(|(one, four)| **one != *four).count();
    assert_eq!(differing, 1);
}
