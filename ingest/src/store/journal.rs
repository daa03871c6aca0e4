//! A guard over the core's journal.
//!
//! The key-value store takes whatever in its journal cannot be read for a write that was cut off,
//! and drops it with all that follows. After a crash that is right, for at most the one commit
//! that nobody was told of; after damage it would drop acknowledged events in silence. So the
//! journal is copied before the core is opened, and afterwards the commits that its bytes name are
//! compared with those that were recovered. If more than one is missing, the journal is put back
//! as it was, and the start is refused.

use std::{
    fs,
    path::{Path, PathBuf},
};

use super::{StoreError, paths};
use crate::identity::Lsn;

/// Begins every commit's record, so that it is found in the journal's bytes. The LSN of the
/// record's last event follows, big-endian.
pub(super) const MARK: [u8; 16] = *b"\x00marea\x01commit\x02\x03\x04";

/// What the journal held before the core was opened.
pub(super) struct JournalGuard {
    core: PathBuf,
    copies: PathBuf,
    mark_of_damage: PathBuf,
    /// The last LSNs of all commits that its bytes name.
    named: Vec<Lsn>,
    /// Whether there was room for a copy.
    copied: bool,
}

impl JournalGuard {
    /// Reads and copies the journal. If an earlier start was cut off before it knew whether the
    /// journal was whole, what that one copied is put back first. Where the disk has no room for a
    /// copy the start goes on without: a full disk must not keep a whole store from opening.
    pub(super) fn before_opening(store: &Path) -> Result<Self, StoreError> {
        let mut guard = Self {
            core: paths::core(store),
            copies: paths::journal_copies(store),
            mark_of_damage: paths::mark_of_damage(store),
            named: Vec::new(),
            copied: false,
        };
        if let Ok(text) = fs::read_to_string(&guard.mark_of_damage) {
            return Err(StoreError::damaged(text));
        }
        if guard.copies.join(COMPLETE).exists() {
            guard.put_back()?;
        }
        guard.discard()?;
        for journal in journals(&guard.core)? {
            guard.named.extend(named_commits(&fs::read(&journal)?));
        }
        guard.copied = guard.copy().is_ok();
        if !guard.copied {
            guard.discard()?;
        }
        Ok(guard)
    }

    fn copy(&self) -> Result<(), StoreError> {
        fs::create_dir_all(&self.copies)?;
        for journal in journals(&self.core)? {
            let name = journal.file_name().unwrap_or_default().to_owned();
            fs::copy(&journal, self.copies.join(name))?;
        }
        Ok(fs::write(self.copies.join(COMPLETE), b"")?)
    }

    /// How many commits the journal named that were not recovered.
    pub(super) fn missing(&self, recovered: Lsn) -> usize {
        let mut missing: Vec<_> = self.named.iter().filter(|lsn| **lsn > recovered).collect();
        missing.sort_unstable();
        missing.dedup();
        missing.len()
    }

    /// Keeps the store from being opened as if it were whole: puts the journal back as it was, or
    /// leaves word of the damage where there was no room to keep it.
    pub(super) fn refuse(&self, what: String) -> StoreError {
        let kept = if self.copied {
            self.put_back().and_then(|()| self.discard())
        } else {
            fs::write(&self.mark_of_damage, &what).map_err(StoreError::from)
        };
        kept.err().unwrap_or_else(|| StoreError::damaged(what))
    }

    /// Puts the journal back as it was.
    fn put_back(&self) -> Result<(), StoreError> {
        for journal in journals(&self.core)? {
            fs::remove_file(journal)?;
        }
        for copy in journals(&self.copies)? {
            let name = copy.file_name().unwrap_or_default().to_owned();
            fs::copy(&copy, self.core.join(name))?;
        }
        Ok(())
    }

    /// Forgets the copies, once the journal is known to be whole.
    pub(super) fn discard(&self) -> Result<(), StoreError> {
        match fs::remove_dir_all(&self.copies) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error.into()),
            _ => Ok(()),
        }
    }
}

/// Written when all copies are there.
const COMPLETE: &str = "complete";

fn journals(folder: &Path) -> Result<Vec<PathBuf>, StoreError> {
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let entries = fs::read_dir(folder)?.collect::<Result<Vec<_>, _>>()?;
    let paths = entries.into_iter().map(|entry| entry.path());
    Ok(paths.filter(|path| path.extension().is_some_and(|ending| ending == "jnl")).collect())
}

/// The last LSNs of the commits that these bytes name.
fn named_commits(bytes: &[u8]) -> impl Iterator<Item = Lsn> {
    let found = bytes.windows(MARK.len() + 8).filter(|window| window.starts_with(&MARK));
    found.filter_map(|window| Some(Lsn(u64::from_be_bytes(window[MARK.len()..].try_into().ok()?))))
}

#[cfg(test)]
mod tests;
