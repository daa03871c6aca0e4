//! The scale on which effects add up: as they are, by their roots or by their logarithms.

/// Zeros are lifted by this share of the mean before a logarithm or a root is taken.
const LIFT: f64 = 0.05;

/// The powers of Box and Cox (1964) that have a plain meaning: 1, one half and 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scale {
    Plain,
    Root,
    Logarithm,
}

impl Scale {
    /// All that may be tried on values that are never negative.
    pub(super) const ALL: [Self; 3] = [Self::Plain, Self::Root, Self::Logarithm];

    /// The scale that `number` wrote down.
    pub(super) fn from_number(number: f64) -> Self {
        Self::ALL[(number as usize).min(2)]
    }

    /// A number to keep among parameters.
    pub(super) fn number(self) -> f64 {
        match self {
            Self::Plain => 0.0,
            Self::Root => 1.0,
            Self::Logarithm => 2.0,
        }
    }

    /// What is added to values first, for these values.
    pub(super) fn lift(values: &[f64]) -> f64 {
        LIFT * crate::series::mean(values)
    }

    /// A value put on the scale.
    #[inline]
    pub(super) fn put(self, value: f64, lift: f64) -> f64 {
        match self {
            Self::Plain => value,
            Self::Root => 2.0 * (value + lift).max(0.0).sqrt(),
            Self::Logarithm => (value + lift).max(f64::MIN_POSITIVE).ln(),
        }
    }

    /// A value taken off the scale.
    #[inline]
    pub(super) fn take(self, value: f64, lift: f64) -> f64 {
        match self {
            Self::Plain => value,
            Self::Root => {
                let half = value.max(0.0) / 2.0;
                half * half - lift
            }
            Self::Logarithm => value.min(700.0).exp() - lift,
        }
    }

    /// What the scale itself adds to minus twice the log-likelihood of `values`: with it errors
    /// measured on different scales compare (Box and Cox 1964, section 3).
    pub(super) fn deviance(self, values: &[f64], lift: f64) -> f64 {
        let power = match self {
            Self::Plain => return 0.0,
            Self::Root => 1.0,
            Self::Logarithm => 2.0,
        };
        let logarithms = values.iter().map(|value| (value + lift).max(f64::MIN_POSITIVE).ln());
        power * logarithms.sum::<f64>()
    }
}

#[cfg(test)]
mod tests;
