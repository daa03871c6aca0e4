//! `age(later, earlier)`: years, months, days and time between two instants, as a calendar counts.

use std::sync::Arc;

use arrow::{
    array::{Array, ArrayRef, AsArray, IntervalMonthDayNanoArray},
    compute::cast,
    datatypes::{DataType, IntervalMonthDayNano, IntervalUnit, TimeUnit, TimestampMicrosecondType},
};
use chrono::{Datelike, NaiveDateTime, Timelike};
use chrono_tz::Tz;
use datafusion::{
    common::exec_err,
    error::DataFusionError,
    logical_expr::{ColumnarValue, ScalarFunctionArgs, ScalarUDFImpl, Signature, Volatility},
};

use crate::zone::shown;

/// The function. Instants are read from the clocks of the session's zone.
#[derive(Debug, PartialEq, Eq, Hash)]
pub(super) struct Age {
    zone: Tz,
    signature: Signature,
}

impl Age {
    pub(super) fn new(zone: Tz) -> Self {
        Self { zone, signature: Signature::any(2, Volatility::Immutable) }
    }
}

impl ScalarUDFImpl for Age {
    fn name(&self) -> &'static str {
        "age"
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, kinds: &[DataType]) -> Result<DataType, DataFusionError> {
        for kind in kinds {
            if !matches!(kind, DataType::Timestamp(..) | DataType::Date32 | DataType::Null) {
                return exec_err!("age: expected dates or timestamps, got {kind}");
            }
        }
        Ok(DataType::Interval(IntervalUnit::MonthDayNano))
    }

    fn invoke_with_args(
        &self,
        arguments: ScalarFunctionArgs,
    ) -> Result<ColumnarValue, DataFusionError> {
        let columns = ColumnarValue::values_to_arrays(&arguments.args)?;
        let micros = DataType::Timestamp(TimeUnit::Microsecond, None);
        let time = |column: &ArrayRef| {
            Ok::<_, DataFusionError>(cast(&shown(column, self.zone)?, &micros)?)
        };
        let (later, earlier) = (time(&columns[0])?, time(&columns[1])?);
        let later = later.as_primitive::<TimestampMicrosecondType>();
        let earlier = earlier.as_primitive::<TimestampMicrosecondType>();
        let at = |column: &arrow::array::TimestampMicrosecondArray, row| {
            column.is_valid(row).then(|| column.value_as_datetime(row)).flatten()
        };
        let ages: IntervalMonthDayNanoArray =
            (0..later.len()).map(|row| Some(between(at(later, row)?, at(earlier, row)?))).collect();
        Ok(ColumnarValue::Array(Arc::new(ages)))
    }
}

/// Months, days and time from one to the other; all negative where the first is the earlier.
pub(super) fn between(later: NaiveDateTime, earlier: NaiveDateTime) -> IntervalMonthDayNano {
    if later < earlier {
        let IntervalMonthDayNano { months, days, nanoseconds } = between(earlier, later);
        return IntervalMonthDayNano::new(-months, -days, -nanoseconds);
    }
    let months = |at: &NaiveDateTime| at.year() * 12 + at.month0().cast_signed();
    let mut months_between = months(&later) - months(&earlier);
    let mut days = later.day().cast_signed() - earlier.day().cast_signed();
    let mut nanos = nanos_of_day(&later) - nanos_of_day(&earlier);
    if nanos < 0 {
        nanos += 86_400_000_000_000;
        days -= 1;
    }
    if days < 0 {
        // As PostgreSQL has it, the month that is begun has the days of the earlier one.
        days += i32::from(earlier.date().num_days_in_month());
        months_between -= 1;
    }
    IntervalMonthDayNano::new(months_between, days, nanos)
}

fn nanos_of_day(at: &NaiveDateTime) -> i64 {
    i64::from(at.num_seconds_from_midnight()) * 1_000_000_000 + i64::from(at.nanosecond())
}
