//! What the shop orders from its suppliers, and how the goods come in: line by line, some later than
//! was said.

use std::collections::BTreeMap;

use marea_ingest::{
    amount::Quantity,
    event::{PurchaseLine, PurchaseOrderPlaced, PurchaseOrderReceived, ReceivedLine},
    identity::{LineId, PurchaseOrderId},
};
use rand::RngExt;

use super::{
    Shop,
    catalogue::money,
    names::Sender,
    schedule::{Action, Second},
};

/// Suppliers are asked to say a day that they can hold: so many times their usual days. A third of
/// the lines is late all the same.
const PROMISED: f64 = 1.3;
/// When the day on which goods are expected ends, in seconds.
const EVENING: Second = 18 * 3600;

/// The line of a purchase order by which goods come in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Ordered {
    purchase: u32,
    line: u16,
}

/// A purchase order that is being written.
struct Draft {
    purchase: u32,
    /// Products and units, line by line.
    lines: Vec<(usize, i32)>,
}

/// The purchase orders of a morning, by supplier and warehouse.
#[derive(Default)]
pub(super) struct Drafts(BTreeMap<(usize, usize), Draft>);

impl Shop {
    /// Writes what a warehouse lacks of a product on the order to its supplier.
    pub(super) fn order(
        &mut self,
        (product, warehouse): (usize, usize),
        quantity: i32,
        drafts: &mut Drafts,
        at: Second,
    ) {
        let lead = f64::from(self.products[product].lead_days);
        let days = (lead * self.rng.random_range(0.75..1.55)).round().max(1.0);
        let day = self.clock.on_day(at, days as u32 - 1, 0);
        let second = self.rng.random_range(7 * 3600..15 * 3600);
        let comes_at = self.clock.on_working_day(day, 1, second);
        self.stock.level_mut(product, warehouse).incoming += quantity;
        let purchases = &mut self.purchases;
        let new = || {
            *purchases += 1;
            Draft { purchase: *purchases, lines: Vec::new() }
        };
        let supplier = self.products[product].supplier;
        let draft = drafts.0.entry((supplier, warehouse)).or_insert_with(new);
        draft.lines.push((product, quantity));
        let order = Ordered { purchase: draft.purchase, line: draft.lines.len() as u16 };
        let (product, warehouse) = (product as u32, warehouse as u8);
        self.schedule.add(comes_at, Action::Receive { order, product, warehouse, quantity });
    }

    /// Sends the orders of a morning.
    pub(super) fn send(&mut self, drafts: Drafts, at: Second) -> Option<()> {
        for ((supplier, warehouse), draft) in drafts.0 {
            let usual = f64::from(self.suppliers[supplier].lead_days);
            let promised = (usual * PROMISED).ceil() as u32;
            let expected_at = self.clock.local(self.clock.on_day(at, promised, EVENING));
            let line = |(place, (product, quantity)): (usize, &(usize, i32))| {
                let product = &self.products[*product];
                Some(PurchaseLine {
                    line_id: line_id(place + 1)?,
                    sku: product.sku.clone(),
                    quantity: Quantity::from(*quantity),
                    unit_cost: money(product.asked),
                    expected_at: None,
                })
            };
            let body = PurchaseOrderPlaced {
                lines: draft.lines.iter().enumerate().map(line).collect::<Option<_>>()?,
                purchase_order: self.purchase_order(draft.purchase)?,
                supplier: Some(self.suppliers[supplier].supplier.clone()),
                warehouse: self.names.warehouses[warehouse].clone(),
                currency: Some(self.names.euro),
                expected_at: Some(expected_at),
                draft: false,
            };
            let event_id = format_args!("purchase-{}", draft.purchase);
            self.emit((at, at), Sender::Office, event_id, body)?;
        }
        Some(())
    }

    /// Goods come in by a line of a purchase order.
    pub(super) fn receive_ordered(
        &mut self,
        at: Second,
        order: Ordered,
        (product, warehouse): (usize, usize),
        quantity: i32,
    ) -> Option<()> {
        self.take_in(product, warehouse, quantity);
        let number = self.next_stock_event();
        let line = ReceivedLine {
            line_id: line_id(order.line.into())?,
            quantity: Quantity::from(quantity),
            rejected: Quantity::ZERO,
            bin: None,
            lot: None,
            expires_on: None,
        };
        let body = PurchaseOrderReceived {
            purchase_order: self.purchase_order(order.purchase)?,
            warehouse: None,
            lines: Some(vec![line]),
        };
        self.emit((at, at), Sender::Warehouse, format_args!("received-{number}"), body)?;
        self.serve_waiting(at, product, warehouse);
        Some(())
    }

    fn purchase_order(&mut self, purchase: u32) -> Option<PurchaseOrderId> {
        PurchaseOrderId::new(self.names.written(format_args!("P-{purchase:05}"))).ok()
    }
}

fn line_id(line: usize) -> Option<LineId> {
    LineId::new(&line.to_string()).ok()
}
