//! `mode(value)`, also written `mode() WITHIN GROUP (ORDER BY value)`: the value that comes most often.

use std::{collections::HashMap, mem::size_of, sync::Arc};

use arrow::{
    array::{Array, ArrayRef, AsArray},
    datatypes::{DataType, Field, FieldRef, Int64Type},
};
use datafusion::{
    common::{ScalarValue, plan_err, utils::SingleRowListArrayBuilder},
    error::DataFusionError,
    logical_expr::{
        Accumulator, AggregateUDFImpl, Signature, Volatility,
        function::{AccumulatorArgs, StateFieldsArgs},
        utils::{AggregateOrderSensitivity, format_state_name},
    },
};

/// The function. Of values that come equally often it gives the least, or the greatest where they
/// are ordered the other way round; so the answer does not depend on who counted first.
#[derive(Debug, PartialEq, Eq, Hash)]
pub(super) struct Mode {
    signature: Signature,
}

impl Mode {
    pub(super) fn new() -> Self {
        Self { signature: Signature::any(1, Volatility::Immutable) }
    }
}

impl AggregateUDFImpl for Mode {
    fn name(&self) -> &'static str {
        "mode"
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, kinds: &[DataType]) -> Result<DataType, DataFusionError> {
        Ok(kinds.first().cloned().unwrap_or(DataType::Null))
    }

    fn supports_within_group_clause(&self) -> bool {
        true
    }

    fn order_sensitivity(&self) -> AggregateOrderSensitivity {
        AggregateOrderSensitivity::Insensitive
    }

    fn accumulator(
        &self,
        arguments: AccumulatorArgs<'_>,
    ) -> Result<Box<dyn Accumulator>, DataFusionError> {
        if arguments.is_distinct {
            return plan_err!("mode counts values that come again: expected it without DISTINCT");
        }
        let prefers_greater = arguments.order_bys.first().is_some_and(|by| by.options.descending);
        let kind = arguments.return_field.data_type().clone();
        Ok(Box::new(Counts { kind, prefers_greater, counts: HashMap::new(), bytes: 0 }))
    }

    fn state_fields(
        &self,
        arguments: StateFieldsArgs<'_>,
    ) -> Result<Vec<FieldRef>, DataFusionError> {
        let list = |name: &str, kind: DataType| -> FieldRef {
            let item = Arc::new(Field::new_list_field(kind, true));
            let name = format_state_name(arguments.name, name);
            Arc::new(Field::new(name, DataType::List(item), true))
        };
        let kind = arguments.return_field.data_type().clone();
        Ok(vec![list("mode_values", kind), list("mode_counts", DataType::Int64)])
    }
}

/// How often each value came.
#[derive(Debug)]
struct Counts {
    kind: DataType,
    prefers_greater: bool,
    counts: HashMap<ScalarValue, i64>,
    /// What the values take besides the table they are in.
    bytes: usize,
}

impl Counts {
    fn add(&mut self, value: ScalarValue, times: i64) {
        let bytes = value.size() - size_of::<ScalarValue>();
        let count = self.counts.entry(value).or_insert_with(|| {
            self.bytes += bytes;
            0
        });
        *count += times;
    }

    /// Whether a value that came so often goes before another.
    fn precedes(&self, one: (&ScalarValue, i64), other: (&ScalarValue, i64)) -> bool {
        match one.1.cmp(&other.1) {
            std::cmp::Ordering::Equal => {
                one.0.partial_cmp(other.0).is_some_and(|it| it.is_gt() == self.prefers_greater)
            }
            more => more.is_gt(),
        }
    }
}

impl Accumulator for Counts {
    fn update_batch(&mut self, values: &[ArrayRef]) -> Result<(), DataFusionError> {
        // What the values are ordered by comes with them; here that is the value itself.
        let Some(values) = values.first() else { return Ok(()) };
        for row in (0..values.len()).filter(|row| values.is_valid(*row)) {
            self.add(ScalarValue::try_from_array(values, row)?.compacted(), 1);
        }
        Ok(())
    }

    fn merge_batch(&mut self, states: &[ArrayRef]) -> Result<(), DataFusionError> {
        let [values, counts] = states else { return Ok(()) };
        let (values, counts) = (values.as_list::<i32>(), counts.as_list::<i32>());
        for (values, counts) in values.iter().zip(counts.iter()) {
            let (Some(values), Some(counts)) = (values, counts) else { continue };
            let counts = counts.as_primitive::<Int64Type>();
            for (row, times) in counts.values().iter().enumerate() {
                self.add(ScalarValue::try_from_array(&values, row)?.compacted(), *times);
            }
        }
        Ok(())
    }

    fn state(&mut self) -> Result<Vec<ScalarValue>, DataFusionError> {
        let (values, counts): (Vec<_>, Vec<_>) = self.counts.drain().unzip();
        self.bytes = 0;
        let values = match values.is_empty() {
            true => arrow::array::new_empty_array(&self.kind),
            false => ScalarValue::iter_to_array(values)?,
        };
        let counts: ArrayRef = Arc::new(arrow::array::Int64Array::from(counts));
        let list = |items| SingleRowListArrayBuilder::new(items).build_list_scalar();
        Ok(vec![list(values), list(counts)])
    }

    fn evaluate(&mut self) -> Result<ScalarValue, DataFusionError> {
        let counted = self.counts.iter().map(|(value, count)| (value, *count));
        let most = counted.reduce(|best, it| if self.precedes(it, best) { it } else { best });
        match most {
            Some((value, _)) => Ok(value.clone()),
            None => ScalarValue::try_new_null(&self.kind),
        }
    }

    fn size(&self) -> usize {
        let entry = size_of::<(ScalarValue, i64)>() + 1;
        size_of::<Self>() + self.counts.capacity() * entry + self.bytes
    }
}
