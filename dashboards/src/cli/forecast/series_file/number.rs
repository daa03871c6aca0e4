//! Numbers as files write them.

/// Texts that stand for a value that is not known.
const UNKNOWN: &[&str] = &["", "na", "n/a", "nan", "null", "none", "?", "-"];

/// A cell of a column of numbers.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Cell {
    /// A finite number; true is 1, false is 0.
    Number(f64),
    /// Nothing is known.
    Unknown,
    /// Something that is no number.
    Text,
}

impl Cell {
    pub(super) fn read(text: &str) -> Self {
        if let Ok(number) = text.parse::<f64>() {
            return if number.is_finite() {
                Self::Number(number)
            } else {
                Self::not_finite(number)
            };
        }
        if UNKNOWN.iter().any(|unknown| text.eq_ignore_ascii_case(unknown)) {
            return Self::Unknown;
        }
        if text.eq_ignore_ascii_case("true") {
            Self::Number(1.0)
        } else if text.eq_ignore_ascii_case("false") {
            Self::Number(0.0)
        } else {
            Self::Text
        }
    }

    /// "nan" reads as a number and says that none is known; infinity says nothing that a forecast
    /// could use.
    fn not_finite(number: f64) -> Self {
        if number.is_nan() { Self::Unknown } else { Self::Text }
    }
}

#[cfg(test)]
mod tests;
