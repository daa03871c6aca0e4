//! Values for the placeholders of a query, typed by what the place in the query wants.

use std::collections::{BTreeMap, HashMap};

use arrow::datatypes::{DataType, TimeUnit};
use chrono::{DateTime, NaiveDate, Utc};
use datafusion::{
    common::{ParamValues, ScalarValue},
    logical_expr::LogicalPlan,
};
use rust_decimal::Decimal;
use serde_json::Value;

use crate::QueryError;

/// A value for a placeholder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Parameter {
    /// No value.
    Null,
    /// True or false.
    Boolean(bool),
    /// A whole number.
    Integer(i64),
    /// A decimal number, as text, so that no digit is lost.
    Decimal(String),
    /// A text; where the query wants another type there, it is read as that.
    Text(String),
    /// A calendar day.
    Date(NaiveDate),
    /// An instant.
    Instant(DateTime<Utc>),
}

/// Values for all placeholders of a query.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Parameters {
    /// The query has no placeholders.
    #[default]
    None,
    /// For `$1`, `$2` and so on.
    Positional(Vec<Parameter>),
    /// For `$name`.
    Named(BTreeMap<String, Parameter>),
}

impl Parameter {
    /// Reads a value as JSON has it: null, true, a number, a text, or an object
    /// `{"type": "date", "value": "2026-03-01"}` whose type is `text`, `boolean`, `integer`,
    /// `decimal`, `date` or `timestamp`.
    ///
    /// # Errors
    /// [`QueryError::Invalid`] where it is none of these.
    pub fn from_json(value: &Value) -> Result<Self, QueryError> {
        match value {
            Value::Null => Ok(Self::Null),
            Value::Bool(value) => Ok(Self::Boolean(*value)),
            Value::Number(number) => match number.as_i64() {
                Some(whole) => Ok(Self::Integer(whole)),
                None => Self::typed("decimal", &number.to_string()),
            },
            Value::String(text) => Ok(Self::Text(text.clone())),
            Value::Object(object) => Self::from_object(object),
            Value::Array(_) => Err(wrong("expected one value, got a list")),
        }
    }

    fn from_object(object: &serde_json::Map<String, Value>) -> Result<Self, QueryError> {
        let kind = object.get("type").and_then(Value::as_str);
        let kind = kind.ok_or_else(|| wrong("expected {\"type\": …, \"value\": …}"))?;
        match object.get("value") {
            None | Some(Value::Null) => Ok(Self::Null),
            Some(Value::String(text)) => Self::typed(kind, text),
            Some(other) => Self::typed(kind, &other.to_string()),
        }
    }

    /// Reads a text as a value of a named type; see [`Parameter::from_json`] for the types.
    ///
    /// # Errors
    /// [`QueryError::Invalid`] where the text is no such value, or there is no such type.
    pub fn typed(kind: &str, text: &str) -> Result<Self, QueryError> {
        let unfit = || wrong(format!("\"{text}\" is no {kind}"));
        match kind {
            "text" => Ok(Self::Text(text.to_owned())),
            "boolean" => text.parse().map(Self::Boolean).map_err(|_| unfit()),
            "integer" => text.parse().map(Self::Integer).map_err(|_| unfit()),
            "decimal" => {
                let exact =
                    Decimal::from_str_exact(text).or_else(|_| Decimal::from_scientific(text));
                exact.map(|it| Self::Decimal(it.to_string())).map_err(|_| unfit())
            }
            "date" => text.parse().map(Self::Date).map_err(|_| unfit()),
            "timestamp" => {
                let at = DateTime::parse_from_rfc3339(text).map_err(|_| unfit())?;
                Ok(Self::Instant(at.to_utc()))
            }
            _ => Err(wrong(format!(
                "unknown type \"{kind}\"; known: text, boolean, integer, decimal, date, timestamp"
            ))),
        }
    }

