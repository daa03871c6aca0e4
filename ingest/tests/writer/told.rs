//! The store against the model after a step: what it counts must agree, what it chose must be
//! allowed.

use marea_ingest::{
    amount::Quantity,
    identity::{OrderId, PurchaseOrderId, Sku, WarehouseId},
    state::{self, StockLevel},
    store::StateSnapshot,
};

use crate::{
    command::{Command, Move, PLACES},
    model::{Model, Order, Owed, kept_skus, parts},
};

/// What an answer was given to.
#[derive(Clone, Copy)]
pub(crate) struct Step<'a> {
    pub(crate) command: &'a Command,
    pub(crate) reported: bool,
    /// Whether events that waited were applied with it.
    pub(crate) waited: bool,
}

type Checked = Result<(), String>;

fn same<T: PartialEq + std::fmt::Debug>(what: &str, store: &T, model: &T) -> Checked {
    if store == model {
        Ok(())
    } else {
        Err(format!("{what}: the store has {store:?}, the model {model:?}"))
    }
}

fn holds(truth: bool, what: impl FnOnce() -> String) -> Checked {
    if truth { Ok(()) } else { Err(what()) }
}

fn units(quantity: Quantity) -> i64 {
    quantity.to_string().parse().expect("whole units in this test")
}

/// Compares the whole state; the model takes over where goods are owed.
pub(crate) fn agree(
    model: &mut Model,
    before: &Model,
    state: &StateSnapshot,
    step: Option<Step<'_>>,
) -> Checked {
    let ids: Vec<String> = model.orders.keys().cloned().collect();
    for id in ids {
        let told = state.order(&OrderId::new(&id).expect("a name")).map_err(|e| e.to_string())?;
        let told = told.ok_or(format!("order {id} is not there"))?;
        let order = model.orders.get_mut(&id).expect("listed");
        adopt(order, &told).map_err(|what| format!("order {id}, {what}"))?;
    }
    let kept = state.all_orders().count();
    same("orders", &kept, &model.orders.len())?;
    levels(model, state)?;
    purchases(model, state)?;
    same("parked", &state.parked().count(), &model.parked.values().map(Vec::len).sum())?;
    nothing_idle(model)?;
    let Some(step) = step else { return Ok(()) };
    no_oversell(model, before, step)?;
    if !step.waited {
        backordered_first(model, before, step)?;
        in_order(model, before, step)?;
    }
    Ok(())
}

/// Compares the lines of an order, and takes over where they are owed.
#[allow(clippy::too_many_lines, reason = "one comparison after the other")]
fn adopt(order: &mut Order, told: &state::Order) -> Checked {
    same("lines", &told.lines.len(), &order.lines.len())?;
    same("cart", &told.cart.is_some(), &order.cart)?;
    same("closed", &told.closed_at.is_some(), &order.closed)?;
    same("captured", &told.payments.captured.to_string(), &order.captured.to_string())?;
    same("refunded", &told.payments.refunded.to_string(), &order.refunded.to_string())?;
    let parcels: Vec<_> = told
        .shipments
        .iter()
        .map(|parcel| {
            let lines = parcel
                .lines
                .iter()
                .map(|it| (units(it.quantity), it.warehouse.as_ref().map(|at| at.to_string())));
            (parcel.cancelled_at.is_some(), lines.collect::<Vec<_>>())
        })
        .collect();
    let ours: Vec<_> = order
        .parcels
        .iter()
        .map(|parcel| {
            (
                parcel.cancelled,
                parcel.lines.iter().map(|(_, n, at)| (*n, at.clone())).collect::<Vec<_>>(),
            )
        })
        .collect();
    same("parcels", &parcels, &ours)?;
    let is_cart = order.cart;
    let closed = order.closed;
    for (line, told) in order.lines.iter_mut().zip(&told.lines) {
        let owed = told.allocations.iter().map(|it| Owed {
            place: it.warehouse.to_string(),
            reserved: units(it.reserved),
            waits: units(it.backordered),
        });
        line.owed = if told.tracked { owed.collect() } else { Vec::new() };
        same("tracked", &told.tracked, &line.kept)?;
        if line.kept {
            line.picked = line.picked.min(line.reserved() + line.shipped);
            line.packed = line.packed.min(line.picked);
        }
        let theirs = [
            told.ordered,
            told.cancelled,
            told.picked,
            told.packed,
            told.shipped,
            told.delivered,
            told.returned,
        ];
        let ours = [
            line.ordered,
            line.cancelled,
            line.picked,
            line.packed,
            line.shipped,
            line.delivered,
            line.returned,
        ];
        same(
            "ordered, cancelled, picked, packed, shipped, delivered, returned",
            &theirs.map(units),
            &ours,
        )?;
        let owes = line.reserved() + line.waits();
        let right = match (is_cart, closed) {
            (true, true) => owes == 0,
            (true, false) => line.waits() == 0 && owes <= line.ordered,
            (false, _) => !line.kept || owes == line.open(),
        };
        holds(right, || format!("line of {} owes {owes}, {} are open", line.sku, line.open()))?;
        let pinned = line.pinned.is_none_or(|at| {
            line.owed.iter().all(|it| it.reserved + it.waits == 0 || it.place == at)
        });
        holds(pinned, || format!("a line bound to {:?} is owed by {:?}", line.pinned, line.owed))?;
        holds(line.owed.iter().all(|it| it.reserved >= 0 && it.waits >= 0), || {
            format!("owed below zero: {:?}", line.owed)
        })?;
    }
    Ok(())
}

