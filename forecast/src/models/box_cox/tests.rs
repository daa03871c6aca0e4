//! Scales there and back.

use super::Scale;

#[test]
fn what_is_put_on_a_scale_is_taken_off_it() {
    for scale in Scale::ALL {
        for value in [0.0, 0.3, 12.0] {
            let back = scale.take(scale.put(value, 0.1), 0.1);
            assert!((back - value).abs() < 1e-12, "{scale:?}: {back} for {value}");
        }
        assert_eq!(Scale::from_number(scale.number()), scale);
    }
}

#[test]
fn a_scale_is_charged_what_it_stretches() {
    // In units a thousand times smaller, errors of logarithms are the same: the charge must make
    // up for all that the plain errors grow, twice the logarithm of a thousand for each value.
    let (small, large) = ([1.0, 2.0, 3.0], [1e3, 2e3, 3e3]);
    let grown = |scale: Scale| {
        scale.deviance(&large, Scale::lift(&large)) - scale.deviance(&small, Scale::lift(&small))
    };
    let expected = 3.0 * 2.0 * 1e3_f64.ln();
    assert!((grown(Scale::Logarithm) - expected).abs() < 1e-9);
    assert!((grown(Scale::Root) - expected / 2.0).abs() < 1e-9);
    assert_eq!(grown(Scale::Plain).to_bits(), 0);
}
