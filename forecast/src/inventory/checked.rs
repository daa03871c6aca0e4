//! The ranges that numbers must lie in, checked once, where they enter.

use super::InventoryError;

fn check(
    field: &'static str,
    value: f64,
    expected: &'static str,
    holds: bool,
) -> Result<f64, InventoryError> {
    // A comparison with NaN is false, so that NaN never passes a range.
    if holds { Ok(value) } else { Err(InventoryError::Number { field, value, expected }) }
}

/// A finite number above zero.
pub(crate) fn positive(field: &'static str, value: f64) -> Result<f64, InventoryError> {
    check(field, value, "a number above zero", value > 0.0 && value.is_finite())
}

/// A finite number, zero or above.
pub(crate) fn not_negative(field: &'static str, value: f64) -> Result<f64, InventoryError> {
    check(field, value, "a number of zero or more", value >= 0.0 && value.is_finite())
}

/// A finite number of either sign.
pub(crate) fn finite(field: &'static str, value: f64) -> Result<f64, InventoryError> {
    check(field, value, "a finite number", value.is_finite())
}

/// A probability that is neither impossible nor certain.
pub(crate) fn probability(field: &'static str, value: f64) -> Result<f64, InventoryError> {
    check(field, value, "a probability between 0 and 1, both excluded", value > 0.0 && value < 1.0)
}

/// A whole number of days between the bounds.
pub(crate) fn days(
    field: &'static str,
    value: usize,
    (least, most): (usize, usize),
    expected: &'static str,
) -> Result<usize, InventoryError> {
    check(field, value as f64, expected, (least..=most).contains(&value))?;
    Ok(value)
}
