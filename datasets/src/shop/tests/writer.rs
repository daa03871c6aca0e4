//! A writer for tests that keeps the books of an order and of stock by the events alone, and
//! refuses all that cannot be.

use std::collections::HashMap;

use marea_ingest::event::{
    Body, Disposition, Event, LineQuantity, OrderPlaced, PurchaseOrderPlaced,
    PurchaseOrderReceived, ShippedLine, StockPolicy, TransferLeg,
};
use rust_decimal::{Decimal, prelude::ToPrimitive};

/// Stock of a SKU in a warehouse.
#[derive(Default, Clone, Copy)]
pub(super) struct Shelf {
    pub(super) on_hand: i32,
    committed: i32,
    backordered: i32,
    unavailable: i32,
}

struct Line {
    sku: String,
    warehouse: String,
    reserved: i32,
    backordered: i32,
    open: i32,
    shipped: i32,
    delivered: i32,
    returned: i32,
}

#[derive(Default)]
struct Order {
    lines: Vec<(String, Line)>,
    captured: Decimal,
    refunded: Decimal,
    approved: bool,
    held: bool,
}

impl Shelf {
    /// What is owed to open orders.
    pub(super) fn owed(self) -> i32 {
        self.committed + self.backordered
    }
}

#[derive(Default)]
pub(super) struct Writer {
    shelves: HashMap<(String, String), Shelf>,
    policies: HashMap<String, StockPolicy>,
    orders: HashMap<String, Order>,
    transfers: HashMap<String, i32>,
    /// By purchase order and line: what is open of which SKU, and where it is to come in.
    purchases: HashMap<(String, String), (String, String, i32)>,
    pub(super) times_ordered: usize,
    pub(super) times_empty: usize,
    pub(super) times_waiting: usize,
}

type Taken = Result<(), String>;

fn units(quantity: marea_ingest::amount::Quantity) -> i32 {
    quantity.decimal().to_i32().expect("whole units")
}

fn ensure(holds: bool, what: &str) -> Taken {
    if holds { Ok(()) } else { Err(what.to_owned()) }
}

impl Writer {
    pub(super) fn shelves(&self) -> usize {
        self.shelves.len()
    }

    pub(super) fn level(&self, sku: &str, warehouse: &str) -> Shelf {
        self.shelves.get(&(sku.into(), warehouse.into())).copied().unwrap_or_default()
    }

    fn shelf(&mut self, sku: &str, warehouse: &str) -> &mut Shelf {
        self.shelves.entry((sku.into(), warehouse.into())).or_default()
    }

    pub(super) fn take(&mut self, event: &Event) -> Taken {
        match &event.body {
            Body::ProductSet(body) => {
                let policy = body.stock_policy.ok_or("no policy")?;
                self.policies.insert(body.sku.to_string(), policy);
                Ok(())
            }
            Body::ProductRemoved(body) => {
                ensure(self.policies.contains_key(body.sku.as_str()), "an unknown product")
            }
            Body::OrderPlaced(body) => self.placed(body),
            Body::StockReceived(body) => {
                let known = self.policies.contains_key(body.sku.as_str());
                self.shelf(body.sku.as_str(), body.warehouse.as_str()).on_hand +=
                    units(body.quantity);
                ensure(known, "goods of an unknown product")
            }
            Body::PurchaseOrderPlaced(body) => self.ordered(body),
            Body::PurchaseOrderReceived(body) => self.came(body),
            Body::StockCounted(body) => {
                let shelf = self.shelf(body.sku.as_str(), body.warehouse.as_str());
                shelf.on_hand = units(body.quantity);
                ensure(shelf.on_hand >= shelf.committed, "less than is set aside")
            }
            Body::StockWrittenOff(body) => {
                let shelf = self.shelf(body.sku.as_str(), body.warehouse.as_str());
                shelf.on_hand -= units(body.quantity);
                ensure(shelf.on_hand >= shelf.committed, "goods that are set aside are lost")
            }
            Body::StockTransferred(body) => self.transferred(body),
            _ => self.order_event(&event.body),
        }
    }

