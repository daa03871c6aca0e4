//! Those who act in a simulated shop: each has a queue of its own, and makes mistakes of its own.

use std::collections::VecDeque;

use marea_ingest::{
    state::{Order, OrderItem, PurchaseStatus},
    store::StateSnapshot,
};
use rand::RngExt;
use rand_chacha::ChaCha8Rng;

/// Goods: a bundle, its parts, one with a substitute, one that is proposed for purchase, one that
/// is sold by weight, and one that is not kept.
pub(crate) const GOODS: [&str; 7] = ["CUP", "SAUCER", "SET", "TEA", "OLD", "NEW", "BOOK"];
const PLACES: [&str; 3] = ["NORTH", "SOUTH", "SHOP"];

/// One who acts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    Shop,
    Market,
    Picker,
    Restocker,
    ReturnsDesk,
}

/// An actor with what he is about to send: source, type and fields of events.
pub(crate) struct Actor {
    pub(crate) role: Role,
    pub(crate) queue: VecDeque<Told>,
    made: usize,
}

/// An event before it gets an id: its type and fields, and whether it is reported.
#[derive(Debug, Clone)]
pub(crate) struct Told {
    pub(crate) kind: &'static str,
    pub(crate) fields: String,
    pub(crate) reported: bool,
}

impl Actor {
    pub(crate) fn new(role: Role) -> Self {
        Self { role, queue: VecDeque::new(), made: 0 }
    }

