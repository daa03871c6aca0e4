//! What an event changes: a pure function of the live state and the event.
//!
//! A decision is made before anything is touched, so a refused event leaves nothing behind, and
//! the same events in the same order always lead to the same state. What follows from the change
//! (goods that came fill what waits, what is to come is pegged, a purchase is proposed) is part of
//! the same decision.

mod allocate;
mod amounts;
mod backorder;
mod bill;
mod cancel;
mod cart;
mod catalogue;
mod draft;
mod fulfil;
mod lines;
mod lots;
mod order;
mod outdated;
mod parked;
mod payment;
mod peg;
mod purchase;
mod reorder;
mod reroute;
mod return_case;
mod returns;
mod route;
mod shelves;
mod stock;
mod subject;

use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
};

use chrono_tz::Tz;
use rust_decimal::Decimal;

use self::draft::Draft;
pub(crate) use self::subject::subject;
use crate::{
    event::{Envelope, Event, Mode, StockPolicy},
    facts::FactRows,
    identity::{
        CarrierId, Currency, CustomerId, Lot, Lsn, OrderId, PurchaseOrderId, Sku, SupplierId,
        WarehouseId,
    },
    state::{
        Balance, BalanceKey, Carrier, Customer, LotExpiry, Measures, Order, Product, PurchaseOrder,
        ReturnPolicy, StockLevel, StockRule, Subscription, Supplier, TaxRate, Warehouse,
    },
    store::{Balances, StoreError, SupplyLines, WaitingLines},
    time::{Day, Instant},
};

/// The state that decisions are made on.
pub(crate) trait StateRead {
    fn order(&self, order_id: &OrderId) -> Result<Option<Order>, StoreError>;
    fn purchase_order(&self, name: &PurchaseOrderId) -> Result<Option<PurchaseOrder>, StoreError>;
    fn customer(&self, customer_id: &CustomerId) -> Result<Option<Customer>, StoreError>;
    fn supplier(&self, supplier: &SupplierId) -> Result<Option<Supplier>, StoreError>;
    fn carrier(&self, carrier: &CarrierId) -> Result<Option<Carrier>, StoreError>;
    fn measures(&self, sku: &Sku) -> Result<Option<Measures>, StoreError>;
    fn product(&self, sku: &Sku) -> Option<Arc<Product>>;
    fn warehouse(&self, warehouse: &WarehouseId) -> Option<Arc<Warehouse>>;
    /// Every warehouse that was ever set, in no order.
    fn warehouses(&self) -> Vec<Arc<Warehouse>>;
    /// Stock of a SKU in each warehouse that ever had some, in the order of the names.
    fn levels(&self, sku: &Sku) -> Vec<(WarehouseId, StockLevel)>;
    /// How stock of a SKU is kept in a warehouse, where that was set.
    fn rule(&self, sku: &Sku, warehouse: &WarehouseId) -> Option<Arc<StockRule>>;
    /// Lines that wait for a SKU, in the order in which they are served.
    fn waiting(&self, sku: &Sku) -> WaitingLines;
    /// What purchase orders will bring of a SKU, the earliest first.
    fn supply(&self, sku: &Sku) -> SupplyLines;
    /// What is in bins and of lots of a SKU, by warehouse, bin and lot.
    fn balances(&self, sku: &Sku) -> Balances;
    /// Until when a lot is good, where that was said.
    fn lot_expiry(&self, sku: &Sku, lot: &Lot) -> Result<Option<Day>, StoreError>;
    /// Who wants to be told when there is some again.
    fn subscriptions(&self, sku: &Sku) -> Vec<Subscription>;
    fn return_policy(&self) -> Option<Arc<ReturnPolicy>>;
    /// The newest external version of a thing.
    fn version(&self, name: &str) -> Result<Option<String>, StoreError>;
    /// Orders that a warehouse may owe something.
    fn owed_by(&self, warehouse: &WarehouseId) -> Result<BTreeSet<OrderId>, StoreError>;
    /// What one unit of a currency is worth in the shop's.
    fn rate_to_base(&self, currency: Currency) -> Option<Decimal>;
    /// The currency of the shop's books.
    fn base_currency(&self) -> Currency;

    /// The policy in force: what the product says, else `deny` once stock is known, else untracked.
    fn policy(&self, sku: &Sku) -> StockPolicy {
        let said = self.product(sku).and_then(|product| product.stock_policy);
        said.unwrap_or_else(|| {
            if self.levels(sku).is_empty() { StockPolicy::Untracked } else { StockPolicy::Deny }
        })
    }

    /// The policy in force in one warehouse: what was set for it, else as for the SKU.
    fn policy_in(&self, sku: &Sku, warehouse: &WarehouseId) -> StockPolicy {
        let said = self.rule(sku, warehouse).and_then(|rule| rule.stock_policy);
        said.unwrap_or_else(|| self.policy(sku))
    }
}

