//! The operator that adds up runs, batch by batch, as long as there are any.

use std::{collections::BTreeSet, fmt, sync::Arc};

use arrow::{
    array::RecordBatch,
    datatypes::{DataType, Field, Schema, SchemaRef},
};
use datafusion::{
    common::{Result, internal_err, tree_node::TreeNodeRecursion},
    execution::{SendableRecordBatchStream, TaskContext},
    physical_expr::{EquivalenceProperties, PhysicalExpr, utils::collect_columns},
    physical_plan::{
        DisplayAs, DisplayFormatType, ExecutionPlan, ExecutionPlanProperties as _, PlanProperties,
        metrics::{BaselineMetrics, ExecutionPlanMetricsSet, MetricsSet},
        stream::RecordBatchStreamAdapter,
    },
};
use futures::StreamExt as _;

use super::collapse::Summed;

/// Batches that are looked at before it is decided that there are no runs.
const TRIED: usize = 4;
/// Batches that then go by untouched before the next is looked at.
const PASSED: usize = 60;

/// Adds up neighbouring rows that agree in all other columns.
#[derive(Debug, Clone)]
pub(super) struct Runs {
    input: Arc<dyn ExecutionPlan>,
    summed: Summed,
    properties: Arc<PlanProperties>,
    metrics: ExecutionPlanMetricsSet,
}

impl Runs {
    /// The name of the column that tells of how many rows a row is made.
    pub(super) const COUNT: &str = "rows of the run";

    /// The operator over rows of which some columns are added up, perhaps counting rows besides;
    /// `None` where no column or a column of lists would be the key, or where the order of the rows
    /// says something of the sums.
    pub(super) fn over(
        input: &Arc<dyn ExecutionPlan>,
        sums: &BTreeSet<usize>,
        counted: bool,
    ) -> Option<Self> {
        let schema = input.schema();
        let mut keys = (0..schema.fields().len()).filter(|place| !sums.contains(place)).peekable();
        keys.peek()?;
        let plain = keys.all(|key| !schema.field(key).data_type().is_nested());
        let orderings = input.equivalence_properties().oeq_class().iter().flatten();
        let read = orderings.flat_map(|order| collect_columns(&order.expr));
        let ordered = read.into_iter().any(|column| sums.contains(&column.index()));
        let summed = Summed { columns: sums.iter().copied().collect(), counted };
        (plain && !ordered).then(|| Self::new(Arc::clone(input), summed))
    }

    fn new(input: Arc<dyn ExecutionPlan>, summed: Summed) -> Self {
        let properties = properties(&input, summed.counted);
        Self { input, summed, properties, metrics: ExecutionPlanMetricsSet::new() }
    }
}

fn properties(input: &Arc<dyn ExecutionPlan>, counted: bool) -> Arc<PlanProperties> {
    if !counted {
        return Arc::clone(input.properties());
    }
    let mut fields: Vec<_> = input.schema().fields().iter().cloned().collect();
    fields.push(Arc::new(Field::new(Runs::COUNT, DataType::Int64, false)));
    Arc::new(PlanProperties::new(
        EquivalenceProperties::new(Arc::new(Schema::new(fields))),
        input.output_partitioning().clone(),
        input.pipeline_behavior(),
        input.boundedness(),
    ))
}

/// How often runs were looked for of late.
struct Trial {
    summed: Summed,
    schema: SchemaRef,
    /// Batches without runs since the last with some.
    in_vain: usize,
    /// Batches that still go by untouched.
    passing: usize,
}

impl Trial {
    fn next(&mut self, batch: RecordBatch) -> Result<RecordBatch> {
        if self.passing > 0 {
            self.passing -= 1;
            return Ok(self.summed.unchanged(batch, &self.schema)?);
        }
        match self.summed.collapse(&batch, &self.schema)? {
            Some(collapsed) => {
                self.in_vain = 0;
                Ok(collapsed)
            }
            None => {
                self.in_vain += 1;
                self.passing = if self.in_vain >= TRIED { PASSED } else { 0 };
                Ok(self.summed.unchanged(batch, &self.schema)?)
            }
        }
    }
}

impl DisplayAs for Runs {
    fn fmt_as(&self, _: DisplayFormatType, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let schema = self.input.schema();
        let names: Vec<_> =
            self.summed.columns.iter().map(|place| schema.field(*place).name().as_str()).collect();
        write!(out, "Runs: added_up=[{}]", names.join(", "))
    }
}

impl ExecutionPlan for Runs {
    fn name(&self) -> &'static str {
        "Runs"
    }

    fn properties(&self) -> &Arc<PlanProperties> {
        &self.properties
    }

    fn maintains_input_order(&self) -> Vec<bool> {
        vec![true]
    }

    fn benefits_from_input_partitioning(&self) -> Vec<bool> {
        vec![false]
    }

    fn children(&self) -> Vec<&Arc<dyn ExecutionPlan>> {
        vec![&self.input]
    }

    fn apply_expressions(
        &self,
        _: &mut dyn FnMut(&Arc<dyn PhysicalExpr>) -> Result<TreeNodeRecursion>,
    ) -> Result<TreeNodeRecursion> {
        Ok(TreeNodeRecursion::Continue)
    }

    fn with_new_children(
        self: Arc<Self>,
        children: Vec<Arc<dyn ExecutionPlan>>,
    ) -> Result<Arc<dyn ExecutionPlan>> {
        let [input] = children.try_into().or_else(|_| internal_err!("runs have one input"))?;
        Ok(Arc::new(Self::new(input, self.summed.clone())))
    }

    fn metrics(&self) -> Option<MetricsSet> {
        Some(self.metrics.clone_inner())
    }

    fn execute(
        &self,
        partition: usize,
        context: Arc<TaskContext>,
    ) -> Result<SendableRecordBatchStream> {
        let schema = self.schema();
        let metrics = BaselineMetrics::new(&self.metrics, partition);
        let summed = self.summed.clone();
        let mut trial = Trial { summed, schema: Arc::clone(&schema), in_vain: 0, passing: 0 };
        let rows = self.input.execute(partition, context)?.map(move |batch| {
            let batch = batch?;
            let _timer = metrics.elapsed_compute().timer();
            let collapsed = trial.next(batch)?;
            metrics.record_output(collapsed.num_rows());
            Ok(collapsed)
        });
        Ok(Box::pin(RecordBatchStreamAdapter::new(schema, rows)))
    }
}
