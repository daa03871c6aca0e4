//! Amounts of plans are exact.

use arrow::array::{AsArray as _, types::Decimal128Type};
use marea_ingest::{amount::Money, columns::Cell as _};

use super::{Cents, changed, unit_price};

fn money(text: &str) -> Money {
    text.parse().unwrap()
}

fn cents(amounts: &[Cents]) -> Vec<i128> {
    let column = Cents::column(amounts.iter().map(Some));
    column.as_primitive::<Decimal128Type>().values().to_vec()
}

#[test]
fn an_order_costs_its_units_times_the_unit_cost() {
    // In doubles 162 × 5.65 is 915.3000000000001, and 3 × 0.335 is below the half cent.
    let orders = [
        Cents::of(162.0, money("5.65")),
        Cents::of(3.0, money("0.335")),
        Cents::of(-3.0, money("0.335")),
        Cents::of(0.125, money("9.96")),
    ];
    assert_eq!(cents(&orders), [91_530, 101, -101, 125]);
}

#[test]
fn an_expectation_is_rounded_once_half_away_from_zero() {
    let expected = [1.005, 2.675, -1.005, 0.004_999_9, f64::NAN].map(Cents::expected);
    assert_eq!(cents(&expected), [101, 268, -101, 0, 0]);
}

#[test]
fn prices_of_units_are_finer_than_a_cent() {
    assert_eq!(unit_price(0.004_1), money("0.0041"));
    assert_eq!(changed(money("9.95"), 0.9), money("8.955"));
}