    pub(crate) fn source(&self) -> &'static str {
        match self.role {
            Role::Shop => "web",
            Role::Market => "market",
            Role::Picker => "wms",
            Role::Restocker => "purchasing",
            Role::ReturnsDesk => "desk",
        }
    }

    /// Looks at the shop, and queues what is to be done about it.
    pub(crate) fn plan(&mut self, state: &StateSnapshot, rng: &mut ChaCha8Rng) {
        self.made += 1;
        match self.role {
            Role::Shop => self.sell(rng),
            Role::Market => self.report(rng),
            Role::Picker => self.pick(state, rng),
            Role::Restocker => self.restock(state, rng),
            Role::ReturnsDesk => self.take_back(state, rng),
        }
    }

    fn tell(&mut self, kind: &'static str, fields: String) {
        let reported = self.role == Role::Market;
        self.queue.push_back(Told { kind, fields, reported });
    }

    fn lines(rng: &mut ChaCha8Rng) -> String {
        let count = rng.random_range(1..4);
        let line = |at: usize, rng: &mut ChaCha8Rng| {
            let sku = GOODS[rng.random_range(0..GOODS.len())];
            let units = if sku == "TEA" { "0.75" } else { ["1", "2", "3"][rng.random_range(0..3)] };
            let pinned = ["", "", "", r#","warehouse":"SHOP""#][rng.random_range(0..4)];
            format!(
                r#"{{"line_id":"{at}","sku":"{sku}","quantity":{units},"unit_price":"7.95","discount":"0.33","tax":"1.11"{pinned}}}"#
            )
        };
        (0..count).map(|at| line(at, rng)).collect::<Vec<_>>().join(",")
    }

    /// The shop: a cart, the order from it, money, approval; now and then second thoughts.
    fn sell(&mut self, rng: &mut ChaCha8Rng) {
        let (id, lines) = (format!("w{}", self.made), Self::lines(rng));
        let ship_to = r#""ship_to":{"country":"ES","postcode":"28001"}"#;
        let cart = format!(
            r#""cart_id":"k{}","lines":[{{"line_id":"0","sku":"CUP","quantity":1}}]"#,
            self.made % 9
        );
        self.tell("cart_updated", cart);
        let promised =
            if rng.random_bool(0.3) { r#","promised_at":"2026-03-02T12:00:00Z""# } else { "" };
        let order = format!(
            r#""order_id":"{id}","currency":"EUR","customer_id":"ana","shipping":"3.95","cart_id":"k{}",{ship_to},"lines":[{lines}]{promised}"#,
            self.made % 9
        );
        self.tell("order_placed", order);
        let named = format!(r#""order_id":"{id}""#);
        self.tell("payment_captured", format!(r#"{named},"amount":"40.00""#));
        self.tell("order_approved", named.clone());
        match rng.random_range(0..8) {
            0 => self.tell("order_cancelled", named),
            1 => self.tell("order_held", named),
            2 => self.tell("order_edited", format!(r#"{named},"lines":[{lines}]"#)),
            3 => self.tell("payment_disputed", format!(r#"{named},"amount":"5.00""#)),
            _ => (),
        }
    }

    /// A marketplace: it reports what it did, and not in order.
    fn report(&mut self, rng: &mut ChaCha8Rng) {
        let (id, lines) = (format!("m{}", self.made), Self::lines(rng));
        let named = format!(r#""order_id":"{id}""#);
        self.tell("order_placed", format!(r#"{named},"currency":"EUR","lines":[{lines}]"#));
        self.tell("order_edited", format!(r#"{named},"lines":[{lines}]"#));
        self.tell("payment_captured", format!(r#"{named},"amount":"20""#));
        self.tell("order_shipped", format!(r#"{named},"warehouse":"NORTH","fulfilment_id":"x""#));
        if rng.random_bool(0.2) {
            self.tell("order_closed", named.clone());
        }
        if rng.random_bool(0.2) {
            self.tell("fulfilment_cancelled", format!(r#"{named},"fulfilment_id":"x""#));
        }
        // What happened elsewhere is told out of order.
        for at in (1..self.queue.len()).rev() {
            self.queue.swap(at, rng.random_range(0..=at));
        }
    }

    /// The picker: takes an order that may leave a step further, mostly the right way.
    fn pick(&mut self, state: &StateSnapshot, rng: &mut ChaCha8Rng) {
        let Some(order) = some_order(state, rng, |order| order.approved_at.is_some()) else {
            return;
        };
        let named = format!(r#""order_id":"{}""#, order.order_id);
        let some = some_lines(&order, rng, OrderItem::open);
        match rng.random_range(0..8) {
            0 => {
                self.tell("fulfilment_requested", named.clone());
                let answer = ["fulfilment_accepted", "fulfilment_rejected"][rng.random_range(0..2)];
                self.tell(answer, named);
            }
            1 => self.tell("fulfilment_cancelled", format!(r#"{named},"fulfilment_id":"p""#)),
            2 => {
                self.tell("order_picked", named.clone());
                self.tell("order_packed", named);
            }
            3 => self.tell("order_delivered", named),
            _ => {
                self.tell("order_picked", named.clone());
                let parcel = r#""fulfilment_id":"p","tracking_number":"T1""#;
                self.tell("order_shipped", format!("{named},{parcel}{some}"));
                self.tell("order_delivered", named);
            }
        }
    }

    /// The restocker: goods come in, are bought, moved, counted, held; warehouses close and open.
    fn restock(&mut self, state: &StateSnapshot, rng: &mut ChaCha8Rng) {
        let (sku, place) =
            (GOODS[rng.random_range(0..GOODS.len())], PLACES[rng.random_range(0..3)]);
        let sku = if sku == "SET" { "CUP" } else { sku };
        let at = format!(r#""sku":"{sku}","warehouse":"{place}""#);
        let units = rng.random_range(1..15);
        let open = state.purchase_orders().filter_map(Result::ok);
        let mut open: Vec<_> = open.filter(|it| it.closed_at.is_none()).collect();
        let known = (!open.is_empty()).then(|| open.swap_remove(rng.random_range(0..open.len())));
        match (rng.random_range(0..18), known) {
            (0 | 1, _) => self.tell("stock_received", format!(r#"{at},"quantity":{units},"unit_cost":"2.10""#)),
            (2, _) => self.tell("stock_counted", format!(r#"{at},"quantity":{units}"#)),
            (3, _) => self.tell("stock_adjusted", format!(r#"{at},"quantity":-1"#)),
            (4, _) => {
                let moved = format!(r#""transfer_id":"t{}","sku":"{sku}","from":"NORTH","to":"SOUTH","quantity":3"#, self.made);
                self.tell("stock_transferred", format!(r#"{moved},"leg":"out""#));
                self.tell("stock_transferred", format!(r#"{moved},"leg":"in""#));
            }
            (5, _) => {
                self.tell("stock_held", format!(r#"{at},"quantity":2,"bucket":"quality_control""#));
                self.tell("stock_released", format!(r#"{at},"quantity":1,"bucket":"quality_control""#));
                self.tell("stock_written_off", format!(r#"{at},"quantity":1,"bucket":"quality_control""#));
            }
            (6, _) => {
                let closed = format!(r#""warehouse":"NORTH","closed":{}"#, rng.random_bool(0.4));
                self.tell("warehouse_set", closed);
            }
            (7, _) => {
                let policy = ["deny", "backorder", "allow_negative"][rng.random_range(0..3)];
                self.tell("stock_policy_set", format!(r#"{at},"stock_policy":"{policy}""#));
            }
            (8, _) => self.tell("stock_assembled", format!(r#""assembly_id":"a","sku":"BOX","warehouse":"{place}","quantity":1,"components":[{{"sku":"CUP","quantity":2}}]"#)),
            (9 | 10, Some(known)) => {
                let named = format!(r#""purchase_order":"{}""#, known.purchase_order);
                let next = match known.status() {
                    PurchaseStatus::Draft => "purchase_order_sent",
                    PurchaseStatus::Sent if units > 12 => "purchase_order_cancelled",
                    _ => "purchase_order_received",
                };
                self.tell(next, named);
            }
            (11, Some(known)) => {
                let named = format!(r#""purchase_order":"{}""#, known.purchase_order);
                self.tell("purchase_order_confirmed", format!(r#"{named},"expected_at":"2026-03-05T08:00:00Z""#));
                let line = r#""lines":[{"line_id":"1","quantity":2,"rejected":1}]"#;
                self.tell("purchase_order_received", format!(r#"{named},"warehouse":"SHOP",{line}"#));
                self.tell("purchase_order_closed", named);
            }
            (kind @ 14..=17, _) => self.shelve(kind, &at, units, rng),
            _ => {
                let line = format!(r#"{{"line_id":"1","sku":"{sku}","quantity":{units},"unit_cost":"2.00"}}"#);
                let named = format!(r#""purchase_order":"b{}","supplier":"ACME","warehouse":"{place}""#, self.made);
                self.tell("purchase_order_placed", format!(r#"{named},"lines":[{line}]"#));
            }
        }
    }

    /// Goods come into bins and lots, are moved between them, counted and lost there.
    fn shelve(&mut self, kind: u32, at: &str, units: u32, rng: &mut ChaCha8Rng) {
        match kind {
            14 | 15 => {
                // Some of the lots are good for a day only, and expire while the shop is played.
                let (lot, bin) = (self.made % 4, rng.random_range(0..2));
                let spot =
                    format!(r#""bin":"B{bin}","lot":"L{lot}","expires_on":"2026-03-0{}""#, 1 + lot);
                self.tell(
                    "stock_received",
                    format!(r#"{at},"quantity":{units},"unit_cost":"2.20",{spot}"#),
                );
            }
            16 => {
                let bins = [
                    r#","bin":"B0","to_bin":"B1""#,
                    r#","to_bin":"B0""#,
                    r#","bin":"B1","lot":"L1""#,
                ];
                let bins = bins[rng.random_range(0..3)];
                self.tell("stock_moved", format!(r#"{at},"quantity":2{bins}"#));
            }
            _ => {
                self.tell("stock_counted", format!(r#"{at},"quantity":{units},"bin":"B1""#));
                self.tell("stock_written_off", format!(r#"{at},"quantity":1,"lot":"L0""#));
            }
        }
    }

    /// The returns desk: a case from its request to the money, and goods that come unannounced.
    fn take_back(&mut self, state: &StateSnapshot, rng: &mut ChaCha8Rng) {
        let shipped = |order: &Order| order.lines.iter().any(|line| line.shipped > line.returned);
        let Some(order) = some_order(state, rng, shipped) else { return };
        let named = format!(r#""order_id":"{}""#, order.order_id);
        let case = format!(r#"{named},"return_id":"r{}""#, self.made);
        let Some(line) = order.lines.iter().find(|line| line.shipped > line.returned) else {
            return;
        };
        let (line_id, units) = (&line.line_id, line.shipped - line.returned);
        let back = ["restock", "damaged", "quality_control", "write_off", "no_goods"]
            [rng.random_range(0..5)];
        if rng.random_bool(0.7) {
            self.tell("return_requested", case.clone());
            self.tell("return_approved", case.clone());
        }
        let line =
            format!(r#"{{"line_id":"{line_id}","quantity":"{units}","disposition":"{back}"}}"#);
        self.tell("return_received", format!(r#"{case},"lines":[{line}]"#));
        let seen = format!(r#"{{"line_id":"{line_id}","accepted":"{units}"}}"#);
        self.tell("return_inspected", format!(r#"{case},"lines":[{seen}]"#));
        self.tell("payment_refunded", format!(r#"{named},"amount":"7.00""#));
        self.tell("return_closed", case);
    }
}

fn some_order(
    state: &StateSnapshot,
    rng: &mut ChaCha8Rng,
    fits: impl Fn(&Order) -> bool,
) -> Option<Order> {
    let orders = state.all_orders().filter_map(Result::ok);
    let mut orders: Vec<_> = orders.filter(|it| it.cart.is_none() && fits(it)).collect();
    if orders.is_empty() {
        return None;
    }
    let at = rng.random_range(0..orders.len());
    Some(orders.swap_remove(at))
}

/// A few of the lines that have something left; all of them where nothing is said.
fn some_lines(
    order: &Order,
    rng: &mut ChaCha8Rng,
    left: fn(&OrderItem) -> marea_ingest::amount::Quantity,
) -> String {
    let open = order.lines.iter().find(|line| left(line).is_positive());
    match open.filter(|_| rng.random_bool(0.5)) {
        Some(line) => {
            let (line_id, units) = (&line.line_id, left(line));
            format!(r#","lines":[{{"line_id":"{line_id}","quantity":"{units}"}}]"#)
        }
        None => String::new(),
    }
}
