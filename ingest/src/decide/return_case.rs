//! The life of a return: asked for, agreed to or declined, received, looked at, closed.

use chrono::TimeDelta;

use super::{Denied, Document, draft::Draft, lines::named_lines, returns::returnable};
use crate::{
    amount::Quantity,
    event::{
        Disposition, InspectedLine, ReturnApproved, ReturnClosed, ReturnDeclined, ReturnInspected,
        ReturnPolicySet, ReturnRequested, Unavailable,
    },
    facts::Movement,
    identity::{LineId, ReturnId, WarehouseId},
    state::{LevelChange, Order, OrderItem, ReturnCase, ReturnCaseLine, ReturnPolicy},
    time::Instant,
};

impl Draft<'_> {
    pub(super) fn return_requested(&mut self, body: &ReturnRequested) -> Result<(), Denied> {
        let before = self.known_order(&body.order_id)?;
        let lines = named_lines(self, &before, body.lines.as_deref(), returnable, "returned")?;
        if before.returns.iter().any(|case| case.return_id.as_ref() == Some(&body.return_id)) {
            let message = format!("return \"{}\" is already there", body.return_id);
            return self.object("return_exists", Some("return_id".into()), message);
        }
        self.within_policy(&before, &lines)?;
        let mut after = before.clone();
        let asked = lines.iter().map(|&(place, quantity)| ReturnCaseLine {
            requested: quantity,
            ..ReturnCaseLine::new(after.lines[place].line_id.clone())
        });
        let case = ReturnCase {
            requested_at: Some(self.at.occurred_at()),
            reason: self.at.envelope().reason.clone(),
            resolution: body.resolution,
            lines: asked.collect(),
            ..ReturnCase::new(Some(body.return_id.clone()))
        };
        after.returns.push(case);
        self.change_order(Some(before), after);
        Ok(())
    }

    /// A return is asked for in time, and for a reason that the shop's policy names.
    fn within_policy(&mut self, order: &Order, lines: &[(usize, Quantity)]) -> Result<(), Denied> {
        let Some(policy) = self.state.return_policy() else { return Ok(()) };
        let reason = self.at.envelope().reason.clone().unwrap_or_default();
        if !policy.reasons.is_empty() && !policy.reasons.contains(&reason) {
            let message =
                format!("expected one of {}, got \"{reason}\"", policy.reasons.join(", "));
            self.object("return_reason", Some("reason".into()), message)?;
        }
        for (index, (place, _)) in lines.iter().enumerate() {
            let Some(since) = arrived(order, &order.lines[*place]) else { continue };
            let until = since.utc() + TimeDelta::days(policy.days.into());
            if self.at.occurred_at() > Instant::from(until) {
                let message = format!("goods are taken back until {until}, {} days", policy.days);
                let field = Some(format!("lines[{index}].line_id"));
                self.object("return_window_closed", field, message)?;
            }
        }
        Ok(())
    }

    pub(super) fn return_approved(&mut self, body: &ReturnApproved) -> Result<(), Denied> {
        let now = self.at.occurred_at();
        self.change_case((&body.order_id, &body.return_id), |case| case.approved_at = Some(now))
    }

    pub(super) fn return_declined(&mut self, body: &ReturnDeclined) -> Result<(), Denied> {
        let now = self.at.occurred_at();
        self.change_case((&body.order_id, &body.return_id), |case| case.declined_at = Some(now))
    }

    pub(super) fn return_closed(&mut self, body: &ReturnClosed) -> Result<(), Denied> {
        let now = self.at.occurred_at();
        self.change_case((&body.order_id, &body.return_id), |case| case.closed_at = Some(now))
    }

    fn change_case(
        &mut self,
        (order_id, return_id): (&crate::identity::OrderId, &ReturnId),
        change: impl FnOnce(&mut ReturnCase),
    ) -> Result<(), Denied> {
        let before = self.known_order(order_id)?;
        let mut after = before.clone();
        let found = after.returns.iter().position(|it| it.return_id.as_ref() == Some(return_id));
        let open = found.filter(|at| after.returns[*at].is_open());
        if open.is_none() {
            let message = format!("no open return \"{return_id}\" is known");
            self.object("unknown_return", Some("return_id".into()), message)?;
        }
        // A report of one that nobody asked for stands for its request too.
        let at = found.unwrap_or_else(|| {
            after.returns.push(ReturnCase::new(Some(return_id.clone())));
            after.returns.len() - 1
        });
        change(&mut after.returns[at]);
        self.change_order(Some(before), after);
        Ok(())
    }

    /// The case that goods came back by; one of its own for goods that came unannounced.
    pub(super) fn case_received(&self, order: &mut Order, return_id: Option<&ReturnId>) -> usize {
        let known = |case: &ReturnCase| match return_id {
            Some(name) => case.return_id.as_ref() == Some(name),
            None => case.is_open() && case.return_id.is_some(),
        };
        let at = order.returns.iter().position(known).unwrap_or_else(|| {
            order.returns.push(ReturnCase::new(return_id.cloned()));
            order.returns.len() - 1
        });
        let case = &mut order.returns[at];
        case.received_at = Some(self.at.occurred_at());
        // What was said when it was asked for stays.
        case.reason = case.reason.take().or_else(|| self.at.envelope().reason.clone());
        at
    }

    pub(super) fn return_inspected(&mut self, body: &ReturnInspected) -> Result<(), Denied> {
        let before = self.known_order(&body.order_id)?;
        let mut after = before.clone();
        let named = |case: &ReturnCase| case.return_id.as_ref() == Some(&body.return_id);
        let Some(case) = after.returns.iter().position(named) else {
            let message = format!("no return \"{}\" is known", body.return_id);
            return self.object("unknown_return", Some("return_id".into()), message);
        };
        after.returns[case].inspected_at = Some(self.at.occurred_at());
        for (index, seen) in body.lines.iter().enumerate() {
            self.inspect_line(&mut after, case, index, seen)?;
        }
        self.change_order(Some(before), after);
        Ok(())
    }

    fn inspect_line(
        &mut self,
        order: &mut Order,
        case: usize,
        index: usize,
        seen: &InspectedLine,
    ) -> Result<(), Denied> {
        let lines = &mut order.returns[case].lines;
        let Some(line) = lines.iter_mut().find(|line| line.line_id == seen.line_id) else {
            let message = format!("nothing of line \"{}\" came back by it", seen.line_id);
            return self.object("unknown_line", Some(format!("lines[{index}].line_id")), message);
        };
        let left = line.received - line.accepted - line.rejected;
        if seen.accepted + seen.rejected > left {
            let message = format!("{left} are left to be looked at");
            let field = Some(format!("lines[{index}].accepted"));
            self.object("invalid_transition", field, message)?;
        }
        line.accepted += seen.accepted;
        line.rejected += seen.rejected;
        let (held, place) =
            (line.disposition == Disposition::QualityControl, line.warehouse.clone());
        let item = order.lines.iter().find(|line| line.line_id == seen.line_id).cloned();
        if let (true, Some(place), Some(item)) = (held, place, item) {
            self.leave_quality_control(order, &item, &place, (seen.accepted, seen.disposition));
            let damaged = (seen.rejected, Disposition::Damaged);
            self.leave_quality_control(order, &item, &place, damaged);
        }
        Ok(())
    }

    /// Goods that were inspected go where they belong.
    fn leave_quality_control(
        &mut self,
        order: &Order,
        line: &OrderItem,
        place: &WarehouseId,
        (units, disposition): (Quantity, Disposition),
    ) {
        if units.is_zero() || disposition == Disposition::QualityControl {
            return;
        }
        let zero = Quantity::ZERO;
        let mut record = |movement, quantity, change| {
            let change = line.is_goods().then_some(change);
            self.line_movement(movement, &order.order_id, line, place, quantity, change);
        };
        let out = LevelChange::of_bucket(Unavailable::QualityControl, -units);
        record(Movement::Restored, zero, out);
        match disposition {
            Disposition::Damaged => {
                let damaged = LevelChange::of_bucket(Unavailable::Damaged, units);
                record(Movement::Withheld, zero, damaged);
            }
            Disposition::WriteOff => {
                let gone = LevelChange { on_hand: -units, ..LevelChange::default() };
                record(Movement::WrittenOff, -units, gone);
            }
            _ => (),
        }
    }

    pub(super) fn return_policy_set(&mut self, body: &ReturnPolicySet) -> Result<(), Denied> {
        let reasons = body.reasons.clone().unwrap_or_default();
        let policy = ReturnPolicy { days: body.days, reasons };
        self.decision.documents.push(Document::ReturnPolicy(policy));
        Ok(())
    }
}

