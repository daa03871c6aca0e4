//! The answer of a query as a workbook.

use futures::StreamExt;
use marea_query::{Answer, QueryError, QueryRequest};

use super::{Cover, MOST_CELLS, Sheet, SpreadsheetError, room, workbook};
use crate::{
    Application,
    language::{Language, Word},
};

/// What is asked, and as what it is written down.
pub(crate) struct Question {
    pub(crate) request: QueryRequest,
    /// The table that is asked for whole, if one is.
    pub(crate) table: Option<String>,
    pub(crate) language: Language,
}

/// Why there is no workbook.
#[derive(Debug, thiserror::Error)]
pub(crate) enum NoWorkbook {
    #[error(transparent)]
    Query(#[from] QueryError),
    #[error(transparent)]
    Spreadsheet(#[from] SpreadsheetError),
    #[error("the workbook was cut off")]
    CutOff,
}

/// What is told of a workbook beside it.
pub(crate) struct Answered {
    pub(crate) bytes: Vec<u8>,
    /// The answer, read to its end.
    pub(crate) answer: Answer,
}

/// Asks, and makes a workbook of the answer.
pub(crate) async fn of_query(
    application: &Application,
    question: Question,
) -> Result<Answered, NoWorkbook> {
    let zone = question.request.time_zone;
    let mut answer = application.query.query(question.request).await?;
    let (name, plan) = named(question.table.as_deref(), question.language);
    let sheet = Sheet {
        batches: read(&mut answer, &name).await?,
        schema: answer.schema.clone(),
        name,
        plan,
    };
    let shop = application.ingest.shop();
    let cover = Cover {
        shop: shop.name.clone(),
        currency: shop.currency.to_string(),
        time_zone: zone.unwrap_or(shop.time_zone),
        made_at: application.clock.now().utc(),
        lsn: answer.lsn.0,
        language: question.language,
    };
    // Writing a large one takes seconds.
    let made = tokio::task::spawn_blocking(move || workbook(&cover, &[sheet]));
    let bytes = made.await.map_err(|_| NoWorkbook::CutOff)??;
    Ok(Answered { bytes, answer })
}

/// All rows, as far as a workbook holds them.
async fn read(
    answer: &mut Answer,
    name: &str,
) -> Result<Vec<arrow::array::RecordBatch>, NoWorkbook> {
    let (mut batches, mut rows) = (Vec::new(), 0);
    while let Some(batch) = answer.next().await {
        let batch = batch?;
        rows += batch.num_rows();
        room(name, rows, batch.num_columns(), MOST_CELLS)?;
        batches.push(batch);
    }
    Ok(batches)
}

/// What a sheet is called, and whether it is a forecast or plan.
fn named(table: Option<&str>, language: Language) -> (String, bool) {
    let word = match table {
        Some("demand_forecast") => Word::DemandPlan,
        Some("forecast_accuracy") => Word::AccuracyPlan,
        Some("reorder_plan") => Word::ReorderPlan,
        Some("stockout_risk") => Word::StockoutPlan,
        Some("stock_projection") => Word::ProjectionPlan,
        Some("staffing_plan") => Word::StaffingPlan,
        Some("shift_plan") => Word::ShiftPlan,
        Some("staffing_peaks") => Word::StaffingPeaks,
        Some(other) => {
            return (other.to_owned(), other.starts_with("forecast_"));
        }
        None => Word::Answer,
    };
    (language.word(word).to_owned(), table.is_some())
}
