//! Who may ask what: keys, their scopes and rates, and the log of who asked.
//!
//! A key is made by `marea keys create` and shown once ([`Secret`]); the store's folder keeps its
//! hash, scopes and dates in `keys.json` ([`KeyFile`]). A running server reads that file again
//! whenever it changes, so what a command does counts within a second and needs no lock of the
//! store. [`Access`] decides about each request and gives the [`Asker`]; [`Audit`] writes down
//! what was asked.
//!
//! Invariant: a file that cannot be read, or that went away, lets nobody in. Only a folder that
//! never had keys is open, and only on the loopback.
//!
//! Invariant: nothing here knows HTTP, and no secret is kept, logged or compared other than as a
//! hash.

mod access;
mod asker;
mod audit;
mod error;
mod file;
mod key;
mod last_used;
mod limits;
mod scope;
mod secret;

pub(crate) use access::{Access, AccessOptions, Refusal};
pub(crate) use asker::Asker;
pub(crate) use audit::{Audit, Entry};
pub(crate) use error::KeysError;
pub(crate) use file::{KeyFile, change};
pub(crate) use key::{Hash, Key, KeyName, KeyState};
pub(crate) use last_used::LastUsed;
pub(crate) use limits::Rate;
pub(crate) use scope::{Needs, Scope, Scopes};
pub(crate) use secret::{KeyId, Secret};
