//! What each live table tells of one small shop.

use std::path::Path;

use arrow::{
    array::{ArrayRef, RecordBatch},
    util::display::array_value_to_string,
};
use marea_ingest::{
    event::decode_record,
    store::{AskedSettings, Ingest, Store, StoreOptions},
    time::SystemClock,
};
use serde_json::{Value, json};
use tokio::runtime::Runtime;

use super::*;
use crate::{QueryOptions, QueryRequest, QueryService};

struct Shop {
    ingest: Ingest,
    service: QueryService,
    runtime: Runtime,
    recorded: usize,
}

impl Shop {
    fn open(folder: &Path) -> Self {
        let (asked, options) = (AskedSettings::default(), StoreOptions::default());
        let store = Store::open(folder, &asked, options, Arc::new(SystemClock)).unwrap();
        let ingest = store.start().unwrap();
        let service =
            QueryService::new(ingest.clone(), QueryOptions::default(), Arc::new(SystemClock))
                .unwrap();
        Self { ingest, service, runtime: Runtime::new().unwrap(), recorded: 0 }
    }

    fn record(&mut self, event_type: &str, mut fields: Value) {
        self.recorded += 1;
        let envelope = json!({
            "event_id": format!("e{}", self.recorded), "source": "test", "type": event_type,
            "occurred_at": format!("2026-03-02T10:{:02}:00Z", self.recorded),
        });
        let all = fields.as_object_mut().unwrap();
        for (name, value) in envelope.as_object().unwrap() {
            all.entry(name.clone()).or_insert_with(|| value.clone());
        }
        let event = decode_record(0, &fields.to_string());
        let receipt = self.ingest.submit_blocking(vec![event], false).unwrap();
        assert_eq!(receipt.rejected, [], "{event_type}");
    }

    fn says(&self, sql: &str, wanted: &[&[&str]]) {
        let answer = self
            .runtime
            .block_on(async { self.service.query(QueryRequest::new(sql)).await?.collect().await });
        let answer = answer.unwrap_or_else(|error| panic!("{sql}: {error}"));
        assert_eq!(cells(&answer), wanted, "{sql}");
    }
}

fn cells(batches: &[RecordBatch]) -> Vec<Vec<String>> {
    let rows = batches.iter().flat_map(|batch| (0..batch.num_rows()).map(move |row| (batch, row)));
    let cell = |column: &ArrayRef, row| {
        let text = array_value_to_string(column, row).unwrap();
        text.strip_suffix(".0000").map(str::to_owned).unwrap_or(text)
    };
    rows.map(|(batch, row)| batch.columns().iter().map(|it| cell(it, row)).collect()).collect()
}

/// A shop with one product that runs short, and a bundle of it.
fn short_of_mugs(shop: &mut Shop) {
    shop.record("product_set", json!({"sku": "MUG", "stock_policy": "backorder"}));
    let parts = json!([{"sku": "MUG", "quantity": 4}]);
    shop.record("product_set", json!({"sku": "SET", "components": parts}));
    shop.record("supplier_set", json!({"supplier": "acme", "lead_time_days": 14}));
    let received = json!({"sku": "MUG", "warehouse": "MAD", "quantity": 3});
    shop.record("stock_received", received);
    for (order, priority, units) in [("o1", 100, 5), ("o2", 100, 1), ("o3", 1, 2)] {
        let lines =
            json!([{"line_id": "1", "sku": "MUG", "quantity": units, "unit_price": "9.95"}]);
        let order = json!({
            "order_id": order, "currency": "EUR", "customer_id": "c1", "priority": priority,
            "ship_to": {"country": "ES"}, "promised_at": "2099-04-01T00:00:00Z", "lines": lines,
        });
        shop.record("order_placed", order);
    }
    let lines = json!([{"line_id": "1", "sku": "MUG", "quantity": 4, "unit_cost": "3.5"}]);
    let purchase = json!({
        "purchase_order": "p1", "supplier": "acme", "warehouse": "MAD",
        "expected_at": "2099-05-01T00:00:00Z", "lines": lines,
    });
    shop.record("purchase_order_placed", purchase);
}

