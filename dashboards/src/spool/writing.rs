//! An answer while it is written down.

use std::{
    fs, io,
    sync::{Arc, Mutex},
};

use tokio::{fs::File, io::AsyncWriteExt as _, time::Instant};

use super::{About, Spool, SpoolError, Spooled, result::Lease};

/// An answer while it is written down; dropped unfinished, it is gone.
pub(crate) struct Writing {
    spool: Arc<Spool>,
    number: u64,
    file: File,
    lease: Lease,
}

impl Writing {
    /// A new file without a name.
    pub(super) fn begin(spool: &Arc<Spool>, number: u64) -> io::Result<Self> {
        fs::create_dir_all(&spool.folder)?;
        let file = File::from_std(tempfile::tempfile_in(&spool.folder)?);
        Ok(Self { spool: Arc::clone(spool), number, file, lease: Lease::of(&spool.held) })
    }

    /// Adds bytes.
    ///
    /// # Errors
    /// [`SpoolError`] where there is no room for them.
    pub(crate) async fn write(&mut self, bytes: &[u8]) -> Result<(), SpoolError> {
        self.spool.make_room(&mut self.lease, bytes.len() as u64)?;
        Ok(self.file.write_all(bytes).await?)
    }

    /// The answer is whole.
    ///
    /// # Errors
    /// [`SpoolError::Disk`] where the last bytes cannot be written.
    pub(crate) async fn finish(mut self, about: About) -> Result<Spooled, SpoolError> {
        self.file.flush().await?;
        let name = format!("{}.{:x}-{}", about.base, self.spool.started, self.number);
        let (number, lease, file) = (self.number, self.lease, self.file.into_std().await);
        Ok(Spooled { about, number, name, file, lease, used: Mutex::new(Instant::now()) })
    }
}
