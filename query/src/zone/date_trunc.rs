//! `date_trunc` in the zone of the session.

use std::sync::Arc;

use arrow::{
    array::{ArrayRef, Int64Array},
    compute::cast,
    datatypes::{DataType, Field, FieldRef},
};
use chrono_tz::Tz;
use datafusion::{
    common::ScalarValue,
    error::DataFusionError,
    functions::datetime,
    logical_expr::{
        ColumnarValue, ReturnFieldArgs, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature,
    },
};

use super::{
    functions::{each, local_time, numbers, over},
    offsets::Offsets,
    zone_of,
};

/// What is cut to these begins at a time of the clock; an hour or less begins so much before the
/// instant, since clocks show some hours twice.
const OF_THE_CALENDAR: [&str; 5] = ["day", "week", "month", "quarter", "year"];

/// The function: an instant is cut by the clocks of its zone, everything else as it is.
#[derive(Debug, PartialEq, Eq, Hash)]
pub(super) struct DateTrunc {
    zone: Tz,
    plain: Arc<ScalarUDF>,
}

impl DateTrunc {
    pub(super) fn new(zone: Tz) -> Self {
        Self { zone, plain: datetime::date_trunc() }
    }

    fn zone_of(&self, data_type: &DataType) -> Option<Tz> {
        match data_type {
            DataType::Timestamp(_, Some(typed)) => zone_of(typed, self.zone),
            _ => None,
        }
    }

    fn cut(
        &self,
        column: &ArrayRef,
        zone: Tz,
        unit: &str,
        arguments: &ScalarFunctionArgs,
    ) -> Result<ArrayRef, DataFusionError> {
        let local = local_time(column, zone)?;
        let mut plain = arguments.clone();
        plain.number_rows = local.len();
        plain.args[1] = ColumnarValue::Array(Arc::clone(&local));
        let begins = self.plain.invoke_with_args(plain)?.into_array(local.len())?;
        let begins = match OF_THE_CALENDAR.contains(&unit) {
            true => calendar(&begins, zone)?,
            false => clock(column, &begins, zone)?,
        };
        let (_, unit) = numbers(column)?;
        Ok(cast(&begins, &DataType::Timestamp(unit, Some(zone.name().into())))?)
    }
}

fn calendar(begins: &ArrayRef, zone: Tz) -> Result<Int64Array, DataFusionError> {
    let (begins, unit) = numbers(begins)?;
    let mut offsets = Offsets::new(zone, unit);
    Ok(each(&begins, |local| offsets.instant(local)))
}

fn clock(column: &ArrayRef, begins: &ArrayRef, zone: Tz) -> Result<Int64Array, DataFusionError> {
    let (instants, unit) = numbers(column)?;
    let (begins, _) = numbers(begins)?;
    let mut offsets = Offsets::new(zone, unit);
    let mut begins = begins.values().iter();
    Ok(each(&instants, |instant| {
        let offset = offsets.at(instant);
        let begin = begins.next().map_or(instant, |local| local.saturating_sub(offset));
        match offsets.at(begin) == offset {
            true => begin,
            false => offsets.changed(begin, instant),
        }
    }))
}

impl ScalarUDFImpl for DateTrunc {
    fn name(&self) -> &str {
        self.plain.name()
    }

    fn aliases(&self) -> &[String] {
        self.plain.aliases()
    }

    fn signature(&self) -> &Signature {
        self.plain.signature()
    }

    fn return_type(&self, arguments: &[DataType]) -> Result<DataType, DataFusionError> {
        self.plain.inner().return_type(arguments)
    }

    fn return_field_from_args(
        &self,
        arguments: ReturnFieldArgs<'_>,
    ) -> Result<FieldRef, DataFusionError> {
        let field = self.plain.return_field_from_args(arguments)?;
        let (DataType::Timestamp(unit, _), Some(zone)) =
            (field.data_type(), self.zone_of(field.data_type()))
        else {
            return Ok(field);
        };
        let data_type = DataType::Timestamp(*unit, Some(zone.name().into()));
        Ok(Arc::new(Field::new(field.name(), data_type, field.is_nullable())))
    }

    fn invoke_with_args(
        &self,
        arguments: ScalarFunctionArgs,
    ) -> Result<ColumnarValue, DataFusionError> {
        let [ColumnarValue::Scalar(unit), value] = &arguments.args[..] else {
            return self.plain.invoke_with_args(arguments);
        };
        let (Some(zone), Some(unit)) = (self.zone_of(&value.data_type()), text(unit)) else {
            return self.plain.invoke_with_args(arguments);
        };
        over(value, |column| self.cut(column, zone, &unit.to_lowercase(), &arguments))
    }
}

fn text(value: &ScalarValue) -> Option<&str> {
    value.try_as_str().flatten()
}
