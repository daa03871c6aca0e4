//! Functions that the rule puts into plans: what clocks show at an instant, and when they do.

use std::sync::Arc;

use arrow::{
    array::{Array, ArrayRef, AsArray, Date32Array, Int64Array, StringArray},
    compute::cast,
    datatypes::{DataType, Field, FieldRef, Int64Type, TimeUnit},
};
use chrono_tz::Tz;
use datafusion::{
    common::{ScalarValue, exec_err, internal_err},
    error::DataFusionError,
    logical_expr::{
        ColumnarValue, Expr, ReturnFieldArgs, ScalarFunctionArgs, ScalarUDFImpl, Signature,
        Volatility, interval_arithmetic::Interval, preimage::PreimageResult,
        simplify::SimplifyContext,
    },
};

use super::{STORED, offsets::Offsets};

/// What a function makes of its argument.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Turned {
    /// An instant into the time that the clocks show.
    LocalTime,
    /// An instant into the day that the calendar shows.
    LocalDate,
    /// A time, day or text into the first instant at which it is shown. A text may name its own
    /// offset.
    Instant(TimeUnit),
}

/// One of these functions, in a zone.
#[derive(Debug, PartialEq, Eq, Hash)]
pub(super) struct Clock {
    zone: Tz,
    turned: Turned,
    signature: Signature,
}

impl Clock {
    pub(super) fn new(zone: Tz, turned: Turned) -> Self {
        Self { zone, turned, signature: Signature::any(1, Volatility::Immutable) }
    }

    fn turn(&self, column: &ArrayRef) -> Result<ArrayRef, DataFusionError> {
        match self.turned {
            Turned::LocalTime => local_time(column, self.zone),
            Turned::LocalDate => local_date(column, self.zone),
            Turned::Instant(unit) => instants(column, unit, self.zone),
        }
    }
}

impl ScalarUDFImpl for Clock {
    fn name(&self) -> &str {
        match self.turned {
            Turned::LocalTime => "clock_time",
            Turned::LocalDate => "clock_date",
            Turned::Instant(_) => "clock_instant",
        }
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, arguments: &[DataType]) -> Result<DataType, DataFusionError> {
        Ok(match (self.turned, arguments) {
            (Turned::LocalTime, [DataType::Timestamp(unit, _)]) => DataType::Timestamp(*unit, None),
            (Turned::LocalDate, _) => DataType::Date32,
            (Turned::Instant(unit), _) => stored(unit),
            _ => return internal_err!("{} of what is no instant", self.name()),
        })
    }

    fn return_field_from_args(
        &self,
        arguments: ReturnFieldArgs<'_>,
    ) -> Result<FieldRef, DataFusionError> {
        let [field] = arguments.arg_fields else { return internal_err!("one argument") };
        let data_type = self.return_type(&[field.data_type().clone()])?;
        Ok(Arc::new(Field::new(self.name(), data_type, field.is_nullable())))
    }

    fn invoke_with_args(
        &self,
        arguments: ScalarFunctionArgs,
    ) -> Result<ColumnarValue, DataFusionError> {
        let [value] = &arguments.args[..] else { return internal_err!("one argument") };
        over(value, |column| self.turn(column))
    }

    /// The instants of a day, so that files that have none of them are passed over.
    fn preimage(
        &self,
        arguments: &[Expr],
        literal: &Expr,
        context: &SimplifyContext,
    ) -> Result<PreimageResult, DataFusionError> {
        let (Turned::LocalDate, [expression]) = (self.turned, arguments) else {
            return Ok(PreimageResult::None);
        };
        let Some(ScalarValue::Date32(Some(day))) = literal.as_literal() else {
            return Ok(PreimageResult::None);
        };
        let kind = context.get_data_type(expression)?;
        let bound = |day: i32| {
            let days: ArrayRef = Arc::new(Date32Array::from(vec![day]));
            let DataType::Timestamp(unit, _) = kind else { return internal_err!("no instant") };
            ScalarValue::try_from_array(&instants(&days, unit, self.zone)?, 0)?.cast_to(&kind)
        };
        let Some(next) = day.checked_add(1) else { return Ok(PreimageResult::None) };
        let interval = Box::new(Interval::try_new(bound(*day)?, bound(next)?)?);
        Ok(PreimageResult::Range { expr: expression.clone(), interval })
    }
}

