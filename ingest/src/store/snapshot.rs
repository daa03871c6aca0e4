//! What readers see: everything as it was at one LSN, published by the writer and never changed.

use std::sync::Arc;

use arrow::array::RecordBatch;
use fjall::Readable;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::{
    SealedTable, StoreError,
    core::{Core, Kind, catalogue_key, decoded, history_key, key},
    layer::ReservationKey,
    working::stock_key,
};
use crate::{
    amount::Quantity,
    event::{Event, Mode},
    facts::FactTable,
    identity::{
        Currency, CustomerId, EventId, LineId, Lsn, OrderId, PurchaseOrderId, Sku, Source,
        SupplierId, WarehouseId,
    },
    state::{
        Carrier, Customer, Measures, Order, OrderStatus, Product, PurchaseOrder, StockLevel,
        StockRule, Supplier, Warehouse,
    },
    time::Instant,
};

/// Everything as it is at one LSN. Cheap to clone and to hold for the length of a query.
#[derive(Clone)]
pub struct Snapshot {
    /// The last event that it holds.
    pub lsn: Lsn,
    /// When that event was recorded.
    pub recorded_at: Instant,
    pub(super) hot: Arc<[Vec<RecordBatch>; 5]>,
    pub(super) sealed: Arc<[SealedTable; 5]>,
    pub(super) state: StateSnapshot,
}

impl Snapshot {
    /// The rows of a table that are not sealed yet.
    #[must_use]
    pub fn hot(&self, table: FactTable) -> &[RecordBatch] {
        &self.hot[table as usize]
    }

    /// The sealed files of a table.
    #[must_use]
    pub fn sealed(&self, table: FactTable) -> &SealedTable {
        &self.sealed[table as usize]
    }

    /// The live state at this LSN.
    #[must_use]
    pub fn state(&self) -> &StateSnapshot {
        &self.state
    }
}

/// One event in the history of an order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HistoryEntry {
    /// The event's place in the one order of all events.
    pub lsn: Lsn,
    /// The source's name for it.
    pub event_id: EventId,
    /// Who sent it.
    pub source: Source,
    /// Its type.
    pub event_type: String,
    /// When it happened.
    pub occurred_at: Instant,
    /// When it was recorded.
    pub recorded_at: Instant,
    /// Who did it.
    pub actor: Option<String>,
    /// Why.
    pub reason: Option<String>,
    /// Whether it was reported rather than asked.
    pub reported: bool,
    /// The order's status from then on; `None` where the event changed nothing.
    pub status: Option<OrderStatus>,
}

impl HistoryEntry {
    pub(super) fn of(
        event: &Event,
        lsn: Lsn,
        recorded_at: Instant,
        status: Option<OrderStatus>,
    ) -> Self {
        let envelope = &event.envelope;
        Self {
            lsn,
            event_id: envelope.event_id.clone(),
            source: envelope.source.clone(),
            event_type: event.body.event_type().to_owned(),
            occurred_at: envelope.occurred_at.into(),
            recorded_at,
            actor: envelope.actor.clone(),
            reason: envelope.reason.clone(),
            reported: envelope.mode == Mode::Report,
            status,
        }
    }
}

/// Units of a line set aside in a warehouse.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reservation {
    /// What is set aside.
    pub sku: Sku,
    /// Where.
    pub warehouse: WarehouseId,
    /// For which order.
    pub order_id: OrderId,
    /// For which line.
    pub line_id: LineId,
    /// Units.
    pub quantity: Quantity,
}

/// An event that waits for what it speaks of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Parked {
    /// What it waits for: `order` or `purchase_order`, a blank, and the name.
    pub waits_for: String,
    /// Where it was recorded.
    pub lsn: Lsn,
    /// The event, as JSON.
    pub payload: String,
}

/// The live state at one LSN.
#[derive(Clone)]
pub struct StateSnapshot {
    pub(super) core: Arc<Core>,
    pub(super) snapshot: fjall::Snapshot,
}

impl StateSnapshot {
    /// An order.
    ///
    /// # Errors
    /// [`StoreError`] where the store cannot be read; so for all functions here.
    pub fn order(&self, order_id: &OrderId) -> Result<Option<Order>, StoreError> {
        decoded(self.snapshot.get(&self.core.orders, order_id.as_str())?)
    }

