//! Who asks, as the rest of the server sees it.

use std::{collections::BTreeSet, sync::Arc};

use super::{KeyId, Scope, Scopes};

/// Who asks: put into the extensions of every request that is let in.
#[derive(Debug, Clone)]
pub(crate) struct Asker {
    /// The name of the key; `anonymous` where none is asked for.
    pub name: Arc<str>,
    /// What it may do.
    pub scopes: Scopes,
    /// The only tables and views that its SQL may name; all where nothing is said.
    pub tables: Option<Arc<BTreeSet<String>>>,
    /// Which key it is, so that an answer that goes on for long can end with it.
    pub key: Option<KeyId>,
}

impl Asker {
    /// The name of those who need no key; no key may have it.
    pub(crate) const ANONYMOUS: &str = "anonymous";

    /// Somebody at the machine itself, where no keys are asked for: may do everything.
    pub(crate) fn at_the_machine() -> Self {
        Self::anonymous([Scope::Admin].into_iter().collect())
    }

    /// Somebody who asks for what holds no data: may do nothing else.
    pub(crate) fn anybody() -> Self {
        Self::anonymous(Scopes::default())
    }

    fn anonymous(scopes: Scopes) -> Self {
        Self { name: Self::ANONYMOUS.into(), scopes, tables: None, key: None }
    }
}
