//! Orders of a SKU: open ones by the stock they hold or wait for, all of them by what was sold.

use std::collections::BTreeSet;

use marea_ingest::{
    identity::{OrderId, Sku},
    state::Order,
    store::{OrderList, Page, Place, Search, Snapshot, StateSnapshot, StoreError},
    time::Instant,
};

use super::asked::Asked;
use crate::{
    Application,
    http::Problem,
    table::{literal, rows, text},
};

/// Ids of orders that may be what was asked for, where they are best found by a SKU.
pub(super) async fn candidates(
    application: &Application,
    snapshot: &Snapshot,
    asked: &Asked,
) -> Result<Option<Vec<OrderId>>, Problem> {
    let Some(sku) = asked.sku.clone().filter(|_| is_only_by_sku(asked)) else { return Ok(None) };
    if asked.open == Some(true) {
        let (state, most) = (snapshot.state().clone(), asked.search.most_read);
        let open = tokio::task::spawn_blocking(move || held_or_awaited(&state, &sku, most));
        return Ok(Some(open.await.map_err(|_| Problem::invalid("the list was cut off"))??));
    }
    Ok(Some(sold(application, &sku, &asked.search).await?))
}

/// Whether no name leads to fewer orders than the SKU does.
fn is_only_by_sku(asked: &Asked) -> bool {
    matches!(asked.list(), OrderList::Statuses(_))
}

fn held_or_awaited(
    state: &StateSnapshot,
    sku: &Sku,
    most: usize,
) -> Result<Vec<OrderId>, StoreError> {
    let held = state.reservations_of(sku).take(most).map(|it| it.map(|it| it.order_id));
    let mut found = held.collect::<Result<BTreeSet<_>, _>>()?;
    found.extend(state.waiting_for(Some(sku), most)?);
    Ok(found.into_iter().collect())
}

/// Orders that a SKU was sold in, the newest first, from where the page before ended.
async fn sold(
    application: &Application,
    sku: &Sku,
    search: &Search,
) -> Result<Vec<OrderId>, Problem> {
    let mut of_page = format!("sku = {}", literal(sku.as_str()));
    if let Some(Place { placed_at, name }) = &search.after {
        let (at, name) = (timestamp(*placed_at), literal(name));
        of_page +=
            &format!(" AND (ordered_at < {at} OR (ordered_at = {at} AND order_id > {name}))");
    }
    if let Some(from) = search.from {
        of_page += &format!(" AND ordered_at >= {}", timestamp(from));
    }
    if let Some(before) = search.before {
        of_page += &format!(" AND ordered_at < {}", timestamp(before));
    }
    let sql = format!(
        "SELECT order_id, max(ordered_at) AS placed_at FROM order_lines WHERE {of_page} \
         GROUP BY order_id ORDER BY placed_at DESC, order_id LIMIT {}",
        search.most_read
    );
    let found = rows(&application.query, sql).await?;
    Ok(found.iter().filter_map(|row| OrderId::new(text(row, "order_id")).ok()).collect())
}

fn timestamp(at: Instant) -> String {
    let text = at.utc().to_rfc3339_opts(chrono::SecondsFormat::Micros, true);
    format!("TIMESTAMP '{text}'")
}

/// A page of the candidates that are what was asked for, the newest first.
pub(super) fn page(
    state: &StateSnapshot,
    ids: &[OrderId],
    asked: &Asked,
) -> Result<Page<Order>, StoreError> {
    let search = &asked.search;
    let mut orders = Vec::new();
    for order_id in ids {
        orders.extend(state.order(order_id)?.filter(|order| is_in(order, search)));
    }
    orders.sort_by(|a, b| (b.placed_at, &a.order_id).cmp(&(a.placed_at, &b.order_id)));
    let read_all = ids.len() < search.most_read;
    let last_read = orders.last().map(place);
    let mut found: Vec<Order> = orders.into_iter().filter(|order| asked.admits(order)).collect();
    if found.len() > search.limit {
        found.truncate(search.limit);
        let next = found.last().map(place);
        return Ok(Page { found, next });
    }
    Ok(Page { found, next: last_read.filter(|_| !read_all) })
}

fn place(order: &Order) -> Place {
    Place { placed_at: order.placed_at, name: order.order_id.to_string() }
}

/// Whether an order stands in the part of the list that is asked for.
fn is_in(order: &Order, search: &Search) -> bool {
    let comes_after = |place: &Place| {
        (place.placed_at, order.order_id.as_str()) > (order.placed_at, place.name.as_str())
    };
    search.from.is_none_or(|from| order.placed_at >= from)
        && search.before.is_none_or(|before| order.placed_at < before)
        && search.after.as_ref().is_none_or(comes_after)
}
