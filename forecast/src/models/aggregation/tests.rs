//! Aggregated intermittent demand against sums by hand and against statsforecast.

use super::{ADIDA, IMAPA, mean_interval, smooth};
use crate::models::public_data::spare_part;
use crate::models::{Model, Workspace};
use crate::series::Cadence;

fn rate(model: &dyn Model, history: &[f64]) -> f64 {
    let (cadence, mut work) = (Cadence::daily(), Workspace::default());
    let found = model.fit(history, &cadence, &mut work);
    let mut ahead = [0.0; 3];
    model.forecast(&found, history, &cadence, &mut work, &mut ahead);
    ahead[0]
}

#[test]
fn sums_leave_the_oldest_remainder_out() {
    // Sums of three: 3 + 0 + 5, 0 + 0 + 2; the first 9 is left out.
    let (squares, level) = smooth(&[9.0, 3.0, 0.0, 5.0, 0.0, 0.0, 2.0], 3, 0.5);
    assert!((squares - 36.0).abs() < 1e-12 && (level - 5.0).abs() < 1e-12);
}

#[test]
fn the_interval_is_counted_from_the_beginning_to_the_last_demand() {
    assert_eq!(mean_interval(&[0.0, 1.0, 0.0, 0.0, 2.0, 0.0]), Some(2.5));
    assert_eq!(mean_interval(&[0.0; 5]), None);
}

#[test]
fn rates_are_those_of_statsforecast() {
    // statsforecast 2.1.1: part, ADIDA, IMAPA.
    let expected = [
        (700, 0.137_957_142_857_089_02, 0.125_974_851_521_049_87),
        (1500, 0.396_793_802_500_444_8, 0.595_042_243_344_428),
        (2600, 1.535_460_662_499_699, 1.542_326_870_854_806_1),
    ];
    for (index, adida, imapa) in expected {
        let Some(history) = spare_part(index) else { return };
        for (model, expected) in [(&ADIDA, adida), (&IMAPA, imapa)] {
            let found = rate(model, &history);
            assert!((found / expected - 1.0).abs() < 0.01, "{index}: {found} for {expected}");
        }
    }
}
