//! The auditor: no goods and no money come from nowhere, or go there.

use std::collections::BTreeMap;

use arrow::{
    array::{Array, AsArray, RecordBatch},
    datatypes::Decimal128Type,
};
use marea_ingest::{
    amount::{Money, Quantity},
    facts::FactTable,
    store::Snapshot,
};

type Checked = Result<(), String>;
type Sums = BTreeMap<String, i128>;

/// Everything that must hold at any instant.
pub(crate) fn audit(snapshot: &Snapshot) -> Checked {
    goods(snapshot)?;
    shelves(snapshot)?;
    shipped(snapshot)?;
    sales(snapshot)?;
    payments(snapshot)
}

/// All rows of a table, sealed and hot.
fn rows(snapshot: &Snapshot, table: FactTable) -> Vec<RecordBatch> {
    let files = snapshot.sealed(table).files.iter();
    let sealed =
        files.flat_map(|file| file.batches().expect("a sealed file").map(|it| it.expect("rows")));
    sealed.chain(snapshot.hot(table).iter().cloned()).collect()
}

fn text<'a>(batch: &'a RecordBatch, column: &str, row: usize) -> Option<&'a str> {
    let values = batch.column_by_name(column).expect("a column").as_string_view();
    (!values.is_null(row)).then(|| values.value(row))
}

fn number(batch: &RecordBatch, column: &str, row: usize) -> i128 {
    batch.column_by_name(column).expect("a column").as_primitive::<Decimal128Type>().value(row)
}

/// Adds up what `each` makes of every row.
fn sums(
    snapshot: &Snapshot,
    table: FactTable,
    each: impl Fn(&RecordBatch, usize) -> Option<(String, i128)>,
) -> Sums {
    let mut sums = Sums::new();
    for batch in rows(snapshot, table) {
        for (name, units) in (0..batch.num_rows()).filter_map(|row| each(&batch, row)) {
            *sums.entry(name).or_default() += units;
        }
    }
    sums.retain(|_, sum| *sum != 0);
    sums
}

fn same(what: &str, left: &Sums, right: &Sums) -> Checked {
    let differs = left.keys().chain(right.keys()).find(|name| left.get(*name) != right.get(*name));
    match differs {
        None => Ok(()),
        Some(name) => {
            Err(format!("{what} of {name}: {:?} against {:?}", left.get(name), right.get(name)))
        }
    }
}

fn is_tracked(batch: &RecordBatch, row: usize) -> bool {
    batch.column_by_name("tracked").expect("a column").as_boolean().value(row)
}

/// Received, found, assembled and returned, less what was shipped, lost, consumed and sent back, is
/// on hand or in transit, over all warehouses.
fn goods(snapshot: &Snapshot) -> Checked {
    const INWARD: [&str; 9] = [
        "received",
        "counted",
        "adjusted",
        "assembled",
        "returned",
        "shipment_cancelled",
        "shipped",
        "written_off",
        "consumed",
    ];
    let came = sums(snapshot, FactTable::StockMovements, |batch, row| {
        let kind = text(batch, "movement", row)?;
        let moves = INWARD.contains(&kind) || kind == "returned_to_supplier";
        let sku = text(batch, "sku", row)?.to_owned();
        (moves && is_tracked(batch, row)).then(|| (sku, number(batch, "quantity", row)))
    });
    let mut there = Sums::new();
    for level in snapshot.state().levels(None) {
        let (sku, _, level) = level.expect("a level");
        let units = (level.on_hand + level.in_transit).scaled();
        *there.entry(sku.to_string()).or_default() += units;
    }
    there.retain(|_, sum| *sum != 0);
    same("goods on hand and in transit against movements", &there, &came)
}

