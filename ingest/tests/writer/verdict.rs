//! What the writer must answer to a command that asks, from the model alone.

use std::collections::BTreeMap;

use crate::{
    command::{Command, Move, PLACES, Some1, Wanted},
    model::{Line, Model, Order, Owed, kept_skus, parts},
};

/// What the writer must answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    Accepted,
    Refused(&'static str),
    /// It depends on where goods are routed, which is the writer's choice.
    Open,
}

use Verdict::{Accepted, Open, Refused};

/// What can be promised of each SKU in each warehouse.
type Available = BTreeMap<(&'static str, &'static str), i64>;

fn accepted_if(holds: bool, code: &'static str) -> Verdict {
    if holds { Accepted } else { Refused(code) }
}

impl Model {
    pub(crate) fn verdict(&self, command: &Command) -> Verdict {
        match command {
            Command::Cart { id, lines } => {
                let held = self.orders.get(id).filter(|cart| !cart.closed);
                self.fits(lines, true, held.into_iter().flat_map(|cart| &cart.lines))
            }
            Command::Place { id, .. } if self.order(id).is_some() => Refused("order_exists"),
            Command::Place { cart, lines, split, .. } => {
                let cart = cart.as_ref().and_then(|cart| self.orders.get(cart));
                let held = cart.filter(|cart| !cart.closed);
                self.fits(lines, *split, held.into_iter().flat_map(|cart| &cart.lines))
            }
            Command::Buy { name, .. } => {
                accepted_if(!self.purchases.contains_key(name), "order_exists")
            }
            Command::Bought { name, some, .. } => {
                self.purchase_verdict(name, some.map(|(line, taken, away)| (line, taken + away)))
            }
            Command::Unbuy { name, some } => self.purchase_verdict(name, *some),
            other => match other.order_id() {
                None => self.stock_verdict(other),
                Some(id) => match self.order(id) {
                    None => Refused("unknown_order"),
                    Some(order) => self.order_verdict(order, other),
                },
            },
        }
    }

    fn order_verdict(&self, order: &Order, command: &Command) -> Verdict {
        let wrong = "invalid_transition";
        match command {
            Command::Approve { .. } | Command::Hold { .. } | Command::Release { .. } => {
                accepted_if(order.closed || !order.is_cancelled(), wrong)
            }
            Command::Close { .. } => {
                accepted_if(order.lines.iter().all(|line| line.open() == 0), wrong)
            }
            Command::Edit { .. } if order.closed || order.is_cancelled() => Refused(wrong),
            Command::Edit { line, units, sku, .. } => self.edit_verdict(order, *line, *units, sku),
            Command::Move { what, some, from, .. } => {
                let at_work = matches!(what, Move::Pick | Move::Pack | Move::Ship);
                if at_work && !order.may_leave() {
                    return Refused(wrong);
                }
                match named(order, some, |line| line.left(*what)) {
                    Accepted if *what == Move::Ship => self.may_leave(order, some, *from),
                    verdict => verdict,
                }
            }
            Command::TakeBack { parcel: Some(name), .. } => not_arrived(order, name),
            Command::Return { line, units, .. } => {
                named(order, &Some((*line, *units)), |line| line.shipped - line.returned)
            }
            Command::Refund { amount, .. } => {
                let left = order.captured - order.refunded;
                accepted_if(*amount <= left, "refund_exceeds_captured")
            }
            _ => Accepted,
        }
    }

    fn edit_verdict(&self, order: &Order, at: usize, units: i64, sku: &'static str) -> Verdict {
        let known = order.lines.get(at);
        let gone = known.map_or(0, |line| line.cancelled + line.shipped);
        if known.is_some_and(|line| units < gone || (line.shipped > 0 && sku != line.sku)) {
            return Refused("invalid_transition");
        }
        if !order.split {
            // What is added has to come from where the rest does.
            return Open;
        }
        let pinned = known.and_then(|line| line.pinned);
        let wanted = |units| vec![Wanted { sku, units, pinned }];
        match known.filter(|line| line.sku == sku) {
            // Only what is added has to be there; what is owed stays as it is.
            Some(line) => {
                let more = units - gone - line.reserved() - line.waits();
                self.fits(&wanted(more), true, [].iter())
            }
            None => self.fits(&wanted(units - gone), true, known.into_iter()),
        }
    }

    /// What of a SKU is in a warehouse and neither held nor set aside.
    fn free(&self, sku: &'static str, place: &str) -> i64 {
        let goods = self.goods(sku, place);
        goods.on_hand - goods.held.iter().sum::<i64>() - self.committed(sku, place)
    }

