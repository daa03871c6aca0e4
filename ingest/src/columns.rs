//! From rows of Rust values to Arrow columns: a row type is its table, field by field.

use std::sync::Arc;

use arrow::{
    array::{
        ArrayRef, BooleanBuilder, Date32Builder, Decimal128Builder, Float64Builder, Int64Builder,
        RecordBatch, StringViewBuilder, TimestampMicrosecondBuilder,
    },
    datatypes::{DataType, SchemaRef, TimeUnit},
};

use crate::{
    amount::{Money, Quantity},
    identity::Lsn,
    time::{Day, Instant},
};

/// A row type that is a table: its fields are the columns, in order.
pub trait TableRow: Sized {
    /// The columns.
    fn schema() -> SchemaRef;
    /// The rows as one Arrow batch.
    fn batch(rows: &[Self]) -> RecordBatch;
    /// What each column holds, in their order, as the fields' documentation says it.
    fn columns_about() -> &'static [&'static str];
}

/// Makes a struct a [`TableRow`].
#[macro_export]
macro_rules! table_row {
    ($(#[$attribute:meta])+ $name:ident { $($(#[doc = $about:literal])+ $field:ident: $type:ty,)+ }) => {
        $(#[$attribute])+
        pub struct $name {
            $($(#[doc = $about])+ pub $field: $type,)+
        }

        impl $crate::columns::TableRow for $name {
            fn schema() -> arrow::datatypes::SchemaRef {
                static SCHEMA: std::sync::LazyLock<arrow::datatypes::SchemaRef> =
                    std::sync::LazyLock::new(|| {
                        std::sync::Arc::new(arrow::datatypes::Schema::new(vec![
                            $(arrow::datatypes::Field::new(
                                stringify!($field),
                                <$type as $crate::columns::Cell>::data_type(),
                                <$type as $crate::columns::Cell>::NULLABLE,
                            ),)+
                        ]))
                    });
                std::sync::Arc::clone(&SCHEMA)
            }

            fn batch(rows: &[Self]) -> arrow::array::RecordBatch {
                let columns = vec![
                    $(<$type as $crate::columns::Cell>::column(
                        rows.iter().map(|row| Some(&row.$field)),
                    ),)+
                ];
                $crate::columns::assemble(Self::schema(), columns)
            }

            fn columns_about() -> &'static [&'static str] {
                const { &[$(concat!($($about),+).trim_ascii(),)+] }
            }
        }
    };
}

/// Columns that were made from one list of fields always fit the schema made from the same list;
/// were it otherwise, an empty batch would be a loud error in every reader's schema check.
#[must_use]
pub fn assemble(schema: SchemaRef, columns: Vec<ArrayRef>) -> RecordBatch {
    RecordBatch::try_new(Arc::clone(&schema), columns)
        .unwrap_or_else(|_| RecordBatch::new_empty(schema))
}

/// A value that has a column type.
pub trait Cell: Sized {
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
    f64 => DataType::Float64, Float64Builder::new(), |number| *number;
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
    event::{LineKind, StockPolicy, Unavailable},
    facts::{LineEffect, Movement, PaymentKind},
    identity::{
        Bin, CarrierId, Channel, Country, Currency, CustomerId, EventId, LineId, Lot, OrderId,
        PaymentId, PurchaseOrderId, Sku, Source, SupplierId, WarehouseId,
    },
    state::{
        BillingStatus, FulfilmentStatus, OrderStatus, PaymentStatus, PurchaseStatus, ReturnStatus,
    },
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
    PaymentStatus: |status| status.as_str();
    FulfilmentStatus: |status| status.as_str();
    ReturnStatus: |status| status.as_str();
    StockPolicy: |policy| policy.as_str();
    Unavailable: |reason| reason.as_str();
    Bin: |name| name.as_str();
    Lot: |name| name.as_str();
    PurchaseOrderId: |name| name.as_str();
    SupplierId: |name| name.as_str();
    CarrierId: |name| name.as_str();
    PurchaseStatus: |status| status.as_str();
    BillingStatus: |status| status.as_str();
}
