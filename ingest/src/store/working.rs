//! The state that the writer decides on: what is in memory, what is on disk, and the layers of
//! what is not yet durable on top.
//!
//! Stock levels, balances of bins and lots, products, warehouses, rules and rates are held in
//! memory, since every order asks for them: about 300 bytes for each SKU in each warehouse, as much
//! for each bin and lot that holds some, each line that waits for goods and each line of an open
//! purchase order. Orders, customers and the last days of lots stay on disk.

use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
};

use rust_decimal::Decimal;

use super::{
    StoreError,
    balance::balance_of,
    core::{Core, Kind, catalogue_key, decoded, key},
    layer::{Balances, Layer, Seen, SupplyLines, WaitingLines},
    snapshot::reservation_place,
};
use crate::{
    decide::StateRead,
    identity::{
        CarrierId, Currency, CustomerId, EventId, Lot, Lsn, OrderId, PurchaseOrderId, Sku, Source,
        SupplierId, WarehouseId,
    },
    state::{
        Carrier, Customer, LotExpiry, Measures, Order, Product, PurchaseOrder, ReturnPolicy,
        StockLevel, StockRule, Subscription, Supplier, Warehouse,
    },
    time::Day,
};

/// The durable state that is held in memory.
#[derive(Default)]
pub(super) struct Memory {
    levels: HashMap<Sku, Vec<(WarehouseId, StockLevel)>>,
    balances: HashMap<Sku, Balances>,
    products: HashMap<Sku, Arc<Product>>,
    warehouses: HashMap<WarehouseId, Arc<Warehouse>>,
    rules: HashMap<(Sku, WarehouseId), Arc<StockRule>>,
    waiting: HashMap<Sku, WaitingLines>,
    supply: HashMap<Sku, SupplyLines>,
    subscriptions: HashMap<Sku, Vec<Subscription>>,
    return_policy: Option<Arc<ReturnPolicy>>,
    rates: HashMap<(Currency, Currency), Decimal>,
}

impl Memory {
    pub(super) fn load(core: &Core) -> Result<Self, StoreError> {
        let snapshot = core.database.snapshot();
        let mut memory = Self::default();
        for entry in core.stock.iter() {
            let (key, value) = entry.into_inner()?;
            let (sku, warehouse) = stock_key(&key)?;
            let level = postcard::from_bytes(&value)?;
            memory.levels.entry(sku).or_default().push((warehouse, level));
        }
        for entry in core.balances.iter() {
            let (key, value) = entry.into_inner()?;
            let known = balance_of(&key);
            let (sku, warehouse, spot) = known.ok_or_else(|| StoreError::damaged(NO_BALANCE))?;
            let balance = postcard::from_bytes(&value)?;
            memory.balances.entry(sku).or_default().insert((warehouse, spot), balance);
        }
        for product in core.documents::<Product>(&snapshot, Kind::Product) {
            let product = product?;
            memory.products.insert(product.sku.clone(), Arc::new(product));
        }
        for warehouse in core.documents::<Warehouse>(&snapshot, Kind::Warehouse) {
            let warehouse = warehouse?;
            memory.warehouses.insert(warehouse.warehouse.clone(), Arc::new(warehouse));
        }
        for rule in core.documents::<StockRule>(&snapshot, Kind::StockRule) {
            let rule = rule?;
            memory.rules.insert((rule.sku.clone(), rule.warehouse.clone()), Arc::new(rule));
        }
        for known in core.documents::<(Sku, Vec<Subscription>)>(&snapshot, Kind::Subscription) {
            let (sku, subscriptions) = known?;
            memory.subscriptions.insert(sku, subscriptions);
        }
        for policy in core.documents(&snapshot, Kind::ReturnPolicy) {
            memory.return_policy = Some(Arc::new(policy?));
        }
        memory.load_lists(core)?;
        for rate in core.documents::<(Currency, Currency, Decimal)>(&snapshot, Kind::Rate) {
            let (from, to, rate) = rate?;
            memory.rates.insert((from, to), rate);
        }
        Ok(memory)
    }

