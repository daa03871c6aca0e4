//! Costing as named facts: the cases that other systems get wrong, and conservation.

use proptest::prelude::*;

use super::*;
use crate::{
    amount::{Money, Quantity},
    columns::TableRow,
    facts::{Movement, StockMovementRow},
    identity::{EventId, LineId, Lsn, OrderId, Sku, Source, WarehouseId},
    time::Day,
};

/// A row at hour `lsn`; movements without a quantity of their own have a change of 0.
fn row(lsn: u64, movement: Movement, sku: &str, warehouse: &str, units: &str) -> StockMovementRow {
    let at = crate::time::Instant(lsn.cast_signed() * 3_600_000_000);
    let quantity: Quantity = units.parse().unwrap();
    let still = [Movement::CostRevised, Movement::Billed, Movement::LandedCost];
    let on_hand_change = if still.contains(&movement) { Quantity::ZERO } else { quantity };
    StockMovementRow {
        lsn: Lsn(lsn),
        event_id: EventId::new(&format!("e{lsn}")).unwrap(),
        source: Source::new("wms").unwrap(),
        movement,
        sku: Sku::new(sku).unwrap(),
        warehouse: WarehouseId::new(warehouse).unwrap(),
        quantity,
        on_hand_change,
        committed_change: Quantity::ZERO,
        unavailable_change: Quantity::ZERO,
        incoming_change: Quantity::ZERO,
        backordered_change: Quantity::ZERO,
        tracked: true,
        unit_cost: None,
        currency: None,
        event_date: Day(0),
        occurred_at: at,
        recorded_at: at,
        order_id: None,
        line_id: None,
        actor: None,
        reason: None,
        in_transit_change: Quantity::ZERO,
        unavailable_reason: None,
        unit_cost_base: None,
        value_change: None,
        reference: None,
        reference_line: None,
        bin: None,
        lot: None,
    }
}

fn at_cost(row: StockMovementRow, unit_cost: &str) -> StockMovementRow {
    StockMovementRow { unit_cost_base: Some(unit_cost.parse().unwrap()), ..row }
}

fn worth_more(row: StockMovementRow, value: &str) -> StockMovementRow {
    StockMovementRow { value_change: Some(value.parse().unwrap()), ..row }
}

fn of_order(row: StockMovementRow, order_id: &str) -> StockMovementRow {
    let (order_id, line_id) = (OrderId::new(order_id).unwrap(), LineId::new("1").unwrap());
    StockMovementRow { order_id: Some(order_id), line_id: Some(line_id), ..row }
}

fn of_document(row: StockMovementRow, reference: &str) -> StockMovementRow {
    let (reference, line) = (Some(reference.into()), Some("1".into()));
    StockMovementRow { reference, reference_line: line, ..row }
}

fn received(lsn: u64, units: &str, unit_cost: &str) -> StockMovementRow {
    at_cost(row(lsn, Movement::Received, "S1", "MAD", units), unit_cost)
}

fn shipped(lsn: u64, units: &str) -> StockMovementRow {
    row(lsn, Movement::Shipped, "S1", "MAD", units)
}

fn ledger(rows: &[StockMovementRow], cut: Cut) -> Ledger {
    let mut ledger = Ledger::new(cut);
    for rows in rows.chunks(3) {
        ledger.push(&StockMovementRow::batch(rows)).unwrap();
    }
    ledger
}

fn positions(rows: &[StockMovementRow], method: Method) -> Vec<Position> {
    ledger(rows, Cut::NONE).positions(method, Period::ALL, 2)
}

const METHODS: [Method; 2] = [Method::Average, Method::FirstInFirstOut];

/// The figures of the one position that rows lead to.
fn figures(rows: &[StockMovementRow], method: Method) -> Figures {
    let positions = positions(rows, method);
    assert_eq!(positions.len(), 1, "{positions:?}");
    positions[0].figures
}

fn money(text: &str) -> i128 {
    text.parse::<Money>().unwrap().scaled()
}

/// What was made less what was lost, over all positions; 0 for every ledger.
fn leak(positions: &[Position]) -> i128 {
    let leak = |figures: &Figures| {
        figures.received + figures.revaluation
            - figures.worth
            - figures.in_transit_worth
            - figures.cost_of_goods_sold
            - figures.shrinkage
    };
    positions.iter().map(|position| leak(&position.figures)).sum()
}

#[test]
fn a_receipt_settles_a_shortage_at_its_own_cost() {
    for method in METHODS {
        let figures = figures(&[shipped(1, "-2"), received(2, "20", "3.30")], method);
        assert_eq!(figures.unit_cost, money("3.30"));
        assert_eq!(figures.worth_in_cents(), 5_940);
        assert_eq!(figures.cost_of_goods_sold, money("6.60"));
    }
}

