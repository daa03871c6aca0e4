//! Live state: the documents that events fold into. Nothing here is ever set by hand.

/// Makes an enum of statuses, in the order of a life, with their names.
macro_rules! statuses {
    ($(#[$doc:meta])+ $name:ident { $($(#[$variant_doc:meta])+ $variant:ident = $text:literal,)+ }) => {
        $(#[$doc])+
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum $name {
            $($(#[$variant_doc])+ $variant,)+
        }

        impl $name {
            /// All of them, in the order of an order's life.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// The name in JSON and SQL.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $text,)+
                }
            }

            /// The one of this name.
            #[must_use]
            pub fn named(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|status| status.as_str() == name)
            }
        }
    };
}
mod balance;
mod carrier;
mod catalogue;
mod level;
mod order;
mod purchase;
mod refund;
mod waiting;

pub use balance::{Balance, Expiry, Spot};
pub(crate) use balance::{BalanceKey, Choice, Shelf};
pub(crate) use carrier::plain as plain_postcode;
pub use carrier::{Carrier, Measures, Service};
pub use catalogue::{
    Customer, LeadTimes, LotExpiry, Price, Product, ReturnPolicy, StockRule, Subscription,
    Supplier, TaxRate, Warehouse,
};
pub use level::{LevelChange, StockLevel};
pub use order::{
    Allocation, Authorization, Cart, FulfilmentRequest, FulfilmentStatus, Hold, Order, OrderItem,
    OrderStatus, ParcelLine, PaymentStatus, Payments, Peg, ReturnCase, ReturnCaseLine,
    ReturnStatus, Shipment,
};
pub use purchase::{
    BillingStatus, PurchaseItem, PurchaseOrder, PurchaseStatus, Supply, SupplyRank,
};
pub use waiting::{Waiting, WaitingRank};
