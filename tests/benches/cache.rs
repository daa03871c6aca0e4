//! Stores that take long to fill, kept between runs under a name that says what is in them.

use std::{
    fs,
    hash::{DefaultHasher, Hash as _, Hasher as _},
    path::{Path, PathBuf},
    time::Duration,
};

use anyhow::{Context as _, Result, ensure};
use marea_tests::{lake::LakeTable, repository::root, server::Serve, stopwatch::Stopwatch};
use serde::{Deserialize, Serialize};

use crate::table::progress;

/// How long sealing may stand still.
const PATIENCE: Duration = Duration::from_secs(300);

/// How a store was filled.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(crate) struct Filled {
    pub(crate) events: u64,
    pub(crate) seconds: f64,
}

/// A store in the folder that `MAREA_CACHE` names.
pub(crate) struct CachedStore {
    folder: PathBuf,
}

impl CachedStore {
    /// The store of a name and a size, filled by the workload whose source is given.
    pub(crate) fn of(name: &str, size: usize, workload: &str) -> Result<Self> {
        let cache = std::env::var_os("MAREA_CACHE").context("MAREA_CACHE names no folder")?;
        let mut hasher = DefaultHasher::new();
        workload.hash(&mut hasher);
        form()?.hash(&mut hasher);
        let folder = format!("bench-{name}-{size}-{:016x}", hasher.finish());
        Ok(Self { folder: Path::new(&cache).join(folder) })
    }

    /// A server over it, yet to be started.
    pub(crate) fn serve(&self) -> Serve {
        Serve::over(&self.data())
    }

    /// Where the store lies.
    pub(crate) fn data(&self) -> PathBuf {
        self.folder.join("data")
    }

    /// How it was filled; nothing where it was not, or not to its end.
    pub(crate) fn filled(&self) -> Result<Option<Filled>> {
        match fs::read(self.note()) {
            Ok(note) => Ok(Some(serde_json::from_slice(&note)?)),
            Err(_) => Ok(None),
        }
    }

    /// Removes what is there, and the stores of the same name and size in an older form.
    pub(crate) fn clear(&self) -> Result<()> {
        let name = self.folder.file_name().and_then(|name| name.to_str()).context("no name")?;
        let (kind, _) = name.rsplit_once('-').context("a name without its form")?;
        let cache = self.folder.parent().context("no cache")?;
        fs::create_dir_all(cache)?;
        for entry in fs::read_dir(cache)? {
            let entry = entry?;
            let other = entry.file_name();
            let form = other.to_str().and_then(|other| other.strip_prefix(kind)?.strip_prefix('-'));
            if form.is_some_and(|form| form.len() == 16) {
                fs::remove_dir_all(entry.path())?;
            }
        }
        fs::create_dir_all(&self.folder)?;
        Ok(())
    }

    /// Notes that it is filled.
    pub(crate) fn keep(&self, filled: Filled) -> Result<()> {
        Ok(fs::write(self.note(), serde_json::to_vec(&filled)?)?)
    }

    /// Waits until a server that seals all the time has put all rows of a fact table into the lake.
    ///
    /// # Errors
    /// Where no row more is sealed within five minutes.
    pub(crate) async fn sealed(&self, server: Serve, table: &str) -> Result<()> {
        progress("sealing what is left");
        let server = server.with("--seal-seconds", 1).start()?;
        let count = format!("SELECT count(*) AS rows FROM {table}");
        let rows = server.client()?.number(&count).await?;
        let (mut sealed, mut since) = (0, Stopwatch::start());
        while rows != sealed.into() {
            tokio::time::sleep(Duration::from_secs(2)).await;
            let now = LakeTable::open(&self.data(), table)?.row_count()?;
            if now != sealed {
                (sealed, since) = (now, Stopwatch::start());
            }
            ensure!(since.elapsed() < PATIENCE, "{sealed} of {rows} rows are sealed, and no more");
        }
        server.stop()
    }

    fn note(&self) -> PathBuf {
        self.folder.join("filled.json")
    }
}

/// In which form this version writes a store: the number of the core's form, and the columns of
/// the lake. A store of another form is filled anew.
fn form() -> Result<Vec<String>> {
    let read = |file: &str| fs::read_to_string(root().join("ingest/src").join(file));
    let (core, rows) = (read("store/core.rs")?, read("facts/rows.rs")?);
    let number = core.lines().find(|line| line.starts_with("const FORMAT:"));
    let columns = rows.lines().map(str::trim).filter(|line| !line.starts_with("//"));
    let number = number.context("store/core.rs no longer numbers its form")?;
    Ok(std::iter::once(number).chain(columns).map(str::to_owned).collect())
}

/// A size that the environment may set.
pub(crate) fn size(variable: &str, usual: usize) -> Result<usize> {
    match std::env::var(variable) {
        Ok(text) => text.parse().with_context(|| format!("{variable}: expected a whole number")),
        Err(_) => Ok(usual),
    }
}
