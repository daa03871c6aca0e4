//! A decision in the making.

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use super::{Decision, Denied, Recording, Refusal, StateRead, shelves::ShelfKey, subject};
use crate::{
    amount::{Money, Quantity},
    event::Body,
    facts::{EventRow, Movement, StatusChangeRow, StockMovementRow},
    identity::{Currency, OrderId, Sku, WarehouseId},
    state::{LevelChange, Order, OrderItem, Shelf, StockLevel},
    time::Instant,
};

/// Stock of a SKU in each warehouse, in the order of the names.
pub(super) type Levels = Vec<(WarehouseId, StockLevel)>;

/// A decision in the making: what it changed so far lies over the state.
pub(super) struct Draft<'a> {
    pub(super) state: &'a dyn StateRead,
    pub(super) at: Recording<'a>,
    pub(super) decision: Decision,
    /// Levels before the event, of SKUs that it changed.
    pub(super) levels_before: HashMap<Sku, Levels>,
    /// Bins and lots that this event was concerned with, as it has them so far.
    pub(super) shelves: BTreeMap<ShelfKey, Shelf>,
    /// Whether movements are being given their bins and lots.
    pub(super) shelving: bool,
    settled: bool,
}

impl<'a> Draft<'a> {
    pub(super) fn new(state: &'a dyn StateRead, at: Recording<'a>) -> Self {
        let (decision, levels_before, shelves) = Default::default();
        let (shelving, settled) = (false, false);
        Self { state, at, decision, levels_before, shelves, shelving, settled }
    }

    pub(super) fn body(&mut self, body: &Body) -> Result<(), Denied> {
        match body {
            Body::CartUpdated(body) => self.cart_updated(body),
            Body::CartAbandoned(body) => self.cart_abandoned(body),
            Body::OrderPlaced(body) => self.order_placed(body),
            Body::OrderEdited(body) => self.order_edited(body),
            Body::OrderApproved(body) => self.order_approved(&body.order_id),
            Body::OrderHeld(body) => self.order_held(&body.order_id),
            Body::OrderReleased(body) => self.order_released(&body.order_id),
            Body::OrderCancelled(body) => self.order_cancelled(body),
            Body::OrderClosed(body) => self.order_closed(&body.order_id),
            Body::PromiseMissed(body) => self.promise_missed(&body.order_id),
            Body::FulfilmentRequested(body) => self.fulfilment_requested(body),
            Body::FulfilmentAccepted(body) => self.fulfilment_accepted(body),
            Body::FulfilmentRejected(body) => self.fulfilment_rejected(body),
            Body::FulfilmentCancelled(body) => self.fulfilment_cancelled(body),
            Body::OrderPicked(body) => self.order_picked(body),
            Body::OrderPacked(body) => self.order_packed(body),
            Body::OrderShipped(body) => self.order_shipped(body),
            Body::OrderDelivered(body) => self.order_delivered(body),
            Body::OrderCollected(body) => self.order_collected(body),
            Body::PaymentAuthorized(body) => self.payment_authorized(body),
            Body::PaymentCaptured(body) => self.payment_captured(body),
            Body::PaymentRefunded(body) => self.payment_refunded(body),
            Body::PaymentFailed(body) => self.payment_failed(body),
            Body::PaymentVoided(body) => self.payment_voided(body),
            Body::PaymentExpired(body) => self.payment_expired(body),
            Body::PaymentDisputed(body) => self.payment_disputed(body),
            Body::PaymentDisputeWon(body) => self.payment_dispute_won(body),
            Body::PaymentDisputeLost(body) => self.payment_dispute_lost(body),
            Body::ReturnRequested(body) => self.return_requested(body),
            Body::ReturnApproved(body) => self.return_approved(body),
            Body::ReturnDeclined(body) => self.return_declined(body),
            Body::ReturnReceived(body) => self.return_received(body),
            Body::ReturnInspected(body) => self.return_inspected(body),
            Body::ReturnClosed(body) => self.return_closed(body),
            Body::ReturnPolicySet(body) => self.return_policy_set(body),
            other => self.goods(other),
        }
    }

