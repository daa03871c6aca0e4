//! What a group of events changed and is not yet durable.
//!
//! Layers lie over the state: reading goes through them from the top. A layer that is dropped
//! leaves nothing behind; one that became durable is folded into what lies beneath.

use std::{collections::HashMap, sync::Arc};

use fjall::OwnedWriteBatch;
use rust_decimal::Decimal;

use super::{
    StoreError,
    core::{Core, Kind, catalogue_key, history_key, key, listed},
    outbox,
    snapshot::HistoryEntry,
};
use crate::{
    amount::Quantity,
    decide::{Decision, Document, StateRead},
    event::Event,
    facts::FactRows,
    identity::{
        Currency, CustomerId, EventId, LineId, Lsn, OrderId, Sku, Source, SupplierId, WarehouseId,
    },
    reactions::Message,
    state::{Customer, Order, Product, StockLevel, Supplier, TaxRate, Warehouse},
    time::Instant,
};

/// Where an event was recorded, and what it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(super) struct Seen {
    pub lsn: Lsn,
    pub hash: u128,
}

type ReservationKey = (Sku, WarehouseId, OrderId, LineId);

/// Changes that are not yet durable.
#[derive(Default)]
pub(super) struct Layer {
    pub seen: HashMap<(Source, EventId), Seen>,
    pub orders: HashMap<OrderId, Order>,
    /// The order as the layer beneath has it; its listing goes when the new one comes.
    listed_before: HashMap<OrderId, Option<Vec<u8>>>,
    pub levels: HashMap<Sku, Vec<(WarehouseId, StockLevel)>>,
    reservations: HashMap<ReservationKey, Quantity>,
    history: Vec<(OrderId, HistoryEntry)>,
    pub products: HashMap<Sku, Arc<Product>>,
    pub warehouses: HashMap<WarehouseId, Arc<Warehouse>>,
    pub customers: HashMap<CustomerId, Customer>,
    pub suppliers: HashMap<SupplierId, Supplier>,
    tax_rates: Vec<TaxRate>,
    pub rates: HashMap<(Currency, Currency), Decimal>,
    /// What others are to be told.
    pub messages: Vec<Message>,
    pub rows: FactRows,
}

impl Layer {
    /// Takes in what an event changed. `beneath` is the state with this layer on top.
    pub(super) fn apply(
        &mut self,
        mut decision: Decision,
        levels: HashMap<Sku, Vec<(WarehouseId, StockLevel)>>,
        event: &Event,
        lsn: Lsn,
        recorded_at: Instant,
    ) {
        self.levels.extend(levels);
        let (order_id, _) = crate::decide::subject(&event.body);
        if let Some(order_id) = order_id {
            let status = decision.order.as_ref().map(|(_, after)| after.status());
            self.history.push((order_id, HistoryEntry::of(event, lsn, recorded_at, status)));
        }
        if let Some((before, after)) = decision.order.take() {
            self.put_order(before.as_ref(), after);
        }
        for document in decision.documents {
            self.put_document(document);
        }
        self.rows.append(&mut decision.rows);
    }

    fn put_order(&mut self, before: Option<&Order>, after: Order) {
        let listing = before.map(listed);
        self.listed_before.entry(after.order_id.clone()).or_insert(listing);
        for (key, _) in before.into_iter().flat_map(reservations) {
            self.reservations.insert(key, Quantity::ZERO);
        }
        self.reservations.extend(reservations(&after));
        self.orders.insert(after.order_id.clone(), after);
    }

    fn put_document(&mut self, document: Document) {
        match document {
            Document::Product(it) => drop(self.products.insert(it.sku.clone(), Arc::new(it))),
            Document::Warehouse(it) => {
                self.warehouses.insert(it.warehouse.clone(), Arc::new(it));
            }
            Document::Supplier(it) => drop(self.suppliers.insert(it.supplier.clone(), it)),
            Document::Customer(it) => drop(self.customers.insert(it.customer_id.clone(), it)),
            Document::TaxRate(it) => self.tax_rates.push(it),
            Document::Rate { from, to, rate } => drop(self.rates.insert((from, to), rate)),
        }
    }

