//! Standard times: seconds of work that an order, a line or a parcel takes, as data.

use serde::{Deserialize, Serialize};

use super::role::Role;

/// What work is counted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Driver {
    /// Customers' orders.
    Orders,
    /// Lines of customers' orders.
    Lines,
    /// Units of customers' orders.
    Units,
    /// Parcels sent.
    Parcels,
    /// Parcels that customers send back.
    ReturnParcels,
    /// Units that customers send back.
    ReturnUnits,
    /// Lines of suppliers' deliveries.
    ReceiptLines,
    /// Units of suppliers' deliveries.
    ReceiptUnits,
    /// Places to count.
    Places,
    /// Calls and chats.
    Contacts,
}

impl Driver {
    /// The driver's name in tables and settings.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Orders => "orders",
            Self::Lines => "lines",
            Self::Units => "units",
            Self::Parcels => "parcels",
            Self::ReturnParcels => "return_parcels",
            Self::ReturnUnits => "return_units",
            Self::ReceiptLines => "receipt_lines",
            Self::ReceiptUnits => "receipt_units",
            Self::Places => "places",
            Self::Contacts => "contacts",
        }
    }
}

/// How long one thing takes one role.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StandardTime {
    /// Who does it.
    pub role: Role,
    /// What it is counted by.
    pub driver: Driver,
    /// Seconds for one of them.
    pub seconds: f64,
    /// Where the figure comes from.
    pub source: String,
}

/// The source of the figures nobody has published for all shops.
const PLANNED: &str = "planning value; replaced by what the shop's own events teach";

/// Standard times of all roles but picking, which depends on its method ([`Picking::times`](super::picking::Picking::times)).
///
/// They are values to plan with where nothing was measured, of the size that small shops with
/// scanners and carton parcels report; [`learning`](super::learning) replaces them.
#[must_use]
pub fn standard_times() -> Vec<StandardTime> {
    let rows = [
        (Role::Receiving, Driver::ReceiptLines, 40.0),
        (Role::Receiving, Driver::ReceiptUnits, 2.0),
        (Role::PutAway, Driver::ReceiptLines, 60.0),
        (Role::PutAway, Driver::ReceiptUnits, 1.0),
        (Role::Packing, Driver::Parcels, 55.0),
        (Role::Packing, Driver::Units, 6.0),
        (Role::Returns, Driver::ReturnParcels, 120.0),
        (Role::Returns, Driver::ReturnUnits, 45.0),
        (Role::Counting, Driver::Places, 45.0),
        (Role::Contacts, Driver::Contacts, 300.0),
    ];
    rows.map(|(role, driver, seconds)| time(role, driver, seconds, PLANNED)).into()
}

/// One row.
pub(super) fn time(role: Role, driver: Driver, seconds: f64, source: &str) -> StandardTime {
    StandardTime { role, driver, seconds, source: source.to_owned() }
}
