//! Autoregressions whose coefficients are known.

use super::Lags;

#[test]
fn the_coefficients_of_a_noisy_recursion_are_found_and_run_on() {
    let mut values = vec![0.0, 0.0];
    let mut noise = 3_u64;
    for time in 2..3_000 {
        noise =
            noise.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let shock = (noise >> 11) as f64 / (1_u64 << 53) as f64 - 0.5;
        values.push(0.2 + 1.1 * values[time - 1] - 0.3 * values[time - 2] + shock);
    }
    let lags = Lags::new([1, 2], 100);
    let found = lags.fit(&values);
    assert!((found[1] - 1.1).abs() < 0.04 && (found[2] + 0.3).abs() < 0.04, "{found:?}");
    let mut ahead = [0.0; 200];
    lags.forecast(&found, &values, &mut ahead);
    let first = found[0] + found[1] * values[2_999] + found[2] * values[2_998];
    assert!((ahead[0] - first).abs() < 1e-12);
    // What is far ahead is the mean, 0.2 / (1 − 1.1 + 0.3).
    assert!((ahead[199] - 1.0).abs() < 0.1, "{}", ahead[199]);
    // The errors' spread is that of the shocks, 1/12 each.
    assert!((lags.squares(&found, &values) / 3_000.0 - 1.0 / 12.0).abs() < 0.01);
}

#[test]
fn lags_are_kept_once_and_none_longer_than_allowed() {
    let lags = Lags::new([1, 7, 1, 0, 30, 8], 20);
    assert_eq!(lags.get(), [1, 7, 8]);
}
