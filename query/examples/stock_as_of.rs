//! Makes a store of ten million stock movements (20,000 SKUs, three warehouses) and times stock
//! and its worth as of past instants: `cargo run --release -p marea-query --example stock_as_of --
//! FOLDER [MOVEMENTS]`. A folder that holds a store already is asked again.
//!
//! Orders of ten lines are placed and shipped, one of twenty comes back, receipts keep pace; every
//! movement is the fold of an event that went through the writer.

// A measurement reads the clock and prints what it found.
#![allow(clippy::disallowed_methods, clippy::print_stdout)]

use std::{error::Error, path::Path, sync::Arc, time::Instant};

use marea_ingest::{
    event::{Event, RecordError, decode_record},
    store::{AskedSettings, Ingest, Store, StoreOptions},
    time::SystemClock,
};
use marea_query::{QueryOptions, QueryRequest, QueryService};

const LINES: u64 = 10;
const SKUS: u64 = 20_000;
const WAREHOUSES: [&str; 3] = ["MAD", "VIGO", "PORTO"];
/// Events a submission.
const GROUP: usize = 2000;

const QUESTIONS: [&str; 7] = [
    "SELECT count(*) FROM stock_movements",
    "SELECT count(*), sum(on_hand) FROM stock_at('2026-02-15')",
    "SELECT count(*), sum(value) FROM stock_value_at('2026-12-31')",
    "SELECT count(*), sum(value) FROM stock_value_at('2026-12-31', 'effective', 'fifo')",
    "SELECT count(*), sum(value) FROM stock_value_at('2026-01-15')",
    "SELECT sum(quantity), sum(cost) FROM cost_of_goods_sold('2026-01-01', '2026-01-31')",
    "SELECT count(*), min(lowest) FROM negative_stock()",
];

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments.next().ok_or("expected a folder for the store")?;
    let movements = arguments.next().map_or(Ok(10_000_000), |number| number.parse())?;
    let ingest = open(Path::new(&folder))?;
    let service =
        QueryService::new(ingest.clone(), QueryOptions::default(), Arc::new(SystemClock))?;
    let runtime = tokio::runtime::Runtime::new()?;
    if ingest.snapshot().lsn.0 == 0 {
        runtime.block_on(fill(&ingest, movements))?;
    }
    runtime.block_on(ask(&service))?;
    let status = std::fs::read_to_string("/proc/self/status")?;
    let peak = status.lines().find(|line| line.starts_with("VmHWM")).unwrap_or_default();
    println!("{peak}");
    ingest.close();
    Ok(())
}

/// Asks everything twice: first reads may find the files out of memory.
async fn ask(service: &QueryService) -> Result<(), Box<dyn Error>> {
    for sql in QUESTIONS.iter().chain(&QUESTIONS) {
        let start = Instant::now();
        let batches = service.query(QueryRequest::new(*sql)).await?.collect().await?;
        let answer = arrow::util::pretty::pretty_format_batches(&batches)?;
        let rows = answer.to_string();
        let row = rows.lines().nth(3).unwrap_or_default();
        println!("{:7.2?}  {sql}  {row}", start.elapsed());
    }
    Ok(())
}

fn open(folder: &Path) -> Result<Ingest, Box<dyn Error>> {
    let asked = AskedSettings::default();
    let store = Store::open(folder, &asked, StoreOptions::default(), Arc::new(SystemClock))?;
    Ok(store.start()?)
}

async fn fill(ingest: &Ingest, movements: u64) -> Result<(), Box<dyn Error>> {
    let start = Instant::now();
    let mut shop = Shop::default();
    let mut events = shop.stock_up();
    while shop.movements < movements {
        shop.order(&mut events)?;
        if events.len() >= GROUP {
            submit(ingest, std::mem::take(&mut events)).await?;
        }
    }
    submit(ingest, events).await?;
    ingest.seal().await?;
    println!("{} movements recorded in {:.1?}", shop.movements, start.elapsed());
    Ok(())
}

type Record = Result<Event, RecordError>;

async fn submit(ingest: &Ingest, events: Vec<Record>) -> Result<(), Box<dyn Error>> {
    let receipt = ingest.submit(events, false).await?;
    receipt.rejected.first().map_or(Ok(()), |refused| Err(refused.message.clone().into()))
}

/// Steps of the shop, a few seconds apart from new year on.
#[derive(Default)]
struct Shop {
    random: u64,
    events: u64,
    orders: u64,
    movements: u64,
}

impl Shop {
    /// A linear congruential generator (Knuth's constants): same steps on every run.
    fn roll(&mut self, sides: u64) -> u64 {
        self.random = self.random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (self.random >> 33) % sides
    }

    fn event(&mut self, body: &str) -> Record {
        self.events += 1;
        let at = chrono::DateTime::from_timestamp(1_767_225_600 + self.events.cast_signed() * 5, 0);
        let at = at.unwrap_or_default().to_rfc3339();
        let id = self.events;
        decode_record(
            0,
            &format!(
                r#"{{"event_id":"{id}","source":"shop","mode":"report","occurred_at":"{at}",{body}}}"#
            ),
        )
    }

    fn receipt(&mut self, sku: u64, warehouse: &str, units: u64) -> Record {
        let cents = 100 + self.roll(2000);
        self.movements += 1;
        self.event(&format!(
            r#""type":"stock_received","sku":"SKU-{sku:06}","warehouse":"{warehouse}","quantity":{units},"unit_cost":"{}.{:02}""#,
            cents / 100,
            cents % 100
        ))
    }

    /// Some of everything everywhere.
    fn stock_up(&mut self) -> Vec<Record> {
        let places = (0..SKUS).flat_map(|sku| WAREHOUSES.map(|warehouse| (sku, warehouse)));
        places.map(|(sku, warehouse)| self.receipt(sku, warehouse, 20)).collect()
    }

    /// An order, placed and shipped, and what is bought for it.
    fn order(&mut self, events: &mut Vec<Record>) -> Result<(), Box<dyn Error>> {
        self.orders += 1;
        let order = self.orders;
        let warehouse = WAREHOUSES[usize::try_from(order)? % WAREHOUSES.len()];
        let skus: Vec<_> = (0..LINES).map(|_| self.roll(SKUS)).collect();
        let lines = skus.iter().enumerate().map(|(line, sku)| {
            format!(
                r#"{{"line_id":"{line}","sku":"SKU-{sku:06}","quantity":1,"unit_price":"29.95","warehouse":"{warehouse}"}}"#
            )
        });
        let lines = lines.collect::<Vec<_>>().join(",");
        events.push(self.event(&format!(
            r#""type":"order_placed","order_id":"order-{order:09}","currency":"EUR","lines":[{lines}]"#
        )));
        events
            .push(self.event(&format!(r#""type":"order_shipped","order_id":"order-{order:09}""#)));
        self.movements += 2 * LINES;
        if order.is_multiple_of(20) {
            events.push(
                self.event(&format!(r#""type":"return_received","order_id":"order-{order:09}""#)),
            );
            self.movements += LINES;
        }
        let sku = skus[0];
        events.push(self.receipt(sku, warehouse, LINES));
        Ok(())
    }
}