    /// What has to do with goods, purchases and the catalogue rather than with one order.
    fn goods(&mut self, body: &Body) -> Result<(), Denied> {
        match body {
            Body::StockReceived(body) => self.stock_received(body),
            Body::StockCounted(body) => self.stock_counted(body),
            Body::StockAdjusted(body) => self.stock_adjusted(body),
            Body::StockMoved(body) => self.stock_moved(body),
            Body::StockExpired(body) => self.stock_expired(body),
            Body::StockTransferred(body) => self.stock_transferred(body),
            Body::StockWrittenOff(body) => self.stock_written_off(body),
            Body::StockCostRevised(body) => self.stock_cost_revised(body),
            Body::StockHeld(body) => self.stock_held(body),
            Body::StockReleased(body) => self.stock_released(body),
            Body::StockAssembled(body) => self.stock_assembled(body),
            Body::StockReturnedToSupplier(body) => self.stock_returned_to_supplier(body),
            Body::StockPolicySet(body) => self.stock_policy_set(body),
            Body::BackInStockRequested(body) => self.back_in_stock_requested(body),
            Body::PurchaseOrderPlaced(body) => self.purchase_order_placed(body),
            Body::PurchaseOrderSent(body) => self.purchase_order_sent(body),
            Body::PurchaseOrderConfirmed(body) => self.purchase_order_confirmed(body),
            Body::PurchaseOrderReceived(body) => self.purchase_order_received(body),
            Body::PurchaseOrderCancelled(body) => self.purchase_order_cancelled(body),
            Body::PurchaseOrderOverdue(body) => self.purchase_order_overdue(body),
            Body::PurchaseOrderClosed(body) => self.purchase_order_closed(body),
            Body::SupplierBillReceived(body) => self.supplier_bill_received(body),
            Body::SupplierPaid(body) => self.supplier_paid(body),
            Body::ProductSet(body) => self.product_set(body),
            Body::ProductRemoved(body) => self.product_removed(body),
            Body::PriceSet(body) => self.price_set(body),
            Body::WarehouseSet(body) => self.warehouse_set(body),
            Body::SupplierSet(body) => self.supplier_set(body),
            Body::CarrierSet(body) => self.carrier_set(body),
            Body::CustomerSet(body) => self.customer_set(body),
            Body::TaxRateSet(body) => self.tax_rate_set(body),
            Body::ExchangeRateSet(body) => self.exchange_rate_set(body),
            Body::ParkedEventApplied(body) => {
                self.settled = true;
                self.parked_event_applied(body)
            }
            // Those of an order were all taken before.
            _ => Ok(()),
        }
    }

    /// Refuses where the event asks; flags where it reports.
    pub(super) fn object(
        &mut self,
        code: &'static str,
        field: Option<String>,
        message: String,
    ) -> Result<(), Denied> {
        if self.at.asks() {
            return Err(Denied::Refused(Refusal { code, field, message }));
        }
        self.decision.flags.push(format!("{code}: {message}"));
        Ok(())
    }

    /// An order as this event has it so far.
    pub(super) fn order(&self, order_id: &OrderId) -> Result<Option<Order>, Denied> {
        let changed = self.decision.orders.iter().find(|(_, after)| after.order_id == *order_id);
        match changed {
            Some((_, after)) => Ok(Some(after.clone())),
            None => Ok(self.state.order(order_id)?),
        }
    }

    /// The order. One that is not known is refused where the event asks; a report waits for it.
    pub(super) fn known_order(&mut self, order_id: &OrderId) -> Result<Order, Denied> {
        if let Some(order) = self.order(order_id)?.filter(|order| order.cart.is_none()) {
            return Ok(order);
        }
        let message = format!("no order \"{order_id}\" is known");
        self.object("unknown_order", Some("order_id".into()), message)?;
        Err(Denied::Parked(super::parked::order_parent(order_id)))
    }

    /// Puts a changed order into the decision.
    pub(super) fn change_order(&mut self, before: Option<Order>, after: Order) {
        let orders = &mut self.decision.orders;
        match orders.iter_mut().find(|(_, known)| known.order_id == after.order_id) {
            Some((_, known)) => *known = after,
            None => orders.push((before, after)),
        }
    }