#[test]
fn selling_all_leaves_exactly_nothing() {
    for method in METHODS {
        let rows = [received(1, "2", "1.00"), received(2, "1", "1.01")];
        let one_by_one = [shipped(3, "-1"), shipped(4, "-1"), shipped(5, "-1")];
        let figures = figures(&[&rows[..], &one_by_one].concat(), method);
        assert_eq!((figures.on_hand, figures.worth), (0, 0));
        assert_eq!(figures.cost_of_goods_sold, money("3.01"));
    }
}

#[test]
fn a_bill_corrects_the_receipt_and_what_was_sold_since() {
    let mut rows = vec![
        received(1, "100", "5.00"),
        of_document(received(2, "15", "2000.00"), "po-1"),
        shipped(3, "-10"),
    ];
    assert_eq!(cents(figures(&rows[..2], Method::Average).unit_cost), 26_522);
    let bill = row(4, Movement::Billed, "S1", "MAD", "15");
    rows.push(of_document(at_cost(bill, "5.00"), "po-1"));
    for method in METHODS {
        let figures = figures(&rows, method);
        assert_eq!(figures.worth_in_cents(), 52_500);
        assert_eq!(figures.unit_cost, money("5.00"));
        assert_eq!(cents(figures.cost_of_goods_sold), 5_000);
    }
}

#[test]
fn a_large_shortage_at_a_tiny_cost_leaves_the_worth_of_the_rest() {
    for method in METHODS {
        let rows = [at_cost(shipped(1, "-20000"), "0.001"), received(2, "23000", "0.001")];
        let figures = figures(&rows, method);
        assert_eq!(figures.worth_in_cents(), 300);
        assert_eq!(figures.on_hand, 30_000_000);
    }
}

#[test]
fn a_bill_covers_the_units_it_bills_and_a_credit_note_takes_back() {
    let receipt = of_document(received(1, "10", "5"), "po-1");
    let billed = |lsn, units, cost| {
        of_document(at_cost(row(lsn, Movement::Billed, "S1", "MAD", units), cost), "po-1")
    };
    let partly = [receipt, billed(2, "4", "6.00")];
    assert_eq!(figures(&partly, Method::Average).worth, money("54"));
    let corrected = [&partly[..], &[billed(3, "-4", "6"), billed(4, "10", "7")]].concat();
    assert_eq!(figures(&corrected, Method::Average).worth, money("70"));
}

#[test]
fn landed_cost_is_part_of_the_receipts_from_the_start() {
    let landed = row(9, Movement::LandedCost, "S1", "MAD", "0");
    let rows = [
        of_document(received(1, "1", "10.00"), "po-1"),
        shipped(2, "-1"),
        of_document(received(3, "2", "10.00"), "po-1"),
        of_document(worth_more(landed, "10.00"), "po-1"),
    ];
    for method in METHODS {
        let figures = figures(&rows, method);
        assert_eq!(figures.cost_of_goods_sold, money("13.333333"));
        assert_eq!(figures.worth, money("26.666667"));
    }
}

#[test]
fn a_customers_return_comes_back_at_what_it_was_issued_at() {
    let back = row(4, Movement::Returned, "S1", "MAD", "1");
    let rows = [
        received(1, "10", "2.00"),
        of_order(shipped(2, "-10"), "o1"),
        received(3, "10", "9.00"),
        of_order(back, "o1"),
    ];
    for method in METHODS {
        let figures = figures(&rows, method);
        assert_eq!(figures.worth, money("92"));
        assert_eq!((figures.sold, figures.cost_of_goods_sold), (90_000, money("18")));
    }
}

#[test]
fn a_shipment_that_is_cancelled_leaves_no_trace() {
    let sent = [received(1, "3", "3.33"), of_order(shipped(2, "-2"), "o1")];
    let cancelled = of_order(row(3, Movement::ShipmentCancelled, "S1", "MAD", "2"), "o1");
    for method in METHODS {
        let before = figures(&sent[..1], method);
        let after = figures(&[&sent[..], std::slice::from_ref(&cancelled)].concat(), method);
        assert_eq!(after, before);
    }
}

#[test]
fn goods_go_back_to_the_supplier_at_what_their_receipt_cost() {
    let back = row(3, Movement::ReturnedToSupplier, "S1", "MAD", "-4");
    let rows = [
        of_document(received(1, "10", "1.00"), "po-1"),
        of_document(received(2, "10", "3.00"), "po-2"),
        of_document(back, "po-2"),
    ];
    for method in METHODS {
        let figures = figures(&rows, method);
        assert_eq!((figures.worth, figures.received), (money("28"), money("28")));
        assert_eq!(figures.cost_of_goods_sold, 0);
    }
}

