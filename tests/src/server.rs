//! A real server over a store in a temporary folder: started, killed, stopped, started again.

use std::{
    ffi::OsString,
    io::{BufRead as _, BufReader},
    path::{Path, PathBuf},
    process::{Child, ChildStdout, Command, Stdio},
    sync::mpsc,
    time::Duration,
};

use anyhow::{Context as _, Result, bail, ensure};
use tempfile::TempDir;

use crate::{binary, client::Client};

/// Recovery of a large store on a busy machine takes seconds; a minute means it hangs.
const LONGEST_START: Duration = Duration::from_secs(60);
const LONGEST_STOP: Duration = Duration::from_secs(60);

/// A folder for a store, removed when it is dropped.
#[derive(Debug)]
pub struct Store {
    folder: TempDir,
}

impl Store {
    /// A new, empty folder.
    ///
    /// # Errors
    /// Where the folder cannot be made.
    pub fn new() -> Result<Self> {
        Ok(Self { folder: tempfile::Builder::new().prefix("marea-store-").tempdir()? })
    }

    /// Where the store lies.
    #[must_use]
    pub fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// A server over this store, yet to be started.
    #[must_use]
    pub fn serve(&self) -> Serve {
        Serve::over(&self.data())
    }
}

/// How a server is to be started.
#[derive(Debug, Clone)]
pub struct Serve {
    data: PathBuf,
    arguments: Vec<OsString>,
    environment: Vec<(OsString, OsString)>,
}

impl Serve {
    /// A server over the store in this folder, on a free port of the loopback.
    #[must_use]
    pub fn over(data: &Path) -> Self {
        let arguments = ["serve", "--listen", "127.0.0.1:0", "--data"].map(OsString::from);
        let mut arguments = Vec::from(arguments);
        arguments.push(data.into());
        Self { data: data.into(), arguments, environment: Vec::new() }
    }

    /// The demo shop over the store in this folder, on a free port of the loopback.
    #[must_use]
    pub fn demo(data: &Path) -> Self {
        let mut demo = Self::over(data);
        demo.arguments[0] = "demo".into();
        demo
    }

    /// With an option, such as `--seal-rows`.
    #[must_use]
    pub fn with(mut self, option: &str, value: impl ToString + Copy) -> Self {
        self.arguments.extend([option.into(), value.to_string().into()]);
        self
    }

    /// With an option that takes no value, such as `--no-audit`.
    #[must_use]
    pub fn flag(mut self, option: &str) -> Self {
        self.arguments.push(option.into());
        self
    }

    /// On all addresses of the machine, so that others can reach it.
    #[must_use]
    pub fn for_everybody(mut self) -> Self {
        self.arguments[2] = "0.0.0.0:0".into();
        self
    }

    /// With an environment variable.
    #[must_use]
    pub fn environment(mut self, name: &str, value: impl Into<OsString>) -> Self {
        self.environment.push((name.into(), value.into()));
        self
    }

    /// Starts the server and waits until it listens.
    ///
    /// # Errors
    /// Where it ends instead, or does not listen within a minute; with what it said on stderr.
    pub fn start(&self) -> Result<Server> {
        let log = self.data.with_extension("log");
        let mut child = self.command()?.stderr(std::fs::File::create(&log)?).spawn()?;
        let stdout = child.stdout.take().context("no stdout")?;
        match first_line(stdout) {
            Ok(line) => {
                let found = line.split_once("listening on http://").map(|(_, rest)| rest.trim());
                let address = found.map(str::to_owned);
                let address = address.with_context(|| format!("unexpected line: {line}"));
                Ok(Server { child, address: address?, log })
            }
            Err(error) => {
                let _ = child.kill();
                let status = child.wait()?;
                bail!("{error}; {status}: {}", std::fs::read_to_string(&log)?);
            }
        }
    }

    /// Tries to start the server where it must refuse to.
    ///
    /// # Errors
    /// Where it starts after all, or does not end.
    pub fn refused(&self) -> Result<binary::Finished> {
        let log = self.data.with_extension("log");
        let mut child = self.command()?.stderr(std::fs::File::create(&log)?).spawn()?;
        let line = first_line(child.stdout.take().context("no stdout")?);
        if let Ok(line) = line {
            let _ = child.kill();
            let _ = child.wait();
            bail!("started where it should have refused: {line}");
        }
        let status = binary::wait(&mut child, LONGEST_STOP).context("does not end")?;
        let stderr = std::fs::read_to_string(&log)?;
        Ok(binary::Finished { code: status.code().unwrap_or(-1), stdout: String::new(), stderr })
    }

