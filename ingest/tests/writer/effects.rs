//! What commands do to the model.

use crate::{
    command::{Command, Move, Some1, Wanted},
    model::{Bought, Goods, Line, Model, Order, Parcel, left_from, parts},
};

impl Model {
    /// Does what a command says; in a report, as much of it as there is. What is owed is told later.
    pub(crate) fn apply(&mut self, command: &Command) {
        match command {
            Command::Cart { id, lines } => {
                let placed = self.orders.get(id).map_or(self.now, |cart| cart.placed);
                let lines = lines.iter().map(Line::new).collect();
                let cart = Order { cart: true, split: true, placed, lines, ..Order::default() };
                self.orders.insert(id.clone(), cart);
            }
            Command::Place { id, cart, lines, split } => self.place(id, cart, lines, *split),
            Command::Buy { name, place, lines } => self.buy(name, place, lines),
            Command::Bought { name, some, place } => self.bought(name, some, *place),
            Command::Unbuy { name, some } => self.unbuy(name, some),
            Command::Policy { sku, place, policy } => {
                self.policies.insert((sku, (*place).to_owned()), *policy);
            }
            other => match other.order_id().cloned() {
                Some(id) => self.order_command(&id, other),
                None => self.stock_command(other),
            },
        }
    }

    fn place(&mut self, id: &str, cart: &Option<String>, lines: &[Wanted], split: bool) {
        if self.order(id).is_some() {
            return;
        }
        if let Some(cart) = cart.as_ref().and_then(|cart| self.orders.get_mut(cart)) {
            cart.closed = true;
        }
        let lines = lines.iter().map(Line::new).collect();
        let order = Order { split, placed: self.now, lines, ..Order::default() };
        self.orders.insert(id.to_owned(), order);
        for waited in self.parked.remove(id).unwrap_or_default() {
            self.apply(&waited);
        }
    }

    fn order_command(&mut self, id: &str, command: &Command) {
        let Some(mut order) = self.order(id).cloned() else {
            self.parked.entry(id.to_owned()).or_default().push(command.clone());
            return;
        };
        match command {
            Command::Approve { .. } => (order.approved, order.held) = (true, false),
            Command::Hold { .. } => order.held = true,
            Command::Release { .. } => order.held = false,
            Command::Close { .. } => {
                order.closed = true;
                for line in &mut order.lines {
                    line.cancelled += line.open();
                    // What will not be sent is taken out of what was picked and packed.
                    line.picked = line.picked.min(line.ordered - line.cancelled);
                    line.packed = line.packed.min(line.picked);
                }
            }
            Command::Edit { .. } if order.closed || order.is_cancelled() => (),
            Command::Edit { line, units, sku, .. } => edit(&mut order, *line, *units, sku),
            Command::Capture { amount, .. } => order.captured += amount,
            Command::Refund { amount, .. } => order.refunded += amount,
            Command::Move { what, some, from, parcel, .. } => {
                self.moved(&mut order, *what, some, (*from, parcel));
            }
            Command::TakeBack { parcel, .. } => self.take_back(&mut order, parcel),
            Command::Return { line, units, to, disposition, .. } => {
                self.returned(&mut order, (*line, *units), to, disposition);
            }
            _ => (),
        }
        self.orders.insert(id.to_owned(), order);
    }

