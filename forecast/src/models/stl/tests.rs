//! STL on a season and a trend that are known, and against statsmodels.

use super::{Buffers, Stl};
use crate::models::public_data::hours;

fn decompose(values: &[f64], stl: Stl) -> (Vec<f64>, Vec<f64>) {
    let (mut season, mut trend) = (vec![0.0; values.len()], vec![0.0; values.len()]);
    stl.decompose(values, &mut Buffers::default(), &mut season, &mut trend);
    (season, trend)
}

#[test]
fn a_fixed_season_on_a_line_is_told_apart() {
    let shape = [5.0, -1.0, -2.0, 0.0, 1.0, -3.0];
    let values: Vec<f64> =
        (0..90).map(|time| 10.0 + 0.2 * f64::from(time) + shape[time as usize % 6]).collect();
    for exact in [true, false] {
        let (season, trend) = decompose(&values, Stl::new(6, 11, exact));
        for time in 0..90 {
            assert!((season[time] - shape[time % 6]).abs() < 0.05, "{time}: {}", season[time]);
            assert!((trend[time] - 10.0 - 0.2 * time as f64).abs() < 0.05, "{}", trend[time]);
        }
    }
}

#[test]
fn two_seasons_are_enough() {
    let values: Vec<f64> = (0..8).map(|time| [1.0, 2.0, 3.0, 6.0][time % 4]).collect();
    let (season, trend) = decompose(&values, Stl::new(4, 11, true));
    let rest: Vec<f64> =
        values.iter().zip(season.iter().zip(&trend)).map(|(value, (s, t))| value - s - t).collect();
    assert!(rest.iter().all(|rest| rest.abs() < 1e-9), "{rest:?}");
}

#[test]
fn season_and_trend_are_those_of_statsmodels() {
    let Some(values) = hours(1680) else { return };
    let (season, trend) = decompose(&values, Stl::new(24, 11, true));
    // statsmodels 0.15, STL(period=24, seasonal=11, seasonal_deg=0).fit(inner_iter=2).
    let expected = [
        (0, -403.440_079_781_857_9, 471.403_084_270_069_94),
        (500, 71.500_075_162_975_14, 527.636_383_910_794_2),
        (1679, -358.348_988_642_559_2, 472.561_097_371_740_1),
    ];
    for (time, effect, level) in expected {
        assert!((season[time] - effect).abs() < 1e-6, "{time}: {} for {effect}", season[time]);
        assert!((trend[time] - level).abs() < 1e-6, "{time}: {} for {level}", trend[time]);
    }
}
