//! Profiles: the shape that is there is found, and who is far from it keeps his own.

use super::Profiles;
use crate::pooled::random::Generator;
use crate::pooled::rhythm::Rhythm;
use crate::pooled::{Member, Panel};

const EVEN: [f64; 7] = [1.0; 7];
const STEEP: [f64; 7] = [0.1, 0.5, 1.0, 1.0, 1.0, 1.5, 1.9];

/// Members of two groups with a week each, `jitter` apart from one another.
fn learn(weeks: [[f64; 7]; 2], jitter: f64, noise: f64) -> Profiles {
    let series: Vec<Vec<f64>> = (0..24_usize)
        .map(|member| {
            let mut generator = Generator::new(3, member as u64);
            let own: Vec<f64> = (0..7).map(|_| jitter * (generator.unit() - 0.5)).collect();
            let mut day = |day: usize| {
                let chance = 1.0 + noise * (generator.unit() - 0.5);
                10.0 * (member + 1) as f64 * (weeks[member % 2][day % 7] + own[day % 7]) * chance
            };
            (0..70).map(&mut day).collect()
        })
        .collect();
    let codes = [[0_u32], [1]];
    let members: Vec<Member<'_>> = series
        .iter()
        .enumerate()
        .map(|(place, values)| Member {
            values,
            tested: values,
            end: 70,
            regressors: &[],
            codes: &codes[place % 2],
        })
        .collect();
    let panel = Panel { members: &members, seasons: &[7.0], year: 365, calendar: &[] };
    Profiles::learn(&panel, &Rhythm::new(panel.seasons), 0)
}

#[test]
fn each_group_has_the_week_of_its_members() {
    let profiles = learn([EVEN, STEEP], 0.0, 0.2);
    for part in 0..7 {
        assert!((profiles.of(0).index(0, part) - EVEN[part]).abs() < 0.03);
        assert!((profiles.of(1).index(0, part) - STEEP[part]).abs() < 0.03);
    }
}

#[test]
fn the_key_whose_members_are_alike_is_the_one_that_groups_them() {
    let series: Vec<Vec<f64>> = (0..40_usize)
        .map(|member| {
            let mut generator = Generator::new(7, member as u64);
            let week = if member / 2 % 2 == 0 { EVEN } else { STEEP };
            (0..70).map(|day| 9.0 * week[day % 7] * (0.9 + 0.2 * generator.unit())).collect()
        })
        .collect();
    // The first key tells nothing of the week, the second one all.
    let codes: Vec<[u32; 2]> = (0..40).map(|place| [place % 2, place / 2 % 2]).collect();
    let members: Vec<Member<'_>> = series
        .iter()
        .zip(&codes)
        .map(|(values, codes)| Member { values, tested: values, end: 70, regressors: &[], codes })
        .collect();
    let panel = Panel { members: &members, seasons: &[7.0], year: 365, calendar: &[] };
    let profiles = Profiles::learn(&panel, &Rhythm::new(panel.seasons), 0);
    for part in 0..7 {
        assert!((profiles.of(0).index(0, part) - EVEN[part]).abs() < 0.03);
        assert!((profiles.of(2).index(0, part) - STEEP[part]).abs() < 0.03);
    }
}

#[test]
fn a_key_that_tells_nothing_groups_nobody() {
    let grouped = learn([STEEP, STEEP], 0.3, 0.3);
    assert!((grouped.of(0).index(0, 1) - grouped.of(1).index(0, 1)).abs() < 1e-12);
}

#[test]
fn the_less_members_differ_the_more_a_group_counts() {
    let alike = learn([STEEP, STEEP], 0.0, 0.4);
    let apart = learn([STEEP, STEEP], 0.6, 0.4);
    let strengths = [alike, apart].map(|profiles| profiles.of(0).strength(0));
    // Even chance of width 0.4 has a variance of 0.0133 about a mean square of 1.3, even jitter of
    // width 0.6 one of 0.03: an observation counts nearly double.
    assert!(strengths[0] > 20.0 && (0.4..0.9).contains(&strengths[1]), "{strengths:?}");
}

#[test]
fn a_history_shorter_than_two_seasons_has_no_shape_to_share() {
    let values = [[1.0, 9.0, 1.0, 9.0, 1.0, 9.0, 1.0]; 8];
    let member = |values| Member { values, tested: values, end: 7, regressors: &[], codes: &[] };
    let members: Vec<Member<'_>> = values.iter().map(|values| member(values)).collect();
    let panel = Panel { members: &members, seasons: &[7.0], year: 365, calendar: &[] };
    let profiles = Profiles::learn(&panel, &Rhythm::new(panel.seasons), 0);
    let indices: Vec<f64> = (0..7).map(|part| profiles.of(0).index(0, part)).collect();
    assert_eq!(indices, EVEN);
}
