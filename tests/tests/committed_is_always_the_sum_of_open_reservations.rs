//! What is committed is no counter of its own: through a storm of orders, carts, edits, parcels,
//! cancellations, returns and receipts it is the sum of the open reservations, in every warehouse,
//! and all stock is the sum of its movements. Nothing is promised that is not there.

use anyhow::{Result, ensure};
use marea_tests::{
    environment::generator,
    events::{
        Event, YEARS_OF_MINUTES, cart_updated, event, of, order_placed, product_set, received,
    },
    running::Running,
};
use rand::RngExt as _;
use rand_chacha::ChaCha8Rng;
use serde_json::json;

const ROUNDS: usize = 25;
const STEPS: usize = 40;
const SKUS: [&str; 3] = ["S1", "S2", "BUNDLE"];
const WAREHOUSES: [&str; 3] = ["MAD", "BCN", "VGO"];

const DRIFTED: &str = "SELECT count(*) FROM stock_levels l FULL JOIN \
    (SELECT sku, warehouse, sum(quantity) AS quantity FROM reservations GROUP BY sku, warehouse) r \
    ON l.sku = r.sku AND l.warehouse = r.warehouse \
    WHERE coalesce(l.committed, 0) <> coalesce(r.quantity, 0)";
const UNLIKE_THE_LEDGER: &str = "SELECT count(*) FROM stock_levels l JOIN \
    (SELECT sku, warehouse, sum(on_hand_change) AS on_hand, sum(committed_change) AS committed, \
     sum(unavailable_change) AS unavailable, sum(backordered_change) AS backordered \
     FROM stock_movements GROUP BY sku, warehouse) m \
    ON l.sku = m.sku AND l.warehouse = m.warehouse \
    WHERE l.on_hand <> m.on_hand OR l.committed <> m.committed \
    OR l.unavailable <> m.unavailable OR l.backordered <> m.backordered";
const OVERSOLD: &str =
    "SELECT count(*) FROM stock_levels WHERE available < 0 OR committed < 0 OR backordered < 0";
const UNSERVED: &str = "SELECT count(*) FROM order_items i JOIN orders o \
    ON i.order_id = o.order_id WHERE o.state NOT IN ('draft', 'closed') \
    AND i.reserved + i.backordered <> i.ordered - i.cancelled - i.shipped";

#[tokio::test]
async fn committed_is_always_the_sum_of_open_reservations() -> Result<()> {
    let shop = Running::start()?;
    let parts = json!([{"sku": "S1", "quantity": 2}, {"sku": "S2", "quantity": 1}]);
    shop.record(&[product_set("S1", "backorder"), product_set("S2", "deny")]).await?;
    shop.record(&[product_set("BUNDLE", "deny").with("components", parts)]).await?;
    for warehouse in WAREHOUSES {
        let goods = [received("S1", warehouse, 30), received("S2", warehouse, 200)];
        shop.record(&goods).await?;
    }
    let mut storm = Storm { random: generator(), placed: 0, accepted: 0, refused: 0 };
    for round in 0..ROUNDS {
        for _ in 0..STEPS {
            let step = storm.step();
            let answer = shop.client.post(std::slice::from_ref(&step)).await?;
            ensure!([200, 409].contains(&answer.status), "{step}: {}", answer.text);
            storm.accepted += usize::from(answer.status == 200);
            storm.refused += usize::from(answer.status == 409);
        }
        for never in [DRIFTED, UNLIKE_THE_LEDGER, OVERSOLD, UNSERVED] {
            let found = shop.client.number(never).await?;
            ensure!(found.is_zero(), "round {round}: {found} of {never}");
        }
    }
    ensure!(storm.accepted > ROUNDS * STEPS / 3, "no storm: {}", storm.accepted);
    ensure!(storm.refused > ROUNDS, "nothing ran short: {}", storm.refused);
    shop.counts("SELECT least(count(*), 1) FROM stock_levels WHERE backordered > 0", 1).await?;
    let shop = shop.killed_and_started()?;
    for never in [DRIFTED, UNLIKE_THE_LEDGER, OVERSOLD, UNSERVED] {
        shop.counts(never, 0).await?;
    }
    shop.stop()
}

struct Storm {
    random: ChaCha8Rng,
    placed: usize,
    accepted: usize,
    refused: usize,
}

impl Storm {
    fn step(&mut self) -> Event {
        match self.random.random_range(0..100) {
            0..25 => self.order(),
            25..35 => self.cart(),
            35..55 => of("order_approved", &self.some_order()),
            55..70 => self.some_lines("order_shipped"),
            70..76 => self.some_lines("order_cancelled"),
            76..80 => of("order_cancelled", &self.some_order()),
            80..84 => self.some_lines("return_received"),
            84..88 => self.edit(),
            88..92 => of("order_held", &self.some_order()),
            92..94 => of("order_released", &self.some_order()),
            94..96 => of("fulfilment_cancelled", &self.some_order()),
            _ => received(self.sku(2), self.warehouse(), self.random.random_range(1..6)),
        }
    }

    fn order(&mut self) -> Event {
        self.placed += 1;
        let order = order_placed(&format!("o{}", self.placed)).with("cart_id", self.some_cart());
        let order = order.with("allow_split", self.random.random_bool(0.8));
        let lines = self.random.random_range(1..4);
        (0..lines).fold(order, |order, _| order.line(self.sku(3), self.units(), "9.95"))
    }

    fn cart(&mut self) -> Event {
        if self.random.random_bool(0.2) {
            return event("cart_abandoned", json!({"cart_id": self.some_cart()}));
        }
        let minutes = if self.random.random_bool(0.5) { YEARS_OF_MINUTES } else { 30 };
        cart_updated(&self.some_cart(), minutes).item(self.sku(3), self.units())
    }

    fn edit(&mut self) -> Event {
        of("order_edited", &self.some_order()).line(self.sku(3), self.units(), "9.95")
    }

    fn some_lines(&mut self, event_type: &str) -> Event {
        let units = self.units();
        of(event_type, &self.some_order()).units("1", units)
    }

    fn some_order(&mut self) -> String {
        let newest = self.placed.max(1);
        format!("o{}", self.random.random_range(newest.saturating_sub(15)..=newest))
    }

    fn some_cart(&mut self) -> String {
        format!("cart{}", self.random.random_range(0..6))
    }

    fn sku(&mut self, of: usize) -> &'static str {
        SKUS[self.random.random_range(0..of)]
    }

    fn warehouse(&mut self) -> &'static str {
        WAREHOUSES[self.random.random_range(0..WAREHOUSES.len())]
    }

    fn units(&mut self) -> u32 {
        self.random.random_range(1..6)
    }
}
