//! The service audits itself: a random row of a random view, recomputed from the facts.

use std::sync::{Arc, atomic::Ordering::Relaxed};

use arrow::array::RecordBatch;
use datafusion::{
    common::{Column, ScalarValue},
    logical_expr::{Expr, LogicalPlanBuilder, lit},
    physical_plan::{collect, execute_stream},
};
use futures::TryStreamExt as _;
use marea_ingest::store::Snapshot;

use super::{
    checkpoint,
    kept::{Kept, Phase, advanced},
    leaves::Leaves,
    registry::View,
};
use crate::{QueryError, gate, service::Inner, session::SessionTables};

/// What was counted again comes back when so many random rows of it are equal to the facts.
const ROWS_OF_A_RECOUNT: u64 = 16;

/// Recomputes one row, and quarantines its view where they differ. The same seed over the same
/// views audits the same row.
pub(crate) async fn audit(inner: &Arc<Inner>, seed: u64) -> Result<(), QueryError> {
    let mut views = inner.views.kept();
    views.retain(|view| view.kept.as_ref().is_some_and(|kept| kept.phase() == Phase::Exact));
    let Some(view) = pick(&views, seed) else { return Ok(()) };
    let Some(kept) = &view.kept else { return Ok(()) };
    let snapshot = inner.ingest.snapshot();
    let Some(leaves) = kept.at(&snapshot)? else { return Ok(()) };
    if let Some(difference) = probe(inner, view, kept, (&snapshot, &leaves), seed).await? {
        quarantine(inner, view, kept, &difference);
    }
    Ok(())
}

/// Audits what was counted again after a difference; what is equal to the facts comes back.
pub(super) async fn audit_recounted(inner: &Arc<Inner>, seed: u64) {
    for view in inner.views.kept() {
        let is_recounted = |kept: &&Arc<Kept>| kept.phase() == Phase::Recounted && !kept.rests();
        let Some(kept) = view.kept.as_ref().filter(is_recounted) else { continue };
        let name = &view.definition.name;
        match first_difference(inner, &view, kept, seed).await {
            Ok(Some(difference)) => quarantine(inner, &view, kept, &difference),
            Ok(None) => {
                kept.recounts.fetch_add(1, Relaxed);
                metrics::counter!("marea_view_recounts_total").increment(1);
                tracing::warn!(view = name, "counted again and equal to the facts: it is back");
                kept.set_phase(Phase::Exact);
            }
            Err(error) => {
                tracing::warn!(%error, view = name, "what was counted again is not audited yet");
                kept.read_failed();
            }
        }
    }
}

/// The first difference of what was counted again: in how many groups there are, or in one of some
/// random rows.
async fn first_difference(
    inner: &Arc<Inner>,
    view: &View,
    kept: &Kept,
    seed: u64,
) -> Result<Option<String>, QueryError> {
    let snapshot = inner.ingest.snapshot();
    let Some(newest) = kept.newest() else { return Ok(Some("nothing was counted".into())) };
    let leaves = advanced(&kept.program, newest, &snapshot, &|| false)?.leaves;
    let (has, counted) = groups(inner, view, kept, (&snapshot, &leaves)).await?;
    if has != counted {
        return Ok(Some(format!("it has {has} rows, the facts give {counted}")));
    }
    for seed in (0..ROWS_OF_A_RECOUNT).map(|row| seed.wrapping_mul(ROWS_OF_A_RECOUNT) + row) {
        let found = probe(inner, view, kept, (&snapshot, &leaves), seed).await?;
        if found.is_some() || inner.views.is_stopping() {
            return Ok(found);
        }
    }
    Ok(None)
}

/// How many rows a view has, and how many its query gives over the facts.
async fn groups(
    inner: &Arc<Inner>,
    view: &View,
    kept: &Kept,
    (snapshot, leaves): (&Arc<Snapshot>, &Leaves),
) -> Result<(usize, usize), QueryError> {
    let rows = leaves.all().map(|leaf| kept.finished(leaf).map(|rows| rows.num_rows()));
    let has = rows.sum::<Result<usize, _>>()?;
    let zone = inner.ingest.shop().time_zone;
    let state = SessionTables::new(inner, snapshot, zone, &inner.meter()).state()?;
    let plan = gate::plan(&state, &view.definition.sql).await?;
    let plan = state.create_physical_plan(&plan).await?;
    let mut stream = execute_stream(plan, state.task_ctx())?;
    let mut counted = 0;
    while let Some(batch) = stream.try_next().await? {
        counted += batch.num_rows();
    }
    Ok((has, counted))
}

