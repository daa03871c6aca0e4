//! Signatures are those that other libraries make; answers mean what the standard says.

use std::collections::BTreeMap;

use marea_ingest::{
    identity::Lsn,
    reactions::{MessageId, Topic},
};

use super::*;

const SECRET: &str = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
const NOW: Instant = Instant(1_772_355_600_000_000);

fn message() -> Message {
    Message {
        id: MessageId { lsn: Lsn(4711), place: 0 },
        topic: Topic::StockLow,
        occurred_at: NOW,
        recorded_at: NOW,
        subject: "S1".into(),
        data: r#"{"sku":"S1","available":"2"}"#.into(),
    }
}

#[test]
fn a_signature_is_that_of_the_standard_and_of_another_library() {
    // The example of the Standard Webhooks libraries.
    let key = SigningKey::parse("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").ok().unwrap();
    let signature =
        key.sign("msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, r#"{"test": 2432232314}"#);
    assert_eq!(signature.unwrap(), "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    // By Python's hmac, over a body of ours.
    let body = body(&message()).unwrap();
    assert_eq!(
        body,
        r#"{"type":"stock.low","timestamp":"2026-03-01T09:00:00Z","data":{"sku":"S1","available":"2"}}"#
    );
    let signature =
        SigningKey::parse(SECRET).ok().unwrap().sign("msg_4711_0", 1_772_355_600, &body);
    assert_eq!(signature.unwrap(), "v1,JaqnvxFdfUZyh9dh5PYedpn2I0iwpij55lcVt76/NQg=");
}

#[test]
fn a_secret_of_another_form_is_refused_with_what_was_expected() {
    let wrong = ["", "secret", "whsec_", "whsec_AAEC", "whsec_not base64 at all, but long enough"];
    for secret in wrong {
        let error = SigningKey::parse(secret).err().unwrap();
        assert!(error.contains("whsec_") && error.contains("24 to 64"), "{error}");
    }
}

#[test]
fn an_address_is_shown_without_its_secrets() {
    let url = Url::parse("https://user:word@erp.example.org/in?token=1").unwrap();
    let webhook = Webhook::new(url, SigningKey::parse(SECRET).ok().unwrap()).unwrap();
    assert_eq!(webhook.address(), "https://erp.example.org/in");
}

#[test]
fn a_receiver_may_ask_for_a_while_in_seconds_or_until_a_date() {
    let cases = BTreeMap::from([
        ("120", Some(120)),
        ("Sun, 01 Mar 2026 09:01:00 GMT", Some(60)),
        ("Sun, 01 Mar 2026 08:00:00 GMT", None),
        ("9999999", Some(86_400)),
        ("soon", None),
    ]);
    for (header, seconds) in cases {
        assert_eq!(wait(header, NOW), seconds.map(Duration::from_secs), "{header}");
    }
}

#[test]
fn an_answer_of_gone_is_told_from_a_failure() {
    let answer = |status: u16, retry_after: Option<&str>| {
        let mut response = axum::http::Response::builder().status(status);
        if let Some(value) = retry_after {
            response = response.header("retry-after", value);
        }
        outcome(&Response::from(response.body("").unwrap()), NOW)
    };
    assert_eq!(answer(204, None), Outcome::Delivered);
    assert!(matches!(answer(410, None), Outcome::Gone { .. }));
    let failed =
        |status, wait| Outcome::Failed { error: format!("the receiver answered {status}"), wait };
    assert_eq!(answer(500, None), failed("500 Internal Server Error", None));
    assert_eq!(answer(302, None), failed("302 Found", None));
    let wait = Some(Duration::from_secs(7));
    assert_eq!(answer(429, Some("7")), failed("429 Too Many Requests", wait));
}
