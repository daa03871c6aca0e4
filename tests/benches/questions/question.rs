//! The questions: files of SQL beside this one, each with what is to be asked of whom.
//!
//! A file opens with comments, the first of which is the question in words. `-- rows` says that
//! only the number of rows can be compared, since engines estimate what is asked. Parts that one
//! engine says otherwise stand under `-- marea`, `-- duckdb` or `-- clickhouse`; without such a
//! part all are asked the same. `-- view` is the same question to a view of ours.

use std::path::Path;

use anyhow::{Context as _, Result, ensure};
use marea_tests::repository::root;

/// Who is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Engine {
    Marea,
    DuckDb,
    ClickHouse,
}

impl Engine {
    /// As tables and scripts name it.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Marea => "marea",
            Self::DuckDb => "duckdb",
            Self::ClickHouse => "clickhouse",
        }
    }
}

/// A question in the words of each who is asked.
pub(super) struct Question {
    /// In plain words.
    pub(super) name: String,
    /// Whether only the number of rows can be compared.
    pub(super) estimated: bool,
    parts: Vec<(String, String)>,
}

impl Question {
    /// All, in the order of their files.
    pub(super) fn all() -> Result<Vec<Self>> {
        let folder = root().join("tests/benches/questions");
        let entries = std::fs::read_dir(folder)?.map(|entry| Ok(entry?.path()));
        let mut files = entries.collect::<Result<Vec<_>>>()?;
        files.retain(|path| path.extension().is_some_and(|extension| extension == "sql"));
        files.sort();
        ensure!(files.len() >= 20, "only {} questions", files.len());
        files.iter().map(|path| Self::read(path)).collect()
    }

    fn read(path: &Path) -> Result<Self> {
        let text = std::fs::read_to_string(path)?;
        let name = text.lines().next().and_then(|line| line.strip_prefix("-- "));
        let name = name.with_context(|| format!("{}: no question", path.display()))?.to_owned();
        let (mut parts, mut estimated) = (vec![(String::new(), String::new())], false);
        for line in text.lines().skip(1) {
            match line.strip_prefix("-- ") {
                Some("rows") => estimated = true,
                Some(part) => parts.push((part.to_owned(), String::new())),
                None => {
                    let (_, sql) = parts.last_mut().context("never empty")?;
                    *sql += line;
                    sql.push('\n');
                }
            }
        }
        Ok(Self { name, estimated, parts })
    }

    /// The question as this engine is asked.
    pub(super) fn of(&self, engine: Engine) -> &str {
        self.part(engine.name()).or_else(|| self.part("")).unwrap_or_default()
    }

    /// The question to a view of ours, where there is one.
    pub(super) fn view(&self) -> Option<&str> {
        self.part("view")
    }

    fn part(&self, name: &str) -> Option<&str> {
        let part = self.parts.iter().find(|(part, sql)| part == name && !sql.trim().is_empty());
        part.map(|(_, sql)| sql.trim())
    }
}

/// An answer as CSV with a heading, and how long it took: the first time, and the times after it.
pub(super) struct Answer {
    /// In milliseconds.
    pub(super) cold: f64,
    /// In milliseconds, in rising order.
    pub(super) warm: Vec<f64>,
    pub(super) csv: Vec<u8>,
}

impl Answer {
    /// From the milliseconds of each time, in the order in which it was asked.
    pub(super) fn of(took: &[f64], csv: Vec<u8>) -> Result<Self> {
        let (cold, rest) = took.split_first().context("never asked")?;
        let mut warm = rest.to_vec();
        warm.sort_by(f64::total_cmp);
        Ok(Self { cold: *cold, warm, csv })
    }

    /// The time in the middle of the warm ones.
    pub(super) fn median(&self) -> f64 {
        self.warm.get(self.warm.len() / 2).copied().unwrap_or(f64::NAN)
    }
}
