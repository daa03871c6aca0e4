//! What is asked of the query service.

use std::{collections::BTreeSet, sync::Arc, time::Duration};

use chrono_tz::Tz;
use marea_ingest::identity::Lsn;

use crate::Parameters;

/// What becomes of rows beyond [`QueryRequest::max_rows`].
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum OnLimit {
    /// The query fails with [`QueryError::TooManyRows`](crate::QueryError::TooManyRows).
    #[default]
    Error,
    /// They are left out, and the answer says so.
    Truncate,
}

/// A query.
#[derive(Debug, Clone)]
pub struct QueryRequest {
    /// The query, in the SQL of PostgreSQL as DataFusion speaks it.
    pub sql: String,
    /// What its placeholders stand for.
    pub parameters: Parameters,
    /// The answer is to show at least this LSN.
    pub min_lsn: Option<Lsn>,
    /// How long it may take, from the request to the last row.
    pub timeout: Duration,
    /// How many rows there may be; any number if `None`.
    pub max_rows: Option<usize>,
    /// What becomes of rows beyond that.
    pub on_limit: OnLimit,
    /// The zone of `now()`, of texts that are read as instants, and of views that cut days by the
    /// zone of the query; the shop's if `None`.
    pub time_zone: Option<Tz>,
    /// Who asks, as the list of queries shows it.
    pub asker: Option<Arc<str>>,
    /// The only tables, views and table functions that the query may name; all if `None`.
    pub tables: Option<Arc<BTreeSet<String>>>,
}

impl QueryRequest {
    /// A query with thirty seconds and no bound on rows.
    #[must_use]
    pub fn new(sql: impl Into<String>) -> Self {
        Self {
            sql: sql.into(),
            parameters: Parameters::None,
            min_lsn: None,
            timeout: Duration::from_secs(30),
            max_rows: None,
            on_limit: OnLimit::Error,
            time_zone: None,
            asker: None,
            tables: None,
        }
    }
}
