//! How a Rust value becomes a cell of an Arrow column.

use std::sync::Arc;

use arrow::{
    array::{
        ArrayRef, BooleanBuilder, Date32Builder, Decimal128Builder, Int64Builder,
        StringViewBuilder, TimestampMicrosecondBuilder,
    },
    datatypes::{DataType, TimeUnit},
};

use crate::{
    amount::{Money, Quantity},
    identity::Lsn,
    time::{Day, Instant},
};

/// A value that has a column type.
pub(super) trait Cell: Sized {
    /// Whether a cell may be null.
    const NULLABLE: bool = false;
    /// The column's type.
    fn data_type() -> DataType;
    /// The column of these cells.
    fn column<'a>(cells: impl Iterator<Item = Option<&'a Self>>) -> ArrayRef
    where
        Self: 'a;
}

impl<T: Cell> Cell for Option<T> {
    const NULLABLE: bool = true;
    fn data_type() -> DataType {
        T::data_type()
    }
    fn column<'a>(cells: impl Iterator<Item = Option<&'a Self>>) -> ArrayRef
    where
        Self: 'a,
    {
        T::column(cells.map(|cell| cell.and_then(Option::as_ref)))
    }
}

macro_rules! cells {
    ($($type:ty => $data_type:expr, $builder:expr, $value:expr;)+) => {$(
        impl Cell for $type {
            fn data_type() -> DataType {
                $data_type
            }
            fn column<'a>(cells: impl Iterator<Item = Option<&'a Self>>) -> ArrayRef {
                let mut builder = $builder;
                let value: fn(&$type) -> _ = $value;
                for cell in cells {
                    builder.append_option(cell.map(value));
                }
                Arc::new(builder.finish())
            }
        }
    )+};
}

fn utc() -> DataType {
    DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into()))
}

cells! {
    Lsn => DataType::Int64, Int64Builder::new(), |lsn| i64::try_from(lsn.0).unwrap_or(i64::MAX);
    i64 => DataType::Int64, Int64Builder::new(), |number| *number;
    bool => DataType::Boolean, BooleanBuilder::new(), |truth| *truth;
    Day => DataType::Date32, Date32Builder::new(), |day| day.0;
    Instant => utc(), TimestampMicrosecondBuilder::new().with_data_type(utc()), |at| at.0;
    Quantity => DataType::Decimal128(16, 4), Decimal128Builder::new().with_data_type(DataType::Decimal128(16, 4)), |quantity| quantity.scaled();
    Money => DataType::Decimal128(20, 6), Decimal128Builder::new().with_data_type(DataType::Decimal128(20, 6)), |money| money.scaled();
}

macro_rules! text_cells {
    ($($type:ty: $text:expr;)+) => {$(
        impl Cell for $type {
            fn data_type() -> DataType {
                DataType::Utf8View
            }
            fn column<'a>(cells: impl Iterator<Item = Option<&'a Self>>) -> ArrayRef
            where
                Self: 'a,
            {
                let text: fn(&$type) -> &str = $text;
                let mut builder = StringViewBuilder::new();
                for cell in cells {
                    builder.append_option(cell.map(text));
                }
                Arc::new(builder.finish())
            }
        }
    )+};
}

use crate::{
    event::{LineKind, StockPolicy},
    facts::{LineEffect, Movement, PaymentKind},
    identity::{
        Channel, Country, Currency, CustomerId, EventId, LineId, OrderId, PaymentId, Sku, Source,
        WarehouseId,
    },
    state::OrderStatus,
};

text_cells! {
    String: |text| text;
    Arc<str>: |text| text;
    EventId: |name| name.as_str();
    Source: |name| name.as_str();
    OrderId: |name| name.as_str();
    LineId: |name| name.as_str();
    Sku: |name| name.as_str();
    Channel: |name| name.as_str();
    Country: |name| name.as_str();
    CustomerId: |name| name.as_str();
    WarehouseId: |name| name.as_str();
    PaymentId: |name| name.as_str();
    Currency: |name| name.as_str();
    LineKind: |kind| kind.as_str();
    LineEffect: |effect| effect.as_str();
    Movement: |movement| movement.as_str();
    PaymentKind: |kind| kind.as_str();
    OrderStatus: |status| status.as_str();
    StockPolicy: |policy| policy.as_str();
}
