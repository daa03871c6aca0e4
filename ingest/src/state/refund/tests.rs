//! What is paid is shared out among the lines to the cent.

use super::*;
use crate::{
    amount::Quantity,
    event::LineKind,
    identity::{Channel, Currency, LineId, OrderId, Sku, Source},
    time::{Day, Instant},
};

fn line(line_id: &str, units: i32, unit_price: &str, discount: &str) -> OrderItem {
    OrderItem {
        line_id: LineId::new(line_id).unwrap(),
        sku: Sku::new("S1").unwrap(),
        kind: LineKind::Product,
        name: None,
        unit_price: unit_price.parse().unwrap(),
        discount: discount.parse().unwrap(),
        tax: Money::ZERO,
        promised_at: None,
        ship_after: None,
        accept_substitute: true,
        asked_warehouse: None,
        components: Vec::new(),
        substituted: false,
        pegs: Vec::new(),
        tracked: false,
        allocations: Vec::new(),
        ordered: Quantity::from(units),
        cancelled: Quantity::ZERO,
        picked: Quantity::ZERO,
        packed: Quantity::ZERO,
        shipped: Quantity::ZERO,
        delivered: Quantity::ZERO,
        returned: Quantity::ZERO,
        delivered_at: None,
    }
}

fn order(captured: &str, lines: Vec<OrderItem>) -> Order {
    let names = (
        OrderId::new("o1").unwrap(),
        Source::new("web").unwrap(),
        Channel::new("web").unwrap(),
        Currency::new("EUR").unwrap(),
    );
    let mut order = Order::empty(names, None, (Instant(0), Day(0)));
    order.tax_included = true;
    order.payments.captured = captured.parse().unwrap();
    order.lines = lines;
    order
}

#[test]
fn a_line_paid_in_full_gives_back_what_it_was_charged_at() {
    // WooCommerce's refund screen said 179.26 (FIELD_LESSONS row 12).
    let order = order("179.25", vec![line("1", 10, "23.90", "59.75")]);
    assert_eq!(order.paid_by_line(), ["179.25".parse().unwrap()]);
}

#[test]
fn shares_of_a_partial_payment_add_up_to_it() {
    let lines = (1..=3).map(|n| line(&n.to_string(), 1, "1.00", "0")).collect();
    let shares = order("1.00", lines).paid_by_line();
    assert_eq!(shares.iter().copied().sum::<Money>(), "1.00".parse().unwrap());
    assert!(shares.iter().all(|share| share.decimal().scale() <= 2), "{shares:?}");
}

#[test]
fn no_more_is_refundable_than_is_left_of_what_was_taken() {
    let mut order = order("20.00", vec![line("1", 2, "10.00", "0")]);
    order.payments.refunded = "15.00".parse().unwrap();
    assert_eq!(order.refundable(), "5.00".parse().unwrap());
    order.payments.disputed = "5.00".parse().unwrap();
    assert_eq!(order.refundable(), Money::ZERO);
}
