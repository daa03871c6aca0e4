//! A second, slow and plain telling of what a shop's events mean: what the store must decide on
//! each event, and what stock and sales must be after it.
//!
//! It keeps each SKU in one warehouse, so that no choice of warehouse is part of what it says.

use std::collections::{BTreeMap, HashMap};

use anyhow::{Context as _, Result, bail};
use chrono::{DateTime, NaiveDate};
use chrono_tz::Tz;
use rust_decimal::Decimal;
use serde_json::Value;

use crate::{client::decimal, events::Event};

/// What must be decided on an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It is new and can be.
    Accepted,
    /// It is known already.
    Duplicate,
    /// It cannot be.
    Refused,
}

/// Stock of one SKU in its one warehouse.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Level {
    /// Units on the shelf.
    pub on_hand: Decimal,
    /// Units promised to open orders.
    pub committed: Decimal,
}

/// A line of an order, and how far it is.
#[derive(Debug, Clone)]
pub struct Line {
    /// What is sold.
    pub sku: String,
    /// Units ordered.
    pub ordered: Decimal,
    /// Units cancelled.
    pub cancelled: Decimal,
    /// Units shipped.
    pub shipped: Decimal,
    /// Units that came back.
    pub returned: Decimal,
    unit_price: Decimal,
    discount: Decimal,
    tax: Decimal,
}

impl Line {
    /// Units that may still be shipped or cancelled.
    #[must_use]
    pub fn open(&self) -> Decimal {
        self.ordered - self.cancelled - self.shipped
    }

    /// Units that may still come back.
    #[must_use]
    pub fn returnable(&self) -> Decimal {
        self.shipped - self.returned
    }
}

/// An order.
#[derive(Debug, Clone)]
pub struct Order {
    /// Its lines by `line_id`.
    pub lines: BTreeMap<String, Line>,
    /// Whether it may be shipped.
    pub approved: bool,
    channel: String,
    country: String,
    currency: String,
}

impl Order {
    /// Whether nothing of it will be fulfilled.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.lines.values().all(|line| line.cancelled == line.ordered)
    }
}

/// What sales are summed by: the day of the event, channel, country, currency, and effect.
pub type SalesKey = (NaiveDate, String, String, String, String);

/// Signed sums of sales.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sales {
    /// Units.
    pub quantity: Decimal,
    /// At full price.
    pub gross: Decimal,
    /// Taken off.
    pub discount: Decimal,
    /// Tax on top.
    pub tax: Decimal,
}

/// The whole shop.
#[derive(Debug)]
pub struct Shop {
    /// Levels of the SKUs that are tracked under the policy `deny`; others are always sold.
    pub levels: BTreeMap<String, Level>,
    /// Orders by id.
    pub orders: BTreeMap<String, Order>,
    /// Sales.
    pub sales: BTreeMap<SalesKey, Sales>,
    known: HashMap<String, Value>,
    zone: Tz,
}

impl Shop {
    /// An empty shop whose days are cut in this zone.
    #[must_use]
    pub fn new(zone: Tz) -> Self {
        let (levels, orders, sales) = Default::default();
        Self { levels, orders, sales, known: HashMap::new(), zone }
    }

    /// How many events were accepted.
    #[must_use]
    pub fn accepted(&self) -> usize {
        self.known.len()
    }

    /// Decides on an event and, where it is accepted, does what it says.
    ///
    /// # Errors
    /// Where the event is of a type or form that this telling does not know.
    pub fn decide(&mut self, event: &Event) -> Result<Verdict> {
        if let Some(known) = self.known.get(event.id()) {
            let same = *known == event.0;
            return Ok(if same { Verdict::Duplicate } else { Verdict::Refused });
        }
        let can_be = match word(&event.0, "type")? {
            "product_set" => self.set_product(&event.0)?,
            "stock_received" => self.receive(&event.0)?,
            "order_placed" => self.place(&event.0)?,
            "order_approved" => self.approve(&event.0)?,
            "order_shipped" => self.step(&event.0, Step::Shipped)?,
            "order_cancelled" => self.step(&event.0, Step::Cancelled)?,
            "return_received" => self.step(&event.0, Step::Returned)?,
            other => bail!("not told here: {other}"),
        };
        if can_be {
            self.known.insert(event.id().to_owned(), event.0.clone());
        }
        Ok(if can_be { Verdict::Accepted } else { Verdict::Refused })
    }

    fn set_product(&mut self, event: &Value) -> Result<bool> {
        if word(event, "stock_policy")? == "deny" {
            self.levels.entry(word(event, "sku")?.to_owned()).or_default();
        }
        Ok(true)
    }

    fn receive(&mut self, event: &Value) -> Result<bool> {
        let level =
            self.levels.get_mut(word(event, "sku")?).context("received an untracked SKU")?;
        level.on_hand += decimal(&event["quantity"])?;
        Ok(true)
    }

