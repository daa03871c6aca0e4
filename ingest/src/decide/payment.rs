//! Money is set aside, taken and given back.

use super::{Denied, Draft};
use crate::{
    amount::Money,
    event::{PaymentAuthorized, PaymentCaptured, PaymentFailed, PaymentRefunded, PaymentVoided},
    facts::{PaymentKind, PaymentRow},
    identity::{Currency, OrderId, PaymentId},
    state::{Order, Payments},
};

/// A payment event of any type.
struct Payment<'a> {
    kind: PaymentKind,
    order_id: &'a OrderId,
    payment_id: Option<&'a PaymentId>,
    amount: Money,
    currency: Option<Currency>,
    method: Option<&'a String>,
}

macro_rules! payment {
    ($kind:ident, $body:expr) => {
        Payment {
            kind: PaymentKind::$kind,
            order_id: &$body.order_id,
            payment_id: $body.payment_id.as_ref(),
            amount: $body.amount,
            currency: $body.currency,
            method: $body.method.as_ref(),
        }
    };
}

impl Draft<'_> {
    pub(super) fn payment_authorized(&mut self, body: &PaymentAuthorized) -> Result<(), Denied> {
        let payment = payment!(Authorized, body);
        self.payment(&payment, body.amount, |sums| sums.authorized += body.amount)
    }

    pub(super) fn payment_captured(&mut self, body: &PaymentCaptured) -> Result<(), Denied> {
        let payment = payment!(Captured, body);
        self.payment(&payment, body.amount, |sums| sums.captured += body.amount)
    }

    pub(super) fn payment_refunded(&mut self, body: &PaymentRefunded) -> Result<(), Denied> {
        let payment = payment!(Refunded, body);
        self.payment(&payment, -body.amount, |sums| sums.refunded += body.amount)
    }

    pub(super) fn payment_failed(&mut self, body: &PaymentFailed) -> Result<(), Denied> {
        self.payment(&payment!(Failed, body), Money::ZERO, |_| ())
    }

    pub(super) fn payment_voided(&mut self, body: &PaymentVoided) -> Result<(), Denied> {
        let payment = payment!(Voided, body);
        self.payment(&payment, -body.amount, |sums| sums.voided += body.amount)
    }

    fn payment(
        &mut self,
        payment: &Payment<'_>,
        signed: Money,
        count: impl FnOnce(&mut Payments),
    ) -> Result<(), Denied> {
        let Some(before) = self.known_order(payment.order_id)? else { return Ok(()) };
        self.same_currency(payment, &before)?;
        self.not_more_than_captured(payment, &before)?;
        let mut after = before.clone();
        let currency = payment.currency.unwrap_or(before.currency);
        // Unlike currencies are never added: what came in another one stands in the facts only.
        if currency == before.currency {
            count(&mut after.payments);
        }
        self.payment_row(payment, &before, signed, currency);
        self.change_order(Some(before), after);
        Ok(())
    }

    fn same_currency(&mut self, payment: &Payment<'_>, order: &Order) -> Result<(), Denied> {
        match payment.currency {
            Some(currency) if currency != order.currency => {
                let message =
                    format!("the order is in {}, the payment in {currency}", order.currency);
                self.object("currency_mismatch", Some("currency".into()), message)
            }
            _ => Ok(()),
        }
    }

    fn not_more_than_captured(
        &mut self,
        payment: &Payment<'_>,
        order: &Order,
    ) -> Result<(), Denied> {
        let left = order.payments.captured - order.payments.refunded;
        if payment.kind != PaymentKind::Refunded || payment.amount <= left {
            return Ok(());
        }
        let message =
            format!("{} are to be refunded, {left} are left of what was taken", payment.amount);
        self.object("refund_exceeds_captured", Some("amount".into()), message)
    }

    fn payment_row(
        &mut self,
        payment: &Payment<'_>,
        order: &Order,
        amount: Money,
        currency: Currency,
    ) {
        let envelope = self.at.envelope();
        self.decision.rows.payments.push(PaymentRow {
            lsn: self.at.lsn,
            event_id: envelope.event_id.clone(),
            source: envelope.source.clone(),
            kind: payment.kind,
            order_id: order.order_id.clone(),
            payment_id: payment.payment_id.cloned(),
            channel: order.channel.clone(),
            amount,
            currency,
            method: payment.method.cloned(),
            event_date: self.at.event_date(),
            occurred_at: self.at.occurred_at(),
            recorded_at: self.at.recorded_at,
        });
    }
}
