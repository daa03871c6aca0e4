//! Why a query has no answer, by what the one who asked can do about it.

use datafusion::{
    common::{Diagnostic, SchemaError},
    error::DataFusionError,
};
use marea_ingest::store::StoreError;
use serde::Serialize;

use crate::nearest::nearest;

/// A place in the text of a query.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Position {
    /// The line, from 1.
    pub line: u64,
    /// The character in the line, from 1.
    pub column: u64,
}

/// Why a query has no answer.
#[derive(Debug, thiserror::Error)]
pub enum QueryError {
    /// The text is not SQL, or names what is not there. Mend the query.
    #[error("{message}")]
    Invalid {
        /// What is wrong.
        message: String,
        /// Where, if that is known.
        position: Option<Position>,
        /// What may have been meant.
        hint: Option<String>,
    },
    /// The statement is SQL, but not one that reads. Ask with a SELECT.
    #[error("only SELECT, EXPLAIN, SHOW and DESCRIBE are answered: {what} is not")]
    NotReadOnly {
        /// What was asked for.
        what: String,
    },
    /// The data do not fit what the query does with them (a division by zero, a bad cast).
    #[error("{message}")]
    Data {
        /// What went wrong.
        message: String,
    },
    /// The answer has more rows than were asked for at most.
    #[error("the answer has more than {most} rows; add a LIMIT, or raise max_rows")]
    TooManyRows {
        /// The bound.
        most: usize,
    },
    /// The query needs more memory than a query may have.
    #[error("the query needs more memory than {most} MiB; narrow it, or aggregate earlier")]
    TooMuchMemory {
        /// The bound, in MiB.
        most: usize,
    },
    /// The query took too long.
    #[error("the query took longer than {seconds} s; narrow it, or raise timeout_ms")]
    Timeout {
        /// The bound.
        seconds: f64,
    },
    /// Too many queries at once. Try again in a moment.
    #[error("{most} queries are running already; try again in a moment")]
    Busy {
        /// The bound.
        most: usize,
    },
    /// The LSN asked for was not reached in time.
    #[error("LSN {asked} was not reached in time; the store is at {reached}")]
    LsnNotReached {
        /// What was asked for.
        asked: u64,
        /// What there is.
        reached: u64,
    },
    /// Somebody cancelled the query.
    #[error("the query was cancelled")]
    Cancelled,
    /// A view cannot be kept by increment. Ask its query when it is needed, or leave the part out.
    #[error("the view cannot be kept as facts come in: {part}: {why}")]
    NotIncremental {
        /// The part of the query that cannot be kept.
        part: String,
        /// Why not, and what to do instead.
        why: String,
    },
    /// There is a table or a view of this name.
    #[error("there is a table {name} already; take another name")]
    ViewExists {
        /// The name.
        name: String,
    },
    /// There is no view of this name that could be dropped.
    #[error("there is no view {name} of an analyst's own")]
    NoSuchView {
        /// The name.
        name: String,
    },
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A defect of ours. Please report it.
    #[error("the query failed inside: {message}")]
    Internal {
        /// What happened.
        message: String,
    },
}

impl QueryError {
    /// A stable code for programs.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Invalid { .. } => "invalid_query",
            Self::NotReadOnly { .. } => "not_read_only",
            Self::Data { .. } => "data_error",
            Self::TooManyRows { .. } => "too_many_rows",
            Self::TooMuchMemory { .. } => "too_much_memory",
            Self::Timeout { .. } => "timeout",
            Self::Busy { .. } => "busy",
            Self::LsnNotReached { .. } => "lsn_not_reached",
            Self::Cancelled => "cancelled",
            Self::NotIncremental { .. } => "not_incremental",
            Self::ViewExists { .. } => "view_exists",
            Self::NoSuchView { .. } => "no_such_view",
            Self::Store(_) => "store_failed",
            Self::Internal { .. } => "internal",
        }
    }

    /// Where in the query's text something is wrong, if that is known.
    #[must_use]
    pub fn position(&self) -> Option<Position> {
        match self {
            Self::Invalid { position, .. } => *position,
            _ => None,
        }
    }

    /// What may have been meant.
    #[must_use]
    pub fn hint(&self) -> Option<&str> {
        match self {
            Self::Invalid { hint, .. } => hint.as_deref(),
            _ => None,
        }
    }

    pub(crate) fn invalid(message: impl Into<String>) -> Self {
        Self::Invalid { message: message.into(), position: None, hint: None }
    }
}