#[test]
fn a_transfer_moves_worth_and_makes_none() {
    let out = row(2, Movement::TransferredOut, "S1", "MAD", "-3");
    let arrived = row(4, Movement::TransferredIn, "S1", "VGO", "2");
    let rows = [
        received(1, "7", "1.43"),
        of_document(out, "t1"),
        received(3, "5", "99"),
        of_document(arrived, "t1"),
    ];
    for method in METHODS {
        let positions = positions(&rows, method);
        let [from, to] = &positions[..] else { panic!("{positions:?}") };
        assert_eq!((&*from.warehouse, &*to.warehouse), ("MAD", "VGO"));
        assert_eq!(to.figures.worth, money("2.86"));
        assert_eq!(from.figures.in_transit, 10_000);
        assert_eq!(from.figures.in_transit_worth, money("1.43"));
        assert_eq!(leak(&positions), 0);
    }
}

#[test]
fn a_kit_is_worth_its_components() {
    let made = |movement, sku, units| {
        let row = row(5, movement, sku, "MAD", units);
        StockMovementRow { reference: Some("a1".into()), ..row }
    };
    let rows = [
        made(Movement::Assembled, "KIT", "3"),
        made(Movement::Consumed, "S1", "-6"),
        made(Movement::Consumed, "S2", "-3"),
        received(1, "10", "1.11"),
        at_cost(row(2, Movement::Received, "S2", "MAD", "3"), "4.00"),
    ];
    for method in METHODS {
        let positions = positions(&rows, method);
        let worth: Vec<_> = positions.iter().map(|it| (&*it.sku, it.figures.worth)).collect();
        let expected = [("KIT", money("18.66")), ("S1", money("4.44")), ("S2", 0)];
        assert_eq!(worth, expected);
        assert_eq!(leak(&positions), 0);
    }
}

#[test]
fn kits_that_are_taken_apart_again_keep_their_worth() {
    let of = |lsn, movement, sku, units| {
        let row = row(lsn, movement, sku, "MAD", units);
        StockMovementRow { reference: Some("a1".into()), ..row }
    };
    let rows = [
        received(1, "2", "5.00"),
        of(2, Movement::Consumed, "S1", "-2"),
        of(2, Movement::Assembled, "KIT", "1"),
        of(3, Movement::Consumed, "KIT", "-1"),
        of(3, Movement::Assembled, "S1", "2"),
    ];
    let positions = positions(&rows, Method::Average);
    let worth: Vec<_> = positions.iter().map(|position| position.figures.worth).collect();
    assert_eq!(worth, [0, money("10")]);
}

#[test]
fn a_revised_cost_holds_from_then_on() {
    let revised = at_cost(row(2, Movement::CostRevised, "S1", "MAD", "0"), "3");
    for method in METHODS {
        let rows = [received(1, "10", "5"), revised.clone(), shipped(3, "-1")];
        let figures = figures(&rows, method);
        assert_eq!((figures.worth, figures.revaluation), (money("27"), money("-20")));
        assert_eq!(figures.cost_of_goods_sold, money("3"));
    }
}

#[test]
fn what_a_count_loses_is_shrinkage_at_the_current_cost() {
    let count = |lsn, units| row(lsn, Movement::Counted, "S1", "MAD", units);
    let rows = [received(1, "10", "2.50"), count(2, "-2"), count(3, "1")];
    for method in METHODS {
        let figures = figures(&rows, method);
        assert_eq!((figures.shrinkage, figures.worth), (money("2.50"), money("22.50")));
    }
}

#[test]
fn a_backdated_receipt_restates_what_was_sold_after_it() {
    let mut late = received(1, "10", "1.00");
    late.lsn = Lsn(9);
    late.recorded_at = crate::time::Instant(9 * 3_600_000_000);
    let rows = [received(2, "10", "3.00"), shipped(3, "-10"), late];
    assert_eq!(figures(&rows, Method::Average).cost_of_goods_sold, money("20"));
    assert_eq!(figures(&rows, Method::FirstInFirstOut).cost_of_goods_sold, money("10"));
    let known_then = Cut { axis: Axis::Recorded, until: rows[1].recorded_at };
    let then = ledger(&rows, known_then).positions(Method::Average, Period::ALL, 1);
    assert_eq!(then[0].figures.cost_of_goods_sold, money("30"));
}

