//! Distributions against sums over their own probabilities, and at their edges.

use super::*;

/// `E[(D - x)+]` by adding up probabilities.
fn loss_by_sum(demand: &Distribution, x: f64) -> f64 {
    (0..5_000).map(|units| (units as f64 - x).max(0.0) * demand.mass(units)).sum()
}

fn check_loss(demand: &Distribution) {
    for x in [-2.0, 0.0, 1.0, 3.5, 12.25, 40.0] {
        let (formula, sum) = (demand.loss(x), loss_by_sum(demand, x));
        assert!((formula - sum).abs() < 1e-9, "{demand:?} at {x}: {formula}, by sum {sum}");
    }
}

#[test]
fn losses_of_whole_units_are_the_sums_of_their_probabilities_between_units_too() {
    check_loss(&Distribution::poisson(4.2).unwrap());
    check_loss(&Distribution::negative_binomial(1.7, 0.2).unwrap());
    check_loss(&Distribution::from(Empirical::new(&[(0.0, 3.0), (4.0, 1.0), (9.0, 2.0)]).unwrap()));
}

#[test]
fn a_matched_distribution_has_the_mean_and_variance_it_was_asked_for() {
    for family in [Family::Normal, Family::Gamma, Family::NegativeBinomial] {
        let matched = Distribution::matching(family, 7.0, 19.0).unwrap();
        assert!((matched.mean() - 7.0).abs() < 1e-9, "{matched:?}");
        assert!((matched.variance() - 19.0).abs() < 1e-9, "{matched:?}");
    }
    let calm = Distribution::matching(Family::NegativeBinomial, 7.0, 5.0).unwrap();
    assert_eq!(calm, Distribution::poisson(7.0).unwrap());
}

#[test]
fn a_quantile_of_whole_units_is_the_least_that_reaches_its_probability() {
    for demand in [Distribution::poisson(0.3), Distribution::negative_binomial(0.4, 0.02)] {
        let demand = demand.unwrap();
        for probability in [0.01, 0.5, 0.9, 0.999] {
            let units = demand.quantile(probability);
            assert!(demand.cdf(units) >= probability);
            assert!(units == 0.0 || demand.cdf(units - 1.0) < probability);
        }
    }
}

#[test]
fn demand_that_is_certain_or_absent_has_no_spread() {
    let certain = Distribution::normal(5.0, 0.0).unwrap();
    assert!((certain.quantile(0.01) - 5.0).abs() < 1e-12);
    assert!((certain.loss(3.0) - 2.0).abs() < 1e-12);
    let none = Distribution::poisson(0.0).unwrap();
    assert!(none.quantile(0.999) == 0.0 && none.loss(0.0) == 0.0);
}

#[test]
fn numbers_without_a_distribution_are_refused_by_name() {
    let message = Distribution::normal(5.0, -1.0).unwrap_err().to_string();
    assert_eq!(message, "the deviation of demand is -1; a number of zero or more is needed");
    assert!(Distribution::poisson(f64::NAN).is_err());
    assert!(Distribution::gamma(0.0, 1.0).is_err());
    assert!(Distribution::negative_binomial(2.0, 1.0).is_err());
    assert!(Empirical::new(&[]).is_err());
    assert!(Empirical::new(&[(1.0, 0.0)]).is_err());
}

#[test]
fn interpolated_quantiles_rise_and_stay_between_the_outcomes() {
    let paths = Empirical::equally_likely(&[4.0, 1.0, 9.0, 4.0]).unwrap();
    let quantiles: Vec<f64> = (0..=100).map(|p| paths.interpolated(f64::from(p) / 100.0)).collect();
    assert!(quantiles.is_sorted());
    assert!((quantiles[0] - 1.0).abs() < 1e-12 && (quantiles[100] - 9.0).abs() < 1e-12);
    assert!((paths.interpolated(0.5) - 4.0).abs() < 1e-12);
}
