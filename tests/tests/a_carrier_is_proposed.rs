//! What sending an order costs follows from the carriers' price lists, parcel by parcel, and the
//! carrier proposed is the cheapest that keeps the promise.

use anyhow::{Context as _, Result};
use marea_tests::{
    events::{event, of, order_placed, product_set, received},
    running::Running,
    stopwatch::days_ahead,
};
use serde_json::{Value, json};

fn carrier(name: &str, service: &str, price: &str, days: u32) -> Value {
    json!({"carrier": name, "services": [{
        "service": service, "countries": ["ES"], "currency": "EUR",
        "rates": [{"up_to_kg": "2", "price": price}, {"up_to_kg": "10", "price": "12.50"}],
        "least_days": days, "most_days": days, "weekends": true,
    }]})
}

fn quote<'a>(parcel: &'a Value, which: &str) -> Result<&'a Value> {
    let place = parcel[which].as_u64().with_context(|| format!("no {which}: {parcel}"))?;
    Ok(&parcel["quotes"][usize::try_from(place)?])
}

#[tokio::test]
async fn a_carrier_is_proposed() -> Result<()> {
    let shop = Running::start()?;
    let product = product_set("S1", "deny").with("weight_kg", "0.75").with("volume_litres", "1");
    shop.record(&[product, product_set("S2", "deny"), received("S1", "MAD", 20)]).await?;
    shop.record(&[received("S2", "MAD", 5)]).await?;
    shop.record(&[
        event("carrier_set", carrier("post", "standard", "3.95", 4)),
        event("carrier_set", carrier("swift", "express", "8.90", 1)),
    ])
    .await?;

    let order = order_placed("o1").line("S1", 2, "9.95").with("promised_at", days_ahead(2));
    shop.record(&[order, order_placed("o2").line("S1", 2, "9.95")]).await?;
    let parcels = |text: &'static str| format!("/api/v1/orders/{text}/shipping");
    let answer = shop.client.get(&parcels("o1")).await?.expect(200)?;
    let parcel = &answer.body["parcels"][0];
    assert_eq!((&parcel["warehouse"], &parcel["weight_kg"]), (&json!("MAD"), &json!("1.5")));
    assert_eq!(quote(parcel, "cheapest")?["price"], "3.95", "{parcel}");
    assert_eq!(quote(parcel, "fastest")?["carrier"], "swift");
    assert_eq!(quote(parcel, "proposed")?["carrier"], "swift");
    assert_eq!(parcel["reason"], "cheapest_in_time");
    let answer = shop.client.get(&parcels("o2")).await?.expect(200)?;
    let parcel = &answer.body["parcels"][0];
    assert_eq!(
        (&quote(parcel, "proposed")?["carrier"], &parcel["reason"]),
        (&json!("post"), &json!("cheapest"))
    );

    // What has left needs no carrier, and what nobody weighed has no price.
    shop.record(&[of("order_approved", "o2"), of("order_shipped", "o2")]).await?;
    let answer = shop.client.get(&parcels("o2")).await?.expect(200)?;
    assert_eq!(answer.body["parcels"], json!([]));
    let asked =
        json!({"warehouse": "MAD", "country": "ES", "lines": [{"sku": "S2", "quantity": 1}]});
    let answer = shop
        .client
        .send("/api/v1/shipping/quotes", "application/json", asked.to_string().into())
        .await?;
    let answer = answer.expect(200)?;
    let parcel = &answer.body["parcel"];
    assert_eq!((&parcel["unweighed"], &parcel["quotes"]), (&json!(["S2"]), &json!([])));

    let shop = shop.killed_and_started()?;
    shop.counts("SELECT count(*) FROM carrier_rates WHERE carrier = 'post' AND up_to_kg <= 2", 1)
        .await?;
    let mut wrong = carrier("post", "standard", "3.95", 4);
    wrong["services"][0]["rates"][1]["up_to_kg"] = json!("2");
    let refused = shop.client.post(&[event("carrier_set", wrong)]).await?.expect(422)?;
    assert_eq!(refused.rejected()[0]["field"], "services[0].rates[1].up_to_kg", "{}", refused.text);
    shop.stop()
}
