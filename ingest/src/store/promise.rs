//! What can be promised, now and later: what is there, and what is to come and nobody waits for
//! (DOMAIN, stock ledger: available to promise).

use std::collections::{BTreeMap, HashMap};

use super::{PurchaseList, Search, StateSnapshot, StoreError};
use crate::{
    amount::Quantity,
    event::StockPolicy,
    identity::{LineId, PurchaseOrderId, Sku, WarehouseId},
    state::{Product, PurchaseOrder, PurchaseStatus, SupplyRank},
    time::Instant,
};

/// How much of a SKU can be promised from a warehouse, from an instant on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Promise {
    /// Of what.
    pub sku: Sku,
    /// From where.
    pub warehouse: WarehouseId,
    /// From when on.
    pub from: Instant,
    /// Units.
    pub quantity: Quantity,
}

type Spot = (Sku, WarehouseId);

/// What is known of one SKU in one warehouse.
#[derive(Default)]
struct Outlook {
    available: Quantity,
    /// Units that waiting lines will take of what is to come here.
    pegged: Quantity,
    /// What is to come, the earliest first.
    supply: BTreeMap<SupplyRank, Quantity>,
}

impl Outlook {
    /// What waits takes what comes first; what is late or has no date is promised to nobody.
    fn promises(self, (sku, warehouse): Spot, now: Instant) -> Vec<Promise> {
        let there = self.available.at_least_zero();
        let promise = |from, quantity| Promise {
            sku: sku.clone(),
            warehouse: warehouse.clone(),
            from,
            quantity,
        };
        let mut promises = vec![promise(now, there)];
        let mut free = self.available - there - self.pegged;
        for (rank, quantity) in self.supply {
            if rank.expected_at <= now || rank.expected_at == Instant(i64::MAX) {
                continue;
            }
            free += quantity;
            let promised = there + free.at_least_zero();
            match promises.last_mut() {
                Some(last) if last.quantity == promised => (),
                Some(last) if last.from == rank.expected_at => last.quantity = promised,
                _ => promises.push(promise(rank.expected_at, promised)),
            }
        }
        promises
    }
}

impl StateSnapshot {
    /// What can be promised of one SKU or of all, by SKU and warehouse: what is available from
    /// `now` on, then a step for each supply that brings more than waits. A closed warehouse
    /// promises nothing.
    ///
    /// # Errors
    /// As [`Self::order`].
    pub fn available_to_promise(
        &self,
        sku: Option<&Sku>,
        now: Instant,
    ) -> Result<Vec<Promise>, StoreError> {
        let mut outlooks: BTreeMap<Spot, Outlook> = BTreeMap::new();
        for level in self.levels(sku) {
            let (sku, warehouse, level) = level?;
            outlooks.entry((sku, warehouse)).or_default().available = level.available();
        }
        let comes_in_at = self.add_supply(sku, &mut outlooks)?;
        self.add_pegs(sku, &comes_in_at, &mut outlooks)?;
        for warehouse in self.warehouses() {
            let warehouse = warehouse?;
            if warehouse.closed {
                outlooks.retain(|(_, place), _| *place != warehouse.warehouse);
            }
        }
        Ok(outlooks.into_iter().flat_map(|(spot, outlook)| outlook.promises(spot, now)).collect())
    }

    /// Purchase orders by which goods are still to come.
    ///
    /// # Errors
    /// As [`Self::order`].
    pub fn open_purchases(&self) -> Result<Vec<PurchaseOrder>, StoreError> {
        let open =
            [PurchaseStatus::Sent, PurchaseStatus::Confirmed, PurchaseStatus::PartiallyReceived];
        let open = open.map(PurchaseList::Status);
        let page = self.purchases(&open, &Search::newest(usize::MAX), &PurchaseOrder::is_open)?;
        Ok(page.found)
    }

    fn add_supply(
        &self,
        only: Option<&Sku>,
        outlooks: &mut BTreeMap<Spot, Outlook>,
    ) -> Result<HashMap<(PurchaseOrderId, LineId), WarehouseId>, StoreError> {
        let mut comes_in_at = HashMap::new();
        for purchase in self.open_purchases()? {
            for (sku, rank, supply) in purchase.supplies() {
                if only.is_some_and(|only| *only != sku) {
                    continue;
                }
                let line = (rank.purchase_order.clone(), rank.line_id.clone());
                comes_in_at.insert(line, supply.warehouse.clone());
                let outlook = outlooks.entry((sku, supply.warehouse)).or_default();
                outlook.supply.insert(rank, supply.quantity);
            }
        }
        Ok(comes_in_at)
    }

    fn add_pegs(
        &self,
        only: Option<&Sku>,
        comes_in_at: &HashMap<(PurchaseOrderId, LineId), WarehouseId>,
        outlooks: &mut BTreeMap<Spot, Outlook>,
    ) -> Result<(), StoreError> {
        for order_id in self.waiting_for(only, usize::MAX)? {
            let lines = self.order(&order_id)?.map(|order| order.lines).unwrap_or_default();
            let pegs = lines.into_iter().flat_map(|line| line.pegs);
            for peg in pegs.filter(|peg| only.is_none_or(|only| *only == peg.sku)) {
                if let Some(warehouse) = comes_in_at.get(&(peg.purchase_order, peg.line_id)) {
                    let spot = (peg.sku, warehouse.clone());
                    outlooks.entry(spot).or_default().pegged += peg.quantity;
                }
            }
        }
        Ok(())
    }

    /// How many of a bundle can be put together from what is available, by warehouse: the least
    /// whole number over its components. Components of which no stock is kept do not count.
    ///
    /// # Errors
    /// As [`Self::order`].
    pub fn bundles_available(
        &self,
        bundle: &Product,
    ) -> Result<Vec<(WarehouseId, Quantity)>, StoreError> {
        let mut by_warehouse: BTreeMap<WarehouseId, Vec<Quantity>> = BTreeMap::new();
        let mut tracked = 0;
        for part in &bundle.components {
            let policy = self.product(&part.sku)?.and_then(|product| product.stock_policy);
            if policy == Some(StockPolicy::Untracked) {
                continue;
            }
            tracked += 1;
            for level in self.levels(Some(&part.sku)) {
                let (_, warehouse, level) = level?;
                let bundles = level.available().whole_times(part.quantity);
                by_warehouse.entry(warehouse).or_default().push(bundles);
            }
        }
        let least = |bundles: Vec<Quantity>| {
            let all_there = bundles.len() == tracked;
            bundles.into_iter().min().filter(|_| all_there).unwrap_or_default()
        };
        Ok(by_warehouse.into_iter().map(|(place, bundles)| (place, least(bundles))).collect())
    }
}