/// Bytes of memory that all queries share.
pub(crate) const MEMORY_OF_ALL: usize = 2 << 30;
/// Bytes of memory that one query may have.
pub(crate) const MEMORY_OF_ONE: usize = 1 << 30;
/// Bytes on disk that all queries may spill to.
pub(crate) const SPILL_OF_ALL: u64 = 8 << 30;

impl From<DataFusionError> for QueryError {
    fn from(error: DataFusionError) -> Self {
        let position = position(&error);
        let error = error.find_root();
        let message = error.strip_backtrace();
        // The engine asks for a report of what is the query's fault.
        let message = message.split("\nThis issue was likely caused").next().unwrap_or_default();
        let message = match message.split_once(": ") {
            Some(("Error during planning" | "SQL error" | "Schema error", said)) => said,
            _ => message,
        };
        let message = message.strip_prefix("Internal error: ").unwrap_or(message).to_owned();
        match error {
            DataFusionError::SchemaError(fault, _) => of_schema(fault, position, message),
            DataFusionError::SQL(..)
            | DataFusionError::Plan(_)
            | DataFusionError::NotImplemented(_)
            | DataFusionError::Configuration(_)
            | DataFusionError::Diagnostic(..) => {
                let (message, position) = parsed(message, position);
                Self::Invalid { message, position, hint: None }
            }
            DataFusionError::ResourcesExhausted(_) => {
                Self::TooMuchMemory { most: MEMORY_OF_ONE >> 20 }
            }
            DataFusionError::ArrowError(..) | DataFusionError::Execution(_) => {
                Self::Data { message }
            }
            DataFusionError::External(cause) => match cause.downcast_ref::<StoreError>() {
                Some(store) => Self::Store(store.clone()),
                // What a function says of its arguments, as of a pattern that is none.
                None => Self::Data { message: cause.to_string() },
            },
            _ => Self::Internal { message },
        }
    }
}

fn position(error: &DataFusionError) -> Option<Position> {
    let mut error = error;
    loop {
        error = match error {
            DataFusionError::Diagnostic(diagnostic, _) => return of_span(diagnostic),
            DataFusionError::Context(_, inner) => inner,
            DataFusionError::Collection(all) => all.first()?,
            _ => return None,
        };
    }
}

fn of_span(diagnostic: &Diagnostic) -> Option<Position> {
    let start = diagnostic.span?.start;
    (start.line > 0).then_some(Position { line: start.line, column: start.column })
}

/// The parser tells the place at the end of its message.
fn parsed(message: String, position: Option<Position>) -> (String, Option<Position>) {
    let Some((before, place)) = message.rsplit_once(" at Line: ") else {
        return (message, position);
    };
    let place = place.split_once(", Column: ").and_then(|(line, column)| {
        let column: String = column.chars().take_while(char::is_ascii_digit).collect();
        Some(Position { line: line.parse().ok()?, column: column.parse().ok()? })
    });
    match place {
        Some(place) => (before.to_owned(), Some(place)),
        None => (message, position),
    }
}

fn of_schema(fault: &SchemaError, position: Option<Position>, message: String) -> QueryError {
    let SchemaError::FieldNotFound { field, valid_fields } = fault else {
        return QueryError::Invalid { message, position, hint: None };
    };
    // The parts of a union, and the sides of a join, may name the same.
    let mut names: Vec<&str> = Vec::new();
    for name in valid_fields.iter().map(|field| field.name()) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let near = nearest(field.name(), names.iter().copied());
    let hint = near.map(|near| format!("did you mean {near}?"));
    let message =
        format!("there is no column {}; there are {}", field.flat_name(), names.join(", "));
    QueryError::Invalid { message, position, hint }
}

#[cfg(test)]
mod tests;
