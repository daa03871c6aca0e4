//! All events of a store, in one order, and the state that follows from them.

use std::collections::BTreeMap;

use arrow::{
    array::{AsArray, RecordBatch},
    datatypes::{Int64Type, TimestampMicrosecondType},
};
use xxhash_rust::xxh3::xxh3_128;

use super::{Audit, Difference, found};
use crate::{
    decide::{Recording, Undecided, decide},
    event::{Event, decode_record},
    facts::FactTable,
    identity::Lsn,
    store::{
        Store, StoreError,
        core::{history_key, key},
        layer::{Changed, Layer, Seen},
        working::{Memory, Working},
    },
    time::Instant,
};

const AUDIT: &str = "state against fold of events";

/// All events of a store, in LSN order, from the lake and the log.
pub(super) struct Events {
    batches: Vec<RecordBatch>,
    /// LSN, batch and row of each event.
    places: Vec<(i64, usize, usize)>,
    sealed: usize,
}

/// How many rows the fold led to, by table.
pub(super) type RowCounts = [usize; 5];

impl Events {
    pub(super) fn read(store: &Store) -> Result<Self, StoreError> {
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
    pub(super) fn audit_order(&self) -> Result<Audit, Difference> {
        let name = "lake against log";
        for (expected, (lsn, ..)) in (1..).zip(&self.places) {
            if *lsn != expected {
                let kind = if *lsn < expected { "is there twice" } else { "is missing" };
                let lsn = expected.min(*lsn);
                return Err(found(name, format!("the event with LSN {lsn} {kind}")));
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

    /// The state that follows from all events, from the first, and how many rows they led to. What
    /// is kept for each event, its place in the history and its id, is compared on the way.
    pub(super) fn fold(&self, store: &Store) -> Result<(Layer, RowCounts), Difference> {
        let memory = Memory::default();
        let mut state = Layer::default();
        let mut made = RowCounts::default();
        let mut told = 0;
        for at in 0..self.places.len() {
            let event = self.event(at)?;
            let step = self.step(store, (&memory, &state), at, &event)?;
            audit_id(store, self.places[at].0, &event)?;
            told += audit_history(store, &step)?;
            for (sum, table) in made.iter_mut().zip(step.rows.to_batches().0) {
                *sum += table.num_rows();
            }
            let mut step = step;
            step.forget_history();
            state.absorb(step);
        }
        self.audit_counts(store, told)?;
        Ok((state, made))
    }

    fn event(&self, at: usize) -> Result<Event, Difference> {
        let (lsn, batch, row) = self.places[at];
        let payload = self.text((batch, row), "payload").unwrap_or_default();
        let unreadable = |error| found(AUDIT, format!("the event with LSN {lsn}: {error}"));
        decode_record(0, payload).map_err(unreadable)
    }

    /// What one event changes.
    fn step(
        &self,
        store: &Store,
        (memory, state): (&Memory, &Layer),
        at: usize,
        event: &Event,
    ) -> Result<Layer, Difference> {
        let (lsn, batch, row) = self.places[at];
        let recording = Recording {
            lsn: Lsn(lsn.cast_unsigned()),
            recorded_at: self.recorded_at((batch, row)),
            zone: store.shop.time_zone,
            event,
        };
        let mut step = Layer::default();
        let working = Working {
            core: None,
            memory,
            layers: [&step, state],
            base_currency: store.shop.currency,
        };
        let decision = decide(&working, recording, event.to_json().into());
        let decision = decision.map_err(|undecided| match undecided {
            Undecided::Refused(refusal) => {
                let text =
                    format!("the event with LSN {lsn} was accepted, but {}", refusal.message);
                found(AUDIT, text)
            }
            Undecided::Failed(error) => error.into(),
        })?;
        let changed = Changed::by(&working, &decision);
        step.apply(changed, decision, event, recording.lsn, recording.recorded_at);
        Ok(step)
    }

    /// As many ids and entries of histories are kept as there are events.
    fn audit_counts(&self, store: &Store, told: usize) -> Result<(), Difference> {
        let counts = [
            ("event ids", &store.core.dedup, self.places.len()),
            ("entries of orders' histories", &store.core.order_history, told),
        ];
        for (what, keyspace, made) in counts {
            let kept = keyspace.iter().count();
            if kept != made {
                return Err(found(
                    AUDIT,
                    format!("{kept} {what} are kept, the events make {made}"),
                ));
            }
        }
        Ok(())
    }

    /// What was flagged as untrue when it was reported, by code.
    pub(super) fn flagged(&self) -> Audit {
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

/// The id of an event is kept with its LSN and its hash, so that it is known when it comes again.
fn audit_id(store: &Store, lsn: i64, event: &Event) -> Result<(), Difference> {
    let (source, event_id) = (&event.envelope.source, &event.envelope.event_id);
    let hash = xxh3_128(event.to_json().as_bytes());
    let expected = Seen { lsn: Lsn(lsn.cast_unsigned()), hash };
    let kept = store.core.dedup.get(key(&[source.as_str(), event_id.as_str()]));
    let kept = crate::store::core::decoded::<Seen>(kept.map_err(StoreError::from)?)?;
    if kept == Some(expected) {
        return Ok(());
    }
    Err(found(AUDIT, format!("the id \"{event_id}\" of the event with LSN {lsn} is not kept")))
}

/// Each order that an event speaks of, or changed, has it in its history.
fn audit_history(store: &Store, step: &Layer) -> Result<usize, Difference> {
    for (order_id, entry) in step.history() {
        let kept = store.core.order_history.get(history_key(order_id, entry.lsn));
        let kept = crate::store::core::decoded(kept.map_err(StoreError::from)?)?;
        if kept.as_ref() != Some(entry) {
            let lsn = entry.lsn;
            let text = format!("the history of order \"{order_id}\" differs at LSN {lsn}");
            return Err(found(AUDIT, text));
        }
    }
    Ok(step.history().len())
}
