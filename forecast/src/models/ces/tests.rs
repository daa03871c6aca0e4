//! Complex exponential smoothing against its equations and against statsforecast.

use super::{Ces, Complex, FORMS, Form, GoingCes, States, Weights, at, fit_form};
use crate::models::public_data::{days, weekly};
use crate::models::{Model, Workspace};
use crate::series::{Cadence, magnitude};

#[test]
fn one_step_is_the_papers_equation() {
    let weights = at(Form::None, &[1.4, 0.9]);
    let mut states = States::default();
    states.prepare(&[10.0; 12], 1, Form::None);
    states.reset(1, Form::None);
    // Level 10, potential 10 / 1.1; the error of 12 is 2.
    let squares = states.run(&[12.0], weights);
    assert!((squares - 4.0).abs() < 1e-12);
    assert!((states.level[0] - (10.0 - 0.1 * 10.0 / 1.1 + 0.5 * 2.0)).abs() < 1e-12);
    assert!((states.potential[0] - (10.0 - 0.4 * 10.0 / 1.1 + 2.3 * 2.0)).abs() < 1e-12);
}

#[test]
fn fits_are_as_close_as_those_of_statsforecast() {
    // AutoCES(model='N') of statsforecast 2.1.1: series, corrected Akaike criterion.
    let expected = [
        (50, 16_149.460_990_825),
        (120, 34_224.725_918_527),
        (200, 12_084.987_446_254),
        (300, 1_315.634_030_355),
    ];
    for (index, criterion) in expected {
        let Some(values) = weekly(index) else { return };
        let mut states = States::default();
        let found = fit_form(&values, 1, Form::None, &mut states).expect("long enough");
        // They run once backwards for states to start from.
        assert!(found.1 < criterion + 8.0, "series {index}: {} for {criterion}", found.1);
    }
}

#[test]
fn a_season_is_added_where_there_is_one() {
    let Some(values) = days() else { return };
    let mut states = States::default();
    let criterion = |form, states: &mut States| fit_form(&values, 7, form, states).expect("long").1;
    let [none, partial] = [Form::None, Form::Partial].map(|form| criterion(form, &mut states));
    // statsforecast's partial form has 7865.6.
    assert!(partial < none && partial < 7_865.6 + 15.0, "{partial}, {none}");
}

#[test]
fn what_is_learned_dies_out_instead_of_growing() {
    assert!(Complex { real: 1.3, imaginary: 1.0 }.stable());
    assert!(!Complex { real: 0.1, imaginary: 1.8 }.stable());
    let Some(values) = weekly(300) else { return };
    let unit = magnitude(&values);
    let scaled: Vec<f64> = values.iter().map(|value| value / unit).collect();
    let (cadence, mut work) =
        (Cadence { seasons: vec![], ..Cadence::daily() }, Workspace::default());
    let found = Ces.fit(&scaled, &cadence, &mut work);
    assert!(Complex { real: found[2], imaginary: found[3] }.stable());
}

#[test]
fn a_full_season_carries_a_potential_of_its_own() {
    let level = Complex { real: 1.2, imaginary: 0.9 };
    let season = Complex { real: 1.1, imaginary: 0.8 };
    let mut states = States {
        level: vec![10.0],
        potential: vec![9.0],
        season: vec![2.0, -2.0],
        season_potential: vec![1.0, -1.0],
        starting: Vec::new(),
    };
    let mut ahead = [0.0; 3];
    states.run(&[13.0], Weights { level, season });
    // The error is 1: the level 10 − 0.1 · 9 + 0.3, the season 2 − 0.2 · 1 + 0.3.
    assert!((states.level[0] - 9.4).abs() < 1e-12 && (states.season[0] - 2.1).abs() < 1e-12);
    assert!((states.season_potential[0] - (2.0 - 0.1 + 1.9)).abs() < 1e-12);
    states.ahead(1, Weights { level, season }, &mut ahead);
    assert!((ahead[0] - (9.4 - 2.0)).abs() < 1e-12, "{ahead:?}");
}

#[test]
fn every_form_goes_on_to_where_the_whole_history_leads_it() {
    let week = [0.0, 1.0, 2.0, 3.0, 4.0, 9.0, -5.0];
    let history: Vec<f64> = (0..150)
        .map(|day| 20.0 + week[day % 7] + f64::from(u8::from(day * day % 11 < 4)))
        .collect();
    let known = 80;
    for (form, point) in FORMS.into_iter().zip([
        [1.3, 1.0, 0.0, 0.0],
        [1.2, 1.0, 0.0, 0.0],
        [1.1, 1.0, 0.2, 0.0],
        [1.1, 1.0, 1.2, 1.0],
    ]) {
        let weights = at(form, &point);
        let mut states = States::default();
        states.prepare(&history[..known], 7, form);
        states.reset(7, form);
        states.run(&history[..known], weights);
        let mut going = GoingCes { states: states.clone(), weights, length: known };
        history[known..].iter().for_each(|value| going.observe(*value));
        // The same starting states, run over all of it.
        states.reset(7, form);
        states.run(&history, weights);
        let mut ahead = [0.0; 28];
        states.ahead(history.len(), weights, &mut ahead);
        let mut steps = Vec::new();
        going.ahead(28, |value| steps.push(value));
        for (one, other) in steps.iter().zip(ahead) {
            assert!((one - other).abs() < 1e-9, "{form:?}: {one} for {other}");
        }
    }
}
