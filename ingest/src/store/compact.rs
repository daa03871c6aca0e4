//! Compaction: small neighbouring files of a table become one larger file.
//!
//! Every seal adds a file, and a query pays for each. Files of neighbouring LSNs are merged by time
//! into a new one, which one Delta commit puts in their place; the rows stay the same, so the LSN
//! of the table does too. In this order, so that a cut at any point loses nothing and doubles
//! nothing: new file to disk, commit, commit to disk, new list to readers; the old files are left
//! to [vacuum](super::vacuum). A new file that was never committed is removed at the next start.
//!
//! Merging only reads what never changes and writes a file that nobody knows, so seals go on
//! meanwhile. Committing takes some milliseconds, and the writer lets no seal run beside it.
//!
//! | bound | what for |
//! |---|---|
//! | [`LARGE`]: 128 MiB, or 4 million rows | a hundred million rows are some 25 files; a file is merged in seconds, and its row groups still part by time |
//! | a merge at least doubles the largest of its files | each row is written again at most `log2` times of how much larger a large file is than a seal; eight seals of one size, three times in all |
//! | at most twice as many files at once as [`compact_files`](super::StoreOptions::compact_files) | memory: of each file one batch of [`BATCH`](merge::BATCH) rows and a page of each column, of the new one the row group that is being written |

mod merge;

use std::{
    ops::Range,
    path::Path,
    sync::{Arc, atomic::AtomicBool},
};

use tokio::runtime::Runtime;

use super::{
    SealedFile, SealedTable, StoreError,
    delta::{self, Change},
    new_file::NewFile,
    paths,
};
use crate::facts::FactTable;

/// A file grows no larger than this by merging, in bytes.
const LARGE: u64 = 128 << 20;

/// A row counts as so many bytes at the least: rows that compress to almost nothing still cost a
/// reader time. So a file of 4,194,304 rows is large, whatever its size on disk.
const ROW: u64 = 32;

/// Neighbouring files of a table that are to become one.
#[derive(Debug, Clone)]
pub(super) struct Run {
    pub table: FactTable,
    pub files: Vec<Arc<SealedFile>>,
}

impl Run {
    pub(super) fn rows(&self) -> usize {
        self.files.iter().map(|file| file.rows()).sum()
    }
}

/// A run whose rows are in a new file, which nobody knows yet.
#[derive(Debug, Clone)]
pub(super) struct Merged {
    pub run: Run,
    pub file: Arc<SealedFile>,
}

/// The run that is to be merged next, if any, over all tables.
pub(super) fn next(tables: &[SealedTable; 5], compact_files: usize) -> Option<Run> {
    FactTable::ALL.into_iter().find_map(|table| {
        let files = &tables[table as usize].files;
        let sizes: Vec<u64> = files.iter().map(|file| size(file)).collect();
        let range = window(&sizes, compact_files)?;
        Some(Run { table, files: files[range].to_vec() })
    })
}

fn size(file: &SealedFile) -> u64 {
    file.bytes.max(ROW * file.rows() as u64)
}

/// Which neighbours are to be merged, by their sizes: those where a file less costs the fewest
/// bytes written. `compact_files` of them must come together, or so many that the next one would
/// make the new file too large; and the new one must be at least twice as large as any of them.
fn window(sizes: &[u64], compact_files: usize) -> Option<Range<usize>> {
    if compact_files == 0 {
        return None;
    }
    let ranges = (0..sizes.len()).flat_map(|start| windows_from(sizes, start, compact_files));
    // In 1024ths of a byte, so that more small files of one size are better than fewer.
    let cost =
        |(range, sum): &(Range<usize>, u64)| (sum * 1024 / (range.len() as u64 - 1), range.start);
    ranges.min_by_key(cost).map(|(range, _)| range)
}

fn windows_from(
    sizes: &[u64],
    start: usize,
    compact_files: usize,
) -> impl Iterator<Item = (Range<usize>, u64)> {
    let most = compact_files.saturating_mul(2).max(2);
    let (mut sum, mut largest) = (0, 0);
    // A file of half the bound is done with: it would be written again for one small file more.
    let small = sizes[start..].iter().take(most).take_while(|size| **size < LARGE / 2);
    let fitting = small.map_while(move |size| {
        sum += size;
        largest = largest.max(*size);
        (sum <= LARGE).then_some((sum, largest))
    });
    (start + 1..).zip(fitting).filter_map(move |(end, (sum, largest))| {
        let is_full = sizes.get(end).is_some_and(|next| sum + next > LARGE && *next < LARGE / 2);
        let enough = end - start >= compact_files.max(2) || (is_full && end - start >= 2);
        (enough && sum >= 2 * largest).then_some((start..end, sum))
    })
}

/// Writes the rows of a run into a new file; `None` where it was told to stop.
pub(super) fn merge(
    store: &Path,
    run: &Run,
    stop: &AtomicBool,
) -> Result<Option<Merged>, StoreError> {
    let (Some(oldest), Some(newest)) = (run.files.first(), run.files.last()) else {
        return Ok(None);
    };
    // What is damaged by now would get a hash that fits.
    run.files.iter().try_for_each(|file| file.verify())?;
    let folder = paths::table(store, run.table);
    let mut file = NewFile::create(&folder, run.table, oldest.first_lsn, newest.last_lsn)?;
    if !merge::merge(run, stop, &mut file)? {
        return Ok(None);
    }
    let file = file.finish()?;
    if file.rows() != run.rows() {
        let text = format!("{} has {} rows, not {}", file.name(), file.rows(), run.rows());
        return Err(StoreError::damaged(text));
    }
    Ok(Some(Merged { run: run.clone(), file: Arc::new(file) }))
}

/// Puts the new file in the place of the old ones in the Delta log. May be tried again after it
/// failed: it then finds out whether the commit was made.
pub(super) fn commit(
    store: &Path,
    runtime: &Runtime,
    merged: &Merged,
    now_millis: i64,
) -> Result<(), StoreError> {
    let folder = paths::table(store, merged.run.table);
    runtime.block_on(async {
        let table = delta::open_or_create(&folder, merged.run.table).await?;
        let listed = delta::listed(&folder, &table).await?;
        let is_listed = |file: &SealedFile| listed.files.iter().any(|(path, _)| *path == file.path);
        let old = merged.run.files.iter().filter(|file| is_listed(file)).count();
        if old == 0 && is_listed(&merged.file) {
            return Ok(());
        }
        if old < merged.run.files.len() || is_listed(&merged.file) {
            let text = format!("{} was changed by another writer", folder.display());
            return Err(StoreError::damaged(text));
        }
        let change = Change::replace(&merged.run.files, &merged.file, now_millis);
        delta::commit(&folder, &table, change, now_millis).await
    })
}

/// The table with the new file in the place of the old ones. Seals may have added files since the
/// run was chosen.
pub(super) fn replaced(table: &SealedTable, merged: &Merged) -> SealedTable {
    let is_old = |file: &SealedFile| {
        file.first_lsn >= merged.file.first_lsn && file.last_lsn <= merged.file.last_lsn
    };
    let kept = table.files.iter().filter(|file| !is_old(file)).map(Arc::clone);
    let mut files: Vec<_> = kept.chain([Arc::clone(&merged.file)]).collect();
    files.sort_by_key(|file| file.first_lsn);
    SealedTable { files: files.into(), lsn: table.lsn }
}

#[cfg(test)]
mod tests;
