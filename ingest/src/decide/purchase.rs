//! Goods are bought, come in, are turned away, billed and paid.

use chrono::TimeDelta;

use super::{Denied, draft::Draft, parked::purchase_parent};
use crate::{
    amount::Quantity,
    event::{
        PurchaseLine, PurchaseOrderCancelled, PurchaseOrderClosed, PurchaseOrderConfirmed,
        PurchaseOrderOverdue, PurchaseOrderPlaced, PurchaseOrderReceived, PurchaseOrderSent,
        ReceivedLine,
    },
    facts::Movement,
    identity::{PurchaseOrderId, SupplierId, WarehouseId},
    state::{LevelChange, PurchaseItem, PurchaseOrder, PurchaseStatus, Supplier},
    time::Instant,
};

impl Draft<'_> {
    /// A purchase order as this event has it so far.
    pub(super) fn purchase(&self, name: &PurchaseOrderId) -> Result<Option<PurchaseOrder>, Denied> {
        let mut changed = self.decision.purchase_orders.iter();
        match changed.find(|(_, after)| after.purchase_order == *name) {
            Some((_, after)) => Ok(Some(after.clone())),
            None => Ok(self.state.purchase_order(name)?),
        }
    }

    /// The purchase order. One that is not known is refused where the event asks; a report waits.
    pub(super) fn known_purchase(
        &mut self,
        name: &PurchaseOrderId,
    ) -> Result<PurchaseOrder, Denied> {
        if let Some(purchase) = self.purchase(name)? {
            return Ok(purchase);
        }
        let message = format!("no purchase order \"{name}\" is known");
        self.object("unknown_purchase_order", Some("purchase_order".into()), message)?;
        Err(Denied::Parked(purchase_parent(name)))
    }

    /// Puts a changed purchase order into the decision.
    pub(super) fn change_purchase(&mut self, before: Option<PurchaseOrder>, after: PurchaseOrder) {
        let purchases = &mut self.decision.purchase_orders;
        match purchases.iter_mut().find(|(_, it)| it.purchase_order == after.purchase_order) {
            Some((_, known)) => *known = after,
            None => purchases.push((before, after)),
        }
    }

    pub(super) fn purchase_order_placed(
        &mut self,
        body: &PurchaseOrderPlaced,
    ) -> Result<(), Denied> {
        if self.purchase(&body.purchase_order)?.is_some() {
            let message = format!("purchase order \"{}\" is already there", body.purchase_order);
            return self.object("order_exists", Some("purchase_order".into()), message);
        }
        let now = self.at.occurred_at();
        let expected_at = body.expected_at.map(Instant::from);
        let currency = body.currency.unwrap_or_else(|| self.state.base_currency());
        let (name, place) = (body.purchase_order.clone(), body.warehouse.clone());
        let mut purchase = PurchaseOrder {
            supplier: body.supplier.clone(),
            lines: body.lines.iter().map(|line| item(line, expected_at)).collect(),
            ..PurchaseOrder::draft(name, place, currency, now)
        };
        if !body.draft {
            self.send(&mut purchase)?;
        }
        self.change_purchase(None, purchase);
        Ok(())
    }

    pub(super) fn purchase_order_sent(&mut self, body: &PurchaseOrderSent) -> Result<(), Denied> {
        let before = self.known_purchase(&body.purchase_order)?;
        if !before.is_draft() {
            return self.not_now(&before, "sent");
        }
        let mut after = before.clone();
        self.send(&mut after)?;
        self.change_purchase(Some(before), after);
        Ok(())
    }

    /// The supplier is told: what it is to bring is on its way from now on.
    fn send(&mut self, purchase: &mut PurchaseOrder) -> Result<(), Denied> {
        purchase.sent_at = Some(self.at.occurred_at());
        let supplier = self.known_supplier(purchase.supplier.as_ref())?;
        let days = supplier.and_then(|supplier| supplier.lead_time_days);
        let usual = days.map(|days| self.at.occurred_at().utc() + TimeDelta::days(days.into()));
        for line in &mut purchase.lines {
            line.expected_at = line.expected_at.or(usual.map(Instant::from));
        }
        for line in purchase.lines.clone() {
            self.change_incoming(purchase, &line, Movement::PurchaseOrdered, line.open());
        }
        Ok(())
    }

    fn known_supplier(&self, name: Option<&SupplierId>) -> Result<Option<Supplier>, Denied> {
        Ok(name.map(|name| self.state.supplier(name)).transpose()?.flatten())
    }

    /// Changes what is to come.
    fn change_incoming(
        &mut self,
        purchase: &PurchaseOrder,
        line: &PurchaseItem,
        movement: Movement,
        quantity: Quantity,
    ) {
        if quantity.is_zero() {
            return;
        }
        let change = LevelChange { incoming: quantity, ..LevelChange::default() };
        self.purchase_movement(purchase, line, (movement, &purchase.warehouse), quantity, change);
    }

    fn purchase_movement(
        &mut self,
        purchase: &PurchaseOrder,
        line: &PurchaseItem,
        (movement, warehouse): (Movement, &WarehouseId),
        quantity: Quantity,
        change: LevelChange,
    ) -> &mut crate::facts::StockMovementRow {
        let change = self.change_if_kept(&line.sku, change);
        let row = self.movement(movement, &line.sku, warehouse, quantity, change);
        row.reference = Some(purchase.purchase_order.as_str().into());
        row.reference_line = Some(line.line_id.as_str().into());
        row
    }

    pub(super) fn purchase_order_confirmed(
        &mut self,
        body: &PurchaseOrderConfirmed,
    ) -> Result<(), Denied> {
        let before = self.known_purchase(&body.purchase_order)?;
        let mut after = before.clone();
        if before.is_draft() {
            self.send(&mut after)?;
        } else if !before.is_open() {
            return self.not_now(&before, "confirmed");
        }
        after.confirmed_at = Some(self.at.occurred_at());
        if let Some(expected_at) = body.expected_at {
            let open = after.lines.iter_mut().filter(|line| line.open().is_positive());
            open.for_each(|line| line.expected_at = Some(expected_at.into()));
        }
        for (index, said) in body.lines.iter().flatten().enumerate() {
            match after.lines.iter_mut().find(|line| line.line_id == said.line_id) {
                Some(line) => line.expected_at = Some(said.expected_at.into()),
                None => self.no_line(&before, index, said.line_id.as_str())?,
            }
        }
        if after.expected_at() != before.expected_at() {
            after.overdue_since = None;
        }
        self.change_purchase(Some(before), after);
        Ok(())
    }

    pub(super) fn purchase_order_received(
        &mut self,
        body: &PurchaseOrderReceived,
    ) -> Result<(), Denied> {
        let before = self.known_purchase(&body.purchase_order)?;
        let mut after = before.clone();
        if before.is_draft() {
            let message = "it is a draft: send purchase_order_sent first".to_owned();
            self.object("invalid_transition", None, message)?;
            self.send(&mut after)?;
        }
        let said = body.lines.clone().unwrap_or_else(|| all_open(&after));
        if said.is_empty() {
            return self.not_now(&before, "received");
        }
        let place = body.warehouse.clone().unwrap_or_else(|| before.warehouse.clone());
        for (index, said) in said.iter().enumerate() {
            match after.lines.iter().position(|line| line.line_id == said.line_id) {
                Some(at) => self.receive_line(&mut after, at, said, (index, &place))?,
                None => self.no_line(&before, index, said.line_id.as_str())?,
            }
        }
        self.measure_lead_time(&before, &after)?;
        self.change_purchase(Some(before), after);
        Ok(())
    }

    fn receive_line(
        &mut self,
        purchase: &mut PurchaseOrder,
        at: usize,
        said: &ReceivedLine,
        (index, place): (usize, &WarehouseId),
    ) -> Result<(), Denied> {
        let open = purchase.lines[at].open();
        let came = said.quantity + said.rejected;
        if came > open {
            let message = format!("{came} came, {open} are still to come");
            self.object("invalid_transition", Some(format!("lines[{index}].quantity")), message)?;
        }
        let line = &mut purchase.lines[at];
        line.received += said.quantity;
        line.rejected += said.rejected;
        line.received_at = Some(self.at.occurred_at());
        let line = line.clone();
        // What came beyond what was to come was never incoming.
        let expected = open.at_most(came);
        let turned_away = expected.at_most(said.rejected);
        if said.rejected.is_positive() {
            self.change_incoming(purchase, &line, Movement::Rejected, -turned_away);
        }
        let taken_in = expected - turned_away;
        if said.quantity.is_positive() {
            self.take_in(purchase, &line, said, place, taken_in)?;
        }
        Ok(())
    }

    fn take_in(
        &mut self,
        purchase: &PurchaseOrder,
        line: &PurchaseItem,
        said: &ReceivedLine,
        place: &WarehouseId,
        expected: Quantity,
    ) -> Result<(), Denied> {
        self.note_expiry(&line.sku, said.lot.as_ref(), said.expires_on)?;
        let base = self.in_base(line.unit_cost, Some(purchase.currency));
        let here = *place == purchase.warehouse;
        let incoming = if here { -expected } else { Quantity::ZERO };
        let change = LevelChange { on_hand: said.quantity, incoming, ..LevelChange::default() };
        let received = (Movement::Received, place);
        let row = self.purchase_movement(purchase, line, received, said.quantity, change);
        row.unit_cost = Some(line.unit_cost);
        row.currency = Some(purchase.currency);
        row.unit_cost_base = base;
        (row.bin, row.lot) = (said.bin.clone(), said.lot.clone());
        if !here {
            self.change_incoming(purchase, line, Movement::PurchaseCancelled, -expected);
        }
        Ok(())
    }

    /// Counts how long the supplier took, line by line, as each is complete.
    fn measure_lead_time(
        &mut self,
        before: &PurchaseOrder,
        after: &PurchaseOrder,
    ) -> Result<(), Denied> {
        let Some(mut supplier) = self.known_supplier(after.supplier.as_ref())? else {
            return Ok(());
        };
        let Some(sent_at) = after.sent_at else { return Ok(()) };
        let now = self.at.occurred_at();
        let was_open = |at: usize| before.lines.get(at).is_some_and(|line| !line.open().is_zero());
        let done = after.lines.iter().enumerate();
        let done = done.filter(|(at, line)| was_open(*at) && line.open().is_zero());
        for (_, line) in done {
            let hours = u64::try_from((now.0 - sent_at.0) / 3_600_000_000).unwrap_or(0);
            supplier.lead_times.lines += 1;
            supplier.lead_times.on_time += u64::from(line.expected_at.is_none_or(|at| now <= at));
            supplier.lead_times.hours += hours;
            supplier.lead_times.squared_hours += hours * hours;
        }
        self.decision.documents.push(super::Document::Supplier(supplier));
        Ok(())
    }

    pub(super) fn purchase_order_cancelled(
        &mut self,
        body: &PurchaseOrderCancelled,
    ) -> Result<(), Denied> {
        let before = self.known_purchase(&body.purchase_order)?;
        let mut after = before.clone();
        let Some(lines) = &body.lines else {
            if before.lines.iter().all(|line| line.open().is_zero()) {
                return self.not_now(&before, "cancelled");
            }
            self.cancel_open(&mut after);
            self.change_purchase(Some(before), after);
            return Ok(());
        };
        for (index, said) in lines.iter().enumerate() {
            let Some(at) = after.lines.iter().position(|line| line.line_id == said.line_id) else {
                self.no_line(&before, index, said.line_id.as_str())?;
                continue;
            };
            let open = after.lines[at].open();
            if said.quantity > open {
                let message = format!("{} are to be cancelled, {open} are to come", said.quantity);
                let field = Some(format!("lines[{index}].quantity"));
                self.object("invalid_transition", field, message)?;
            }
            self.cancel_units(&mut after, at, said.quantity.at_most(open));
        }
        self.change_purchase(Some(before), after);
        Ok(())
    }

    fn cancel_open(&mut self, purchase: &mut PurchaseOrder) {
        for at in 0..purchase.lines.len() {
            let open = purchase.lines[at].open();
            self.cancel_units(purchase, at, open);
        }
    }

    fn cancel_units(&mut self, purchase: &mut PurchaseOrder, at: usize, units: Quantity) {
        purchase.lines[at].cancelled += units;
        // A draft brings nothing, so nothing is lost with it.
        if purchase.sent_at.is_some() {
            let line = purchase.lines[at].clone();
            self.change_incoming(purchase, &line, Movement::PurchaseCancelled, -units);
        }
    }

    pub(super) fn purchase_order_closed(
        &mut self,
        body: &PurchaseOrderClosed,
    ) -> Result<(), Denied> {
        let before = self.known_purchase(&body.purchase_order)?;
        let mut after = before.clone();
        self.cancel_open(&mut after);
        after.closed_at = Some(self.at.occurred_at());
        self.change_purchase(Some(before), after);
        Ok(())
    }

    /// Marks a purchase order that is late.
    pub(super) fn purchase_order_overdue(
        &mut self,
        body: &PurchaseOrderOverdue,
    ) -> Result<(), Denied> {
        let before = self.known_purchase(&body.purchase_order)?;
        let after = PurchaseOrder { overdue_since: before.expected_at(), ..before.clone() };
        if before.is_open() && before.overdue_since.is_none() {
            self.change_purchase(Some(before), after);
        }
        Ok(())
    }

    fn not_now(&mut self, purchase: &PurchaseOrder, what: &str) -> Result<(), Denied> {
        let (name, status) = (&purchase.purchase_order, purchase.status().as_str());
        let message = format!("purchase order \"{name}\" is {status}: it cannot be {what}");
        self.object("invalid_transition", None, message)
    }

    pub(super) fn no_line(
        &mut self,
        purchase: &PurchaseOrder,
        index: usize,
        line_id: &str,
    ) -> Result<(), Denied> {
        let name = &purchase.purchase_order;
        let message = format!("purchase order \"{name}\" has no line \"{line_id}\"");
        self.object("unknown_line", Some(format!("lines[{index}].line_id")), message)
    }
}

fn item(line: &PurchaseLine, expected_at: Option<Instant>) -> PurchaseItem {
    let expected_at = line.expected_at.map(Instant::from).or(expected_at);
    let (line_id, sku) = (line.line_id.clone(), line.sku.clone());
    PurchaseItem { expected_at, ..PurchaseItem::new(line_id, sku, line.quantity, line.unit_cost) }
}

fn all_open(purchase: &PurchaseOrder) -> Vec<ReceivedLine> {
    let lines = purchase.lines.iter().filter(|line| line.open().is_positive());
    let lines = lines.filter(|_| purchase.status() != PurchaseStatus::Closed);
    lines
        .map(|line| ReceivedLine {
            line_id: line.line_id.clone(),
            quantity: line.open(),
            rejected: Quantity::ZERO,
            bin: None,
            lot: None,
            expires_on: None,
        })
        .collect()
}
