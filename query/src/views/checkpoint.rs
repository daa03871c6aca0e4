//! What a view held at one LSN, written down: an Arrow file whose name says which view and query
//! it is of, the LSN, and the hash of its bytes.
//!
//! A checkpoint is only ever a shortcut. One that is damaged, or of another query or version, is
//! passed over, and the view is counted again from the facts.

use std::{
    fs::{self, File},
    io::{Cursor, Write},
    path::{Path, PathBuf},
    sync::atomic::Ordering::Relaxed,
};

use datafusion::{
    arrow::ipc::{
        CompressionType,
        reader::FileReader,
        writer::{FileWriter, IpcWriteOptions},
    },
    error::DataFusionError,
};
use marea_ingest::identity::Lsn;
use xxhash_rust::xxh3::xxh3_64;

use super::{
    catalogue::Definition,
    kept::{Kept, Version},
    leaves::Leaves,
    program::Program,
};

/// Says how states are laid out; another number makes all older checkpoints worthless.
const LAYOUT: u32 = 2;

/// What a checkpoint must be of to be taken up.
fn fingerprint(definition: &Definition, program: &Program) -> u64 {
    let version = env!("CARGO_PKG_VERSION");
    let schema = &program.state_schema;
    xxh3_64(format!("{LAYOUT} {version} {} {schema:?}", definition.sql).as_bytes())
}

/// The parts of a checkpoint's name: the view, its fingerprint, the LSN, the hash of the bytes.
fn parse(path: &Path) -> Option<(&str, u64, u64, u64)> {
    let stem = path.file_name()?.to_str()?.strip_suffix(".arrow")?;
    let parts: Vec<&str> = stem.split('-').collect();
    let [name, fingerprint, lsn, hash] = parts[..] else { return None };
    let hexadecimal = |text| u64::from_str_radix(text, 16).ok();
    Some((name, hexadecimal(fingerprint)?, lsn.parse().ok()?, hexadecimal(hash)?))
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries.map(|entry| entry.path()).collect()
}

/// The newest checkpoint of a view that can be taken up.
pub(super) fn read(folder: &Path, definition: &Definition, kept: &Kept) -> Option<Version> {
    let wanted = fingerprint(definition, &kept.program);
    let mut found: Vec<(u64, u64, PathBuf)> = files(folder)
        .into_iter()
        .filter_map(|path| {
            let (name, fingerprint, lsn, hash) = parse(&path)?;
            (name == definition.name && fingerprint == wanted).then(|| (lsn, hash, path.clone()))
        })
        .collect();
    found.sort_unstable();
    let (lsn, hash, path) = found.pop()?;
    match read_file(&path, hash, &kept.program) {
        Ok(leaves) => {
            kept.written.store(lsn, Relaxed);
            Some(Version { lsn: Lsn(lsn), leaves })
        }
        Err(error) => {
            let file = path.display();
            tracing::warn!(%error, %file, "a checkpoint is passed over; the view is counted again");
            None
        }
    }
}

fn read_file(path: &Path, hash: u64, program: &Program) -> Result<Leaves, DataFusionError> {
    let bytes = fs::read(path)?;
    if xxh3_64(&bytes) != hash {
        return Err(DataFusionError::Execution("its bytes are not those written".into()));
    }
    let reader = FileReader::try_new(Cursor::new(bytes), None)?;
    Leaves::of(program, reader.map(|states| Ok(states?)))
}

/// Writes the newest version of a view down, if it is newer than what is.
pub(super) fn write_logged(folder: &Path, definition: &Definition, kept: &Kept) {
    if let Err(error) = write(folder, definition, kept) {
        tracing::warn!(%error, view = definition.name, "a view could not be written down");
    }
}

fn write(folder: &Path, definition: &Definition, kept: &Kept) -> Result<(), DataFusionError> {
    let Some(version) = kept.newest() else { return Ok(()) };
    if version.lsn.0 <= kept.written.load(Relaxed) {
        return Ok(());
    }
    let packed = IpcWriteOptions::default();
    let packed = packed.try_with_compression(Some(CompressionType::LZ4_FRAME))?;
    let schema = &kept.program.state_schema;
    let mut writer = FileWriter::try_new_with_options(Vec::new(), schema, packed)?;
    for states in version.leaves.states(&kept.program) {
        writer.write(&states?)?;
    }
    let bytes = writer.into_inner()?;
    let (print, hash) = (fingerprint(definition, &kept.program), xxh3_64(&bytes));
    let name = format!("{}-{print:016x}-{}-{hash:016x}.arrow", definition.name, version.lsn);
    let unfinished = folder.join(format!(".{name}.unfinished"));
    let mut file = File::create(&unfinished)?;
    file.write_all(&bytes)?;
    file.sync_all()?;
    fs::rename(&unfinished, folder.join(&name))?;
    File::open(folder)?.sync_all()?;
    kept.written.store(version.lsn.0, Relaxed);
    remove_but(folder, &definition.name, Some(&name));
    Ok(())
}

/// Removes all checkpoints of a view.
pub(super) fn remove(folder: &Path, view: &str) {
    remove_but(folder, view, None);
}

fn remove_but(folder: &Path, view: &str, kept: Option<&str>) {
    for path in files(folder) {
        let is_kept = path.file_name().and_then(|name| name.to_str()) == kept && kept.is_some();
        if !is_kept && parse(&path).is_some_and(|(name, ..)| name == view) {
            // What cannot be removed is an older one, and passed over.
            let _ = fs::remove_file(path);
        }
    }
}

/// Removes what a crash left, and checkpoints of views that there are no more.
pub(super) fn clean(folder: &Path, views: &[String]) {
    for path in files(folder) {
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        let unknown = parse(&path).is_some_and(|(view, ..)| !views.iter().any(|it| it == view));
        if unknown || (name.starts_with('.') && name.ends_with(".unfinished")) {
            let _ = fs::remove_file(path);
        }
    }
}