    /// Stock of a SKU as this event has it so far.
    pub(super) fn levels(&self, sku: &Sku) -> Levels {
        let changed = self.decision.levels.get(sku).cloned();
        changed.unwrap_or_else(|| self.state.levels(sku))
    }

    /// Stock of a SKU in a warehouse as this event has it so far.
    pub(super) fn level(&self, sku: &Sku, warehouse: &WarehouseId) -> StockLevel {
        let found = self.levels(sku).into_iter().find(|(name, _)| name == warehouse);
        found.map(|(_, level)| level).unwrap_or_default()
    }

    /// Adds a stock movement. Of a SKU whose stock is not kept only the quantity is recorded.
    pub(super) fn movement(
        &mut self,
        movement: Movement,
        sku: &Sku,
        warehouse: &WarehouseId,
        quantity: Quantity,
        change: Option<LevelChange>,
    ) -> &mut StockMovementRow {
        if let Some(change) = &change {
            self.change_level(sku, warehouse, change);
        }
        let tracked = change.is_some();
        let change = change.unwrap_or_default();
        let envelope = self.at.envelope();
        let row = StockMovementRow {
            lsn: self.at.lsn,
            event_id: envelope.event_id.clone(),
            source: envelope.source.clone(),
            movement,
            sku: sku.clone(),
            warehouse: warehouse.clone(),
            quantity,
            on_hand_change: change.on_hand,
            committed_change: change.committed,
            unavailable_change: change.unavailable(),
            incoming_change: change.incoming,
            backordered_change: change.backordered,
            tracked,
            unit_cost: None,
            currency: None,
            event_date: self.at.event_date(),
            occurred_at: self.at.occurred_at(),
            recorded_at: self.at.recorded_at,
            order_id: None,
            line_id: None,
            actor: envelope.actor.clone(),
            reason: envelope.reason.clone(),
            in_transit_change: change.in_transit,
            unavailable_reason: change.changed_bucket(),
            unit_cost_base: None,
            value_change: None,
            reference: None,
            reference_line: None,
            bin: None,
            lot: None,
        };
        let rows = &mut self.decision.rows.stock_movements;
        rows.push(row);
        let last = rows.len() - 1;
        &mut rows[last]
    }

    fn change_level(&mut self, sku: &Sku, warehouse: &WarehouseId, change: &LevelChange) {
        let levels = self.decision.levels.entry(sku.clone()).or_insert_with(|| {
            let levels = self.state.levels(sku);
            self.levels_before.insert(sku.clone(), levels.clone());
            levels
        });
        let place = match levels.binary_search_by(|(name, _)| name.cmp(warehouse)) {
            Ok(place) => place,
            Err(place) => {
                levels.insert(place, (warehouse.clone(), StockLevel::default()));
                place
            }
        };
        levels[place].1.apply(change);
    }

    /// Adds a movement of so many units of a line, for each SKU that they take from the stock.
    /// `change` is in units of the line; there is none where no stock is kept of it. What was kept
    /// when it was ordered is followed to its end, even if nobody wants to keep it any more.
    pub(super) fn line_movement(
        &mut self,
        movement: Movement,
        order_id: &OrderId,
        line: &OrderItem,
        warehouse: &WarehouseId,
        units: Quantity,
        change: Option<LevelChange>,
    ) {
        let whole = line.components.is_empty();
        let followed = |sku: &Sku| line.tracked || self.is_kept(sku);
        let kept: Vec<bool> =
            line.stock_of(Quantity::from(1)).map(|(sku, _)| followed(sku)).collect();
        for ((sku, each), kept) in line.stock_of(Quantity::from(1)).zip(kept) {
            let kept = change.filter(|_| kept);
            let (quantity, change) = match whole {
                true => (units, kept),
                false => (each.times(units), kept.map(|change| change.times(each))),
            };
            let row = self.movement(movement, sku, warehouse, quantity, change);
            row.order_id = Some(order_id.clone());
            row.line_id = Some(line.line_id.clone());
        }
    }

