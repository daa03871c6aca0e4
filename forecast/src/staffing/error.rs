//! What can be wrong with the figures a staffing plan is asked from.

/// Why a staffing calculation was refused. Every message names the field and what was expected.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum StaffingError {
    /// A number is outside its range, or not a number at all.
    #[error("{field} is {value}, but must be {expected}")]
    Setting {
        /// The field's name as in the documentation.
        field: &'static str,
        /// What was handed in.
        value: f64,
        /// The range that is accepted.
        expected: &'static str,
    },
    /// Two columns that belong together have different lengths.
    #[error("{field} has {found} values, but {expected} intervals are planned")]
    Length {
        /// The column's name.
        field: String,
        /// How many values it has.
        found: usize,
        /// How many it needs.
        expected: usize,
    },
    /// A shift template or a group of staff contradicts itself.
    #[error("{kind} {name:?}: {problem}")]
    Contradiction {
        /// What is wrong: a template, staff, a break.
        kind: &'static str,
        /// Its name.
        name: String,
        /// What was found and what is expected.
        problem: String,
    },
    /// A word that should name a role or a pick method does not.
    #[error("{found:?} is no {kind}; known are {known}")]
    Unknown {
        /// What was looked for.
        kind: &'static str,
        /// What was handed in.
        found: String,
        /// What is accepted.
        known: String,
    },
    /// The shift program is larger than memory and time allow.
    #[error(
        "{columns} possible shifts are more than the {most} that can be planned at once; plan fewer days, templates or groups at a time"
    )]
    TooManyShifts {
        /// Template × break placement × role × day × group.
        columns: usize,
        /// The limit.
        most: usize,
    },
    /// The solver met a numerical failure; the plan was not made.
    #[error("the shift program could not be solved: {0}")]
    Solver(String),
}

/// `value` if it is finite and inside `range`.
pub(crate) fn within(
    field: &'static str,
    value: f64,
    inside: bool,
    expected: &'static str,
) -> Result<f64, StaffingError> {
    if value.is_finite() && inside {
        return Ok(value);
    }
    Err(StaffingError::Setting { field, value, expected })
}

/// `value` if it is a finite number above zero.
pub(crate) fn positive(field: &'static str, value: f64) -> Result<f64, StaffingError> {
    within(field, value, value > 0.0, "a number above 0")
}

/// `value` if it is a finite number and not negative.
pub(crate) fn not_negative(field: &'static str, value: f64) -> Result<f64, StaffingError> {
    within(field, value, value >= 0.0, "a number of 0 or more")
}

/// `value` if it is a share of at least 0 and less than 1.
pub(crate) fn share_below_one(field: &'static str, value: f64) -> Result<f64, StaffingError> {
    within(field, value, (0.0..1.0).contains(&value), "a share of at least 0 and below 1")
}

/// `value` if it is a share above 0 and at most 1.
pub(crate) fn share_above_zero(field: &'static str, value: f64) -> Result<f64, StaffingError> {
    within(field, value, value > 0.0 && value <= 1.0, "a share above 0 and at most 1")
}

/// Refuses a column that has not one value an interval.
pub(crate) fn same_length(
    field: impl Into<String>,
    found: usize,
    expected: usize,
) -> Result<(), StaffingError> {
    if found == expected {
        return Ok(());
    }
    Err(StaffingError::Length { field: field.into(), found, expected })
}
