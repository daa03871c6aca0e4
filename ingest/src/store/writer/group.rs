//! A group of requests becomes one commit.

use std::{
    collections::HashSet,
    ops::ControlFlow,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use tokio::sync::{mpsc, oneshot, watch};

use super::{Control, Prepared, Receipt, Request, compacting::Compacting, service};
use crate::{
    cores::offer_core,
    decide::{Recording, Refusal, Undecided, decide},
    event::{Event, RecordError},
    identity::Lsn,
    reactions::messages,
    store::{
        Last, SealedTable, ShopSettings, Snapshot, Store, StoreError, StoreOptions,
        core::{CommitRecord, Core},
        hot::Hot,
        index::{Due, due_by},
        layer::{Changed, Layer, Seen},
        working::{Memory, Working},
    },
    time::{Clock, Instant},
};

/// At most so many things are found to be due at one look.
const MOST_DUE: usize = 1000;

/// What is due is looked for so often at the least, in microseconds.
const LOOK_EVERY: i64 = 60_000_000;

/// Everything that the writer's thread owns.
pub(super) struct Writer {
    pub(super) core: Arc<Core>,
    pub(super) shop: ShopSettings,
    pub(super) options: StoreOptions,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) runtime: Arc<tokio::runtime::Runtime>,
    pub(super) memory: Memory,
    pub(super) hot: Hot,
    pub(super) sealed: Arc<[SealedTable; 5]>,
    pub(super) last: Lsn,
    pub(super) last_recorded_at: Instant,
    pub(super) hot_since: Instant,
    pub(super) accepting: Arc<AtomicBool>,
    pub(super) publisher: Option<watch::Sender<Arc<Snapshot>>>,
    pub(super) control: mpsc::UnboundedSender<Control>,
    pub(super) waiting_for_seal: Vec<oneshot::Sender<Result<(), StoreError>>>,
    /// Why nothing more is accepted.
    failed: Option<StoreError>,
    /// What becomes of sealed files.
    pub(super) compacting: Compacting,
    /// A seal that failed is not tried again before this.
    pub(super) seal_not_before: Instant,
    /// When it last looked for what is due.
    looked_at: Instant,
}

impl Writer {
    pub(super) fn new(
        store: Store,
        memory: Memory,
        hot: Hot,
        last: Last,
        control: mpsc::UnboundedSender<Control>,
    ) -> Self {
        let now = store.clock.now();
        Self {
            core: store.core,
            shop: store.shop,
            options: store.options,
            clock: store.clock,
            runtime: store.lake.runtime,
            memory,
            hot,
            sealed: Arc::new(store.lake.tables),
            last: last.lsn,
            last_recorded_at: last.recorded_at,
            hot_since: now,
            accepting: Arc::new(AtomicBool::new(true)),
            publisher: None,
            control,
            waiting_for_seal: Vec::new(),
            compacting: Compacting::new(store.lake.replaced, now),
            failed: None,
            seal_not_before: Instant(i64::MIN),
            looked_at: Instant(i64::MIN),
        }
    }

    /// Whether the group is as large as one commit may be.
    pub(super) fn is_full(&self, requests: &[Request]) -> bool {
        let events: usize = requests.iter().map(|request| request.events.len()).sum();
        events >= self.options.group_events
    }

    /// Carries out what the writer is told; breaks when it is to end.
    pub(super) fn control(&mut self, control: Control) -> ControlFlow<()> {
        match control {
            Control::Sealed(sealed) => self.sealed(sealed),
            Control::Merged(merged) => self.merged(merged),
            Control::Replaced(replaced) => self.replaced(replaced),
            Control::Seal(answer) => self.waiting_for_seal.push(answer),
            Control::Stop => return ControlFlow::Break(()),
        }
        self.answer_seals();
        ControlFlow::Continue(())
    }

    /// One group, in one order: decide, sequence, make durable, apply, publish, acknowledge.
    pub(super) fn commit(&mut self, requests: Vec<Request>) {
        if let Some(error) = &self.failed {
            requests.into_iter().for_each(|it| drop(it.answer.send(Err(error.clone()))));
            return;
        }
        let recorded_at = self.clock.now().max(self.last_recorded_at);
        let mut group = Group { layer: Layer::default(), next: self.last.next(), recorded_at };
        let decided: Vec<_> =
            requests.into_iter().map(|request| self.request(&mut group, request)).collect();
        let written = self.make_durable(group);
        for (answer, receipt) in decided {
            let outcome = written.clone().and(receipt);
            let _ = answer.send(outcome);
        }
    }

