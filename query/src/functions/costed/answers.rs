//! Figures of the ledger as rows.

use std::sync::{Arc, LazyLock};

use arrow::{
    array::{ArrayRef, Decimal128Array, RecordBatch, StringViewArray, TimestampMicrosecondArray},
    datatypes::{DataType, Field, Schema, SchemaRef, TimeUnit},
};
use marea_ingest::{
    columns::assemble,
    costing::{Figures, NegativeSpan, Position, cents},
    identity::Currency,
    time::Instant,
};

/// Sums of quantities.
const QUANTITY: DataType = DataType::Decimal128(26, 4);
/// The cost of a unit.
const UNIT_COST: DataType = DataType::Decimal128(20, 6);
/// Worth is told to the cent.
const CENTS: DataType = DataType::Decimal128(28, 2);

/// The columns of `stock_value_at`.
pub(super) fn value_schema() -> SchemaRef {
    static SCHEMA: LazyLock<SchemaRef> = LazyLock::new(|| {
        schema(vec![
            Field::new("on_hand", QUANTITY, false),
            Field::new("unit_cost", UNIT_COST, false),
            Field::new("value", CENTS, false),
            Field::new("currency", DataType::Utf8View, false),
            Field::new("in_transit", QUANTITY, false),
            Field::new("in_transit_value", CENTS, false),
        ])
    });
    Arc::clone(&SCHEMA)
}

/// The rows of `stock_value_at`.
pub(super) fn value(positions: &[Position], currency: Currency) -> RecordBatch {
    let column = |data_type, figure: fn(&Figures) -> i128| {
        decimals(data_type, positions.iter().map(|position| figure(&position.figures)))
    };
    let [skus, warehouses] = names(positions);
    let columns = vec![
        skus,
        warehouses,
        column(QUANTITY, |figures| figures.on_hand),
        column(UNIT_COST, |figures| figures.unit_cost),
        column(CENTS, Figures::worth_in_cents),
        texts(positions.iter().map(|_| currency.as_str())),
        column(QUANTITY, |figures| figures.in_transit),
        column(CENTS, |figures| cents(figures.in_transit_worth)),
    ];
    assemble(value_schema(), columns)
}

/// The columns of `cost_of_goods_sold`.
pub(super) fn sold_schema() -> SchemaRef {
    static SCHEMA: LazyLock<SchemaRef> = LazyLock::new(|| {
        schema(vec![Field::new("quantity", QUANTITY, false), Field::new("cost", CENTS, false)])
    });
    Arc::clone(&SCHEMA)
}

/// The rows of `cost_of_goods_sold`: only those of which something was sold or settled.
pub(super) fn sold(positions: &[Position]) -> RecordBatch {
    let happened = |figures: &Figures| figures.sold != 0 || figures.cost_of_goods_sold != 0;
    let positions: Vec<_> =
        positions.iter().filter(|position| happened(&position.figures)).cloned().collect();
    let figures = || positions.iter().map(|position| position.figures);
    let [skus, warehouses] = names(&positions);
    let quantity = decimals(QUANTITY, figures().map(|figures| figures.sold));
    let cost = decimals(CENTS, figures().map(|figures| cents(figures.cost_of_goods_sold)));
    assemble(sold_schema(), vec![skus, warehouses, quantity, cost])
}

/// The columns of `negative_stock`.
pub(super) fn negative_schema() -> SchemaRef {
    static SCHEMA: LazyLock<SchemaRef> = LazyLock::new(|| {
        schema(vec![
            Field::new("since", instant(), false),
            Field::new("until", instant(), true),
            Field::new("lowest", QUANTITY, false),
        ])
    });
    Arc::clone(&SCHEMA)
}

/// The rows of `negative_stock`.
pub(super) fn negative(spans: &[NegativeSpan]) -> RecordBatch {
    let columns = vec![
        texts(spans.iter().map(|span| &*span.sku)),
        texts(spans.iter().map(|span| &*span.warehouse)),
        instants(spans.iter().map(|span| Some(span.since))),
        instants(spans.iter().map(|span| span.until)),
        decimals(QUANTITY, spans.iter().map(|span| span.lowest)),
    ];
    assemble(negative_schema(), columns)
}

/// A schema that starts with SKU and warehouse.
fn schema(others: Vec<Field>) -> SchemaRef {
    let mut fields = vec![
        Field::new("sku", DataType::Utf8View, false),
        Field::new("warehouse", DataType::Utf8View, false),
    ];
    fields.extend(others);
    Arc::new(Schema::new(fields))
}

fn names(positions: &[Position]) -> [ArrayRef; 2] {
    [
        texts(positions.iter().map(|position| &*position.sku)),
        texts(positions.iter().map(|position| &*position.warehouse)),
    ]
}

fn texts<'a>(texts: impl Iterator<Item = &'a str>) -> ArrayRef {
    Arc::new(texts.map(Some).collect::<StringViewArray>())
}

fn decimals(data_type: DataType, values: impl Iterator<Item = i128>) -> ArrayRef {
    Arc::new(Decimal128Array::from_iter_values(values).with_data_type(data_type))
}

fn instant() -> DataType {
    DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into()))
}

fn instants(instants: impl Iterator<Item = Option<Instant>>) -> ArrayRef {
    let micros = instants.map(|at| at.map(|at| at.0));
    Arc::new(micros.collect::<TimestampMicrosecondArray>().with_data_type(instant()))
}
