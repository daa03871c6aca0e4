//! `INTERVAL '1 day' * 3`: an interval several times, or a part of one.

use std::sync::Arc;

use arrow::{
    array::{Array, AsArray, IntervalMonthDayNanoArray},
    compute::cast,
    datatypes::{
        DataType, Float64Type, IntervalMonthDayNano, IntervalMonthDayNanoType, IntervalUnit,
    },
};
use datafusion::{
    common::{exec_datafusion_err, exec_err},
    error::DataFusionError,
    logical_expr::{ColumnarValue, ScalarFunctionArgs, ScalarUDFImpl, Signature, Volatility},
};

const INTERVAL: DataType = DataType::Interval(IntervalUnit::MonthDayNano);
const DAYS_A_MONTH: f64 = 30.0;
const NANOS_A_DAY: i64 = 86_400_000_000_000;

/// `interval_times(interval, number)`.
#[derive(Debug, PartialEq, Eq, Hash)]
pub(super) struct Times {
    signature: Signature,
}

impl Times {
    pub(super) fn new() -> Self {
        Self { signature: Signature::any(2, Volatility::Immutable) }
    }
}

impl ScalarUDFImpl for Times {
    fn name(&self) -> &'static str {
        "interval_times"
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, kinds: &[DataType]) -> Result<DataType, DataFusionError> {
        match kinds {
            [DataType::Interval(_), number] if number.is_numeric() || number.is_null() => {
                Ok(INTERVAL)
            }
            [interval, number] => {
                exec_err!("expected an interval times a number, got {interval} times {number}")
            }
            _ => exec_err!("interval_times: expected an interval and a number"),
        }
    }

    fn invoke_with_args(
        &self,
        arguments: ScalarFunctionArgs,
    ) -> Result<ColumnarValue, DataFusionError> {
        let columns = ColumnarValue::values_to_arrays(&arguments.args)?;
        let intervals = cast(&columns[0], &INTERVAL)?;
        let intervals = intervals.as_primitive::<IntervalMonthDayNanoType>();
        let factors = cast(&columns[1], &DataType::Float64)?;
        let factors = factors.as_primitive::<Float64Type>();
        let product = |row| {
            if intervals.is_null(row) || factors.is_null(row) {
                return Ok(None);
            }
            let (interval, factor) = (intervals.value(row), factors.value(row));
            let product = times(interval, factor);
            let too_long = || exec_datafusion_err!("an interval times {factor} is too long");
            product.map(Some).ok_or_else(too_long)
        };
        let products = (0..intervals.len()).map(product);
        let products = products.collect::<Result<IntervalMonthDayNanoArray, DataFusionError>>()?;
        Ok(ColumnarValue::Array(Arc::new(products)))
    }
}

/// What is left of months goes into days, thirty to the month, and what is left of days into time,
/// as in PostgreSQL; `None` where it has no room.
pub(super) fn times(interval: IntervalMonthDayNano, factor: f64) -> Option<IntervalMonthDayNano> {
    let months = f64::from(interval.months) * factor;
    let of_months = (months - months.trunc()) * DAYS_A_MONTH;
    let days = f64::from(interval.days) * factor;
    let of_days = (days - days.trunc()) + (of_months - of_months.trunc());
    let whole_days = days.trunc() + of_months.trunc() + of_days.trunc();
    let nanos = ((of_days - of_days.trunc()) * NANOS_A_DAY as f64).round() as i64;
    // A hundred days times 0.29 are a hair less than 29; what rounds to a day is one.
    let (carried, nanos) = (nanos / NANOS_A_DAY, nanos % NANOS_A_DAY);
    let time = interval.nanoseconds as f64 * factor;
    let exact = interval.nanoseconds.checked_mul(factor as i64).filter(|_| factor.fract() == 0.0);
    let time = match exact {
        Some(exact) => exact,
        None => whole(time, i64::MAX as f64)?,
    };
    Some(IntervalMonthDayNano::new(
        i32::try_from(whole(months.trunc(), f64::from(i32::MAX))?).ok()?,
        i32::try_from(whole(whole_days, f64::from(i32::MAX))? + carried).ok()?,
        time.checked_add(nanos)?,
    ))
}

/// A whole number near this one, where it is no larger than the most.
fn whole(number: f64, most: f64) -> Option<i64> {
    (number.abs() < most).then(|| number.round() as i64)
}