    /// Decides on the events of one request, and lays what it changes into the group.
    fn request(
        &self,
        group: &mut Group,
        request: Request,
    ) -> (oneshot::Sender<Result<Receipt, StoreError>>, Result<Receipt, StoreError>) {
        let Request { events, rejected, atomic, answer } = request;
        let mut receipt = Receipt { rejected, ..Receipt::default() };
        if atomic {
            let outcome = self.whole(group, &events, receipt);
            return (answer, outcome);
        }
        // An event changes its layer only when it is accepted, so all may share the group's.
        let mut layer = std::mem::take(&mut group.layer);
        let decided = events
            .iter()
            .try_for_each(|prepared| self.event(group, &mut layer, prepared, &mut receipt));
        group.layer = layer;
        if let Err(error) = decided {
            return (answer, Err(error));
        }
        receipt.rejected.sort_by_key(|record| record.index);
        (answer, Ok(receipt))
    }

    /// All events of a request or none.
    fn whole(
        &self,
        group: &mut Group,
        events: &[Prepared],
        mut receipt: Receipt,
    ) -> Result<Receipt, StoreError> {
        let first = group.next;
        let mut layer = Layer::default();
        for prepared in events {
            self.event(group, &mut layer, prepared, &mut receipt)?;
        }
        if receipt.rejected.is_empty() {
            group.layer.absorb(layer);
            return Ok(receipt);
        }
        group.next = first;
        let refused: HashSet<usize> = receipt.rejected.iter().map(|record| record.index).collect();
        let others = events.iter().filter(|prepared| !refused.contains(&prepared.index));
        let others = others.map(|prepared| {
            let message = "another record of this atomic request is refused".to_owned();
            rejection(prepared, "atomic", None, message)
        });
        let mut rejected: Vec<_> = others.collect();
        rejected.append(&mut receipt.rejected);
        rejected.sort_by_key(|record| record.index);
        Ok(Receipt { rejected, ..Receipt::default() })
    }

    fn event(
        &self,
        group: &mut Group,
        layer: &mut Layer,
        prepared: &Prepared,
        receipt: &mut Receipt,
    ) -> Result<(), StoreError> {
        offer_core();
        let envelope = &prepared.event.envelope;
        let working = self.working(layer, &group.layer);
        if let Some(seen) = working.seen(&envelope.source, &envelope.event_id)? {
            if seen.hash == prepared.hash {
                receipt.duplicates += 1;
                receipt.lsn = receipt.lsn.max(seen.lsn);
            } else {
                let message = format!(
                    "event \"{}\" of \"{}\" was recorded at LSN {} with other content",
                    envelope.event_id, envelope.source, seen.lsn
                );
                receipt.rejected.push(rejection(
                    prepared,
                    "conflict",
                    Some("event_id".into()),
                    message,
                ));
            }
            return Ok(());
        }
        let at = Recording {
            lsn: group.next,
            recorded_at: group.recorded_at,
            zone: self.shop.time_zone,
            event: &prepared.event,
        };
        match decide(&working, at, Arc::clone(&prepared.payload)) {
            Ok(decision) => {
                let parents = decision.new_parents();
                let changed = Changed::by(&working, &decision);
                let messages = messages(&working, &decision, at, &self.options.wanted)?;
                layer.apply(changed, decision, &prepared.event, at.lsn, at.recorded_at);
                layer.messages.extend(messages);
                let name = (envelope.source.clone(), envelope.event_id.clone());
                layer.seen.insert(name, Seen { lsn: at.lsn, hash: prepared.hash });
                receipt.accepted += 1;
                receipt.lsn = at.lsn;
                group.next = group.next.next();
                parents.iter().try_for_each(|parent| self.apply_parked(group, layer, parent))
            }
            Err(Undecided::Refused(Refusal { code, field, message })) => {
                receipt.rejected.push(rejection(prepared, code, field, message));
                Ok(())
            }
            Err(Undecided::Failed(error)) => Err(error),
        }
    }

