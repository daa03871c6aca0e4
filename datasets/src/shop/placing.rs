//! Customers, and the orders that they place.

use marea_ingest::{
    amount::{Money, Quantity},
    event::{Address, CustomerSet, LineKind, OrderLine, OrderPlaced, StockPolicy},
    identity::{CustomerId, OrderId},
};
use rand::RngExt;

use super::{
    Shop,
    calendar::Way,
    catalogue::money,
    chance::happens,
    demand::{is_new_customer, line_count, units},
    names::{MARKETS, STORE_PLACE, Sender},
    order::{LineState, OpenLine, OpenOrder},
    schedule::{Second, Step},
    stock::Waiting,
    words::{FAMILY_NAMES, GIVEN_NAMES, TOWNS},
};

/// Who orders, and where he lives.
struct Customer {
    number: Option<u64>,
    is_new: bool,
    market: usize,
    town: usize,
}

/// Orders below this pay for shipping, in hundredths.
const FREE_SHIPPING_FROM: i64 = 4_500;

impl Shop {
    /// A customer orders. Lines that are not in stock he leaves out; if all are, he goes.
    pub(super) fn place(&mut self, way: Way, at: Second, occurred: Second) -> Option<()> {
        let customer = self.customer(way);
        let lines = self.choose(way, &customer);
        if lines.is_empty() {
            return Some(());
        }
        self.introduce(&customer, (at, occurred))?;
        self.placed += 1;
        let letter = ["W", "M", "S"][way as usize];
        let order_id =
            OrderId::new(self.names.written(format_args!("{letter}{:07}", self.placed))).ok()?;
        let slot = self.orders.reserve();
        let mut order = Box::new(OpenOrder {
            slot,
            order_id,
            way,
            market: customer.market,
            lines: Vec::with_capacity(lines.len()),
            total: 0,
            captured: 0,
            authorized: false,
            approved: false,
            returning: None,
            pending: 0,
        });
        let body = self.order_placed(&mut order, &customer, lines, at)?;
        let order_id = order.order_id.clone();
        self.emit((at, occurred), Sender::Channel(way), format_args!("{order_id}-placed"), body)?;
        self.begin_payment(&mut order, at);
        self.orders.put(order);
        Some(())
    }

    fn customer(&mut self, way: Way) -> Customer {
        if way == Way::Store && happens(&mut self.rng, 0.7) {
            return Customer { number: None, is_new: false, market: 0, town: 2 };
        }
        let is_new = self.customers == 0 || is_new_customer(&mut self.rng);
        let number = if is_new {
            self.customers += 1;
            self.customers
        } else {
            // Those who came last come again most.
            let back: f64 = self.rng.random();
            self.customers - ((self.customers as f64 - 1.0) * back * back) as u64
        };
        // Where a customer lives follows from who he is, so that nothing of him need be kept.
        let traits = (number ^ self.plan.seed).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 24;
        let market = if way == Way::Store { 0 } else { market(traits % 100) };
        let town = (traits / 100 % TOWNS.len() as u64) as usize;
        Customer { number: Some(number), is_new, market, town }
    }

    /// Sets aside what is in stock of what a customer wants.
    fn choose(&mut self, way: Way, customer: &Customer) -> Vec<OpenLine> {
        let preference = preference(way, customer.town);
        let mut lines: Vec<OpenLine> = Vec::new();
        for _ in 0..line_count(&mut self.rng) {
            let product = self.demand.product(&mut self.rng);
            let quantity = units(&mut self.rng);
            if lines.iter().any(|line| line.product == product) {
                continue;
            }
            let waits =
                self.products[product].policy == StockPolicy::Backorder && way != Way::Store;
            let place = self.stock.place_for(product, quantity, preference);
            let Some(warehouse) = place.or(waits.then_some(0)) else { continue };
            let level = self.stock.level_mut(product, warehouse);
            let there = quantity.min(level.available().max(0));
            level.committed += there;
            level.backordered += quantity - there;
            let (short, state) = (quantity - there, LineState::Open);
            lines.push(OpenLine { product, warehouse, quantity, short, amount: 0, state });
        }
        lines
    }

    /// Some customers open an account with their first order.
    fn introduce(&mut self, customer: &Customer, times: (Second, Second)) -> Option<()> {
        let Some(number) = customer.number.filter(|_| customer.is_new) else { return Some(()) };
        if !happens(&mut self.rng, 0.35) {
            return Some(());
        }
        let given = GIVEN_NAMES[self.rng.random_range(0..GIVEN_NAMES.len())];
        let family = FAMILY_NAMES[self.rng.random_range(0..FAMILY_NAMES.len())];
        let segment = if happens(&mut self.rng, 0.06) { "business" } else { "consumer" };
        let body = CustomerSet {
            customer_id: self.customer_id(number)?,
            name: Some(format!("{given} {family}")),
            email: None,
            country: Some(self.names.countries[customer.market].clone()),
            segment: Some(segment.into()),
        };
        self.emit(times, Sender::Office, format_args!("customer-{number}"), body)?;
        Some(())
    }

    fn customer_id(&mut self, number: u64) -> Option<CustomerId> {
        CustomerId::new(self.names.written(format_args!("C{number:06}"))).ok()
    }

