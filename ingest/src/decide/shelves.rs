//! Which bins and lots goods leave, and which they come into: each movement gets one row for each
//! balance that it changed, and what has expired is unavailable as long as it is there.

use super::{Denied, draft::Draft};
use crate::{
    amount::Quantity,
    event::StockPolicy,
    facts::{Movement, StockMovementRow},
    identity::{Sku, WarehouseId},
    state::{Balance, Choice, Expiry, LevelChange, Shelf, Spot},
    time::Instant,
};

/// A SKU in a warehouse.
pub(super) type ShelfKey = (Sku, WarehouseId);

impl Draft<'_> {
    /// Gives all movements of goods their bins and lots.
    pub(super) fn shelve(&mut self) -> Result<(), Denied> {
        self.shelving = true;
        for row in std::mem::take(&mut self.decision.rows.stock_movements) {
            if self.is_shelved(&row) {
                self.shelve_row(row)?;
            } else {
                self.decision.rows.stock_movements.push(row);
            }
        }
        self.note_balances();
        Ok(())
    }

    /// Whether a movement concerns bins and lots: it names some, or there are some at its place.
    /// That goods were moved between bins says so itself.
    fn is_shelved(&self, row: &StockMovementRow) -> bool {
        let moves = row.tracked && !row.on_hand_change.is_zero();
        let named = row.bin.is_some() || row.lot.is_some();
        moves
            && row.movement != Movement::Moved
            && (named || self.has_shelf(&row.sku, &row.warehouse))
    }

    fn has_shelf(&self, sku: &Sku, warehouse: &WarehouseId) -> bool {
        let known = self.state.balances(sku);
        let first = (warehouse.clone(), Spot::default());
        known.range(first..).next().is_some_and(|((place, _), _)| place == warehouse)
            || self.shelves.keys().any(|(of, place)| of == sku && place == warehouse)
    }

    /// The spots of a SKU in a warehouse, as this event has them so far.
    pub(super) fn shelf(&mut self, sku: &Sku, warehouse: &WarehouseId) -> &mut Shelf {
        let key = (sku.clone(), warehouse.clone());
        if !self.shelves.contains_key(&key) {
            let before = self.shelf_before(sku, warehouse);
            self.shelves.insert(key.clone(), before);
        }
        self.shelves.entry(key).or_default()
    }

    fn shelf_before(&self, sku: &Sku, warehouse: &WarehouseId) -> Shelf {
        let known = self.state.balances(sku).into_iter();
        let here = known.filter(|((place, _), _)| place == warehouse);
        let mut shelf =
            Shelf { balances: here.map(|((_, spot), balance)| (spot, balance)).collect() };
        let levels = self.levels_before.get(sku).cloned().unwrap_or_else(|| self.levels(sku));
        let level = levels.into_iter().find(|(name, _)| name == warehouse);
        // What this event did here before goods were told apart was done to goods of no spot.
        let rows = self.decision.rows.stock_movements.iter().filter(|_| self.shelving);
        let so_far = rows.filter(|row| row.sku == *sku && row.warehouse == *warehouse);
        let so_far: Quantity = so_far.map(|row| row.on_hand_change).sum();
        let on_hand = level.map(|(_, level)| level.on_hand).unwrap_or_default() + so_far;
        let plain = on_hand - shelf.units(|_| true);
        let received_at = self.at.occurred_at();
        let balance = Balance { on_hand: plain, received_at, expiry: None, expired: false };
        shelf.balances.insert(Spot::default(), balance);
        shelf
    }

    fn shelve_row(&mut self, row: StockMovementRow) -> Result<(), Denied> {
        let named = Spot { bin: row.bin.clone(), lot: row.lot.clone() };
        let units = row.on_hand_change;
        if units.is_positive() {
            let (sku, place) = (row.sku.clone(), row.warehouse.clone());
            self.decision.rows.stock_movements.push(row);
            return self.put_at((&sku, &place), &named, units, self.at.occurred_at());
        }
        let parts = self.leaving(&row, &named, -units)?;
        for part in split(&row, &parts) {
            self.decision.rows.stock_movements.push(part);
        }
        for (spot, units) in parts {
            self.take_from((&row.sku, &row.warehouse), &spot, units);
        }
        Ok(())
    }

    /// From where the units of a movement leave. What is not there where it is named is refused;
    /// reported, it leaves from there all the same.
    fn leaving(
        &mut self,
        row: &StockMovementRow,
        named: &Spot,
        units: Quantity,
    ) -> Result<Vec<(Spot, Quantity)>, Denied> {
        let sold = matches!(row.movement, Movement::Shipped | Movement::Consumed);
        let lost =
            matches!(row.movement, Movement::WrittenOff | Movement::Counted | Movement::Adjusted);
        let choice = if lost { Choice::Any } else { Choice::StillGood };
        let shelf = self.shelf(&row.sku, &row.warehouse);
        let (mut parts, short) = shelf.leaving(units, choice, |spot| spot.is_as(named));
        let expired = |(spot, _): &&(Spot, Quantity)| shelf.balances[spot].expired;
        let expired = parts.iter().find(expired).map(|(spot, _)| spot.clone());
        if let Some(spot) = expired.filter(|_| sold) {
            let lot = spot.lot.map(|lot| lot.to_string()).unwrap_or_default();
            let message = format!("lot \"{lot}\" of \"{}\" has expired", row.sku);
            self.object("lot_expired", None, message)?;
        }
        if short.is_positive() {
            self.object_to_short(row, named, (units, short))?;
            match parts.iter_mut().find(|(spot, _)| spot == named) {
                Some((_, taken)) => *taken += short,
                None => parts.push((named.clone(), short)),
            }
        }
        Ok(parts)
    }

    /// Of goods that are in no bin and of no lot, the level has already been asked.
    fn object_to_short(
        &mut self,
        row: &StockMovementRow,
        named: &Spot,
        (units, short): (Quantity, Quantity),
    ) -> Result<(), Denied> {
        let policy = self.state.policy_in(&row.sku, &row.warehouse);
        if named.is_plain() || policy == StockPolicy::AllowNegative {
            return Ok(());
        }
        let (sku, place, there) = (&row.sku, &row.warehouse, units - short);
        let message = format!(
            "{units} of \"{sku}\" are to leave {} of \"{place}\", {there} are there",
            at(named)
        );
        let field = if named.bin.is_some() { "bin" } else { "lot" };
        self.object("insufficient_stock", Some(field.into()), message)
    }

    /// Puts units at a spot.
    pub(super) fn put_at(
        &mut self,
        (sku, warehouse): (&Sku, &WarehouseId),
        spot: &Spot,
        units: Quantity,
        received_at: Instant,
    ) -> Result<(), Denied> {
        let now = self.at.occurred_at();
        let expires_on = match &spot.lot {
            Some(lot) => self.lot_expiry(sku, lot)?,
            None => None,
        };
        let expiry = expires_on.map(|on| Expiry { on, at: on.end(self.at.zone) });
        let expired = expiry.is_some_and(|expiry| expiry.at <= now);
        let none = Quantity::ZERO;
        let new = Balance { on_hand: none, received_at, expiry, expired };
        let balance = self.shelf(sku, warehouse).balances.entry(spot.clone()).or_insert(new);
        balance.on_hand += units;
        balance.received_at = balance.received_at.min(received_at);
        if balance.expired {
            self.change_expired((sku, warehouse), spot, units);
        }
        Ok(())
    }

    /// Takes units from a spot.
    pub(super) fn take_from(
        &mut self,
        (sku, warehouse): (&Sku, &WarehouseId),
        spot: &Spot,
        units: Quantity,
    ) {
        let (received_at, none) = (self.at.occurred_at(), Quantity::ZERO);
        let new = Balance { on_hand: none, received_at, expiry: None, expired: false };
        let balance = self.shelf(sku, warehouse).balances.entry(spot.clone()).or_insert(new);
        balance.on_hand -= units;
        if balance.expired {
            self.change_expired((sku, warehouse), spot, -units);
        }
    }

    /// What has expired is unavailable, and is no more when it leaves.
    pub(super) fn change_expired(
        &mut self,
        (sku, warehouse): (&Sku, &WarehouseId),
        spot: &Spot,
        units: Quantity,
    ) {
        let movement = if units.is_positive() { Movement::Withheld } else { Movement::Restored };
        let change = LevelChange { expired: units, ..LevelChange::default() };
        let row = self.movement(movement, sku, warehouse, Quantity::ZERO, Some(change));
        (row.bin, row.lot) = (spot.bin.clone(), spot.lot.clone());
    }

    /// Puts the balances that changed into the decision.
    fn note_balances(&mut self) {
        for ((sku, warehouse), shelf) in std::mem::take(&mut self.shelves) {
            let mut before = self.state.balances(&sku);
            for (spot, after) in shelf.balances.into_iter().filter(|(spot, _)| !spot.is_plain()) {
                let key = (warehouse.clone(), spot);
                let was = before.remove(&key);
                let after = Some(after).filter(|it| !it.on_hand.is_zero());
                if was != after {
                    let key = (sku.clone(), key.0, key.1);
                    self.decision.balances.push((key, was, after));
                }
            }
        }
    }
}