#[test]
fn only_sales_of_the_period_are_counted() {
    let rows = [received(1, "10", "1"), shipped(2, "-1"), shipped(3, "-2"), shipped(4, "-3")];
    let period = Period { from: rows[2].occurred_at, before: rows[3].occurred_at };
    let positions = ledger(&rows, Cut::NONE).positions(Method::Average, period, 1);
    let Figures { sold, cost_of_goods_sold, .. } = positions[0].figures;
    assert_eq!((sold, cost_of_goods_sold), (20_000, money("2")));
}

#[test]
fn stock_that_was_negative_is_told_although_there_is_some_now() {
    let mut late = received(2, "7", "1");
    late.recorded_at = crate::time::Instant(i64::MAX);
    let rows = [
        received(1, "1", "1"),
        shipped(2, "-7"),
        late,
        shipped(4, "-2"),
        shipped(5, "-1"),
        received(6, "9", "1"),
        row(7, Movement::WrittenOff, "S1", "VGO", "-1"),
    ];
    let spans = ledger(&rows, Cut::NONE).negative_spans(2);
    let told: Vec<_> = spans
        .iter()
        .map(|span| (&*span.warehouse, span.since.0 / 3_600_000_000, span.until, span.lowest))
        .collect();
    let ended = Some(rows[5].occurred_at);
    assert_eq!(told, [("MAD", 4, ended, -20_000), ("VGO", 7, None, -10_000)]);
}

#[test]
fn a_movement_without_a_rule_is_refused() {
    let rows = [shipped(1, "-1")];
    let batch = StockMovementRow::batch(&rows);
    let at = batch.schema().index_of("movement").unwrap();
    let mut columns = batch.columns().to_vec();
    columns[at] = std::sync::Arc::new(arrow::array::StringViewArray::from(vec!["vanished"]));
    let strange = crate::columns::assemble(batch.schema(), columns);
    let refused = Ledger::new(Cut::NONE).push(&strange);
    assert_eq!(refused, Err(CostingError::Movement("vanished".into())));
}

const KINDS: [(Movement, i64); 16] = [
    (Movement::Received, 1),
    (Movement::Received, 1),
    (Movement::Received, 1),
    (Movement::Shipped, -1),
    (Movement::Shipped, -1),
    (Movement::Returned, 1),
    (Movement::ShipmentCancelled, 1),
    (Movement::TransferredOut, -1),
    (Movement::TransferredIn, 1),
    (Movement::ReturnedToSupplier, -1),
    (Movement::Counted, -1),
    (Movement::Consumed, -1),
    (Movement::Assembled, 1),
    (Movement::CostRevised, 0),
    (Movement::Billed, 1),
    (Movement::LandedCost, 0),
];

/// A ledger as a shop without any order would write it.
fn any_rows() -> impl Strategy<Value = Vec<StockMovementRow>> {
    let step = (0..KINDS.len(), 0..3_u8, 0..2_u8, 1..9_i64, 0..4_u8, prop::option::of(1..999_u32));
    prop::collection::vec((step, 0..20_u64), 1..80).prop_map(|steps| {
        let rows = steps.into_iter().enumerate().map(|(at, (step, hour))| {
            let (kind, sku, warehouse, units, document, cost) = step;
            let (movement, sign) = KINDS[kind];
            let (sku, warehouse) = (format!("S{sku}"), format!("W{warehouse}"));
            let units = format!("{}.5", sign * units);
            // Assemblies are of one event; the other rows have events of their own.
            let lsn = if kind == 11 || kind == 12 { hour } else { 100 + at as u64 };
            let row = row(lsn, movement, &sku, &warehouse, &units);
            let occurred_at = crate::time::Instant(hour.cast_signed());
            let row = StockMovementRow { occurred_at, ..row };
            let row = of_order(of_document(row, &format!("d{document}")), &format!("o{document}"));
            let cost = cost.map(|cost| Money::from_scaled(i128::from(cost) * 3_333));
            StockMovementRow { unit_cost_base: cost, value_change: cost, ..row }
        });
        rows.collect()
    })
}

proptest! {
    #[test]
    fn the_order_of_arrival_changes_nothing(
        (rows, shuffled) in any_rows().prop_flat_map(|rows| {
            (Just(rows.clone()), Just(rows).prop_shuffle())
        }),
    ) {
        for method in METHODS {
            prop_assert_eq!(positions(&rows, method), positions(&shuffled, method));
        }
    }

    #[test]
    fn nothing_is_made_or_lost_and_nothing_on_hand_is_worth_nothing(rows in any_rows()) {
        for method in METHODS {
            let positions = positions(&rows, method);
            prop_assert_eq!(leak(&positions), 0);
            for Position { figures, .. } in &positions {
                prop_assert!(figures.on_hand != 0 || figures.worth == 0);
            }
        }
    }
}