/// The type of stored instants.
fn stored(unit: TimeUnit) -> DataType {
    DataType::Timestamp(unit, Some(STORED.into()))
}

/// Turns a column, or a value as a column of one row.
pub(super) fn over(
    value: &ColumnarValue,
    turn: impl Fn(&ArrayRef) -> Result<ArrayRef, DataFusionError>,
) -> Result<ColumnarValue, DataFusionError> {
    match value {
        ColumnarValue::Array(column) => Ok(ColumnarValue::Array(turn(column)?)),
        ColumnarValue::Scalar(value) => {
            let column = turn(&value.to_array()?)?;
            Ok(ColumnarValue::Scalar(ScalarValue::try_from_array(&column, 0)?))
        }
    }
}

/// The whole numbers of a column of times, and their unit.
pub(super) fn numbers(column: &ArrayRef) -> Result<(Int64Array, TimeUnit), DataFusionError> {
    let DataType::Timestamp(unit, _) = column.data_type() else {
        return exec_err!("expected an instant, got {}", column.data_type());
    };
    let numbers = cast(column, &DataType::Int64)?;
    Ok((numbers.as_primitive::<Int64Type>().clone(), *unit))
}

/// A column in which each number is turned into another.
pub(super) fn each(numbers: &Int64Array, turn: impl FnMut(i64) -> i64) -> Int64Array {
    let turned: Vec<i64> = numbers.values().iter().copied().map(turn).collect();
    Int64Array::new(turned.into(), numbers.nulls().cloned())
}

/// What the clocks of a zone show.
pub(super) fn local_time(column: &ArrayRef, zone: Tz) -> Result<ArrayRef, DataFusionError> {
    let (numbers, unit) = numbers(column)?;
    let mut offsets = Offsets::new(zone, unit);
    let local = each(&numbers, |instant| offsets.local(instant));
    Ok(cast(&local, &DataType::Timestamp(unit, None))?)
}

fn local_date(column: &ArrayRef, zone: Tz) -> Result<ArrayRef, DataFusionError> {
    Ok(cast(&local_time(column, zone)?, &DataType::Date32)?)
}

/// When the clocks of a zone first show what a column holds.
fn instants(column: &ArrayRef, unit: TimeUnit, zone: Tz) -> Result<ArrayRef, DataFusionError> {
    let mut offsets = Offsets::new(zone, unit);
    let found = match column.data_type() {
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => {
            of_texts(column, unit, &mut offsets)?
        }
        _ => {
            let local = cast(column, &DataType::Timestamp(unit, None))?;
            each(&numbers(&local)?.0, |local| offsets.instant(local))
        }
    };
    Ok(cast(&found, &stored(unit))?)
}

/// PostgreSQL reads `2026-03-01 10:00` too, which the engine does not.
fn to_the_second(texts: &ArrayRef) -> Result<StringArray, DataFusionError> {
    let texts = cast(texts, &DataType::Utf8)?;
    let whole = |text: &str| match text.len() {
        16 if text.contains(':') => format!("{text}:00"),
        _ => text.to_owned(),
    };
    Ok(texts.as_string::<i32>().iter().map(|text| text.map(whole)).collect())
}

/// A text that names its offset is the same instant whatever zone it is read in.
fn of_texts(
    texts: &ArrayRef,
    unit: TimeUnit,
    offsets: &mut Offsets,
) -> Result<Int64Array, DataFusionError> {
    let strict = arrow::compute::CastOptions { safe: false, ..Default::default() };
    let texts: ArrayRef = Arc::new(to_the_second(texts)?);
    let read = |zone: &str| {
        let wanted = DataType::Timestamp(unit, Some(zone.into()));
        numbers(&arrow::compute::cast_with_options(&texts, &wanted, &strict)?)
    };
    let (here, (there, _)) = (read("+00:00")?.0, read("+01:00")?);
    let pairs = here.values().iter().zip(there.values());
    let found: Vec<i64> = pairs
        .map(|(here, there)| if here == there { *here } else { offsets.instant(*here) })
        .collect();
    Ok(Int64Array::new(found.into(), here.nulls().cloned()))
}
