//! Goods come in, are counted, corrected, moved and lost.

use super::{Denied, Draft};
use crate::{
    amount::{Money, Quantity},
    event::{
        StockAdjusted, StockCostRevised, StockCounted, StockPolicy, StockReceived,
        StockTransferred, StockWrittenOff, TransferLeg,
    },
    facts::Movement,
    identity::{Currency, Sku, WarehouseId},
    state::LevelChange,
};

fn on_hand(quantity: Quantity) -> LevelChange {
    LevelChange { on_hand: quantity, ..LevelChange::default() }
}

impl Draft<'_> {
    /// Whether the product says outright that no stock is kept of it.
    fn is_untracked(&self, sku: &Sku) -> bool {
        let product = self.state.product(sku);
        product.and_then(|product| product.stock_policy) == Some(StockPolicy::Untracked)
    }

    /// Whether stock is kept of it, now that goods of it were seen.
    fn change_if_kept(&self, sku: &Sku, change: LevelChange) -> Option<LevelChange> {
        (!self.is_untracked(sku)).then_some(change)
    }

    pub(super) fn stock_received(&mut self, body: &StockReceived) -> Result<(), Denied> {
        let change = self.change_if_kept(&body.sku, on_hand(body.quantity));
        let received = Movement::Received;
        let base = body.unit_cost.and_then(|cost| self.in_base_currency(cost, body.currency));
        let row = self.movement(received, &body.sku, &body.warehouse, body.quantity, change);
        row.unit_cost = body.unit_cost;
        row.currency = body.currency;
        row.unit_cost_base = base;
        Ok(())
    }

    /// A cost in the shop's currency, which is also what is meant where none is named.
    fn in_base_currency(&self, cost: Money, currency: Option<Currency>) -> Option<Money> {
        let Some(currency) = currency else { return Some(cost) };
        self.state.rate_to_base(currency).map(|rate| cost.converted(rate))
    }

    pub(super) fn stock_counted(&mut self, body: &StockCounted) -> Result<(), Denied> {
        let level = self.state.level(&body.sku, &body.warehouse);
        let difference = body.quantity - level.on_hand;
        let change = self.change_if_kept(&body.sku, on_hand(difference));
        let quantity = if change.is_some() { difference } else { body.quantity };
        self.movement(Movement::Counted, &body.sku, &body.warehouse, quantity, change);
        Ok(())
    }

    pub(super) fn stock_adjusted(&mut self, body: &StockAdjusted) -> Result<(), Denied> {
        let level = self.state.level(&body.sku, &body.warehouse);
        if let Some(expected) = body.expected.filter(|expected| *expected != level.on_hand) {
            let message = format!("expected {expected} on hand, there are {}", level.on_hand);
            self.object("stock_changed", Some("expected".into()), message)?;
        }
        let new_figure = body.set_to.map(|set_to| set_to - level.on_hand);
        let quantity = body.quantity.or(new_figure).unwrap_or_default();
        // A correction of a SKU that was never seen tells nothing of how much there is.
        let known = self.state.policy(&body.sku) != StockPolicy::Untracked;
        let change = known || body.set_to.is_some();
        let change = self.change_if_kept(&body.sku, on_hand(quantity)).filter(|_| change);
        if change.is_some() {
            self.not_below_zero(&body.sku, &body.warehouse, quantity, "quantity")?;
        }
        self.movement(Movement::Adjusted, &body.sku, &body.warehouse, quantity, change);
        Ok(())
    }

    pub(super) fn stock_written_off(&mut self, body: &StockWrittenOff) -> Result<(), Denied> {
        let quantity = -body.quantity;
        let tracked = self.state.policy(&body.sku) != StockPolicy::Untracked;
        if tracked {
            self.not_below_zero(&body.sku, &body.warehouse, quantity, "quantity")?;
        }
        let change = tracked.then_some(on_hand(quantity));
        self.movement(Movement::WrittenOff, &body.sku, &body.warehouse, quantity, change);
        Ok(())
    }

    pub(super) fn stock_transferred(&mut self, body: &StockTransferred) -> Result<(), Denied> {
        let quantity = body.quantity;
        let (movement, here, there) = match body.leg {
            TransferLeg::Out => {
                (Movement::TransferredOut, (&body.from, on_hand(-quantity)), quantity)
            }
            TransferLeg::In => (Movement::TransferredIn, (&body.to, on_hand(quantity)), -quantity),
        };
        if self.state.policy(&body.sku) == StockPolicy::Untracked {
            let units = here.1.on_hand;
            self.movement(movement, &body.sku, here.0, units, None);
            return Ok(());
        }
        if body.leg == TransferLeg::Out {
            self.not_below_zero(&body.sku, &body.from, -quantity, "quantity")?;
        }
        // What is between two warehouses is incoming at the second until it gets there.
        let incoming = LevelChange { incoming: there, ..LevelChange::default() };
        if *here.0 == body.to {
            let change = LevelChange { incoming: there, ..here.1 };
            self.movement(movement, &body.sku, &body.to, quantity, Some(change));
        } else {
            self.movement(movement, &body.sku, here.0, -quantity, Some(here.1));
            self.movement(movement, &body.sku, &body.to, Quantity::ZERO, Some(incoming));
        }
        Ok(())
    }

    pub(super) fn stock_cost_revised(&mut self, body: &StockCostRevised) -> Result<(), Denied> {
        let none = self.change_if_kept(&body.sku, LevelChange::default());
        let revised = Movement::CostRevised;
        let base = self.in_base_currency(body.unit_cost, body.currency);
        let row = self.movement(revised, &body.sku, &body.warehouse, Quantity::ZERO, none);
        row.unit_cost = Some(body.unit_cost);
        row.currency = body.currency;
        row.unit_cost_base = base;
        Ok(())
    }

    fn not_below_zero(
        &mut self,
        sku: &Sku,
        warehouse: &WarehouseId,
        change: Quantity,
        field: &str,
    ) -> Result<(), Denied> {
        let there = self.state.level(sku, warehouse).on_hand;
        let allowed = self.state.policy(sku) == StockPolicy::AllowNegative;
        if allowed || change.is_positive() || !(there + change).is_negative() {
            return Ok(());
        }
        let message =
            format!("{} of \"{sku}\" are to leave \"{warehouse}\", {there} are on hand", -change);
        self.object("insufficient_stock", Some(field.into()), message)
    }
}
