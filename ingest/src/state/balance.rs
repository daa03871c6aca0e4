//! What is in one bin, of one lot, of a SKU in a warehouse.
//!
//! Goods that are in no bin and of no lot are a balance of their own, which is not kept: it is what
//! is on hand less all the others. So the balances of a level always add up to what is on hand.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    amount::Quantity,
    identity::{Bin, Lot, Sku, WarehouseId},
    time::{Day, Instant},
};

/// Where in a warehouse goods are, and of which lot.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub struct Spot {
    /// The bin; `None` for goods that are in none.
    pub bin: Option<Bin>,
    /// The lot; `None` for goods of which none is known.
    pub lot: Option<Lot>,
}

impl Spot {
    /// Whether it is that of goods in no bin and of no lot.
    #[must_use]
    pub fn is_plain(&self) -> bool {
        self.bin.is_none() && self.lot.is_none()
    }

    /// Whether it is in the bin and of the lot that are named; what is not named may be any.
    #[must_use]
    pub fn is_as(&self, named: &Self) -> bool {
        (named.bin.is_none() || named.bin == self.bin)
            && (named.lot.is_none() || named.lot == self.lot)
    }
}

/// The last day of goods.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Expiry {
    /// The last day on which they are good.
    pub on: Day,
    /// The first instant after it, by the shop's time zone.
    pub at: Instant,
}

/// What is at one spot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Balance {
    /// Units; below zero where more was reported to leave than was there.
    pub on_hand: Quantity,
    /// When the first of them came to the warehouse.
    pub received_at: Instant,
    /// Until when they are good, where the lot says so.
    pub expiry: Option<Expiry>,
    /// Whether that has passed: then they count as unavailable.
    pub expired: bool,
}

/// The place of a balance.
pub(crate) type BalanceKey = (Sku, WarehouseId, Spot);

/// How goods are chosen that leave without a word of where from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Choice {
    /// For someone: what is still good, the first to expire first, then what came first.
    StillGood,
    /// Lost or missing: likewise, but what has expired first of all.
    Any,
}

/// All spots of a SKU in one warehouse, with that of no bin and no lot among them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Shelf {
    pub(crate) balances: BTreeMap<Spot, Balance>,
}

impl Shelf {
    /// Units at the spots that `is_meant`.
    pub(crate) fn units(&self, is_meant: impl Fn(&Spot) -> bool) -> Quantity {
        let meant = self.balances.iter().filter(|(spot, _)| is_meant(spot));
        meant.map(|(_, balance)| balance.on_hand).sum()
    }

    /// From which spots that `is_meant` so many units leave, and how many are not there.
    pub(crate) fn leaving(
        &self,
        units: Quantity,
        choice: Choice,
        is_meant: impl Fn(&Spot) -> bool,
    ) -> (Vec<(Spot, Quantity)>, Quantity) {
        let there =
            self.balances.iter().filter(|(spot, it)| it.on_hand.is_positive() && is_meant(spot));
        let mut there: Vec<_> = there.collect();
        there.sort_by_key(|(spot, balance)| rank(spot, balance, choice));
        let (mut left, mut parts) = (units, Vec::new());
        for (spot, balance) in there {
            let taken = balance.on_hand.at_most(left);
            left -= taken;
            if taken.is_positive() {
                parts.push((spot.clone(), taken));
            }
        }
        (parts, left)
    }
}

/// Where a balance stands among those that goods may leave from: the first to expire first, then
/// what came first; of what is in no bin and of no lot nothing is known, so it comes last.
fn rank(spot: &Spot, balance: &Balance, choice: Choice) -> (u8, Instant, Instant) {
    let expires_at = balance.expiry.map_or(Instant(i64::MAX), |expiry| expiry.at);
    let group = match (balance.expired, choice) {
        (true, Choice::StillGood) => 2,
        _ => u8::from(spot.is_plain()),
    };
    (group, expires_at, balance.received_at)
}