/// What came into each bin and lot and did not leave is there, and what is past its last day is what
/// the levels say.
fn shelves(snapshot: &Snapshot) -> Checked {
    let came = sums(snapshot, FactTable::StockMovements, |batch, row| {
        let names = ["sku", "warehouse", "bin", "lot"];
        let names = names.map(|name| text(batch, name, row).unwrap_or_default());
        is_tracked(batch, row).then(|| (names.join(" / "), number(batch, "on_hand_change", row)))
    });
    let (mut there, mut expired) = (Sums::new(), Sums::new());
    for balance in snapshot.state().balances(None) {
        let it = balance.expect("a balance");
        let bin = it.bin.map(|bin| bin.to_string()).unwrap_or_default();
        let lot = it.lot.map(|lot| lot.to_string()).unwrap_or_default();
        let place = format!("{} / {}", it.sku, it.warehouse);
        if it.expired {
            *expired.entry(place.clone()).or_default() += it.on_hand.scaled();
        }
        there.insert(format!("{place} / {bin} / {lot}"), it.on_hand.scaled());
    }
    same("goods in bins and lots against movements", &there, &came)?;
    let mut said = Sums::new();
    for level in snapshot.state().levels(None) {
        let (sku, warehouse, level) = level.expect("a level");
        if !level.expired.is_zero() {
            said.insert(format!("{sku} / {warehouse}"), level.expired.scaled());
        }
    }
    expired.retain(|_, units| *units != 0);
    same("what has expired against bins and lots", &said, &expired)
}

/// What the lines of all orders say was shipped is what left the stock for them and stayed away.
fn shipped(snapshot: &Snapshot) -> Checked {
    let left = sums(snapshot, FactTable::StockMovements, |batch, row| {
        let gone = ["shipped", "shipment_cancelled"].contains(&text(batch, "movement", row)?);
        let sku = text(batch, "sku", row)?.to_owned();
        (gone && is_tracked(batch, row)).then(|| (sku, -number(batch, "quantity", row)))
    });
    let mut said = Sums::new();
    for order in snapshot.state().all_orders() {
        let order = order.expect("an order");
        for line in order.lines.iter().filter(|line| line.tracked) {
            for (sku, units) in line.stock_of(line.shipped) {
                *said.entry(sku.to_string()).or_default() += Quantity::scaled(units);
            }
        }
    }
    said.retain(|_, sum| *sum != 0);
    same("units shipped by orders against movements", &said, &left)
}

/// The sales of each order add up to what its document says is owed.
fn sales(snapshot: &Snapshot) -> Checked {
    let sold = sums(snapshot, FactTable::OrderLines, |batch, row| {
        let parts = ["net", "tax", "shipping", "other"];
        let sum = parts.iter().map(|part| number(batch, part, row)).sum();
        Some((text(batch, "order_id", row)?.to_owned(), sum))
    });
    let owed = orders(snapshot, |order| order.total());
    same("what is owed against sales", &owed, &sold)
}

/// The payments of each order add up to what its document says was kept, which is never below zero.
fn payments(snapshot: &Snapshot) -> Checked {
    let paid = sums(snapshot, FactTable::Payments, |batch, row| {
        let moves = ["captured", "refunded", "dispute_lost"].contains(&text(batch, "kind", row)?);
        let order_id = text(batch, "order_id", row)?.to_owned();
        moves.then(|| (order_id, number(batch, "amount", row)))
    });
    let kept = orders(snapshot, |order| order.payments.captured - order.payments.refunded);
    let below = kept.iter().find(|(_, kept)| **kept < 0);
    if let Some((id, kept)) = below {
        return Err(format!("order {id} gave back {kept} more than it took"));
    }
    same("money kept against payments", &kept, &paid)
}

fn orders(snapshot: &Snapshot, figure: impl Fn(&marea_ingest::state::Order) -> Money) -> Sums {
    let all = snapshot.state().all_orders().map(|order| order.expect("an order"));
    let all = all.filter(|order| order.cart.is_none());
    let figures = all.map(|order| (order.order_id.to_string(), figure(&order).scaled()));
    figures.filter(|(_, figure)| *figure != 0).collect()
}