    fn placed(&mut self, body: &OrderPlaced) -> Taken {
        let mut order = Order::default();
        for line in &body.lines {
            let (sku, wanted) = (line.sku.to_string(), units(line.quantity));
            let warehouse = line.warehouse.as_ref().ok_or("no warehouse")?.to_string();
            let policy = *self.policies.get(&sku).ok_or("an unknown product")?;
            let shelf = self.shelf(&sku, &warehouse);
            let available = shelf.on_hand - shelf.committed - shelf.unavailable;
            let reserved = wanted.min(available.max(0));
            let short = wanted - reserved;
            ensure(short == 0 || policy == StockPolicy::Backorder, "more than is available")?;
            shelf.committed += reserved;
            shelf.backordered += short;
            self.times_empty += usize::from(available == reserved);
            self.times_waiting += usize::from(short > 0);
            let line_id = line.line_id.to_string();
            let line = Line {
                sku,
                warehouse,
                reserved,
                backordered: short,
                open: wanted,
                shipped: 0,
                delivered: 0,
                returned: 0,
            };
            order.lines.push((line_id, line));
        }
        let new = self.orders.insert(body.order_id.to_string(), order).is_none();
        ensure(new, "an order that is already there")
    }

    fn ordered(&mut self, body: &PurchaseOrderPlaced) -> Taken {
        for line in &body.lines {
            let known = self.policies.contains_key(line.sku.as_str());
            ensure(known, "an unknown product is ordered")?;
            let key = (body.purchase_order.to_string(), line.line_id.to_string());
            let (sku, place) = (line.sku.to_string(), body.warehouse.to_string());
            let new = self.purchases.insert(key, (sku, place, units(line.quantity))).is_none();
            ensure(new, "a line that is already there")?;
        }
        self.times_ordered += 1;
        Ok(())
    }

    fn came(&mut self, body: &PurchaseOrderReceived) -> Taken {
        for line in body.lines.as_ref().ok_or("no lines")? {
            let key = (body.purchase_order.to_string(), line.line_id.to_string());
            let (sku, place, open) = self.purchases.remove(&key).ok_or("never ordered")?;
            ensure(open == units(line.quantity), "more or less than was ordered")?;
            self.shelf(&sku, &place).on_hand += open;
        }
        Ok(())
    }

    fn transferred(&mut self, body: &marea_ingest::event::StockTransferred) -> Taken {
        let (sku, moved) = (body.sku.as_str(), units(body.quantity));
        let transfer = body.transfer_id.to_string();
        if body.leg == TransferLeg::Out {
            self.transfers.insert(transfer, moved);
            let shelf = self.shelf(sku, body.from.as_str());
            shelf.on_hand -= moved;
            return ensure(shelf.on_hand >= shelf.committed, "goods that are set aside are moved");
        }
        self.shelf(sku, body.to.as_str()).on_hand += moved;
        ensure(self.transfers.remove(&transfer) == Some(moved), "a transfer that never left")
    }

    fn order_event(&mut self, body: &Body) -> Taken {
        let order_id = match body {
            Body::OrderApproved(body) => &body.order_id,
            Body::OrderHeld(body) => &body.order_id,
            Body::OrderReleased(body) => &body.order_id,
            Body::OrderCancelled(body) => &body.order_id,
            Body::OrderShipped(body) => &body.order_id,
            Body::OrderDelivered(body) => &body.order_id,
            Body::PaymentAuthorized(body) => &body.order_id,
            Body::PaymentCaptured(body) => &body.order_id,
            Body::PaymentFailed(body) => &body.order_id,
            Body::PaymentRefunded(body) => &body.order_id,
            Body::ReturnRequested(body) => &body.order_id,
            Body::ReturnReceived(body) => body.order_id.as_ref().ok_or("no order")?,
            _ => return Ok(()),
        };
        let mut order = self.orders.remove(order_id.as_str()).ok_or("an unknown order")?;
        let taken = self.step(&mut order, body);
        self.orders.insert(order_id.to_string(), order);
        taken
    }