/// Why the writer will not do what an event asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// A stable code.
    pub code: &'static str,
    /// The field that cannot be satisfied.
    pub field: Option<String>,
    /// What stands against it, with the figures that matter.
    pub message: String,
}

/// A refusal, a thing that must be waited for, or a store that failed while deciding.
#[derive(Debug)]
pub(crate) enum Denied {
    Refused(Refusal),
    /// A report of something that has not come yet.
    Parked(String),
    Failed(StoreError),
}

/// Why there is no decision.
#[derive(Debug)]
pub(crate) enum Undecided {
    Refused(Refusal),
    Failed(StoreError),
}

impl From<Denied> for Undecided {
    fn from(denied: Denied) -> Self {
        match denied {
            Denied::Refused(refusal) => Self::Refused(refusal),
            Denied::Failed(error) => Self::Failed(error),
            // Only what an event itself says is waited for, and that was looked at before.
            Denied::Parked(parent) => {
                Self::Failed(StoreError::damaged(format!("core: {parent} is listed but not there")))
            }
        }
    }
}

impl From<StoreError> for Denied {
    fn from(error: StoreError) -> Self {
        Self::Failed(error)
    }
}

/// Where and when an event is being recorded.
#[derive(Clone, Copy)]
pub(crate) struct Recording<'a> {
    pub lsn: Lsn,
    pub recorded_at: Instant,
    pub zone: Tz,
    pub event: &'a Event,
}

impl Recording<'_> {
    fn envelope(&self) -> &Envelope {
        &self.event.envelope
    }

    fn occurred_at(&self) -> Instant {
        self.envelope().occurred_at.into()
    }

    fn event_date(&self) -> Day {
        self.occurred_at().day(self.zone)
    }

    fn asks(&self) -> bool {
        self.envelope().mode == Mode::Ask
    }
}

/// A catalogue document as it is from now on.
#[derive(Debug, Clone)]
pub(crate) enum Document {
    Product(Product),
    Warehouse(Warehouse),
    StockRule(StockRule),
    LotExpiry(LotExpiry),
    ReturnPolicy(ReturnPolicy),
    Supplier(Supplier),
    Carrier(Carrier),
    Measures(Measures),
    Customer(Customer),
    TaxRate(TaxRate),
    Rate { from: Currency, to: Currency, rate: Decimal },
}

/// Everything that an event changes.
#[derive(Debug, Default)]
pub(crate) struct Decision {
    /// Each changed order once, as it was and as it is from now on.
    pub orders: Vec<(Option<Order>, Order)>,
    /// Each changed purchase order once, as it was and as it is from now on.
    pub purchase_orders: Vec<(Option<PurchaseOrder>, PurchaseOrder)>,
    /// Levels of each SKU that a movement changed, in every warehouse, as they are from now on.
    pub levels: HashMap<Sku, Vec<(WarehouseId, StockLevel)>>,
    /// Each changed balance of a bin or lot once, as it was and as it is from now on.
    pub balances: Vec<(BalanceKey, Option<Balance>, Option<Balance>)>,
    pub documents: Vec<Document>,
    /// The newest external version of what the event sets.
    pub version: Option<(String, String)>,
    /// What the event waits for.
    pub parked: Option<String>,
    /// The parked event that this one applies.
    pub unparked: Option<(String, Lsn)>,
    pub subscribed: Vec<Subscription>,
    /// SKUs whose subscribers are told that there is some again, and then forgotten.
    pub told_back_in_stock: Vec<Sku>,
    pub rows: FactRows,
    pub flags: Vec<String>,
}

impl Decision {
    /// What came into being, and may have been waited for.
    pub(crate) fn new_parents(&self) -> Vec<String> {
        let placed = |(before, after): &&(Option<Order>, Order)| {
            after.cart.is_none() && before.as_ref().is_none_or(|order| order.cart.is_some())
        };
        let orders = self.orders.iter().filter(placed);
        let orders = orders.map(|(_, order)| parked::order_parent(&order.order_id));
        let purchases = self.purchase_orders.iter().filter(|(before, _)| before.is_none());
        let purchases = purchases.map(|(_, it)| parked::purchase_parent(&it.purchase_order));
        orders.chain(purchases).collect()
    }
}

/// Decides on an event.
pub(crate) fn decide(
    state: &dyn StateRead,
    at: Recording<'_>,
    payload: Arc<str>,
) -> Result<Decision, Undecided> {
    let mut draft = Draft::new(state, at);
    if !draft.is_outdated()? {
        match draft.body(&at.event.body) {
            Err(Denied::Parked(parent)) => draft = draft.parked(parent),
            outcome => outcome?,
        }
    }
    draft.settle()?;
    Ok(draft.finish(payload))
}
