//! One SMTP connection (RFC 5321), in the words of `lettre`: its commands, its reading of answers.
//!
//! `lettre`'s own connection would switch on features of `rustls` and `futures-io` that nothing
//! else here needs, and with them a second copy of half of the dependencies in every build.

use std::fmt::Display;

use lettre::{
    address::Envelope,
    transport::smtp::{
        authentication::{Credentials, Mechanism},
        commands::{Auth, Data, Ehlo, Mail, Noop, Rcpt, Starttls},
        extension::{ClientId, Extension, MailParameter, ServerInfo},
        response::{Response, Severity},
    },
};
use tokio::io::{
    AsyncBufReadExt as _, AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _, BufReader,
};
use tokio_rustls::{TlsConnector, rustls::pki_types::ServerName};

/// The longest answer that is read, in bytes.
const LONGEST_ANSWER: u64 = 100_000;
/// As many times a server may ask on while someone logs in.
const MOST_CHALLENGES: usize = 5;

/// Why a letter was not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Failure {
    /// It may be taken later.
    Transient(String),
    /// It will never be taken.
    Permanent(String),
}

impl Failure {
    /// What keeps all letters back, rather than this one, may be mended.
    fn of_all_letters(self) -> Self {
        match self {
            Self::Transient(error) | Self::Permanent(error) => Self::Transient(error),
        }
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        Self::Transient(format!("the connection to the mail server failed: {error}"))
    }
}

impl From<lettre::transport::smtp::Error> for Failure {
    fn from(error: lettre::transport::smtp::Error) -> Self {
        Self::Transient(format!("the mail server's answer makes no sense: {error}"))
    }
}

/// What a session speaks over.
pub(super) trait Connection: AsyncRead + AsyncWrite + Send + Unpin {}

impl<T: AsyncRead + AsyncWrite + Send + Unpin> Connection for T {}

/// An open connection that has said hello.
pub(super) struct Session {
    connection: BufReader<Box<dyn Connection>>,
    offers: ServerInfo,
}

impl Session {
    /// Waits for the server's greeting and says hello.
    pub(super) async fn open(
        connection: Box<dyn Connection>,
        hello: &ClientId,
    ) -> Result<Self, Failure> {
        let connection = BufReader::new(connection);
        let mut session = Self { connection, offers: ServerInfo::default() };
        session.answer().await.map_err(Failure::of_all_letters)?;
        session.hello(hello).await?;
        Ok(session)
    }

    async fn hello(&mut self, hello: &ClientId) -> Result<(), Failure> {
        let answer = self.command(Ehlo::new(hello.clone())).await;
        self.offers = ServerInfo::from_response(&answer.map_err(Failure::of_all_letters)?)?;
        Ok(())
    }

    /// Goes on in private. A server that does not offer it gets no letter.
    pub(super) async fn start_tls(
        mut self,
        connector: &TlsConnector,
        host: &str,
        hello: &ClientId,
    ) -> Result<Self, Failure> {
        if !self.offers.supports_feature(Extension::StartTls) {
            return Err(Failure::Transient("the mail server offers no STARTTLS".into()));
        }
        self.command(Starttls).await.map_err(Failure::of_all_letters)?;
        // What came before the handshake is not the server's for certain (CVE-2011-0411).
        if !self.connection.buffer().is_empty() {
            return Err(Failure::Transient("the mail server spoke before STARTTLS".into()));
        }
        let private = encrypted(connector, host, self.connection.into_inner()).await?;
        let offers = ServerInfo::default();
        let mut session = Self { connection: BufReader::new(private), offers };
        session.hello(hello).await?;
        Ok(session)
    }

