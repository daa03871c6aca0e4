//! `to_char` in the zone of the session, by PostgreSQL's templates or by chrono's (`%Y-%m-%d`).

use std::sync::Arc;

use arrow::{
    array::{Array, ArrayRef, AsArray, StringArray},
    compute::cast,
    datatypes::{DataType, TimeUnit, TimestampMicrosecondType},
};
use chrono_tz::Tz;
use datafusion::{
    common::exec_datafusion_err,
    error::DataFusionError,
    functions::datetime,
    logical_expr::{ColumnarValue, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature},
};

use super::{functions::over, shown, template::Template, zone_of};

/// The function.
#[derive(Debug, PartialEq, Eq, Hash)]
pub(super) struct ToChar {
    zone: Tz,
    plain: Arc<ScalarUDF>,
}

impl ToChar {
    pub(super) fn new(zone: Tz) -> Self {
        Self { zone, plain: datetime::to_char() }
    }

    /// What the clocks show, in microseconds.
    fn shown(&self, column: &ArrayRef) -> Result<ArrayRef, DataFusionError> {
        let micros = DataType::Timestamp(TimeUnit::Microsecond, None);
        Ok(cast(&shown(column, self.zone)?, &micros)?)
    }

    fn written(&self, column: &ArrayRef, template: &Template) -> Result<ArrayRef, DataFusionError> {
        let shown = self.shown(column)?;
        let shown = shown.as_primitive::<TimestampMicrosecondType>();
        let write = |row: usize| match shown.is_null(row) {
            true => Ok(None),
            false => {
                let at = shown.value_as_datetime(row);
                let at = at.ok_or_else(|| exec_datafusion_err!("to_char: out of range"))?;
                let text = template.fill(&at);
                text.map(Some).map_err(|_| exec_datafusion_err!("to_char: not to be written"))
            }
        };
        let texts = (0..shown.len()).map(write).collect::<Result<StringArray, _>>()?;
        Ok(Arc::new(texts))
    }
}

impl ScalarUDFImpl for ToChar {
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

    fn invoke_with_args(
        &self,
        mut arguments: ScalarFunctionArgs,
    ) -> Result<ColumnarValue, DataFusionError> {
        use DataType::{Date32, Date64, Timestamp};
        let [value, format] = &arguments.args[..] else {
            return self.plain.invoke_with_args(arguments);
        };
        let format = match format {
            ColumnarValue::Scalar(format) => format.try_as_str().flatten(),
            ColumnarValue::Array(_) => None,
        };
        let data_type = value.data_type();
        if let (Some(format), Date32 | Date64 | Timestamp(..)) =
            (format.filter(|it| !it.contains('%')), &data_type)
        {
            let template = Template::read(format).map_err(|why| exec_datafusion_err!("{why}"))?;
            return over(value, |column| self.written(column, &template));
        }
        if let Timestamp(unit, Some(typed)) = &data_type
            && let Some(zone) = zone_of(typed, self.zone)
        {
            let zoned = Timestamp(*unit, Some(zone.name().into()));
            arguments.args[0] = over(value, |column| Ok(cast(column, &zoned)?))?;
        }
        self.plain.invoke_with_args(arguments)
    }
}
