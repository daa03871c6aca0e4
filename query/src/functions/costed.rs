//! Questions that need the movements in the order of the books: worth, cost, spans.
//!
//! A plan reads the columns that costing needs, of sealed files and hot batches side by side; its
//! rows are packed as they come, accounted to the query's memory, then folded on all threads.

mod answers;

use std::{fmt, sync::Arc};

use arrow::{array::RecordBatch, datatypes::SchemaRef};
use async_trait::async_trait;
use datafusion::{
    catalog::{Session, TableProvider, streaming::StreamingTable},
    error::DataFusionError,
    execution::{SendableRecordBatchStream, TaskContext, memory_pool::MemoryConsumer},
    logical_expr::{Expr, TableType},
    physical_plan::{
        ExecutionPlan, execute_stream, stream::RecordBatchReceiverStream,
        streaming::PartitionStream,
    },
};
use futures::StreamExt;
use marea_ingest::{
    columns::TableRow,
    costing::{Axis, Cut, Ledger, Method, Period, REQUIRED_COLUMNS},
    facts::StockMovementRow,
    identity::Currency,
};

use super::{Outcome, StockSource, stock_at::up_to};

/// Rows a batch of the answer.
const BATCH_ROWS: usize = 8192;

/// What is asked of the ledger.
#[derive(Debug, Clone, Copy)]
pub(super) enum Question {
    /// What stock is worth as of an instant.
    Value { cut: Cut, method: Method },
    /// What was sold in a period, and what it cost by all that is known now.
    Sold { period: Period, method: Method },
    /// Where and when stock was below zero.
    Negative,
}

impl Question {
    fn cut(self) -> Cut {
        match self {
            Self::Value { cut, .. } => cut,
            Self::Sold { .. } | Self::Negative => Cut::NONE,
        }
    }

    fn schema(self) -> SchemaRef {
        match self {
            Self::Value { .. } => answers::value_schema(),
            Self::Sold { .. } => answers::sold_schema(),
            Self::Negative => answers::negative_schema(),
        }
    }

    fn answer(self, ledger: Ledger, threads: usize, currency: Currency) -> RecordBatch {
        match self {
            Self::Value { method, .. } => {
                answers::value(&ledger.positions(method, Period::ALL, threads), currency)
            }
            Self::Sold { period, method } => {
                answers::sold(&ledger.positions(method, period, threads))
            }
            Self::Negative => answers::negative(&ledger.negative_spans(threads)),
        }
    }
}

/// The answer to a question, as a table.
#[derive(Debug)]
pub(super) struct Costed {
    source: StockSource,
    question: Question,
}

impl Costed {
    pub(super) fn table(source: &StockSource, question: Question) -> Outcome {
        Ok(Arc::new(Self { source: source.clone(), question }))
    }

    /// The plan that reads the movements.
    async fn movements(
        &self,
        state: &dyn Session,
    ) -> Result<Arc<dyn ExecutionPlan>, DataFusionError> {
        let (all, cut) = (StockMovementRow::schema(), self.question.cut());
        let recorded = cut.axis == Axis::Recorded;
        let needed = REQUIRED_COLUMNS.iter().filter(|name| recorded || **name != "recorded_at");
        let columns: Result<Vec<_>, _> = needed.map(|name| all.index_of(name)).collect();
        let filters = if cut == Cut::NONE { Vec::new() } else { vec![up_to(cut)] };
        self.source.movements().scan(state, Some(&columns?), &filters, None).await
    }
}

#[async_trait]
impl TableProvider for Costed {
    fn schema(&self) -> SchemaRef {
        self.question.schema()
    }

    fn table_type(&self) -> TableType {
        TableType::Temporary
    }

    async fn scan(
        &self,
        state: &dyn Session,
        projection: Option<&Vec<usize>>,
        filters: &[Expr],
        limit: Option<usize>,
    ) -> Result<Arc<dyn ExecutionPlan>, DataFusionError> {
        let answer = AnswerStream {
            schema: self.schema(),
            movements: self.movements(state).await?,
            question: self.question,
            threads: self.source.threads,
            currency: self.source.currency,
        };
        let table = StreamingTable::try_new(self.schema(), vec![Arc::new(answer)])?;
        table.scan(state, projection, filters, limit).await
    }
}

struct AnswerStream {
    schema: SchemaRef,
    movements: Arc<dyn ExecutionPlan>,
    question: Question,
    threads: usize,
    currency: Currency,
}

impl fmt::Debug for AnswerStream {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{:?}", self.question)
    }
}

impl PartitionStream for AnswerStream {
    fn schema(&self) -> &SchemaRef {
        &self.schema
    }

    fn execute(&self, context: Arc<TaskContext>) -> SendableRecordBatchStream {
        let mut builder = RecordBatchReceiverStream::builder(Arc::clone(&self.schema), 2);
        let (sender, movements) = (builder.tx(), Arc::clone(&self.movements));
        let (question, threads, currency) = (self.question, self.threads, self.currency);
        builder.spawn(async move {
            // The ledger's memory stays accounted until the answer is made.
            let memory = MemoryConsumer::new("stock ledger").register(context.memory_pool());
            let mut rows = execute_stream(movements, context)?;
            let mut ledger = Ledger::new(question.cut());
            while let Some(batch) = rows.next().await {
                ledger.push(&batch?).map_err(|error| failed(&error))?;
                memory.try_resize(ledger.bytes())?;
            }
            let fold = move || question.answer(ledger, threads, currency);
            let answer = tokio::task::spawn_blocking(fold).await.map_err(|error| failed(&error))?;
            for start in (0..answer.num_rows()).step_by(BATCH_ROWS) {
                let part = answer.slice(start, BATCH_ROWS.min(answer.num_rows() - start));
                if sender.send(Ok(part)).await.is_err() {
                    break;
                }
            }
            Ok(())
        });
        builder.build()
    }
}

fn failed(error: &dyn std::error::Error) -> DataFusionError {
    DataFusionError::Execution(error.to_string())
}