    /// Nothing leaves a warehouse that is not in it, or that is set aside there for another line,
    /// unless its policy allows that.
    fn may_leave(&self, order: &Order, some: &Some1, from: Option<&'static str>) -> Verdict {
        let mut there = There { model: self, goods: BTreeMap::new() };
        for (at, line) in order.lines.iter().enumerate().filter(|(_, line)| line.kept) {
            let said = some.map_or(i64::MAX, |(named, n)| if named == at { n } else { 0 });
            if !there.line_may_leave(line, said.min(line.open()), from) {
                return Refused("insufficient_stock");
            }
        }
        Accepted
    }

    fn stock_verdict(&self, command: &Command) -> Verdict {
        let short = "insufficient_stock";
        let may_fall = |sku: &'static str, place: &str, units: i64| {
            let on_hand = self.goods(sku, place).on_hand;
            let free = sku == "U" || self.policy(sku, place) == 2;
            accepted_if(free || units <= 0 || on_hand >= units, short)
        };
        match command {
            Command::Shift { sku, place, units, from, .. } => {
                accepted_if(*sku == "U" || self.can_shift(sku, place, *units, *from), short)
            }
            Command::Adjust { sku, place, units } => may_fall(sku, place, -units),
            Command::WriteOff { sku, place, units } => may_fall(sku, place, *units),
            Command::Send { sku, from, units, arrives: false, .. } => {
                let any = *sku == "U" || self.policy(sku, from) == 2;
                accepted_if(any || *units <= self.free(sku, from).max(0), short)
            }
            Command::SetTo { sku, place, expected: Some(expected), .. } => {
                accepted_if(self.goods(sku, place).on_hand == *expected, "stock_changed")
            }
            Command::Withhold { sku, place, units, .. } => {
                let goods = self.goods(sku, place);
                accepted_if(*units <= goods.on_hand - goods.held.iter().sum::<i64>(), short)
            }
            Command::Restore { sku, place, units, bucket } => {
                accepted_if(*units <= self.goods(sku, place).held[*bucket], short)
            }
            _ => Accepted,
        }
    }

    fn purchase_verdict(&self, name: &str, some: Some1) -> Verdict {
        let Some((_, lines)) = self.purchases.get(name) else {
            return Refused("unknown_purchase_order");
        };
        let Some((at, units)) = some else {
            return accepted_if(lines.iter().any(|line| line.open() > 0), "invalid_transition");
        };
        match lines.get(at) {
            None => Refused("unknown_line"),
            Some(line) => accepted_if(units <= line.open(), "invalid_transition"),
        }
    }

    /// The policy of a SKU in a warehouse: what was set for it, else as for the SKU.
    pub(crate) fn policy(&self, sku: &'static str, place: &str) -> usize {
        let of_sku = usize::from(sku == "C");
        self.policies.get(&(sku, place.to_owned())).copied().unwrap_or(of_sku)
    }

    fn line_policy(&self, sku: &str, place: &str) -> usize {
        parts(sku).iter().map(|(part, _)| self.policy(part, place)).min().unwrap_or(3)
    }

    /// What can be promised once some lines owe nothing any more.
    fn available<'a>(&self, freed: impl Iterator<Item = &'a Line>) -> Available {
        let mut available = Available::new();
        for sku in kept_skus() {
            for place in PLACES {
                let goods = self.goods(sku, place);
                let free = goods.on_hand - goods.held.iter().sum::<i64>();
                available.insert((sku, place), free - self.committed(sku, place));
            }
        }
        for line in freed {
            for owed in &line.owed {
                for (sku, each) in parts(line.sku) {
                    let place = PLACES.into_iter().find(|it| *it == owed.place);
                    let free = place.and_then(|place| available.get_mut(&(*sku, place)));
                    free.into_iter().for_each(|free| *free += owed.reserved * each);
                }
            }
        }
        available
    }

    /// Units that are set aside.
    pub(crate) fn committed(&self, sku: &str, place: &str) -> i64 {
        self.owed(sku, place, |owed| owed.reserved)
    }

    pub(crate) fn owed(
        &self,
        sku: &str,
        place: &str,
        figure: fn(&crate::model::Owed) -> i64,
    ) -> i64 {
        let mut sum = 0;
        for line in self.orders.values().flat_map(|order| &order.lines) {
            let each = parts(line.sku).iter().find(|(part, _)| *part == sku).map_or(0, |it| it.1);
            let here = line.owed.iter().filter(|owed| owed.place == place);
            sum += here.map(figure).sum::<i64>() * each;
        }
        sum
    }

    /// Whether lines can be served, once some others owe nothing any more.
    fn fits<'a>(
        &self,
        lines: &[Wanted],
        split: bool,
        freed: impl Iterator<Item = &'a Line>,
    ) -> Verdict {
        let wanted: Vec<_> = lines.iter().filter(|it| it.sku != "U" && it.units > 0).collect();
        let available = self.available(freed);
        let needed = needed(&wanted);
        let has_all =
            |place: &&'static str| needed.iter().all(|(sku, n)| available[&(*sku, *place)] >= *n);
        let strict = |it: &&Wanted, place: &str| self.line_policy(it.sku, place) == 0;
        if wanted.is_empty() {
            return Accepted;
        }
        if wanted.iter().any(|it| it.pinned.is_some()) {
            let [it] = wanted[..] else { return Open };
            let Some(place) = it.pinned else { return Open };
            return accepted_if(has_all(&place) || !strict(&it, place), "insufficient_stock");
        }
        if PLACES.iter().any(has_all) {
            return Accepted;
        }
        let denied = |it: &&Wanted| PLACES.iter().all(|place| strict(it, place));
        let all_strict = wanted.iter().all(&denied);
        let total =
            |sku: &'static str| PLACES.iter().map(|it| available[&(sku, *it)].max(0)).sum::<i64>();
        let mut short = needed.iter().filter(|(sku, n)| total(sku) < **n).map(|(sku, _)| *sku);
        match (split, wanted.iter().any(|it| it.sku == "KIT")) {
            (false, _) if all_strict => Refused("insufficient_stock"),
            (true, false) => {
                let of = |sku: &str, it: &&&Wanted| it.sku == sku;
                let stops =
                    short.any(|sku| wanted.iter().find(|it| of(sku, it)).is_some_and(denied));
                accepted_if(!stops, "insufficient_stock")
            }
            (true, true) if all_strict && short.next().is_some() => Refused("insufficient_stock"),
            (false, _) | (true, true) => Open,
        }
    }
}

