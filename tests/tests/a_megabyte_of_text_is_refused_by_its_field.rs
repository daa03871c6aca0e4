//! A text of a megabyte where a name or a reason is expected is refused with its field, wherever it
//! stands; nothing of it is left behind, and what came beside it is taken.

use anyhow::{Context as _, Result, ensure};
use marea_tests::{
    client::text,
    events::{Event, event, of, order_placed, product_set, received},
    running::Running,
};
use serde_json::json;

#[tokio::test]
async fn a_megabyte_of_text_is_refused_by_its_field() -> Result<()> {
    let shop = Running::start()?;
    shop.record(&[product_set("S1", "deny"), received("S1", "MAD", 9)]).await?;
    shop.record(&[order_placed("o1").line("S1", 1, "9.95"), of("order_approved", "o1")]).await?;
    let long = "x".repeat(1 << 20);
    let before = shop.events().await?;
    let lines = json!([{"line_id": "1", "sku": "S1", "quantity": 1, "unit_price": "9.95",
        "name": long}]);
    let address = json!({"country": "ES", "city": long});
    let order = || order_placed("o2").line("S1", 1, "9.95");
    for (field, event) in [
        ("reason", of("order_held", "o1").with("reason", long.clone())),
        ("actor", of("order_held", "o1").with("actor", long.clone())),
        ("external_version", of("order_held", "o1").with("external_version", long.clone())),
        ("event_id", order().with("event_id", long.clone())),
        ("source", order().with("source", long.clone())),
        ("type", order().with("type", long.clone())),
        ("order_id", order().with("order_id", long.clone())),
        ("customer_id", order().with("customer_id", long.clone())),
        ("coupon", order().with("coupon", long.clone())),
        ("lines[0].name", order_placed("o2").with("lines", lines)),
        ("ship_to.city", order().with("ship_to", address)),
        ("tracking_number", of("order_shipped", "o1").with("tracking_number", long.clone())),
        ("carrier", of("order_shipped", "o1").with("carrier", long.clone())),
        ("name", event("product_set", json!({"sku": "S1", "name": long}))),
        ("email", event("back_in_stock_requested", json!({"sku": "S1", "email": long}))),
        (long.get(..60).unwrap_or_default(), order().with(&long, 1)),
    ] {
        let named = refused(&shop, event).await.with_context(|| field.to_owned())?;
        assert!(named.starts_with(field), "{field}: {}", named.get(..200).unwrap_or(&named));
    }
    assert_eq!(shop.events().await?, before);
    let beside = [of("order_held", "o1").with("reason", long), order()];
    let answer = shop.client.post(&beside).await?.expect(200)?;
    assert_eq!((answer.count("accepted"), answer.rejected().len()), (1, 1), "{}", answer.text);
    shop.order_is("o1", json!({"order_status": "approved"})).await?;
    shop.stop()
}

/// The field that the refusal names; its text is short, whatever it refuses.
async fn refused(shop: &Running, event: Event) -> Result<String> {
    let answer = shop.client.post(&[event]).await?.expect(422)?;
    ensure!(answer.text.len() < 20_000, "an answer of {} bytes", answer.text.len());
    Ok(text(&answer.rejected().first().context("nothing was refused")?["field"]))
}