    /// The events of an order, oldest first.
    ///
    /// # Errors
    /// As [`Self::order`].
    pub fn history(&self, order_id: &OrderId) -> Result<Vec<HistoryEntry>, StoreError> {
        let (first, last) = (history_key(order_id, Lsn(0)), history_key(order_id, Lsn(u64::MAX)));
        let entries = self.snapshot.range(&self.core.order_history, first..=last);
        entries.map(|entry| Ok(postcard::from_bytes(&entry.value()?)?)).collect()
    }

    /// A purchase order.
    ///
    /// # Errors
    /// As [`Self::order`].
    pub fn purchase_order(
        &self,
        name: &PurchaseOrderId,
    ) -> Result<Option<PurchaseOrder>, StoreError> {
        decoded(self.snapshot.get(&self.core.purchase_orders, name.as_str())?)
    }

    /// All purchase orders, in the order of their names.
    pub fn purchase_orders(
        &self,
    ) -> impl Iterator<Item = Result<PurchaseOrder, StoreError>> + use<> {
        let entries = self.snapshot.iter(&self.core.purchase_orders);
        entries.map(|entry| Ok(postcard::from_bytes(&entry.value()?)?))
    }

    /// A supplier.
    ///
    /// # Errors
    /// As [`Self::order`].
    pub fn supplier(&self, supplier: &SupplierId) -> Result<Option<Supplier>, StoreError> {
        let key = catalogue_key(Kind::Supplier, &[supplier.as_str()]);
        decoded(self.snapshot.get(&self.core.catalogue, key)?)
    }

    /// All suppliers.
    pub fn suppliers(&self) -> impl Iterator<Item = Result<Supplier, StoreError>> + use<> {
        self.core.documents(&self.snapshot, Kind::Supplier)
    }

    /// All carriers.
    pub fn carriers(&self) -> impl Iterator<Item = Result<Carrier, StoreError>> + use<> {
        self.core.documents(&self.snapshot, Kind::Carrier)
    }

    /// What a unit of a currency is worth in another, where a rate was set; 1 for the same.
    ///
    /// # Errors
    /// As [`Self::order`].
    pub fn rate(&self, from: Currency, to: Currency) -> Result<Option<Decimal>, StoreError> {
        if from == to {
            return Ok(Some(Decimal::ONE));
        }
        let key = catalogue_key(Kind::Rate, &[from.as_str(), to.as_str()]);
        let known: Option<(Currency, Currency, Decimal)> =
            decoded(self.snapshot.get(&self.core.catalogue, key)?)?;
        Ok(known.map(|(_, _, rate)| rate))
    }

    /// What a unit of a SKU weighs and how much room it takes, where that was said.
    ///
    /// # Errors
    /// As [`Self::order`].
    pub fn measures(&self, sku: &Sku) -> Result<Option<Measures>, StoreError> {
        let key = catalogue_key(Kind::Measures, &[sku.as_str()]);
        decoded(self.snapshot.get(&self.core.catalogue, key)?)
    }

    /// Events that wait for what they speak of.
    pub fn parked(&self) -> impl Iterator<Item = Result<Parked, StoreError>> + use<> {
        self.snapshot.iter(&self.core.parked).map(|entry| {
            let (key, value) = entry.into_inner()?;
            let damaged = || StoreError::damaged("core: a parked event cannot be read");
            let (parent, lsn) = key.split_last_chunk::<8>().ok_or_else(damaged)?;
            let parent = parent.strip_suffix(&[0]).ok_or_else(damaged)?;
            let text = |bytes: &[u8]| {
                Ok::<_, StoreError>(std::str::from_utf8(bytes).map_err(|_| damaged())?.to_owned())
            };
            let lsn = Lsn(u64::from_be_bytes(*lsn));
            Ok(Parked { waits_for: text(parent)?, lsn, payload: text(&value)? })
        })
    }

    /// All orders, in the order of their ids.
    pub fn all_orders(&self) -> impl Iterator<Item = Result<Order, StoreError>> + use<> {
        let entries = self.snapshot.iter(&self.core.orders);
        entries.map(|entry| Ok(postcard::from_bytes(&entry.value()?)?))
    }

    /// The stock of one SKU in one warehouse.
    ///
    /// # Errors
    /// As [`Self::order`].
    pub fn level(
        &self,
        sku: &Sku,
        warehouse: &WarehouseId,
    ) -> Result<Option<StockLevel>, StoreError> {
        decoded(self.snapshot.get(&self.core.stock, key(&[sku.as_str(), warehouse.as_str()]))?)
    }