    /// What waits, from the orders that wait for it; what will come, from the purchase orders.
    fn load_lists(&mut self, core: &Core) -> Result<(), StoreError> {
        for entry in core.waiting_orders() {
            for (sku, rank, waiting) in entry?.waiting() {
                self.waiting.entry(sku).or_default().insert(rank, waiting);
            }
        }
        for entry in core.purchase_orders.iter() {
            let purchase: PurchaseOrder = postcard::from_bytes(&entry.value()?)?;
            for (sku, rank, supply) in purchase.supplies() {
                self.supply.entry(sku).or_default().insert(rank, supply);
            }
        }
        Ok(())
    }

    /// What waits, by SKU.
    pub(super) fn waiting_lines(&self) -> impl Iterator<Item = (&Sku, &WaitingLines)> {
        self.waiting.iter()
    }

    /// What is to come, by SKU.
    pub(super) fn supply_lines(&self) -> impl Iterator<Item = (&Sku, &SupplyLines)> {
        self.supply.iter()
    }

    /// Takes in what has become durable.
    pub(super) fn absorb(&mut self, layer: Layer) {
        self.levels.extend(layer.levels);
        keep_filled(&mut self.balances, layer.balances, Balances::is_empty);
        self.products.extend(layer.products);
        self.warehouses.extend(layer.warehouses);
        self.rules.extend(layer.rules);
        keep_filled(&mut self.waiting, layer.waiting, WaitingLines::is_empty);
        self.supply.extend(layer.supply);
        self.subscriptions.extend(layer.subscriptions);
        self.return_policy = layer.return_policy.or(self.return_policy.take());
        self.rates.extend(layer.rates);
    }
}

/// What is said where the key of a balance cannot be read.
const NO_BALANCE: &str = "core: the key of a balance names no place";

/// Takes in lists by SKU, but for those that are empty by now.
fn keep_filled<T>(known: &mut HashMap<Sku, T>, new: HashMap<Sku, T>, is_empty: fn(&T) -> bool) {
    for (sku, list) in new {
        match is_empty(&list) {
            true => drop(known.remove(&sku)),
            false => drop(known.insert(sku, list)),
        }
    }
}

/// The SKU and warehouse that a key of `stock` names.
pub(super) fn stock_key(key: &[u8]) -> Result<(Sku, WarehouseId), StoreError> {
    let damaged = || StoreError::damaged("core: a stock key names no SKU and warehouse");
    let text = std::str::from_utf8(key).map_err(|_| damaged())?;
    let (sku, warehouse) = text.split_once('\0').ok_or_else(damaged)?;
    Ok((Sku::new(sku).map_err(|_| damaged())?, WarehouseId::new(warehouse).map_err(|_| damaged())?))
}

/// State as it will be once the layers are durable.
pub(super) struct Working<'a> {
    pub core: Option<&'a Core>,
    pub memory: &'a Memory,
    /// The topmost first.
    pub layers: [&'a Layer; 2],
    pub base_currency: Currency,
}

impl Working<'_> {
    /// The event of this source and id, if it was ever recorded.
    pub(super) fn seen(
        &self,
        source: &Source,
        event_id: &EventId,
    ) -> Result<Option<Seen>, StoreError> {
        let name = (source.clone(), event_id.clone());
        if let Some(seen) = self.layers.iter().find_map(|layer| layer.seen.get(&name)) {
            return Ok(Some(*seen));
        }
        let Some(core) = self.core else { return Ok(None) };
        decoded(core.dedup.get(key(&[source.as_str(), event_id.as_str()]))?)
    }

    /// Events that wait for what they speak of, in the order in which they came.
    pub(super) fn parked(&self, parent: &str) -> Result<Vec<(Lsn, Arc<str>)>, StoreError> {
        let mut found = std::collections::BTreeMap::new();
        if let Some(core) = self.core {
            for entry in core.parked.prefix([parent.as_bytes(), &[0]].concat()) {
                let (key, value) = entry.into_inner()?;
                let lsn = key.last_chunk::<8>().copied().map(u64::from_be_bytes);
                let damaged = || StoreError::damaged("core: a parked event is not text");
                let payload = std::str::from_utf8(&value).map_err(|_| damaged())?;
                found.insert(Lsn(lsn.ok_or_else(damaged)?), Some(Arc::from(payload)));
            }
        }
        for layer in self.layers.iter().rev() {
            let here = layer.parked.iter().filter(|((name, _), _)| name == parent);
            found.extend(here.map(|((_, lsn), payload)| (*lsn, payload.clone())));
        }
        Ok(found.into_iter().filter_map(|(lsn, payload)| Some((lsn, payload?))).collect())
    }

    fn layered<T>(&self, find: impl Fn(&Layer) -> Option<T>) -> Option<T> {
        self.layers.iter().find_map(|layer| find(layer))
    }

    fn rate(&self, from: Currency, to: Currency) -> Option<Decimal> {
        let known = self.layered(|layer| layer.rates.get(&(from, to)).copied());
        known.or_else(|| self.memory.rates.get(&(from, to)).copied())
    }
}

