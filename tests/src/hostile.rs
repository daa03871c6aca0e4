//! The statements of `tests/sql/hostile.txt`, and what becomes of a server that is asked them.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail, ensure};

use crate::{
    client::{Answer, Client},
    events::order_placed,
    repository::root,
    server::Server,
};

/// What a secret file holds; no answer may.
const SECRET: &str = "what-nobody-may-read";

/// What is expected of a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expected {
    /// An answer of 4xx with a code.
    Refused,
    /// Any answer, a refusal, or 504.
    Bounded,
}

/// A statement that is after something.
#[derive(Debug, Clone)]
pub struct Statement {
    /// The line of the file.
    pub line: usize,
    /// What is expected of it.
    pub expected: Expected,
    /// Its text, with the repetitions written out.
    pub sql: String,
}

/// Files that a statement may be after: one to read, and one to write.
#[derive(Debug)]
pub struct Bait {
    folder: tempfile::TempDir,
}

impl Bait {
    /// Lays a secret file.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn lay() -> Result<Self> {
        let bait = Self { folder: tempfile::tempdir()? };
        std::fs::write(bait.secret(), format!("{SECRET}\n{SECRET}\n"))?;
        Ok(bait)
    }

    fn secret(&self) -> PathBuf {
        self.folder.path().join("secret.csv")
    }

    fn stolen(&self) -> PathBuf {
        self.folder.path().join("stolen.csv")
    }

    /// Expects nothing to have been read into this text, and nothing written.
    ///
    /// # Errors
    /// What was.
    pub fn untouched(&self, text: &str) -> Result<()> {
        ensure!(!text.contains(SECRET), "a file was read");
        let there = std::fs::read_dir(self.folder.path())?.count();
        ensure!(there == 1 && self.secret().exists(), "a file was written");
        Ok(())
    }
}

/// The statements of the file, after this bait.
///
/// # Errors
/// Where the file cannot be read.
pub fn statements(bait: &Bait) -> Result<Vec<Statement>> {
    let file = std::fs::read_to_string(root().join("tests/sql/hostile.txt"))?;
    let [secret, stolen] = [bait.secret(), bait.stolen()].map(|path| text(&path));
    let (mut expected, mut statements) = (None, Vec::new());
    for (place, line) in file.lines().enumerate() {
        match line {
            "" => {}
            "[refused]" => expected = Some(Expected::Refused),
            "[bounded]" => expected = Some(Expected::Bounded),
            comment if comment.starts_with("# ") => {}
            statement => {
                let sql = statement.replace("{secret}", &secret).replace("{stolen}", &stolen);
                let sql = written_out(&sql).replace("\\n", "\n");
                let expected = expected.context("a statement before [refused] or [bounded]")?;
                statements.push(Statement { line: place + 1, expected, sql });
            }
        }
    }
    Ok(statements)
}

fn text(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

/// The text with `{3*ab}` written out as `ababab`.
fn written_out(text: &str) -> String {
    let mut whole = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        whole += before;
        match repetition(after) {
            Some((repeated, behind)) => {
                whole += &repeated;
                rest = behind;
            }
            None => {
                whole.push('{');
                rest = after;
            }
        }
    }
    whole + rest
}

fn repetition(after: &str) -> Option<(String, &str)> {
    let (inner, behind) = after.split_once('}')?;
    let (times, repeated) = inner.split_once('*')?;
    Some((repeated.repeat(times.parse().ok()?), behind))
}

/// Asks a statement with little time and few rows. Nothing where the transfer broke, as it does
/// where a query fails in mid-stream.
///
/// # Errors
/// Where the answer is not what is expected, or tells what it must not.
pub async fn ask(client: &Client, bait: &Bait, statement: &Statement) -> Result<Option<Answer>> {
    // What is to be refused has the time to be, however busy the machine.
    let timeout = if statement.expected == Expected::Refused { 20_000 } else { 150 };
    let path = format!("/api/v1/sql?format=json&timeout_ms={timeout}&max_rows=2000");
    let body = statement.sql.clone().into_bytes();
    let answer = client.send(&path, "application/sql", body).await;
    let answer = match (answer, statement.expected) {
        (Ok(answer), _) => answer,
        (Err(_), Expected::Bounded) => return Ok(None),
        (Err(error), Expected::Refused) => return Err(error),
    };
    bait.untouched(&answer.text)?;
    let refused = (400..500).contains(&answer.status);
    match statement.expected {
        Expected::Refused => ensure!(refused, "{} {}", answer.status, shown(&answer)),
        Expected::Bounded => {
            let taken = refused || answer.status == 200 || answer.status == 504;
            ensure!(taken, "{} {}", answer.status, shown(&answer));
        }
    }
    if answer.status != 200 {
        ensure!(!answer.word("code").is_empty(), "no code: {}", shown(&answer));
    }
    Ok(Some(answer))
}

fn shown(answer: &Answer) -> String {
    answer.text.chars().take(400).collect()
}

/// Expects the server to answer a plain query, and to record an event.
///
/// # Errors
/// Where it does not.
pub async fn is_well(client: &Client, serial: usize) -> Result<()> {
    let one = client.sql("SELECT 1 AS one").await.context("SELECT 1")?;
    ensure!(one.len() == 1 && one[0]["one"] == 1, "SELECT 1 is {one:?}");
    let order = order_placed(&format!("well-{serial}")).line("S1", 1, "9.95");
    client.record(&[order]).await.context("an event")?;
    Ok(())
}

/// Expects the server to have kept within a bound of memory, in mebibytes.
///
/// # Errors
/// Where it did not, or does not run any more.
pub fn kept_within(server: &Server, mebibytes: u64) -> Result<()> {
    let memory = server.memory().context("the server is gone")?;
    if memory.at_most > mebibytes {
        bail!("{} MiB of memory at most, more than {mebibytes}", memory.at_most);
    }
    Ok(())
}

/// The short form of a statement, to name it by.
#[must_use]
pub fn named(statement: &Statement) -> String {
    let start: String = statement.sql.chars().take(120).collect();
    format!("{}:{}: {start}", Path::new("tests/sql/hostile.txt").display(), statement.line)
}
