//! What is to come is pegged to what waits: which purchase order serves which promise.
//!
//! Lines that wait take what is to come in the order in which they are served, the earliest supply
//! first. Pegs move whenever the supply or the queue does, and with them the dates on which
//! customers can expect their goods.

use std::collections::BTreeSet;

use super::{Denied, draft::Draft};
use crate::{
    amount::Quantity,
    identity::Sku,
    state::{Order, Peg, PurchaseOrder, Supply, SupplyRank, Waiting, WaitingRank},
    store::SupplyLines,
    time::Instant,
};

impl Draft<'_> {
    /// What purchase orders will bring of a SKU as this event has it so far.
    pub(super) fn supply_now(&self, sku: &Sku) -> SupplyLines {
        let mut lines = self.state.supply(sku);
        for (before, after) in &self.decision.purchase_orders {
            let of_sku = |(of, ..): &(Sku, _, _)| of == sku;
            for (_, rank, _) in before.iter().flat_map(PurchaseOrder::supplies).filter(of_sku) {
                lines.remove(&rank);
            }
            let new = after.supplies().into_iter().filter(of_sku);
            lines.extend(new.map(|(_, rank, it)| (rank, it)));
        }
        lines
    }

    /// Pegs anew what the event made wait, or made come.
    pub(super) fn peg_supply(&mut self) -> Result<(), Denied> {
        let mut skus = BTreeSet::new();
        for (before, after) in &self.decision.orders {
            let queues = before.iter().flat_map(Order::waiting).chain(after.waiting());
            skus.extend(queues.map(|(sku, ..)| sku));
        }
        for (before, after) in &self.decision.purchase_orders {
            let supplies = before.iter().flat_map(PurchaseOrder::supplies).chain(after.supplies());
            skus.extend(supplies.map(|(sku, ..)| sku));
        }
        skus.iter().try_for_each(|sku| self.peg(sku))?;
        for (_, order) in &mut self.decision.orders {
            let served = order.lines.iter_mut().filter(|line| !line.backordered().is_positive());
            served.for_each(|line| line.pegs.clear());
        }
        Ok(())
    }

    fn peg(&mut self, sku: &Sku) -> Result<(), Denied> {
        let waiting = self.waiting_now(sku);
        let supply = self.supply_now(sku).into_iter().filter(|(_, supply)| !supply.draft);
        let mut supply: Vec<_> = supply.collect();
        for (rank, waits) in &waiting {
            let pegs = take(&mut supply, sku, waits);
            if pegs != waits.pegs {
                self.set_pegs(sku, rank, pegs)?;
            }
        }
        Ok(())
    }

    fn set_pegs(&mut self, sku: &Sku, rank: &WaitingRank, pegs: Vec<Peg>) -> Result<(), Denied> {
        let Some(before) = self.order(&rank.order_id)? else { return Ok(()) };
        let mut after = before.clone();
        let line = after.lines.iter_mut().find(|line| line.line_id == rank.line_id);
        if let Some(line) = line {
            line.pegs.retain(|peg| peg.sku != *sku);
            line.pegs.extend(pegs);
            self.change_order(Some(before), after);
        }
        Ok(())
    }
}

/// Takes what a line waits for from what is to come and is not pegged yet.
fn take(supply: &mut [(SupplyRank, Supply)], sku: &Sku, waits: &Waiting) -> Vec<Peg> {
    let mut wanted = waits.per_unit.times(waits.units);
    let mut pegs = Vec::new();
    for (rank, supply) in supply {
        let bound_elsewhere = waits.only_at.as_ref().is_some_and(|at| *at != supply.warehouse);
        let quantity = wanted.at_most(supply.quantity);
        if bound_elsewhere || !quantity.is_positive() {
            continue;
        }
        supply.quantity -= quantity;
        wanted -= quantity;
        pegs.push(Peg {
            purchase_order: rank.purchase_order.clone(),
            line_id: rank.line_id.clone(),
            sku: sku.clone(),
            quantity,
            expected_at: Some(rank.expected_at).filter(|at| *at != Instant(i64::MAX)),
        });
        if wanted <= Quantity::ZERO {
            break;
        }
    }
    pegs
}