impl StateRead for Working<'_> {
    fn order(&self, order_id: &OrderId) -> Result<Option<Order>, StoreError> {
        if let Some(order) = self.layered(|layer| layer.orders.get(order_id).cloned()) {
            return Ok(Some(order));
        }
        let Some(core) = self.core else { return Ok(None) };
        decoded(core.orders.get(order_id.as_str())?)
    }

    fn customer(&self, customer_id: &CustomerId) -> Result<Option<Customer>, StoreError> {
        if let Some(customer) = self.layered(|layer| layer.customers.get(customer_id).cloned()) {
            return Ok(Some(customer));
        }
        let Some(core) = self.core else { return Ok(None) };
        decoded(core.catalogue.get(catalogue_key(Kind::Customer, &[customer_id.as_str()]))?)
    }

    fn supplier(&self, supplier: &SupplierId) -> Result<Option<Supplier>, StoreError> {
        if let Some(known) = self.layered(|layer| layer.suppliers.get(supplier).cloned()) {
            return Ok(Some(known));
        }
        let Some(core) = self.core else { return Ok(None) };
        decoded(core.catalogue.get(catalogue_key(Kind::Supplier, &[supplier.as_str()]))?)
    }

    fn carrier(&self, carrier: &CarrierId) -> Result<Option<Carrier>, StoreError> {
        if let Some(known) = self.layered(|layer| layer.carriers.get(carrier).cloned()) {
            return Ok(Some(known));
        }
        let Some(core) = self.core else { return Ok(None) };
        decoded(core.catalogue.get(catalogue_key(Kind::Carrier, &[carrier.as_str()]))?)
    }

    fn measures(&self, sku: &Sku) -> Result<Option<Measures>, StoreError> {
        if let Some(known) = self.layered(|layer| layer.measures.get(sku).cloned()) {
            return Ok(Some(known));
        }
        let Some(core) = self.core else { return Ok(None) };
        decoded(core.catalogue.get(catalogue_key(Kind::Measures, &[sku.as_str()]))?)
    }

    fn product(&self, sku: &Sku) -> Option<Arc<Product>> {
        let known = self.layered(|layer| layer.products.get(sku).cloned());
        known.or_else(|| self.memory.products.get(sku).cloned())
    }

    fn warehouse(&self, warehouse: &WarehouseId) -> Option<Arc<Warehouse>> {
        let known = self.layered(|layer| layer.warehouses.get(warehouse).cloned());
        known.or_else(|| self.memory.warehouses.get(warehouse).cloned())
    }

    fn purchase_order(&self, name: &PurchaseOrderId) -> Result<Option<PurchaseOrder>, StoreError> {
        if let Some(known) = self.layered(|layer| layer.purchase_orders.get(name).cloned()) {
            return Ok(Some(known));
        }
        let Some(core) = self.core else { return Ok(None) };
        decoded(core.purchase_orders.get(name.as_str())?)
    }

    fn waiting(&self, sku: &Sku) -> WaitingLines {
        let known = self.layered(|layer| layer.waiting.get(sku).cloned());
        known.or_else(|| self.memory.waiting.get(sku).cloned()).unwrap_or_default()
    }

    fn supply(&self, sku: &Sku) -> SupplyLines {
        let known = self.layered(|layer| layer.supply.get(sku).cloned());
        known.or_else(|| self.memory.supply.get(sku).cloned()).unwrap_or_default()
    }

    fn balances(&self, sku: &Sku) -> Balances {
        let known = self.layered(|layer| layer.balances.get(sku).cloned());
        known.or_else(|| self.memory.balances.get(sku).cloned()).unwrap_or_default()
    }

    fn lot_expiry(&self, sku: &Sku, lot: &Lot) -> Result<Option<Day>, StoreError> {
        let name = (sku.clone(), lot.clone());
        if let Some(day) = self.layered(|layer| layer.lots.get(&name).copied()) {
            return Ok(Some(day));
        }
        let Some(core) = self.core else { return Ok(None) };
        let names = [sku.as_str(), lot.as_str()];
        let known = core.catalogue.get(catalogue_key(Kind::LotExpiry, &names))?;
        Ok(decoded::<LotExpiry>(known)?.map(|known| known.expires_on))
    }

    fn rule(&self, sku: &Sku, warehouse: &WarehouseId) -> Option<Arc<StockRule>> {
        let nobody =
            self.memory.rules.is_empty() && self.layers.iter().all(|layer| layer.rules.is_empty());
        if nobody {
            return None;
        }
        let name = (sku.clone(), warehouse.clone());
        let known = self.layered(|layer| layer.rules.get(&name).cloned());
        known.or_else(|| self.memory.rules.get(&name).cloned())
    }

    fn subscriptions(&self, sku: &Sku) -> Vec<Subscription> {
        let known = self.layered(|layer| layer.subscriptions.get(sku).cloned());
        known.or_else(|| self.memory.subscriptions.get(sku).cloned()).unwrap_or_default()
    }

    fn return_policy(&self) -> Option<Arc<ReturnPolicy>> {
        let known = self.layered(|layer| layer.return_policy.clone());
        known.or_else(|| self.memory.return_policy.clone())
    }

    fn version(&self, name: &str) -> Result<Option<String>, StoreError> {
        if let Some(known) = self.layered(|layer| layer.versions.get(name).cloned()) {
            return Ok(Some(known));
        }
        let Some(core) = self.core else { return Ok(None) };
        let known = core.versions.get(name)?;
        Ok(known.map(|version| String::from_utf8_lossy(&version).into_owned()))
    }

    fn warehouses(&self) -> Vec<Arc<Warehouse>> {
        let mut known = self.memory.warehouses.clone();
        for layer in self.layers.iter().rev() {
            known.extend(layer.warehouses.iter().map(|(name, it)| (name.clone(), Arc::clone(it))));
        }
        known.into_values().collect()
    }

    fn owed_by(&self, warehouse: &WarehouseId) -> Result<BTreeSet<OrderId>, StoreError> {
        let mut owing = BTreeSet::new();
        if let Some(core) = self.core {
            for entry in core.reservations.iter() {
                let (_, place, order_id, _) = reservation_place(&entry.key()?)?;
                if place == *warehouse {
                    owing.insert(order_id);
                }
            }
        }
        // What a layer took away again is found not to be owed when the order is looked at.
        for layer in self.layers {
            let here = layer.reservations.keys().filter(|(_, place, ..)| place == warehouse);
            owing.extend(here.map(|(_, _, order_id, _)| order_id.clone()));
        }
        let waiting = self.layers.iter().map(|layer| &layer.waiting).chain([&self.memory.waiting]);
        for lines in waiting.flat_map(HashMap::values) {
            owing.extend(lines.keys().map(|rank| rank.order_id.clone()));
        }
        Ok(owing)
    }

    fn levels(&self, sku: &Sku) -> Vec<(WarehouseId, StockLevel)> {
        let known = self.layered(|layer| layer.levels.get(sku).cloned());
        known.or_else(|| self.memory.levels.get(sku).cloned()).unwrap_or_default()
    }

    fn base_currency(&self) -> Currency {
        self.base_currency
    }

    fn rate_to_base(&self, currency: Currency) -> Option<Decimal> {
        let base = self.base_currency;
        if currency == base {
            return Some(Decimal::ONE);
        }
        let inverse = || self.rate(base, currency).map(|rate| Decimal::ONE / rate);
        self.rate(currency, base).or_else(inverse)
    }
}
