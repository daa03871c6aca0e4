//! Money is set aside, taken and given back.

use super::{Denied, draft::Draft};
use crate::{
    amount::Money,
    event::{
        PaymentAuthorized, PaymentCaptured, PaymentDisputeLost, PaymentDisputeWon, PaymentDisputed,
        PaymentExpired, PaymentFailed, PaymentRefunded, PaymentVoided,
    },
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

impl Payment<'_> {
    /// What is set aside for the order once this has happened.
    fn change_authorizations(&self, order: &mut Order) {
        match self.kind {
            PaymentKind::Authorized => order.authorize(self.payment_id, self.amount),
            PaymentKind::Captured | PaymentKind::Voided | PaymentKind::Expired => {
                order.no_longer_set_aside(self.payment_id, self.amount);
            }
            _ => (),
        }
    }
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

    pub(super) fn payment_expired(&mut self, body: &PaymentExpired) -> Result<(), Denied> {
        let payment = payment!(Expired, body);
        self.payment(&payment, -body.amount, |sums| sums.expired += body.amount)
    }

    pub(super) fn payment_disputed(&mut self, body: &PaymentDisputed) -> Result<(), Denied> {
        let payment = payment!(Disputed, body);
        self.payment(&payment, Money::ZERO, |sums| sums.disputed += body.amount)
    }

    pub(super) fn payment_dispute_won(&mut self, body: &PaymentDisputeWon) -> Result<(), Denied> {
        let payment = payment!(DisputeWon, body);
        self.payment(&payment, Money::ZERO, |sums| sums.disputed -= body.amount)
    }

    pub(super) fn payment_dispute_lost(&mut self, body: &PaymentDisputeLost) -> Result<(), Denied> {
        let payment = payment!(DisputeLost, body);
        self.payment(&payment, -body.amount, |sums| {
            sums.disputed -= body.amount;
            sums.refunded += body.amount;
        })
    }

    fn payment(
        &mut self,
        payment: &Payment<'_>,
        signed: Money,
        count: impl FnOnce(&mut Payments),
    ) -> Result<(), Denied> {
        let before = self.known_order(payment.order_id)?;
        self.same_currency(payment, &before)?;
        self.not_more_than_there_is(payment, &before)?;
        let mut after = before.clone();
        let currency = payment.currency.unwrap_or(before.currency);
        // Unlike currencies are never added: what came in another one stands in the facts only.
        if currency == before.currency {
            count(&mut after.payments);
            payment.change_authorizations(&mut after);
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

    fn not_more_than_there_is(
        &mut self,
        payment: &Payment<'_>,
        order: &Order,
    ) -> Result<(), Denied> {
        let sums = &order.payments;
        let (left, code, what) = match payment.kind {
            PaymentKind::Refunded | PaymentKind::Disputed => {
                let left = sums.captured - sums.refunded - sums.disputed;
                (left, "refund_exceeds_captured", "left of what was taken")
            }
            PaymentKind::DisputeWon | PaymentKind::DisputeLost => {
                (sums.disputed, "invalid_transition", "disputed")
            }
            PaymentKind::Voided | PaymentKind::Expired => {
                let left = order.set_aside(payment.payment_id);
                (left, "invalid_transition", "set aside and not taken")
            }
            _ => return Ok(()),
        };
        if payment.amount <= left {
            return Ok(());
        }
        let message = format!("the payment is of {}, {left} are {what}", payment.amount);
        self.object(code, Some("amount".into()), message)
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
