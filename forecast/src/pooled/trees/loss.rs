//! What the trees make small, and the way from a tree's score to a forecast.

/// A loss of a target and a score; the score starts at the row's offset and trees add to it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::pooled) enum Loss {
    /// Squared error, which others' trees are measured by too; the score is the forecast.
    #[cfg(test)]
    Squared,
    /// Absolute error weighted so that the forecast is the quantile of this probability
    /// (Koenker and Bassett 1978); the score is the forecast.
    Pinball(f64),
    /// Poisson deviance with a logarithmic link: the forecast is the exponential of the score.
    /// In every leaf the forecasts add up to what happened, so that means are kept.
    Poisson,
}

/// Scores are kept within ±this before they are exponentiated: 3 million times the offset.
const WIDEST: f64 = 15.0;

impl Loss {
    /// First and second derivative of the loss by the score.
    pub(super) fn derivatives(self, target: f64, score: f64) -> (f64, f64) {
        match self {
            #[cfg(test)]
            Self::Squared => (score - target, 1.0),
            Self::Pinball(probability) if target > score => (-probability, 1.0),
            Self::Pinball(probability) => (1.0 - probability, 1.0),
            Self::Poisson => {
                let mean = self.mean(score);
                (mean - target, mean)
            }
        }
    }

    /// The forecast that a score means.
    pub(in crate::pooled) fn mean(self, score: f64) -> f64 {
        if self.is_logarithmic() { score.clamp(-WIDEST, WIDEST).exp() } else { score }
    }

    /// The loss itself, up to a constant that does not depend on the score.
    pub(super) fn value(self, target: f64, score: f64) -> f64 {
        match self {
            #[cfg(test)]
            Self::Squared => (score - target).powi(2) / 2.0,
            Self::Pinball(probability) => {
                let short = target - score;
                (probability * short).max((probability - 1.0) * short)
            }
            Self::Poisson => self.mean(score) - target * score.clamp(-WIDEST, WIDEST),
        }
    }

    /// Whether scores add on a logarithmic scale.
    pub(in crate::pooled) fn is_logarithmic(self) -> bool {
        matches!(self, Self::Poisson)
    }
}

#[cfg(test)]
mod tests;