    fn place(&mut self, event: &Value) -> Result<bool> {
        let lines = lines(event).iter().map(read_line).collect::<Result<BTreeMap<_, _>>>()?;
        let mut wanted: BTreeMap<&str, Decimal> = BTreeMap::new();
        for line in lines.values() {
            *wanted.entry(&line.sku).or_default() += line.ordered;
        }
        let short = |(sku, wanted): (&&str, &Decimal)| {
            self.levels.get(*sku).is_some_and(|level| level.on_hand - level.committed < *wanted)
        };
        if self.orders.contains_key(word(event, "order_id")?) || wanted.iter().any(short) {
            return Ok(false);
        }
        let order = Order {
            channel: word(event, "channel")?.to_owned(),
            country: word(&event["ship_to"], "country")?.to_owned(),
            currency: word(event, "currency")?.to_owned(),
            approved: false,
            lines,
        };
        for line in order.lines.values() {
            if let Some(level) = self.levels.get_mut(&line.sku) {
                level.committed += line.ordered;
            }
            self.book(event, "placed", &order, line, line.ordered)?;
        }
        self.orders.insert(word(event, "order_id")?.to_owned(), order);
        Ok(true)
    }

    fn approve(&mut self, event: &Value) -> Result<bool> {
        let order = self.orders.get_mut(word(event, "order_id")?);
        let order = order.filter(|order| !order.is_cancelled());
        Ok(order.map(|order| order.approved = true).is_some())
    }

    fn step(&mut self, event: &Value, step: Step) -> Result<bool> {
        let Some(mut order) = self.orders.get(word(event, "order_id")?).cloned() else {
            return Ok(false);
        };
        let asked = step.asked(event, &order)?;
        let line_of = |line_id: &str| order.lines.get(line_id);
        let can_be = |(line_id, quantity): &(String, Decimal)| {
            line_of(line_id).is_some_and(|line| *quantity <= step.left(line))
        };
        if step == Step::Shipped && (!order.approved || order.is_cancelled()) {
            return Ok(false);
        }
        if asked.is_empty() || !asked.iter().all(can_be) {
            return Ok(false);
        }
        for (line_id, quantity) in asked {
            let line = order.lines.get_mut(&line_id).context("was there just now")?;
            *step.counter(line) += quantity;
            let line = line.clone();
            self.take_step(event, step, &order, &line, quantity)?;
        }
        self.orders.insert(word(event, "order_id")?.to_owned(), order);
        Ok(true)
    }

    fn take_step(
        &mut self,
        event: &Value,
        step: Step,
        order: &Order,
        line: &Line,
        quantity: Decimal,
    ) -> Result<()> {
        if let Some(level) = self.levels.get_mut(&line.sku) {
            match step {
                Step::Shipped => {
                    level.on_hand -= quantity;
                    level.committed -= quantity;
                }
                Step::Cancelled => level.committed -= quantity,
                Step::Returned => level.on_hand += quantity,
            }
        }
        match step {
            Step::Shipped => Ok(()),
            Step::Cancelled => self.book(event, "cancelled", order, line, -quantity),
            Step::Returned => self.book(event, "returned", order, line, -quantity),
        }
    }

    fn book(
        &mut self,
        event: &Value,
        effect: &str,
        order: &Order,
        line: &Line,
        quantity: Decimal,
    ) -> Result<()> {
        let at = DateTime::parse_from_rfc3339(word(event, "occurred_at")?)?;
        let day = at.with_timezone(&self.zone).date_naive();
        let [channel, country, currency] =
            [&order.channel, &order.country, &order.currency].map(String::clone);
        let sales = self.sales.entry((day, channel, country, currency, effect.into())).or_default();
        sales.quantity += quantity;
        sales.gross += quantity * line.unit_price;
        sales.discount += line.discount * quantity / line.ordered;
        sales.tax += line.tax * quantity / line.ordered;
        Ok(())
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Shipped,
    Cancelled,
    Returned,
}

impl Step {
    fn left(self, line: &Line) -> Decimal {
        match self {
            Self::Shipped | Self::Cancelled => line.open(),
            Self::Returned => line.returnable(),
        }
    }

    fn counter(self, line: &mut Line) -> &mut Decimal {
        match self {
            Self::Shipped => &mut line.shipped,
            Self::Cancelled => &mut line.cancelled,
            Self::Returned => &mut line.returned,
        }
    }

    /// The units asked for by line; without lines, all that is left.
    fn asked(self, event: &Value, order: &Order) -> Result<Vec<(String, Decimal)>> {
        if event["lines"].is_null() {
            let all = order.lines.iter().map(|(id, line)| (id.clone(), self.left(line)));
            return Ok(all.filter(|(_, quantity)| !quantity.is_zero()).collect());
        }
        let one = |line: &Value| -> Result<_> {
            Ok((word(line, "line_id")?.to_owned(), decimal(&line["quantity"])?))
        };
        lines(event).iter().map(one).collect()
    }
}

fn read_line(line: &Value) -> Result<(String, Line)> {
    let zero = Decimal::ZERO;
    let read = Line {
        sku: word(line, "sku")?.to_owned(),
        ordered: decimal(&line["quantity"])?,
        unit_price: decimal(&line["unit_price"])?,
        discount: decimal(&line["discount"])?,
        tax: decimal(&line["tax"])?,
        cancelled: zero,
        shipped: zero,
        returned: zero,
    };
    Ok((word(line, "line_id")?.to_owned(), read))
}

fn lines(event: &Value) -> &[Value] {
    event["lines"].as_array().map_or(&[], Vec::as_slice)
}

fn word<'a>(value: &'a Value, field: &str) -> Result<&'a str> {
    value[field].as_str().with_context(|| format!("no {field} in {value}"))
}