    /// Starts the server and kills it with SIGKILL after a while, listening or not.
    ///
    /// # Errors
    /// Where it cannot be started.
    pub fn killed_after(&self, after: Duration) -> Result<()> {
        let log = std::fs::File::create(self.data.with_extension("log"))?;
        let mut child = self.command()?.stdout(Stdio::null()).stderr(log).spawn()?;
        let _ = binary::wait(&mut child, after);
        let _ = child.kill();
        child.wait()?;
        Ok(())
    }

    fn command(&self) -> Result<Command> {
        let mut command = binary::command(&self.arguments)?;
        command.envs(self.environment.iter().cloned()).stdout(Stdio::piped());
        Ok(command)
    }
}

/// Reads the line that says where the server listens, and goes on emptying the pipe.
fn first_line(stdout: ChildStdout) -> Result<String> {
    let (send, receive) = mpsc::channel();
    std::thread::spawn(move || {
        for line in BufReader::new(stdout).lines().map_while(Result::ok) {
            // Nobody listens any more once the first line is read.
            let _ = send.send(line);
        }
    });
    receive.recv_timeout(LONGEST_START).map_err(|error| match error {
        mpsc::RecvTimeoutError::Timeout => anyhow::anyhow!("not listening in {LONGEST_START:?}"),
        mpsc::RecvTimeoutError::Disconnected => anyhow::anyhow!("ended without listening"),
    })
}

/// Memory of a process that is really in use, in mebibytes.
#[derive(Debug, Clone, Copy)]
pub struct Memory {
    /// Now.
    pub now: u64,
    /// The most so far.
    pub at_most: u64,
}

/// A running server; dropping it kills it.
#[derive(Debug)]
pub struct Server {
    child: Child,
    address: String,
    log: PathBuf,
}

impl Server {
    /// Where it listens, as `127.0.0.1:PORT`.
    #[must_use]
    pub fn address(&self) -> &str {
        &self.address
    }

    /// A client of it.
    ///
    /// # Errors
    /// Where the client cannot be built.
    pub fn client(&self) -> Result<Client> {
        Client::of(&self.address)
    }

    /// A client of it that shows a key.
    ///
    /// # Errors
    /// Where the client cannot be built.
    pub fn client_with(&self, key: &str) -> Result<Client> {
        Client::with_key(&self.address, key)
    }

    /// What it said on stderr so far.
    ///
    /// # Errors
    /// Where that cannot be read.
    pub fn said(&self) -> Result<String> {
        Ok(std::fs::read_to_string(&self.log)?)
    }

    /// Its process id.
    #[must_use]
    pub fn process(&self) -> u32 {
        self.child.id()
    }

    /// Its memory now and at most so far, in mebibytes, as the kernel counts it.
    ///
    /// # Errors
    /// Where the kernel does not tell (it does on Linux).
    pub fn memory(&self) -> Result<Memory> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.process()))?;
        let of = |name: &str| -> Result<u64> {
            let line = status.lines().find(|line| line.starts_with(name)).context("not told")?;
            let kibibytes = line.split_whitespace().nth(1).context("no figure")?;
            Ok(kibibytes.parse::<u64>()? / 1024)
        };
        Ok(Memory { now: of("VmRSS:")?, at_most: of("VmHWM:")? })
    }

    /// Kills it with SIGKILL: no handler runs, nothing is flushed.
    ///
    /// # Errors
    /// Where it had ended by itself before.
    pub fn kill(mut self) -> Result<()> {
        if let Some(status) = self.child.try_wait()? {
            bail!("ended by itself, {status}: {}", std::fs::read_to_string(&self.log)?);
        }
        self.child.kill()?;
        self.child.wait()?;
        Ok(())
    }

    /// Stops it with SIGTERM and expects it to end well.
    ///
    /// # Errors
    /// Where it does not end within a minute, or with another exit code than 0.
    pub fn stop(mut self) -> Result<()> {
        let process = self.process().to_string();
        ensure!(Command::new("kill").args(["-TERM", &process]).status()?.success(), "cannot stop");
        let status = binary::wait(&mut self.child, LONGEST_STOP).context("does not stop")?;
        ensure!(status.success(), "{status}: {}", std::fs::read_to_string(&self.log)?);
        Ok(())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
