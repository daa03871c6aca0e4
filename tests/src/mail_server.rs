//! A mail server: speaks as much SMTP as a client needs to hand over a letter, keeps what it is
//! given, and refuses as it is told.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use anyhow::{Result, ensure};
use tokio::{
    io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader},
    net::{TcpListener, TcpStream},
};

use crate::stopwatch::Stopwatch;

const PATIENCE: Duration = Duration::from_secs(20);

/// A letter that was handed over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// The envelope's sender.
    pub from: String,
    /// The envelope's recipients.
    pub to: Vec<String>,
    /// Headers and body, dots as they were before they went over the wire.
    pub text: String,
    /// What the server said to it.
    pub answer: String,
}

impl Letter {
    /// A header's value, empty where it is not there.
    #[must_use]
    pub fn header(&self, name: &str) -> &str {
        let found = self.text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "));
        found.unwrap_or_default()
    }
}

#[derive(Default)]
struct Shared {
    letters: Vec<Letter>,
    answers: VecDeque<String>,
    log_ins: Vec<String>,
}

/// A mail server that listens on a port of the loopback as long as it is held.
pub struct MailServer {
    port: u16,
    shared: Arc<Mutex<Shared>>,
    listening: tokio::task::JoinHandle<()>,
}

impl Drop for MailServer {
    fn drop(&mut self) {
        self.listening.abort();
    }
}

impl MailServer {
    /// Starts to listen; takes every letter unless it is told otherwise.
    ///
    /// # Errors
    /// Where no port can be had.
    pub async fn listen() -> Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let port = listener.local_addr()?.port();
        let shared = Arc::new(Mutex::new(Shared::default()));
        let sharing = Arc::clone(&shared);
        let listening = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let shared = Arc::clone(&sharing);
                // A client that goes away in the middle ends its own conversation only.
                tokio::spawn(async move { drop(converse(stream, &shared).await) });
            }
        });
        Ok(Self { port, shared, listening })
    }

    /// The port it listens on.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Answers the next letters so, such as `451 4.3.0 Later`, in this order.
    pub fn answer(&self, answers: &[&str]) {
        lock(&self.shared).answers.extend(answers.iter().map(ToString::to_string));
    }

    /// What clients logged in with, in base64 as it came.
    #[must_use]
    pub fn log_ins(&self) -> Vec<String> {
        lock(&self.shared).log_ins.clone()
    }

    /// What was handed over so far, taken or not.
    #[must_use]
    pub fn letters(&self) -> Vec<Letter> {
        lock(&self.shared).letters.clone()
    }

    /// Waits until so many letters were handed over, taken or not.
    ///
    /// # Errors
    /// Where they do not come.
    pub async fn wait(&self, count: usize) -> Result<Vec<Letter>> {
        let watch = Stopwatch::start();
        loop {
            let letters = self.letters();
            if letters.len() >= count {
                return Ok(letters);
            }
            ensure!(watch.elapsed() < PATIENCE, "{} of {count} came: {letters:?}", letters.len());
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }
}

fn lock(shared: &Mutex<Shared>) -> std::sync::MutexGuard<'_, Shared> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}

async fn converse(stream: TcpStream, shared: &Mutex<Shared>) -> Result<()> {
    let mut stream = BufReader::new(stream);
    stream.write_all(b"220 mail.test ready\r\n").await?;
    let (mut from, mut to) = (String::new(), Vec::new());
    loop {
        let line = line(&mut stream).await?;
        let answer = match line.split([' ', ':']).next().unwrap_or_default() {
            "EHLO" => "250-mail.test\r\n250-8BITMIME\r\n250 AUTH PLAIN LOGIN".to_owned(),
            "AUTH" => {
                lock(shared).log_ins.push(line.clone());
                "235 2.7.0 Welcome".into()
            }
            "MAIL" => {
                from = address(&line);
                "250 2.1.0 Ok".into()
            }
            "RCPT" => {
                to.push(address(&line));
                "250 2.1.5 Ok".into()
            }
            "DATA" => {
                stream.write_all(b"354 Go on\r\n").await?;
                let text = text(&mut stream).await?;
                let answer = lock(shared).answers.pop_front();
                let answer = answer.unwrap_or_else(|| "250 2.0.0 Taken".into());
                let (from, to) = (std::mem::take(&mut from), std::mem::take(&mut to));
                let letter = Letter { from, to, text, answer: answer.clone() };
                lock(shared).letters.push(letter);
                answer
            }
            "NOOP" => "250 2.0.0 Ok".into(),
            "QUIT" => "221 2.0.0 Bye".into(),
            _ => "502 5.5.2 What?".into(),
        };
        stream.write_all(format!("{answer}\r\n").as_bytes()).await?;
    }
}

async fn line(stream: &mut BufReader<TcpStream>) -> Result<String> {
    let mut line = String::new();
    ensure!(stream.read_line(&mut line).await? > 0, "the client left");
    ensure!(line.ends_with("\r\n"), "a line that ends in no CRLF: {line:?}");
    Ok(line.trim_end_matches("\r\n").to_owned())
}

/// The letter up to the line of one dot.
async fn text(stream: &mut BufReader<TcpStream>) -> Result<String> {
    let mut text = String::new();
    loop {
        let line = line(stream).await?;
        if line == "." {
            return Ok(text);
        }
        text.push_str(line.strip_prefix('.').unwrap_or(&line));
        text.push('\n');
    }
}

fn address(line: &str) -> String {
    let inner = line.split_once('<').and_then(|(_, rest)| rest.split_once('>'));
    inner.map(|(address, _)| address.to_owned()).unwrap_or_default()
}
