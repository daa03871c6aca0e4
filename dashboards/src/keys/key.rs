//! A key as it is kept: everything but its secret.

use std::{collections::BTreeSet, fmt, sync::Arc};

use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use subtle::ConstantTimeEq as _;

use super::{Asker, KeyId, Rate, Scopes};

/// The longest name of a key.
const LONGEST_NAME: usize = 64;

/// A key as `keys.json` holds it.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Key {
    /// Who has it. A key that is rotated is there twice under one name.
    pub name: KeyName,
    /// The part of its text that names it.
    pub id: KeyId,
    /// SHA-256 of its text.
    pub hash: Hash,
    /// What it may do.
    pub scopes: Scopes,
    /// The only tables and views that its SQL may name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tables: Option<Arc<BTreeSet<String>>>,
    /// How often it may ask, where that is not the default.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rate: Option<Rate>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// From when on it is not valid any more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<DateTime<Utc>>,
    /// When it was revoked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revoked_at: Option<DateTime<Utc>>,
}

/// Whether a key counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum KeyState {
    Valid,
    Expired(DateTime<Utc>),
    Revoked(DateTime<Utc>),
}

impl Key {
    /// Whether it counts at a moment. One that was revoked stays so when it would have expired.
    pub(crate) fn state(&self, now: DateTime<Utc>) -> KeyState {
        if let Some(at) = self.revoked_at {
            return KeyState::Revoked(at);
        }
        let expired = self.expires_at.filter(|at| *at <= now);
        expired.map_or(KeyState::Valid, KeyState::Expired)
    }

    /// Who asks with it.
    pub(super) fn asker(&self) -> Asker {
        Asker {
            name: Arc::clone(&self.name.0),
            scopes: self.scopes.clone(),
            tables: self.tables.clone(),
            key: Some(self.id.clone()),
        }
    }
}

/// SHA-256 of the text of a key, written in base64url.
#[derive(Clone, Copy, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub(crate) struct Hash(pub(super) [u8; 32]);

impl PartialEq for Hash {
    /// In a time that does not tell how many bytes are alike.
    fn eq(&self, other: &Self) -> bool {
        self.0.ct_eq(&other.0).into()
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Hash(…)")
    }
}

impl From<Hash> for String {
    fn from(hash: Hash) -> Self {
        BASE64_URL_SAFE_NO_PAD.encode(hash.0)
    }
}

impl TryFrom<String> for Hash {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let bytes = BASE64_URL_SAFE_NO_PAD.decode(text).ok();
        let bytes = bytes.and_then(|bytes| bytes.try_into().ok());
        bytes.map(Self).ok_or("hash: expected 32 bytes in base64url")
    }
}

/// What a key is called: 1 to 64 letters, digits, dots, dashes and underscores.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub(crate) struct KeyName(Arc<str>);

impl KeyName {
    /// Reads a name.
    ///
    /// # Errors
    /// What was expected.
    pub(crate) fn new(text: &str) -> Result<Self, String> {
        let plain = |it: char| it.is_ascii_alphanumeric() || ".-_".contains(it);
        if text.is_empty() || text.len() > LONGEST_NAME || !text.chars().all(plain) {
            return Err(format!(
                "expected 1 to {LONGEST_NAME} letters, digits, dots, dashes or underscores"
            ));
        }
        if text == Asker::ANONYMOUS {
            return Err(format!("{text} is what those without a key are called"));
        }
        // A secret that was pasted here would be shown in every list and log.
        if text.starts_with("mk_") {
            return Err("a name does not begin with mk_, as keys do".into());
        }
        Ok(Self(text.into()))
    }

    /// The name as text that can be shared.
    pub(super) fn shared(&self) -> Arc<str> {
        Arc::clone(&self.0)
    }
}

impl fmt::Display for KeyName {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl From<KeyName> for String {
    fn from(name: KeyName) -> Self {
        name.0.as_ref().to_owned()
    }
}

impl TryFrom<String> for KeyName {
    type Error = String;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::new(&text).map_err(|what| format!("name: {what}"))
    }
}
