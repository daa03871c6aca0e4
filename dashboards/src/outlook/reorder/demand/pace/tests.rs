//! The less is forecast, the more the year before counts, and of it the same weeks.

use super::{YEAR, drawn};

fn total(means: &[f64]) -> f64 {
    means.iter().sum()
}

#[test]
fn where_nothing_is_forecast_half_of_the_pace_of_the_year_before_is_expected() {
    let even: Vec<Option<f64>> =
        (0..500).map(|day| Some(if day < 500 - YEAR - 14 { 9.0 } else { 0.2 })).collect();
    let found = drawn(vec![0.0; 28], &even);
    assert!((total(&found) - 0.5 * 28.0 * 0.2).abs() < 1e-9, "{found:?}");
    // Twenty-eight days of 13 units, a year ago: half of the 56 days about them.
    let first = 500 - YEAR;
    let season = |day: usize| if (first..first + 28).contains(&day) { 13.0 } else { 0.0 };
    let seasonal: Vec<Option<f64>> = (0..500).map(|day| Some(season(day))).collect();
    let found = drawn(vec![0.0; 28], &seasonal);
    assert!((found[0] - 0.5 * (1.0 + 6.5) / 2.0).abs() < 1e-9, "{found:?}");
}

#[test]
fn a_large_forecast_is_hardly_moved_and_days_that_were_not_observed_do_not_count() {
    let mut year = vec![Some(1.0); YEAR];
    let many = drawn(vec![10.0; 28], &year);
    assert!((276.0..280.0).contains(&total(&many)), "{}", total(&many));
    year[..100].fill(None);
    let few = drawn(vec![0.1; 28], &year);
    let share = 0.5 * 264.0 / 364.0 * 4.0 / 6.8;
    assert!((few[0] - (0.1 + share * 0.9)).abs() < 1e-12, "{}", few[0]);
    let unknown = drawn(vec![2.0; 3], &[None, None]);
    assert!((total(&unknown) - 6.0).abs() < 1e-12, "{unknown:?}");
}
