//! Signed sums as SQL's `sum` has them.

use std::sync::Arc;

use arrow::{
    array::{Array, ArrayRef, AsArray, Decimal128Builder, RecordBatch, StringViewArray},
    datatypes::{DataType, Decimal128Type},
};

/// A sum of a decimal column, in units of its last place.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Sum {
    pub(super) scaled: i128,
    /// Rows that had a value: the sum of none is null.
    pub(super) rows: u64,
}

impl Sum {
    pub(super) fn of(scaled: Option<i128>) -> Self {
        Self { scaled: scaled.unwrap_or(0), rows: u64::from(scaled.is_some()) }
    }

    pub(super) fn add(&mut self, other: Self) {
        self.scaled += other.scaled;
        self.rows += other.rows;
    }

    fn value(self) -> Option<i128> {
        (self.rows > 0).then_some(self.scaled)
    }
}

/// The type of the sum of a column of money.
pub(super) const MONEY: DataType = DataType::Decimal128(30, 6);
/// The type of the sum of a column of quantities.
pub(super) const QUANTITY: DataType = DataType::Decimal128(26, 4);

/// A column of sums.
pub(super) fn column(data_type: DataType, sums: impl Iterator<Item = Sum>) -> ArrayRef {
    let mut builder = Decimal128Builder::new().with_data_type(data_type);
    sums.for_each(|sum| builder.append_option(sum.value()));
    Arc::new(builder.finish())
}

/// A text column of a batch of rows.
pub(super) fn texts<'a>(rows: &'a RecordBatch, name: &str) -> Option<&'a StringViewArray> {
    rows.column_by_name(name)?.as_string_view_opt()
}

/// Reads a decimal column of a batch of rows.
pub(super) fn decimals<'a>(
    rows: &'a RecordBatch,
    name: &str,
) -> Option<impl Fn(usize) -> Option<i128> + use<'a>> {
    let column = rows.column_by_name(name)?.as_primitive_opt::<Decimal128Type>()?;
    Some(move |row: usize| (!column.is_null(row)).then(|| column.value(row)))
}

/// The text of a cell, or `None` where it is null.
pub(super) fn text(column: &StringViewArray, row: usize) -> Option<Arc<str>> {
    (!column.is_null(row)).then(|| column.value(row).into())
}
