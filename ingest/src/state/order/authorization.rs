//! Money that a provider set aside for an order: what of it is still to be taken or let go.
//!
//! Each payment has its own. A capture takes from the authorisation of its payment; one that names
//! no payment, or finds one that names none, takes from any, the oldest first. So money taken by a
//! gift card leaves the whole of the card's authorisation to be let go.

use serde::{Deserialize, Serialize};

use super::Order;
use crate::{amount::Money, identity::PaymentId};

/// Money that is set aside.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Authorization {
    /// The provider's name for the transaction.
    pub payment_id: Option<PaymentId>,
    /// What was neither taken nor let go, and did not lapse; above zero.
    pub left: Money,
}

impl Authorization {
    fn may_be_of(&self, payment: Option<&PaymentId>) -> bool {
        match (&self.payment_id, payment) {
            (Some(known), Some(named)) => known == named,
            _ => true,
        }
    }
}

impl Order {
    /// What is set aside for a payment, or for any, and not taken yet: only that can be let go.
    #[must_use]
    pub fn set_aside(&self, payment: Option<&PaymentId>) -> Money {
        let of_payment = self.authorizations.iter().filter(|it| it.may_be_of(payment));
        of_payment.map(|it| it.left).sum()
    }

    /// Notes that money was set aside.
    pub(crate) fn authorize(&mut self, payment: Option<&PaymentId>, amount: Money) {
        let known = self.authorizations.iter_mut().find(|it| it.payment_id.as_ref() == payment);
        match known {
            Some(known) => known.left += amount,
            None => self
                .authorizations
                .push(Authorization { payment_id: payment.cloned(), left: amount }),
        }
    }

    /// Notes that money is set aside no more, as far as it was.
    pub(crate) fn no_longer_set_aside(&mut self, payment: Option<&PaymentId>, amount: Money) {
        let mut left = amount;
        for it in self.authorizations.iter_mut().filter(|it| it.may_be_of(payment)) {
            let taken = left.min(it.left);
            it.left -= taken;
            left -= taken;
        }
        self.authorizations.retain(|it| it.left.is_positive());
    }
}
