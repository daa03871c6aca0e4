//! The cheapest HTTP client that is still one: bodies made beforehand go out as they are, answers
//! are read and no more. It shares the cores with the server, so it must cost little.

use anyhow::{Context as _, Result, bail, ensure};
use tokio::{
    io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader},
    net::TcpStream,
};

/// A request as it goes over the wire.
pub(crate) type Request = Vec<u8>;

/// A POST of a body.
pub(crate) fn post(path: &str, content_type: &str, body: &[u8]) -> Request {
    let length = body.len();
    let head = format!(
        "POST {path} HTTP/1.1\r\nhost: bench\r\ncontent-type: {content_type}\r\n\
         content-length: {length}\r\n\r\n"
    );
    [head.as_bytes(), body].concat()
}

/// A GET of a path.
pub(crate) fn get(path: &str) -> Request {
    format!("GET {path} HTTP/1.1\r\nhost: bench\r\n\r\n").into_bytes()
}

/// A POST of SQL, to be answered as CSV, however long it takes.
pub(crate) fn sql_as_csv(sql: &str) -> Request {
    let path = "/api/v1/sql?format=csv&timeout_ms=600000";
    post(path, "application/sql", sql.as_bytes())
}

/// A POST of SQL, to be answered as JSON at this LSN or later.
pub(crate) fn sql(sql: &str, min_lsn: u64) -> Request {
    let path = format!("/api/v1/sql?format=json&min_lsn={min_lsn}");
    post(&path, "application/sql", sql.as_bytes())
}

/// One connection, kept alive.
pub(crate) struct Connection {
    stream: BufReader<TcpStream>,
    body: Vec<u8>,
}

impl Connection {
    /// Connects to `127.0.0.1:PORT`.
    pub(crate) async fn to(address: &str) -> Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Self { stream: BufReader::with_capacity(1 << 16, stream), body: Vec::new() })
    }

    /// Sends a request and reads its answer, which must be 200; gives the body.
    pub(crate) async fn exchange(&mut self, request: &[u8]) -> Result<&[u8]> {
        let (status, body) = self.ask(request).await?;
        let shown = || String::from_utf8_lossy(&body[..body.len().min(2_000)]);
        ensure!(status == 200, "{status}: {}", shown());
        Ok(body)
    }

    /// Sends a request and reads its answer; gives its status and its body.
    pub(crate) async fn ask(&mut self, request: &[u8]) -> Result<(u16, &[u8])> {
        self.stream.get_mut().write_all(request).await?;
        let status = self.line().await?;
        let length = self.content_length().await?;
        self.body.clear();
        match length {
            Some(length) => {
                self.body.resize(length, 0);
                self.stream.read_exact(&mut self.body).await?;
            }
            None => self.chunks().await?,
        }
        let number = status.strip_prefix("HTTP/1.1 ").and_then(|rest| rest.split(' ').next());
        Ok((number.context("not HTTP")?.parse()?, &self.body))
    }

    /// Reads the head; gives the length of the body, or nothing where it comes in chunks.
    async fn content_length(&mut self) -> Result<Option<usize>> {
        let (mut length, mut chunked) = (None, false);
        loop {
            let line = self.line().await?;
            let Some((name, value)) = line.split_once(':') else { break };
            match name.to_ascii_lowercase().as_str() {
                "content-length" => length = Some(value.trim().parse()?),
                "transfer-encoding" => chunked = true,
                _ => {}
            }
        }
        if length.is_none() && !chunked {
            bail!("an answer without a length");
        }
        Ok(length)
    }

    async fn chunks(&mut self) -> Result<()> {
        loop {
            let size = usize::from_str_radix(&self.line().await?, 16)?;
            let start = self.body.len();
            self.body.resize(start + size, 0);
            self.stream.read_exact(&mut self.body[start..]).await?;
            self.line().await?;
            if size == 0 {
                return Ok(());
            }
        }
    }

    async fn line(&mut self) -> Result<String> {
        let mut line = Vec::new();
        let read = self.stream.read_until(b'\n', &mut line).await?;
        ensure!(read > 0, "the server closed the connection");
        Ok(String::from_utf8(line)?.trim_end().to_owned())
    }
}

/// A whole number that follows `"name":` in a JSON body, found without reading the rest.
pub(crate) fn number(body: &[u8], name: &str) -> Result<u64> {
    let text = std::str::from_utf8(body)?;
    let (_, rest) = text.split_once(&format!("\"{name}\":")).context("no such field")?;
    let digits: String = rest.trim_start().chars().take_while(char::is_ascii_digit).collect();
    Ok(digits.parse()?)
}
