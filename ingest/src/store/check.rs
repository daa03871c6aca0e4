//! The audit of a store: what is kept is compared with what it must follow from.
//!
//! Four audits, each of which stops at its first difference: the lake against the log, the live
//! state against a fold of all events from the first, what is committed against the open
//! reservations, and what was flagged as untrue when it was reported.

use std::{
    collections::{BTreeMap, HashMap},
    path::Path,
    sync::Arc,
};

use arrow::{
    array::{AsArray, RecordBatch},
    datatypes::{Int64Type, TimestampMicrosecondType},
};

use super::{
    AskedSettings, Store, StoreError, StoreOptions,
    layer::{Changed, Layer, reservations},
    working::{Memory, Working},
};
use crate::{
    amount::Quantity,
    decide::{Recording, Undecided, decide},
    event::decode_record,
    facts::FactTable,
    identity::{Lsn, Sku, WarehouseId},
    state::{Order, StockLevel},
    time::{Clock, Instant},
};

/// An audit that found no difference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Audit {
    /// What was compared.
    pub name: &'static str,
    /// What was found, in words.
    pub found: String,
}

/// The first difference that an audit found, or what kept it from being made.
#[derive(Debug, thiserror::Error)]
pub enum Difference {
    /// Two things that must be equal are not.
    #[error("{audit}: {what}")]
    Found {
        /// What was compared.
        audit: &'static str,
        /// Where they differ.
        what: String,
    },
    /// The store cannot be read.
    #[error(transparent)]
    Store(#[from] StoreError),
}

fn found(audit: &'static str, what: impl Into<String>) -> Difference {
    Difference::Found { audit, what: what.into() }
}

/// Audits the store in a folder. Calls `report` after each audit that found no difference.
///
/// # Errors
/// [`Difference`] at the first one.
pub fn check(
    folder: &Path,
    clock: Arc<dyn Clock>,
    report: &mut dyn FnMut(Audit),
) -> Result<(), Difference> {
    let store = Store::open(folder, &AskedSettings::default(), StoreOptions::default(), clock)?;
    let events = Events::read(&store)?;
    report(events.audit_order()?);
    let fold = events.fold(&store)?;
    report(audit_orders(&store, &fold)?);
    report(audit_stock(&store, &fold)?);
    report(audit_committed(&store)?);
    report(events.flagged());
    Ok(())
}

/// All events of a store, in LSN order, from the lake and the log.
struct Events {
    batches: Vec<RecordBatch>,
    /// Batch and row of each event.
    places: Vec<(i64, usize, usize)>,
    sealed: usize,
}

impl Events {
    fn read(store: &Store) -> Result<Self, StoreError> {
        let mut batches = Vec::new();
        for file in store.lake.tables[FactTable::Events as usize].files.iter() {
            for batch in file.batches()? {
                batches.push(batch?);
            }
        }
        let sealed = batches.iter().map(RecordBatch::num_rows).sum();
        for record in store.core.log() {
            let rows = store.lake.unsealed(&record?.rows.to_batches())?;
            batches.push(rows.table(FactTable::Events).clone());
        }
        let mut places = Vec::new();
        for (at, batch) in batches.iter().enumerate() {
            let lsns = batch.column(0).as_primitive::<Int64Type>();
            places.extend((0..batch.num_rows()).map(|row| (lsns.value(row), at, row)));
        }
        places.sort_unstable();
        Ok(Self { batches, places, sealed })
    }

    /// Every LSN from the first to the last is there once.
    fn audit_order(&self) -> Result<Audit, Difference> {
        let name = "lake against log";
        for (expected, (lsn, ..)) in (1..).zip(&self.places) {
            if *lsn != expected {
                let kind = if *lsn < expected { "is there twice" } else { "is missing" };
                return Err(found(
                    name,
                    format!("the event with LSN {} {kind}", expected.min(*lsn)),
                ));
            }
        }
        let (all, sealed) = (self.places.len(), self.sealed);
        let text = format!("{all} events, each once; {sealed} of them sealed");
        Ok(Audit { name, found: text })
    }

    fn text(&self, place: (usize, usize), column: &str) -> Option<&str> {
        let values = self.batches[place.0].column_by_name(column)?.as_string_view();
        (!arrow::array::Array::is_null(values, place.1)).then(|| values.value(place.1))
    }

    fn recorded_at(&self, place: (usize, usize)) -> Instant {
        let column = self.batches[place.0].column_by_name("recorded_at");
        let values = column.map(|column| column.as_primitive::<TimestampMicrosecondType>());
        Instant(values.map_or(0, |values| values.value(place.1)))
    }