    /// Drops the history of orders, which an audit does not compare.
    pub(super) fn forget_history(&mut self) {
        self.history.clear();
    }

    /// Lays a layer that was above this one into it.
    pub(super) fn absorb(&mut self, mut above: Self) {
        self.seen.extend(above.seen);
        for (order_id, listing) in above.listed_before {
            self.listed_before.entry(order_id).or_insert(listing);
        }
        self.orders.extend(above.orders);
        self.levels.extend(above.levels);
        self.reservations.extend(above.reservations);
        self.history.append(&mut above.history);
        self.products.extend(above.products);
        self.warehouses.extend(above.warehouses);
        self.customers.extend(above.customers);
        self.suppliers.extend(above.suppliers);
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
        for (order_id, order) in &self.orders {
            batch.insert(&core.orders, order_id.as_str(), postcard::to_stdvec(order)?);
            let before = self.listed_before.get(order_id).and_then(Option::as_ref);
            let now = listed(order);
            if let Some(before) = before.filter(|before| **before != now) {
                batch.remove(&core.orders_by_status, before.clone());
            }
            if before != Some(&now) {
                batch.insert(&core.orders_by_status, now, []);
            }
        }
        for (order_id, entry) in &self.history {
            let key = history_key(order_id, entry.lsn);
            batch.insert(&core.order_history, key, postcard::to_stdvec(entry)?);
        }
        self.write_stock(core, batch)?;
        outbox::write(core, batch, &self.messages)?;
        self.write_catalogue(core, batch)
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
        let mut put = |kind: Kind, names: &[&str], value: Vec<u8>| {
            batch.insert(&core.catalogue, catalogue_key(kind, names), value);
        };
        for (sku, product) in &self.products {
            put(Kind::Product, &[sku.as_str()], postcard::to_stdvec(&**product)?);
        }
        for (name, warehouse) in &self.warehouses {
            put(Kind::Warehouse, &[name.as_str()], postcard::to_stdvec(&**warehouse)?);
        }
        for (name, supplier) in &self.suppliers {
            put(Kind::Supplier, &[name.as_str()], postcard::to_stdvec(supplier)?);
        }
        for (name, customer) in &self.customers {
            put(Kind::Customer, &[name.as_str()], postcard::to_stdvec(customer)?);
        }
        for rate in &self.tax_rates {
            let from = rate.valid_from.date().to_string();
            let names = [rate.country.as_str(), rate.category.as_str(), &from];
            put(Kind::TaxRate, &names, postcard::to_stdvec(rate)?);
        }
        for ((from, to), rate) in &self.rates {
            let value = postcard::to_stdvec(&(*from, *to, *rate))?;
            put(Kind::Rate, &[from.as_str(), to.as_str()], value);
        }
        Ok(())
    }
}

/// What an order has set aside, by place.
pub(super) fn reservations(order: &Order) -> Vec<(ReservationKey, Quantity)> {
    let mut found = Vec::new();
    for line in &order.lines {
        for owed in line.allocations.iter().filter(|owed| owed.reserved.is_positive()) {
            let (sku, warehouse) = (line.sku.clone(), owed.warehouse.clone());
            let key = (sku, warehouse, order.order_id.clone(), line.line_id.clone());
            found.push((key, owed.reserved));
        }
    }
    found
}

/// The levels that a decision's movements change, as they are from now on.
pub(super) fn changed_levels(
    state: &dyn StateRead,
    decision: &Decision,
) -> HashMap<Sku, Vec<(WarehouseId, StockLevel)>> {
    let mut changed: HashMap<Sku, Vec<(WarehouseId, StockLevel)>> = HashMap::new();
    for row in decision.rows.stock_movements.iter().filter(|row| row.tracked) {
        let levels = changed.entry(row.sku.clone()).or_insert_with(|| state.levels(&row.sku));
        let place = match levels.binary_search_by(|(name, _)| name.cmp(&row.warehouse)) {
            Ok(place) => place,
            Err(place) => {
                levels.insert(place, (row.warehouse.clone(), StockLevel::default()));
                place
            }
        };
        levels[place].1.apply(&row.into());
    }
    changed
}
