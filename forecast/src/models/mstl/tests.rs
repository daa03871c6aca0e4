//! Several seasons at once: known ones, and those of statsforecast.

use super::{Mstl, seasons, shortest_period};
use crate::models::box_cox::Scale;
use crate::models::public_data::hours;
use crate::series::Cadence;

fn cadence(seasons: &[f64]) -> Cadence {
    Cadence { seasons: seasons.to_vec(), ..Cadence::daily() }
}

#[test]
fn seasons_are_those_of_statsforecast() {
    let Some(values) = hours(1680) else { return };
    let mut mstl = Mstl::default();
    mstl.decompose_exactly(&values, Scale::Plain, &cadence(&[24.0, 168.0]));
    // The algorithm of statsforecast 2.1.1's mstl with two inner passes instead of five, and the
    // trend it ends with.
    let expected = [
        (0, -409.771_599_551_993_63, 92.858_429_348_707_09, 514.798_092_337_481_6),
        (500, 67.688_193_126_211_91, 18.898_458_881_853_628, 491.250_782_993_073_1),
        (1679, -363.932_334_410_599_6, 99.057_442_107_560_49, 486.776_332_905_015_6),
    ];
    for (time, day, week, level) in expected {
        assert!((mstl.effects[0][time] - day).abs() < 1e-6, "{time}: {}", mstl.effects[0][time]);
        assert!((mstl.effects[1][time] - week).abs() < 1e-6, "{time}: {}", mstl.effects[1][time]);
        assert!((mstl.trend[time] - level).abs() < 1e-6, "{time}: {}", mstl.trend[time]);
    }
    // Local fits at every tenth of a window change the effects by less than a bicycle.
    let exact = mstl.effects.clone();
    mstl.decompose(&values, Scale::Plain, &cadence(&[24.0, 168.0]));
    for (quick, exact) in mstl.effects.iter().flatten().zip(exact.iter().flatten()) {
        assert!((quick - exact).abs() < 1.0, "{quick} for {exact}");
    }
}

#[test]
fn a_season_seen_less_than_twice_is_not_taken_off() {
    let found = |length| seasons(&cadence(&[24.0, 168.0, 8766.0]), length).count();
    assert_eq!([found(47), found(48), found(336), found(17_531), found(17_532)], [0, 1, 2, 2, 3]);
}

#[test]
fn the_shortest_season_of_weeks_is_the_year() {
    let found = |lengths: &[f64], length| shortest_period(&cadence(lengths), length);
    assert_eq!(found(&[1.0, 52.18], 200), 52);
    assert_eq!(found(&[1.0, 52.18], 100), 1);
    assert_eq!(found(&[7.0, 365.25], 1_000), 7);
}

#[test]
fn only_a_year_is_gentle() {
    let gentle = |lengths: &[f64]| -> Vec<bool> {
        seasons(&cadence(lengths), 100_000).map(|season| season.gentle).collect()
    };
    assert_eq!(gentle(&[24.0, 168.0, 8766.0]), [false, false, true]);
    assert_eq!(gentle(&[7.0, 365.25]), [false, true]);
    assert_eq!(gentle(&[52.18]), [true]);
    assert_eq!(gentle(&[12.0]), [false]);
}

#[test]
fn factors_are_found_on_the_logarithms_scale() {
    let shape = [0.5, 1.0, 2.0, 1.0];
    let values: Vec<f64> =
        (0..80).map(|time| shape[time % 4] * (0.03 * time as f64).exp()).collect();
    let mut mstl = Mstl::default();
    let deviances = Scale::ALL.map(|scale| {
        mstl.decompose(&values, scale, &cadence(&[4.0]));
        mstl.deviance(&values, scale)
    });
    assert!(deviances[2] < deviances[1] && deviances[1] < deviances[0], "{deviances:?}");
}
