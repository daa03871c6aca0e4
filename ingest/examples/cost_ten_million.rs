//! Costs ten million movements of 20,000 SKUs in three warehouses and tells how long it took:
//! `cargo run --release -p marea-ingest --example cost_ten_million`.
//!
//! The shop sells seven of ten, takes one of fifty back, buys, moves and counts; entries come in
//! the order in which they happened, in batches as a scan of sealed files gives them.

// A measurement reads the clock and prints what it found.
#![allow(clippy::disallowed_methods, clippy::print_stdout)]

use std::{collections::VecDeque, error::Error, sync::Arc, time::Instant};

use arrow::{
    array::{
        ArrayRef, BooleanArray, Decimal128Array, Int64Array, RecordBatch, StringViewArray,
        TimestampMicrosecondArray,
    },
    datatypes::Schema,
};
use marea_ingest::{
    columns::TableRow,
    costing::{Cut, Ledger, Method, Period},
    facts::StockMovementRow,
};

const MOVEMENTS: u64 = 10_000_000;
const BATCH: u64 = 8192;
const SKUS: u64 = 20_000;

fn main() -> Result<(), Box<dyn Error>> {
    let schema = schema()?;
    let mut shop = Shop::default();
    let batches: Result<Vec<_>, _> =
        (0..MOVEMENTS.div_ceil(BATCH)).map(|number| shop.batch(&schema, number)).collect();
    let batches = batches?;
    for method in [Method::Average, Method::FirstInFirstOut] {
        let start = Instant::now();
        let mut ledger = Ledger::new(Cut::NONE);
        for batch in &batches {
            ledger.push(batch)?;
        }
        let packed = start.elapsed();
        let megabytes = ledger.bytes() >> 20;
        let positions = ledger.positions(method, Period::ALL, 2);
        let worth: i128 = positions.iter().map(|position| position.figures.worth).sum();
        println!(
            "{method:?}: packed in {packed:.2?} ({megabytes} MiB), all in {:.2?}; \
             {} positions worth {}.{:06}",
            start.elapsed(),
            positions.len(),
            worth / 1_000_000,
            worth % 1_000_000,
        );
    }
    Ok(())
}

/// The columns that costing reads, in the order in which [`Shop::batch`] makes them.
fn schema() -> Result<Arc<Schema>, Box<dyn Error>> {
    let all = StockMovementRow::schema();
    let names = marea_ingest::costing::REQUIRED_COLUMNS;
    let places: Result<Vec<_>, _> = names.iter().map(|name| all.index_of(name)).collect();
    Ok(Arc::new(all.project(&places?)?))
}

/// What the shop remembers: recent shipments, of which some come back.
#[derive(Default)]
struct Shop {
    random: u64,
    shipped: VecDeque<(u64, u64, u64)>,
}

/// One movement.
struct Step {
    movement: &'static str,
    sku: u64,
    warehouse: u64,
    units: i128,
    order: Option<u64>,
    unit_cost: Option<i128>,
}

impl Shop {
    /// A linear congruential generator (Knuth's constants): same steps on every run.
    fn roll(&mut self, sides: u64) -> u64 {
        self.random = self.random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (self.random >> 33) % sides
    }

    fn step(&mut self, number: u64) -> Step {
        let (sku, warehouse) = (self.roll(SKUS), self.roll(3));
        let new = |movement, units| {
            let (order, unit_cost) = (None, None);
            Step { movement, sku, warehouse, units, order, unit_cost }
        };
        match self.roll(100) {
            0..70 => {
                self.shipped.push_back((number, sku, warehouse));
                Step { order: Some(number), ..new("shipped", -1) }
            }
            70..72 => {
                let (order, sku, warehouse) = self.shipped.pop_front().unwrap_or((0, 0, 0));
                self.shipped.drain(..self.shipped.len().min(30));
                Step { order: Some(order), sku, warehouse, ..new("returned", 1) }
            }
            72..92 => {
                let unit_cost = Some(i128::from(1_000_000 + self.roll(20_000_000)));
                Step { unit_cost, ..new("received", 4) }
            }
            92..95 => new("transferred_out", -2),
            95..98 => new("transferred_in", 2),
            _ => new("counted", -1),
        }
    }

    fn batch(&mut self, schema: &Arc<Schema>, number: u64) -> Result<RecordBatch, Box<dyn Error>> {
        let numbers = number * BATCH..((number + 1) * BATCH).min(MOVEMENTS);
        let steps: Vec<_> = numbers.clone().map(|number| self.step(number)).collect();
        let texts = |text: &dyn Fn(&Step) -> Option<String>| -> ArrayRef {
            Arc::new(steps.iter().map(text).collect::<StringViewArray>())
        };
        let decimals = |value: &dyn Fn(&Step) -> Option<i128>, precision, scale| {
            let column = steps.iter().map(value).collect::<Decimal128Array>();
            column.with_precision_and_scale(precision, scale)
        };
        let instants = || -> ArrayRef {
            let micros = numbers.clone().map(|number| number.cast_signed() * 1_000_000);
            Arc::new(TimestampMicrosecondArray::from_iter_values(micros).with_timezone("UTC"))
        };
        let units = |step: &Step| Some(step.units * 10_000);
        let no_text = |_: &Step| None;
        let lsns = numbers.clone().map(u64::cast_signed);
        let columns: Vec<ArrayRef> = vec![
            Arc::new(Int64Array::from_iter_values(lsns)),
            texts(&|step| Some(step.movement.into())),
            texts(&|step| Some(format!("SKU-{:06}", step.sku))),
            texts(&|step| Some(["MAD", "VIGO", "PORTO"][step.warehouse as usize % 3].into())),
            Arc::new(decimals(&units, 16, 4)?),
            Arc::new(decimals(&units, 16, 4)?),
            Arc::new(BooleanArray::from(vec![true; steps.len()])),
            instants(),
            instants(),
            texts(&|step| step.order.map(|order| format!("order-{order:012}"))),
            texts(&|step| step.order.map(|_| "1".into())),
            Arc::new(decimals(&|step| step.unit_cost, 20, 6)?),
            Arc::new(decimals(&|_| None, 20, 6)?),
            texts(&no_text),
            texts(&no_text),
        ];
        Ok(RecordBatch::try_new(Arc::clone(schema), columns)?)
    }
}