#[test]
fn what_waits_stands_in_its_queue_and_knows_what_will_serve_it() {
    let folder = tempfile::tempdir().unwrap();
    let mut shop = Shop::open(folder.path());
    short_of_mugs(&mut shop);
    shop.says(
        "SELECT place, order_id, quantity, purchase_orders, expected_at FROM backorders",
        &[
            &["1", "o3", "2", "p1", "2099-05-01T00:00:00Z"],
            &["2", "o1", "2", "p1", "2099-05-01T00:00:00Z"],
            &["3", "o2", "1", "", ""],
        ],
    );
    shop.says(
        "SELECT order_id, quantity, supplier, fails FROM purchase_pegs ORDER BY order_id",
        &[&["o1", "2", "acme", "true"], &["o3", "2", "acme", "true"]],
    );
    shop.says(
        "SELECT order_id, backordered_units, ready, expected_at FROM orders WHERE order_id <> 'o3'",
        &[&["o1", "2", "false", "2099-05-01T00:00:00Z"], &["o2", "1", "false", ""]],
    );
    shop.says(
        "SELECT quantity FROM available_to_promise WHERE sku = 'MUG' AND warehouse = 'MAD'",
        &[&["0"]],
    );
    shop.says("SELECT sku, warehouse, available FROM bundles", &[&["SET", "MAD", "0"]]);
    shop.ingest.close();
}

#[test]
fn purchases_are_told_by_line_and_their_suppliers_are_measured() {
    let folder = tempfile::tempdir().unwrap();
    let mut shop = Shop::open(folder.path());
    short_of_mugs(&mut shop);
    let lines = json!([{"line_id": "1", "quantity": 3, "rejected": 1}]);
    let received = json!({
        "purchase_order": "p1", "lines": lines, "occurred_at": "2026-03-05T10:08:00Z",
    });
    shop.record("purchase_order_received", received);
    shop.says(
        "SELECT status, billing_status, total_cost, open_units, proposed FROM purchase_orders",
        &[&["received", "not_billed", "14.000000", "0", "false"]],
    );
    shop.says(
        "SELECT line_id, ordered, received, rejected, open, late FROM purchase_order_lines",
        &[&["1", "4", "3", "1", "0", "false"]],
    );
    shop.says(
        "SELECT lead_time_days, measured_lines, on_time_share, mean_lead_time_days, \
         lead_time_deviation_days FROM suppliers",
        &[&["14", "1", "1.0", "3.0", "0.0"]],
    );
    // Two go to the order of the lower number, one to the order that came first.
    shop.says(
        "SELECT order_id, place, quantity FROM backorders",
        &[&["o1", "1", "1"], &["o2", "2", "1"]],
    );
    shop.ingest.close();
}

#[test]
fn parcels_returns_and_parked_events_are_told() {
    let folder = tempfile::tempdir().unwrap();
    let mut shop = Shop::open(folder.path());
    short_of_mugs(&mut shop);
    shop.record("order_approved", json!({"order_id": "o1"}));
    let units = json!([{"line_id": "1", "quantity": 2}]);
    let shipped = json!({
        "order_id": "o1", "carrier": "DHL", "tracking_number": "T1", "lines": units,
    });
    shop.record("order_shipped", shipped);
    let units = json!([{"line_id": "1", "quantity": 1}]);
    let asked = json!({"order_id": "o1", "return_id": "r1", "lines": units, "reason": "chipped"});
    shop.record("return_requested", asked);
    shop.record("order_delivered", json!({"order_id": "o9", "mode": "report"}));
    shop.says(
        "SELECT order_id, carrier, tracking_number, warehouses, units FROM shipments",
        &[&["o1", "DHL", "T1", "MAD", "2"]],
    );
    shop.says(
        "SELECT order_id, return_id, state, sku, requested, received, reason FROM returns",
        &[&["o1", "r1", "requested", "MUG", "1", "0", "chipped"]],
    );
    shop.says(
        "SELECT waits_for, event_type, source FROM parked_events",
        &[&["order o9", "order_delivered", "test"]],
    );
    shop.ingest.close();
}

