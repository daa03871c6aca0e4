//! Sealed history: for each fact table a Delta table of Parquet files.
//!
//! The Delta log is read when the store is opened, and written when rows are sealed or files are
//! compacted; nothing lists the folder or reads the log in between. A sealed file's name ends in
//! the hash of its bytes, which is compared when the store is opened and before the file is
//! compacted, so a damaged file is refused and neither read nor copied.
//!
//! All bytes are read at every start. Parquet knows checksums of pages, but the library does not
//! write them, so a footer alone would let a flipped byte reach an answer. Hashing runs at the
//! speed of the disk, on two threads, in little memory.

use std::{
    collections::HashMap,
    fs::File,
    io::Read,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

use arrow::{
    array::{AsArray, RecordBatch},
    compute::{filter_record_batch, kernels::cmp::gt},
    datatypes::Int64Type,
};
use parquet::{
    arrow::arrow_reader::{
        ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReaderBuilder,
    },
    file::metadata::ParquetMetaData,
};
use tokio::runtime::Runtime;
use xxhash_rust::xxh3::Xxh3;

use super::{
    StoreError, as_column,
    delta::{self, Listed},
    paths,
    vacuum::{self, Replaced},
};
use crate::{
    facts::{FactBatches, FactTable},
    identity::Lsn,
};

/// A Parquet file of a sealed table.
#[derive(Debug, Clone)]
pub struct SealedFile {
    /// Where it is.
    pub path: PathBuf,
    /// How large it is.
    pub bytes: u64,
    /// The first LSN it may hold.
    pub first_lsn: Lsn,
    /// The last LSN it may hold.
    pub last_lsn: Lsn,
    /// Its footer: row groups, their statistics and places.
    pub metadata: Arc<ParquetMetaData>,
}

impl SealedFile {
    /// Rows in the file.
    #[must_use]
    pub fn rows(&self) -> usize {
        usize::try_from(self.metadata.file_metadata().num_rows()).unwrap_or(0)
    }

    /// The name of the file in its table's folder.
    pub(super) fn name(&self) -> &str {
        self.path.file_name().and_then(|name| name.to_str()).unwrap_or_default()
    }

    /// Reads a sealed file's footer, after comparing its bytes with the hash in its name.
    pub(super) fn open(path: &Path, size: u64) -> Result<Self, StoreError> {
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        let (first_lsn, last_lsn, hash) = paths::parse_sealed_file(name)
            .ok_or_else(|| damaged(path, "has a name not of ours"))?;
        let mut file = match File::open(path) {
            Ok(file) => file,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Err(damaged(path, "is in the Delta log, but missing"));
            }
            Err(error) => return Err(error.into()),
        };
        if hash_and_size(&mut file)? != (hash, size) {
            return Err(damaged(path, "is not what was written: its size or its hash differs"));
        }
        let metadata = ArrowReaderMetadata::load(&file, ArrowReaderOptions::default())?;
        let metadata = Arc::clone(metadata.metadata());
        Ok(Self { path: path.to_owned(), bytes: size, first_lsn, last_lsn, metadata })
    }

    /// Compares the bytes with the hash once more.
    pub(super) fn verify(&self) -> Result<(), StoreError> {
        Self::open(&self.path, self.bytes).map(|_| ())
    }

    /// The rows of the file, batch by batch.
    ///
    /// # Errors
    /// [`StoreError`] where the file cannot be read.
    pub fn batches(
        &self,
    ) -> Result<impl Iterator<Item = Result<RecordBatch, StoreError>> + use<>, StoreError> {
        self.batches_of(16_384)
    }

    /// The rows of the file in batches of at most so many.
    pub(super) fn batches_of(
        &self,
        rows: usize,
    ) -> Result<impl Iterator<Item = Result<RecordBatch, StoreError>> + use<>, StoreError> {
        let reader = ParquetRecordBatchReaderBuilder::try_new(File::open(&self.path)?)?;
        Ok(reader.with_batch_size(rows).build()?.map(|batch| Ok(batch?)))
    }
}

fn damaged(path: &Path, how: &str) -> StoreError {
    StoreError::damaged(format!("{} {how}", path.display()))
}

/// The hash of a file's bytes, and how many there are.
pub(super) fn hash_and_size(file: &mut File) -> Result<(u64, u64), StoreError> {
    let (mut hash, mut size) = (Xxh3::new(), 0);
    let mut buffer = vec![0; 1 << 20];
    loop {
        let read = file.read(&mut buffer)?;
        if read == 0 {
            return Ok((hash.digest(), size));
        }
        hash.update(&buffer[..read]);
        size += read as u64;
    }
}

