//! Balances of bins and lots: their keys, how they are written, and how readers see them.

use fjall::{OwnedWriteBatch, Readable};
use serde::Serialize;

use super::{
    StateSnapshot, StoreError,
    core::{Core, key},
    index,
    layer::{Layer, relist},
};
use crate::{
    amount::Quantity,
    identity::{Bin, Lot, Sku, WarehouseId},
    state::{Balance, BalanceKey, Spot, StockLevel},
    time::{Day, Instant},
};

/// The key of a balance.
pub(super) fn balance_key((sku, warehouse, spot): &BalanceKey) -> Vec<u8> {
    let bin = spot.bin.as_ref().map_or("", Bin::as_str);
    let lot = spot.lot.as_ref().map_or("", Lot::as_str);
    key(&[sku.as_str(), warehouse.as_str(), bin, lot])
}

/// The balance that a key names.
pub(super) fn balance_of(key: &[u8]) -> Option<BalanceKey> {
    let names: Vec<&str> = std::str::from_utf8(key).ok()?.split('\0').collect();
    let [sku, warehouse, bin, lot] = names[..] else { return None };
    let bin = if bin.is_empty() { None } else { Some(Bin::new(bin).ok()?) };
    let lot = if lot.is_empty() { None } else { Some(Lot::new(lot).ok()?) };
    Some((Sku::new(sku).ok()?, WarehouseId::new(warehouse).ok()?, Spot { bin, lot }))
}

/// Units of a SKU in one bin and of one lot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StockBalance {
    /// What.
    pub sku: Sku,
    /// Where.
    pub warehouse: WarehouseId,
    /// In which bin; `None` for goods that are in none.
    pub bin: Option<Bin>,
    /// Of which lot; `None` for goods of which none is known.
    pub lot: Option<Lot>,
    /// Units.
    pub on_hand: Quantity,
    /// When the first of them came; `None` for goods in no bin and of no lot.
    pub received_at: Option<Instant>,
    /// The last day on which they are good.
    pub expires_on: Option<Day>,
    /// Whether that has passed.
    pub expired: bool,
}

impl Layer {
    /// Puts the balances that changed into a batch, and when they expire into the list of what is due.
    pub(super) fn write_balances(
        &self,
        core: &Core,
        batch: &mut OwnedWriteBatch,
    ) -> Result<(), StoreError> {
        for (key, listed) in &self.changed_balances {
            let (sku, warehouse, spot) = key;
            let known = self.balances.get(sku);
            let balance = known.and_then(|it| it.get(&(warehouse.clone(), spot.clone())));
            match balance {
                Some(it) => {
                    batch.insert(&core.balances, balance_key(key), postcard::to_stdvec(it)?);
                }
                None => batch.remove(&core.balances, balance_key(key)),
            }
            let now = balance.and_then(|it| index::of_balance(key, it));
            relist(core, batch, listed.as_slice(), now.as_slice());
        }
        Ok(())
    }
}

impl StateSnapshot {
    /// What is in bins and of lots, by SKU, warehouse, bin and lot; of one SKU only, if it is given.
    /// What is on hand in no bin and of no lot comes first, so the balances of a level always add
    /// up to what is on hand.
    pub fn balances(
        &self,
        sku: Option<&Sku>,
    ) -> impl Iterator<Item = Result<StockBalance, StoreError>> + use<> {
        let state = self.clone();
        self.levels(sku).flat_map(move |level| {
            let balances = level.and_then(|level| state.balances_of(level));
            match balances {
                Ok(balances) => balances.into_iter().map(Ok).collect(),
                Err(error) => vec![Err(error)],
            }
        })
    }

    fn balances_of(
        &self,
        (sku, warehouse, level): (Sku, WarehouseId, StockLevel),
    ) -> Result<Vec<StockBalance>, StoreError> {
        let prefix = key(&[sku.as_str(), warehouse.as_str(), ""]);
        let mut found = Vec::new();
        for entry in self.snapshot.prefix(&self.core.balances, prefix) {
            let (key, value) = entry.into_inner()?;
            let named = || StoreError::damaged("core: the key of a balance names no place");
            found.push(stock_balance(
                balance_of(&key).ok_or_else(named)?,
                &postcard::from_bytes(&value)?,
            ));
        }
        let kept: Quantity = found.iter().map(|balance| balance.on_hand).sum();
        let plain = level.on_hand - kept;
        if !plain.is_zero() {
            let (bin, lot, received_at, expires_on) = (None, None, None, None);
            let (on_hand, expired) = (plain, false);
            let plain = StockBalance {
                sku,
                warehouse,
                bin,
                lot,
                on_hand,
                received_at,
                expires_on,
                expired,
            };
            found.insert(0, plain);
        }
        Ok(found)
    }
}

fn stock_balance((sku, warehouse, spot): BalanceKey, balance: &Balance) -> StockBalance {
    StockBalance {
        sku,
        warehouse,
        bin: spot.bin,
        lot: spot.lot,
        on_hand: balance.on_hand,
        received_at: Some(balance.received_at),
        expires_on: balance.expiry.map(|expiry| expiry.on),
        expired: balance.expired,
    }
}