#[test]
fn goods_that_come_back_unannounced_keep_the_reason_that_was_told() {
    let folder = tempfile::tempdir().unwrap();
    let mut shop = Shop::open(folder.path());
    short_of_mugs(&mut shop);
    shop.record("stock_received", json!({"sku": "MUG", "warehouse": "MAD", "quantity": 9}));
    shop.record("order_approved", json!({"order_id": "o3"}));
    shop.record("order_shipped", json!({"order_id": "o3"}));
    shop.record("return_received", json!({"order_id": "o3", "reason": "chipped"}));
    shop.says(
        "SELECT order_id, state, reason FROM returns WHERE sku = 'MUG'",
        &[&["o3", "received", "chipped"]],
    );
    shop.ingest.close();
}

#[test]
fn rows_read_by_a_list_are_those_that_going_through_all_finds() {
    let folder = tempfile::tempdir().unwrap();
    let mut shop = Shop::open(folder.path());
    short_of_mugs(&mut shop);
    shop.record("order_approved", json!({"order_id": "o2"}));
    shop.record("order_cancelled", json!({"order_id": "o3", "reason": "changed mind"}));
    let ids = |filter: &str, wanted: &[&[&str]]| {
        shop.says(&format!("SELECT order_id FROM orders WHERE {filter} ORDER BY 1"), wanted);
    };
    ids("state = 'placed'", &[&["o1"]]);
    ids("state IN ('approved', 'placed', 'lost')", &[&["o1"], &["o2"]]);
    ids("state IN ('approved', 'cancelled')", &[&["o2"], &["o3"]]);
    ids("state = 'placed' AND order_id = 'o2'", &[]);
    ids("state <> 'placed'", &[&["o2"], &["o3"]]);
    ids("customer_id = 'c1'", &[&["o1"], &["o2"], &["o3"]]);
    ids("customer_id = 'c1' AND state = 'approved'", &[&["o2"]]);
    ids("customer_id IN ('c2', ' c1')", &[]);
    shop.says(
        "SELECT order_id, sku FROM order_items WHERE sku IN ('MUG', 'SET') ORDER BY 1",
        &[&["o1", "MUG"], &["o2", "MUG"], &["o3", "MUG"]],
    );
    shop.says("SELECT order_id FROM order_items WHERE sku = 'SET'", &[]);
    shop.ingest.close();
}

#[test]
fn orders_are_counted_in_every_state() {
    let folder = tempfile::tempdir().unwrap();
    let mut shop = Shop::open(folder.path());
    shop.says("SELECT count(*) FROM orders", &[&["0"]]);
    short_of_mugs(&mut shop);
    shop.record("order_cancelled", json!({"order_id": "o3", "reason": "changed mind"}));
    shop.says("SELECT count(*) FROM orders", &[&["3"]]);
    shop.says("SELECT count(*) FROM (SELECT 1 FROM orders LIMIT 2)", &[&["2"]]);
    shop.says("SELECT count(*) FROM orders a, orders b", &[&["9"]]);
    shop.says("SELECT count(*) FROM orders WHERE state = 'placed'", &[&["2"]]);
    shop.ingest.close();
}

#[test]
fn what_the_list_of_states_knows_is_what_the_orders_say() {
    let folder = tempfile::tempdir().unwrap();
    let mut shop = Shop::open(folder.path());
    short_of_mugs(&mut shop);
    shop.record("order_approved", json!({"order_id": "o2"}));
    shop.record("order_cancelled", json!({"order_id": "o3", "reason": "changed mind"}));
    let by_state: &[&[&str]] = &[&["approved", "1"], &["cancelled", "1"], &["placed", "1"]];
    shop.says("SELECT state, count(*) FROM orders GROUP BY state ORDER BY 1", by_state);
    // The total is in no list, so this reads the orders.
    shop.says("SELECT state, count(total) FROM orders GROUP BY state ORDER BY 1", by_state);
    let columns = "SELECT order_id, state, placed_at FROM orders";
    let differ = format!(
        "SELECT count(*) FROM ({columns}) a FULL JOIN (SELECT order_id, state, placed_at, total FROM orders) b
         USING (order_id, state, placed_at) WHERE a.state IS NULL OR b.total IS NULL"
    );
    shop.says(&differ, &[&["0"]]);
    shop.says("SELECT order_id FROM orders WHERE state = 'cancelled'", &[&["o3"]]);
    shop.says("SELECT order_id FROM orders WHERE state = 'lost'", &[]);
    shop.ingest.close();
}
