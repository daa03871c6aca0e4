//! What a group of events changed and is not yet durable.
//!
//! Layers lie over the state: reading goes through them from the top. A layer that is dropped
//! leaves nothing behind; one that became durable is folded into what lies beneath.

use std::{collections::HashMap, sync::Arc};

use fjall::OwnedWriteBatch;
use imbl::OrdMap;
use rust_decimal::Decimal;
use serde::Serialize;

use super::{
    StoreError,
    core::{Core, Kind, catalogue_key, history_key, key},
    index::{self, Entry},
    outbox,
    snapshot::HistoryEntry,
};
use crate::{
    amount::Quantity,
    cores::offer_core,
    decide::{Decision, Document, StateRead},
    event::Event,
    facts::FactRows,
    identity::{
        CarrierId, Currency, CustomerId, EventId, LineId, Lot, Lsn, OrderId, PurchaseOrderId, Sku,
        Source, SupplierId, WarehouseId,
    },
    reactions::Message,
    state::{
        Balance, BalanceKey, Carrier, Customer, LotExpiry, Measures, Order, Product, PurchaseOrder,
        ReturnPolicy, Spot, StockLevel, StockRule, Subscription, Supplier, Supply, SupplyRank,
        TaxRate, Waiting, WaitingRank, Warehouse,
    },
    time::{Day, Instant},
};

/// Where an event was recorded, and what it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(super) struct Seen {
    pub lsn: Lsn,
    pub hash: u128,
}

pub(super) type ReservationKey = (Sku, WarehouseId, OrderId, LineId);
/// Lines that wait for a SKU, in the order in which they are served.
pub(crate) type WaitingLines = OrdMap<WaitingRank, Waiting>;
/// What purchase orders will bring of a SKU, the earliest first.
pub(crate) type SupplyLines = OrdMap<SupplyRank, Supply>;

/// What is in bins and of lots of a SKU.
pub(crate) type Balances = OrdMap<(WarehouseId, Spot), Balance>;

/// Changes that are not yet durable.
#[derive(Default)]
pub(super) struct Layer {
    pub seen: HashMap<(Source, EventId), Seen>,
    pub orders: HashMap<OrderId, Order>,
    pub purchase_orders: HashMap<PurchaseOrderId, PurchaseOrder>,
    /// Where documents stand in lists, as the layer beneath has them.
    listed_orders: HashMap<OrderId, Vec<Entry>>,
    listed_purchases: HashMap<PurchaseOrderId, Vec<Entry>>,
    pub levels: HashMap<Sku, Vec<(WarehouseId, StockLevel)>>,
    pub balances: HashMap<Sku, Balances>,
    /// Which of them changed, and when they expire as the layer beneath has them.
    pub(super) changed_balances: HashMap<BalanceKey, Option<Entry>>,
    pub waiting: HashMap<Sku, WaitingLines>,
    pub supply: HashMap<Sku, SupplyLines>,
    pub reservations: HashMap<ReservationKey, Quantity>,
    history: Vec<(OrderId, HistoryEntry)>,
    pub products: HashMap<Sku, Arc<Product>>,
    pub warehouses: HashMap<WarehouseId, Arc<Warehouse>>,
    pub rules: HashMap<(Sku, WarehouseId), Arc<StockRule>>,
    pub lots: HashMap<(Sku, Lot), Day>,
    pub subscriptions: HashMap<Sku, Vec<Subscription>>,
    pub return_policy: Option<Arc<ReturnPolicy>>,
    pub customers: HashMap<CustomerId, Customer>,
    pub suppliers: HashMap<SupplierId, Supplier>,
    pub carriers: HashMap<CarrierId, Carrier>,
    pub measures: HashMap<Sku, Measures>,
    pub versions: HashMap<String, String>,
    /// Events that wait for what they speak of; `None` where it has come.
    pub parked: HashMap<(String, Lsn), Option<Arc<str>>>,
    tax_rates: Vec<TaxRate>,
    pub rates: HashMap<(Currency, Currency), Decimal>,
    /// What others are to be told.
    pub messages: Vec<Message>,
    pub rows: FactRows,
}

