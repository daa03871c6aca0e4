//! A letter has both parts and an id that stays; a customer is written to at the address in the data.

use marea_ingest::{
    identity::{Currency, Lsn},
    reactions::{MessageId, Topic},
};

use super::{server::Tls, *};

pub(super) fn shop() -> ShopSettings {
    ShopSettings {
        name: "Café & Co".into(),
        time_zone: chrono_tz::Europe::Madrid,
        currency: Currency::new("EUR").unwrap(),
    }
}

pub(super) fn shipped(data: &Value) -> Message {
    Message {
        id: MessageId { lsn: Lsn(7), place: 1 },
        topic: Topic::OrderShipped,
        occurred_at: Instant(1_772_355_600_000_000),
        recorded_at: Instant(1_772_355_600_000_000),
        subject: "o1".into(),
        data: data.to_string(),
    }
}

fn mail(recipients: Recipients) -> Mail {
    let address = ("smtp.example.org".into(), 587);
    Mail {
        server: Arc::new(Server::new(address, Tls::Start, None, "example.org").unwrap()),
        templates: Arc::new(Templates::load(None).unwrap()),
        from: "Café <shop@example.org>".parse().unwrap(),
        recipients,
    }
}

fn data() -> Value {
    serde_json::json!({
        "order_id": "o1", "email": "uxia@example.org", "customer_name": "Uxía <b>",
        "shipment": {
            "carrier": "Correos", "tracking_number": "PQ1", "shipped_at": "2026-03-01T23:30:00Z",
            "expected_at": null, "lines": [{"line_id": "1", "sku": "S1", "name": null, "quantity": "2"}],
        },
    })
}

#[test]
fn the_letter_of_every_attempt_has_the_same_id() {
    let mail = mail(Recipients::Customer);
    let letter = |now| {
        let letter = mail.letter(&shipped(&data()), "customers", &shop(), Instant(now)).unwrap();
        String::from_utf8(letter.formatted()).unwrap()
    };
    for now in [1_772_355_600_000_000, 1_772_360_000_000_000] {
        let letter = letter(now);
        assert!(letter.contains("Message-ID: <msg_7_1.customers@example.org>\r\n"), "{letter}");
        assert!(letter.contains("multipart/alternative"), "{letter}");
        assert!(letter.contains("<uxia@example.org>"), "{letter}");
        assert!(letter.is_ascii());
    }
    assert!(letter(1_772_355_600_000_000).contains("Date: Sun, 01 Mar 2026 09:00:00 +0000"));
}

#[test]
fn a_customer_without_an_address_is_not_written_to() {
    let mail = mail(Recipients::Customer);
    for nobody in [Value::Null, "".into(), " ".into()] {
        let mut data = data();
        data["email"] = nobody;
        assert!(!mail.reaches(&shipped(&data)));
    }
    assert!(mail.reaches(&shipped(&data())));
    let mut wrong = data();
    wrong["email"] = "nobody at home".into();
    let error = mail.letter(&shipped(&wrong), "customers", &shop(), Instant(0)).unwrap_err();
    assert!(error.contains("nobody at home"), "{error}");
}
