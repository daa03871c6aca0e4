//! Vacuum: files that nobody reads any more are deleted.
//!
//! A file that was replaced goes when no snapshot of this process holds it, and when it was
//! replaced so long ago that readers outside, who hold a list of files rather than the files, are
//! done. A file whose write was cut off was never part of a table: it goes at the next start, before
//! anything is written, so that it cannot be one that is only about to be committed.

use std::{
    collections::HashSet,
    fs, io,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use super::{SealedFile, StoreError, delta::Listed, paths};
use crate::time::Instant;

/// A file whose rows are in another one.
pub(super) struct Replaced {
    path: PathBuf,
    at: Instant,
    /// The file as snapshots may hold it; `None` where it was replaced before the store was opened.
    file: Option<Arc<SealedFile>>,
}

impl Replaced {
    /// A file that this process replaced just now.
    pub(super) fn now(file: Arc<SealedFile>, at: Instant) -> Self {
        Self { path: file.path.clone(), at, file: Some(file) }
    }

    /// Whether it may be deleted.
    fn is_over(&self, now: Instant, keep: Duration) -> bool {
        let age = u64::try_from(now.0.saturating_sub(self.at.0)).unwrap_or(0);
        let is_held = self.file.as_ref().is_some_and(|file| Arc::strong_count(file) > 1);
        Duration::from_micros(age) >= keep && !is_held
    }
}

/// The files that a log says were replaced, and that are still there.
pub(super) fn replaced(listed: &Listed) -> Vec<Replaced> {
    let files = listed.replaced.iter().filter(|(path, _)| path.exists());
    files.map(|(path, at)| Replaced { path: path.clone(), at: *at, file: None }).collect()
}

/// Takes out of a list the paths of all files that may be deleted now.
pub(super) fn take_over(
    replaced: &mut Vec<Replaced>,
    now: Instant,
    keep: Duration,
) -> Vec<PathBuf> {
    replaced.extract_if(.., |file| file.is_over(now, keep)).map(|file| file.path).collect()
}

/// Files of a table's folder that were never finished, or never committed.
pub(super) fn leftovers(folder: &Path, listed: &Listed) -> Result<Vec<PathBuf>, StoreError> {
    let committed: HashSet<&Path> = listed
        .files
        .iter()
        .map(|(path, _)| path.as_path())
        .chain(listed.replaced.iter().map(|(path, _)| path.as_path()))
        .collect();
    let mut left = names(folder)?;
    left.retain(|(path, name)| {
        let is_ours = paths::parse_sealed_file(name).is_some();
        paths::is_unfinished(name) || (is_ours && !committed.contains(path.as_path()))
    });
    let mut staged = names(&paths::delta_log(folder))?;
    staged.retain(|(_, name)| paths::is_unfinished(name));
    left.append(&mut staged);
    Ok(left.into_iter().map(|(path, _)| path).collect())
}

/// What is in a folder; nothing where there is no folder.
fn names(folder: &Path) -> Result<Vec<(PathBuf, String)>, StoreError> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error.into()),
    };
    let named = |entry: io::Result<fs::DirEntry>| {
        let entry = entry?;
        Ok((entry.path(), entry.file_name().to_string_lossy().into_owned()))
    };
    entries.map(named).collect()
}

/// Deletes files. One that cannot be deleted is found again at the next start.
pub(super) fn delete(files: &[PathBuf]) {
    for path in files {
        match fs::remove_file(path) {
            Ok(()) => {
                tracing::info!(file = %path.display(), "deleted a file nobody reads any more");
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => tracing::warn!(file = %path.display(), %error, "cannot delete a file"),
        }
    }
}

#[cfg(test)]
mod tests;
