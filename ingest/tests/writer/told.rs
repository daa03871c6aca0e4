//! The store against the model after a step: what it counts must agree, what it chose must be
//! allowed.

use marea_ingest::{
    amount::Quantity,
    identity::{OrderId, PurchaseOrderId, Sku, WarehouseId},
    state::{self, StockLevel},
    store::StateSnapshot,
};

use crate::{
    command::{Command, PLACES},
    model::{Line, Model, Order, Owed, kept_skus},
    promises::{backordered_first, in_order, no_oversell, nothing_idle},
};

/// What an answer was given to.
#[derive(Clone, Copy)]
pub(crate) struct Step<'a> {
    pub(crate) command: &'a Command,
    pub(crate) reported: bool,
    /// Whether events that waited were applied with it.
    pub(crate) waited: bool,
}

pub(crate) type Checked = Result<(), String>;

fn same<T: PartialEq + std::fmt::Debug>(what: &str, store: &T, model: &T) -> Checked {
    if store == model {
        Ok(())
    } else {
        Err(format!("{what}: the store has {store:?}, the model {model:?}"))
    }
}

pub(crate) fn holds(truth: bool, what: impl FnOnce() -> String) -> Checked {
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
    shelves(model, state)?;
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

/// Compares an order, and takes over where its lines are owed.
fn adopt(order: &mut Order, told: &state::Order) -> Checked {
    same("lines", &told.lines.len(), &order.lines.len())?;
    same("cart", &told.cart.is_some(), &order.cart)?;
    same("closed", &told.closed_at.is_some(), &order.closed)?;
    same("captured", &told.payments.captured.to_string(), &order.captured.to_string())?;
    same("refunded", &told.payments.refunded.to_string(), &order.refunded.to_string())?;
    parcels(order, told)?;
    let (is_cart, is_closed) = (order.cart, order.closed);
    for (line, told) in order.lines.iter_mut().zip(&told.lines) {
        adopt_line(line, told)?;
        let owes = line.reserved() + line.waits();
        let right = match (is_cart, is_closed) {
            (true, true) => owes == 0,
            (true, false) => line.waits() == 0 && owes <= line.ordered,
            (false, _) => !line.kept || owes == line.open(),
        };
        let (sku, open) = (line.sku, line.open());
        holds(right, || format!("a line of {sku} owes {owes}, {open} are open"))?;
    }
    Ok(())
}

/// Each parcel has in it what the model packed, from where it packed it.
fn parcels(order: &Order, told: &state::Order) -> Checked {
    let place = |it: &state::ParcelLine| it.warehouse.as_ref().map(ToString::to_string);
    let theirs = told.shipments.iter().map(|parcel| {
        let lines = parcel.lines.iter().map(|it| (units(it.quantity), place(it)));
        (parcel.cancelled_at.is_some(), lines.collect::<Vec<_>>())
    });
    let ours = order.parcels.iter().map(|parcel| {
        let lines = parcel.lines.iter().map(|(_, units, place)| (*units, place.clone()));
        (parcel.cancelled, lines.collect::<Vec<_>>())
    });
    same("parcels", &theirs.collect::<Vec<_>>(), &ours.collect::<Vec<_>>())
}

/// Compares a line's quantities, and takes over where it is owed.
fn adopt_line(line: &mut Line, told: &state::OrderItem) -> Checked {
    let owed = told.allocations.iter().map(|it| Owed {
        place: it.warehouse.to_string(),
        reserved: units(it.reserved),
        waits: units(it.backordered),
    });
    line.owed = if told.tracked { owed.collect() } else { Vec::new() };
    same("whether stock is kept", &told.tracked, &line.kept)?;
    if line.kept {
        line.picked = line.picked.min(line.reserved() + line.shipped);
        line.packed = line.packed.min(line.picked);
    }
    let theirs = [told.ordered, told.cancelled, told.picked, told.packed, told.shipped];
    let ours = [line.ordered, line.cancelled, line.picked, line.packed, line.shipped];
    same("ordered, cancelled, picked, packed, shipped", &theirs.map(units), &ours)?;
    let (theirs, ours) = ([told.delivered, told.returned], [line.delivered, line.returned]);
    same("delivered, returned", &theirs.map(units), &ours)?;
    let owes = |it: &&Owed| it.reserved + it.waits != 0;
    let elsewhere = |at: &str| line.owed.iter().filter(owes).any(|it| it.place != at);
    let bound = line.pinned.is_none_or(|at| !elsewhere(at));
    holds(bound, || format!("a line bound to {:?} is owed by {:?}", line.pinned, line.owed))?;
    let below = line.owed.iter().any(|it| it.reserved < 0 || it.waits < 0);
    holds(!below, || format!("owed below zero: {:?}", line.owed))
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

/// What is in each bin and of each lot; all of them together are what is on hand.
fn shelves(model: &Model, state: &StateSnapshot) -> Checked {
    for sku in kept_skus() {
        let told = state.balances(Some(&Sku::new(sku).expect("a name")));
        let told = told.collect::<Result<Vec<_>, _>>().map_err(|error| error.to_string())?;
        for place in PLACES {
            let here: Vec<_> = told.iter().filter(|it| it.warehouse.as_str() == place).collect();
            let sum: i64 = here.iter().map(|it| units(it.on_hand)).sum();
            same(
                &format!("{sku} in {place} by bin and lot"),
                &sum,
                &model.goods(sku, place).on_hand,
            )?;
            let spots = here.into_iter().filter(|it| it.bin.is_some() || it.lot.is_some());
            let name = |it: Option<String>| it.unwrap_or_default();
            let theirs: Vec<_> = spots
                .map(|it| {
                    let bin = name(it.bin.as_ref().map(ToString::to_string));
                    (bin, name(it.lot.as_ref().map(ToString::to_string)), units(it.on_hand))
                })
                .collect();
            let ours: Vec<_> = model
                .spots(sku, place)
                .into_iter()
                .map(|((bin, lot), kept)| {
                    (name(bin.map(str::to_owned)), name(lot.map(str::to_owned)), kept.units)
                })
                .collect();
            same(&format!("bins and lots of {sku} in {place}"), &theirs, &ours)?;
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
