//! Rows of facts against what the events led to, and against the levels that they add up to.

use std::collections::HashMap;

use arrow::{
    array::{Array as _, AsArray, RecordBatch, StringViewArray},
    datatypes::{Decimal128Type, Int64Type},
};

use super::{Audit, Difference, events::RowCounts, found};
use crate::{
    amount::Quantity,
    facts::FactTable,
    store::{SealedFile, StockBalance, Store, as_column},
};

const AUDIT: &str = "facts against events and levels";

/// Figures of a level that movements change, as the columns name them.
const FIGURES: [&str; 6] = [
    "on_hand_change",
    "committed_change",
    "unavailable_change",
    "incoming_change",
    "in_transit_change",
    "backordered_change",
];

/// Changes of a level, summed, in the order of [`FIGURES`].
type Sums = [i128; 6];

/// Each table has as many rows as the events lead to, and the movements add up to the levels.
pub(super) fn audit(store: &Store, made: &RowCounts) -> Result<Audit, Difference> {
    let mut all = 0;
    for table in FactTable::ALL {
        let mut kept = 0;
        each_batch(store, table, |batch| {
            kept += batch.num_rows();
            Ok(())
        })?;
        let made = made[table as usize];
        if kept != made {
            let text = format!("{} has {kept} rows, the events make {made}", table.name());
            return Err(found(AUDIT, text));
        }
        all += kept;
    }
    let (levels, balances) = movements(store)?;
    same_as_levels(store, levels)?;
    same_as_balances(store, balances)?;
    let found = format!("{all} rows; the movements add up to the levels, by bin and lot too");
    Ok(Audit { name: AUDIT, found })
}

/// Shows all rows of a table, sealed and not, batch by batch.
fn each_batch(
    store: &Store,
    table: FactTable,
    mut each: impl FnMut(&RecordBatch) -> Result<(), Difference>,
) -> Result<(), Difference> {
    for file in store.lake.tables[table as usize].files.iter() {
        for batch in file.batches()? {
            let batch = batch?;
            within(file, &batch)?;
            each(&batch)?;
        }
    }
    for record in store.core.log() {
        let rows = store.lake.unsealed(&record?.rows.to_batches())?;
        each(rows.table(table))?;
    }
    Ok(())
}

/// A sealed file holds no LSN outside those that its name says: readers pass over files by it, and
/// files are replaced by it.
fn within(file: &SealedFile, batch: &RecordBatch) -> Result<(), Difference> {
    let lsns = batch.column(0).as_primitive::<Int64Type>();
    let named = as_column(file.first_lsn)..=as_column(file.last_lsn);
    match lsns.values().iter().find(|lsn| !named.contains(lsn)) {
        Some(lsn) => Err(found(AUDIT, format!("{} holds LSN {lsn}", file.path.display()))),
        None => Ok(()),
    }
}

/// The sums of all movements, by SKU and warehouse.
type ByLevel = HashMap<(String, String), Sums>;
/// What all movements left on hand, by SKU, warehouse, bin and lot; empty names where there is none.
type ByBalance = HashMap<[String; 4], i128>;

fn movements(store: &Store) -> Result<(ByLevel, ByBalance), Difference> {
    let (mut sums, mut balances) = (ByLevel::new(), ByBalance::new());
    each_batch(store, FactTable::StockMovements, |batch| {
        let column = |name: &str| {
            let missing = || found(AUDIT, format!("stock_movements has no column {name}"));
            batch.column_by_name(name).ok_or_else(missing)
        };
        let (skus, places) =
            (column("sku")?.as_string_view(), column("warehouse")?.as_string_view());
        let tracked = column("tracked")?.as_boolean();
        let (bins, lots) = (column("bin")?.as_string_view(), column("lot")?.as_string_view());
        let on_hand = column(FIGURES[0])?.as_primitive::<Decimal128Type>();
        for row in (0..batch.num_rows()).filter(|row| tracked.value(*row)) {
            let place = [skus, places, bins, lots].map(|names| text(names, row));
            *balances.entry(place).or_default() += on_hand.value(row);
        }
        for (at, figure) in FIGURES.iter().enumerate() {
            let changes = column(figure)?.as_primitive::<Decimal128Type>();
            for row in (0..batch.num_rows()).filter(|row| tracked.value(*row)) {
                let place = (skus.value(row).to_owned(), places.value(row).to_owned());
                sums.entry(place).or_default()[at] += changes.value(row);
            }
        }
        Ok(())
    })?;
    Ok((sums, balances))
}

fn text(names: &StringViewArray, row: usize) -> String {
    if names.is_null(row) { String::new() } else { names.value(row).to_owned() }
}

/// What each bin and lot holds is what the movements left there.
fn same_as_balances(store: &Store, mut sums: ByBalance) -> Result<(), Difference> {
    for balance in store.state_now().balances(None) {
        let StockBalance { sku, warehouse, bin, lot, on_hand, .. } = balance?;
        let bin = bin.map(|bin| bin.to_string()).unwrap_or_default();
        let lot = lot.map(|lot| lot.to_string()).unwrap_or_default();
        let place = [sku.to_string(), warehouse.to_string(), bin, lot];
        let sum = Quantity::from_scaled(sums.remove(&place).unwrap_or_default());
        if sum != on_hand {
            let place = place.join(" / ");
            return Err(found(
                AUDIT,
                format!("movements of {place} add up to {sum}, not {on_hand}"),
            ));
        }
    }
    match sums.iter().find(|(_, sum)| **sum != 0) {
        Some((place, _)) => {
            Err(found(AUDIT, format!("{} moved, and there is no balance", place.join(" / "))))
        }
        None => Ok(()),
    }
}

fn same_as_levels(
    store: &Store,
    mut sums: HashMap<(String, String), Sums>,
) -> Result<(), Difference> {
    for level in store.state_now().levels(None) {
        let (sku, warehouse, level) = level?;
        let place = (sku.as_str().to_owned(), warehouse.as_str().to_owned());
        let sums = sums.remove(&place).unwrap_or_default().map(Quantity::from_scaled);
        let kept = [
            level.on_hand,
            level.committed,
            level.unavailable(),
            level.incoming,
            level.in_transit,
            level.backordered,
        ];
        let differs = (0..FIGURES.len()).find(|at| sums[*at] != kept[*at]);
        if let Some(at) = differs {
            let (figure, sum, kept) = (FIGURES[at], sums[at], kept[at]);
            let text =
                format!("{figure} of \"{sku}\" in \"{warehouse}\" add up to {sum}, not {kept}");
            return Err(found(AUDIT, text));
        }
    }
    match sums.keys().next() {
        Some((sku, place)) => {
            Err(found(AUDIT, format!("\"{sku}\" moved in \"{place}\", and there is no level")))
        }
        None => Ok(()),
    }
}