    fn moved(
        &mut self,
        order: &mut Order,
        what: Move,
        some: &Some1,
        (from, parcel): (Option<&'static str>, &str),
    ) {
        let mut packed = Vec::new();
        for (at, line) in order.lines.iter_mut().enumerate() {
            let said = some.map_or(i64::MAX, |(named, n)| if named == at { n } else { 0 });
            let units = said.min(line.left(what)).max(0);
            match what {
                Move::Pick => line.picked += units,
                Move::Pack => line.packed += units,
                Move::Deliver => line.delivered += units,
                Move::Cancel => {
                    line.cancelled += units;
                    line.picked = line.picked.min(line.ordered - line.cancelled);
                    line.packed = line.packed.min(line.picked);
                }
                Move::Ship => {
                    let left = left_from(line, units, from);
                    packed.extend(left.into_iter().map(|(place, n)| (at, n, place)));
                    line.shipped += units;
                    line.picked = line.picked.max(line.shipped);
                    line.packed = line.packed.max(line.shipped);
                }
            }
        }
        if what == Move::Ship && !packed.is_empty() {
            for (at, units, place) in &packed {
                self.add(&order.lines[*at], place.as_deref(), -units);
            }
            let parcel = Parcel { name: parcel.to_owned(), cancelled: false, lines: packed };
            order.parcels.push(parcel);
        }
    }

    /// Goods of a line come into a warehouse, or leave it.
    fn add(&mut self, line: &Line, place: Option<&str>, units: i64) {
        let Some(place) = place.filter(|_| line.kept) else { return };
        for (sku, each) in parts(line.sku) {
            self.goods_mut(sku, place).on_hand += units * each;
        }
    }

    fn take_back(&mut self, order: &mut Order, parcel: &Option<String>) {
        if let Some(name) = parcel {
            let mut parcels = order.parcels.iter_mut();
            let Some(it) = parcels.find(|it| it.name == *name && !it.cancelled) else { return };
            it.cancelled = true;
            for (at, units, place) in it.lines.clone() {
                let line = &mut order.lines[at];
                let left = line.shipped - line.delivered.max(line.returned);
                let units = units.min(left).max(0);
                line.shipped -= units;
                self.add(&line.clone(), place.as_deref(), units);
            }
        }
        for line in &mut order.lines {
            (line.picked, line.packed) = (line.shipped, line.shipped);
        }
        order.closed = order.closed && order.lines.iter().all(|line| line.open() == 0);
    }

    fn returned(
        &mut self,
        order: &mut Order,
        (at, units): (usize, i64),
        to: &str,
        disposition: &str,
    ) {
        let Some(line) = order.lines.get_mut(at) else { return };
        let units = units.min(line.shipped - line.returned).max(0);
        line.returned += units;
        line.delivered = line.delivered.max(line.returned);
        if disposition != "write_off" {
            self.add(line, Some(to), units);
        }
        let bucket = ["damaged", "quality_control"].iter().position(|it| *it == disposition);
        if let Some(bucket) = bucket.filter(|_| line.kept) {
            for (sku, each) in parts(line.sku) {
                self.goods_mut(sku, to).held[bucket] += units * each;
            }
        }
    }

    fn stock_command(&mut self, command: &Command) {
        if let Command::CountBin { sku, place, bin, units } = *command {
            if sku != "U" {
                let found = units - self.in_bin(sku, place, Some(bin));
                self.goods_mut(sku, place).on_hand += found;
            }
            return;
        }
        let mut goods = |sku: &'static str, place: &str, change: &dyn Fn(&mut Goods)| {
            // Of what is not kept nothing is counted.
            if sku != "U" {
                change(self.goods_mut(sku, place));
            }
        };
        match command {
            Command::Receive { sku, place, units }
            | Command::Shelve { sku, place, units, .. }
            | Command::Adjust { sku, place, units } => {
                goods(sku, place, &|it| it.on_hand += units);
            }
            Command::Count { sku, place, units } | Command::SetTo { sku, place, to: units, .. } => {
                goods(sku, place, &|it| it.on_hand = *units);
            }
            Command::WriteOff { sku, place, units } => {
                goods(sku, place, &|it| it.on_hand -= units);
            }
            Command::Withhold { sku, place, units, bucket } => {
                goods(sku, place, &|it| it.held[*bucket] += units);
            }
            Command::Restore { sku, place, units, bucket } => {
                goods(sku, place, &|it| it.held[*bucket] -= units);
            }
            Command::Send { sku, from, to, units, arrives } => {
                let sign = if *arrives { -1 } else { 1 };
                let here = if *arrives { to } else { from };
                goods(sku, here, &|it| it.on_hand -= sign * units);
                goods(sku, to, &|it| it.in_transit += sign * units);
            }
            _ => (),
        }
    }

    fn buy(&mut self, name: &str, place: &'static str, lines: &[(&'static str, i64)]) {
        if self.purchases.contains_key(name) {
            return;
        }
        let line = |&(sku, ordered): &(&'static str, i64)| Bought {
            sku,
            ordered,
            received: 0,
            rejected: 0,
            cancelled: 0,
        };
        self.purchases.insert(name.to_owned(), (place, lines.iter().map(line).collect()));
        for waited in self.parked.remove(name).unwrap_or_default() {
            self.apply(&waited);
        }
    }

    fn bought(
        &mut self,
        name: &str,
        some: &Option<(usize, i64, i64)>,
        place: Option<&'static str>,
    ) {
        let Some((asked, mut lines)) = self.purchases.get(name).cloned() else {
            let command = Command::Bought { name: name.to_owned(), some: *some, place };
            return self.parked.entry(name.to_owned()).or_default().push(command);
        };
        for (at, line) in lines.iter_mut().enumerate() {
            let (taken, turned_away) = match *some {
                None => (line.open(), 0),
                Some((named, taken, turned_away)) if named == at => (taken, turned_away),
                Some(_) => (0, 0),
            };
            line.received += taken;
            line.rejected += turned_away;
            if line.sku != "U" {
                self.goods_mut(line.sku, place.unwrap_or(asked)).on_hand += taken;
            }
        }
        self.purchases.insert(name.to_owned(), (asked, lines));
    }

    fn unbuy(&mut self, name: &str, some: &Some1) {
        let Some((_, lines)) = self.purchases.get_mut(name) else {
            let command = Command::Unbuy { name: name.to_owned(), some: *some };
            return self.parked.entry(name.to_owned()).or_default().push(command);
        };
        for (at, line) in lines.iter_mut().enumerate() {
            let said = some.map_or(i64::MAX, |(named, n)| if named == at { n } else { 0 });
            line.cancelled += said.min(line.open());
        }
    }
}

fn edit(order: &mut Order, at: usize, units: i64, sku: &'static str) {
    let Some(line) = order.lines.get_mut(at) else {
        return order.lines.push(Line::new(&Wanted { sku, units, pinned: None }));
    };
    let begun = line.shipped > 0;
    if units < line.cancelled + line.shipped || (begun && sku != line.sku) {
        return;
    }
    line.ordered = units;
    line.picked = line.picked.min(units - line.cancelled);
    line.packed = line.packed.min(units - line.cancelled);
    if !begun {
        (line.sku, line.kept) = (sku, sku != "U");
    }
}