fn quarantine(inner: &Arc<Inner>, view: &View, kept: &Kept, difference: &str) {
    metrics::counter!("marea_view_audit_mismatches_total").increment(1);
    let name = &view.definition.name;
    tracing::error!(view = name, difference, "quarantined: it differs from the facts");
    kept.quarantine();
    if let Some(folder) = inner.views.folder() {
        checkpoint::remove(folder, name);
    }
}

/// How a random row of a view differs from the facts; `None` where it does not.
async fn probe(
    inner: &Arc<Inner>,
    view: &View,
    kept: &Kept,
    (snapshot, leaves): (&Arc<Snapshot>, &Leaves),
    seed: u64,
) -> Result<Option<String>, QueryError> {
    let Some(row) = random_row(kept, leaves, seed)? else { return Ok(None) };
    let counted = recomputed(inner, view, kept, snapshot, &row).await?;
    kept.audits.fetch_add(1, Relaxed);
    metrics::counter!("marea_view_audits_total").increment(1);
    difference(kept, &row, &counted)
}

/// Numbers that follow from a seed and look random (SplitMix64, Steele and others 2014).
fn scattered(seed: u64) -> usize {
    let mut bits = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    usize::try_from((bits ^ (bits >> 31)) >> 1).unwrap_or(0)
}

fn pick(views: &[View], seed: u64) -> Option<&View> {
    views.get(scattered(seed).checked_rem(views.len())?)
}

fn random_row(kept: &Kept, leaves: &Leaves, seed: u64) -> Result<Option<RecordBatch>, QueryError> {
    let Some(leaf) = scattered(seed ^ 1).checked_rem(leaves.all().len()) else { return Ok(None) };
    let Some(leaf) = leaves.all().nth(leaf) else { return Ok(None) };
    let rows = kept.finished(leaf)?;
    let row = scattered(seed ^ 2).checked_rem(rows.num_rows());
    Ok(row.map(|row| rows.slice(row, 1)))
}

/// The same row, by the view's query over the facts.
async fn recomputed(
    inner: &Arc<Inner>,
    view: &View,
    kept: &Kept,
    snapshot: &Arc<Snapshot>,
    row: &RecordBatch,
) -> Result<Vec<RecordBatch>, QueryError> {
    let zone = inner.ingest.shop().time_zone;
    let state = SessionTables::new(inner, snapshot, zone, &inner.meter()).state()?;
    let plan = gate::plan(&state, &view.definition.sql).await?;
    let mut builder = LogicalPlanBuilder::from(plan);
    for (at, key) in kept.program.key_columns.iter().enumerate() {
        if key.is_some() {
            let value = ScalarValue::try_from_array(row.column(at), 0)?;
            builder = builder.filter(is(row.schema().field(at).name(), value))?;
        }
    }
    let plan = state.create_physical_plan(&builder.build()?).await?;
    Ok(collect(plan, state.task_ctx()).await?)
}

fn is(column: &str, value: ScalarValue) -> Expr {
    let column = Expr::Column(Column::from_name(column));
    if value.is_null() { column.is_null() } else { column.eq(lit(value)) }
}

/// How the row of a view differs from the one that was counted; `None` where it does not.
fn difference(
    kept: &Kept,
    row: &RecordBatch,
    counted: &[RecordBatch],
) -> Result<Option<String>, QueryError> {
    let rows: usize = counted.iter().map(RecordBatch::num_rows).sum();
    let Some(counted) = counted.iter().find(|batch| batch.num_rows() > 0).filter(|_| rows == 1)
    else {
        return Ok(Some(format!("the facts give {rows} rows for one of the view")));
    };
    for (at, field) in row.schema().fields().iter().enumerate() {
        if kept.program.approximate[at] {
            continue;
        }
        let has = ScalarValue::try_from_array(row.column(at), 0)?;
        let counted = ScalarValue::try_from_array(counted.column(at), 0)?;
        if has != counted {
            return Ok(Some(format!("{} is {has}, the facts give {counted}", field.name())));
        }
    }
    Ok(None)
}

#[cfg(test)]
mod tests;
