//! Goods that come in go to who waits by priority, then promised date (those without one last),
//! then when the order was placed, then its id; whoever stands first is served whole before the
//! next gets any, also after a crash.

use anyhow::{Result, ensure};
use marea_tests::{
    events::{Event, order_placed, product_set, received},
    running::Running,
};
use serde_json::json;

const STATED: [&str; 6] = ["urgent", "soon", "later", "early", "late-a", "late-b"];

#[tokio::test]
async fn backorders_are_filled_in_the_stated_order() -> Result<()> {
    let shop = Running::start()?;
    shop.record(&[product_set("S1", "backorder"), received("S1", "MAD", 1)]).await?;
    shop.record(&[order_placed("first").line("S1", 1, "9.95")]).await?;
    let hour = |hour: u32| format!("2026-03-02T{hour:02}:00:00Z");
    let order = |name: &str, hour_placed| waiting(name).at(&hour(hour_placed));
    // Sent in an order of which nothing follows.
    shop.record(&[
        order("late-b", 12),
        order("later", 9).with("promised_at", "2099-02-20T12:00:00Z"),
        order("late-a", 12),
        order("soon", 11).with("promised_at", "2099-02-10T12:00:00Z"),
        order("early", 7),
        order("urgent", 13).with("priority", 10),
    ])
    .await?;
    for name in STATED {
        shop.owes(name, &["1 MAD waits 2"]).await?;
    }

    let mut shop = shop.killed_and_started()?;
    for (served, name) in STATED.iter().enumerate() {
        for units in ["1 MAD 1", "1 MAD 2"] {
            shop.record(&[received("S1", "MAD", 1)]).await?;
            let owed = shop.owed(name).await?;
            ensure!(owed[0] == units, "{name} has {owed:?} where it is to have {units} first");
        }
        shop.owes(name, &["1 MAD 2"]).await?;
        for later in &STATED[served + 1..] {
            shop.owes(later, &["1 MAD waits 2"]).await?;
        }
        if served == 2 {
            shop = shop.killed_and_started()?;
        }
    }
    shop.stock_is("S1", "MAD", json!({"on_hand": 13, "committed": 13, "backordered": 0})).await?;
    shop.stop()
}

fn waiting(name: &str) -> Event {
    order_placed(name).line("S1", 2, "9.95")
}
