//! The operator that reads a live table, batch by batch, only as far as somebody asks.

use std::{fmt, sync::Arc};

use arrow::{
    array::{RecordBatch, RecordBatchOptions},
    datatypes::SchemaRef,
};
use datafusion::{
    common::{exec_err, tree_node::TreeNodeRecursion},
    error::DataFusionError,
    execution::{
        SendableRecordBatchStream, TaskContext,
        memory_pool::{MemoryConsumer, MemoryReservation},
    },
    physical_expr::{EquivalenceProperties, PhysicalExpr},
    physical_plan::{
        DisplayAs, DisplayFormatType, ExecutionPlan, Partitioning, PlanProperties,
        execution_plan::{Boundedness, EmissionType},
        metrics::{Count, ExecutionPlanMetricsSet, MetricBuilder, MetricsSet},
        stream::RecordBatchReceiverStream,
    },
};
use marea_ingest::{columns::TableRow, store::StoreError};
use tokio::sync::mpsc::Sender;

use super::{
    Live,
    reading::{Keyed, Reading},
};

/// Rows of the first batch: whoever wants only a few need not wait for many.
const FIRST_ROWS: usize = 128;
/// Each batch has so many times the rows of the one before it, up to the most.
const GROWTH: usize = 4;
const MOST_ROWS: usize = 8_192;
/// Batches that are there at a time: one that is read, one that waits, one that is made.
const BATCHES: usize = 3;

/// Reads rows of a live table.
pub(super) struct LiveScan<T> {
    name: &'static str,
    live: Live,
    reading: Reading<T>,
    keyed: Option<Arc<Keyed>>,
    projection: Option<Vec<usize>>,
    limit: Option<usize>,
    schema: SchemaRef,
    properties: Arc<PlanProperties>,
    metrics: ExecutionPlanMetricsSet,
}

impl<T> Clone for LiveScan<T> {
    fn clone(&self) -> Self {
        Self {
            live: self.live.clone(),
            reading: self.reading.clone(),
            keyed: self.keyed.clone(),
            projection: self.projection.clone(),
            schema: Arc::clone(&self.schema),
            properties: Arc::clone(&self.properties),
            metrics: self.metrics.clone(),
            ..*self
        }
    }
}

impl<T: TableRow + Send + 'static> LiveScan<T> {
    pub(super) fn new(
        name: &'static str,
        live: Live,
        reading: Reading<T>,
        keyed: Option<Keyed>,
    ) -> Self {
        Self {
            name,
            live,
            reading,
            keyed: keyed.map(Arc::new),
            projection: None,
            limit: None,
            schema: T::schema(),
            properties: properties(&T::schema()),
            metrics: ExecutionPlanMetricsSet::new(),
        }
    }

    /// The same scan, of some of the columns and at most so many rows.
    pub(super) fn narrowed(
        self,
        projection: Option<&Vec<usize>>,
        limit: Option<usize>,
    ) -> Result<Self, DataFusionError> {
        let Some(columns) = projection else { return Ok(Self { limit, ..self }) };
        let schema = Arc::new(T::schema().project(columns)?);
        let properties = properties(&schema);
        Ok(Self { projection: Some(columns.clone()), limit, schema, properties, ..self })
    }

    /// Reads and hands over, until there are no more rows or nobody asks for them.
    fn read(
        &self,
        sender: &Sender<Result<RecordBatch, DataFusionError>>,
        memory: &MemoryReservation,
        read: &Count,
    ) -> Result<(), DataFusionError> {
        let limit = self.limit.unwrap_or(usize::MAX);
        if let Some(count) = self.count().transpose()? {
            read.add(count.min(limit));
            self.tell(count.min(limit), sender);
            return Ok(());
        }
        let (mut rows, mut wanted) = (Vec::new(), FIRST_ROWS);
        for row in self.reading.rows(&self.live, self.keyed.as_deref()).take(limit) {
            rows.push(row.map_err(unread)?);
            read.add(1);
            if rows.len() == wanted {
                if sender.blocking_send(Ok(self.batch(&mut rows, memory)?)).is_err() {
                    return Ok(());
                }
                wanted = (wanted * GROWTH).min(MOST_ROWS);
            }
        }
        // Whoever asked may be gone; then nobody misses the rest.
        let _ = sender.blocking_send(Ok(self.batch(&mut rows, memory)?));
        Ok(())
    }

    /// How many rows there are, where nobody asks for more and that is known.
    fn count(&self) -> Option<Result<usize, DataFusionError>> {
        let only_counted = self.projection.as_ref().is_some_and(Vec::is_empty);
        if !only_counted || self.keyed.is_some() {
            return None;
        }
        Some(self.reading.count(&self.live)?.map_err(unread))
    }

    /// Hands over so many rows of no columns.
    fn tell(&self, rows: usize, sender: &Sender<Result<RecordBatch, DataFusionError>>) {
        let mut left = rows;
        while left > 0 {
            let rows = RecordBatchOptions::new().with_row_count(Some(left.min(MOST_ROWS)));
            let batch = RecordBatch::try_new_with_options(Arc::clone(&self.schema), vec![], &rows);
            left -= left.min(MOST_ROWS);
            if sender.blocking_send(batch.map_err(Into::into)).is_err() {
                return;
            }
        }
    }

    fn batch(
        &self,
        rows: &mut Vec<T>,
        memory: &MemoryReservation,
    ) -> Result<RecordBatch, DataFusionError> {
        let batch = T::batch(rows);
        rows.clear();
        let rows = rows.capacity() * size_of::<T>();
        memory.try_resize(rows + batch.get_array_memory_size() * BATCHES)?;
        match &self.projection {
            Some(columns) => Ok(batch.project(columns)?),
            None => Ok(batch),
        }
    }
}