    /// Stock levels, by SKU, then warehouse; of one SKU only, if it is given.
    pub fn levels(
        &self,
        sku: Option<&Sku>,
    ) -> impl Iterator<Item = Result<(Sku, WarehouseId, StockLevel), StoreError>> + use<> {
        let prefix = sku.map(|sku| key(&[sku.as_str(), ""])).unwrap_or_default();
        self.snapshot.prefix(&self.core.stock, prefix).map(|entry| {
            let (key, value) = entry.into_inner()?;
            let (sku, warehouse) = stock_key(&key)?;
            Ok((sku, warehouse, postcard::from_bytes(&value)?))
        })
    }

    /// What is set aside of one SKU.
    pub fn reservations_of(
        &self,
        sku: &Sku,
    ) -> impl Iterator<Item = Result<Reservation, StoreError>> + use<> {
        let entries = self.snapshot.prefix(&self.core.reservations, key(&[sku.as_str(), ""]));
        entries.map(|entry| {
            let (key, value) = entry.into_inner()?;
            reservation(&key, postcard::from_bytes(&value)?)
        })
    }

    /// All open reservations.
    pub fn reservations(&self) -> impl Iterator<Item = Result<Reservation, StoreError>> + use<> {
        self.snapshot.iter(&self.core.reservations).map(|entry| {
            let (key, value) = entry.into_inner()?;
            reservation(&key, postcard::from_bytes(&value)?)
        })
    }

    /// A product.
    ///
    /// # Errors
    /// As [`Self::order`].
    pub fn product(&self, sku: &Sku) -> Result<Option<Product>, StoreError> {
        let key = super::core::catalogue_key(Kind::Product, &[sku.as_str()]);
        decoded(self.snapshot.get(&self.core.catalogue, key)?)
    }

    /// How stock of a SKU is kept in one warehouse, where that is not as the product says.
    ///
    /// # Errors
    /// As [`Self::order`].
    pub fn stock_rule(
        &self,
        sku: &Sku,
        warehouse: &WarehouseId,
    ) -> Result<Option<StockRule>, StoreError> {
        let names = [sku.as_str(), warehouse.as_str()];
        let key = super::core::catalogue_key(Kind::StockRule, &names);
        decoded(self.snapshot.get(&self.core.catalogue, key)?)
    }

    /// All products.
    pub fn products(&self) -> impl Iterator<Item = Result<Product, StoreError>> + use<> {
        self.core.documents(&self.snapshot, Kind::Product)
    }

    /// A warehouse.
    ///
    /// # Errors
    /// As [`Self::order`].
    pub fn warehouse(&self, warehouse: &WarehouseId) -> Result<Option<Warehouse>, StoreError> {
        let key = catalogue_key(Kind::Warehouse, &[warehouse.as_str()]);
        decoded(self.snapshot.get(&self.core.catalogue, key)?)
    }

    /// All warehouses.
    pub fn warehouses(&self) -> impl Iterator<Item = Result<Warehouse, StoreError>> + use<> {
        self.core.documents(&self.snapshot, Kind::Warehouse)
    }

    /// A customer.
    ///
    /// # Errors
    /// As [`Self::order`].
    pub fn customer(&self, customer_id: &CustomerId) -> Result<Option<Customer>, StoreError> {
        let key = catalogue_key(Kind::Customer, &[customer_id.as_str()]);
        decoded(self.snapshot.get(&self.core.catalogue, key)?)
    }

    /// All customers.
    pub fn customers(&self) -> impl Iterator<Item = Result<Customer, StoreError>> + use<> {
        self.core.documents(&self.snapshot, Kind::Customer)
    }
}

/// What the key of a reservation names.
pub(super) fn reservation_place(key: &[u8]) -> Result<ReservationKey, StoreError> {
    let damaged = || StoreError::damaged("core: a reservation's key does not name its place");
    let text = std::str::from_utf8(key).map_err(|_| damaged())?;
    let names: Vec<&str> = text.split('\0').collect();
    let [sku, warehouse, order_id, line_id] = names[..] else { return Err(damaged()) };
    Ok((
        Sku::new(sku).map_err(|_| damaged())?,
        WarehouseId::new(warehouse).map_err(|_| damaged())?,
        OrderId::new(order_id).map_err(|_| damaged())?,
        LineId::new(line_id).map_err(|_| damaged())?,
    ))
}

fn reservation(key: &[u8], quantity: Quantity) -> Result<Reservation, StoreError> {
    let (sku, warehouse, order_id, line_id) = reservation_place(key)?;
    Ok(Reservation { sku, warehouse, order_id, line_id, quantity })
}
