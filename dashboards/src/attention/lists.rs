//! The lists of what somebody should look at: how many, and the first of each.
//!
//! They are made while managers watch, so they cost the same however many orders are open: what is
//! indexed is counted up to a bound, and of open orders the oldest are looked at, for these are
//! the ones that are forgotten. Where a bound was met, the list says that there may be more.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Mutex, PoisonError},
};

use chrono::{NaiveTime, TimeDelta};
use marea_ingest::{
    identity::OrderId,
    state::{Order, OrderStatus, PurchaseOrder, PurchaseStatus},
    store::{NamedBy, OrderList, Parked, PurchaseList, Search, StateSnapshot, StoreError},
    time::Instant,
};
use serde::Serialize;
use serde_json::Value;

use super::{Attention, STUCK_AFTER, abandoned, backordered, late, overlooked, stuck};
use crate::outlook::Drift;

/// A list is counted up to this.
const MOST_COUNTED: usize = 1000;
/// Open orders that are looked at for those that are stuck or overlooked: some 30 milliseconds.
const MOST_READ: usize = 5000;
/// Carts abandoned longer ago are nobody's work any more.
const CART_AGE: TimeDelta = TimeDelta::days(7);
/// How long the lists stand before they are made anew.
const STAND_FOR: TimeDelta = TimeDelta::seconds(5);

/// What somebody should look at, of one kind.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct List {
    /// `late`, `stuck`, `overlooked`, `backordered`, `parked`, `abandoned_carts`, `proposals`,
    /// `late_purchases` or `drifting_forecasts`.
    pub kind: &'static str,
    /// How many were found.
    pub count: usize,
    /// Whether there may be more than that.
    pub more: bool,
    /// Where all of them are listed.
    pub href: &'static str,
    /// The first of them.
    pub rows: Vec<Row>,
}

/// One of a list.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Row {
    /// The order, the purchase order, or what is waited for.
    pub id: String,
    /// Where it is shown.
    pub href: String,
    /// Whose it is.
    pub customer_id: Option<String>,
    /// Since when it is listed.
    pub since: Option<Instant>,
    /// When what it waits for can be there.
    pub expected_at: Option<Instant>,
    /// What is the matter, in words.
    pub note: String,
}

impl Row {
    fn order(order: &Order, attention: Attention) -> Self {
        let waiting = order.lines.iter().filter(|line| line.backordered().is_positive());
        let expected = waiting.map(marea_ingest::state::OrderItem::expected_at);
        Self {
            id: order.order_id.to_string(),
            href: format!("/api/v1/orders/{}", encoded(order.order_id.as_str())),
            customer_id: order.customer_id.as_ref().map(ToString::to_string),
            since: Some(attention.since),
            expected_at: expected.collect::<Option<Vec<_>>>().and_then(|all| all.into_iter().max()),
            note: attention.note,
        }
    }

    fn purchase(purchase: &PurchaseOrder, since: Instant, note: String) -> Self {
        let name = purchase.purchase_order.as_str();
        Self {
            id: name.to_owned(),
            href: format!("/api/v1/purchase-orders/{}", encoded(name)),
            customer_id: None,
            since: Some(since),
            expected_at: purchase.expected_at(),
            note,
        }
    }
}

/// A name as a part of a path.
fn encoded(name: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    name.bytes()
        .map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}

/// The lists as they were last made.
#[derive(Debug, Default)]
pub(crate) struct Lists {
    made: Mutex<Option<(Instant, Value)>>,
}

impl Lists {
    /// The lists of a moment ago, if they still stand.
    pub(crate) fn standing(&self, now: Instant) -> Option<Value> {
        let made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        let (at, lists) = made.as_ref()?;
        let stands = *at <= now && !super::is_past(*at, STAND_FOR, now);
        stands.then(|| lists.clone())
    }

    /// Keeps lists for a moment.
    pub(crate) fn keep(&self, at: Instant, lists: &Value) {
        let mut made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        *made = Some((at, lists.clone()));
    }
}

