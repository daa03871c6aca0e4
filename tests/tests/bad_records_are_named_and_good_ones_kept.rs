//! A request with bad records keeps its good ones, and names each bad one by place, id, code and
//! field; a request of only bad ones is 422, one that is no JSON 400, one too large 413.

use anyhow::Result;
use marea_tests::{client::Client, events::order_placed, server::Store};
use rust_decimal::Decimal;

#[tokio::test]
async fn bad_records_are_named_and_good_ones_kept() -> Result<()> {
    let store = Store::new()?;
    let server = store.serve().start()?;
    let client = server.client()?;
    let good = |id: &str| order_placed(id).line("S1", 1, "9.95");
    let mut no_quantity = good("o2");
    no_quantity.0["lines"][0]["quantity"] = 0.into();
    let lines = [
        good("o1").to_string(),
        no_quantity.to_string(),
        "not json".to_owned(),
        good("o3").with("type", "order_lost").to_string(),
        good("o4").at("yesterday").to_string(),
        good("o5").with("colour", "red").to_string(),
        good("o6").to_string(),
    ];
    let body = lines.join("\n").into_bytes();
    let answer = client.send("/api/v1/events", "application/x-ndjson", body).await?.expect(200)?;
    assert_eq!(answer.count("accepted"), 2, "{}", answer.text);
    let named: Vec<_> = answer.rejected().iter().map(summary).collect();
    assert_eq!(
        named,
        [
            "1 placed-o2 invalid_field lines[0].quantity",
            "2 - malformed_json -",
            "3 placed-o3 unknown_type type",
            "4 placed-o4 invalid_field occurred_at",
            "5 placed-o5 invalid_field colour",
        ]
    );
    assert_eq!(client.number("SELECT count(*) FROM orders").await?, Decimal::from(2));
    whole_requests_are_refused(&client).await?;
    server.stop()
}

async fn whole_requests_are_refused(client: &Client) -> Result<()> {
    let bad = order_placed("o7");
    let answer = client.post(&[bad]).await?.expect(422)?;
    assert_eq!(answer.content_type, "application/problem+json");
    assert_eq!(answer.rejected().len(), 1, "{}", answer.text);
    let json = "application/json";
    for (body, status) in [("{\"a\":", 400), ("[{},", 400), ("", 400)] {
        let answer = client.send("/api/v1/events", json, body.into()).await?.expect(status)?;
        assert!(!answer.word("code").is_empty(), "{}", answer.text);
    }
    let huge = vec![b' '; 300 << 20];
    // A server may answer and close before the whole body is sent.
    match client.send("/api/v1/events", json, huge).await {
        Ok(answer) => assert_eq!(answer.status, 413, "{}", answer.text),
        Err(error) => assert!(format!("{error:?}").contains("onnection"), "{error:?}"),
    }
    client.get("/healthz").await?.expect(200)?;
    Ok(())
}

fn summary(rejection: &serde_json::Value) -> String {
    let word = |name: &str| rejection[name].as_str().unwrap_or("-").to_owned();
    format!("{} {} {} {}", rejection["index"], word("event_id"), word("code"), word("field"))
}
