//! The columns of the tables of stock.

use marea_ingest::{
    amount::Quantity,
    identity::{Bin, LineId, Lot, OrderId, Sku, WarehouseId},
    state::{Product, StockLevel},
    store::{Promise, Reservation, StateSnapshot, StockBalance, StoreError},
    table_row,
    time::{Day, Instant},
};

table_row! {
    /// A row of `stock_levels`: stock of a SKU in a warehouse as it is now.
    #[derive(Debug)]
    StockLevelRow {
        /// What.
        sku: Sku,
        /// Where.
        warehouse: WarehouseId,
        /// In the warehouse.
        on_hand: Quantity,
        /// Set aside for orders.
        committed: Quantity,
        /// There, but not for sale: the five that follow.
        unavailable: Quantity,
        /// There, but broken or spoilt.
        damaged: Quantity,
        /// There, and to be inspected.
        quality_control: Quantity,
        /// There, and kept back against surprises.
        safety_stock: Quantity,
        /// There, and kept back for something else.
        withheld: Quantity,
        /// There, and past the last day of its lot.
        expired: Quantity,
        /// What can be promised now.
        available: Quantity,
        /// On its way here: by purchase orders, and from other warehouses.
        incoming: Quantity,
        /// Of that, what is between two warehouses.
        in_transit: Quantity,
        /// What orders wait for.
        backordered: Quantity,
        /// What there will be once all that is to come has come, and all that is owed has left.
        projected: Quantity,
    }
}

impl From<(Sku, WarehouseId, StockLevel)> for StockLevelRow {
    fn from((sku, warehouse, level): (Sku, WarehouseId, StockLevel)) -> Self {
        Self {
            sku,
            warehouse,
            on_hand: level.on_hand,
            committed: level.committed,
            unavailable: level.unavailable(),
            damaged: level.damaged,
            quality_control: level.quality_control,
            safety_stock: level.safety_stock,
            withheld: level.withheld,
            expired: level.expired,
            available: level.available(),
            incoming: level.incoming,
            in_transit: level.in_transit,
            backordered: level.backordered,
            projected: level.projected(),
        }
    }
}

table_row! {
    /// A row of `stock_balances`: what is on hand in one bin and of one lot.
    #[derive(Debug)]
    StockBalanceRow {
        /// What.
        sku: Sku,
        /// Where.
        warehouse: WarehouseId,
        /// In which bin; null for goods that are in none.
        bin: Option<Bin>,
        /// Of which lot; null for goods of which none is known.
        lot: Option<Lot>,
        /// Units: the rows of a SKU in a warehouse add up to what is on hand there.
        on_hand: Quantity,
        /// When the first of them came; null for goods in no bin and of no lot.
        received_at: Option<Instant>,
        /// The last day on which they are good.
        expires_on: Option<Day>,
        /// Whether that has passed: then they are unavailable.
        expired: bool,
    }
}

impl From<StockBalance> for StockBalanceRow {
    fn from(it: StockBalance) -> Self {
        let StockBalance { sku, warehouse, bin, lot, on_hand, received_at, expires_on, expired } =
            it;
        Self { sku, warehouse, bin, lot, on_hand, received_at, expires_on, expired }
    }
}

table_row! {
    /// A row of `reservations`: units of a line set aside in a warehouse.
    #[derive(Debug)]
    ReservationRow {
        /// What.
        sku: Sku,
        /// Where.
        warehouse: WarehouseId,
        /// For which order.
        order_id: OrderId,
        /// For which line.
        line_id: LineId,
        /// Units.
        quantity: Quantity,
    }
}

impl From<Reservation> for ReservationRow {
    fn from(it: Reservation) -> Self {
        let Reservation { sku, warehouse, order_id, line_id, quantity } = it;
        Self { sku, warehouse, order_id, line_id, quantity }
    }
}

table_row! {
    /// A row of `available_to_promise`: what can be promised from an instant on.
    #[derive(Debug)]
    PromiseRow {
        /// What.
        sku: Sku,
        /// From where.
        warehouse: WarehouseId,
        /// From when on; the first row of a place is what can be promised now.
        from_time: Instant,
        /// Units.
        quantity: Quantity,
    }
}

impl From<Promise> for PromiseRow {
    fn from(it: Promise) -> Self {
        let Promise { sku, warehouse, from: from_time, quantity } = it;
        Self { sku, warehouse, from_time, quantity }
    }
}

table_row! {
    /// A row of `bundles`: how many of a bundle a warehouse can put together.
    #[derive(Debug)]
    BundleRow {
        /// The bundle.
        sku: Sku,
        /// Where.
        warehouse: WarehouseId,
        /// The least whole number over its components.
        available: Quantity,
    }
}

impl BundleRow {
    /// All bundles, wherever any component of them is kept.
    pub(super) fn all(state: &StateSnapshot) -> impl Iterator<Item = Result<Self, StoreError>> {
        let is_bundle =
            |it: &Result<Product, _>| it.as_ref().map_or(true, |it| !it.components.is_empty());
        state.products().filter(is_bundle).flat_map(|product| {
            Self::of(state, product)
                .map_or_else(|error| vec![Err(error)], |rows| rows.into_iter().map(Ok).collect())
        })
    }

    /// One bundle; nothing where the SKU is none.
    pub(super) fn of_sku(state: &StateSnapshot, sku: &Sku) -> Result<Vec<Self>, StoreError> {
        match state.product(sku)?.filter(|product| !product.components.is_empty()) {
            Some(bundle) => Self::of(state, Ok(bundle)),
            None => Ok(Vec::new()),
        }
    }

    fn of(
        state: &StateSnapshot,
        bundle: Result<Product, StoreError>,
    ) -> Result<Vec<Self>, StoreError> {
        let bundle = bundle?;
        let places = state.bundles_available(&bundle)?.into_iter();
        Ok(places
            .map(|(warehouse, available)| Self { sku: bundle.sku.clone(), warehouse, available })
            .collect())
    }
}
