//! Under which keys orders and purchase orders are listed, beside their own.
//!
//! The keys follow from a document alone, so that whoever changes it takes out the old ones and
//! puts in the new ones, and an audit can make them again.

use super::{
    balance::{balance_key, balance_of},
    core::{Core, newest_first, status_key},
};
use crate::{
    identity::{CustomerId, OrderId, PurchaseOrderId},
    state::{Balance, BalanceKey, Order, PurchaseOrder, PurchaseStatus},
    time::Instant,
};

/// A list that documents stand in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum List {
    OrdersByStatus,
    OrdersByName,
    PurchasesByStatus,
    Due,
}

impl List {
    pub(super) fn keyspace(self, core: &Core) -> &fjall::Keyspace {
        match self {
            Self::OrdersByStatus => &core.orders_by_status,
            Self::OrdersByName => &core.orders_by_name,
            Self::PurchasesByStatus => &core.purchases_by_status,
            Self::Due => &core.due,
        }
    }
}

/// A place in a list.
pub(super) type Entry = (List, Vec<u8>);

/// By what an order can be found, beside its id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NamedBy {
    /// The number that other systems know it by.
    ExternalId,
    /// Who ordered.
    Customer,
    /// The carrier's number of one of its parcels.
    Tracking,
    /// What marks a special order.
    OrderCode,
    /// Being late; the name is empty.
    Late,
    /// Being an abandoned cart; the name is empty.
    AbandonedCart,
    /// A SKU that it waits for.
    WaitingFor,
    /// A SKU that it sells, or that leaves the stock for it, with goods still to be shipped.
    OpenOfSku,
    /// A SKU that it sells, or that leaves the stock for it, with nothing to be shipped any more;
    /// so are carts and quotations listed, which nothing is owed for yet.
    OtherOfSku,
}

/// The beginning of the keys of all orders that wait for any SKU.
pub(super) fn waiting_prefix() -> [u8; 1] {
    [NamedBy::WaitingFor as u8]
}

/// By what purchase orders can be listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PurchaseList {
    /// Being of a status.
    Status(PurchaseStatus),
    /// Being late, with goods still to come.
    Late,
}

impl PurchaseList {
    /// The beginning of the keys of all purchase orders of a list, newest first.
    pub(super) fn prefix(self) -> Vec<u8> {
        vec![match self {
            Self::Status(status) => status as u8,
            Self::Late => u8::MAX,
        }]
    }
}

/// The beginning of the keys of all orders of a name, newest first.
pub(super) fn name_prefix(by: NamedBy, name: &str) -> Vec<u8> {
    [&[by as u8][..], name.as_bytes(), &[0]].concat()
}

fn name_key(by: NamedBy, name: &str, order: &Order) -> Entry {
    let placed_at = newest_first(order.placed_at);
    let id = order.order_id.as_str().as_bytes();
    (List::OrdersByName, [&name_prefix(by, name)[..], &placed_at, id].concat())
}

/// Something that is to happen by itself when its time comes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Due {
    /// What a cart holds is to be freed.
    Cart(OrderId),
    /// A promise is missed.
    Promise(OrderId),
    /// A purchase order is late.
    Purchase(PurchaseOrderId),
    /// The last day of what is there of a lot has passed.
    Expiry(BalanceKey),
}

impl Due {
    fn kind(&self) -> u8 {
        match self {
            Self::Cart(_) => 1,
            Self::Promise(_) => 2,
            Self::Purchase(_) => 3,
            Self::Expiry(_) => 4,
        }
    }

    fn key(&self, at: Instant) -> Entry {
        let name = match self {
            Self::Cart(order_id) | Self::Promise(order_id) => order_id.as_str().into(),
            Self::Purchase(purchase_order) => purchase_order.as_str().into(),
            Self::Expiry(balance) => balance_key(balance),
        };
        (List::Due, [&due_by(at)[..], &[self.kind()], &name].concat())
    }

