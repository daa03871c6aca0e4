//! The files of the audit log: one that grows, and older ones that are numbered.

use std::{
    fs::{self, File},
    io::{self, BufWriter, Write as _},
    os::unix::fs::OpenOptionsExt as _,
    path::{Path, PathBuf},
};

/// The bytes of one part, and how many older parts are kept: 320 MiB in all.
const LARGEST: u64 = 64 << 20;
const KEPT: u32 = 4;

/// Where lines are written.
pub(super) struct Parts {
    folder: PathBuf,
    largest: u64,
    kept: u32,
    open: Option<(BufWriter<File>, u64)>,
}

impl Parts {
    /// The log of a store.
    pub(super) fn of(folder: &Path) -> Self {
        Self::bounded(folder, LARGEST, KEPT)
    }

    /// A log whose parts are of at most so many bytes.
    pub(super) fn bounded(folder: &Path, largest: u64, kept: u32) -> Self {
        Self { folder: folder.into(), largest, kept, open: None }
    }

    /// Adds a line.
    pub(super) fn write(&mut self, line: &[u8]) -> io::Result<()> {
        let more = line.len() as u64 + 1;
        let mut part = self.opened()?;
        if part.1 > 0 && part.1 + more > self.largest {
            part.0.flush()?;
            self.begin_another()?;
            part = self.opened()?;
        }
        let (file, size) = &mut part;
        file.write_all(line)?;
        file.write_all(b"\n")?;
        *size += more;
        self.open = Some(part);
        Ok(())
    }

    /// Hands what was written to the system; and to the disk, where `whole` is asked for.
    pub(super) fn flush(&mut self, whole: bool) -> io::Result<()> {
        let Some((file, _)) = &mut self.open else { return Ok(()) };
        file.flush()?;
        if whole { file.get_ref().sync_all() } else { Ok(()) }
    }

    /// The part that grows. Where a write fails it is dropped, and opened again for the next line.
    fn opened(&mut self) -> io::Result<(BufWriter<File>, u64)> {
        if let Some(open) = self.open.take() {
            return Ok(open);
        }
        let options = File::options().append(true).create(true).mode(0o600).to_owned();
        let file = options.open(self.part(0))?;
        let size = file.metadata()?.len();
        Ok((BufWriter::new(file), size))
    }

    /// Numbers the parts anew; the oldest is deleted.
    fn begin_another(&mut self) -> io::Result<()> {
        for number in (0..self.kept).rev() {
            match fs::rename(self.part(number), self.part(number + 1)) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                _ => (),
            }
        }
        Ok(())
    }

    fn part(&self, number: u32) -> PathBuf {
        match number {
            0 => self.folder.join("audit.jsonl"),
            number => self.folder.join(format!("audit.{number}.jsonl")),
        }
    }
}
