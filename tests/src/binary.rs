//! The real `marea` binary: where it is, and running it to its end.

use std::{
    ffi::OsStr,
    fs::File,
    io::{Read as _, Seek as _},
    path::PathBuf,
    process::{Child, Command, ExitStatus, Stdio},
    time::Duration,
};

use anyhow::{Context as _, Result, bail};

use crate::stopwatch::poll;

/// Long enough for the import of a real year on a busy machine.
const LONGEST_RUN: Duration = Duration::from_secs(300);

/// What a command left behind.
#[derive(Debug)]
pub struct Finished {
    /// Its exit code.
    pub code: i32,
    /// What it printed on stdout.
    pub stdout: String,
    /// What it printed on stderr.
    pub stderr: String,
}

/// Where the binary is: `MAREA_BIN`, or beside the folder of the test executable.
///
/// # Errors
/// Where there is none; the message says how to build it.
pub fn path() -> Result<PathBuf> {
    if let Some(named) = std::env::var_os("MAREA_BIN") {
        return Ok(named.into());
    }
    let here = std::env::current_exe()?;
    let beside = here.parent().and_then(|deps| deps.parent()).map(|dir| dir.join("marea"));
    beside.filter(|path| path.exists()).context(
        "no marea binary beside the tests: run `cargo build --release --workspace` first, \
         or name it in MAREA_BIN",
    )
}

/// The binary as a command to be started, with no input.
///
/// # Errors
/// As [`path`].
pub fn command<A: AsRef<OsStr>>(arguments: impl IntoIterator<Item = A>) -> Result<Command> {
    let mut command = Command::new(path()?);
    command.args(arguments).stdin(Stdio::null());
    Ok(command)
}

/// Runs the binary to its end.
///
/// # Errors
/// Where it cannot be started, or does not end within five minutes.
pub fn run<A: AsRef<OsStr>>(arguments: impl IntoIterator<Item = A>) -> Result<Finished> {
    finish(command(arguments)?)
}

/// Runs the binary to its end and expects exit code 0.
///
/// # Errors
/// As [`run`], and where the exit code is another; the message carries what was printed.
pub fn run_well<A: AsRef<OsStr>>(arguments: impl IntoIterator<Item = A>) -> Result<Finished> {
    let finished = run(arguments)?;
    if finished.code != 0 {
        bail!("exit code {}: {}{}", finished.code, finished.stdout, finished.stderr);
    }
    Ok(finished)
}

/// Runs any command to its end.
///
/// # Errors
/// As [`run`].
pub fn finish(mut command: Command) -> Result<Finished> {
    // Files rather than pipes: a pipe that nobody empties would stop the command.
    let (mut stdout, mut stderr) = (tempfile::tempfile()?, tempfile::tempfile()?);
    command.stdout(stdout.try_clone()?).stderr(stderr.try_clone()?);
    let mut child = command.spawn().with_context(|| format!("cannot start {command:?}"))?;
    let Some(status) = wait(&mut child, LONGEST_RUN) else {
        let _ = child.kill();
        let _ = child.wait();
        bail!("still running after {LONGEST_RUN:?}: {command:?}\n{}", text(&mut stderr)?);
    };
    let code = status.code().unwrap_or(-1);
    Ok(Finished { code, stdout: text(&mut stdout)?, stderr: text(&mut stderr)? })
}

/// Waits for a child to end; `None` where it is still running when the time is up.
pub fn wait(child: &mut Child, at_most: Duration) -> Option<ExitStatus> {
    poll(at_most, || child.try_wait().ok().flatten())
}

fn text(file: &mut File) -> Result<String> {
    file.rewind()?;
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}
