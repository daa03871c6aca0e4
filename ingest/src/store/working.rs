//! The state that the writer decides on: what is in memory, what is on disk, and the layers of
//! what is not yet durable on top.
//!
//! Stock levels, products, warehouses and rates are held in memory, since every order asks for
//! them: about 300 bytes for each SKU in each warehouse. Orders and customers stay on disk.

use std::{collections::HashMap, sync::Arc};

use rust_decimal::Decimal;

use super::{
    StoreError,
    core::{Core, Kind, catalogue_key, decoded, key},
    layer::{Layer, Seen},
};
use crate::{
    decide::StateRead,
    identity::{Currency, CustomerId, EventId, OrderId, Sku, Source, SupplierId, WarehouseId},
    state::{Customer, Order, Product, StockLevel, Supplier, Warehouse},
};

/// The durable state that is held in memory.
#[derive(Default)]
pub(super) struct Memory {
    levels: HashMap<Sku, Vec<(WarehouseId, StockLevel)>>,
    products: HashMap<Sku, Arc<Product>>,
    warehouses: HashMap<WarehouseId, Arc<Warehouse>>,
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
        for product in core.documents::<Product>(&snapshot, Kind::Product) {
            let product = product?;
            memory.products.insert(product.sku.clone(), Arc::new(product));
        }
        for warehouse in core.documents::<Warehouse>(&snapshot, Kind::Warehouse) {
            let warehouse = warehouse?;
            memory.warehouses.insert(warehouse.warehouse.clone(), Arc::new(warehouse));
        }
        for rate in core.documents::<(Currency, Currency, Decimal)>(&snapshot, Kind::Rate) {
            let (from, to, rate) = rate?;
            memory.rates.insert((from, to), rate);
        }
        Ok(memory)
    }

    /// Every stock level.
    pub(super) fn all_levels(self) -> impl Iterator<Item = ((Sku, WarehouseId), StockLevel)> {
        self.levels.into_iter().flat_map(|(sku, levels)| {
            levels.into_iter().map(move |(warehouse, level)| ((sku.clone(), warehouse), level))
        })
    }

    /// Takes in what has become durable.
    pub(super) fn absorb(&mut self, layer: Layer) {
        self.levels.extend(layer.levels);
        self.products.extend(layer.products);
        self.warehouses.extend(layer.warehouses);
        self.rates.extend(layer.rates);
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

    fn product(&self, sku: &Sku) -> Option<Arc<Product>> {
        let known = self.layered(|layer| layer.products.get(sku).cloned());
        known.or_else(|| self.memory.products.get(sku).cloned())
    }

    fn warehouse(&self, warehouse: &WarehouseId) -> Option<Arc<Warehouse>> {
        let known = self.layered(|layer| layer.warehouses.get(warehouse).cloned());
        known.or_else(|| self.memory.warehouses.get(warehouse).cloned())
    }

    fn levels(&self, sku: &Sku) -> Vec<(WarehouseId, StockLevel)> {
        let known = self.layered(|layer| layer.levels.get(sku).cloned());
        known.or_else(|| self.memory.levels.get(sku).cloned()).unwrap_or_default()
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
