//! The mail server that takes the shop's letters.

use std::{
    fmt,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use lettre::transport::smtp::{authentication::Credentials, extension::ClientId};
use rustls_platform_verifier::BuilderVerifierExt as _;
use serde::Deserialize;
use tokio_rustls::{
    TlsConnector,
    rustls::{self, ClientConfig, crypto::aws_lc_rs},
};

use super::session::{Failure, Session};

/// A letter that takes longer to hand over has failed. Servers may check what they get at length.
const TIMEOUT: Duration = Duration::from_secs(60);

/// How a connection to the server is made private.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(in crate::reactions) enum Tls {
    /// By STARTTLS, which the server has to offer.
    Start,
    /// From the first byte.
    Wrapper,
    /// Not at all: for a server on this machine or in a network that is private itself.
    None,
}

impl Tls {
    /// The port that is meant where none is named (RFC 6409, RFC 8314).
    pub(in crate::reactions) fn usual_port(self) -> u16 {
        match self {
            Self::Start => 587,
            Self::Wrapper => 465,
            Self::None => 25,
        }
    }
}

/// A mail server, and the connections to it that are idle.
pub(in crate::reactions) struct Server {
    host: String,
    port: u16,
    tls: Tls,
    connector: TlsConnector,
    credentials: Option<Credentials>,
    hello: ClientId,
    idle: Mutex<Vec<Session>>,
}

impl fmt::Display for Server {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}:{}", self.host, self.port)
    }
}

impl Server {
    /// A server that is told this domain as the sender's. Certificates are checked as the
    /// operating system does.
    pub(in crate::reactions) fn new(
        (host, port): (String, u16),
        tls: Tls,
        credentials: Option<Credentials>,
        domain: &str,
    ) -> Result<Self, rustls::Error> {
        let provider = Arc::new(aws_lc_rs::default_provider());
        let config = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()?
            .with_platform_verifier()?
            .with_no_client_auth();
        let connector = TlsConnector::from(Arc::new(config));
        let hello = ClientId::Domain(domain.to_owned());
        Ok(Self { host, port, tls, connector, credentials, hello, idle: Mutex::default() })
    }

    /// Hands a letter over. A connection that served well is kept for the next one.
    pub(super) async fn send(&self, letter: &lettre::Message) -> Result<(), Failure> {
        let sent = async {
            let mut session = self.session().await?;
            session.send(letter.envelope(), &letter.formatted()).await?;
            self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(session);
            Ok(())
        };
        let late = |_| Failure::Transient(format!("{self} took longer than {TIMEOUT:?}"));
        tokio::time::timeout(TIMEOUT, sent).await.map_err(late)?
    }

    /// A connection that answers: an idle one, or a new one.
    async fn session(&self) -> Result<Session, Failure> {
        loop {
            let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
            let Some(mut session) = idle else { return self.connect().await };
            if session.answers().await {
                return Ok(session);
            }
        }
    }

    async fn connect(&self) -> Result<Session, Failure> {
        let (host, port) = (self.host.as_str(), self.port);
        let stream = tokio::net::TcpStream::connect((host, port)).await;
        let stream = stream.map_err(|error| Failure::Transient(format!("{self}: {error}")))?;
        let mut session = match self.tls {
            Tls::None => Session::open(Box::new(stream), &self.hello).await?,
            Tls::Start => {
                let session = Session::open(Box::new(stream), &self.hello).await?;
                session.start_tls(&self.connector, host, &self.hello).await?
            }
            Tls::Wrapper => {
                let stream = super::session::encrypted(&self.connector, host, stream).await?;
                Session::open(stream, &self.hello).await?
            }
        };
        if let Some(credentials) = &self.credentials {
            session.log_in(credentials).await?;
        }
        Ok(session)
    }
}
