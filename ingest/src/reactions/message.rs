//! A message, its name for ever, and the topics that there are.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

use crate::{identity::Lsn, time::Instant};

/// The name of a message: the event that led to it, and its place among that event's messages.
///
/// It is written `msg_LSN_PLACE`, is unique in its store for ever, and is the same however often
/// the message is sent: who receives it twice knows it by this name.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
pub struct MessageId {
    /// The event that led to it.
    pub lsn: Lsn,
    /// Its place among the messages of that event, from 0 on.
    pub place: u32,
}

impl fmt::Display for MessageId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "msg_{}_{}", self.lsn, self.place)
    }
}

/// A text that is no message id.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("expected a message id such as msg_4711_0, got \"{0}\"")]
pub struct NoMessageId(String);

impl FromStr for MessageId {
    type Err = NoMessageId;

    fn from_str(text: &str) -> Result<Self, NoMessageId> {
        let parsed = || {
            let (lsn, place) = text.strip_prefix("msg_")?.split_once('_')?;
            let id = Self { lsn: Lsn(lsn.parse().ok()?), place: place.parse().ok()? };
            (id.to_string() == text).then_some(id)
        };
        parsed().ok_or_else(|| NoMessageId(text.to_owned()))
    }
}

/// Something that others are told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// Its name, the same however often it is sent.
    pub id: MessageId,
    /// What it is about.
    pub topic: Topic,
    /// When what it tells of happened.
    pub occurred_at: Instant,
    /// When that was recorded.
    pub recorded_at: Instant,
    /// The one thing it speaks of: an order id, a SKU. Messages about one thing keep their order.
    pub subject: String,
    /// What there is to say, as a JSON object; amounts and quantities in it are decimal strings.
    pub data: String,
}

/// A text that is no topic.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown topic \"{0}\"; known: {known}", known = Topic::names())]
pub struct UnknownTopic(String);

macro_rules! topics {
    ($($(#[$doc:meta])+ $variant:ident = $name:literal,)+) => {
        /// What a message is about.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Topic {
            $($(#[$doc])+ $variant,)+
        }

        impl Topic {
            /// All topics.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// The topic's dotted name.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)+
                }
            }
        }
    };
}

topics! {
    /// One of an order's four statuses changed, or the order came in.
    OrderStatusChanged = "order.status_changed",
    /// A parcel of an order left.
    OrderShipped = "order.shipped",
    /// All of an order's goods arrived.
    OrderDelivered = "order.delivered",
    /// An order's goods should have left by now and have not.
    OrderLate = "order.late",
    /// All that an order waited for is there.
    OrderReadyToShip = "order.ready_to_ship",
    /// An order lies ready in a store for its customer.
    OrderReadyForPickUp = "order.ready_for_pick_up",
    /// The date that a customer was promised moved.
    OrderPromiseChanged = "order.promise_changed",
    /// A cart was left with goods in it.
    CartAbandoned = "cart.abandoned",
    /// What is available of a SKU fell to its reorder point.
    StockLow = "stock.low",
    /// A SKU that a customer waits for can be bought again; to those who asked for it.
    StockBack = "stock.back",
    /// Nothing of a SKU is available any more.
    StockSoldOut = "stock.sold_out",
    /// Something of a SKU is available again, or for the first time.
    StockInStock = "stock.in_stock",
    /// It is time to order from a supplier.
    PurchaseProposed = "purchase.proposed",
    /// A purchase order should have come in by now and has not.
    PurchaseLate = "purchase.late",
}

impl Topic {
    fn names() -> String {
        Self::ALL.iter().map(|topic| topic.as_str()).collect::<Vec<_>>().join(", ")
    }
}

impl fmt::Display for Topic {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.as_str())
    }
}

impl FromStr for Topic {
    type Err = UnknownTopic;

    fn from_str(name: &str) -> Result<Self, UnknownTopic> {
        let found = Self::ALL.iter().copied().find(|topic| topic.as_str() == name);
        found.ok_or_else(|| UnknownTopic(name.to_owned()))
    }
}

// Kept by name rather than by number, so that a topic may be added between others.
impl Serialize for Topic {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Topic {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = String::deserialize(deserializer)?;
        name.parse().map_err(D::Error::custom)
    }
}