/// All lists as they are now, with so many rows each.
pub(crate) fn lists(
    state: &StateSnapshot,
    drifting: &[Drift],
    now: Instant,
    rows: usize,
) -> Result<Vec<List>, StoreError> {
    let [stuck, overlooked] = neglected(state, now, rows)?;
    let waiting = Waiting::read(state)?;
    Ok(vec![
        late_orders(state, now, rows)?,
        stuck,
        overlooked,
        waiting.list(rows),
        parked(state, rows)?,
        abandoned_carts(state, now, rows)?,
        proposals(state, rows)?,
        late_purchases(state, &waiting, rows)?,
        drifting_forecasts(drifting, rows),
    ])
}

/// Forecasts whose error in the world has left what their back-test promised.
fn drifting_forecasts(drifting: &[Drift], rows: usize) -> List {
    const HREF: &str = "/api/v1/forecasts/tracking";
    let row = |drift: &Drift| Row {
        id: drift.series.clone(),
        href: HREF.to_owned(),
        customer_id: None,
        since: Some(Instant::from(drift.since.and_time(NaiveTime::MIN).and_utc())),
        expected_at: None,
        note: drift.note.clone(),
    };
    List {
        kind: "drifting_forecasts",
        count: drifting.len(),
        more: false,
        href: HREF,
        rows: drifting.iter().take(rows).map(row).collect(),
    }
}

fn oldest(limit: usize) -> Search {
    Search { oldest_first: true, most_read: MOST_READ, ..Search::newest(limit) }
}

fn late_orders(state: &StateSnapshot, now: Instant, rows: usize) -> Result<List, StoreError> {
    let listed = state.orders(&OrderList::Late { now }, &oldest(rows), &|_| true)?;
    let count = state.count_late(now, MOST_COUNTED)?;
    let shown = listed.found.iter().filter_map(|it| Some(Row::order(it, late(it, now)?)));
    Ok(List {
        kind: "late",
        count,
        more: count >= MOST_COUNTED,
        href: "/api/v1/orders?late=true",
        rows: shown.collect(),
    })
}

/// Open orders that are stuck or overlooked, the oldest first.
fn neglected(state: &StateSnapshot, now: Instant, rows: usize) -> Result<[List; 2], StoreError> {
    let list = |kind, href| List { kind, count: 0, more: false, href, rows: Vec::new() };
    let mut found = [
        list("stuck", "/api/v1/orders?stuck=72"),
        list("overlooked", "/api/v1/orders?overlooked=true"),
    ];
    let open = OrderList::Statuses(open_statuses());
    let page = state.orders(&open, &oldest(MOST_READ), &|_| true)?;
    for order in &page.found {
        let both = [stuck(order, now, STUCK_AFTER), overlooked(order, now)];
        for (list, attention) in found.iter_mut().zip(both) {
            let Some(attention) = attention else { continue };
            list.count += 1;
            if list.rows.len() < rows {
                list.rows.push(Row::order(order, attention));
            }
        }
    }
    for list in &mut found {
        list.more = page.next.is_some();
    }
    Ok(found)
}

/// Statuses of orders that goods may still be owed for.
pub(crate) fn open_statuses() -> Vec<OrderStatus> {
    let begun = [OrderStatus::Approved, OrderStatus::InFulfilment];
    [OrderStatus::Placed, OrderStatus::OnHold].into_iter().chain(begun).collect()
}

/// Orders that wait for goods, as they are served, and whom purchase orders serve.
struct Waiting {
    orders: Vec<Order>,
    more: bool,
}

impl Waiting {
    fn read(state: &StateSnapshot) -> Result<Self, StoreError> {
        let ids: Vec<OrderId> = state.waiting_for(None, MOST_COUNTED)?;
        let more = state.more_wait_than(MOST_COUNTED);
        let orders = ids.iter().filter_map(|id| state.order(id).transpose());
        let mut orders = orders.collect::<Result<Vec<_>, _>>()?;
        orders.sort_by_cached_key(|order| order.lines.iter().map(|line| order.rank(line)).min());
        Ok(Self { orders, more })
    }

    fn list(&self, rows: usize) -> List {
        let shown = self.orders.iter().filter_map(|it| Some(Row::order(it, backordered(it)?)));
        List {
            kind: "backordered",
            count: self.orders.len(),
            more: self.more,
            href: "/api/v1/orders?backordered=true",
            rows: shown.take(rows).collect(),
        }
    }

