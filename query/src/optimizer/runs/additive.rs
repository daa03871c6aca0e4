//! Which expressions may be added up before they are evaluated: `f(k, x) + f(k, y) = f(k, x + y)` for
//! every key `k`.

use std::{collections::BTreeSet, sync::Arc};

use datafusion::{
    arrow::datatypes::{DataType, Schema},
    common::ScalarValue,
    logical_expr::Operator,
    physical_expr::{
        PhysicalExpr,
        expressions::{BinaryExpr, CaseExpr, CastExpr, Column, Literal, NegativeExpr},
        utils::collect_columns,
    },
};

/// Columns that an expression reads, by their places in the rows.
#[derive(Debug, Default)]
pub(super) struct Reads {
    /// In which it is additive.
    pub(super) sums: BTreeSet<usize>,
    /// On which it depends in any other way.
    pub(super) keys: BTreeSet<usize>,
}

/// What an expression reads where it is additive; `None` where it is not.
pub(super) fn additive(expression: &Arc<dyn PhysicalExpr>, schema: &Schema) -> Option<Reads> {
    let mut reads = Reads::default();
    reads.add(expression, schema)?;
    reads.sums.is_disjoint(&reads.keys).then_some(reads)
}

/// The places of all columns that an expression reads.
pub(super) fn columns(expression: &Arc<dyn PhysicalExpr>) -> BTreeSet<usize> {
    collect_columns(expression).iter().map(Column::index).collect()
}

impl Reads {
    fn add(&mut self, expression: &Arc<dyn PhysicalExpr>, schema: &Schema) -> Option<()> {
        if let Some(column) = expression.downcast_ref::<Column>() {
            self.sums.insert(column.index());
            return is_summed_exactly(schema.fields().get(column.index())?.data_type());
        }
        if let Some(negative) = expression.downcast_ref::<NegativeExpr>() {
            return self.add(negative.arg(), schema);
        }
        if let Some(cast) = expression.downcast_ref::<CastExpr>() {
            let from = cast.expr().data_type(schema).ok()?;
            widens(&from, cast.cast_type()).then_some(())?;
            return self.add(cast.expr(), schema);
        }
        if let Some(binary) = expression.downcast_ref::<BinaryExpr>() {
            // Where one side is unknown so is the sum, and then the other side does not count either.
            let known = |side: &Arc<dyn PhysicalExpr>| side.nullable(schema).is_ok_and(|may| !may);
            let added = matches!(binary.op(), Operator::Plus | Operator::Minus);
            (added && known(binary.left()) && known(binary.right())).then_some(())?;
            self.add(binary.left(), schema)?;
            return self.add(binary.right(), schema);
        }
        self.add_case(expression.downcast_ref::<CaseExpr>()?, schema)
    }

    /// A choice is additive where keys alone choose, and each outcome is additive or nothing.
    fn add_case(&mut self, case: &CaseExpr, schema: &Schema) -> Option<()> {
        self.keys.extend(case.expr().iter().flat_map(|base| columns(base)));
        let mut outcomes: Vec<_> = case.else_expr().into_iter().collect();
        for (when, then) in case.when_then_expr() {
            self.keys.extend(columns(when));
            outcomes.push(then);
        }
        outcomes.into_iter().try_for_each(|outcome| match is_nothing(outcome) {
            true => Some(()),
            false => self.add(outcome, schema),
        })
    }
}

/// Doubles are not: their sum depends on the order in which they are added.
fn is_summed_exactly(data_type: &DataType) -> Option<()> {
    matches!(data_type, DataType::Int64 | DataType::Decimal128(..)).then_some(())
}

/// Digits of the largest whole number of 64 bits.
const DIGITS_OF_INT64: i16 = 19;

/// Whether every value of a type has the same worth in another.
fn widens(from: &DataType, to: &DataType) -> bool {
    let whole = |digits: u8, scale: i8| i16::from(digits) - i16::from(scale);
    match (from, to) {
        (DataType::Decimal128(digits, scale), DataType::Decimal128(more, finer)) => {
            finer >= scale && whole(*more, *finer) >= whole(*digits, *scale)
        }
        (DataType::Int64, DataType::Decimal128(digits, scale)) => {
            *scale >= 0 && whole(*digits, *scale) >= DIGITS_OF_INT64
        }
        _ => from == to,
    }
}

fn is_nothing(expression: &Arc<dyn PhysicalExpr>) -> bool {
    let Some(literal) = expression.downcast_ref::<Literal>() else { return false };
    let value = literal.value();
    let zero = ScalarValue::new_zero(&value.data_type());
    value.is_null() || zero.is_ok_and(|zero| zero == *value)
}
