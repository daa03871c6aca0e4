//! Parts of JSON documents: `payload -> 'lines' -> 0 ->> 'sku'`.

use std::sync::Arc;

use arrow::{
    array::{Array, ArrayRef, AsArray, StringArray},
    compute::cast,
    datatypes::DataType,
};
use datafusion::{
    common::exec_datafusion_err,
    error::DataFusionError,
    logical_expr::{ColumnarValue, ScalarFunctionArgs, ScalarUDFImpl, Signature, Volatility},
};
use serde_json::Value;

/// `json_extract_path` and `json_extract_path_text`: a document, and keys or places in lists.
#[derive(Debug, PartialEq, Eq, Hash)]
pub(super) struct JsonPart {
    is_text: bool,
    signature: Signature,
}

impl JsonPart {
    /// The part as JSON.
    pub(super) fn json() -> Self {
        Self { is_text: false, signature: Signature::variadic_any(Volatility::Immutable) }
    }

    /// The part as text, without the quotes of JSON.
    pub(super) fn text() -> Self {
        Self { is_text: true, ..Self::json() }
    }

    fn write(&self, part: Value) -> Option<String> {
        match part {
            Value::Null if self.is_text => None,
            Value::String(text) if self.is_text => Some(text),
            part => Some(part.to_string()),
        }
    }
}

impl ScalarUDFImpl for JsonPart {
    fn name(&self) -> &'static str {
        if self.is_text { "json_extract_path_text" } else { "json_extract_path" }
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, _: &[DataType]) -> Result<DataType, DataFusionError> {
        Ok(DataType::Utf8)
    }

    fn invoke_with_args(
        &self,
        arguments: ScalarFunctionArgs,
    ) -> Result<ColumnarValue, DataFusionError> {
        let columns = ColumnarValue::values_to_arrays(&arguments.args)?;
        let texts: Vec<ArrayRef> =
            columns.iter().map(|column| cast(column, &DataType::Utf8)).collect::<Result<_, _>>()?;
        let Some((documents, keys)) = texts.split_first() else {
            return Err(exec_datafusion_err!("{}: expected a document", self.name()));
        };
        let cell = |column: &ArrayRef, row| {
            let column = column.as_string::<i32>();
            column.is_valid(row).then(|| column.value(row).to_owned())
        };
        let part = |row| {
            let Some(document) = cell(documents, row) else { return Ok(None) };
            let document = serde_json::from_str(&document).map_err(|error| {
                exec_datafusion_err!("{}: expected JSON, got what is none: {error}", self.name())
            })?;
            let keys = keys.iter().map(|column| cell(column, row));
            Ok::<_, DataFusionError>(found(document, keys).and_then(|part| self.write(part)))
        };
        let parts = (0..documents.len()).map(part).collect::<Result<StringArray, _>>()?;
        Ok(ColumnarValue::Array(Arc::new(parts)))
    }
}

/// The part of a document; `None` where a key is null or names nothing.
pub(super) fn found(
    mut document: Value,
    keys: impl Iterator<Item = Option<String>>,
) -> Option<Value> {
    for key in keys {
        let key = key?;
        document = match &mut document {
            Value::Object(fields) => fields.remove(&key)?,
            Value::Array(items) => {
                let place: i64 = key.parse().ok()?;
                let length = i64::try_from(items.len()).ok()?;
                // A negative place counts from the end.
                let place = if place < 0 { length + place } else { place };
                items.get_mut(usize::try_from(place).ok()?)?.take()
            }
            _ => return None,
        };
    }
    Some(document)
}
