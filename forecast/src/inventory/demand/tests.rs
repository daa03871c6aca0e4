//! Demand ahead: sums of days, bins, paths, and what is beyond the forecast.

use super::*;

fn days(family: Family, count: usize, mean: f64, variance: f64) -> IndependentDays {
    IndependentDays::new(family, &vec![(mean, variance); count]).unwrap()
}

#[test]
fn bins_keep_the_mean_the_tail_and_the_expected_loss() {
    let demand = days(Family::Gamma, 20, 3.0, 12.0);
    let (spread, sum) = (demand.spread(0..20), demand.sum(0..20));
    assert!((spread.mean() - 60.0).abs() < 0.1, "{}", spread.mean());
    for probability in [0.1, 0.5, 0.9, 0.95, 0.99, 0.999] {
        let (binned, exact) = (spread.interpolated(probability), sum.quantile(probability));
        assert!((binned - exact).abs() < 0.01 * exact, "{probability}: {binned}, exact {exact}");
    }
    for stock in [50.0, 70.0, 90.0] {
        assert!((spread.loss(stock) - sum.loss(stock)).abs() < 0.03, "{stock}");
    }
}

#[test]
fn sums_of_poisson_days_are_poisson() {
    let demand = days(Family::Poisson, 10, 0.4, 0.4);
    let sum = Distribution::poisson(4.0).unwrap();
    assert!((demand.mean(0..10) - 4.0).abs() < 1e-12);
    assert!((demand.quantile(0..10, 0.95) - sum.quantile(0.95)).abs() < 1e-12);
}

#[test]
fn paths_give_the_sums_of_days_that_move_together() {
    let paths = DemandPaths::new(&[vec![1.0, 2.0, 3.0], vec![5.0, 6.0, 7.0]]).unwrap();
    assert!((paths.mean(1..3) - 9.0).abs() < 1e-12);
    assert!((paths.quantile(1..3, 0.9) - 13.0).abs() < 1e-12);
    assert!((paths.quantile(0..1, 0.1) - 1.0).abs() < 1e-12);
}

#[test]
fn paths_of_unlike_length_or_below_zero_are_refused() {
    assert!(DemandPaths::new(&[]).is_err());
    assert!(DemandPaths::new(&[vec![1.0], vec![1.0, 2.0]]).is_err());
    assert!(DemandPaths::new(&[vec![-1.0]]).is_err());
}

#[test]
fn beyond_the_forecast_demand_goes_on_and_its_spread_grows() {
    let demand = days(Family::Normal, 28, 10.0, 9.0);
    let ahead = DemandAhead::new(&demand, 100);
    assert!((ahead.mean(56) - 560.0).abs() < 1e-9);
    assert!((ahead.over(56).mean() - 560.0).abs() < 1.0);
    let width = |days: usize| ahead.over(days).interpolated(0.95) - ahead.mean(days);
    assert!((width(56) - 2.0 * width(28)).abs() < 1e-6);
}
