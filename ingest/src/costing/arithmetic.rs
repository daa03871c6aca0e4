//! Exact integer arithmetic of quantities and worth, rounded half away from zero.

/// Ten-thousandths in a unit of quantity.
const UNIT: i128 = 10_000;

/// A quotient, rounded half away from zero. The divisor is positive.
pub(super) fn quotient(dividend: i128, divisor: i128) -> i128 {
    if let (Ok(small), Ok(by)) = (i64::try_from(dividend), i64::try_from(divisor)) {
        return i128::from(small_quotient(small, by));
    }
    let (whole, rest) = (dividend / divisor, dividend % divisor);
    if 2 * rest.abs() >= divisor { whole + dividend.signum() } else { whole }
}

/// Division of 64 bits takes a fraction of the time of 128, and nearly all amounts fit.
fn small_quotient(dividend: i64, divisor: i64) -> i64 {
    let (whole, rest) = (dividend / divisor, dividend % divisor);
    if rest.unsigned_abs() >= divisor.unsigned_abs().div_ceil(2) {
        whole + dividend.signum()
    } else {
        whole
    }
}

/// What a quantity is worth at a unit cost.
pub(super) fn worth(quantity: i128, unit_cost: i128) -> i128 {
    quotient(quantity * unit_cost, UNIT)
}

/// What a unit costs where a positive quantity is worth so much.
pub(super) fn unit_cost(worth: i128, quantity: i128) -> i128 {
    portion(worth, UNIT, quantity)
}

/// The share of a worth that falls to `part` of `whole` units; `whole` is positive.
///
/// The dividend is split so that no product leaves 128 bits: with `worth = a * whole + b`, the
/// share is `a * part + b * part / whole`.
pub(super) fn portion(worth: i128, part: i128, whole: i128) -> i128 {
    if part == whole {
        return worth;
    }
    if let (Ok(small), Ok(units)) = (i64::try_from(worth), i64::try_from(part))
        && let Some(product) = small.checked_mul(units)
    {
        return quotient(i128::from(product), whole);
    }
    worth / whole * part + quotient(worth % whole * part, whole)
}

#[cfg(test)]
mod tests;