/// On hand, and free of it, of what an order takes, line after line.
struct There<'a> {
    model: &'a Model,
    goods: BTreeMap<(&'static str, String), (i64, i64)>,
}

impl There<'_> {
    fn at(&mut self, sku: &'static str, place: &str) -> &mut (i64, i64) {
        let model = self.model;
        let now = || (model.goods(sku, place).on_hand, model.free(sku, place));
        self.goods.entry((sku, place.to_owned())).or_insert_with(now)
    }

    fn line_may_leave(&mut self, line: &Line, units: i64, from: Option<&'static str>) -> bool {
        let mut owed: Vec<_> = line.owed.iter().collect();
        owed.sort_by_key(|owed| from.is_some_and(|from| from != owed.place));
        let mut left = units;
        for owed in owed {
            let reserved = left.min(owed.reserved);
            let waits = (left - reserved).min(owed.waits);
            left -= reserved + waits;
            if reserved + waits > 0 && !self.takes(line, (reserved, waits), owed, from) {
                return false;
            }
        }
        true
    }

    fn takes(
        &mut self,
        line: &Line,
        (reserved, waits): (i64, i64),
        owed: &Owed,
        from: Option<&'static str>,
    ) -> bool {
        let place = from.unwrap_or(&owed.place).to_owned();
        let own = if place == owed.place { reserved } else { 0 };
        for (sku, each) in parts(line.sku) {
            let taken = (reserved + waits) * each;
            let any = self.model.policy(sku, &place) == 2;
            let (on_hand, free) = self.at(sku, &place);
            if !any && taken > (own * each + (*free).max(0)).min(*on_hand) {
                return false;
            }
            *on_hand -= taken;
            *free -= taken - own * each;
            if place != owed.place {
                self.at(sku, &owed.place).1 += reserved * each;
            }
        }
        true
    }
}

/// Units that lines take together, by what they take.
fn needed(wanted: &[&Wanted]) -> BTreeMap<&'static str, i64> {
    let mut needed = BTreeMap::new();
    for it in wanted {
        for (sku, each) in parts(it.sku) {
            *needed.entry(*sku).or_default() += it.units * each;
        }
    }
    needed
}

/// Whether a move finds the units that it names, or anything at all.
fn named(order: &Order, some: &Some1, left: impl Fn(&Line) -> i64) -> Verdict {
    let Some((at, units)) = some else {
        return accepted_if(order.lines.iter().any(|line| left(line) > 0), "invalid_transition");
    };
    match order.lines.get(*at) {
        None => Refused("unknown_line"),
        Some(line) => accepted_if(*units <= left(line).max(0), "invalid_transition"),
    }
}

/// Whether nothing of a parcel has arrived yet.
fn not_arrived(order: &Order, name: &str) -> Verdict {
    let parcel = order.parcels.iter().find(|it| it.name == name && !it.cancelled);
    let Some(parcel) = parcel else { return Refused("invalid_transition") };
    let mut left: Vec<i64> =
        order.lines.iter().map(|it| it.shipped - it.delivered.max(it.returned)).collect();
    for (at, units, _) in &parcel.lines {
        if *units > left[*at] {
            return Refused("invalid_transition");
        }
        left[*at] -= units;
    }
    Accepted
}
