//! `keys.json` in the folder of a store: read whole, written whole, by commands alone.
//!
//! A command holds `keys.lock` from reading to writing, so that two at once lose nothing. The new
//! file is written beside the old, synced and renamed over it: whoever reads sees one or the other.
//! Only its owner may read it.

use std::{
    fs::{self, File},
    io::{self, Read as _, Write as _},
    os::unix::fs::OpenOptionsExt as _,
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};

use super::{Key, KeyName, KeysError};

/// The form of the file that this program reads and writes.
const VERSION: u32 = 1;
/// So many keys are kept at the most; a shop has some, not thousands. What a server holds by key,
/// as rates and times of use, is bounded by this.
pub(super) const MOST_KEYS: usize = 1000;
/// A file that is larger is none of ours.
const LARGEST: u64 = 4 << 20;

/// All keys of a store.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct KeyFile {
    version: u32,
    /// The keys, in the order in which they were made.
    pub keys: Vec<Key>,
}

impl KeyFile {
    /// Where it is.
    pub(crate) fn path(folder: &Path) -> PathBuf {
        folder.join("keys.json")
    }

    /// Reads it; `None` where there is none.
    ///
    /// # Errors
    /// [`KeysError::Damaged`] where it is not what was written.
    pub(crate) fn read(folder: &Path) -> Result<Option<Self>, KeysError> {
        Self::bytes(folder)?.map(|bytes| Self::parse(folder, &bytes)).transpose()
    }

    /// Reads its bytes; `None` where there is none.
    pub(super) fn bytes(folder: &Path) -> Result<Option<Vec<u8>>, KeysError> {
        let path = Self::path(folder);
        let mut bytes = Vec::new();
        let read = File::open(&path).and_then(|file| file.take(LARGEST).read_to_end(&mut bytes));
        match read {
            Ok(_) => Ok(Some(bytes)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(KeysError::Disk { file: path, error }),
        }
    }

    /// Understands its bytes.
    pub(super) fn parse(folder: &Path, bytes: &[u8]) -> Result<Self, KeysError> {
        let damaged = |what: String| KeysError::Damaged { file: Self::path(folder), what };
        let file: Self =
            serde_json::from_slice(bytes).map_err(|error| damaged(error.to_string()))?;
        if file.version != VERSION {
            let what =
                format!("it is of version {}, and this program knows {VERSION}", file.version);
            return Err(damaged(what));
        }
        // A file without keys would open a server that its keys had closed.
        if file.keys.is_empty() || file.keys.len() > MOST_KEYS {
            return Err(damaged(format!(
                "expected 1 to {MOST_KEYS} keys, got {}",
                file.keys.len()
            )));
        }
        Ok(file)
    }

    /// The keys of a name: one, or several where it was rotated.
    pub(crate) fn named(&mut self, name: &KeyName) -> impl Iterator<Item = &mut Key> {
        self.keys.iter_mut().filter(move |key| key.name == *name)
    }

    /// Adds a key.
    ///
    /// # Errors
    /// Where there are too many, or its id is taken.
    pub(crate) fn add(&mut self, key: Key) -> Result<(), KeysError> {
        if self.keys.len() >= MOST_KEYS {
            let what = format!("there are {MOST_KEYS} keys, which is the most that is kept");
            return Err(KeysError::asked(what));
        }
        if self.keys.iter().any(|other| other.id == key.id) {
            return Err(KeysError::asked("two keys came out alike; try again"));
        }
        self.keys.push(key);
        Ok(())
    }
}

/// Changes the keys of a store; makes the folder where it is not there. No server has to stop for
/// it, and none is waited for.
///
/// # Errors
/// What the change says, or where the file cannot be read or written: then all is as before.
pub(crate) fn change<T>(
    folder: &Path,
    change: impl FnOnce(&mut KeyFile) -> Result<T, KeysError>,
) -> Result<T, KeysError> {
    let disk = |error| KeysError::Disk { file: KeyFile::path(folder), error };
    fs::create_dir_all(folder).map_err(disk)?;
    let lock = private().open(folder.join("keys.lock")).map_err(disk)?;
    lock.lock().map_err(disk)?;
    let file = KeyFile::read(folder)?;
    let mut file = file.unwrap_or(KeyFile { version: VERSION, keys: Vec::new() });
    let done = change(&mut file)?;
    let text = serde_json::to_string_pretty(&file).map_err(|error| disk(error.into()))?;
    replace(folder, &KeyFile::path(folder), text.as_bytes()).map_err(disk)?;
    Ok(done)
}

/// A file that only its owner may read.
fn private() -> fs::OpenOptions {
    let mut options = File::options();
    options.write(true).create(true).truncate(true).mode(0o600);
    options
}

/// Writes a file anew: it is there whole, or as it was.
pub(super) fn replace(folder: &Path, path: &Path, bytes: &[u8]) -> io::Result<()> {
    let new = path.with_extension("new");
    let mut file = private().open(&new)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(&new, path)?;
    // The name, too, is to outlive a power cut.
    File::open(folder)?.sync_all()
}

#[cfg(test)]
mod tests;
