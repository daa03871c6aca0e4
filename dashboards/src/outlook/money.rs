//! Money of plans: exact where it is somebody's bill, and rounded once where it is an expectation.
//!
//! Plans are reckoned in doubles, as demand is uncertain by far more than a double is. What leaves
//! them is money that people order and pay by, so it is decimal in every table and file.

use std::sync::Arc;

use arrow::{
    array::{ArrayRef, Decimal128Builder},
    datatypes::DataType,
};
use marea_ingest::{
    amount::{Money, Quantity},
    columns::Cell,
};
use rust_decimal::{
    Decimal, RoundingStrategy,
    prelude::{FromPrimitive as _, ToPrimitive as _},
};

/// Decimal places of an amount, as in every other table that tells what stock is worth.
const PLACES: u32 = 2;
/// The column of an amount in SQL.
const COLUMN: DataType = DataType::Decimal128(28, PLACES as i8);

/// An amount of the shop's currency to the cent, rounded half away from zero.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Cents(Decimal);

impl Cents {
    /// What so many units cost: exact but for the last rounding.
    pub(super) fn of(units: f64, unit_cost: Money) -> Self {
        Self::rounded(Money::of(quantity(units), unit_cost).decimal())
    }

    /// An expected amount, which a plan has reckoned.
    pub(super) fn expected(amount: f64) -> Self {
        Self::rounded(decimal(amount))
    }

    fn rounded(amount: Decimal) -> Self {
        Self(amount.round_dp_with_strategy(PLACES, RoundingStrategy::MidpointAwayFromZero))
    }
}

impl Cell for Cents {
    fn data_type() -> DataType {
        COLUMN
    }

    fn column<'a>(cells: impl Iterator<Item = Option<&'a Self>>) -> ArrayRef {
        let mut builder = Decimal128Builder::new().with_data_type(COLUMN);
        for cell in cells {
            builder.append_option(cell.map(|Self(amount)| scaled(*amount)));
        }
        Arc::new(builder.finish())
    }
}

/// An amount in cents, as the column stores it.
fn scaled(mut amount: Decimal) -> i128 {
    amount.rescale(PLACES);
    amount.mantissa()
}

/// The price of a unit that a plan has reckoned: finer than a coin, as unit prices are.
pub(super) fn unit_price(price: f64) -> Money {
    Money::rounded(decimal(price))
}

/// A price times a factor that a scenario assumes.
pub(super) fn changed(price: Money, factor: f64) -> Money {
    Money::rounded(price.decimal() * decimal(factor))
}

/// The same as plans reckon with it.
pub(super) fn double(money: Money) -> f64 {
    money.decimal().to_f64().unwrap_or_default()
}

fn quantity(units: f64) -> Quantity {
    Quantity::rounded(decimal(units))
}

/// What a double says in the fifteen digits that it holds for sure; nothing where it is no number.
fn decimal(number: f64) -> Decimal {
    Decimal::from_f64(number).unwrap_or_default()
}

#[cfg(test)]
mod tests;
