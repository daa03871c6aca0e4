//! A receiver of webhooks: takes what is posted to it, checks its signature by its own means, and
//! answers as it is told.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use anyhow::{Context as _, Result, ensure};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde_json::Value;
use sha2::Sha256;
use tokio::{
    io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader},
    net::{TcpListener, TcpStream},
};

use crate::stopwatch::Stopwatch;

/// The secret that all receivers of these tests share with the server.
pub const SECRET: &str = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
/// Longer than any delivery of these tests takes on a busy machine.
const PATIENCE: Duration = Duration::from_secs(20);

/// How a receiver answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reply {
    /// With a status.
    Status(u16),
    /// With a status, and the wish to be left alone for so many seconds.
    RetryAfter(u16, u32),
    /// It takes the message and never answers.
    Silence,
}

/// A message that came in.
#[derive(Debug, Clone, PartialEq)]
pub struct Received {
    /// Its `webhook-id`.
    pub id: String,
    /// Its `webhook-timestamp`.
    pub timestamp: i64,
    /// Its body.
    pub body: Value,
}

#[derive(Default)]
struct Shared {
    received: Vec<Received>,
    replies: VecDeque<Reply>,
    otherwise: Option<Reply>,
    wrong: Vec<String>,
}

/// A receiver that listens on a port of the loopback as long as it is held.
pub struct Receiver {
    address: String,
    shared: Arc<Mutex<Shared>>,
    listening: tokio::task::JoinHandle<()>,
}

impl Drop for Receiver {
    fn drop(&mut self) {
        self.listening.abort();
    }
}

impl Receiver {
    /// Starts to listen; answers 204 unless it is told otherwise.
    ///
    /// # Errors
    /// Where no port can be had.
    pub async fn listen() -> Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?.to_string();
        let shared = Arc::new(Mutex::new(Shared::default()));
        let sharing = Arc::clone(&shared);
        let listening = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let shared = Arc::clone(&sharing);
                tokio::spawn(async move {
                    if let Err(error) = converse(stream, &shared).await {
                        lock(&shared).wrong.push(format!("{error:#}"));
                    }
                });
            }
        });
        Ok(Self { address, shared, listening })
    }

    /// A table of the configuration that names it.
    #[must_use]
    pub fn table(&self, name: &str, topics: &[&str]) -> String {
        let url = format!("http://{}/hook", self.address);
        format!(
            "[[webhook]]\nname = {name:?}\nurl = {url:?}\nsecret = {SECRET:?}\ntopics = {topics:?}\n"
        )
    }

    /// Answers the next messages so, in this order.
    pub fn reply(&self, replies: &[Reply]) {
        lock(&self.shared).replies.extend(replies);
    }

    /// Answers all messages so that are not told otherwise.
    pub fn always(&self, reply: Reply) {
        lock(&self.shared).otherwise = Some(reply);
    }

    /// What came in so far.
    ///
    /// # Errors
    /// Where something came in that is no signed message.
    pub fn received(&self) -> Result<Vec<Received>> {
        let shared = lock(&self.shared);
        ensure!(shared.wrong.is_empty(), "{:?}", shared.wrong);
        Ok(shared.received.clone())
    }

    /// Waits until so many messages came in.
    ///
    /// # Errors
    /// Where they do not come, or something came in that is no signed message.
    pub async fn wait(&self, count: usize) -> Result<Vec<Received>> {
        let watch = Stopwatch::start();
        loop {
            let received = self.received()?;
            if received.len() >= count {
                return Ok(received);
            }
            ensure!(watch.elapsed() < PATIENCE, "{} of {count} came: {received:?}", received.len());
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }
}

fn lock(shared: &Mutex<Shared>) -> std::sync::MutexGuard<'_, Shared> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Takes requests of one connection until it ends.
async fn converse(stream: TcpStream, shared: &Mutex<Shared>) -> Result<()> {
    let mut stream = BufReader::new(stream);
    while let Some((headers, body)) = request(&mut stream).await? {
        let received = checked(&headers, &body)?;
        let reply = {
            let mut shared = lock(shared);
            shared.received.push(received);
            let next = shared.replies.pop_front();
            next.or(shared.otherwise).unwrap_or(Reply::Status(204))
        };
        let (status, header) = match reply {
            Reply::Status(status) => (status, String::new()),
            Reply::RetryAfter(status, seconds) => (status, format!("retry-after: {seconds}\r\n")),
            Reply::Silence => {
                std::future::pending::<()>().await;
                break;
            }
        };
        let answer = format!("HTTP/1.1 {status} Told\r\ncontent-length: 0\r\n{header}\r\n");
        let no_body = answer.replace("content-length: 0\r\n", "");
        stream.write_all(if status == 204 { &no_body } else { &answer }.as_bytes()).await?;
    }
    Ok(())
}

/// The headers, by names in small letters, and the body of the next request.
async fn request(
    stream: &mut BufReader<TcpStream>,
) -> Result<Option<(Vec<(String, String)>, String)>> {
    let mut headers = Vec::new();
    loop {
        let mut line = String::new();
        // A client that was killed may leave in the middle of anything.
        if !matches!(stream.read_line(&mut line).await, Ok(1..)) {
            return Ok(None);
        }
        if line == "\r\n" {
            break;
        }
        if let Some((name, value)) = line.split_once(':') {
            headers.push((name.to_lowercase(), value.trim().to_owned()));
        }
    }
    let length = header(&headers, "content-length")?.parse()?;
    let mut body = vec![0; length];
    if stream.read_exact(&mut body).await.is_err() {
        return Ok(None);
    }
    Ok(Some((headers, String::from_utf8(body)?)))
}

fn header<'a>(headers: &'a [(String, String)], name: &str) -> Result<&'a str> {
    let found = headers.iter().find(|(known, _)| known == name);
    found.map(|(_, value)| value.as_str()).with_context(|| format!("no {name} in {headers:?}"))
}

/// A message, if its signature is that of the secret over its very bytes.
fn checked(headers: &[(String, String)], body: &str) -> Result<Received> {
    let (id, timestamp) = (header(headers, "webhook-id")?, header(headers, "webhook-timestamp")?);
    let key = STANDARD.decode(SECRET.trim_start_matches("whsec_"))?;
    let mut mac = Hmac::<Sha256>::new_from_slice(&key)?;
    mac.update(format!("{id}.{timestamp}.{body}").as_bytes());
    let signature = header(headers, "webhook-signature")?;
    let signature = signature.strip_prefix("v1,").context("no signature of version 1")?;
    mac.verify_slice(&STANDARD.decode(signature)?).context("a wrong signature")?;
    ensure!(header(headers, "content-type")? == "application/json", "no JSON");
    Ok(Received {
        id: id.to_owned(),
        timestamp: timestamp.parse()?,
        body: serde_json::from_str(body)?,
    })
}
