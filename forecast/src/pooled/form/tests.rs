//! The form of a panel is that which has been less wrong.

use super::choose;
use crate::pooled::basis::Form;
use crate::pooled::random::Generator;
use crate::pooled::rhythm::Rhythm;
use crate::pooled::{Member, Panel};

fn form(seasons: &[f64], series: &[Vec<f64>]) -> Form {
    let member = |values| Member { values, tested: values, end: 300, regressors: &[], codes: &[] };
    let members: Vec<Member<'_>> = series.iter().map(|values| member(values)).collect();
    let panel = Panel { members: &members, seasons, year: 1, calendar: &[] };
    choose(&panel, &Rhythm::new(seasons), 10, 10)
}

fn series(step: impl Fn(usize, f64, f64) -> f64) -> Vec<Vec<f64>> {
    let one = |member: u64| {
        let mut generator = Generator::new(5, member);
        let mut last = 500.0;
        let value = |day: usize| {
            last = step(day, last, generator.unit() - 0.5);
            last
        };
        (0..300).map(value).collect()
    };
    (0..12).map(one).collect()
}

#[test]
fn what_wanders_is_seen_by_differences() {
    assert_eq!(form(&[52.18], &series(|_, last, chance| last + 9.0 * chance)), Form::Additive);
}

#[test]
fn small_counts_are_seen_as_levels_times_shapes() {
    let weekly =
        series(|day, _, chance| ((1 + day % 7) as f64 / 3.0 * (1.0 + 2.0 * chance)).round());
    assert_eq!(form(&[7.0], &weekly), Form::Multiplicative);
}

#[test]
fn what_may_be_negative_is_seen_by_differences() {
    let net = series(|day, _, chance| (day % 7) as f64 - 2.0 + chance);
    assert_eq!(form(&[7.0], &net), Form::Additive);
}
