//! Live state of purchase orders, and whom they serve.

use axum::{
    Json,
    extract::{Path, RawQuery, State},
};
use marea_ingest::{
    identity::{PurchaseOrderId, Sku, SupplierId, WarehouseId},
    state::{Order, PurchaseItem, PurchaseOrder, PurchaseStatus},
    store::{PurchaseList, Search, StateSnapshot, StoreError},
    time::Instant,
};
use serde_json::{Value, json};

use super::{
    Problem,
    orders::merge,
    parameters::{first_page, next, one_of, page, parameters, unknown, wrong, yes_or_no},
};
use crate::Application;

/// Orders that a purchase order serves, in one answer; SQL over `purchase_pegs` tells of more.
const MOST_SERVED: usize = 1000;

pub(super) async fn list(
    State(application): State<Application>,
    RawQuery(query): RawQuery,
) -> Result<Json<Value>, Problem> {
    let asked = Asked::read(&query.unwrap_or_default())?;
    let snapshot = application.ingest.snapshot();
    let (state, now) = (snapshot.state().clone(), application.clock.now());
    let found = tokio::task::spawn_blocking(move || {
        state.purchases(&asked.lists(), &asked.search, &|purchase| asked.admits(purchase))
    });
    let found = found.await.map_err(|_| Problem::invalid("the list was cut off"))??;
    let purchases: Vec<Value> = found.found.iter().map(|it| shown(it, now)).collect();
    let next = next(found.next);
    Ok(Json(json!({ "purchase_orders": purchases, "next": next, "lsn": snapshot.lsn })))
}

pub(super) async fn one(
    State(application): State<Application>,
    Path(name): Path<String>,
) -> Result<Json<Value>, Problem> {
    let name = PurchaseOrderId::new(&name).map_err(|error| wrong("purchase order", error))?;
    let snapshot = application.ingest.snapshot();
    let (state, now) = (snapshot.state().clone(), application.clock.now());
    let found = tokio::task::spawn_blocking(move || with_served(&state, &name, now));
    let found = found.await.map_err(|_| Problem::invalid("the answer was cut off"))??;
    Ok(Json(found.ok_or_else(|| Problem::not_found("no such purchase order is known"))?))
}

/// A purchase order with what follows from it.
fn shown(purchase: &PurchaseOrder, now: Instant) -> Value {
    let late = |line: &PurchaseItem| {
        let due = line.expected_at.is_some_and(|at| at <= now);
        purchase.is_open() && line.open().is_positive() && due
    };
    let mut shown = json!(purchase);
    let derived = json!({
        "status": purchase.status(),
        "billing_status": purchase.billing_status(),
        "expected_at": purchase.expected_at(),
        "late": purchase.lines.iter().any(late),
    });
    merge(&mut shown, derived);
    for (at, line) in purchase.lines.iter().enumerate() {
        merge(&mut shown["lines"][at], json!({ "open": line.open(), "late": late(line) }));
    }
    shown
}

fn with_served(
    state: &StateSnapshot,
    name: &PurchaseOrderId,
    now: Instant,
) -> Result<Option<Value>, StoreError> {
    let Some(purchase) = state.purchase_order(name)? else { return Ok(None) };
    let mut skus: Vec<&Sku> = purchase.lines.iter().map(|line| &line.sku).collect();
    skus.sort();
    skus.dedup();
    let mut served = Vec::new();
    for sku in skus {
        for order_id in state.waiting_for(Some(sku), usize::MAX)? {
            let order = state.order(&order_id)?;
            served.extend(order.iter().flat_map(|order| pegs(order, sku, &purchase)));
            if served.len() > MOST_SERVED {
                break;
            }
        }
    }
    let truncated = served.len() > MOST_SERVED;
    served.truncate(MOST_SERVED);
    let mut shown = shown(&purchase, now);
    merge(&mut shown, json!({ "serves": served, "truncated": truncated }));
    Ok(Some(shown))
}

/// What an order will get of a SKU by a purchase order. It fails the customer where it is late, or
/// comes later than was promised.
fn pegs(order: &Order, sku: &Sku, purchase: &PurchaseOrder) -> Vec<Value> {
    let mut found = Vec::new();
    for line in &order.lines {
        let of_purchase = |peg: &&marea_ingest::state::Peg| {
            peg.purchase_order == purchase.purchase_order && peg.sku == *sku
        };
        for peg in line.pegs.iter().filter(of_purchase) {
            let comes_late = peg.expected_at.zip(line.promised_at).is_some_and(|(at, by)| at > by);
            found.push(json!({
                "order_id": order.order_id, "order_line_id": line.line_id,
                "customer_id": order.customer_id, "line_id": peg.line_id, "sku": sku,
                "quantity": peg.quantity, "promised_at": line.promised_at,
                "expected_at": peg.expected_at,
                "fails": purchase.overdue_since.is_some() || comes_late,
            }));
        }
    }
    found
}

/// What a list is asked for.
struct Asked {
    statuses: Vec<PurchaseStatus>,
    supplier: Option<SupplierId>,
    warehouse: Option<WarehouseId>,
    sku: Option<Sku>,
    late: bool,
    proposed: Option<bool>,
    search: Search,
}

impl Asked {
    fn read(query: &str) -> Result<Self, Problem> {
        let mut asked = Self {
            statuses: Vec::new(),
            supplier: None,
            warehouse: None,
            sku: None,
            late: false,
            proposed: None,
            search: first_page(),
        };
        for (name, value) in parameters(query)? {
            asked.take(&name, &value)?;
        }
        Ok(asked)
    }

    fn take(&mut self, name: &str, value: &str) -> Result<(), Problem> {
        match name {
            "status" => {
                for status in value.split(',') {
                    let all = PurchaseStatus::ALL;
                    self.statuses.push(one_of(name, status, all, PurchaseStatus::as_str)?);
                }
            }
            "supplier" => self.supplier = Some(SupplierId::new(value).map_err(|e| wrong(name, e))?),
            "warehouse" => {
                self.warehouse = Some(WarehouseId::new(value).map_err(|e| wrong(name, e))?);
            }
            "sku" => self.sku = Some(Sku::new(value).map_err(|e| wrong(name, e))?),
            "late" => self.late = yes_or_no(name, value)?,
            "proposed" => self.proposed = Some(yes_or_no(name, value)?),
            _ if page(&mut self.search, name, value)? => (),
            _ => {
                let known = "status, supplier, warehouse, sku, late, proposed, limit, after";
                return Err(unknown(name, known));
            }
        }
        Ok(())
    }

    /// The shortest lists that hold all that is asked for.
    fn lists(&self) -> Vec<PurchaseList> {
        if self.late {
            return vec![PurchaseList::Late];
        }
        let proposed = [PurchaseStatus::Draft];
        let statuses = match self.proposed {
            _ if !self.statuses.is_empty() => &self.statuses,
            Some(true) => &proposed[..],
            _ => PurchaseStatus::ALL,
        };
        statuses.iter().copied().map(PurchaseList::Status).collect()
    }

    fn admits(&self, purchase: &PurchaseOrder) -> bool {
        (self.statuses.is_empty() || self.statuses.contains(&purchase.status()))
            && (self.supplier.is_none() || self.supplier == purchase.supplier)
            && self.warehouse.as_ref().is_none_or(|it| *it == purchase.warehouse)
            && self.sku.as_ref().is_none_or(|sku| purchase.lines.iter().any(|it| it.sku == *sku))
            && self.proposed.is_none_or(|proposed| proposed == purchase.proposed)
    }
}