    /// A cost in the shop's currency, at the rate of now.
    pub(super) fn in_base(&self, cost: Money, currency: Option<Currency>) -> Option<Money> {
        let currency = currency.unwrap_or_else(|| self.state.base_currency());
        self.state.rate_to_base(currency).map(|rate| cost.converted(rate))
    }

    /// Does what follows from the change: goods that came fill what waits, what is to come is
    /// pegged, purchases are proposed. Then the changed orders are brought to their final form.
    pub(super) fn settle(&mut self) -> Result<(), Denied> {
        if std::mem::replace(&mut self.settled, true) {
            return Ok(());
        }
        self.shelve()?;
        self.fill_backorders()?;
        if subject(&self.at.event.body).0.is_none() {
            self.flag_oversold();
        }
        self.propose_purchases()?;
        self.peg_supply()?;
        self.tell_back_in_stock();
        self.settle_purchases();
        self.settle_orders();
        Ok(())
    }

    fn settle_purchases(&mut self) {
        for (_, after) in &mut self.decision.purchase_orders {
            after.lsn = self.at.lsn;
            after.changed_at = self.at.recorded_at;
        }
    }

    /// Gives each changed order its last marks, and records changes of status.
    fn settle_orders(&mut self) {
        let (spoken_of, _) = subject(&self.at.event.body);
        let mut orders = std::mem::take(&mut self.decision.orders);
        for (before, after) in &mut orders {
            after.lsn = self.at.lsn;
            after.changed_at = self.at.recorded_at;
            settle_picks(after);
            settle_promise(before.as_ref(), after);
            if spoken_of.as_ref() == Some(&after.order_id) {
                after.flags.extend(self.decision.flags.iter().cloned());
            }
            self.record_status(before.as_ref(), after);
        }
        self.decision.orders = orders;
    }

    fn record_status(&mut self, before: Option<&Order>, after: &mut Order) {
        let from_status = before.map(Order::status);
        let to_status = after.status();
        if from_status == Some(to_status) {
            return;
        }
        after.status_since = self.at.occurred_at();
        self.decision.rows.order_status_changes.push(StatusChangeRow {
            lsn: self.at.lsn,
            order_id: after.order_id.clone(),
            channel: after.channel.clone(),
            from_status,
            to_status,
            event_date: self.at.event_date(),
            occurred_at: self.at.occurred_at(),
            recorded_at: self.at.recorded_at,
            ordered_at: after.placed_at,
            actor: self.at.envelope().actor.clone(),
            reason: self.at.envelope().reason.clone(),
        });
    }

    pub(super) fn finish(mut self, payload: Arc<str>) -> Decision {
        let envelope = self.at.envelope();
        let (order_id, sku) = subject(&self.at.event.body);
        let flags = &self.decision.flags;
        self.decision.rows.events.push(EventRow {
            lsn: self.at.lsn,
            event_id: envelope.event_id.clone(),
            source: envelope.source.clone(),
            event_type: self.at.event.body.event_type().into(),
            occurred_at: self.at.occurred_at(),
            offset_seconds: envelope.occurred_at.offset().local_minus_utc().into(),
            recorded_at: self.at.recorded_at,
            event_date: self.at.event_date(),
            order_id,
            sku,
            flags: (!flags.is_empty()).then(|| flags.join("; ")),
            payload,
        });
        self.decision
    }
}

/// What was picked where it is not set aside any more has to be picked anew.
fn settle_picks(after: &mut Order) {
    for line in after.lines.iter_mut().filter(|line| line.tracked) {
        line.picked = line.picked.at_most(line.reserved() + line.shipped);
        line.packed = line.packed.at_most(line.picked);
    }
}

/// The promise of an order is the earliest of its open lines; a promise that moved is missed anew.
fn settle_promise(before: Option<&Order>, after: &mut Order) {
    let open = after.lines.iter().filter(|line| line.is_goods() && line.open().is_positive());
    let promised_at: Option<Instant> = open.filter_map(|line| line.promised_at).min();
    after.promised_at = promised_at;
    let moved = before.is_some_and(|before| before.promised_at != promised_at);
    if moved || !after.is_open() {
        after.late_since = None;
    }
}