    /// The state that follows from all events, from the first.
    fn fold(&self, store: &Store) -> Result<Layer, Difference> {
        let name = "state against fold of events";
        let memory = Memory::default();
        let mut state = Layer::default();
        for &(lsn, batch, row) in &self.places {
            let payload = self.text((batch, row), "payload").unwrap_or_default();
            let wrong = |what: String| found(name, format!("the event with LSN {lsn}: {what}"));
            let event = decode_record(0, payload).map_err(|error| wrong(error.to_string()))?;
            let at = Recording {
                lsn: Lsn(lsn.cast_unsigned()),
                recorded_at: self.recorded_at((batch, row)),
                zone: store.shop.time_zone,
                event: &event,
            };
            let mut step = Layer::default();
            let working = Working {
                core: None,
                memory: &memory,
                layers: [&step, &state],
                base_currency: store.shop.currency,
            };
            let decision = decide(&working, at, payload.into()).map_err(|denied| match denied {
                Undecided::Refused(refusal) => {
                    wrong(format!("was accepted, but {}", refusal.message))
                }
                Undecided::Failed(error) => error.into(),
            })?;
            let changed = Changed::by(&working, &decision);
            step.apply(changed, decision, &event, at.lsn, at.recorded_at);
            step.forget_history();
            state.absorb(step);
        }
        Ok(state)
    }

    fn flagged(&self) -> Audit {
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for &(_, batch, row) in &self.places {
            for flag in self.text((batch, row), "flags").into_iter().flat_map(|it| it.split("; ")) {
                let code = flag.split(':').next().unwrap_or_default();
                *counts.entry(code.to_owned()).or_default() += 1;
            }
        }
        let list: Vec<_> = counts.iter().map(|(code, count)| format!("{count} {code}")).collect();
        let text = if list.is_empty() { "nothing".to_owned() } else { list.join(", ") };
        Audit { name: "reported but not possible", found: text }
    }
}

fn audit_orders(store: &Store, fold: &Layer) -> Result<Audit, Difference> {
    let name = "state against fold of events";
    let mut kept = 0;
    for entry in store.core.orders.iter() {
        let value = entry.value().map_err(StoreError::from)?;
        let order: Order = postcard::from_bytes(&value).map_err(StoreError::from)?;
        let id = &order.order_id;
        match fold.orders.get(id) {
            Some(folded) if *folded == order => kept += 1,
            Some(_) => {
                return Err(found(name, format!("order \"{id}\" is not what its events make")));
            }
            None => return Err(found(name, format!("order \"{id}\" has no events"))),
        }
    }
    if kept != fold.orders.len() {
        let text = format!("{kept} orders are kept, the events make {}", fold.orders.len());
        return Err(found(name, text));
    }
    Ok(Audit { name, found: format!("{kept} orders are what their events make") })
}

fn audit_stock(store: &Store, fold: &Layer) -> Result<Audit, Difference> {
    let name = "stock against fold of movements";
    let memory = Memory::load(&store.core)?;
    let kept: HashMap<(Sku, WarehouseId), StockLevel> = memory.all_levels().collect();
    let folded = fold.levels.iter().flat_map(|(sku, levels)| {
        levels.iter().map(|(warehouse, level)| ((sku.clone(), warehouse.clone()), *level))
    });
    let folded: HashMap<_, _> = folded.collect();
    for (place, level) in &folded {
        if kept.get(place) != Some(level) {
            let (sku, warehouse) = place;
            let what = format!("\"{sku}\" in \"{warehouse}\" is not what its movements make");
            return Err(found(name, what));
        }
    }
    if kept.len() != folded.len() {
        let text = format!("{} levels are kept, events make {}", kept.len(), folded.len());
        return Err(found(name, text));
    }
    Ok(Audit { name, found: format!("{} levels are what their movements make", kept.len()) })
}

fn audit_committed(store: &Store) -> Result<Audit, Difference> {
    let name = "committed against open reservations";
    let mut open: HashMap<(Sku, WarehouseId), Quantity> = HashMap::new();
    let mut rows = 0;
    for reservation in store.state_now().reservations() {
        let reservation = reservation?;
        rows += 1;
        *open.entry((reservation.sku, reservation.warehouse)).or_default() += reservation.quantity;
    }
    for (place, level) in Memory::load(&store.core)?.all_levels() {
        let sum = open.remove(&place).unwrap_or_default();
        if sum != level.committed {
            let (sku, warehouse) = place;
            let what = format!(
                "\"{sku}\" in \"{warehouse}\": {} committed, {sum} reserved",
                level.committed
            );
            return Err(found(name, what));
        }
    }
    if let Some((sku, warehouse)) = open.keys().next() {
        return Err(found(
            name,
            format!("\"{sku}\" in \"{warehouse}\" is reserved, but has no level"),
        ));
    }
    audit_order_reservations(store, rows)?;
    Ok(Audit { name, found: format!("{rows} reservations") })
}

/// The reservations listed are those that the orders have.
fn audit_order_reservations(store: &Store, rows: usize) -> Result<(), Difference> {
    let mut owed = 0;
    for order in store.state_now().all_orders() {
        owed += reservations(&order?).len();
    }
    if owed != rows {
        let text = format!("{rows} are listed, the orders have {owed}");
        return Err(found("committed against open reservations", text));
    }
    Ok(())
}
