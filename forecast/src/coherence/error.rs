//! What can be wrong with forecasts that are to be made coherent.

/// Why nothing was reconciled.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum CoherenceError {
    /// There is no bottom series, or more nodes than can be counted.
    #[error(
        "a hierarchy needs 1 to {most} bottom series and at most as many aggregates, not {found}"
    )]
    Size {
        /// What was given.
        found: usize,
        /// The most there may be.
        most: usize,
    },
    /// A level does not give each bottom series one label.
    #[error("level {level:?} has {found} labels for {expected} bottom series")]
    Labels {
        /// The level's name.
        level: String,
        /// How many labels it has.
        found: usize,
        /// How many bottom series there are.
        expected: usize,
    },
    /// A table does not have one row a node, or rows of unlike length.
    #[error("{what}: {found} values were given where {expected} are needed")]
    Shape {
        /// Which table.
        what: &'static str,
        /// How many values there are.
        found: usize,
        /// How many there should be.
        expected: usize,
    },
    /// A forecast or residual is not a finite number.
    #[error("{what} of node {node:?} is not a finite number")]
    NotFinite {
        /// Which table.
        what: &'static str,
        /// The node's name.
        node: String,
    },
    /// A variance is zero or negative; an error variance of 0 would make a forecast untouchable.
    #[error("the error variance of node {node:?} is {variance}; it must be positive")]
    Variance {
        /// The node's name.
        node: String,
        /// What was given.
        variance: f64,
    },
    /// Fewer residuals than a correlation needs.
    #[error("{found} residuals a node were given; shrinkage needs at least {least}")]
    Residuals {
        /// How many there are.
        found: usize,
        /// The least that are needed.
        least: usize,
    },
    /// The equations were not solved; variances that differ by more than 10¹² are the usual cause.
    #[error(
        "the sums could not be made to agree in {steps} steps; are the variances of like size?"
    )]
    NotSolved {
        /// How many steps were made.
        steps: usize,
    },
    /// Too many aggregates, or too many nodes with common errors, to work out each node's variance.
    #[error(
        "the spread of {nodes} nodes under {aggregates} aggregates is too much to work out; reconcile sample paths instead"
    )]
    Spread {
        /// How many aggregates there are.
        aggregates: usize,
        /// How many nodes there are.
        nodes: usize,
    },
}