    /// Applies the events that waited for what has just come, each as an event of its own.
    fn apply_parked(
        &self,
        group: &mut Group,
        layer: &mut Layer,
        parent: &str,
    ) -> Result<(), StoreError> {
        let waited = self.working(layer, &group.layer).parked(parent)?;
        for (parked_lsn, payload) in waited {
            let prepared = Prepared::own(service::parked(parked_lsn, &payload, group.recorded_at)?);
            let mut receipt = Receipt::default();
            self.event(group, layer, &prepared, &mut receipt)?;
            if let Some(refused) = receipt.rejected.first() {
                tracing::error!(%parked_lsn, error = %refused, "a parked event was not applied");
            }
        }
        Ok(())
    }

    /// Records what is due by now; at most so many at a time, the rest at the next look.
    pub(super) fn record_due(&mut self) {
        let now = self.clock.now();
        self.looked_at = now;
        let due = self.due(now);
        if self.failed.is_none() && !due.is_empty() {
            let events = due.into_iter().map(Prepared::own).collect();
            let (answer, _) = oneshot::channel();
            self.commit(vec![Request { events, rejected: Vec::new(), atomic: false, answer }]);
        }
    }

    /// Whether nobody looked for what is due for a while.
    pub(super) fn looked_long_ago(&self) -> bool {
        // A clock that was set back says nothing of how long ago it was.
        let since = self.clock.now().0.saturating_sub(self.looked_at.0);
        since.saturating_abs() > LOOK_EVERY
    }

    fn due(&self, now: Instant) -> Vec<Event> {
        let until = due_by(Instant(now.0.saturating_add(1)));
        let entries = self.core.due.range(..until.to_vec()).take(MOST_DUE);
        let keys = entries.filter_map(|entry| entry.key().ok());
        keys.filter_map(|key| {
            Due::of_key(&key).and_then(|(at, due)| service::due(at, &due, self.last))
        })
        .collect()
    }

    fn working<'a>(&'a self, top: &'a Layer, below: &'a Layer) -> Working<'a> {
        Working {
            core: Some(&self.core),
            memory: &self.memory,
            layers: [top, below],
            base_currency: self.shop.currency,
        }
    }

    fn make_durable(&mut self, group: Group) -> Result<(), StoreError> {
        if group.next == self.last.next() {
            return Ok(());
        }
        let mut layer = group.layer;
        let rows = std::mem::take(&mut layer.rows);
        let last_lsn = Lsn(group.next.0 - 1);
        let record = CommitRecord { first_lsn: self.last.next(), last_lsn, rows };
        if let Err(error) = self.core.commit(&layer, &record) {
            tracing::error!(%error, "the writer stops: a commit did not reach the disk");
            self.take_no_more(&error);
            return Err(error);
        }
        self.apply(layer, &record, group.recorded_at)
    }

    /// Refuses all events from now on, with the reason.
    pub(super) fn take_no_more(&mut self, reason: &StoreError) {
        self.failed = Some(reason.clone());
        self.accepting.store(false, Ordering::Relaxed);
    }

    fn apply(
        &mut self,
        layer: Layer,
        record: &CommitRecord,
        recorded_at: Instant,
    ) -> Result<(), StoreError> {
        self.memory.absorb(layer);
        let batches = record.rows.to_batches();
        if self.hot.active_rows == 0 {
            self.hot_since = recorded_at;
        }
        self.hot.push(batches, record.last_lsn)?;
        self.last = record.last_lsn;
        self.last_recorded_at = recorded_at;
        metrics::counter!("marea_events_recorded_total")
            .increment(record.last_lsn.0 + 1 - record.first_lsn.0);
        self.publish();
        Ok(())
    }
}

/// What the requests of one group change together.
struct Group {
    layer: Layer,
    next: Lsn,
    recorded_at: Instant,
}

fn rejection(
    prepared: &Prepared,
    code: &str,
    field: Option<String>,
    message: String,
) -> RecordError {
    let event_id = Some(prepared.event.envelope.event_id.to_string());
    RecordError { index: prepared.index, event_id, code: code.into(), field, message }
}
