//! Effects are put on and taken off.

use super::{FURTHEST, Form};

#[test]
fn what_is_put_on_can_be_taken_off() {
    for form in [Form::Multiplicative, Form::Additive] {
        let effects = form.effects(&[vec![1.0, 0.0, -2.0]], &[0.3], 2.0, 3);
        for effect in effects {
            assert!((form.take(form.put(7.0, effect), effect) - 7.0).abs() < 1e-12);
        }
    }
}

#[test]
fn an_effect_has_a_limit_and_where_it_leaves_next_to_nothing_it_hides_the_rest() {
    let effects = Form::Multiplicative.effects(&[vec![1.0, -1.0]], &[1e9], 1.0, 2);
    assert!((effects[0] - FURTHEST.exp()).abs() < 1e-9);
    assert!(Form::Multiplicative.take(3.0, effects[1]).is_nan());
}

#[test]
fn effects_are_added_where_values_may_be_negative() {
    assert_eq!(Form::of([1.0, f64::NAN, 0.0].iter()), Form::Multiplicative);
    assert_eq!(Form::of([1.0, -1.0].iter()), Form::Additive);
    let unit = Form::Additive.unit(&[1.0, 4.0, f64::NAN, 2.0, 1.0]);
    assert!((unit - 2.0).abs() < 1e-12);
    assert!((Form::Additive.unit(&[5.0, 5.0]) - 1.0).abs() < 1e-12);
}