/// The sealed files of one fact table.
#[derive(Debug, Clone, Default)]
pub struct SealedTable {
    /// The files, in the order of their LSNs. No two hold the same LSN.
    pub files: Arc<[Arc<SealedFile>]>,
    /// Rows up to this LSN are sealed.
    pub lsn: Lsn,
}

/// All sealed tables of a store.
pub(super) struct Lake {
    pub tables: [SealedTable; 5],
    /// Files that were replaced in the past and are not deleted yet.
    pub replaced: Vec<Replaced>,
    /// Files of writes that were cut off. They were never part of a table.
    pub leftovers: Vec<PathBuf>,
    /// The Delta library is asynchronous; this is what it runs on.
    pub runtime: Arc<Runtime>,
}

impl Lake {
    pub(super) fn open(folder: &Path) -> Result<Self, StoreError> {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .thread_name("marea-seal")
            .enable_all()
            .build()?;
        let (tables, replaced, leftovers) = Default::default();
        let mut lake = Self { tables, replaced, leftovers, runtime: Arc::new(runtime) };
        for table in FactTable::ALL {
            lake.read(&paths::table(folder, table), table)?;
        }
        Ok(lake)
    }

    fn read(&mut self, folder: &Path, table: FactTable) -> Result<(), StoreError> {
        let listed = self.runtime.block_on(delta::read(folder))?;
        self.tables[table as usize] = opened(&listed, &[])?;
        self.leftovers.append(&mut vacuum::leftovers(folder, &listed)?);
        self.replaced.append(&mut vacuum::replaced(&listed));
        Ok(())
    }

    /// Leaves out rows that are already sealed: a seal may have been cut off between two tables.
    pub(super) fn unsealed(&self, batches: &FactBatches) -> Result<FactBatches, StoreError> {
        let mut left = batches.clone();
        for (batch, sealed) in left.0.iter_mut().zip(&self.tables) {
            if batch.num_rows() > 0 && sealed.lsn > Lsn(0) {
                *batch = later_than(batch, sealed.lsn)?;
            }
        }
        Ok(left)
    }
}

fn later_than(batch: &RecordBatch, lsn: Lsn) -> Result<RecordBatch, StoreError> {
    let lsns = batch.column(0).as_primitive::<Int64Type>();
    let later = gt(lsns, &arrow::array::Int64Array::new_scalar(as_column(lsn)))?;
    Ok(filter_record_batch(batch, &later)?)
}

/// The table that a log lists. Files that are known are taken as they are, so that whoever counts
/// the holders of a file counts them all.
pub(super) fn opened(
    listed: &Listed,
    known: &[Arc<SealedFile>],
) -> Result<SealedTable, StoreError> {
    let known: HashMap<&Path, _> = known.iter().map(|file| (file.path.as_path(), file)).collect();
    let (mut files, mut unknown) = (Vec::new(), Vec::new());
    for (path, size) in &listed.files {
        match known.get(path.as_path()) {
            Some(file) => files.push(Arc::clone(file)),
            None => unknown.push((path.as_path(), *size)),
        }
    }
    files.append(&mut open_all(&unknown)?);
    files.sort_by_key(|file| file.first_lsn);
    let twice = files.windows(2).find(|pair| pair[1].first_lsn <= pair[0].last_lsn);
    if let Some([earlier, later]) = twice {
        let how = format!("and {} hold the same LSNs", later.path.display());
        return Err(damaged(&earlier.path, &how));
    }
    Ok(SealedTable { files: files.into(), lsn: listed.lsn })
}

/// Opens files on two threads: hashing takes most of the time, and the disk has room for both.
fn open_all(files: &[(&Path, u64)]) -> Result<Vec<Arc<SealedFile>>, StoreError> {
    let next = AtomicUsize::new(0);
    let open = || -> Result<Vec<_>, StoreError> {
        let mut opened = Vec::new();
        while let Some((path, size)) = files.get(next.fetch_add(1, Ordering::Relaxed)) {
            let file = SealedFile::open(path, *size);
            // There is nothing to open any more once one is refused.
            opened
                .push(Arc::new(file.inspect_err(|_| next.store(files.len(), Ordering::Relaxed))?));
        }
        Ok(opened)
    };
    thread::scope(|scope| {
        let other = (files.len() > 1).then(|| scope.spawn(open));
        let mut opened = open()?;
        if let Some(other) = other {
            let others = other.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
            opened.append(&mut others?);
        }
        Ok(opened)
    })
}