    /// What a key of `due` names, and when it is due.
    pub(super) fn of_key(key: &[u8]) -> Option<(Instant, Self)> {
        let (at, rest) = key.split_first_chunk::<8>()?;
        let at = Instant(u64::from_be_bytes(*at).cast_signed() ^ i64::MIN);
        let (kind, name) = rest.split_first()?;
        if *kind == 4 {
            return Some((at, Self::Expiry(balance_of(name)?)));
        }
        let name = std::str::from_utf8(name).ok()?;
        let due = match kind {
            1 => Self::Cart(OrderId::new(name).ok()?),
            2 => Self::Promise(OrderId::new(name).ok()?),
            3 => Self::Purchase(PurchaseOrderId::new(name).ok()?),
            _ => return None,
        };
        Some((at, due))
    }
}

/// Bytes that sort earlier instants first.
pub(super) fn due_by(at: Instant) -> [u8; 8] {
    (at.0 ^ i64::MIN).cast_unsigned().to_be_bytes()
}

/// Where an order is listed, as it stands, in order and each once.
pub(super) fn of_order(order: &Order) -> Vec<Entry> {
    let id = &order.order_id;
    let mut entries = vec![(List::OrdersByStatus, status_key(order.status(), order.placed_at, id))];
    let mut named = |by, name: &str| entries.push(name_key(by, name, order));
    if let Some(name) = &order.external_id {
        named(NamedBy::ExternalId, name);
    }
    if let Some(name) = order.customer_id.as_ref().map(CustomerId::as_str) {
        named(NamedBy::Customer, name);
    }
    if let Some(name) = &order.order_code {
        named(NamedBy::OrderCode, name);
    }
    for name in order.shipments.iter().filter_map(|parcel| parcel.tracking_number.as_ref()) {
        named(NamedBy::Tracking, name);
    }
    if order.late_since.is_some() && order.is_open() {
        named(NamedBy::Late, "");
    }
    if order.cart.is_some_and(|cart| cart.abandoned_at.is_some()) {
        named(NamedBy::AbandonedCart, "");
    }
    let of_sku = if order.is_open() { NamedBy::OpenOfSku } else { NamedBy::OtherOfSku };
    for line in &order.lines {
        let parts = line.components.iter().map(|part| &part.sku);
        parts.chain([&line.sku]).for_each(|sku| named(of_sku, sku.as_str()));
    }
    for (sku, ..) in order.waiting() {
        named(NamedBy::WaitingFor, sku.as_str());
    }
    entries.extend(order_due(order));
    entries.sort();
    entries.dedup();
    entries
}

fn order_due(order: &Order) -> Option<Entry> {
    let id = || order.order_id.clone();
    match order.cart {
        Some(cart) if order.closed_at.is_none() => Some(Due::Cart(id()).key(cart.held_until?)),
        Some(_) => None,
        None if order.late_since.is_some() || !order.is_open() => None,
        None => Some(Due::Promise(id()).key(order.promised_at?)),
    }
}

/// When a balance expires, unless it has.
pub(super) fn of_balance(key: &BalanceKey, balance: &Balance) -> Option<Entry> {
    let good = !balance.expired && balance.on_hand.is_positive();
    let expiry = balance.expiry.filter(|_| good)?;
    Some(Due::Expiry(key.clone()).key(expiry.at))
}

/// Where a purchase order is listed, as it stands, in order.
pub(super) fn of_purchase(purchase: &PurchaseOrder) -> Vec<Entry> {
    let mut entries = vec![purchase_entry(PurchaseList::Status(purchase.status()), purchase)];
    if !purchase.is_open() {
        return entries;
    }
    if purchase.overdue_since.is_some() {
        entries.push(purchase_entry(PurchaseList::Late, purchase));
    } else {
        let due = Due::Purchase(purchase.purchase_order.clone());
        entries.extend(purchase.expected_at().map(|at| due.key(at)));
    }
    entries.sort();
    entries
}

fn purchase_entry(list: PurchaseList, purchase: &PurchaseOrder) -> Entry {
    let name = purchase.purchase_order.as_str().as_bytes();
    let key = [&list.prefix()[..], &newest_first(purchase.placed_at), name].concat();
    (List::PurchasesByStatus, key)
}
