//! When each key was last used: kept in memory, and written now and then to `keys-used.json`.
//!
//! It has a file of its own, which only the server writes, so that a server that writes it never
//! takes back what a command changed. What is lost with a crash is a minute of it.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
};

use chrono::{DateTime, Utc};

use super::{KeyId, file::replace};

/// The last use of each key.
#[derive(Debug, Default)]
pub(crate) struct LastUsed {
    at: Mutex<BTreeMap<KeyId, DateTime<Utc>>>,
}

impl LastUsed {
    fn path(folder: &Path) -> PathBuf {
        folder.join("keys-used.json")
    }

    /// Reads what was written; nothing where that cannot be read, since nothing hangs on it.
    pub(crate) fn read(folder: &Path) -> Self {
        let text = std::fs::read(Self::path(folder)).unwrap_or_default();
        Self { at: Mutex::new(serde_json::from_slice(&text).unwrap_or_default()) }
    }

    /// When a key was last used, as far as it is known.
    pub(crate) fn of(&self, key: &KeyId) -> Option<DateTime<Utc>> {
        self.at.lock().unwrap_or_else(PoisonError::into_inner).get(key).copied()
    }

    /// A key is used.
    pub(super) fn note(&self, key: &KeyId, now: DateTime<Utc>) {
        let mut at = self.at.lock().unwrap_or_else(PoisonError::into_inner);
        match at.get_mut(key) {
            Some(at) => *at = now,
            None => drop(at.insert(key.clone(), now)),
        }
    }

    /// Forgets the keys that are gone, and writes the rest.
    pub(super) fn write(&self, folder: &Path, known: impl Fn(&KeyId) -> bool) {
        let mut at = self.at.lock().unwrap_or_else(PoisonError::into_inner).clone();
        at.retain(|key, _| known(key));
        let written = serde_json::to_vec(&at).map_err(std::io::Error::from);
        let written = written.and_then(|text| replace(folder, &Self::path(folder), &text));
        if let Err(error) = written {
            tracing::warn!(%error, "when keys were last used cannot be written");
        }
    }
}