    fn scalar(&self, wanted: Option<&DataType>) -> Result<ScalarValue, String> {
        let own = match self {
            Self::Null => ScalarValue::Null,
            Self::Boolean(value) => ScalarValue::Boolean(Some(*value)),
            Self::Integer(value) => ScalarValue::Int64(Some(*value)),
            Self::Decimal(text) => decimal(text)?,
            Self::Text(text) => ScalarValue::Utf8(Some(text.clone())),
            Self::Date(day) => ScalarValue::Date32(Some(marea_ingest::time::Day::from(*day).0)),
            Self::Instant(at) => {
                ScalarValue::TimestampMicrosecond(Some(at.timestamp_micros()), Some("UTC".into()))
            }
        };
        match wanted {
            None | Some(DataType::Null) => Ok(own),
            // A number is compared as the number it is: cast to the column's scale it would be
            // rounded, and a query for 9.999 would find 10.00.
            Some(wanted) if wanted.is_numeric() && own.data_type().is_numeric() => Ok(own),
            Some(wanted) => {
                let cast = own.cast_to(wanted).map_err(|_| self.unlike(wanted))?;
                // Which instant a date or text is depends on the zone of the session, which the
                // plan knows: here it is only seen to be one.
                let is_instant = matches!(wanted, DataType::Timestamp(_, Some(_)));
                let is_local = matches!(self, Self::Date(_) | Self::Text(_));
                Ok(if is_instant && is_local { own } else { cast })
            }
        }
    }

    fn unlike(&self, wanted: &DataType) -> String {
        let kind = match wanted {
            DataType::Date32 | DataType::Date64 => "a date, as 2026-03-01",
            DataType::Timestamp(..) => "an instant, as 2026-03-01T10:00:00Z",
            DataType::Boolean => "true or false",
            wanted if wanted.is_numeric() => "a number",
            _ => return format!("{self:?} cannot be read as {wanted}"),
        };
        match self {
            Self::Text(text) => format!("expected {kind}, got \"{text}\""),
            other => format!("expected {kind}, got {other:?}"),
        }
    }
}

fn decimal(text: &str) -> Result<ScalarValue, String> {
    let exact: Decimal = text.parse().map_err(|_| format!("\"{text}\" is no decimal"))?;
    let scale = i8::try_from(exact.scale()).unwrap_or(i8::MAX);
    Ok(ScalarValue::Decimal128(Some(exact.mantissa()), 38, scale))
}

fn wrong(message: impl Into<String>) -> QueryError {
    QueryError::invalid(format!("parameter: {}", message.into()))
}

/// Puts the values in the places of a plan.
pub(crate) fn bind(plan: LogicalPlan, parameters: &Parameters) -> Result<LogicalPlan, QueryError> {
    let wanted = plan.get_parameter_types()?;
    let given = given(parameters);
    for name in wanted.keys() {
        let name = name.trim_start_matches('$');
        if !given.contains_key(name) {
            return Err(QueryError::invalid(format!("parameter ${name} has no value")));
        }
    }
    let mut values = HashMap::new();
    for (name, value) in given {
        let Some(place) = wanted.get(&format!("${name}")) else {
            return Err(QueryError::invalid(format!(
                "parameter ${name}: the query has no such place"
            )));
        };
        let place = place.as_ref().map(plain);
        let scalar = value
            .scalar(place.as_ref())
            .map_err(|why| QueryError::invalid(format!("parameter ${name}: {why}")))?;
        values.insert(name, scalar.into());
    }
    if values.is_empty() {
        return Ok(plan);
    }
    Ok(plan.with_param_values(ParamValues::Map(values))?)
}

/// Instants are kept in microseconds, whatever unit a literal beside them has.
fn plain(wanted: &DataType) -> DataType {
    match wanted {
        DataType::Timestamp(_, zone) => DataType::Timestamp(TimeUnit::Microsecond, zone.clone()),
        other => other.clone(),
    }
}

fn given(parameters: &Parameters) -> BTreeMap<String, &Parameter> {
    match parameters {
        Parameters::None => BTreeMap::new(),
        Parameters::Positional(values) => {
            values.iter().enumerate().map(|(at, value)| ((at + 1).to_string(), value)).collect()
        }
        Parameters::Named(values) => {
            values.iter().map(|(name, value)| (name.clone(), value)).collect()
        }
    }
}

#[cfg(test)]
mod tests;
