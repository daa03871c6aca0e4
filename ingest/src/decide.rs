//! What an event changes: a pure function of the live state and the event.
//!
//! A decision is made before anything is touched, so a refused event leaves nothing behind, and
//! the same events in the same order always lead to the same state.

mod allocate;
mod amounts;
mod cancel;
mod catalogue;
mod fulfil;
mod order;
mod payment;
mod returns;
mod stock;

use std::sync::Arc;

use chrono_tz::Tz;
use rust_decimal::Decimal;

use crate::{
    amount::Quantity,
    event::{Body, Envelope, Event, LineQuantity, Mode, StockPolicy},
    facts::{EventRow, FactRows, Movement, StatusChangeRow, StockMovementRow},
    identity::{Currency, CustomerId, Lsn, OrderId, Sku, SupplierId, WarehouseId},
    state::{
        Customer, LevelChange, Order, OrderItem, Product, StockLevel, Supplier, TaxRate, Warehouse,
    },
    store::StoreError,
    time::{Day, Instant},
};

/// The state that decisions are made on.
pub(crate) trait StateRead {
    fn order(&self, order_id: &OrderId) -> Result<Option<Order>, StoreError>;
    fn customer(&self, customer_id: &CustomerId) -> Result<Option<Customer>, StoreError>;
    fn supplier(&self, supplier: &SupplierId) -> Result<Option<Supplier>, StoreError>;
    fn product(&self, sku: &Sku) -> Option<Arc<Product>>;
    fn warehouse(&self, warehouse: &WarehouseId) -> Option<Arc<Warehouse>>;
    /// Stock of a SKU in each warehouse that ever had some, in the order of the names.
    fn levels(&self, sku: &Sku) -> Vec<(WarehouseId, StockLevel)>;
    /// What one unit of a currency is worth in the shop's.
    fn rate_to_base(&self, currency: Currency) -> Option<Decimal>;

    fn level(&self, sku: &Sku, warehouse: &WarehouseId) -> StockLevel {
        let levels = self.levels(sku);
        let found = levels.into_iter().find(|(name, _)| name == warehouse);
        found.map(|(_, level)| level).unwrap_or_default()
    }

    /// The policy in force: what the product says, else `deny` once stock is known, else untracked.
    fn policy(&self, sku: &Sku) -> StockPolicy {
        let said = self.product(sku).and_then(|product| product.stock_policy);
        said.unwrap_or_else(|| {
            if self.levels(sku).is_empty() { StockPolicy::Untracked } else { StockPolicy::Deny }
        })
    }
}

/// Why the writer will not do what an event asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// A stable code.
    pub code: &'static str,
    /// The field that cannot be satisfied.
    pub field: Option<String>,
    /// What stands against it, with the figures that matter.
    pub message: String,
}

/// A refusal, or a store that failed while deciding.
#[derive(Debug)]
pub(crate) enum Denied {
    Refused(Refusal),
    Failed(StoreError),
}

impl From<StoreError> for Denied {
    fn from(error: StoreError) -> Self {
        Self::Failed(error)
    }
}

/// Where and when an event is being recorded.
#[derive(Clone, Copy)]
pub(crate) struct Recording<'a> {
    pub lsn: Lsn,
    pub recorded_at: Instant,
    pub zone: Tz,
    pub event: &'a Event,
}

impl Recording<'_> {
    fn envelope(&self) -> &Envelope {
        &self.event.envelope
    }

    fn occurred_at(&self) -> Instant {
        self.envelope().occurred_at.into()
    }

    fn event_date(&self) -> Day {
        self.occurred_at().day(self.zone)
    }

    fn asks(&self) -> bool {
        self.envelope().mode == Mode::Ask
    }
}

/// A catalogue document as it is from now on.
#[derive(Debug, Clone)]
pub(crate) enum Document {
    Product(Product),
    Warehouse(Warehouse),
    Supplier(Supplier),
    Customer(Customer),
    TaxRate(TaxRate),
    Rate { from: Currency, to: Currency, rate: Decimal },
}

/// Everything that an event changes.
#[derive(Debug, Default)]
pub(crate) struct Decision {
    /// The order as it was and as it is from now on.
    pub order: Option<(Option<Order>, Order)>,
    pub documents: Vec<Document>,
    pub rows: FactRows,
    pub flags: Vec<String>,
}