    fn step(&mut self, order: &mut Order, body: &Body) -> Taken {
        let was_cancelled = order.lines.iter().all(|(_, line)| line.open + line.shipped == 0);
        match body {
            Body::OrderApproved(_) => {
                order.approved = true;
                ensure(!was_cancelled && !order.held, "approved while cancelled or held")
            }
            Body::OrderHeld(_) => {
                order.held = true;
                ensure(!was_cancelled, "held while cancelled")
            }
            Body::OrderReleased(_) => {
                order.held = false;
                ensure(!was_cancelled, "released while cancelled")
            }
            Body::OrderCancelled(body) => {
                each(order, body.lines.as_deref(), |line| line.open, |line, n| self.cancel(line, n))
            }
            Body::OrderShipped(body) => {
                ensure(order.approved && !order.held && !was_cancelled, "shipped before approved")?;
                let lines = body.lines.as_ref().map(|lines| quantities(lines));
                each(order, lines.as_deref(), |line| line.open, |line, n| self.ship(line, n))
            }
            Body::OrderDelivered(body) => each(
                order,
                body.lines.as_deref(),
                |line| line.shipped - line.delivered,
                |line, n| {
                    line.delivered += n;
                    Ok(())
                },
            ),
            Body::PaymentCaptured(body) => {
                order.captured += body.amount.decimal();
                ensure(!was_cancelled, "taken while cancelled")
            }
            Body::PaymentRefunded(body) => {
                order.refunded += body.amount.decimal();
                ensure(order.refunded <= order.captured, "more given back than was taken")
            }
            Body::ReturnReceived(body) => {
                for said in body.lines.iter().flatten() {
                    let found = order.lines.iter_mut().find(|(id, _)| *id == said.line_id.as_str());
                    let (_, line) = found.ok_or("an unknown line")?;
                    line.returned += units(said.quantity);
                    ensure(line.returned <= line.delivered, "more back than was delivered")?;
                    let place = body.warehouse.as_ref().ok_or("no warehouse")?;
                    self.take_back(line, place.as_str(), units(said.quantity), said.disposition);
                }
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn cancel(&mut self, line: &mut Line, cancelled: i32) -> Taken {
        ensure(cancelled == line.open, "a part of a line is cancelled")?;
        let shelf = self.shelf(&line.sku, &line.warehouse);
        shelf.committed -= line.reserved;
        shelf.backordered -= line.backordered;
        line.open -= cancelled;
        Ok(())
    }

    fn ship(&mut self, line: &mut Line, shipped: i32) -> Taken {
        let shelf = self.shelf(&line.sku, &line.warehouse);
        shelf.on_hand -= shipped;
        shelf.committed -= line.reserved;
        shelf.backordered -= line.backordered;
        line.open -= shipped;
        line.shipped += shipped;
        ensure(shelf.on_hand >= 0 && line.open >= 0, "more leaves than is there")
    }

    fn take_back(&mut self, line: &Line, place: &str, back: i32, disposition: Disposition) {
        let shelf = self.shelf(&line.sku, place);
        match disposition {
            Disposition::Restock => shelf.on_hand += back,
            Disposition::Damaged | Disposition::QualityControl => {
                shelf.on_hand += back;
                shelf.unavailable += back;
            }
            Disposition::WriteOff | Disposition::NoGoods => {}
        }
    }
}

/// The lines of a parcel without the bins and lots that they left from.
fn quantities(lines: &[ShippedLine]) -> Vec<LineQuantity> {
    let line = |it: &ShippedLine| (it.line_id.clone(), it.quantity);
    lines.iter().map(line).map(|(line_id, quantity)| LineQuantity { line_id, quantity }).collect()
}

/// Does something with the lines that are named, or with all that is left.
fn each(
    order: &mut Order,
    named: Option<&[LineQuantity]>,
    left: impl Fn(&Line) -> i32,
    mut act: impl FnMut(&mut Line, i32) -> Taken,
) -> Taken {
    let mut acted = false;
    for (line_id, line) in &mut order.lines {
        let wanted = match named {
            Some(named) => named.iter().find(|one| one.line_id.as_str() == line_id),
            None => None,
        };
        let quantity = match (named, wanted) {
            (None, _) => left(line),
            (Some(_), Some(wanted)) => units(wanted.quantity),
            (Some(_), None) => 0,
        };
        ensure(quantity <= left(line), "more than is left")?;
        if quantity > 0 {
            act(line, quantity)?;
            acted = true;
        }
    }
    ensure(acted, "nothing is left")
}
