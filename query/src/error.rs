//! Why a query has no answer, by what the one who asked can do about it.

use datafusion::error::DataFusionError;
use marea_ingest::store::StoreError;

/// Why a query has no answer.
#[derive(Debug, thiserror::Error)]
pub enum QueryError {
    /// The text is not SQL, or names what is not there. Mend the query.
    #[error("{message}")]
    Invalid {
        /// What is wrong, and where.
        message: String,
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
            Self::Store(_) => "store_failed",
            Self::Internal { .. } => "internal",
        }
    }
}

/// Bytes of memory that all queries share.
pub(crate) const QUERY_MEMORY: usize = 2 << 30;

impl From<DataFusionError> for QueryError {
    fn from(error: DataFusionError) -> Self {
        let error = error.find_root();
        let message = error.strip_backtrace();
        match error {
            DataFusionError::SQL(..)
            | DataFusionError::Plan(_)
            | DataFusionError::SchemaError(..)
            | DataFusionError::NotImplemented(_)
            | DataFusionError::Configuration(_)
            | DataFusionError::Diagnostic(..) => Self::Invalid { message },
            DataFusionError::ResourcesExhausted(_) => {
                Self::TooMuchMemory { most: QUERY_MEMORY >> 20 }
            }
            DataFusionError::ArrowError(..) | DataFusionError::Execution(_) => {
                Self::Data { message }
            }
            _ => Self::Internal { message },
        }
    }
}