/// When the last of a line arrived; when it left, where nobody said.
fn arrived(order: &Order, line: &OrderItem) -> Option<Instant> {
    let sent = order.shipments.iter().filter(|parcel| {
        parcel.cancelled_at.is_none() && parcel.lines.iter().any(|it| it.line_id == line.line_id)
    });
    line.delivered_at.or_else(|| sent.map(|parcel| parcel.shipped_at).max())
}

impl ReturnCase {
    /// A return of which nothing is known but its name.
    fn new(return_id: Option<ReturnId>) -> Self {
        Self {
            return_id,
            requested_at: None,
            approved_at: None,
            declined_at: None,
            received_at: None,
            inspected_at: None,
            closed_at: None,
            reason: None,
            resolution: None,
            lines: Vec::new(),
        }
    }

    /// Counts units that came back.
    pub(super) fn receive(
        &mut self,
        line_id: &LineId,
        units: Quantity,
        disposition: Disposition,
        warehouse: Option<WarehouseId>,
    ) {
        let known = self.lines.iter().position(|line| line.line_id == *line_id);
        let at = known.unwrap_or_else(|| {
            self.lines.push(ReturnCaseLine::new(line_id.clone()));
            self.lines.len() - 1
        });
        let line = &mut self.lines[at];
        line.received += units;
        (line.disposition, line.warehouse) = (disposition, warehouse);
    }
}

impl ReturnCaseLine {
    fn new(line_id: LineId) -> Self {
        let zero = Quantity::ZERO;
        Self {
            line_id,
            requested: zero,
            received: zero,
            accepted: zero,
            rejected: zero,
            disposition: Disposition::Restock,
            warehouse: None,
        }
    }
}
