//! Events of an order's money.

use serde::{Deserialize, Serialize};

use super::decode::{positive, text};
use crate::{
    amount::Money,
    identity::{Currency, OrderId, PaymentId},
};

macro_rules! payment_events {
    ($($(#[$doc:meta])+ $name:ident,)+) => {$(
        $(#[$doc])+
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(deny_unknown_fields)]
        pub struct $name {
            /// The order it belongs to.
            pub order_id: OrderId,
            /// The provider's name for the transaction.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            pub payment_id: Option<PaymentId>,
            /// How much, above zero.
            #[serde(deserialize_with = "positive")]
            pub amount: Money,
            /// In which currency; the order's where it is left out.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            pub currency: Option<Currency>,
            /// By which means (`card`, `transfer`, …).
            #[serde(
                default,
                deserialize_with = "text::optional",
                skip_serializing_if = "Option::is_none"
            )]
            pub method: Option<String>,
        }
    )+};
}

payment_events! {
    /// `payment_authorized`: the provider set the money aside.
    PaymentAuthorized,
    /// `payment_captured`: the money was taken.
    PaymentCaptured,
    /// `payment_refunded`: money was given back; never more than was captured.
    PaymentRefunded,
    /// `payment_failed`: nothing was taken.
    PaymentFailed,
    /// `payment_voided`: an authorisation was let go.
    PaymentVoided,
    /// `payment_expired`: an authorisation lapsed by itself.
    PaymentExpired,
    /// `payment_disputed`: the payer's bank asks the money back.
    PaymentDisputed,
    /// `payment_dispute_won`: the disputed money stays with the shop.
    PaymentDisputeWon,
    /// `payment_dispute_lost`: the disputed money went back to the payer.
    PaymentDisputeLost,
}
