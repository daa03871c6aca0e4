//! The answer of a query as a workbook.

use arrow::array::{AsArray, RecordBatch};
use arrow::datatypes::Date32Type;
use chrono::NaiveDate;
use futures::StreamExt;
use marea_ingest::time::Day;
use marea_query::{Answer, QueryError, QueryRequest};

use super::{Cover, MOST_CELLS, Sheet, SpreadsheetError, by_day, room, workbook};
use crate::{
    Application,
    language::{Language, Word},
};

/// What is asked, and as what it is written down.
#[derive(Debug, Clone)]
pub(crate) struct Question {
    pub(crate) request: QueryRequest,
    /// The table that is asked for, if one is.
    pub(crate) table: Option<String>,
    /// The condition that its rows were narrowed by.
    pub(crate) narrowed: Option<String>,
    pub(crate) language: Language,
}

impl Question {
    /// The condition as SQL has it after the table.
    pub(super) fn condition(&self) -> String {
        self.narrowed.as_ref().map_or_else(String::new, |it| format!("WHERE {it}"))
    }

    /// The same with a condition more.
    pub(super) fn and(&self, condition: &str) -> String {
        let narrowed = self.narrowed.as_ref().map(|it| format!("{it} AND ")).unwrap_or_default();
        format!("WHERE {narrowed}{condition}")
    }

    fn asking(&self, sql: String) -> QueryRequest {
        QueryRequest { sql, ..self.request.clone() }
    }
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
    /// The answer, read to its end; the last one where there were several.
    pub(crate) answer: Answer,
}

/// Asks, and makes a workbook of the answer. A long table of days that does not fit row by row is
/// laid out by day.
pub(crate) async fn of_query(
    application: &Application,
    question: Question,
) -> Result<Answered, NoWorkbook> {
    let (name, plan) = named(question.table.as_deref(), question.language);
    let whole = one(application, question.request.clone(), name, plan).await;
    let (sheets, answer, by_day) = match whole {
        Ok((sheet, answer)) => (vec![sheet], answer, false),
        Err(NoWorkbook::Spreadsheet(error)) => match laid_out(application, &question).await? {
            Some((sheets, answer)) => (sheets, answer, true),
            None => return Err(error.into()),
        },
        Err(error) => return Err(error),
    };
    let shop = application.ingest.shop();
    let cover = Cover {
        shop: shop.name.clone(),
        currency: shop.currency.to_string(),
        time_zone: question.request.time_zone.unwrap_or(shop.time_zone),
        made_at: application.clock.now().utc(),
        lsn: answer.lsn.0,
        shortened: by_day,
        language: question.language,
    };
    // Writing a large one takes seconds.
    let made = tokio::task::spawn_blocking(move || workbook(&cover, &sheets));
    let bytes = made.await.map_err(|_| NoWorkbook::CutOff)??;
    Ok(Answered { bytes, answer })
}

/// The sheet of one query.
async fn one(
    application: &Application,
    request: QueryRequest,
    name: String,
    plan: bool,
) -> Result<(Sheet, Answer), NoWorkbook> {
    let mut answer = application.query.query(request).await?;
    let batches = read(&mut answer, &name).await?;
    let schema = answer.schema.clone();
    Ok((Sheet { name, plan, schema, batches }, answer))
}

/// The sheets of a table that is too long, without those that would be empty; nothing where there is
/// no shorter way to say it.
async fn laid_out(
    application: &Application,
    question: &Question,
) -> Result<Option<(Vec<Sheet>, Answer)>, NoWorkbook> {
    let days = match by_day::days(question) {
        None => Vec::new(),
        Some(sql) => {
            let mut answer = application.query.query(question.asking(sql)).await?;
            days_of(&read(&mut answer, "").await?)
        }
    };
    let (mut sheets, mut last) = (Vec::new(), None);
    for planned in by_day::sheets(question, &days) {
        let asked = question.asking(planned.sql);
        let (sheet, answer) = one(application, asked, planned.name, true).await?;
        if sheet.rows() > 0 {
            sheets.push(sheet);
        }
        last = Some(answer);
    }
    Ok(last.filter(|_| !sheets.is_empty()).map(|answer| (sheets, answer)))
}

fn days_of(batches: &[RecordBatch]) -> Vec<NaiveDate> {
    let days = batches.iter().flat_map(|batch| {
        let days = batch.column(0).as_primitive_opt::<Date32Type>();
        days.map(|days| days.values().to_vec()).unwrap_or_default()
    });
    days.map(|day| Day(day).date()).collect()
}

/// All rows, as far as a workbook holds them.
async fn read(answer: &mut Answer, name: &str) -> Result<Vec<RecordBatch>, NoWorkbook> {
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
