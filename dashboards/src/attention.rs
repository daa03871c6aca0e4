//! Which orders somebody should look at, and why: no order is overlooked.

mod lists;

use chrono::TimeDelta;
use marea_ingest::{
    state::{Order, OrderItem, PaymentStatus},
    time::Instant,
};
use serde::Serialize;

pub(crate) use lists::{Lists, lists, open_statuses};

/// An open order is stuck once its status is the same for this long, unless another span is asked
/// for.
pub(crate) const STUCK_AFTER: TimeDelta = TimeDelta::hours(72);

/// Nobody acts on an order that could go on once nothing has happened to it for this long.
const OVERLOOKED_AFTER: TimeDelta = TimeDelta::hours(24);

/// Why somebody should look at an order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Attention {
    /// `late`, `stuck`, `overlooked`, `backordered` or `abandoned`.
    pub kind: &'static str,
    /// Since when.
    pub since: Instant,
    /// What is the matter, in words.
    pub note: String,
}

/// Everything that is the matter with an order.
pub(crate) fn of_order(order: &Order, now: Instant, stuck_after: TimeDelta) -> Vec<Attention> {
    let all = [late(order, now), stuck(order, now, stuck_after), overlooked(order, now)];
    all.into_iter().flatten().chain(backordered(order)).chain(abandoned(order)).collect()
}

/// A promise is missed, with goods still to be shipped.
pub(crate) fn late(order: &Order, now: Instant) -> Option<Attention> {
    let missed = order.late_since.or(order.promised_at.filter(|promised| *promised < now));
    let since = missed.filter(|_| order.is_open())?;
    Some(Attention { kind: "late", since, note: units(order, "still to be shipped") })
}

/// Its status has been the same for too long.
pub(crate) fn stuck(order: &Order, now: Instant, after: TimeDelta) -> Option<Attention> {
    let since = order.status_since;
    let waits = order.is_open() && is_past(since, after, now);
    waits.then(|| Attention {
        kind: "stuck",
        since,
        note: order.status().as_str().replace('_', " "),
    })
}

/// Something is to be done, and nobody does it.
pub(crate) fn overlooked(order: &Order, now: Instant) -> Option<Attention> {
    if !order.is_open() {
        return None;
    }
    let neglected = not_begun(order, now).or_else(|| not_approved(order, now));
    let (since, note) = neglected.or_else(|| not_ordered(order)).or_else(|| incomplete(order))?;
    Some(Attention { kind: "overlooked", since, note: note.to_owned() })
}

/// It waits for goods.
pub(crate) fn backordered(order: &Order) -> Option<Attention> {
    let waiting =
        order.lines.iter().map(OrderItem::backordered).sum::<marea_ingest::amount::Quantity>();
    let note = || {
        format!(
            "{waiting} {} for goods",
            if waiting == 1.into() { "unit waits" } else { "units wait" }
        )
    };
    waiting.is_positive().then(|| Attention {
        kind: "backordered",
        since: order.placed_at,
        note: note(),
    })
}

/// It is a cart that nobody ordered.
pub(crate) fn abandoned(order: &Order) -> Option<Attention> {
    let since = order.cart?.abandoned_at?;
    let lines = order.lines.len();
    let note = format!("{lines} {}", if lines == 1 { "line" } else { "lines" });
    Some(Attention { kind: "abandoned", since, note })
}

fn units(order: &Order, what: &str) -> String {
    let open = order.open_units();
    format!("{open} {} {what}", if open == 1.into() { "unit" } else { "units" })
}

/// Whether a span is over.
pub(crate) fn is_past(since: Instant, span: TimeDelta, now: Instant) -> bool {
    span.num_microseconds().is_some_and(|span| since.0.saturating_add(span) <= now.0)
}

type Found = Option<(Instant, &'static str)>;

/// All of it could leave, and no warehouse was asked.
fn not_begun(order: &Order, now: Instant) -> Found {
    let open = order.lines.iter().filter(|line| line.is_goods() && line.open().is_positive());
    let may_leave = open.clone().any(|line| line.ship_after.is_none_or(|after| after <= now));
    let untouched = order.fulfilment_requested_at.is_none()
        && open.clone().all(|line| line.picked <= line.shipped)
        && order.shipments.is_empty();
    let neglected = order.is_ready() && may_leave && untouched && is_quiet(order, now);
    neglected.then_some((order.changed_at, "ready, and no warehouse was asked"))
}

fn not_approved(order: &Order, now: Instant) -> Found {
    let paid = order.payment_status() == PaymentStatus::Paid;
    let waits = paid && order.approved_at.is_none() && order.holds.is_empty();
    (waits && is_quiet(order, now)).then_some((order.changed_at, "paid, and not approved"))
}

fn not_ordered(order: &Order) -> Found {
    let waits = |line: &OrderItem| line.backordered().is_positive() && line.pegs.is_empty();
    let found = order.lines.iter().any(waits);
    found.then_some((order.status_since, "waits for goods that nobody has ordered"))
}

fn incomplete(order: &Order) -> Found {
    if order.ship_to.is_none() && order.pick_up_at.is_none() {
        return Some((order.placed_at, "incomplete: no address"));
    }
    order.customer_id.is_none().then_some((order.placed_at, "incomplete: no customer"))
}

/// Whether nothing has happened to it for so long that somebody should look.
fn is_quiet(order: &Order, now: Instant) -> bool {
    is_past(order.changed_at, OVERLOOKED_AFTER, now)
}

#[cfg(test)]
mod tests;
