//! A client under whose hands the server dies: it posts until there is no answer, keeps what was
//! acknowledged, and sends the unanswered request again when the server is back, as it should.

use anyhow::{Result, ensure};
use rand::RngExt as _;
use rand_chacha::ChaCha8Rng;

use crate::{
    client::Client,
    events::{
        Event, order_approved, order_cancelled, order_placed, order_shipped, product_set,
        stock_received,
    },
};

const SKUS: usize = 8;

/// One writer; its orders are its own, the stock is everyone's.
#[derive(Debug)]
pub struct Traffic {
    /// Every event that was acknowledged, in order.
    pub acknowledged: Vec<Event>,
    /// The request that was sent and not answered.
    pub unanswered: Vec<Event>,
    writer: usize,
    random: ChaCha8Rng,
    placed: Vec<String>,
    approved: Vec<String>,
    serial: usize,
}

/// The catalogue and more stock than all writers can sell.
#[must_use]
pub fn opening() -> Vec<Event> {
    let of = |sku: String| [product_set(&sku, "deny"), stock_received(&sku, "MAD", 1_000_000_000)];
    (0..SKUS).flat_map(|number| of(format!("S{number}"))).collect()
}

impl Traffic {
    /// A writer with a number and a generator of its own.
    #[must_use]
    pub fn new(writer: usize, random: ChaCha8Rng) -> Self {
        let (acknowledged, unanswered, placed, approved) = Default::default();
        Self { acknowledged, unanswered, writer, random, placed, approved, serial: 0 }
    }

    /// Posts request after request until there is no answer.
    ///
    /// # Errors
    /// Where an answer refuses anything.
    pub async fn run(&mut self, client: &Client) -> Result<()> {
        while self.post(client).await? {}
        Ok(())
    }

    /// Posts the unanswered request again, or a new one; false where there is no answer.
    ///
    /// # Errors
    /// Where the answer refuses anything.
    pub async fn post(&mut self, client: &Client) -> Result<bool> {
        if self.unanswered.is_empty() {
            self.unanswered = self.request();
        }
        let Ok(answer) = client.post(&self.unanswered).await else { return Ok(false) };
        let taken = answer.count("accepted") + answer.count("duplicates");
        ensure!(taken == self.unanswered.len() as u64, "{}: {}", answer.status, answer.text);
        self.settle();
        Ok(true)
    }

    fn settle(&mut self) {
        for event in &self.unanswered {
            let order_id = event.0["order_id"].as_str().unwrap_or_default().to_owned();
            match event.0["type"].as_str() {
                Some("order_placed") => self.placed.push(order_id),
                Some("order_approved") => self.approved.push(order_id),
                _ => {}
            }
        }
        self.acknowledged.append(&mut self.unanswered);
    }

    fn request(&mut self) -> Vec<Event> {
        (0..self.random.random_range(1..40)).map(|_| self.event()).collect()
    }

    fn event(&mut self) -> Event {
        let chance = self.random.random_range(0..100);
        match (self.placed.pop(), self.approved.pop()) {
            (Some(placed), approved) if chance < 35 => {
                self.approved.extend(approved);
                if chance < 28 { order_approved(&placed) } else { order_cancelled(&placed) }
            }
            (placed, Some(approved)) if chance < 60 => {
                self.placed.extend(placed);
                order_shipped(&approved)
            }
            (placed, approved) => {
                self.placed.extend(placed);
                self.approved.extend(approved);
                self.order()
            }
        }
    }

    fn order(&mut self) -> Event {
        self.serial += 1;
        let mut order = order_placed(&format!("w{}-{}", self.writer, self.serial));
        for _ in 0..self.random.random_range(1..4) {
            let sku = format!("S{}", self.random.random_range(0..SKUS));
            order = order.line(&sku, self.random.random_range(1..4), "9.95");
        }
        order
    }
}