    fn order_placed(
        &mut self,
        order: &mut OpenOrder,
        customer: &Customer,
        chosen: Vec<OpenLine>,
        at: Second,
    ) -> Option<OrderPlaced> {
        let mut lines = Vec::with_capacity(chosen.len());
        let mut discounted = false;
        for (place, mut line) in chosen.into_iter().enumerate() {
            let (body, discount) = self.order_line(place, &mut line, customer.market);
            discounted |= discount;
            order.total += line.amount;
            lines.push(body);
            if line.short > 0 {
                order.pending += 1;
                let waiting = Waiting { slot: order.slot, line: place };
                self.stock.waiting(line.product, line.warehouse).push_back(waiting);
            }
            order.lines.push(line);
        }
        let shipping = shipping(order);
        order.total += shipping;
        let days = if customer.market == 0 { 3 } else { 5 };
        let promised_at = self.clock.on_working_day(at, days, 20 * 3600);
        let promotion = self.demand.promotion().filter(|_| discounted);
        let (town, postcode) = TOWNS[customer.town];
        let home = customer.market == 0;
        Some(OrderPlaced {
            external_id: None,
            cart_id: None,
            priority: None,
            pick_up_at: None,
            allow_split: None,
            order_id: order.order_id.clone(),
            channel: Some(self.names.channel(order.way)),
            currency: self.names.currency(customer.market),
            customer_id: customer.number.and_then(|number| self.customer_id(number)),
            ship_to: Some(Address {
                coordinates: None,
                country: self.names.countries[customer.market].clone(),
                region: None,
                postcode: home.then(|| postcode.into()),
                city: home.then(|| town.into()),
            }),
            order_code: None,
            shipping_method: Some(
                if order.way == Way::Store { "pick_up" } else { "parcel" }.into(),
            ),
            payment_method: None,
            coupon: promotion.map(|promotion| promotion.coupon().into()),
            shipping: money(shipping),
            total: Some(money(order.total)),
            tax_included: true,
            warehouse: None,
            promised_at: (order.way != Way::Store).then(|| self.clock.local(promised_at)),
            lines,
        })
    }

    /// A line as it is ordered, and whether there was something off its price.
    fn order_line(&self, place: usize, line: &mut OpenLine, market: usize) -> (OrderLine, bool) {
        let product = &self.products[line.product];
        let market = &MARKETS[market];
        let price = if market.pounds { product.pence } else { product.euros };
        let gross = price * i64::from(line.quantity);
        let percent = i64::from(self.demand.discount_percent(line.product));
        let discount = (gross * percent + 50) / 100;
        line.amount = gross - discount;
        let body = OrderLine {
            accept_substitute: None,
            ship_after: None,
            line_id: self.names.line_ids[place].clone(),
            sku: product.sku.clone(),
            kind: LineKind::Product,
            name: None,
            quantity: Quantity::from(line.quantity),
            unit_price: money(price),
            discount: money(discount),
            tax: included_tax(line.amount, market.tax_percent),
            warehouse: Some(self.names.warehouses[line.warehouse].clone()),
            promised_at: None,
        };
        (body, discount > 0)
    }

    /// Most pay by card at once, some by transfer within days; a few payments fail first.
    fn begin_payment(&mut self, order: &mut OpenOrder, at: Second) {
        let draw: f64 = self.rng.random();
        let soon = self.rng.random_range(30..240);
        let steps: &[(Second, Step)] = match order.way {
            Way::Store => &[(20, Step::Capture)],
            _ if draw < 0.012 => &[(soon, Step::FailPayment), (soon + 1500, Step::Capture)],
            _ if draw < 0.015 => &[(soon, Step::FailPayment), (2 * 86_400, Step::Cancel)],
            _ if draw < 0.085 => &[(soon * 900, Step::Capture)],
            _ if draw < 0.087 => &[(soon, Step::Authorize), (soon + 1500, Step::Cancel)],
            _ if draw < 0.22 => &[(soon, Step::Authorize), (soon + 3000, Step::Capture)],
            _ => &[(soon, Step::Capture)],
        };
        for &(after, step) in steps {
            self.later(order, at + after, step);
        }
    }
}

/// The market of a customer by a draw below 100.
fn market(draw: u64) -> usize {
    let mut left = draw;
    let found = MARKETS.iter().position(|market| {
        let here = left < market.share;
        left = left.saturating_sub(market.share);
        here
    });
    found.unwrap_or(0)
}

/// The warehouses in the order in which a customer is served from them.
fn preference(way: Way, town: usize) -> [usize; 3] {
    match TOWNS[town].0 {
        _ if way == Way::Store => [STORE_PLACE, 0, 2],
        "Vigo" | "Bilbao" => [1, 0, 2],
        "Barcelona" | "Valencia" => [2, 0, 1],
        _ => [0, 1, 2],
    }
}

fn shipping(order: &OpenOrder) -> i64 {
    let free = order.total >= FREE_SHIPPING_FROM || order.way != Way::Web;
    match order.market {
        0 if free => 0,
        0 => 395,
        _ if free => 490,
        _ => 990,
    }
}

/// The tax within an amount, to the cent, half up.
fn included_tax(amount: i64, percent: i64) -> Money {
    let whole = 100 + percent;
    money((2 * amount * percent + whole) / (2 * whole))
}