fn unread(error: StoreError) -> DataFusionError {
    DataFusionError::External(Box::new(error))
}

fn properties(schema: &SchemaRef) -> Arc<PlanProperties> {
    Arc::new(PlanProperties::new(
        EquivalenceProperties::new(Arc::clone(schema)),
        Partitioning::UnknownPartitioning(1),
        EmissionType::Incremental,
        Boundedness::Bounded,
    ))
}

impl<T> fmt::Debug for LiveScan<T> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "LiveScan of {}", self.name)
    }
}

impl<T> DisplayAs for LiveScan<T> {
    fn fmt_as(&self, _: DisplayFormatType, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "LiveScan: {}", self.name)?;
        match &self.keyed {
            Some(keyed) => write!(out, ", keys={}", keyed.values.len())?,
            None => write!(out, ", all")?,
        }
        self.limit.map_or(Ok(()), |limit| write!(out, ", limit={limit}"))
    }
}

impl<T: TableRow + Send + 'static> ExecutionPlan for LiveScan<T> {
    fn name(&self) -> &'static str {
        "LiveScan"
    }

    fn schema(&self) -> SchemaRef {
        Arc::clone(&self.schema)
    }

    fn properties(&self) -> &Arc<PlanProperties> {
        &self.properties
    }

    fn children(&self) -> Vec<&Arc<dyn ExecutionPlan>> {
        Vec::new()
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
        if !children.is_empty() {
            return exec_err!("a live table has no input");
        }
        Ok(self)
    }

    fn fetch(&self) -> Option<usize> {
        self.limit
    }

    fn with_fetch(&self, limit: Option<usize>) -> Option<Arc<dyn ExecutionPlan>> {
        Some(Arc::new(Self { limit, ..self.clone() }))
    }

    fn metrics(&self) -> Option<MetricsSet> {
        Some(self.metrics.clone_inner())
    }

    fn execute(
        &self,
        partition: usize,
        context: Arc<TaskContext>,
    ) -> Result<SendableRecordBatchStream, DataFusionError> {
        let memory = MemoryConsumer::new("live table").register(context.memory_pool());
        let read = MetricBuilder::new(&self.metrics).output_rows(partition);
        let mut builder = RecordBatchReceiverStream::builder(Arc::clone(&self.schema), 1);
        let (sender, this) = (builder.tx(), self.clone());
        builder.spawn_blocking(move || this.read(&sender, &memory, &read));
        Ok(builder.build())
    }
}
