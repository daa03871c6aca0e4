//! What can be wrong with keys, and what to do about it.

use std::{io, path::PathBuf};

/// Why keys cannot be read, used or changed.
#[derive(Debug, thiserror::Error)]
pub(crate) enum KeysError {
    /// The file of the keys is not what this program writes.
    #[error(
        "{}: the keys cannot be read: {what}. Nobody is let in on the strength of a file that is \
         damaged. Put the file back from a copy; or move it away and make new keys with \
         `marea keys create`: the old ones are then worth nothing", file.display()
    )]
    Damaged {
        /// The file.
        file: PathBuf,
        /// What is wrong with it.
        what: String,
    },
    /// The disk said no.
    #[error("{}: {error}", file.display())]
    Disk {
        /// The file.
        file: PathBuf,
        /// What it said.
        error: io::Error,
    },
    /// Others can reach the server, and no key is there to tell who may.
    #[error(
        "others can reach {address}, so whoever asks must have a key, and {} holds no valid one \
         with the scope admin. Make one first: marea keys create admin --scope admin --data {}",
        folder.join("keys.json").display(), folder.display()
    )]
    NoAdmin {
        /// Where the server was to listen.
        address: String,
        /// The folder of the store.
        folder: PathBuf,
    },
    /// A command asked for something that is not so.
    #[error("{0}")]
    Asked(String),
}

impl KeysError {
    /// A command that asked for something that is not so.
    pub(crate) fn asked(what: impl Into<String>) -> Self {
        Self::Asked(what.into())
    }
}
