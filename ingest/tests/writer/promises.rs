//! Rules that the writer's choices must keep, whatever they are.

use crate::{
    command::{Command, Move, PLACES},
    model::{Line, Model, Order, kept_skus, parts},
    told::{Checked, Step, holds},
};

fn available(model: &Model, sku: &'static str, place: &str) -> i64 {
    let goods = model.goods(sku, place);
    goods.on_hand - goods.held.iter().sum::<i64>() - model.committed(sku, place)
}

fn promisable(model: &Model, sku: &str, place: &str) -> i64 {
    let parts = parts(sku).iter();
    parts.map(|(part, each)| available(model, part, place).max(0) / each).min().unwrap_or(0)
}

/// No line waits where, or for what, there is something that can be promised.
pub(crate) fn nothing_idle(model: &Model) -> Checked {
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
pub(crate) fn no_oversell(model: &Model, before: &Model, step: Step<'_>) -> Checked {
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
pub(crate) fn backordered_first(model: &Model, before: &Model, step: Step<'_>) -> Checked {
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
pub(crate) fn in_order(model: &Model, before: &Model, step: Step<'_>) -> Checked {
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

fn reserved_at(line: &Line, place: &str) -> i64 {
    line.owed.iter().filter(|it| it.place == place).map(|it| it.reserved).sum()
}
