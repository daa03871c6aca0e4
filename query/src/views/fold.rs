//! Partial states of a view's aggregates by group: counted from facts, merged, and finished.

use std::sync::Arc;

use arrow::{
    array::{ArrayRef, BooleanArray, RecordBatch, RecordBatchOptions, new_null_array},
    datatypes::Schema,
};
use datafusion::{
    error::DataFusionError,
    logical_expr::{EmitTo, GroupsAccumulator},
    physical_expr::{GroupsAccumulatorAdapter, PhysicalExpr, aggregate::AggregateFunctionExpr},
    physical_plan::aggregates::{
        group_values::{GroupValues, new_group_values},
        order::GroupOrdering,
    },
};

use marea_ingest::cores::offer_core;

use super::program::{Program, truth};

/// A fold as it goes along.
pub(super) struct Fold<'a> {
    program: &'a Program,
    /// The keys seen so far; `None` where the view has none, and so one row.
    groups: Option<Box<dyn GroupValues>>,
    states: Vec<Box<dyn GroupsAccumulator>>,
    rows: usize,
}

impl<'a> Fold<'a> {
    /// A fold that has seen nothing.
    pub(super) fn new(program: &'a Program) -> Result<Self, DataFusionError> {
        let keys = program.keys.len();
        let groups = match keys {
            0 => None,
            _ => {
                let fields = program.state_schema.fields()[..keys].to_vec();
                Some(new_group_values(Arc::new(Schema::new(fields)), &GroupOrdering::None)?)
            }
        };
        let states = program.measures.iter().map(|it| accumulator(&it.aggregate));
        Ok(Self { program, groups, states: states.collect::<Result<_, _>>()?, rows: 0 })
    }

    /// Counts rows of the fact table; the columns are those that the program reads.
    pub(super) fn facts(&mut self, facts: RecordBatch) -> Result<(), DataFusionError> {
        offer_core();
        let batch = self.program.before(facts)?;
        if batch.num_rows() == 0 {
            return Ok(());
        }
        let rows = batch.num_rows();
        let value = |it: &Arc<dyn PhysicalExpr>| it.evaluate(&batch)?.into_array(rows);
        let keys = self.program.keys.iter().map(value).collect::<Result<Vec<_>, _>>()?;
        let (groups, total) = self.intern(&keys, rows)?;
        for (measure, state) in self.program.measures.iter().zip(&mut self.states) {
            let arguments = measure.aggregate.expressions();
            let values = arguments.iter().map(value).collect::<Result<Vec<_>, _>>()?;
            let filter = measure.filter.as_ref().map(|it| truth(it, &batch)).transpose()?;
            state.update_batch(&values, &groups, filter.as_ref(), total)?;
        }
        self.rows += rows;
        Ok(())
    }

    /// Merges states that another fold counted.
    pub(super) fn merge(&mut self, counted: &RecordBatch) -> Result<(), DataFusionError> {
        if counted.num_rows() == 0 {
            return Ok(());
        }
        offer_core();
        let keys = self.program.keys.len();
        let (groups, total) = self.intern(&counted.columns()[..keys], counted.num_rows())?;
        let mut at = keys;
        for (measure, state) in self.program.measures.iter().zip(&mut self.states) {
            let parts = measure.aggregate.state_fields()?.len();
            state.merge_batch(&counted.columns()[at..at + parts], &groups, total)?;
            at += parts;
        }
        self.rows += counted.num_rows();
        Ok(())
    }

    fn intern(
        &mut self,
        keys: &[ArrayRef],
        rows: usize,
    ) -> Result<(Vec<usize>, usize), DataFusionError> {
        let Some(groups) = &mut self.groups else { return Ok((vec![0; rows], 1)) };
        let mut found = Vec::with_capacity(rows);
        groups.intern(keys, &mut found)?;
        Ok((found, groups.len()))
    }

    /// Whether nothing was counted or merged.
    pub(super) fn is_empty(&self) -> bool {
        self.rows == 0
    }

    fn keys(&mut self) -> Result<Vec<ArrayRef>, DataFusionError> {
        self.groups.as_mut().map_or_else(|| Ok(Vec::new()), |it| it.emit(EmitTo::All))
    }

    /// Keys and partial states, one row a group.
    pub(super) fn states(mut self) -> Result<RecordBatch, DataFusionError> {
        let mut columns = self.keys()?;
        for state in &mut self.states {
            columns.extend(state.state(EmitTo::All)?);
        }
        let rows = columns.first().map_or(1, |column| column.len());
        let options = RecordBatchOptions::new().with_row_count(Some(rows));
        let schema = Arc::clone(&self.program.state_schema);
        Ok(RecordBatch::try_new_with_options(schema, columns, &options)?)
    }

    /// What a reader sees of the groups.
    pub(super) fn finish(mut self) -> Result<RecordBatch, DataFusionError> {
        let mut columns = self.keys()?;
        for state in &mut self.states {
            columns.push(state.evaluate(EmitTo::All)?);
        }
        self.program.after(columns)
    }
}

/// The states of a view without keys that has seen no row: one row, as SQL has it.
pub(super) fn of_nothing(program: &Program) -> Result<RecordBatch, DataFusionError> {
    let mut fold = Fold::new(program)?;
    // One row that does not count: a group that got no row at all would pass for one that did.
    let passed_over = BooleanArray::from(vec![false]);
    for (measure, state) in program.measures.iter().zip(&mut fold.states) {
        let null = |it: &Arc<dyn PhysicalExpr>| {
            Ok::<_, DataFusionError>(new_null_array(&it.data_type(&program.counted)?, 1))
        };
        let arguments = measure.aggregate.expressions();
        let values = arguments.iter().map(null).collect::<Result<Vec<_>, _>>()?;
        state.update_batch(&values, &[0], Some(&passed_over), 1)?;
    }
    fold.states()
}

fn accumulator(
    aggregate: &Arc<AggregateFunctionExpr>,
) -> Result<Box<dyn GroupsAccumulator>, DataFusionError> {
    if aggregate.groups_accumulator_supported() {
        return aggregate.create_groups_accumulator();
    }
    let aggregate = Arc::clone(aggregate);
    Ok(Box::new(GroupsAccumulatorAdapter::new(move || aggregate.create_accumulator())))
}
