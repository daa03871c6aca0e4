//! Goods come in, are counted, corrected, moved and lost.

use super::{Denied, Document, draft::Draft};
use crate::{
    amount::Quantity,
    event::{
        BackInStockRequested, StockAdjusted, StockAssembled, StockCostRevised, StockCounted,
        StockHeld, StockPolicy, StockPolicySet, StockReceived, StockReleased,
        StockReturnedToSupplier, StockTransferred, StockWrittenOff, TransferLeg, Unavailable,
    },
    facts::Movement,
    identity::{Sku, WarehouseId},
    state::{LevelChange, Spot, StockRule, Subscription},
};

fn on_hand(quantity: Quantity) -> LevelChange {
    LevelChange { on_hand: quantity, ..LevelChange::default() }
}

impl Draft<'_> {
    /// Whether the product says outright that no stock is kept of it.
    pub(super) fn is_untracked(&self, sku: &Sku) -> bool {
        let product = self.state.product(sku);
        product.and_then(|product| product.stock_policy) == Some(StockPolicy::Untracked)
    }

    /// Whether stock is kept of it, now that goods of it were seen.
    pub(super) fn change_if_kept(&self, sku: &Sku, change: LevelChange) -> Option<LevelChange> {
        (!self.is_untracked(sku)).then_some(change)
    }

    pub(super) fn stock_received(&mut self, body: &StockReceived) -> Result<(), Denied> {
        self.note_expiry(&body.sku, body.lot.as_ref(), body.expires_on)?;
        let change = self.change_if_kept(&body.sku, on_hand(body.quantity));
        let received = Movement::Received;
        let base = body.unit_cost.and_then(|cost| self.in_base(cost, body.currency));
        let row = self.movement(received, &body.sku, &body.warehouse, body.quantity, change);
        row.unit_cost = body.unit_cost;
        row.currency = body.currency;
        row.unit_cost_base = base;
        row.reference = body.purchase_order.as_deref().map(Into::into);
        (row.bin, row.lot) = (body.bin.clone(), body.lot.clone());
        Ok(())
    }

    pub(super) fn stock_counted(&mut self, body: &StockCounted) -> Result<(), Denied> {
        let named = Spot { bin: body.bin.clone(), lot: body.lot.clone() };
        let difference = body.quantity - self.units_at(&body.sku, &body.warehouse, &named);
        let change = self.change_if_kept(&body.sku, on_hand(difference));
        let quantity = if change.is_some() { difference } else { body.quantity };
        let row = self.movement(Movement::Counted, &body.sku, &body.warehouse, quantity, change);
        (row.bin, row.lot) = (body.bin.clone(), body.lot.clone());
        Ok(())
    }

    pub(super) fn stock_adjusted(&mut self, body: &StockAdjusted) -> Result<(), Denied> {
        let named = Spot { bin: body.bin.clone(), lot: body.lot.clone() };
        let there = self.units_at(&body.sku, &body.warehouse, &named);
        if let Some(expected) = body.expected.filter(|expected| *expected != there) {
            let message = format!("expected {expected} on hand, there are {there}");
            self.object("stock_changed", Some("expected".into()), message)?;
        }
        let new_figure = body.set_to.map(|set_to| set_to - there);
        let quantity = body.quantity.or(new_figure).unwrap_or_default();
        // A correction of a SKU that was never seen tells nothing of how much there is.
        let known = self.state.policy(&body.sku) != StockPolicy::Untracked;
        let change = known || body.set_to.is_some();
        let change = self.change_if_kept(&body.sku, on_hand(quantity)).filter(|_| change);
        if change.is_some() {
            self.not_below_zero(&body.sku, &body.warehouse, quantity, "quantity")?;
        }
        let base = body.unit_cost.and_then(|cost| self.in_base(cost, None));
        let row = self.movement(Movement::Adjusted, &body.sku, &body.warehouse, quantity, change);
        (row.unit_cost, row.unit_cost_base) = (body.unit_cost, base);
        (row.bin, row.lot) = (body.bin.clone(), body.lot.clone());
        Ok(())
    }

    /// Units on hand in a bin and of a lot; in the whole warehouse where none is named.
    fn units_at(&mut self, sku: &Sku, warehouse: &WarehouseId, named: &Spot) -> Quantity {
        match named.is_plain() {
            true => self.level(sku, warehouse).on_hand,
            false => self.shelf(sku, warehouse).units(|spot| spot.is_as(named)),
        }
    }

    pub(super) fn stock_written_off(&mut self, body: &StockWrittenOff) -> Result<(), Denied> {
        let quantity = -body.quantity;
        let tracked = self.state.policy(&body.sku) != StockPolicy::Untracked;
        if tracked {
            self.not_below_zero(&body.sku, &body.warehouse, quantity, "quantity")?;
        }
        let held = body.bucket.map(|bucket| LevelChange::of_bucket(bucket, quantity));
        if let Some(bucket) = body.bucket {
            self.must_be_held(&body.sku, &body.warehouse, bucket, body.quantity)?;
        }
        let change = LevelChange { on_hand: quantity, ..held.unwrap_or_default() };
        let change = tracked.then_some(change);
        let row = self.movement(Movement::WrittenOff, &body.sku, &body.warehouse, quantity, change);
        (row.bin, row.lot) = (body.bin.clone(), body.lot.clone());
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
            self.must_be_free(&body.sku, &body.from, quantity, "quantity")?;
        }
        // What is between two warehouses is in transit, and incoming at the second, until it is there.
        let transfer = body.transfer_id.as_str();
        let coming = LevelChange { incoming: there, in_transit: there, ..LevelChange::default() };
        let place = (body.bin.clone(), body.lot.clone());
        if *here.0 == body.to {
            let change = LevelChange { on_hand: quantity, ..coming };
            let row = self.movement(movement, &body.sku, &body.to, quantity, Some(change));
            row.reference = Some(transfer.into());
            (row.bin, row.lot) = place;
        } else {
            let row = self.movement(movement, &body.sku, here.0, -quantity, Some(here.1));
            row.reference = Some(transfer.into());
            (row.bin, row.lot) = place;
            let zero = Quantity::ZERO;
            let row = self.movement(movement, &body.sku, &body.to, zero, Some(coming));
            row.reference = Some(transfer.into());
        }
        Ok(())
    }

    pub(super) fn stock_cost_revised(&mut self, body: &StockCostRevised) -> Result<(), Denied> {
        let none = self.change_if_kept(&body.sku, LevelChange::default());
        let revised = Movement::CostRevised;
        let base = self.in_base(body.unit_cost, body.currency);
        let row = self.movement(revised, &body.sku, &body.warehouse, Quantity::ZERO, none);
        row.unit_cost = Some(body.unit_cost);
        row.currency = body.currency;
        row.unit_cost_base = base;
        Ok(())
    }

    /// What is moved on purpose must be free: on hand, not held, and not set aside for an order.
    fn must_be_free(
        &mut self,
        sku: &Sku,
        warehouse: &WarehouseId,
        quantity: Quantity,
        field: &str,
    ) -> Result<(), Denied> {
        let level = self.level(sku, warehouse);
        let free = level.available().at_least_zero();
        let allowed = self.state.policy_in(sku, warehouse) == StockPolicy::AllowNegative;
        if allowed || quantity <= free {
            return Ok(());
        }
        let on_hand = level.on_hand;
        let message = format!(
            "{quantity} of \"{sku}\" are to leave \"{warehouse}\", {free} are free to, of {on_hand} \
             on hand"
        );
        self.object("insufficient_stock", Some(field.into()), message)
    }

    /// Flags what is promised and no longer there: a loss or a count is a fact, and is not refused.
    pub(super) fn flag_oversold(&mut self) {
        let mut sold: Vec<String> = Vec::new();
        for (sku, levels) in &self.decision.levels {
            let before = self.levels_before.get(sku);
            for (name, level) in levels {
                let was = before.and_then(|it| it.iter().find(|(known, _)| known == name));
                let was = was.map(|(_, level)| level.available()).unwrap_or_default();
                let available = level.available();
                let allowed = self.state.policy_in(sku, name) == StockPolicy::AllowNegative;
                if available.is_negative() && available < was && !allowed {
                    sold.push(format!("oversold: \"{sku}\" in \"{name}\" by {}", -available));
                }
            }
        }
        sold.sort();
        self.decision.flags.extend(sold);
    }

    fn not_below_zero(
        &mut self,
        sku: &Sku,
        warehouse: &WarehouseId,
        change: Quantity,
        field: &str,
    ) -> Result<(), Denied> {
        let there = self.level(sku, warehouse).on_hand;
        let allowed = self.state.policy_in(sku, warehouse) == StockPolicy::AllowNegative;
        if allowed || change.is_positive() || !(there + change).is_negative() {
            return Ok(());
        }
        let message =
            format!("{} of \"{sku}\" are to leave \"{warehouse}\", {there} are on hand", -change);
        self.object("insufficient_stock", Some(field.into()), message)
    }

    pub(super) fn stock_held(&mut self, body: &StockHeld) -> Result<(), Denied> {
        let level = self.level(&body.sku, &body.warehouse);
        let free = level.on_hand - level.unavailable();
        if body.quantity > free {
            let message =
                format!("{} are to be held, {free} are there and not held", body.quantity);
            self.object("insufficient_stock", Some("quantity".into()), message)?;
        }
        let change = LevelChange::of_bucket(body.bucket, body.quantity);
        let change = self.change_if_kept(&body.sku, change);
        let held = Movement::Withheld;
        self.movement(held, &body.sku, &body.warehouse, Quantity::ZERO, change);
        Ok(())
    }

    pub(super) fn stock_released(&mut self, body: &StockReleased) -> Result<(), Denied> {
        self.must_be_held(&body.sku, &body.warehouse, body.bucket, body.quantity)?;
        let change = LevelChange::of_bucket(body.bucket, -body.quantity);
        let change = self.change_if_kept(&body.sku, change);
        let restored = Movement::Restored;
        self.movement(restored, &body.sku, &body.warehouse, Quantity::ZERO, change);
        Ok(())
    }

    pub(super) fn must_be_held(
        &mut self,
        sku: &Sku,
        warehouse: &WarehouseId,
        bucket: Unavailable,
        quantity: Quantity,
    ) -> Result<(), Denied> {
        let held = *self.level(sku, warehouse).bucket(bucket);
        if quantity <= held {
            return Ok(());
        }
        let message = format!("{held} of \"{sku}\" are held as {}", bucket.as_str());
        self.object("insufficient_stock", Some("quantity".into()), message)
    }

    /// A kit is put together: its components leave the stock, and take their worth into it.
    pub(super) fn stock_assembled(&mut self, body: &StockAssembled) -> Result<(), Denied> {
        for (index, part) in body.components.iter().enumerate() {
            let units = part.quantity.times(body.quantity);
            let field = format!("components[{index}].quantity");
            if self.is_kept(&part.sku) {
                self.must_be_free(&part.sku, &body.warehouse, units, &field)?;
            }
            let change = self.is_kept(&part.sku).then_some(on_hand(-units));
            let consumed = Movement::Consumed;
            let row = self.movement(consumed, &part.sku, &body.warehouse, -units, change);
            row.reference = Some(body.assembly_id.as_str().into());
        }
        let change = self.change_if_kept(&body.sku, on_hand(body.quantity));
        let made = Movement::Assembled;
        let row = self.movement(made, &body.sku, &body.warehouse, body.quantity, change);
        row.reference = Some(body.assembly_id.as_str().into());
        Ok(())
    }

    pub(super) fn stock_returned_to_supplier(
        &mut self,
        body: &StockReturnedToSupplier,
    ) -> Result<(), Denied> {
        let kept = self.is_kept(&body.sku);
        if kept {
            self.must_be_free(&body.sku, &body.warehouse, body.quantity, "quantity")?;
        }
        let change = kept.then_some(on_hand(-body.quantity));
        let back = Movement::ReturnedToSupplier;
        let row = self.movement(back, &body.sku, &body.warehouse, -body.quantity, change);
        row.reference = body.purchase_order.as_ref().map(|name| name.as_str().into());
        row.reference_line = body.line_id.as_ref().map(|name| name.as_str().into());
        let (Some(name), Some(line_id)) = (&body.purchase_order, &body.line_id) else {
            return Ok(());
        };
        let before = self.known_purchase(name)?;
        let mut after = before.clone();
        if let Some(line) = after.lines.iter_mut().find(|line| line.line_id == *line_id) {
            line.returned += body.quantity;
            self.change_purchase(Some(before), after);
        }
        Ok(())
    }

    pub(super) fn stock_policy_set(&mut self, body: &StockPolicySet) -> Result<(), Denied> {
        if body.stock_policy == Some(StockPolicy::Untracked) {
            let message = "whether stock is kept is a matter of the product".to_owned();
            return self.object("invalid_field", Some("stock_policy".into()), message);
        }
        let known = self.state.rule(&body.sku, &body.warehouse).map(|rule| (*rule).clone());
        let new = || StockRule::new(body.sku.clone(), body.warehouse.clone());
        let mut rule = known.unwrap_or_else(new);
        rule.set(body);
        self.decision.documents.push(Document::StockRule(rule));
        Ok(())
    }

    pub(super) fn back_in_stock_requested(
        &mut self,
        body: &BackInStockRequested,
    ) -> Result<(), Denied> {
        self.decision.subscribed.push(Subscription {
            sku: body.sku.clone(),
            email: body.email.clone(),
            customer_id: body.customer_id.clone(),
        });
        Ok(())
    }
}