impl Layer {
    /// Takes in what an event changed. `beneath` is the state that it was decided on.
    pub(super) fn apply(
        &mut self,
        changed: Changed,
        mut decision: Decision,
        event: &Event,
        lsn: Lsn,
        recorded_at: Instant,
    ) {
        self.levels.extend(decision.levels);
        self.balances.extend(changed.balances);
        for (key, before, _) in decision.balances {
            let listed = || before.and_then(|it| index::of_balance(&key, &it));
            self.changed_balances.entry(key.clone()).or_insert_with(listed);
        }
        self.waiting.extend(changed.waiting);
        self.supply.extend(changed.supply);
        self.subscriptions.extend(changed.subscriptions);
        let (subject, _) = crate::decide::subject(&event.body);
        let spoken_of =
            subject.filter(|id| decision.orders.iter().all(|(_, it)| it.order_id != *id));
        if let Some(order_id) = spoken_of {
            self.history.push((order_id, HistoryEntry::of(event, lsn, recorded_at, None)));
        }
        for (before, after) in decision.orders {
            let entry = HistoryEntry::of(event, lsn, recorded_at, Some(after.status()));
            self.history.push((after.order_id.clone(), entry));
            self.put_order(before.as_ref(), after);
        }
        for (before, after) in decision.purchase_orders {
            let name = after.purchase_order.clone();
            let listing = || before.as_ref().map(index::of_purchase).unwrap_or_default();
            self.listed_purchases.entry(name.clone()).or_insert_with(listing);
            self.purchase_orders.insert(name, after);
        }
        for document in decision.documents {
            self.put_document(document);
        }
        self.versions.extend(decision.version);
        if let Some(parent) = decision.parked {
            let payload = decision.rows.events.last().map(|row| Arc::clone(&row.payload));
            self.parked.insert((parent, lsn), payload);
        }
        if let Some(place) = decision.unparked {
            self.parked.insert(place, None);
        }
        self.rows.append(&mut decision.rows);
    }

    fn put_order(&mut self, before: Option<&Order>, after: Order) {
        let listing = || before.map(index::of_order).unwrap_or_default();
        self.listed_orders.entry(after.order_id.clone()).or_insert_with(listing);
        self.reservations.extend(changed_reservations(before, &after));
        self.orders.insert(after.order_id.clone(), after);
    }

    fn put_document(&mut self, document: Document) {
        match document {
            Document::Product(it) => drop(self.products.insert(it.sku.clone(), Arc::new(it))),
            Document::Warehouse(it) => {
                self.warehouses.insert(it.warehouse.clone(), Arc::new(it));
            }
            Document::StockRule(it) => {
                self.rules.insert((it.sku.clone(), it.warehouse.clone()), Arc::new(it));
            }
            Document::LotExpiry(it) => drop(self.lots.insert((it.sku, it.lot), it.expires_on)),
            Document::ReturnPolicy(it) => self.return_policy = Some(Arc::new(it)),
            Document::Supplier(it) => drop(self.suppliers.insert(it.supplier.clone(), it)),
            Document::Carrier(it) => drop(self.carriers.insert(it.carrier.clone(), it)),
            Document::Measures(it) => drop(self.measures.insert(it.sku.clone(), it)),
            Document::Customer(it) => drop(self.customers.insert(it.customer_id.clone(), it)),
            Document::TaxRate(it) => self.tax_rates.push(it),
            Document::Rate { from, to, rate } => drop(self.rates.insert((from, to), rate)),
        }
    }

    /// The entries that these events add to the histories of orders.
    pub(super) fn history(&self) -> &[(OrderId, HistoryEntry)] {
        &self.history
    }

    /// Drops what only makes up the history, which an audit does not compare.
    pub(super) fn forget_history(&mut self) {
        self.history.clear();
        self.listed_orders.clear();
        self.listed_purchases.clear();
        self.changed_balances.clear();
        self.rows = FactRows::default();
    }

