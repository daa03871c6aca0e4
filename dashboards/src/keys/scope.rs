//! What a key may do, and what a request needs.

use std::{collections::BTreeSet, fmt};

use clap::ValueEnum;
use serde::{Deserialize, Serialize};

/// One thing that a key may do.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, ValueEnum, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Scope {
    /// Record events.
    Ingest,
    /// Read orders, stock, purchases, the live page and the metrics.
    Read,
    /// Ask SQL and read views.
    Sql,
    /// Read forecasts, plans and charts.
    Plan,
    /// All of these, and replay messages.
    Admin,
}

impl fmt::Display for Scope {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Ingest => "ingest",
            Self::Read => "read",
            Self::Sql => "sql",
            Self::Plan => "plan",
            Self::Admin => "admin",
        })
    }
}

/// All that a key may do.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Scopes(BTreeSet<Scope>);

impl Scopes {
    /// Whether it is allowed; who has `admin` may do everything.
    pub(crate) fn allow(&self, scope: Scope) -> bool {
        self.0.contains(&scope) || self.0.contains(&Scope::Admin)
    }
}

impl FromIterator<Scope> for Scopes {
    fn from_iter<I: IntoIterator<Item = Scope>>(scopes: I) -> Self {
        Self(scopes.into_iter().collect())
    }
}

impl fmt::Display for Scopes {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<_> = self.0.iter().map(ToString::to_string).collect();
        formatter.write_str(&names.join(", "))
    }
}

/// What a request needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Needs {
    /// Nothing: there is no data in the answer.
    Nothing,
    /// A valid key, whatever its scopes.
    AnyKey,
    /// A valid key with one of these scopes, or with `admin`.
    OneOf(&'static [Scope]),
}

impl Needs {
    /// Whether these scopes are enough.
    pub(crate) fn met_by(self, scopes: &Scopes) -> bool {
        match self {
            Self::Nothing | Self::AnyKey => true,
            Self::OneOf(any) => any.iter().any(|scope| scopes.allow(*scope)),
        }
    }

    /// Whether the request records events: it comes in floods where others come one by one.
    pub(crate) fn is_ingest(self) -> bool {
        self == Self::OneOf(&[Scope::Ingest])
    }

    /// Whether the request carries a query.
    pub(crate) fn is_sql(self) -> bool {
        self == Self::OneOf(&[Scope::Sql])
    }
}

impl fmt::Display for Needs {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Nothing => formatter.write_str("nothing"),
            Self::AnyKey => formatter.write_str("any key"),
            Self::OneOf(any) => {
                let names: Vec<_> = any.iter().map(ToString::to_string).collect();
                formatter.write_str(&names.join(" or "))
            }
        }
    }
}
