//! How far an order is, its money, its goods and its returns are four things, each derived from
//! quantities and sums and set by nobody: a table of what happens and what all four are then.

use anyhow::{Context as _, Result};
use marea_tests::{
    events::{Event, of, order_placed, payment, product_set, received},
    running::Running,
};
use serde_json::json;

#[tokio::test]
async fn four_axes_follow_from_the_events() -> Result<()> {
    let shop = Running::start()?;
    shop.record(&[product_set("S1", "deny"), received("S1", "MAD", 100)]).await?;
    for life in [sold_and_returned(), held_and_cancelled(), scheduled()] {
        for (step, axes) in life {
            let [order, payment, fulfilment, returned] = axes;
            let order_id = step.0["order_id"].as_str().unwrap_or_default().to_owned();
            let name = step.to_string();
            shop.record(&[step]).await.context(name.clone())?;
            let wanted = json!({"order_status": order, "payment_status": payment,
                "fulfilment_status": fulfilment, "return_status": returned});
            shop.order_is(&order_id, wanted).await.context(name)?;
        }
    }
    shop.counts("SELECT count(*) FROM order_status_changes WHERE order_id = 'o1'", 5).await?;
    shop.stop()
}

type Life = Vec<(Event, [&'static str; 4])>;

fn sold_and_returned() -> Life {
    let step = |event_type: &str| of(event_type, "o1");
    let some = |event_type: &str, units| of(event_type, "o1").units("1", units);
    let money = |event_type: &str, amount: &str| payment(event_type, "o1", amount);
    let case = |what: &str| of(what, "o1").with("return_id", "r1");
    let placed = order_placed("o1").line("S1", 5, "10.00");
    vec![
        (placed, ["placed", "pending", "unfulfilled", "none"]),
        (money("payment_authorized", "50"), ["placed", "authorized", "unfulfilled", "none"]),
        (step("order_approved"), ["approved", "authorized", "unfulfilled", "none"]),
        (some("order_cancelled", 1), ["approved", "authorized", "unfulfilled", "none"]),
        (some("order_picked", 2), ["in_fulfilment", "authorized", "in_progress", "none"]),
        (some("order_packed", 2), ["in_fulfilment", "authorized", "in_progress", "none"]),
        (
            money("payment_captured", "15"),
            ["in_fulfilment", "partially_paid", "in_progress", "none"],
        ),
        (
            some("order_shipped", 2),
            ["in_fulfilment", "partially_paid", "partially_fulfilled", "none"],
        ),
        (
            some("order_delivered", 1),
            ["in_fulfilment", "partially_paid", "partially_fulfilled", "none"],
        ),
        (step("order_shipped"), ["in_fulfilment", "partially_paid", "fulfilled", "none"]),
        (money("payment_captured", "25"), ["in_fulfilment", "paid", "fulfilled", "none"]),
        (step("order_delivered"), ["completed", "paid", "delivered", "none"]),
        (case("return_requested"), ["completed", "paid", "delivered", "requested"]),
        (case("return_approved"), ["completed", "paid", "delivered", "in_progress"]),
        (
            some("return_received", 1).with("return_id", "r1"),
            ["completed", "paid", "delivered", "partially_returned"],
        ),
        (
            money("payment_refunded", "10"),
            ["completed", "partially_refunded", "delivered", "partially_returned"],
        ),
        (step("return_received"), ["completed", "partially_refunded", "restocked", "returned"]),
        (money("payment_refunded", "30"), ["completed", "refunded", "restocked", "returned"]),
        (step("order_closed"), ["closed", "refunded", "restocked", "returned"]),
    ]
}

fn held_and_cancelled() -> Life {
    let step = |event_type: &str| of(event_type, "o2");
    let placed = order_placed("o2").line("S1", 5, "10.00");
    vec![
        (placed, ["placed", "pending", "unfulfilled", "none"]),
        (payment("payment_failed", "o2", "50"), ["placed", "pending", "unfulfilled", "none"]),
        (step("order_held"), ["on_hold", "pending", "on_hold", "none"]),
        (payment("payment_authorized", "o2", "50"), ["on_hold", "authorized", "on_hold", "none"]),
        (step("order_released"), ["placed", "authorized", "unfulfilled", "none"]),
        (step("order_cancelled"), ["cancelled", "authorized", "unfulfilled", "none"]),
        (payment("payment_voided", "o2", "50"), ["cancelled", "voided", "unfulfilled", "none"]),
    ]
}

fn scheduled() -> Life {
    let line = json!({"sku": "S1", "quantity": 1, "unit_price": "10.00",
        "ship_after": "2099-03-02T10:00:00Z"});
    let placed = order_placed("o3").push(line);
    vec![
        (placed, ["placed", "pending", "scheduled", "none"]),
        (of("order_approved", "o3"), ["approved", "pending", "scheduled", "none"]),
        (of("fulfilment_requested", "o3"), ["in_fulfilment", "pending", "in_progress", "none"]),
        (of("order_shipped", "o3"), ["in_fulfilment", "pending", "fulfilled", "none"]),
    ]
}
