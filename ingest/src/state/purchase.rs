//! A purchase order's document: quantities per line, from which its status is derived.

use serde::{Deserialize, Serialize};

use crate::{
    amount::{Money, Quantity},
    identity::{BillId, Currency, LineId, Lsn, PurchaseOrderId, Sku, SupplierId, WarehouseId},
    time::Instant,
};

statuses! {
    /// How far a purchase order is.
    PurchaseStatus {
        /// It is being prepared, or was proposed; it brings nothing yet.
        Draft = "draft",
        /// The supplier was told.
        Sent = "sent",
        /// The supplier said what comes when.
        Confirmed = "confirmed",
        /// Some of it came.
        PartiallyReceived = "partially_received",
        /// All of it came.
        Received = "received",
        /// None of it will come.
        Cancelled = "cancelled",
        /// Nothing more is to happen to it.
        Closed = "closed",
    }
}

statuses! {
    /// How much of a purchase order the supplier billed.
    BillingStatus {
        /// Nothing.
        NotBilled = "not_billed",
        /// Less than came.
        PartiallyBilled = "partially_billed",
        /// All that came.
        Billed = "billed",
    }
}

/// A line of a purchase order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PurchaseItem {
    /// The line's name within its purchase order.
    pub line_id: LineId,
    /// What is bought.
    pub sku: Sku,
    /// What a unit costs.
    pub unit_cost: Money,
    /// When it is expected.
    pub expected_at: Option<Instant>,
    /// When the last of it came.
    pub received_at: Option<Instant>,
    /// Units ordered.
    pub ordered: Quantity,
    /// Units taken in.
    pub received: Quantity,
    /// Units that came but were turned away.
    pub rejected: Quantity,
    /// Units that will not come.
    pub cancelled: Quantity,
    /// Units that went back.
    pub returned: Quantity,
    /// Units billed.
    pub billed: Quantity,
}

impl PurchaseItem {
    /// A line of which nothing has come.
    #[must_use]
    pub fn new(line_id: LineId, sku: Sku, ordered: Quantity, unit_cost: Money) -> Self {
        let zero = Quantity::ZERO;
        Self {
            line_id,
            sku,
            unit_cost,
            expected_at: None,
            received_at: None,
            ordered,
            received: zero,
            rejected: zero,
            cancelled: zero,
            returned: zero,
            billed: zero,
        }
    }

    /// Units that are still to come.
    #[must_use]
    pub fn open(&self) -> Quantity {
        (self.ordered - self.received - self.rejected - self.cancelled).at_least_zero()
    }
}

/// A purchase order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PurchaseOrder {
    /// The purchase order.
    pub purchase_order: PurchaseOrderId,
    /// From whom.
    pub supplier: Option<SupplierId>,
    /// Where the goods are to come in.
    pub warehouse: WarehouseId,
    /// The currency of its costs.
    pub currency: Currency,
    /// Whether the service proposed it.
    pub proposed: bool,
    /// When it was placed.
    pub placed_at: Instant,
    /// When the supplier was told.
    pub sent_at: Option<Instant>,
    /// When the supplier last said what comes when.
    pub confirmed_at: Option<Instant>,
    /// Since when it is late.
    pub overdue_since: Option<Instant>,
    /// When it was closed.
    pub closed_at: Option<Instant>,
    /// The bills for it.
    pub bills: Vec<BillId>,
    /// What was paid for it, in its currency.
    pub paid: Money,
    /// The lines.
    pub lines: Vec<PurchaseItem>,
    /// What could not be true but was reported.
    pub flags: Vec<String>,
    /// The last event that changed it.
    pub lsn: Lsn,
    /// When it was last changed.
    pub changed_at: Instant,
}

