//! What people do in a warehouse and at the desk.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::error::StaffingError;

/// A kind of work that people are called in for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Unloading, checking and booking in what suppliers deliver.
    Receiving,
    /// Bringing received goods to their places.
    PutAway,
    /// Fetching the lines of orders.
    Picking,
    /// Packing, labelling and handing over parcels.
    Packing,
    /// Opening, checking and restocking what customers send back.
    Returns,
    /// Counting places (cycle counts and stock-taking).
    Counting,
    /// Answering customers by telephone or chat, at once.
    Contacts,
}

impl Role {
    /// All roles, in the order in which goods pass them.
    pub const ALL: [Self; 7] = [
        Self::Receiving,
        Self::PutAway,
        Self::Picking,
        Self::Packing,
        Self::Returns,
        Self::Counting,
        Self::Contacts,
    ];

    /// The role's name in tables and settings.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Receiving => "receiving",
            Self::PutAway => "put_away",
            Self::Picking => "picking",
            Self::Packing => "packing",
            Self::Returns => "returns",
            Self::Counting => "counting",
            Self::Contacts => "contacts",
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.name())
    }
}

impl FromStr for Role {
    type Err = StaffingError;

    fn from_str(text: &str) -> Result<Self, StaffingError> {
        Self::ALL.into_iter().find(|role| role.name() == text).ok_or_else(|| {
            let known = Self::ALL.map(Self::name).join(", ");
            StaffingError::Unknown { kind: "role", found: text.to_owned(), known }
        })
    }
}
