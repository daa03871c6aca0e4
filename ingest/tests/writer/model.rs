//! A plain model of a shop: maps of whole numbers, written without a look at how the writer decides.
//!
//! It counts by itself what the lines of orders have gone through, what is on hand, not for sale,
//! in transit and to come. Which warehouse serves a line is the writer's choice: the model is told,
//! and checks that the choice was allowed.

use std::collections::BTreeMap;

use crate::{
    command::{Command, Move, SKUS, Wanted},
    shelves::Spots,
};

/// What one warehouse owes a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Owed {
    pub(crate) place: String,
    pub(crate) reserved: i64,
    pub(crate) waits: i64,
}

/// A line of an order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Line {
    pub(crate) sku: &'static str,
    pub(crate) pinned: Option<&'static str>,
    pub(crate) kept: bool,
    pub(crate) ordered: i64,
    pub(crate) cancelled: i64,
    pub(crate) picked: i64,
    pub(crate) packed: i64,
    pub(crate) shipped: i64,
    pub(crate) delivered: i64,
    pub(crate) returned: i64,
    pub(crate) owed: Vec<Owed>,
}

impl Line {
    pub(crate) fn new(wanted: &Wanted) -> Self {
        let Wanted { sku, units, pinned } = *wanted;
        Self { sku, pinned, kept: sku != "U", ordered: units, ..Self::default() }
    }

    pub(crate) fn open(&self) -> i64 {
        self.ordered - self.cancelled - self.shipped
    }

    pub(crate) fn reserved(&self) -> i64 {
        self.owed.iter().map(|owed| owed.reserved).sum()
    }

    pub(crate) fn waits(&self) -> i64 {
        self.owed.iter().map(|owed| owed.waits).sum()
    }

    /// Units that a move may still take.
    pub(crate) fn left(&self, what: Move) -> i64 {
        match what {
            Move::Pick if self.kept => self.reserved() + self.shipped - self.picked,
            Move::Pick => self.ordered - self.cancelled - self.picked,
            Move::Pack => self.picked - self.packed,
            Move::Ship | Move::Cancel => self.open(),
            Move::Deliver => self.shipped - self.delivered,
        }
    }
}

/// A parcel: lines, units, and where they left from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Parcel {
    pub(crate) name: String,
    pub(crate) cancelled: bool,
    pub(crate) lines: Vec<(usize, i64, Option<String>)>,
}

/// An order or a cart.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Order {
    pub(crate) cart: bool,
    pub(crate) closed: bool,
    pub(crate) approved: bool,
    pub(crate) held: bool,
    pub(crate) split: bool,
    /// When it came, in seconds of the shop's clock.
    pub(crate) placed: i64,
    pub(crate) lines: Vec<Line>,
    pub(crate) parcels: Vec<Parcel>,
    pub(crate) captured: i64,
    pub(crate) refunded: i64,
}

impl Order {
    pub(crate) fn is_cancelled(&self) -> bool {
        self.lines.iter().all(|line| line.cancelled == line.ordered)
    }

    /// Whether the warehouse may work on it.
    pub(crate) fn may_leave(&self) -> bool {
        self.approved && !self.held && !self.closed && !self.is_cancelled()
    }
}

/// A line of a purchase order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Bought {
    pub(crate) sku: &'static str,
    pub(crate) ordered: i64,
    pub(crate) received: i64,
    pub(crate) rejected: i64,
    pub(crate) cancelled: i64,
}

impl Bought {
    pub(crate) fn open(&self) -> i64 {
        (self.ordered - self.received - self.rejected - self.cancelled).max(0)
    }
}

/// What is in one warehouse of one SKU, and between it and others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Goods {
    pub(crate) on_hand: i64,
    pub(crate) held: [i64; 4],
    pub(crate) in_transit: i64,
}

pub(crate) type Place = (&'static str, String);

/// Everything that the shop is.
#[derive(Debug, Clone, Default)]
pub(crate) struct Model {
    pub(crate) goods: BTreeMap<Place, Goods>,
    /// What of them is in bins or of lots.
    pub(crate) shelves: BTreeMap<Place, Spots>,
    pub(crate) policies: BTreeMap<Place, usize>,
    pub(crate) orders: BTreeMap<String, Order>,
    pub(crate) purchases: BTreeMap<String, (&'static str, Vec<Bought>)>,
    /// Reports of what has not come yet, by what they wait for.
    pub(crate) parked: BTreeMap<String, Vec<Command>>,
    pub(crate) step: usize,
    /// The shop's clock, in seconds.
    pub(crate) now: i64,
}

/// What one unit takes from the stock.
pub(crate) fn parts(sku: &str) -> &'static [(&'static str, i64)] {
    match sku {
        "A" => &[("A", 1)],
        "B" => &[("B", 1)],
        "C" => &[("C", 1)],
        "KIT" => &[("A", 2), ("B", 1)],
        _ => &[],
    }
}

impl Model {
    pub(crate) fn goods(&self, sku: &'static str, place: &str) -> Goods {
        self.goods.get(&(sku, place.to_owned())).copied().unwrap_or_default()
    }

    pub(crate) fn goods_mut(&mut self, sku: &'static str, place: &str) -> &mut Goods {
        self.goods.entry((sku, place.to_owned())).or_default()
    }

    /// The order, if it is one and not a cart.
    pub(crate) fn order(&self, id: &str) -> Option<&Order> {
        self.orders.get(id).filter(|order| !order.cart)
    }
}

/// Where units of a line leave from: where it is owed, at the place that is named first, and there
/// what is set aside before what it waits for.
pub(crate) fn left_from(
    line: &Line,
    units: i64,
    from: Option<&'static str>,
) -> Vec<(Option<String>, i64)> {
    if !line.kept {
        let place = from.or(line.pinned).map(str::to_owned);
        return if units > 0 { vec![(place, units)] } else { Vec::new() };
    }
    let mut owed: Vec<&Owed> = line.owed.iter().collect();
    owed.sort_by_key(|owed| from.is_some_and(|from| from != owed.place));
    let (mut left, mut found) = (units, Vec::new());
    for owed in owed {
        let taken = left.min(owed.reserved + owed.waits);
        left -= taken;
        if taken > 0 {
            found.push((Some(from.unwrap_or(&owed.place).to_owned()), taken));
        }
    }
    if let Some(from) = from.filter(|_| left > 0) {
        found.push((Some(from.to_owned()), left));
    }
    found
}

impl Command {
    /// The order that it speaks of, other than the one that it makes.
    pub(crate) fn order_id(&self) -> Option<&String> {
        match self {
            Self::Approve { id }
            | Self::Hold { id }
            | Self::Release { id }
            | Self::Close { id }
            | Self::Edit { id, .. }
            | Self::Move { id, .. }
            | Self::TakeBack { id, .. }
            | Self::Return { id, .. }
            | Self::Capture { id, .. }
            | Self::Refund { id, .. } => Some(id),
            _ => None,
        }
    }
}

/// SKUs of which stock is kept.
pub(crate) fn kept_skus() -> impl Iterator<Item = &'static str> {
    SKUS.into_iter().filter(|sku| !["U", "KIT"].contains(sku))
}