    /// Lays a layer that was above this one into it.
    pub(super) fn absorb(&mut self, mut above: Self) {
        self.seen.extend(above.seen);
        for (order_id, listing) in above.listed_orders {
            self.listed_orders.entry(order_id).or_insert(listing);
        }
        for (name, listing) in above.listed_purchases {
            self.listed_purchases.entry(name).or_insert(listing);
        }
        self.orders.extend(above.orders);
        self.purchase_orders.extend(above.purchase_orders);
        self.levels.extend(above.levels);
        self.balances.extend(above.balances);
        for (key, listed) in above.changed_balances {
            self.changed_balances.entry(key).or_insert(listed);
        }
        self.waiting.extend(above.waiting);
        self.supply.extend(above.supply);
        self.reservations.extend(above.reservations);
        self.history.append(&mut above.history);
        self.products.extend(above.products);
        self.warehouses.extend(above.warehouses);
        self.rules.extend(above.rules);
        self.lots.extend(above.lots);
        self.subscriptions.extend(above.subscriptions);
        self.return_policy = above.return_policy.or(self.return_policy.take());
        self.customers.extend(above.customers);
        self.suppliers.extend(above.suppliers);
        self.carriers.extend(above.carriers);
        self.measures.extend(above.measures);
        self.versions.extend(above.versions);
        self.parked.extend(above.parked);
        self.tax_rates.append(&mut above.tax_rates);
        self.rates.extend(above.rates);
        self.messages.append(&mut above.messages);
        self.rows.append(&mut above.rows);
    }

    /// Puts all changes into a batch: each key once, however often it changed.
    pub(super) fn write(&self, core: &Core, batch: &mut OwnedWriteBatch) -> Result<(), StoreError> {
        for ((source, event_id), seen) in &self.seen {
            let key = key(&[source.as_str(), event_id.as_str()]);
            batch.insert(&core.dedup, key, postcard::to_stdvec(seen)?);
        }
        self.write_orders(core, batch)?;
        for (order_id, entry) in &self.history {
            let key = history_key(order_id, entry.lsn);
            batch.insert(&core.order_history, key, postcard::to_stdvec(entry)?);
        }
        for (name, version) in &self.versions {
            batch.insert(&core.versions, name.as_bytes(), version.as_bytes());
        }
        for ((parent, lsn), payload) in &self.parked {
            let key = parked_key(parent, *lsn);
            match payload {
                Some(payload) => batch.insert(&core.parked, key, payload.as_bytes()),
                None => batch.remove(&core.parked, key),
            }
        }
        self.write_stock(core, batch)?;
        self.write_balances(core, batch)?;
        outbox::write(core, batch, &self.messages)?;
        self.write_catalogue(core, batch)
    }

    fn write_orders(&self, core: &Core, batch: &mut OwnedWriteBatch) -> Result<(), StoreError> {
        for (order_id, order) in &self.orders {
            offer_core();
            batch.insert(&core.orders, order_id.as_str(), postcard::to_stdvec(order)?);
            let before = self.listed_orders.get(order_id).map(Vec::as_slice).unwrap_or_default();
            relist(core, batch, before, &index::of_order(order));
        }
        for (name, purchase) in &self.purchase_orders {
            batch.insert(&core.purchase_orders, name.as_str(), postcard::to_stdvec(purchase)?);
            let before = self.listed_purchases.get(name).map(Vec::as_slice).unwrap_or_default();
            relist(core, batch, before, &index::of_purchase(purchase));
        }
        Ok(())
    }

