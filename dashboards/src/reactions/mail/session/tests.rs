//! What the wire says is what SMTP says; a server that offers no privacy gets no letter.

use std::sync::Arc;

use tokio::io::{AsyncReadExt as _, DuplexStream};
use tokio_rustls::rustls::{ClientConfig, RootCertStore, crypto::aws_lc_rs};

use super::*;

fn hello() -> ClientId {
    ClientId::Domain("example.org".into())
}

/// A session whose server says all this, whatever it hears; and what it heard.
async fn session(says: &str) -> (Result<Session, Failure>, DuplexStream) {
    let (ours, mut theirs) = tokio::io::duplex(64 << 10);
    theirs.write_all(says.as_bytes()).await.unwrap();
    (Session::open(Box::new(ours), &hello()).await, theirs)
}

async fn heard(mut server: DuplexStream) -> String {
    let mut bytes = Vec::new();
    server.read_to_end(&mut bytes).await.unwrap();
    String::from_utf8(bytes).unwrap()
}

fn connector() -> TlsConnector {
    let config = ClientConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()));
    let config = config.with_safe_default_protocol_versions().unwrap();
    let config = config.with_root_certificates(RootCertStore::empty()).with_no_client_auth();
    TlsConnector::from(Arc::new(config))
}

fn envelope(to: &str) -> Envelope {
    Envelope::new(Some("a@example.org".parse().unwrap()), vec![to.parse().unwrap()]).unwrap()
}

#[tokio::test]
async fn a_letter_is_handed_over_with_its_dots_doubled() {
    let says = "220 hi\r\n250-hi\r\n250 8BITMIME\r\n250 ok\r\n250 ok\r\n354 go\r\n250 taken\r\n";
    let (session, server) = session(says).await;
    let mut session = session.unwrap();
    session
        .send(&envelope("b@example.org"), b"Subject: x\r\n\r\n.a\r\nb.\r\n..\r\n")
        .await
        .unwrap();
    drop(session);
    let expected = "EHLO example.org\r\nMAIL FROM:<a@example.org>\r\nRCPT TO:<b@example.org>\r\n\
        DATA\r\nSubject: x\r\n\r\n..a\r\nb.\r\n...\r\n.\r\n";
    assert_eq!(heard(server).await, expected);
}

#[tokio::test]
async fn only_what_is_wrong_with_this_letter_is_for_ever() {
    let refused = |says: &'static str| async move {
        let (session, _server) = session(says).await;
        session.unwrap().send(&envelope("b@example.org"), b"x\r\n").await.unwrap_err()
    };
    let sender = refused("220 hi\r\n250 hi\r\n550 not you\r\n").await;
    assert!(matches!(&sender, Failure::Transient(error) if error.contains("550 not you")));
    let recipient = refused("220 hi\r\n250 hi\r\n250 ok\r\n550-no such\r\n550 mailbox\r\n").await;
    assert!(matches!(&recipient, Failure::Permanent(error) if error.contains("mailbox")));
    let busy = refused("220 hi\r\n250 hi\r\n250 ok\r\n450 later\r\n").await;
    assert!(matches!(busy, Failure::Transient(_)));
    let letters = refused("220 hi\r\n250 hi\r\n250 ok\r\n250 ok\r\n354 go\r\n554 spam\r\n").await;
    assert!(matches!(letters, Failure::Permanent(_)));
}

#[tokio::test]
async fn a_server_that_offers_no_privacy_gets_no_letter() {
    let (plain, server) = session("220 hi\r\n250 hi\r\n").await;
    let failure = plain.unwrap().start_tls(&connector(), "example.org", &hello()).await.err();
    assert!(matches!(failure, Some(Failure::Transient(error)) if error.contains("no STARTTLS")));
    assert_eq!(heard(server).await, "EHLO example.org\r\n");
}

#[tokio::test]
async fn what_was_slipped_in_before_the_handshake_is_not_believed() {
    let says = "220 hi\r\n250 STARTTLS\r\n220 go\r\n250 AUTH PLAIN\r\n";
    let (session, _server) = session(says).await;
    // The name of the server is the first word of its answer, so the offer stands on a line below.
    let mut session = session.unwrap();
    session.offers =
        ServerInfo::from_response(&"250-x\r\n250 STARTTLS\r\n".parse().unwrap()).unwrap();
    let failure = session.start_tls(&connector(), "example.org", &hello()).await.err();
    assert!(
        matches!(failure, Some(Failure::Transient(error)) if error.contains("before STARTTLS"))
    );
}

#[tokio::test]
async fn a_server_that_breaks_off_or_talks_nonsense_is_a_failure() {
    for says in ["", "220", "what?\r\n", "220 hi\r\n250-hi\r\n"] {
        let (ours, mut theirs) = tokio::io::duplex(1024);
        theirs.write_all(says.as_bytes()).await.unwrap();
        theirs.shutdown().await.unwrap();
        let failure = Session::open(Box::new(ours), &hello()).await.err();
        assert!(matches!(failure, Some(Failure::Transient(_))), "{says:?}");
    }
}
