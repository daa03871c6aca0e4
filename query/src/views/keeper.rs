//! What keeps the views in the background: builds them, brings them forward when rows pile up,
//! writes checkpoints, and audits.
//!
//! Readers bring a view up to their own snapshot themselves; this only bounds how much there is
//! for a reader to do.

use std::{
    sync::{Arc, Weak},
    time::Duration,
};

use datafusion::error::DataFusionError;
use marea_ingest::{identity::Lsn, store::Snapshot};

use super::{
    audit::{audit, audit_recounted},
    checkpoint,
    fold::Fold,
    kept::{Kept, Phase, Version},
    leaves::Leaves,
    registry::{View, Views},
    room::MOST_OF_ONE,
    since::rows_since,
};
use crate::service::Inner;

/// A view is brought forward when so many events are not in it; fewer are not worth another
/// checkpoint when the service ends.
pub(super) const BEHIND: u64 = 4_000;
/// A checkpoint is written when so many events are not in the newest.
const UNWRITTEN: u64 = 500_000;
/// States are moved from a fold to leaves when it has seen so many rows.
const ROWS_A_PART: usize = 1 << 20;
/// The pause between two turns.
const PAUSE: Duration = Duration::from_millis(200);
/// A random bucket is audited every so many turns.
const TURNS_AN_AUDIT: u64 = 150;

/// Keeps the views as long as the service is there.
pub(crate) async fn keep(service: Weak<Inner>) {
    for turn in 1_u64.. {
        let Some(inner) = service.upgrade() else { return };
        if inner.views.is_stopping() {
            return;
        }
        if turn.is_multiple_of(TURNS_AN_AUDIT)
            && let Err(error) = audit(&inner, turn).await
        {
            tracing::warn!(%error, "a view could not be audited");
        }
        let worker = Arc::clone(&inner);
        let done = tokio::task::spawn_blocking(move || {
            take_turn(&worker);
            worker.views.turn_taken();
        })
        .await;
        if let Err(error) = done {
            tracing::error!(%error, "keeping the views failed");
        }
        audit_recounted(&inner, turn).await;
        drop(inner);
        tokio::time::sleep(PAUSE).await;
    }
}

fn take_turn(inner: &Arc<Inner>) {
    let _turn = inner.views.turn();
    for view in inner.views.kept() {
        if inner.views.is_stopping() {
            return;
        }
        // What was counted again rests until it is audited, and that is where its turns are counted.
        let rests = |kept: &&Arc<Kept>| kept.phase() != Phase::Recounted && kept.rests();
        let Some(kept) = view.kept.as_ref().filter(|kept| !rests(kept)) else { continue };
        let snapshot = inner.ingest.snapshot();
        let outcome = match kept.phase() {
            Phase::Building | Phase::Quarantined => build(&inner.views, kept, &snapshot),
            Phase::Exact => forward(&inner.views, &view, kept, &snapshot),
            Phase::Recounted | Phase::TooLarge => Ok(()),
        };
        if let Err(error) = outcome {
            let name = view.definition.name;
            tracing::error!(%error, view = name, "the facts could not be read; tried again soon");
            kept.read_failed();
        }
    }
}

/// Brings a view up to a snapshot where it is far behind. Ends early, with nothing changed, where the
/// service stops.
fn forward(
    views: &Views,
    view: &View,
    kept: &Kept,
    snapshot: &Snapshot,
) -> Result<(), DataFusionError> {
    let newest = kept.newest().map_or(0, |version| version.lsn.0);
    if snapshot.lsn.0.saturating_sub(newest) >= BEHIND {
        let brought = kept.unless(&|| views.is_stopping(), snapshot);
        if views.is_stopping() {
            return Ok(());
        }
        brought?;
    }
    if let Some(folder) = views.folder().filter(|_| kept.unwritten() >= UNWRITTEN) {
        checkpoint::write_logged(folder, &view.definition, kept);
    }
    Ok(())
}

/// Counts all facts up to a snapshot. Ends early, with nothing built, where the service stops.
pub(super) fn build(
    views: &Views,
    kept: &Kept,
    snapshot: &Snapshot,
) -> Result<(), DataFusionError> {
    let program = &kept.program;
    let mut leaves = Leaves::empty(program)?;
    let (mut fold, mut seen) = (Fold::new(program)?, 0);
    let mut show = |facts: arrow::array::RecordBatch| {
        if views.is_stopping() {
            return Err(DataFusionError::Execution("the service stops".into()));
        }
        seen += facts.num_rows();
        fold.facts(facts)?;
        if seen < ROWS_A_PART {
            return Ok(());
        }
        seen = 0;
        let full = std::mem::replace(&mut fold, Fold::new(program)?);
        leaves = merged(&leaves, full, kept)?;
        Ok(())
    };
    let counted = rows_since(snapshot, program.table, Lsn(0), &program.columns, &mut show);
    if views.is_stopping() {
        return Ok(());
    }
    counted?;
    let leaves = merged(&leaves, fold, kept)?;
    kept.begin(Version { lsn: snapshot.lsn, leaves });
    Ok(())
}

fn merged(leaves: &Leaves, fold: Fold<'_>, kept: &Kept) -> Result<Leaves, DataFusionError> {
    // Once it is too large nothing more need be counted.
    if fold.is_empty() || leaves.bytes > MOST_OF_ONE {
        return Ok(leaves.clone());
    }
    leaves.merged(&kept.program, &fold.states()?)
}