/// A spot for people to read.
pub(super) fn at(spot: &Spot) -> String {
    let bin = spot.bin.as_ref().map(|bin| format!("bin \"{bin}\""));
    let lot = spot.lot.as_ref().map(|lot| format!("lot \"{lot}\""));
    let named: Vec<String> = bin.into_iter().chain(lot).collect();
    if named.is_empty() { "no bin".to_owned() } else { named.join(", ") }
}

/// One row for each part of what leaves: of what else changes, each takes as much as it moves, and
/// the last takes what is left.
pub(super) fn split(row: &StockMovementRow, parts: &[(Spot, Quantity)]) -> Vec<StockMovementRow> {
    let mut left = row.clone();
    let mut rows = Vec::with_capacity(parts.len());
    for (at, (spot, units)) in parts.iter().enumerate() {
        let most = (at + 1 < parts.len()).then_some(*units);
        let mut part = StockMovementRow {
            quantity: share(&mut left.quantity, most),
            on_hand_change: share(&mut left.on_hand_change, most),
            committed_change: share(&mut left.committed_change, most),
            unavailable_change: share(&mut left.unavailable_change, most),
            incoming_change: share(&mut left.incoming_change, most),
            in_transit_change: share(&mut left.in_transit_change, most),
            backordered_change: share(&mut left.backordered_change, most),
            ..row.clone()
        };
        (part.bin, part.lot) = (spot.bin.clone(), spot.lot.clone());
        rows.push(part);
    }
    rows
}

/// Takes at most so much of a change, whatever its sign; all of it where there is no bound.
fn share(left: &mut Quantity, most: Option<Quantity>) -> Quantity {
    let taken = match most {
        Some(most) if left.is_negative() => -(-*left).at_most(most),
        Some(most) => left.at_most(most),
        None => *left,
    };
    *left -= taken;
    taken
}
