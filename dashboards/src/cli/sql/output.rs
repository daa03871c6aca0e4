//! Where an answer is written to: standard output, or a file that is there only once it is whole.

use std::{
    fs::File,
    io::{self, BufWriter, IsTerminal as _, Write},
    path::{Path, PathBuf},
};

use anyhow::Context as _;

use super::drawn::drawn;

/// Where an answer is written to.
pub(in crate::cli) struct Output {
    to: Box<dyn Write>,
    /// The file that is written, and what it is called in the end.
    file: Option<(PathBuf, PathBuf)>,
    /// The answer in JSON, where it is drawn as a table in the end.
    table: Option<Vec<u8>>,
}

impl Output {
    pub(in crate::cli) fn open(format: &str, file: Option<&Path>) -> anyhow::Result<Self> {
        let table = (format == "table").then(Vec::new);
        let Some(path) = file else {
            let binary =
                ["arrow", "parquet", "xlsx"].contains(&format) && io::stdout().is_terminal();
            anyhow::ensure!(!binary, "{format} is not for a terminal; name a file with --out");
            return Ok(Self { to: Box::new(io::stdout()), file: None, table });
        };
        let mut unfinished = path.as_os_str().to_owned();
        unfinished.push(".unfinished");
        let unfinished = PathBuf::from(unfinished);
        let opened = File::create(&unfinished);
        let opened = opened.with_context(|| format!("writing {}", unfinished.display()))?;
        let file = Some((unfinished, path.to_owned()));
        Ok(Self { to: Box::new(BufWriter::new(opened)), file, table })
    }

    pub(in crate::cli) fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        match &mut self.table {
            Some(answer) => answer.extend_from_slice(bytes),
            None => self.to.write_all(bytes)?,
        }
        Ok(())
    }

    /// The answer is whole.
    pub(in crate::cli) fn finish(mut self) -> anyhow::Result<()> {
        if let Some(answer) = self.table.take() {
            self.to.write_all(drawn(&serde_json::from_slice(&answer)?).as_bytes())?;
        }
        self.to.flush()?;
        if let Some((unfinished, path)) = self.file.take() {
            std::fs::rename(&unfinished, &path)
                .with_context(|| format!("writing {}", path.display()))?;
        }
        Ok(())
    }
}

impl Drop for Output {
    fn drop(&mut self) {
        if let Some((unfinished, _)) = &self.file {
            // What is left of it is of no use, and of no harm where it cannot be removed.
            let _ = std::fs::remove_file(unfinished);
        }
    }
}