    /// How many orders wait for each purchase order.
    fn served(&self) -> BTreeMap<&str, usize> {
        let mut served = BTreeMap::new();
        for order in &self.orders {
            let pegs = order.lines.iter().flat_map(|line| &line.pegs);
            let names: BTreeSet<_> = pegs.map(|peg| peg.purchase_order.as_str()).collect();
            names.into_iter().for_each(|name| *served.entry(name).or_default() += 1);
        }
        served
    }
}

fn parked(state: &StateSnapshot, rows: usize) -> Result<List, StoreError> {
    let parked = state.parked().take(MOST_COUNTED).collect::<Result<Vec<_>, _>>()?;
    Ok(List {
        kind: "parked",
        count: parked.len(),
        more: parked.len() >= MOST_COUNTED,
        href: "/api/v1/parked",
        rows: parked.iter().take(rows).map(parked_row).collect(),
    })
}

fn parked_row(parked: &Parked) -> Row {
    let event: Value = serde_json::from_str(&parked.payload).unwrap_or_default();
    let text = |field: &str| event[field].as_str().unwrap_or_default().to_owned();
    let at = chrono::DateTime::parse_from_rfc3339(&text("occurred_at")).ok();
    Row {
        id: parked.waits_for.clone(),
        href: "/api/v1/parked".to_owned(),
        customer_id: None,
        since: at.map(Into::into),
        expected_at: None,
        note: format!("{} from {}", text("type"), text("source")),
    }
}

fn abandoned_carts(state: &StateSnapshot, now: Instant, rows: usize) -> Result<List, StoreError> {
    let age = CART_AGE.num_microseconds().unwrap_or(i64::MAX);
    let from = Some(Instant(now.0.saturating_sub(age)));
    let search = Search { from, ..Search::newest(MOST_COUNTED) };
    let carts = OrderList::Named(NamedBy::AbandonedCart, String::new());
    let page = state.orders(&carts, &search, &|_| true)?;
    let shown = page.found.iter().filter_map(|it| Some(Row::order(it, abandoned(it)?)));
    Ok(List {
        kind: "abandoned_carts",
        count: page.found.len(),
        more: page.next.is_some(),
        href: "/api/v1/orders?abandoned=true",
        rows: shown.take(rows).collect(),
    })
}

fn proposals(state: &StateSnapshot, rows: usize) -> Result<List, StoreError> {
    let drafts = [PurchaseList::Status(PurchaseStatus::Draft)];
    let page = state.purchases(&drafts, &oldest(MOST_COUNTED), &|it| it.proposed)?;
    let shown = page.found.iter().take(rows);
    Ok(List {
        kind: "proposals",
        count: page.found.len(),
        more: page.next.is_some(),
        href: "/api/v1/purchase-orders?proposed=true",
        rows: shown.map(|it| Row::purchase(it, it.placed_at, what_comes(it))).collect(),
    })
}

fn what_comes(purchase: &PurchaseOrder) -> String {
    let lines = purchase.lines.iter().map(|line| format!("{} × {}", line.open(), line.sku));
    format!("{} to {}", lines.collect::<Vec<_>>().join(", "), purchase.warehouse)
}

fn late_purchases(
    state: &StateSnapshot,
    waiting: &Waiting,
    rows: usize,
) -> Result<List, StoreError> {
    let page = state.purchases(&[PurchaseList::Late], &oldest(MOST_COUNTED), &|_| true)?;
    let served = waiting.served();
    let row = |purchase: &PurchaseOrder| {
        let orders = served.get(purchase.purchase_order.as_str()).copied().unwrap_or(0);
        let whom = match orders {
            0 => "no order waits for it".to_owned(),
            1 => "1 order waits for it".to_owned(),
            many => format!("{many} orders wait for it"),
        };
        let since = purchase.overdue_since.unwrap_or(purchase.placed_at);
        Row::purchase(purchase, since, format!("{}; {whom}", what_comes(purchase)))
    };
    Ok(List {
        kind: "late_purchases",
        count: page.found.len(),
        more: page.next.is_some(),
        href: "/api/v1/purchase-orders?late=true",
        rows: page.found.iter().take(rows).map(row).collect(),
    })
}
