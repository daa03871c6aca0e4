//! Lessons: bounded, without the hidden end, and only from what is known.

use super::{Drawn, Source};
use crate::pooled::basis::Form;
use crate::pooled::profile::Profiles;
use crate::pooled::rhythm::Rhythm;
use crate::pooled::trees::Lesson;
use crate::pooled::{Member, Panel};

fn lesson(values: &[f64], cut: usize, most: usize) -> Option<(Lesson, Vec<bool>)> {
    let rhythm = Rhythm::new(&[7.0]);
    let member = Member { values, tested: values, end: values.len(), regressors: &[], codes: &[] };
    let panel = Panel { members: &[member], seasons: &[7.0], year: 365, calendar: &[] };
    let profiles = Profiles::learn(&panel, &rhythm, cut);
    let form = Form::Multiplicative;
    let (panel, rhythm, profiles) = (&panel, &rhythm, &profiles);
    Source { panel, rhythm, profiles, calendar: &[], form, horizon: 10, cut, most }.lesson()
}

fn values() -> Vec<f64> {
    (0..1_500).map(|day| f64::from(1 + day * 7_919 % 13)).collect()
}

#[test]
fn all_steps_are_taken_where_they_are_few_and_a_share_where_they_are_many() {
    let (all, held_out) = lesson(&values(), 0, 1_000_000).expect("a lesson");
    // Ten steps from every value but the first, less those beyond the end.
    assert_eq!((all.targets.len(), all.table.height()), (14_990 - 45, 14_990 - 45));
    // The last eighth of the values, each seen from the ten origins before it.
    assert_eq!(held_out.iter().filter(|held_out| **held_out).count(), 1_870);
    let (some, _) = lesson(&values(), 0, 2_300).expect("a lesson");
    assert!((2_100..2_450).contains(&some.targets.len()), "{}", some.targets.len());
}

#[test]
fn what_is_hidden_or_unknown_is_not_learnt() {
    let mut hidden = values();
    let known = lesson(&hidden, 200, 1_000_000);
    hidden[1_300..].fill(1e9);
    // As text, in which unknown equals unknown.
    let again = lesson(&hidden, 200, 1_000_000);
    assert!(format!("{known:?}") == format!("{again:?}"));
    let mut unknown = values();
    unknown[1_250] = f64::NAN;
    let (fewer, _) = lesson(&unknown, 200, 1_000_000).expect("a lesson");
    assert_eq!(fewer.targets.len() + 10, known.expect("a lesson").0.targets.len());
    assert!(fewer.targets.iter().chain(&fewer.offsets).all(|value| value.is_finite()));
}

#[test]
fn too_few_steps_are_no_lesson() {
    assert!(lesson(&values()[..100], 0, 1_000_000).is_none());
    assert!(lesson(&[], 0, 1_000_000).is_none());
}

#[test]
fn every_number_is_drawn_as_often_as_its_share_says() {
    let mut counts = [0_u32; 50];
    for stream in 0..20_000 {
        Drawn::new(50, 0.3, stream).for_each(|drawn| counts[drawn] += 1);
    }
    // Five standard deviations of a binomial count around 6,000.
    assert!(counts.iter().all(|count| (5_675..6_325).contains(count)), "{counts:?}");
    assert!(Drawn::new(50, 1.0, 0).eq(0..50));
    assert_eq!(Drawn::new(0, 0.5, 0).count(), 0);
}
