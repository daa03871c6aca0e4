//! Payments and refunds.

use marea_ingest::{
    event::{
        Body, PaymentAuthorized, PaymentCaptured, PaymentFailed, PaymentRefunded, PaymentVoided,
    },
    identity::{OrderId, PaymentId},
};
use rand::RngExt;

use super::{
    Shop,
    calendar::Way,
    catalogue::money,
    chance::happens,
    names::Sender,
    order::OpenOrder,
    schedule::{Second, Step},
};

/// Makes the body of a payment event of a type.
macro_rules! payment {
    ($shop:ident, $type:ident, $order:ident, $amount:expr) => {
        Body::from($type {
            order_id: $order.order_id.clone(),
            payment_id: $shop.payment_id(&$order.order_id),
            amount: money($amount),
            currency: Some($shop.names.currency($order.market)),
            method: Some("card".into()),
        })
    };
}

impl Shop {
    fn payment_id(&mut self, order_id: &OrderId) -> Option<PaymentId> {
        PaymentId::new(self.names.written(format_args!("P-{order_id}"))).ok()
    }

    fn paid(&mut self, order: &OpenOrder, what: &str, body: Body, at: Second) -> Option<()> {
        let event_id = format_args!("{}-{what}", order.order_id);
        self.emit((at, at), Sender::Payments, event_id, body).map(|_| ())
    }

    pub(super) fn authorize(&mut self, order: &mut OpenOrder, at: Second) -> Option<()> {
        order.authorized = true;
        let body = payment!(self, PaymentAuthorized, order, order.total);
        self.paid(order, "authorized", body, at)
    }

    pub(super) fn fail_payment(&mut self, order: &mut OpenOrder, at: Second) -> Option<()> {
        let body = payment!(self, PaymentFailed, order, order.total);
        self.paid(order, "failed", body, at)
    }

    pub(super) fn void(&mut self, order: &OpenOrder, at: Second) -> Option<()> {
        let body = payment!(self, PaymentVoided, order, order.total);
        self.paid(order, "voided", body, at)
    }

    /// The money is taken; one order in a hundred is looked at before it goes on.
    pub(super) fn capture(&mut self, order: &mut OpenOrder, at: Second) -> Option<()> {
        order.captured = order.total;
        let body = payment!(self, PaymentCaptured, order, order.total);
        self.paid(order, "captured", body, at)?;
        if order.way == Way::Store {
            self.later(order, at + 20, Step::Approve);
        } else if happens(&mut self.rng, 0.011) {
            self.later(order, at + 120, Step::Hold);
        } else {
            let after = self.rng.random_range(60..1800);
            self.later(order, at + after, Step::Approve);
        }
        Some(())
    }

    pub(super) fn refund(&mut self, order: &mut OpenOrder, amount: i64, at: Second) -> Option<()> {
        order.captured -= amount;
        let body = payment!(self, PaymentRefunded, order, amount);
        // What was taken less what is left tells one refund of an order from the next.
        let given_back = order.total - order.captured;
        self.paid(order, &format!("refunded-{given_back}"), body, at)
    }
}
