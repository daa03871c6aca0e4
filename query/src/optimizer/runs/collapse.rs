//! One row for each run of neighbours that agree in their keys.

use std::{ops::Range, sync::Arc};

use arrow::{
    array::{
        Array, ArrayRef, ArrowPrimitiveType, AsArray as _, Int64Array, PrimitiveArray, RecordBatch,
        UInt32Array,
    },
    compute::{partition, take},
    datatypes::{DataType, Decimal128Type, Int64Type, SchemaRef},
    error::ArrowError,
};

/// Which columns are added up; all others are keys.
#[derive(Debug, Clone)]
pub(super) struct Summed {
    /// Places of the columns that are added up.
    pub(super) columns: Vec<usize>,
    /// Whether a last column tells of how many rows each row is made.
    pub(super) counted: bool,
}

type Runs = [Range<usize>];

impl Summed {
    /// The rows of the batch, those of a run added up: `None` where there are no runs to speak of, or
    /// where a sum would not fit into its column.
    pub(super) fn collapse(
        &self,
        batch: &RecordBatch,
        schema: &SchemaRef,
    ) -> Result<Option<RecordBatch>, ArrowError> {
        let keys: Vec<ArrayRef> = self.keys(batch).cloned().collect();
        let runs = partition(&keys)?;
        if batch.num_rows() == 0 || runs.len() * 2 > batch.num_rows() {
            return Ok(None);
        }
        self.added_up(batch, &runs.ranges(), schema)
    }

    /// The rows as they are, with the column that tells of how many rows each is made.
    pub(super) fn unchanged(
        &self,
        batch: RecordBatch,
        schema: &SchemaRef,
    ) -> Result<RecordBatch, ArrowError> {
        if !self.counted {
            return Ok(batch);
        }
        let ones: ArrayRef = Arc::new(Int64Array::from(vec![1; batch.num_rows()]));
        let columns = batch.columns().iter().cloned().chain([ones]).collect();
        RecordBatch::try_new(Arc::clone(schema), columns)
    }

    fn keys<'batch>(&self, batch: &'batch RecordBatch) -> impl Iterator<Item = &'batch ArrayRef> {
        let columns = batch.columns().iter().enumerate();
        columns.filter(|(place, _)| !self.columns.contains(place)).map(|(_, column)| column)
    }

    fn added_up(
        &self,
        batch: &RecordBatch,
        runs: &Runs,
        schema: &SchemaRef,
    ) -> Result<Option<RecordBatch>, ArrowError> {
        let first: UInt32Array = runs.iter().map(|run| u32::try_from(run.start).ok()).collect();
        let mut columns = Vec::with_capacity(schema.fields().len());
        for (place, column) in batch.columns().iter().enumerate() {
            columns.push(match self.columns.contains(&place) {
                false => take(column, &first, None)?,
                true => match sums(column, runs) {
                    Some(sums) => sums,
                    None => return Ok(None),
                },
            });
        }
        if self.counted {
            let rows = runs.iter().map(|run| run.len() as i64);
            columns.push(Arc::new(Int64Array::from_iter_values(rows)));
        }
        RecordBatch::try_new(Arc::clone(schema), columns).map(Some)
    }
}

/// The sum of each run; `None` where one does not fit, or the type cannot be added exactly.
fn sums(column: &ArrayRef, runs: &Runs) -> Option<ArrayRef> {
    match column.data_type() {
        DataType::Int64 => {
            let sum = |a: i64, b: i64| a.checked_add(b);
            let sums = sums_of::<Int64Type>(column.as_primitive(), runs, sum)?;
            Some(Arc::new(sums))
        }
        DataType::Decimal128(digits, scale) => {
            let most = 10_i128.checked_pow((*digits).into())?;
            let sum = |a: i128, b: i128| a.checked_add(b);
            let sums = sums_of::<Decimal128Type>(column.as_primitive(), runs, sum)?;
            let fits = sums.values().iter().all(|sum| -most < *sum && *sum < most);
            fits.then(|| Arc::new(sums.with_data_type(DataType::Decimal128(*digits, *scale))) as _)
        }
        _ => None,
    }
}

/// The sum of the values of each run that are known; unknown where none of them is.
fn sums_of<T: ArrowPrimitiveType>(
    column: &PrimitiveArray<T>,
    runs: &Runs,
    sum: impl Fn(T::Native, T::Native) -> Option<T::Native> + Copy,
) -> Option<PrimitiveArray<T>> {
    let values = column.values();
    if column.null_count() == 0 {
        let all = |run: &Range<usize>| {
            values[run.clone()].iter().copied().try_fold(T::default_value(), sum)
        };
        let sums: Option<Vec<T::Native>> = runs.iter().map(all).collect();
        return sums.map(PrimitiveArray::from_iter_values);
    }
    let known = |run: &Range<usize>| {
        let mut known = run.clone().filter(|row| column.is_valid(*row)).map(|row| values[row]);
        match known.next() {
            None => Some(None),
            Some(first) => known.try_fold(first, sum).map(Some),
        }
    };
    runs.iter().map(known).collect::<Option<Vec<_>>>().map(PrimitiveArray::from_iter)
}