    fn write_stock(&self, core: &Core, batch: &mut OwnedWriteBatch) -> Result<(), StoreError> {
        for (sku, levels) in &self.levels {
            for (warehouse, level) in levels {
                let key = key(&[sku.as_str(), warehouse.as_str()]);
                batch.insert(&core.stock, key, postcard::to_stdvec(level)?);
            }
        }
        for ((sku, warehouse, order_id, line_id), quantity) in &self.reservations {
            let names = [sku.as_str(), warehouse.as_str(), order_id.as_str(), line_id.as_str()];
            if quantity.is_zero() {
                batch.remove(&core.reservations, key(&names));
            } else {
                batch.insert(&core.reservations, key(&names), postcard::to_stdvec(quantity)?);
            }
        }
        Ok(())
    }

    fn write_catalogue(&self, core: &Core, batch: &mut OwnedWriteBatch) -> Result<(), StoreError> {
        for (key, document) in self.catalogue()? {
            batch.insert(&core.catalogue, key, document);
        }
        Ok(())
    }

    /// The catalogue documents, each under its key.
    pub(super) fn catalogue(&self) -> Result<Documents, StoreError> {
        let mut documents = Documents::new();
        for (sku, product) in &self.products {
            put(&mut documents, Kind::Product, &[sku.as_str()], &**product)?;
        }
        for (name, warehouse) in &self.warehouses {
            put(&mut documents, Kind::Warehouse, &[name.as_str()], &**warehouse)?;
        }
        for ((sku, warehouse), rule) in &self.rules {
            let names = [sku.as_str(), warehouse.as_str()];
            put(&mut documents, Kind::StockRule, &names, &**rule)?;
        }
        for ((sku, lot), expires_on) in &self.lots {
            let (sku, lot) = (sku.clone(), lot.clone());
            let document = LotExpiry { sku, lot, expires_on: *expires_on };
            let names = [document.sku.as_str(), document.lot.as_str()];
            put(&mut documents, Kind::LotExpiry, &names, &document)?;
        }
        for (sku, subscriptions) in &self.subscriptions {
            put(&mut documents, Kind::Subscription, &[sku.as_str()], &(sku, subscriptions))?;
        }
        if let Some(policy) = &self.return_policy {
            put(&mut documents, Kind::ReturnPolicy, &[], &**policy)?;
        }
        for (name, supplier) in &self.suppliers {
            put(&mut documents, Kind::Supplier, &[name.as_str()], supplier)?;
        }
        for (name, carrier) in &self.carriers {
            put(&mut documents, Kind::Carrier, &[name.as_str()], carrier)?;
        }
        for (sku, measures) in &self.measures {
            put(&mut documents, Kind::Measures, &[sku.as_str()], measures)?;
        }
        for (name, customer) in &self.customers {
            put(&mut documents, Kind::Customer, &[name.as_str()], customer)?;
        }
        for rate in &self.tax_rates {
            let from = rate.valid_from.date().to_string();
            let names = [rate.country.as_str(), rate.category.as_str(), &from];
            put(&mut documents, Kind::TaxRate, &names, rate)?;
        }
        for ((from, to), rate) in &self.rates {
            let names = [from.as_str(), to.as_str()];
            put(&mut documents, Kind::Rate, &names, &(*from, *to, *rate))?;
        }
        Ok(documents)
    }
}

/// Catalogue documents under their keys, in the order in which they were set.
pub(super) type Documents = Vec<(Vec<u8>, Vec<u8>)>;

fn put(
    documents: &mut Documents,
    kind: Kind,
    names: &[&str],
    it: &impl Serialize,
) -> Result<(), StoreError> {
    documents.push((catalogue_key(kind, names), postcard::to_stdvec(it)?));
    Ok(())
}

/// Takes a document out of the lists where it stood and no longer does, and puts it into the new.
/// Both are in order, since an order of ten thousand lines stands in as many lists.
pub(super) fn relist(core: &Core, batch: &mut OwnedWriteBatch, before: &[Entry], after: &[Entry]) {
    for (list, key) in before.iter().filter(|entry| after.binary_search(entry).is_err()) {
        batch.remove(list.keyspace(core), key.clone());
    }
    for (list, key) in after.iter().filter(|entry| before.binary_search(entry).is_err()) {
        batch.insert(list.keyspace(core), key.clone(), []);
    }
}