impl PurchaseOrder {
    /// A draft without lines.
    #[must_use]
    pub fn draft(
        purchase_order: PurchaseOrderId,
        warehouse: WarehouseId,
        currency: Currency,
        placed_at: Instant,
    ) -> Self {
        Self {
            purchase_order,
            supplier: None,
            warehouse,
            currency,
            proposed: false,
            placed_at,
            sent_at: None,
            confirmed_at: None,
            overdue_since: None,
            closed_at: None,
            bills: Vec::new(),
            paid: Money::ZERO,
            lines: Vec::new(),
            flags: Vec::new(),
            lsn: Lsn::default(),
            changed_at: placed_at,
        }
    }

    /// How far it is.
    #[must_use]
    pub fn status(&self) -> PurchaseStatus {
        let all = |holds: fn(&PurchaseItem) -> bool| self.lines.iter().all(holds);
        let came = |line: &PurchaseItem| (line.received + line.rejected).is_positive();
        if self.closed_at.is_some() {
            PurchaseStatus::Closed
        } else if all(|line| line.cancelled == line.ordered) {
            PurchaseStatus::Cancelled
        } else if self.sent_at.is_none() {
            PurchaseStatus::Draft
        } else if all(|line| line.open().is_zero()) {
            PurchaseStatus::Received
        } else if self.lines.iter().any(came) {
            PurchaseStatus::PartiallyReceived
        } else if self.confirmed_at.is_some() {
            PurchaseStatus::Confirmed
        } else {
            PurchaseStatus::Sent
        }
    }

    /// How much of it was billed.
    #[must_use]
    pub fn billing_status(&self) -> BillingStatus {
        let billed: Quantity = self.lines.iter().map(|line| line.billed).sum();
        let kept: Quantity = self.lines.iter().map(|line| line.received - line.returned).sum();
        if !billed.is_positive() {
            BillingStatus::NotBilled
        } else if billed < kept {
            BillingStatus::PartiallyBilled
        } else {
            BillingStatus::Billed
        }
    }

    /// Whether goods are still to come by it.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.closed_at.is_none()
            && self.sent_at.is_some()
            && self.lines.iter().any(|line| line.open().is_positive())
    }

    /// Whether it is only being prepared.
    #[must_use]
    pub fn is_draft(&self) -> bool {
        self.status() == PurchaseStatus::Draft
    }

    /// When the first of what is open is expected.
    #[must_use]
    pub fn expected_at(&self) -> Option<Instant> {
        let open = self.lines.iter().filter(|line| line.open().is_positive());
        open.filter_map(|line| line.expected_at).min()
    }
}

/// Units that a purchase order will bring, as the supply of a SKU lists them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Supply {
    /// Where they come in.
    pub warehouse: WarehouseId,
    /// Units still to come.
    pub quantity: Quantity,
    /// Whether it is a draft, which counts against a further proposal but brings nothing.
    pub draft: bool,
}

/// Where a supply stands among those of its SKU: the earliest first, those of no date last.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct SupplyRank {
    /// When it is expected; `Instant(i64::MAX)` where nobody said.
    pub expected_at: Instant,
    /// The purchase order.
    pub purchase_order: PurchaseOrderId,
    /// The line of it.
    pub line_id: LineId,
}

impl PurchaseOrder {
    /// What it will bring, by SKU.
    #[must_use]
    pub fn supplies(&self) -> Vec<(Sku, SupplyRank, Supply)> {
        let draft = self.is_draft();
        if self.closed_at.is_some() || !(draft || self.is_open()) {
            return Vec::new();
        }
        let open = self.lines.iter().filter(|line| line.open().is_positive());
        open.map(|line| {
            let rank = SupplyRank {
                expected_at: line.expected_at.unwrap_or(Instant(i64::MAX)),
                purchase_order: self.purchase_order.clone(),
                line_id: line.line_id.clone(),
            };
            let warehouse = self.warehouse.clone();
            (line.sku.clone(), rank, Supply { warehouse, quantity: line.open(), draft })
        })
        .collect()
    }
}
