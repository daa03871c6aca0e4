//! Losses: derivatives are those of the value.

use super::Loss;

const STEP: f64 = 1e-5;

fn check(loss: Loss) {
    for (target, score) in [(0.0, -1.0), (0.0, 0.7), (2.5, 0.3), (4.0, 1.9), (1.0, -2.0)] {
        let at = |shift: f64| loss.value(target, score + shift);
        let (first, second) = loss.derivatives(target, score);
        let slope = (at(STEP) - at(-STEP)) / (2.0 * STEP);
        assert!((slope - first).abs() < 1e-6, "{loss:?} {target} {score}: {slope} {first}");
        let (above, below) =
            (loss.derivatives(target, score + STEP).0, loss.derivatives(target, score - STEP).0);
        let bend = (above - below) / (2.0 * STEP);
        assert!((bend - second).abs() < 1e-5, "{loss:?} {target} {score}: {bend} {second}");
    }
}

#[test]
fn derivatives_are_those_of_the_loss() {
    check(Loss::Squared);
    check(Loss::Poisson);
}

#[test]
fn the_slope_of_the_pinball_loss_is_the_share_on_each_side() {
    let loss = Loss::Pinball(0.9);
    for (target, score) in [(1.0, 0.0), (0.0, 1.0)] {
        let slope =
            (loss.value(target, score + STEP) - loss.value(target, score - STEP)) / (2.0 * STEP);
        assert!((slope - loss.derivatives(target, score).0).abs() < 1e-6);
    }
}

#[test]
fn a_logarithmic_link_never_gives_a_negative_or_endless_forecast() {
    for score in [-1e9, -3.0, 0.0, 40.0, 1e300] {
        let mean = Loss::Poisson.mean(score);
        assert!(mean > 0.0 && mean.is_finite());
    }
}
