//! What comes with the program writes every topic; what a shop edits is used in its place.

use super::{
    super::tests::{shipped, shop},
    *,
};

#[test]
fn every_topic_is_written_by_what_comes_with_the_program() {
    let templates = Templates::load(None).unwrap();
    for topic in Topic::ALL {
        let mut message = shipped(&json!({
            "order_id": "o1", "sku": "S1", "placed_at": "2026-03-01T10:00:00Z", "total": "19.9",
            "currency": "EUR", "shipment": {"shipped_at": "2026-03-01T10:00:00Z", "lines": []},
        }));
        message.topic = *topic;
        let content = templates.render(&message, &shop()).unwrap();
        assert!(!content.subject.is_empty() && !content.subject.contains('\n'), "{content:?}");
        assert!(content.text.contains("o1") || content.text.contains("S1"), "{content:?}");
        assert!(content.html.starts_with("<!doctype html>"), "{content:?}");
    }
}

#[test]
fn a_letter_names_the_shops_day_and_escapes_what_it_puts_into_html() {
    let content = Templates::load(None).unwrap().render(
        &shipped(&json!({
            "order_id": "o<1>", "customer_name": "Uxía & Roi",
            "shipment": {
                // Half past eleven at night in UTC is the next day in Madrid.
                "shipped_at": "2026-03-01T23:30:00Z", "carrier": "Correos",
                "tracking_number": "PQ1", "expected_at": null,
                "lines": [{"sku": "S1", "name": null, "quantity": "2"}],
            },
        })),
        &shop(),
    );
    let content = content.unwrap();
    assert_eq!(content.subject, "Café & Co: your order o<1> is on its way");
    assert!(content.text.contains("Uxía & Roi") && content.text.contains("o<1>"));
    assert!(content.text.contains("2 March 2026") && content.text.contains("2 x S1"));
    assert!(content.text.contains("Correos: PQ1") && !content.text.contains("expect"));
    assert!(content.html.contains("Uxía &amp; Roi") && content.html.contains("o&lt;1&gt;"));
}

#[test]
fn what_a_shop_edits_is_used_and_a_mistake_in_it_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str| folder.path().join(name);
    let written = write_out(folder.path()).unwrap();
    assert!(written.contains(&"order.shipped.subject.txt".to_owned()), "{written:?}");
    fs::write(file("order.shipped.subject.txt"), "Off it goes:\n {{ order_id }}\n").unwrap();
    // Writing them out again leaves what was edited alone.
    assert_eq!(write_out(folder.path()).unwrap(), Vec::<String>::new());
    let message = shipped(
        &json!({"order_id": "o1", "shipment": {"shipped_at": "2026-03-01T10:00:00Z", "lines": []}}),
    );
    let content = Templates::load(Some(folder.path())).unwrap().render(&message, &shop()).unwrap();
    assert_eq!(content.subject, "Off it goes: o1");

    fs::write(file("stock.low.txt"), "one\n{% if %}").unwrap();
    let error = Templates::load(Some(folder.path())).err().unwrap().to_string();
    assert!(error.contains("stock.low.txt:2"), "{error}");
    fs::remove_file(file("stock.low.txt")).unwrap();
    fs::write(file("order.shiped.txt"), "").unwrap();
    let error = Templates::load(Some(folder.path())).err().unwrap().to_string();
    assert!(error.contains("order.shiped.txt") && error.contains("name of a topic"), "{error}");
}

#[test]
fn money_shows_cents() {
    let shown = ["19.9", "20", "19.95", "0.125"].map(money);
    assert_eq!(shown, ["19.90", "20.00", "19.95", "0.125"]);
}