/// The key of a parked event.
pub(super) fn parked_key(parent: &str, lsn: Lsn) -> Vec<u8> {
    [parent.as_bytes(), &[0], &lsn.0.to_be_bytes()].concat()
}

/// What an order has set aside otherwise than before; nothing where it let go.
fn changed_reservations(before: Option<&Order>, after: &Order) -> Vec<(ReservationKey, Quantity)> {
    let mut before: HashMap<_, _> = before.into_iter().flat_map(reservations).collect();
    let mut changed = reservations(after);
    changed.retain(|(key, quantity)| before.remove(key) != Some(*quantity));
    changed.extend(before.into_keys().map(|key| (key, Quantity::ZERO)));
    changed
}

/// What an order has set aside, by place.
pub(super) fn reservations(order: &Order) -> Vec<(ReservationKey, Quantity)> {
    let mut found = Vec::new();
    for line in order.lines.iter().filter(|line| line.tracked) {
        for owed in line.allocations.iter().filter(|owed| owed.reserved.is_positive()) {
            for (sku, quantity) in line.stock_of(owed.reserved) {
                let place = (sku.clone(), owed.warehouse.clone());
                let key = (place.0, place.1, order.order_id.clone(), line.line_id.clone());
                found.push((key, quantity));
            }
        }
    }
    found
}

/// Lists in memory that follow from the documents that a decision changes.
#[derive(Default)]
pub(super) struct Changed {
    pub balances: HashMap<Sku, Balances>,
    pub waiting: HashMap<Sku, WaitingLines>,
    pub supply: HashMap<Sku, SupplyLines>,
    pub subscriptions: HashMap<Sku, Vec<Subscription>>,
}

impl Changed {
    /// What a decision makes of the lists.
    pub(super) fn by(state: &dyn StateRead, decision: &Decision) -> Self {
        let mut changed = Self::default();
        for (before, after) in &decision.orders {
            changed.order(state, before.as_ref(), after);
        }
        for (before, after) in &decision.purchase_orders {
            changed.purchase(state, before.as_ref(), after);
        }
        for ((sku, warehouse, spot), _, after) in &decision.balances {
            let known = changed.balances.entry(sku.clone());
            let known = known.or_insert_with(|| state.balances(sku));
            let place = (warehouse.clone(), spot.clone());
            match after {
                Some(balance) => known.insert(place, *balance),
                None => known.remove(&place),
            };
        }
        for subscription in &decision.subscribed {
            let sku = &subscription.sku;
            let known = changed.subscriptions.entry(sku.clone());
            let known = known.or_insert_with(|| state.subscriptions(sku));
            known.retain(|it| it.email != subscription.email);
            known.push(subscription.clone());
        }
        for sku in &decision.told_back_in_stock {
            changed.subscriptions.insert(sku.clone(), Vec::new());
        }
        changed
    }

    fn order(&mut self, state: &dyn StateRead, before: Option<&Order>, after: &Order) {
        for (sku, rank, _) in before.into_iter().flat_map(Order::waiting) {
            let lines = self.waiting.entry(sku.clone()).or_insert_with(|| state.waiting(&sku));
            lines.remove(&rank);
        }
        for (sku, rank, waiting) in after.waiting() {
            let lines = self.waiting.entry(sku.clone()).or_insert_with(|| state.waiting(&sku));
            lines.insert(rank, waiting);
        }
    }

    fn purchase(
        &mut self,
        state: &dyn StateRead,
        before: Option<&PurchaseOrder>,
        after: &PurchaseOrder,
    ) {
        for (sku, rank, _) in before.into_iter().flat_map(PurchaseOrder::supplies) {
            let lines = self.supply.entry(sku.clone()).or_insert_with(|| state.supply(&sku));
            lines.remove(&rank);
        }
        for (sku, rank, supply) in after.supplies() {
            let lines = self.supply.entry(sku.clone()).or_insert_with(|| state.supply(&sku));
            lines.insert(rank, supply);
        }
    }
}
