//! What can go wrong with a store, by what its owner can do about it.

use std::{io, path::PathBuf};

/// Why the store cannot do what was asked.
#[derive(Debug, Clone, thiserror::Error)]
pub enum StoreError {
    /// Another process has the store open.
    #[error(
        "the store {folder} is in use by another process; stop it first, or ask it over HTTP",
        folder = folder.display()
    )]
    Locked {
        /// The store.
        folder: PathBuf,
    },
    /// Something on disk is not what was written.
    #[error(
        "the store is damaged: {what}. Nothing was changed. Restore the folder from a backup, or \
         move it away and import again"
    )]
    Damaged {
        /// What is damaged, and how it shows.
        what: String,
    },
    /// The store was written by another version of the program.
    #[error(
        "the store is of form {found}, this program reads form {read}. Nothing was changed. Open it \
         with the version that wrote it, or move it away and import again"
    )]
    OtherForm {
        /// The form in which it was written.
        found: u32,
        /// The form that is read.
        read: u32,
    },
    /// The store was made for a shop with other settings.
    #[error(
        "the store keeps {field} {kept}, not {asked}: it is set when the store is made, since \
         recorded days and amounts depend on it. Leave the option out, or use another folder"
    )]
    OtherShop {
        /// The setting.
        field: &'static str,
        /// What the store keeps.
        kept: String,
        /// What was asked for.
        asked: String,
    },
    /// The disk failed or is full. The writer accepts nothing more until the store is reopened.
    #[error("writing to the store failed: {what}. Free space or mend the disk, then start again")]
    Disk {
        /// What the system said.
        what: String,
    },
    /// The writer has stopped.
    #[error("the store is closed")]
    Closed,
}

impl StoreError {
    pub(crate) fn damaged(what: impl Into<String>) -> Self {
        Self::Damaged { what: what.into() }
    }
}

impl From<io::Error> for StoreError {
    fn from(error: io::Error) -> Self {
        Self::Disk { what: error.to_string() }
    }
}

impl From<fjall::Error> for StoreError {
    fn from(error: fjall::Error) -> Self {
        match error {
            fjall::Error::Io(error) => error.into(),
            fjall::Error::Storage(lsm_tree_error) if is_io(&lsm_tree_error.to_string()) => {
                Self::Disk { what: lsm_tree_error.to_string() }
            }
            fjall::Error::Poisoned => {
                Self::Disk { what: "an earlier write did not reach the disk".into() }
            }
            other => Self::damaged(format!("core: {other}")),
        }
    }
}

/// The storage engine wraps the system's errors; its text still says so.
fn is_io(text: &str) -> bool {
    text.contains("Io(") || text.contains("os error")
}

/// Whether the system said no; a file that ends too early is another matter.
fn is_of_system(error: &(dyn std::error::Error + Send + Sync + 'static)) -> bool {
    let system = error.downcast_ref::<io::Error>().and_then(io::Error::raw_os_error);
    system.is_some() || is_io(&format!("{error:?}"))
}

impl From<postcard::Error> for StoreError {
    fn from(error: postcard::Error) -> Self {
        Self::damaged(format!("a record in core cannot be read: {error}"))
    }
}

impl From<arrow::error::ArrowError> for StoreError {
    fn from(error: arrow::error::ArrowError) -> Self {
        Self::damaged(format!("rows do not fit their table: {error}"))
    }
}

impl From<parquet::errors::ParquetError> for StoreError {
    fn from(error: parquet::errors::ParquetError) -> Self {
        match error {
            parquet::errors::ParquetError::External(inner) if is_of_system(&*inner) => {
                Self::Disk { what: inner.to_string() }
            }
            other => Self::damaged(format!("a sealed file cannot be read: {other}")),
        }
    }
}

impl From<deltalake::DeltaTableError> for StoreError {
    fn from(error: deltalake::DeltaTableError) -> Self {
        let text = error.to_string();
        if is_io(&text) || is_io(&format!("{error:?}")) {
            return Self::Disk { what: text };
        }
        Self::damaged(format!("the Delta log cannot be read: {text}"))
    }
}
