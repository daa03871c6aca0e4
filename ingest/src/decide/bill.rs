//! What goods really cost: suppliers' bills, freight and duty, and what was paid.

use super::{Denied, draft::Draft};
use crate::{
    amount::{Money, Quantity},
    event::{BillLine, SupplierBillReceived, SupplierPaid},
    facts::Movement,
    identity::Currency,
    state::{LevelChange, PurchaseItem, PurchaseOrder},
};

impl Draft<'_> {
    pub(super) fn supplier_bill_received(
        &mut self,
        body: &SupplierBillReceived,
    ) -> Result<(), Denied> {
        let before = self.known_purchase(&body.purchase_order)?;
        if before.bills.contains(&body.bill_id) {
            let message = format!("bill \"{}\" was recorded before", body.bill_id);
            return self.object("bill_exists", Some("bill_id".into()), message);
        }
        let mut after = before.clone();
        after.bills.push(body.bill_id.clone());
        let currency = body.currency.unwrap_or(before.currency);
        for (index, billed) in body.lines.iter().enumerate() {
            match after.lines.iter().position(|line| line.line_id == billed.line_id) {
                Some(at) => self.bill_line(&mut after, at, (index, billed), currency)?,
                None => self.no_line(&before, index, billed.line_id.as_str())?,
            }
        }
        self.landed_cost(&after, body.landed_cost, currency)?;
        self.change_purchase(Some(before), after);
        Ok(())
    }

    fn bill_line(
        &mut self,
        purchase: &mut PurchaseOrder,
        at: usize,
        (index, billed): (usize, &BillLine),
        currency: Currency,
    ) -> Result<(), Denied> {
        let line = &mut purchase.lines[at];
        let left = line.received - line.returned - line.billed;
        if billed.quantity > left {
            let message = format!("{} are billed, {left} came and are not billed", billed.quantity);
            // A bill may come before the goods: it is flagged, not refused, when it is reported.
            self.object("billed_not_received", Some(format!("lines[{index}].quantity")), message)?;
        }
        purchase.lines[at].billed += billed.quantity;
        let line = purchase.lines[at].clone();
        let base = self.in_base(billed.unit_cost, Some(currency));
        let row = self.worth_row(Movement::Billed, purchase, &line, billed.quantity);
        row.unit_cost = Some(billed.unit_cost);
        row.currency = Some(currency);
        row.unit_cost_base = base;
        Ok(())
    }

    /// A movement that changes what goods are worth, and no quantity.
    fn worth_row(
        &mut self,
        movement: Movement,
        purchase: &PurchaseOrder,
        line: &PurchaseItem,
        quantity: Quantity,
    ) -> &mut crate::facts::StockMovementRow {
        let none = self.change_if_kept(&line.sku, LevelChange::default());
        let row = self.movement(movement, &line.sku, &purchase.warehouse, quantity, none);
        row.reference = Some(purchase.purchase_order.as_str().into());
        row.reference_line = Some(line.line_id.as_str().into());
        row
    }

    /// Spreads freight, duty and the like over what came, by its worth; over its units where it is
    /// worth nothing. The parts add up to the whole.
    fn landed_cost(
        &mut self,
        purchase: &PurchaseOrder,
        cost: Money,
        currency: Currency,
    ) -> Result<(), Denied> {
        if cost.is_zero() {
            return Ok(());
        }
        let came: Vec<_> = purchase.lines.iter().filter(|it| it.received.is_positive()).collect();
        let Some(whole) = self.in_base(cost, Some(currency)) else {
            let message = format!("no exchange rate of {currency} is known");
            return self.object("unknown_rate", Some("currency".into()), message);
        };
        if came.is_empty() {
            let message = "none of its goods came, so nothing can bear the cost".to_owned();
            return self.object("nothing_received", Some("landed_cost".into()), message);
        }
        let worthless = came.iter().all(|line| line.unit_cost.is_zero());
        let weight = |line: &PurchaseItem| {
            let each = if worthless { Money::from(1) } else { line.unit_cost };
            Money::of(line.received, each).decimal()
        };
        let total = came.iter().map(|line| weight(line)).sum::<rust_decimal::Decimal>();
        let (mut before, mut weighed) = (Money::ZERO, rust_decimal::Decimal::ZERO);
        for line in came {
            weighed += weight(line);
            let so_far = Money::rounded((whole.decimal() * weighed / total).round_dp(2));
            let so_far = if weighed == total { whole } else { so_far };
            let row = self.worth_row(Movement::LandedCost, purchase, line, Quantity::ZERO);
            row.value_change = Some(so_far - before);
            before = so_far;
        }
        Ok(())
    }

    pub(super) fn supplier_paid(&mut self, body: &SupplierPaid) -> Result<(), Denied> {
        if self.state.supplier(&body.supplier)?.is_none() {
            let message = format!("no supplier \"{}\" is known", body.supplier);
            self.object("unknown_supplier", Some("supplier".into()), message)?;
        }
        let Some(name) = &body.purchase_order else { return Ok(()) };
        let before = self.known_purchase(name)?;
        let mut after = before.clone();
        if body.currency == before.currency {
            after.paid += body.amount;
        } else {
            let message = format!("the purchase is in {}, not {}", before.currency, body.currency);
            self.object("currency_mismatch", Some("currency".into()), message)?;
        }
        self.change_purchase(Some(before), after);
        Ok(())
    }
}
