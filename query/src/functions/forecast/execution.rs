//! The operator that gathers a history and forecasts it.

use std::{fmt, sync::Arc};

use arrow::{array::RecordBatch, datatypes::SchemaRef};
use datafusion::{
    common::tree_node::TreeNodeRecursion,
    error::DataFusionError,
    execution::{SendableRecordBatchStream, TaskContext, memory_pool::MemoryConsumer},
    physical_expr::{EquivalenceProperties, PhysicalExpr},
    physical_plan::{
        DisplayAs, DisplayFormatType, Distribution, ExecutionPlan, ExecutionPlanProperties,
        Partitioning, PlanProperties,
        execution_plan::{Boundedness, EmissionType},
        stream::RecordBatchReceiverStream,
    },
};
use futures::StreamExt;

use super::{ForecastRequest, Forecaster, forecast_schema};

/// The most rows of history. Ten years of hours of a hundred series are nine million.
const MOST_ROWS: usize = 20_000_000;
/// Learning takes about so many times the memory of the history.
const LEARNING: usize = 4;

/// Gathers the rows of its input and forecasts them in one go.
#[derive(Debug, Clone)]
pub(super) struct ForecastExec {
    input: Arc<dyn ExecutionPlan>,
    request: ForecastRequest,
    forecaster: Arc<dyn Forecaster>,
    projection: Option<Vec<usize>>,
    schema: SchemaRef,
    properties: Arc<PlanProperties>,
}

impl ForecastExec {
    pub(super) fn over(
        input: Arc<dyn ExecutionPlan>,
        request: ForecastRequest,
        forecaster: Arc<dyn Forecaster>,
        projection: Option<&Vec<usize>>,
    ) -> Result<Arc<dyn ExecutionPlan>, DataFusionError> {
        let schema = match projection {
            Some(columns) => Arc::new(forecast_schema().project(columns)?),
            None => forecast_schema(),
        };
        let properties = Arc::new(PlanProperties::new(
            EquivalenceProperties::new(Arc::clone(&schema)),
            Partitioning::UnknownPartitioning(1),
            EmissionType::Final,
            Boundedness::Bounded,
        ));
        let projection = projection.cloned();
        Ok(Arc::new(Self { input, request, forecaster, projection, schema, properties }))
    }
}

impl DisplayAs for ForecastExec {
    fn fmt_as(&self, _: DisplayFormatType, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "ForecastExec: horizon={}, level={}", self.request.horizon, self.request.level)
    }
}

impl ExecutionPlan for ForecastExec {
    fn name(&self) -> &'static str {
        "ForecastExec"
    }

    fn schema(&self) -> SchemaRef {
        Arc::clone(&self.schema)
    }

    fn properties(&self) -> &Arc<PlanProperties> {
        &self.properties
    }

    fn required_input_distribution(&self) -> Vec<Distribution> {
        vec![Distribution::SinglePartition]
    }

    fn children(&self) -> Vec<&Arc<dyn ExecutionPlan>> {
        vec![&self.input]
    }

    fn apply_expressions(
        &self,
        _: &mut dyn FnMut(&Arc<dyn PhysicalExpr>) -> Result<TreeNodeRecursion, DataFusionError>,
    ) -> Result<TreeNodeRecursion, DataFusionError> {
        Ok(TreeNodeRecursion::Continue)
    }

    fn with_new_children(
        self: Arc<Self>,
        children: Vec<Arc<dyn ExecutionPlan>>,
    ) -> Result<Arc<dyn ExecutionPlan>, DataFusionError> {
        let input = children.into_iter().next().unwrap_or_else(|| Arc::clone(&self.input));
        Ok(Arc::new(Self { input, ..Self::clone(&*self) }))
    }

    fn execute(
        &self,
        _: usize,
        context: Arc<TaskContext>,
    ) -> Result<SendableRecordBatchStream, DataFusionError> {
        let mut builder = RecordBatchReceiverStream::builder(Arc::clone(&self.schema), 2);
        let (sender, this) = (builder.tx(), self.clone());
        builder.spawn(async move {
            let memory = MemoryConsumer::new("forecast").register(context.memory_pool());
            let history = this.gathered(&context, &memory).await?;
            let forecast = move || this.forecast(&history);
            let answer = tokio::task::spawn_blocking(forecast).await;
            let answer = answer.map_err(|error| DataFusionError::Execution(error.to_string()))?;
            // Whoever asked may have gone away meanwhile.
            let _ = sender.send(answer).await;
            drop(memory);
            Ok(())
        });
        Ok(builder.build())
    }
}

impl ForecastExec {
    async fn gathered(
        &self,
        context: &Arc<TaskContext>,
        memory: &datafusion::execution::memory_pool::MemoryReservation,
    ) -> Result<Vec<RecordBatch>, DataFusionError> {
        let (mut history, mut rows) = (Vec::new(), 0);
        for partition in 0..self.input.output_partitioning().partition_count() {
            let mut stream = self.input.execute(partition, Arc::clone(context))?;
            while let Some(batch) = stream.next().await {
                let batch = batch?;
                rows += batch.num_rows();
                if rows > MOST_ROWS {
                    let message = format!("forecast() reads at most {MOST_ROWS} rows of history");
                    return Err(DataFusionError::ResourcesExhausted(message));
                }
                memory.try_grow(batch.get_array_memory_size() * LEARNING)?;
                history.push(batch);
            }
        }
        Ok(history)
    }

    fn forecast(&self, history: &[RecordBatch]) -> Result<RecordBatch, DataFusionError> {
        let answer = self.forecaster.forecast(history, &self.request);
        let answer =
            answer.map_err(|error| DataFusionError::Execution(format!("forecast(): {error}")))?;
        match &self.projection {
            Some(columns) => Ok(answer.project(columns)?),
            None => Ok(answer),
        }
    }
}
