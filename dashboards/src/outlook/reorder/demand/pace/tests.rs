//! The less is forecast, the more the year counts.

use super::drawn;

fn total(means: &[f64]) -> f64 {
    means.iter().sum()
}

#[test]
fn where_nothing_is_forecast_half_of_a_years_pace_is_expected() {
    let year: Vec<Option<f64>> = (0..500).map(|day| Some(if day < 135 { 9.0 } else { 0.2 })).collect();
    let found = drawn(vec![0.0; 28], &year);
    assert!((total(&found) - 0.5 * 28.0 * 0.2).abs() < 1e-9, "{found:?}");
}

#[test]
fn a_large_forecast_is_hardly_moved_and_days_that_were_not_observed_do_not_count() {
    let mut year = vec![Some(1.0); 365];
    let many = drawn(vec![10.0; 28], &year);
    assert!((276.0..280.0).contains(&total(&many)), "{}", total(&many));
    year[..100].fill(None);
    let few = drawn(vec![0.1; 28], &year);
    let share = 0.5 * 265.0 / 365.0 * 4.0 / 6.8;
    assert!((few[0] - (0.1 + share * 0.9)).abs() < 1e-12, "{}", few[0]);
    assert_eq!(drawn(vec![2.0; 3], &[None, None]), [2.0; 3]);
}
