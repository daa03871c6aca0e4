//! Goods are put into other bins, and lots have a last day.

use chrono::NaiveDate;

use super::{Denied, Document, draft::Draft, shelves::at};
use crate::{
    amount::Quantity,
    event::{StockExpired, StockMoved},
    facts::Movement,
    identity::{Lot, Sku, WarehouseId},
    state::{Choice, Expiry, LevelChange, LotExpiry, Spot},
    time::Day,
};

impl Draft<'_> {
    /// Goods were put from one bin into another.
    pub(super) fn stock_moved(&mut self, body: &StockMoved) -> Result<(), Denied> {
        let (sku, warehouse, units) = (&body.sku, &body.warehouse, body.quantity);
        if self.is_untracked(sku) {
            let row = self.movement(Movement::Moved, sku, warehouse, units, None);
            (row.bin, row.lot) = (body.to_bin.clone(), body.lot.clone());
            return Ok(());
        }
        let from = Spot { bin: body.bin.clone(), lot: body.lot.clone() };
        let in_bin = |spot: &Spot| spot.bin == from.bin && spot.is_as(&from);
        let shelf = self.shelf(sku, warehouse);
        let (mut parts, short) = shelf.leaving(units, Choice::StillGood, in_bin);
        if short.is_positive() {
            let (there, place) = (units - short, at(&from));
            let message = format!("{units} of \"{sku}\" are to leave {place}, {there} are there");
            self.object("insufficient_stock", Some("quantity".into()), message)?;
            parts.push((from, short));
        }
        for (spot, units) in parts {
            let lot = body.to_lot.clone().or_else(|| spot.lot.clone());
            let to = Spot { bin: body.to_bin.clone(), lot };
            self.move_units((sku, warehouse), (&spot, &to), units)?;
        }
        Ok(())
    }

    fn move_units(
        &mut self,
        (sku, warehouse): (&Sku, &WarehouseId),
        (from, to): (&Spot, &Spot),
        units: Quantity,
    ) -> Result<(), Denied> {
        for (spot, units) in [(from, -units), (to, units)] {
            let change = LevelChange { on_hand: units, ..LevelChange::default() };
            let row = self.movement(Movement::Moved, sku, warehouse, units, Some(change));
            (row.bin, row.lot) = (spot.bin.clone(), spot.lot.clone());
        }
        let balances = &self.shelf(sku, warehouse).balances;
        let since = balances.get(from).map(|balance| balance.received_at);
        let since = since.unwrap_or_else(|| self.at.occurred_at());
        self.take_from((sku, warehouse), from, units);
        self.put_at((sku, warehouse), to, units, since)
    }

    /// A lot is good no more: what is there of it can be promised to nobody.
    pub(super) fn stock_expired(&mut self, body: &StockExpired) -> Result<(), Denied> {
        let spot = Spot { bin: body.bin.clone(), lot: Some(body.lot.clone()) };
        let now = self.at.occurred_at();
        let shelf = self.shelf(&body.sku, &body.warehouse);
        let known = shelf.balances.get_mut(&spot).filter(|it| it.on_hand.is_positive());
        let Some(balance) = known.filter(|balance| !balance.expired) else { return Ok(()) };
        if balance.expiry.is_none_or(|expiry| expiry.at > now) {
            let message = format!("lot \"{}\" of \"{}\" is still good", body.lot, body.sku);
            return self.object("invalid_transition", Some("lot".into()), message);
        }
        balance.expired = true;
        let units = balance.on_hand;
        self.change_expired((&body.sku, &body.warehouse), &spot, units);
        Ok(())
    }

    /// Notes until when a lot is good. All of a lot is good until the same day, so the first word
    /// counts, and another is refused.
    pub(super) fn note_expiry(
        &mut self,
        sku: &Sku,
        lot: Option<&Lot>,
        expires_on: Option<NaiveDate>,
    ) -> Result<(), Denied> {
        let (Some(lot), Some(said)) = (lot, expires_on.map(Day::from)) else { return Ok(()) };
        match self.lot_expiry(sku, lot)? {
            Some(known) if known != said => {
                let (known, said) = (known.date(), said.date());
                let message =
                    format!("lot \"{lot}\" of \"{sku}\" expires on {known}, not on {said}");
                self.object("lot_expiry_differs", Some("expires_on".into()), message)
            }
            Some(_) => Ok(()),
            None => {
                let (sku, lot) = (sku.clone(), lot.clone());
                self.give_expiry(&sku, &lot, said);
                let expiry = LotExpiry { sku, lot, expires_on: said };
                self.decision.documents.push(Document::LotExpiry(expiry));
                Ok(())
            }
        }
    }

    /// What came of the lot before its last day was known is good until then too.
    fn give_expiry(&mut self, sku: &Sku, lot: &Lot, on: Day) {
        let expiry = Expiry { on, at: on.end(self.at.zone) };
        let known = self.state.balances(sku);
        let places = known.keys().filter(|(_, spot)| spot.lot.as_ref() == Some(lot));
        for (warehouse, spot) in places {
            if let Some(balance) = self.shelf(sku, warehouse).balances.get_mut(spot) {
                balance.expiry = Some(expiry);
            }
        }
    }

    /// Until when a lot is good, as this event has it.
    pub(super) fn lot_expiry(&self, sku: &Sku, lot: &Lot) -> Result<Option<Day>, Denied> {
        let said = self.decision.documents.iter().find_map(|document| match document {
            Document::LotExpiry(it) if it.sku == *sku && it.lot == *lot => Some(it.expires_on),
            _ => None,
        });
        match said {
            Some(day) => Ok(Some(day)),
            None => Ok(self.state.lot_expiry(sku, lot)?),
        }
    }
}
