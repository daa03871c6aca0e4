//! Revenue by day, channel, country and currency, on both date axes.

use std::{
    collections::BTreeMap,
    sync::{Arc, LazyLock},
};

use arrow::{
    array::{ArrayRef, AsArray, Date32Array, Int64Array, RecordBatch, StringViewArray},
    datatypes::{DataType, Date32Type, Field, Int64Type, Schema, SchemaRef},
};
use marea_ingest::{columns::assemble, facts::FactTable};

use super::{
    measure::{MONEY, QUANTITY, Sum, column, decimals, text, texts},
    view::Definition,
};

/// The day by which effects are counted.
pub(super) trait DateAxis: Send + Sync + 'static {
    const NAME: &'static str;
    const ABOUT: &'static str;
    const COLUMN: &'static str;
    const SQL: &'static str;
}

/// Each effect on the day it happened: a past day never changes.
pub(super) struct EventDate;
/// Each effect on the day its order was placed: cancellations and returns restate the past.
pub(super) struct OrderDate;

pub(super) type ByEventDate = RevenueDaily<EventDate>;
pub(super) type ByOrderDate = RevenueDaily<OrderDate>;

macro_rules! definition {
    ($column:literal) => {
        concat!(
            "SELECT ",
            $column,
            " AS date, channel, country, currency, sum(orders) AS orders, \
             sum(CASE WHEN line_kind = 'product' THEN quantity ELSE 0 END) AS units, \
             sum(CASE WHEN effect <> 'returned' THEN gross ELSE 0 END) AS gross, \
             sum(CASE WHEN effect <> 'returned' THEN discount ELSE 0 END) AS discounts, \
             sum(CASE WHEN effect = 'returned' THEN -net ELSE 0 END) AS returns, \
             sum(net) AS net, sum(tax) AS tax, sum(shipping) AS shipping, sum(other) AS other, \
             sum(net_base) AS net_base \
             FROM order_lines GROUP BY ",
            $column,
            ", channel, country, currency"
        )
    };
}

impl DateAxis for EventDate {
    const NAME: &'static str = "revenue_daily";
    const ABOUT: &'static str = "Revenue by day on which it happened, channel, country and \
        currency: gross less discounts less returns is net, without tax. A past day never changes.";
    const COLUMN: &'static str = "event_date";
    const SQL: &'static str = definition!("event_date");
}

impl DateAxis for OrderDate {
    const NAME: &'static str = "revenue_daily_by_order_date";
    const ABOUT: &'static str = "Revenue by day on which the order was placed; cancellations and \
        returns restate that day. Otherwise as revenue_daily.";
    const COLUMN: &'static str = "order_date";
    const SQL: &'static str = definition!("order_date");
}

/// Revenue by day.
pub(super) struct RevenueDaily<A>(std::marker::PhantomData<A>);

/// Day, channel, country, currency.
type Key = (i32, Arc<str>, Option<Arc<str>>, Arc<str>);

/// Sums that are columns of money, in the order of the columns.
const SUMS: [&str; 8] =
    ["gross", "discounts", "returns", "net", "tax", "shipping", "other", "net_base"];

#[derive(Clone, Default)]
pub(super) struct Measures {
    orders: i64,
    units: Sum,
    money: [Sum; SUMS.len()],
}

impl<A: DateAxis> Definition for RevenueDaily<A> {
    const NAME: &'static str = A::NAME;
    const ABOUT: &'static str = A::ABOUT;
    const SQL: &'static str = A::SQL;
    const FOLLOWS: FactTable = FactTable::OrderLines;
    type Key = Key;
    type Measures = Measures;

    fn schema() -> SchemaRef {
        static SCHEMA: LazyLock<SchemaRef> = LazyLock::new(|| {
            let text = |name: &str, null| Field::new(name, DataType::Utf8View, null);
            let mut fields = vec![
                Field::new("date", DataType::Date32, false),
                text("channel", false),
                text("country", true),
                text("currency", false),
                Field::new("orders", DataType::Int64, true),
                Field::new("units", QUANTITY, true),
            ];
            fields.extend(SUMS.map(|name| Field::new(name, MONEY, true)));
            Arc::new(Schema::new(fields))
        });
        Arc::clone(&SCHEMA)
    }

    fn changes(rows: &RecordBatch, change: &mut dyn FnMut(Key, Measures)) {
        // The columns are those of the fact table's own schema.
        let _ = each_line::<A>(rows, change);
    }

    fn add(sums: &mut Measures, change: Measures) {
        sums.orders += change.orders;
        sums.units.add(change.units);
        for (sum, change) in sums.money.iter_mut().zip(change.money) {
            sum.add(change);
        }
    }

    fn partition(key: &Key) -> i64 {
        key.0.into()
    }

    fn batch(rows: &BTreeMap<Key, Measures>) -> RecordBatch {
        let texts = |column: fn(&Key) -> Option<&str>| -> ArrayRef {
            Arc::new(rows.keys().map(column).collect::<StringViewArray>())
        };
        let mut columns: Vec<ArrayRef> = vec![
            Arc::new(rows.keys().map(|key| Some(key.0)).collect::<Date32Array>()),
            texts(|key| Some(&key.1)),
            texts(|key| key.2.as_deref()),
            texts(|key| Some(&key.3)),
            Arc::new(rows.values().map(|it| Some(it.orders)).collect::<Int64Array>()),
            column(QUANTITY, rows.values().map(|it| it.units)),
        ];
        columns
            .extend((0..SUMS.len()).map(|at| column(MONEY, rows.values().map(|it| it.money[at]))));
        assemble(Self::schema(), columns)
    }
}

fn each_line<A: DateAxis>(rows: &RecordBatch, change: &mut dyn FnMut(Key, Measures)) -> Option<()> {
    let days = rows.column_by_name(A::COLUMN)?.as_primitive_opt::<Date32Type>()?;
    let orders = rows.column_by_name("orders")?.as_primitive_opt::<Int64Type>()?;
    let (channel, country) = (texts(rows, "channel")?, texts(rows, "country")?);
    let (currency, effect) = (texts(rows, "currency")?, texts(rows, "effect")?);
    let kind = texts(rows, "line_kind")?;
    let (quantity, gross) = (decimals(rows, "quantity")?, decimals(rows, "gross")?);
    let (discount, net) = (decimals(rows, "discount")?, decimals(rows, "net")?);
    let (tax, shipping) = (decimals(rows, "tax")?, decimals(rows, "shipping")?);
    let (other, net_base) = (decimals(rows, "other")?, decimals(rows, "net_base")?);
    for row in 0..rows.num_rows() {
        let sold = |value: Option<i128>| {
            Sum::of(if effect.value(row) == "returned" { Some(0) } else { value })
        };
        let returned =
            if effect.value(row) == "returned" { net(row).map(|net| -net) } else { Some(0) };
        let units = if kind.value(row) == "product" { quantity(row) } else { Some(0) };
        let key = (
            days.value(row),
            text(channel, row).unwrap_or_default(),
            text(country, row),
            text(currency, row).unwrap_or_default(),
        );
        let money = [
            sold(gross(row)),
            sold(discount(row)),
            Sum::of(returned),
            Sum::of(net(row)),
            Sum::of(tax(row)),
            Sum::of(shipping(row)),
            Sum::of(other(row)),
            Sum::of(net_base(row)),
        ];
        change(key, Measures { orders: orders.value(row), units: Sum::of(units), money });
    }
    Some(())
}