/// Every figure of every level, from the goods and orders of the model.
fn levels(model: &Model, state: &StateSnapshot) -> Checked {
    for sku in kept_skus() {
        for place in PLACES {
            let named = (Sku::new(sku).expect("a name"), WarehouseId::new(place).expect("a name"));
            let told: StockLevel =
                state.level(&named.0, &named.1).map_err(|e| e.to_string())?.unwrap_or_default();
            let goods = model.goods(sku, place);
            let to_come: i64 = model
                .purchases
                .values()
                .filter(|(at, _)| *at == place)
                .flat_map(|(_, lines)| lines)
                .filter(|line| line.sku == sku)
                .map(crate::model::Bought::open)
                .sum();
            let theirs = [
                told.on_hand,
                told.committed,
                told.damaged,
                told.quality_control,
                told.safety_stock,
                told.withheld,
                told.incoming,
                told.in_transit,
                told.backordered,
            ];
            let [damaged, quality, safety, withheld] = goods.held;
            let ours = [
                goods.on_hand,
                model.committed(sku, place),
                damaged,
                quality,
                safety,
                withheld,
                to_come + goods.in_transit,
                goods.in_transit,
                model.owed(sku, place, |owed| owed.waits),
            ];
            let what = format!(
                "{sku} in {place}: on hand, committed, held (4), incoming, in transit, backordered"
            );
            same(&what, &theirs.map(units), &ours)?;
        }
    }
    Ok(())
}

fn purchases(model: &Model, state: &StateSnapshot) -> Checked {
    for (name, (_, lines)) in &model.purchases {
        let told = state
            .purchase_order(&PurchaseOrderId::new(name).expect("a name"))
            .map_err(|e| e.to_string())?;
        let told = told.ok_or(format!("purchase {name} is not there"))?;
        let theirs: Vec<_> = told
            .lines
            .iter()
            .map(|it| [it.ordered, it.received, it.rejected, it.cancelled].map(units))
            .collect();
        let ours: Vec<_> =
            lines.iter().map(|it| [it.ordered, it.received, it.rejected, it.cancelled]).collect();
        same(&format!("purchase {name}"), &theirs, &ours)?;
    }
    same("purchases", &state.purchase_orders().count(), &model.purchases.len())
}

fn available(model: &Model, sku: &'static str, place: &str) -> i64 {
    let goods = model.goods(sku, place);
    goods.on_hand - goods.held.iter().sum::<i64>() - model.committed(sku, place)
}

