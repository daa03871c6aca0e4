//! Money and quantities: exact decimals with a fixed number of places, never floating point.

use std::{
    fmt,
    iter::Sum,
    ops::{Add, AddAssign, Neg, Sub, SubAssign},
    str::FromStr,
};

use rust_decimal::{Decimal, RoundingStrategy};
use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{Error as _, Visitor},
};

/// Why a text or number cannot be an amount.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AmountError {
    /// Not a decimal number.
    #[error("expected a decimal such as \"9.95\", got \"{0}\"")]
    NotADecimal(String),
    /// More decimal places than are kept.
    #[error("expected at most {places} decimal places, got {got}")]
    TooFine {
        /// What is kept.
        places: u32,
        /// What was sent.
        got: u32,
    },
    /// Too large to be kept exactly.
    #[error("expected an absolute value below {0}")]
    TooLarge(i64),
}

fn checked(value: Decimal, places: u32, bound: i64) -> Result<Decimal, AmountError> {
    let value = value.normalize();
    if value.scale() > places {
        return Err(AmountError::TooFine { places, got: value.scale() });
    }
    if value.abs() >= Decimal::from(bound) {
        return Err(AmountError::TooLarge(bound));
    }
    Ok(value)
}

macro_rules! amounts {
    ($($(#[$doc:meta])+ $name:ident, $places:literal, $bound:literal;)+) => {$(
        $(#[$doc])+
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
        pub struct $name(Decimal);

        impl $name {
            /// Decimal places kept, and the scale of the column in SQL.
            pub const PLACES: u32 = $places;
            /// Nothing.
            pub const ZERO: Self = Self(Decimal::ZERO);

            /// Takes a decimal, if it can be kept exactly.
            ///
            /// # Errors
            /// [`AmountError::TooFine`] or [`AmountError::TooLarge`].
            pub fn new(value: Decimal) -> Result<Self, AmountError> {
                checked(value, $places, $bound).map(Self)
            }

            /// Takes the result of a calculation, rounded half away from zero to the places kept.
            #[must_use]
            pub fn rounded(value: Decimal) -> Self {
                let strategy = RoundingStrategy::MidpointAwayFromZero;
                Self(value.round_dp_with_strategy($places, strategy).normalize())
            }

            /// The exact value.
            #[must_use]
            pub fn decimal(self) -> Decimal {
                self.0
            }

            /// The value in units of the last place kept, as an Arrow decimal column stores it.
            #[must_use]
            pub fn scaled(self) -> i128 {
                let mut value = self.0;
                value.rescale($places);
                value.mantissa()
            }

            /// The amount for a number in units of the last place kept.
            #[must_use]
            pub fn from_scaled(scaled: i128) -> Self {
                Self(Decimal::from_i128_with_scale(scaled, $places).normalize())
            }

            /// Whether it is nothing.
            #[must_use]
            pub fn is_zero(self) -> bool {
                self.0.is_zero()
            }

            /// Whether it is below nothing.
            #[must_use]
            pub fn is_negative(self) -> bool {
                self.0 < Decimal::ZERO
            }

            /// Whether it is above nothing.
            #[must_use]
            pub fn is_positive(self) -> bool {
                self.0 > Decimal::ZERO
            }
        }

        impl From<i32> for $name {
            fn from(value: i32) -> Self {
                Self(Decimal::from(value))
            }
        }

        impl FromStr for $name {
            type Err = AmountError;
            fn from_str(text: &str) -> Result<Self, AmountError> {
                let not = || AmountError::NotADecimal(text.chars().take(40).collect());
                Self::new(Decimal::from_str_exact(text.trim()).map_err(|_| not())?)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(&self.0, out)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(&self.0, out)
            }
        }

        impl Add for $name {
            type Output = Self;
            fn add(self, other: Self) -> Self {
                Self((self.0 + other.0).normalize())
            }
        }

        impl Sub for $name {
            type Output = Self;
            fn sub(self, other: Self) -> Self {
                Self((self.0 - other.0).normalize())
            }
        }

        impl Neg for $name {
            type Output = Self;
            fn neg(self) -> Self {
                Self(-self.0)
            }
        }

        impl AddAssign for $name {
            fn add_assign(&mut self, other: Self) {
                *self = *self + other;
            }
        }

        impl SubAssign for $name {
            fn sub_assign(&mut self, other: Self) {
                *self = *self - other;
            }
        }

        impl Sum for $name {
            fn sum<I: Iterator<Item = Self>>(items: I) -> Self {
                items.fold(Self::ZERO, Add::add)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                if serializer.is_human_readable() {
                    serializer.collect_str(&self.0)
                } else {
                    serializer.serialize_i128(self.scaled())
                }
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                if deserializer.is_human_readable() {
                    let value = deserializer.deserialize_any(DecimalVisitor)?;
                    Self::new(value).map_err(D::Error::custom)
                } else {
                    i128::deserialize(deserializer).map(Self::from_scaled)
                }
            }
        }
    )+};
}

amounts! {
    /// A number of units of a SKU, up to four decimal places (goods sold by weight or length).
    Quantity, 4, 1_000_000_000_000;
    /// An amount in the currency that its record names, up to six decimal places: unit prices
    /// and costs are finer than a coin.
    Money, 6, 100_000_000_000_000;
}

impl Money {
    /// The price of a number of units, exact.
    #[must_use]
    pub fn of(quantity: Quantity, unit_price: Self) -> Self {
        Self::rounded(quantity.0 * unit_price.0)
    }

    /// This much of the whole amount as falls to `part` out of `whole` units, to the cent.
    ///
    /// Taken of cumulated parts, the differences add up to the whole exactly (the largest
    /// remainder goes to the last part), however often a line is split.
    #[must_use]
    pub fn share(self, part: Quantity, whole: Quantity) -> Self {
        if whole.is_zero() || part == whole {
            return self;
        }
        let cents = self.0.scale().max(2);
        let share = self.0 * part.0 / whole.0;
        Self(share.round_dp_with_strategy(cents, RoundingStrategy::MidpointAwayFromZero))
    }

    /// The amount in another currency at a rate, to six places.
    #[must_use]
    pub fn converted(self, rate: Decimal) -> Self {
        Self::rounded(self.0 * rate)
    }
}

impl Quantity {
    /// So many times this, to the places kept.
    #[must_use]
    pub fn times(self, other: Self) -> Self {
        Self::rounded(self.0 * other.0)
    }

    /// How many whole times `part` goes into this; none where either is not above zero.
    #[must_use]
    pub fn whole_times(self, part: Self) -> Self {
        if part.0 <= Decimal::ZERO || self.0 <= Decimal::ZERO {
            return Self::ZERO;
        }
        Self((self.0 / part.0).floor().normalize())
    }

    /// The least multiple of `step` that is not below this; this itself without a step.
    #[must_use]
    pub fn up_to_multiple(self, step: Option<Self>) -> Self {
        match step.filter(|step| step.is_positive()) {
            Some(step) => Self::rounded((self.0 / step.0).ceil() * step.0),
            None => self,
        }
    }

    /// The smaller of two.
    #[must_use]
    pub fn at_most(self, other: Self) -> Self {
        Self(self.0.min(other.0))
    }

    /// This, but never below nothing.
    #[must_use]
    pub fn at_least_zero(self) -> Self {
        Self(self.0.max(Decimal::ZERO))
    }
}

/// Reads a decimal from a JSON string, integer or number. A JSON number is taken by its shortest
/// text, which is what was written as long as it has at most fifteen digits.
struct DecimalVisitor;

impl Visitor<'_> for DecimalVisitor {
    type Value = Decimal;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a decimal such as \"9.95\"")
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Decimal, E> {
        let not = || E::custom(AmountError::NotADecimal(text.chars().take(40).collect()));
        Decimal::from_str_exact(text.trim()).map_err(|_| not())
    }

    fn visit_i64<E: serde::de::Error>(self, value: i64) -> Result<Decimal, E> {
        Ok(Decimal::from(value))
    }

    fn visit_u64<E: serde::de::Error>(self, value: u64) -> Result<Decimal, E> {
        Ok(Decimal::from(value))
    }

    fn visit_f64<E: serde::de::Error>(self, value: f64) -> Result<Decimal, E> {
        let text = value.to_string();
        let digits = text.chars().filter(char::is_ascii_digit).count();
        if digits > 15 {
            return Err(E::custom(
                "expected a decimal string: a JSON number this long is not exact",
            ));
        }
        self.visit_str(&text)
    }
}

#[cfg(test)]
mod tests;
