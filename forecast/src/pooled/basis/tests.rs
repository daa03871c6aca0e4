//! The simple forecast: level times shape, or level plus differences, and nothing from the future.

use super::{Basis, Form, View};
use crate::pooled::history::History;
use crate::pooled::profile::Profiles;
use crate::pooled::rhythm::Rhythm;
use crate::pooled::{Member, Panel};

/// The bases of all steps of two weeks after `origin`.
fn bases(values: &[f64], seasons: &[f64], form: Form, origin: usize) -> Vec<Option<Basis>> {
    let rhythm = Rhythm::new(seasons);
    let member = Member { values, tested: values, end: values.len(), regressors: &[], codes: &[] };
    let panel = Panel { members: &[member], seasons, year: 1, calendar: &[] };
    let profiles = Profiles::learn(&panel, &rhythm, values.len() - origin);
    let history = History::new(values, rhythm.lag);
    let expected = profiles.of(0);
    let view = View { history: &history, rhythm: &rhythm, expected, start: 0, origin };
    (origin..origin + 14).map(|target| view.basis(form, target)).collect()
}

const WEEK: [f64; 7] = [4.0, 8.0, 10.0, 12.0, 14.0, 16.0, 6.0];

/// A week that repeats but for a thousandth.
fn weekly(days: usize) -> Vec<f64> {
    (0..days).map(|day| WEEK[day % 7] * (1.0 + (day % 5) as f64 / 1e3)).collect()
}

#[test]
fn a_week_that_repeats_is_forecast_as_it_is() {
    for form in [Form::Multiplicative, Form::Additive] {
        for (day, basis) in bases(&weekly(80), &[7.0], form, 80).iter().enumerate() {
            let simple = basis.map_or(f64::NAN, |basis| basis.simple);
            let expected = WEEK[(80 + day) % 7];
            // Differences are shrunk a little, whatever the noise.
            let most = if form == Form::Additive { 0.3 } else { 0.1 };
            assert!((simple - expected).abs() < most, "{form:?} {day}: {simple} {expected}");
        }
    }
}

#[test]
fn a_basis_knows_nothing_after_its_origin() {
    let mut values = weekly(120);
    for form in [Form::Multiplicative, Form::Additive] {
        let known = bases(&values, &[7.0, 30.4], form, 80);
        values[80..].iter_mut().for_each(|value| *value += 900.0);
        assert_eq!(known, bases(&values, &[7.0, 30.4], form, 80));
        assert!(known.iter().all(Option::is_some));
    }
}

#[test]
fn demand_that_paused_still_has_a_level() {
    let mut values = weekly(120);
    values[60..].fill(0.0);
    let paused = bases(&values, &[7.0], Form::Multiplicative, 120);
    assert!(paused.iter().all(|basis| basis.is_some_and(|basis| basis.unit > 0.0)));
}

#[test]
fn nothing_known_has_no_basis() {
    for values in [vec![0.0; 40], vec![f64::NAN; 40]] {
        for form in [Form::Multiplicative, Form::Additive] {
            assert!(bases(&values, &[7.0], form, 40).iter().all(Option::is_none), "{form:?}");
        }
    }
}

#[test]
fn offsets_and_relative_values_lead_back_to_the_forecast() {
    for form in [Form::Multiplicative, Form::Additive] {
        let basis = bases(&weekly(80), &[7.0], form, 80)[3].expect("a basis");
        let score = basis.offset();
        let relative = if form == Form::Multiplicative { score.exp() } else { score };
        assert!((basis.absolute(relative) - basis.simple).abs() < 1e-9);
        assert!((basis.absolute(f64::from(basis.relative(7.5))) - 7.5).abs() < 1e-4);
    }
}