    /// Says who sends.
    pub(super) async fn log_in(&mut self, credentials: &Credentials) -> Result<(), Failure> {
        let mechanisms = [Mechanism::Plain, Mechanism::Login];
        let mechanism = self.offers.get_auth_mechanism(&mechanisms).ok_or_else(|| {
            Failure::Transient("the mail server offers neither AUTH PLAIN nor LOGIN".into())
        })?;
        let mut command = Auth::new(mechanism, credentials.clone(), None)?;
        for _ in 0..MOST_CHALLENGES {
            let answer = self.command(command).await.map_err(Failure::of_all_letters)?;
            if !answer.has_code(334) {
                return Ok(());
            }
            command = Auth::new_from_response(mechanism, credentials.clone(), &answer)?;
        }
        Err(Failure::Transient("the mail server asks on and on while logging in".into()))
    }

    /// Whether the server is still there.
    pub(super) async fn answers(&mut self) -> bool {
        self.command(Noop).await.is_ok()
    }

    /// Hands over one letter.
    pub(super) async fn send(&mut self, envelope: &Envelope, letter: &[u8]) -> Result<(), Failure> {
        let mut parameters = Vec::new();
        let mut addresses = envelope.to().iter().chain(envelope.from());
        if !addresses.all(|address| address.to_string().is_ascii()) {
            if !self.offers.supports_feature(Extension::SmtpUtfEight) {
                let error = "the mail server takes no addresses with other than ASCII letters";
                return Err(Failure::Permanent(error.into()));
            }
            parameters.push(MailParameter::SmtpUtfEight);
        }
        let from = self.command(Mail::new(envelope.from().cloned(), parameters)).await;
        from.map_err(Failure::of_all_letters)?;
        for to in envelope.to() {
            self.command(Rcpt::new(to.clone(), Vec::new())).await?;
        }
        self.command(Data).await.map_err(Failure::of_all_letters)?;
        self.connection.write_all(&transparent(letter)).await?;
        self.connection.flush().await?;
        self.answer().await?;
        Ok(())
    }

    async fn command(&mut self, command: impl Display) -> Result<Response, Failure> {
        self.connection.write_all(command.to_string().as_bytes()).await?;
        self.connection.flush().await?;
        self.answer().await
    }

    /// Reads an answer to its last line: the one with no dash after the code.
    async fn answer(&mut self) -> Result<Response, Failure> {
        let mut lines = String::new();
        let mut limited = (&mut self.connection).take(LONGEST_ANSWER);
        loop {
            let start = lines.len();
            if limited.read_line(&mut lines).await? == 0 {
                return Err(Failure::Transient("the mail server broke off its answer".into()));
            }
            if lines.as_bytes().get(start + 3) != Some(&b'-') {
                break;
            }
        }
        let answer: Response = lines.parse()?;
        if answer.is_positive() {
            return Ok(answer);
        }
        let error = format!("the mail server answered {}", lines.trim_end());
        match answer.code().severity {
            Severity::PermanentNegativeCompletion => Err(Failure::Permanent(error)),
            _ => Err(Failure::Transient(error)),
        }
    }
}

/// Makes a connection private; the server has to show a certificate for its name.
pub(super) async fn encrypted(
    connector: &TlsConnector,
    host: &str,
    connection: impl Connection + 'static,
) -> Result<Box<dyn Connection>, Failure> {
    let name = ServerName::try_from(host.to_owned());
    let name = name.map_err(|error| Failure::Transient(format!("\"{host}\": {error}")))?;
    Ok(Box::new(connector.connect(name, connection).await?))
}

/// A letter as DATA takes it: dots at the start of lines doubled, a line of one dot at the end.
fn transparent(letter: &[u8]) -> Vec<u8> {
    let mut sent = Vec::with_capacity(letter.len() + 64);
    for line in letter.split_inclusive(|byte| *byte == b'\n') {
        if line.starts_with(b".") {
            sent.push(b'.');
        }
        sent.extend_from_slice(line);
    }
    if !sent.ends_with(b"\r\n") {
        sent.extend_from_slice(b"\r\n");
    }
    sent.extend_from_slice(b".\r\n");
    sent
}

#[cfg(test)]
mod tests;
