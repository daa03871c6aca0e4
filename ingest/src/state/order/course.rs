//! What happens to an order on its way: holds, requests, parcels, returns, and what makes it a cart.

use serde::{Deserialize, Serialize};

use crate::{
    amount::Quantity,
    event::{Disposition, Resolution},
    identity::{FulfilmentId, LineId, ReturnId, WarehouseId},
    time::Instant,
};

/// Why an order waits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hold {
    /// Since when.
    pub since: Instant,
    /// Why.
    pub reason: Option<String>,
}

/// A parcel that left.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shipment {
    /// The fulfilment it belongs to.
    pub fulfilment_id: Option<FulfilmentId>,
    /// When it left.
    pub shipped_at: Instant,
    /// Who carries it.
    pub carrier: Option<String>,
    /// The carrier's number for it.
    pub tracking_number: Option<String>,
    /// When it is expected to arrive.
    pub expected_at: Option<Instant>,
    /// What is in it.
    pub lines: Vec<ParcelLine>,
    /// When it was taken back, if it was.
    pub cancelled_at: Option<Instant>,
}

/// Units of a line in a parcel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ParcelLine {
    /// The line.
    pub line_id: LineId,
    /// Units.
    pub quantity: Quantity,
    /// The warehouse they left from; `None` where none is known of a SKU whose stock is not kept.
    pub warehouse: Option<WarehouseId>,
}

/// What a warehouse answered when it was asked to fulfil.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FulfilmentRequest {
    /// The warehouse; `None` where the order's own choice was asked.
    pub warehouse: Option<WarehouseId>,
    /// When it was asked.
    pub requested_at: Instant,
    /// When it said yes.
    pub accepted_at: Option<Instant>,
    /// When it said no.
    pub rejected_at: Option<Instant>,
    /// Why it said no.
    pub reason: Option<String>,
}

/// What makes an order a cart or a quotation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cart {
    /// Until when goods are held for it; `None` for a quotation, which holds nothing.
    pub held_until: Option<Instant>,
    /// When it was abandoned, if it was.
    pub abandoned_at: Option<Instant>,
}

/// A return of some lines of an order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReturnCase {
    /// The return, as its channel names it; `None` for goods that came back unannounced.
    pub return_id: Option<ReturnId>,
    /// When it was asked for.
    pub requested_at: Option<Instant>,
    /// When the shop agreed.
    pub approved_at: Option<Instant>,
    /// When the shop declined.
    pub declined_at: Option<Instant>,
    /// When goods last came back.
    pub received_at: Option<Instant>,
    /// When they were looked at.
    pub inspected_at: Option<Instant>,
    /// When nothing more was to happen.
    pub closed_at: Option<Instant>,
    /// Why, as the customer or the desk said.
    pub reason: Option<String>,
    /// What the customer wants for it.
    pub resolution: Option<Resolution>,
    /// Its lines.
    pub lines: Vec<ReturnCaseLine>,
}

/// Units of a line that come back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReturnCaseLine {
    /// The line of the order.
    pub line_id: LineId,
    /// Units that the customer wants to send back.
    pub requested: Quantity,
    /// Units that came.
    pub received: Quantity,
    /// Units that the inspection found as they should be.
    pub accepted: Quantity,
    /// Units that it did not.
    pub rejected: Quantity,
    /// What becomes of what came.
    pub disposition: Disposition,
    /// Where it is.
    pub warehouse: Option<WarehouseId>,
}

impl ReturnCase {
    /// Whether something is still to happen to it.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.declined_at.is_none() && self.closed_at.is_none()
    }
}