/// Decides on an event.
pub(crate) fn decide(
    state: &dyn StateRead,
    at: Recording<'_>,
    payload: Arc<str>,
) -> Result<Decision, Denied> {
    let mut draft = Draft { state, at, decision: Decision::default() };
    draft.body(&at.event.body)?;
    Ok(draft.finish(payload))
}

/// A decision in the making.
struct Draft<'a> {
    state: &'a dyn StateRead,
    at: Recording<'a>,
    decision: Decision,
}

impl Draft<'_> {
    fn body(&mut self, body: &Body) -> Result<(), Denied> {
        match body {
            Body::OrderPlaced(body) => self.order_placed(body),
            Body::OrderEdited(body) => self.order_edited(body),
            Body::OrderApproved(body) => self.order_approved(&body.order_id),
            Body::OrderHeld(body) => self.order_held(&body.order_id),
            Body::OrderReleased(body) => self.order_released(&body.order_id),
            Body::OrderCancelled(body) => self.order_cancelled(body),
            Body::FulfilmentRequested(body) => self.fulfilment_requested(body),
            Body::OrderPicked(body) => self.order_picked(body),
            Body::OrderPacked(body) => self.order_packed(body),
            Body::OrderShipped(body) => self.order_shipped(body),
            Body::OrderDelivered(body) => self.order_delivered(body),
            Body::PaymentAuthorized(body) => self.payment_authorized(body),
            Body::PaymentCaptured(body) => self.payment_captured(body),
            Body::PaymentRefunded(body) => self.payment_refunded(body),
            Body::PaymentFailed(body) => self.payment_failed(body),
            Body::PaymentVoided(body) => self.payment_voided(body),
            Body::ReturnRequested(body) => self.return_requested(body),
            Body::ReturnApproved(body) => self.return_approved(body),
            Body::ReturnReceived(body) => self.return_received(body),
            Body::StockReceived(body) => self.stock_received(body),
            Body::StockCounted(body) => self.stock_counted(body),
            Body::StockAdjusted(body) => self.stock_adjusted(body),
            Body::StockTransferred(body) => self.stock_transferred(body),
            Body::StockWrittenOff(body) => self.stock_written_off(body),
            Body::StockCostRevised(body) => self.stock_cost_revised(body),
            Body::ProductSet(body) => self.product_set(body),
            Body::ProductRemoved(body) => self.product_removed(body),
            Body::PriceSet(body) => self.price_set(body),
            Body::WarehouseSet(body) => self.warehouse_set(body),
            Body::SupplierSet(body) => self.supplier_set(body),
            Body::CustomerSet(body) => self.customer_set(body),
            Body::TaxRateSet(body) => self.tax_rate_set(body),
            Body::ExchangeRateSet(body) => self.exchange_rate_set(body),
        }
    }

    /// Refuses where the event asks; flags where it reports.
    fn object(
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

    /// The order, or `None` where a report speaks of one that is not known.
    fn known_order(&mut self, order_id: &OrderId) -> Result<Option<Order>, Denied> {
        let order = self.state.order(order_id)?;
        if order.is_none() {
            let message = format!("no order \"{order_id}\" is known");
            self.object("unknown_order", Some("order_id".into()), message)?;
        }
        Ok(order)
    }

    /// Puts a changed order into the decision, with what was flagged so far.
    fn change_order(&mut self, before: Option<Order>, mut after: Order) {
        after.lsn = self.at.lsn;
        after.changed_at = self.at.recorded_at;
        let open = after.lines.iter().filter(|line| line.is_goods() && line.open().is_positive());
        after.promised_at = open.filter_map(|line| line.promised_at).min();
        after.flags.extend(self.decision.flags.iter().cloned());
        let from_status = before.as_ref().map(Order::status);
        let to_status = after.status();
        if from_status != Some(to_status) {
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
        self.decision.order = Some((before, after));
    }

    /// Adds a stock movement. Of a SKU whose stock is not kept only the quantity is recorded.
    fn movement(
        &mut self,
        movement: Movement,
        sku: &Sku,
        warehouse: &WarehouseId,
        quantity: Quantity,
        change: Option<LevelChange>,
    ) -> &mut StockMovementRow {
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
            unavailable_change: change.unavailable,
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
            in_transit_change: Quantity::ZERO,
            unavailable_reason: None,
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

    /// Adds a movement for a line of an order.
    fn line_movement(
        &mut self,
        movement: Movement,
        order_id: &OrderId,
        line: &OrderItem,
        warehouse: &WarehouseId,
        quantity: Quantity,
        change: Option<LevelChange>,
    ) {
        let row = self.movement(movement, &line.sku, warehouse, quantity, change);
        row.order_id = Some(order_id.clone());
        row.line_id = Some(line.line_id.clone());
    }

    fn finish(mut self, payload: Arc<str>) -> Decision {
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

/// What an event speaks of.
pub(crate) fn subject(body: &Body) -> (Option<OrderId>, Option<Sku>) {
    macro_rules! order {
        ($body:expr) => {
            (Some($body.order_id.clone()), None)
        };
    }
    macro_rules! sku {
        ($body:expr) => {
            (None, Some($body.sku.clone()))
        };
    }
    match body {
        Body::OrderPlaced(body) => order!(body),
        Body::OrderEdited(body) => order!(body),
        Body::OrderApproved(body) => order!(body),
        Body::OrderHeld(body) => order!(body),
        Body::OrderReleased(body) => order!(body),
        Body::OrderCancelled(body) => order!(body),
        Body::FulfilmentRequested(body) => order!(body),
        Body::OrderPicked(body) => order!(body),
        Body::OrderPacked(body) => order!(body),
        Body::OrderShipped(body) => order!(body),
        Body::OrderDelivered(body) => order!(body),
        Body::PaymentAuthorized(body) => order!(body),
        Body::PaymentCaptured(body) => order!(body),
        Body::PaymentRefunded(body) => order!(body),
        Body::PaymentFailed(body) => order!(body),
        Body::PaymentVoided(body) => order!(body),
        Body::ReturnRequested(body) => order!(body),
        Body::ReturnApproved(body) => order!(body),
        Body::ReturnReceived(body) => (body.order_id.clone(), None),
        Body::StockReceived(body) => sku!(body),
        Body::StockCounted(body) => sku!(body),
        Body::StockAdjusted(body) => sku!(body),
        Body::StockTransferred(body) => sku!(body),
        Body::StockWrittenOff(body) => sku!(body),
        Body::StockCostRevised(body) => sku!(body),
        Body::ProductSet(body) => sku!(body),
        Body::ProductRemoved(body) => sku!(body),
        Body::PriceSet(body) => sku!(body),
        Body::WarehouseSet(_)
        | Body::SupplierSet(_)
        | Body::CustomerSet(_)
        | Body::TaxRateSet(_)
        | Body::ExchangeRateSet(_) => (None, None),
    }
}

/// The lines that an event names, with their places in the order; all that is left without lines.
fn named_lines(
    draft: &mut Draft<'_>,
    order: &Order,
    named: Option<&[LineQuantity]>,
    left: fn(&OrderItem) -> Quantity,
    what: &str,
) -> Result<Vec<(usize, Quantity)>, Denied> {
    let Some(named) = named else {
        let lines = order.lines.iter().enumerate();
        let all: Vec<_> = lines.map(|(place, line)| (place, left(line))).collect();
        let all: Vec<_> = all.into_iter().filter(|(_, quantity)| quantity.is_positive()).collect();
        if all.is_empty() {
            let message = format!("nothing of order \"{}\" is left to be {what}", order.order_id);
            draft.object("invalid_transition", None, message)?;
        }
        return Ok(all);
    };
    let mut found = Vec::with_capacity(named.len());
    for (index, wanted) in named.iter().enumerate() {
        let Some(place) = order.lines.iter().position(|line| line.line_id == wanted.line_id) else {
            let message =
                format!("order \"{}\" has no line \"{}\"", order.order_id, wanted.line_id);
            draft.object("unknown_line", Some(format!("lines[{index}].line_id")), message)?;
            continue;
        };
        let left = left(&order.lines[place]).at_least_zero();
        if wanted.quantity > left {
            let line = &wanted.line_id;
            let message =
                format!("{} of line \"{line}\" are to be {what}, {left} are left", wanted.quantity);
            draft.object(
                "invalid_transition",
                Some(format!("lines[{index}].quantity")),
                message,
            )?;
        }
        found.push((place, wanted.quantity.at_most(left)));
    }
    found.retain(|(_, quantity)| quantity.is_positive());
    Ok(found)
}