fn promisable(model: &Model, sku: &str, place: &str) -> i64 {
    let parts = parts(sku).iter();
    parts.map(|(part, each)| available(model, part, place).max(0) / each).min().unwrap_or(0)
}

/// No line waits where, or for what, there is something that can be promised.
fn nothing_idle(model: &Model) -> Checked {
    for (id, order) in model.orders.iter().filter(|(_, order)| !order.cart) {
        for line in &order.lines {
            for owed in line.owed.iter().filter(|owed| owed.waits > 0) {
                let free = line.pinned.is_none() && order.split;
                let idle = PLACES.into_iter().filter(|at| free || *at == owed.place);
                let idle = idle.map(|at| promisable(model, line.sku, at)).sum::<i64>();
                holds(idle == 0, || {
                    format!("{id} waits for {} while {idle} can be promised", line.sku)
                })?;
            }
        }
    }
    Ok(())
}

/// What is set aside by a promise was there to be promised, unless the policy allows otherwise.
fn no_oversell(model: &Model, before: &Model, step: Step<'_>) -> Checked {
    if step.reported || step.waited || matches!(step.command, Command::TakeBack { .. }) {
        return Ok(());
    }
    for sku in kept_skus() {
        for place in PLACES {
            let promised = model.committed(sku, place) - before.committed(sku, place);
            let left = available(model, sku, place);
            let right = promised <= 0 || left >= 0 || model.policy(sku, place) == 2;
            holds(right, || {
                format!("{promised} more of {sku} are promised in {place}, which leaves {left}")
            })?;
        }
    }
    Ok(())
}

/// A cancellation takes what waits before what is set aside.
fn backordered_first(model: &Model, before: &Model, step: Step<'_>) -> Checked {
    let Command::Move { what: Move::Cancel, id, .. } = step.command else { return Ok(()) };
    let Some(was) = before.order(id) else { return Ok(()) };
    for (line, was) in model.orders[id].lines.iter().zip(&was.lines) {
        let cancelled = line.cancelled - was.cancelled;
        let most = (was.waits() - cancelled).max(0);
        holds(line.waits() <= most, || format!("{} of {} still wait", line.waits(), line.sku))?;
    }
    Ok(())
}

/// Where a line that waited was served by somebody else's event, no line before it waits on there.
fn in_order(model: &Model, before: &Model, step: Step<'_>) -> Checked {
    let own = match step.command {
        Command::Cart { id, .. } | Command::Place { id, .. } => Some(id),
        other => other.order_id(),
    };
    let served = before.orders.iter().filter(|(id, _)| Some(*id) != own).flat_map(|(id, was)| {
        let order = &model.orders[id];
        let lines = was.lines.iter().zip(&order.lines).enumerate();
        let lines =
            lines.filter(|(_, (was, now))| now.waits() < was.waits() && was.open() == now.open());
        lines.map(move |(at, (was, now))| (queued(order, id, at), was, now)).collect::<Vec<_>>()
    });
    for (rank, was, now) in served {
        let grew: Vec<&str> =
            PLACES.into_iter().filter(|at| reserved_at(now, at) > reserved_at(was, at)).collect();
        for (id, order) in model.orders.iter().filter(|(id, order)| !order.cart && Some(*id) != own)
        {
            for (at, line) in order.lines.iter().enumerate() {
                let earlier = queued(order, id, at) < rank && line.sku == now.sku;
                let here =
                    line.owed.iter().any(|it| it.waits > 0 && grew.contains(&it.place.as_str()));
                holds(!(earlier && here), || {
                    format!("{id} line {at} waits on, {rank:?} was served")
                })?;
            }
        }
    }
    Ok(())
}

fn queued(order: &Order, id: &str, at: usize) -> (i64, String, usize) {
    (order.placed, id.to_owned(), at)
}

fn reserved_at(line: &crate::model::Line, place: &str) -> i64 {
    line.owed.iter().filter(|it| it.place == place).map(|it| it.reserved).sum()
}
