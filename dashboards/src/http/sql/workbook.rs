//! An answer as a workbook for a spreadsheet program, whole.

use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use marea_query::format::Format;

use super::heading::{Heading, costs};
use crate::{
    Application,
    http::Problem,
    spreadsheet::{MEDIA_TYPE, NoWorkbook, Question, of_query},
};

/// Answers with a workbook of one sheet of rows.
pub(super) async fn answered(
    application: &Application,
    question: Question,
) -> Result<Response, Problem> {
    let file = question.table.clone().unwrap_or_else(|| "answer".to_owned());
    let answered = of_query(application, question).await.map_err(refused)?;
    let answer = &answered.answer;
    let mut headers = Heading::of(answer, Format::Csv).headers(application.clock.now());
    headers.extend(costs(&answer.statistics(), answer.truncated()));
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(MEDIA_TYPE));
    let file = HeaderValue::from_str(&format!("attachment; filename=\"{}.xlsx\"", plain(&file)));
    headers.extend(file.ok().map(|file| (header::CONTENT_DISPOSITION, file)));
    Ok((headers, answered.bytes).into_response())
}

/// A name without what a header or a file's name cannot hold.
fn plain(name: &str) -> String {
    name.chars().filter(|letter| letter.is_ascii_alphanumeric() || "_-".contains(*letter)).collect()
}

// It stands in `map_err`, which hands the error over.
#[allow(clippy::needless_pass_by_value)]
fn refused(error: NoWorkbook) -> Problem {
    match &error {
        NoWorkbook::Query(error) => Problem::from(error),
        NoWorkbook::Spreadsheet(error) => {
            Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "no_workbook", error.to_string())
        }
        NoWorkbook::CutOff => {
            Problem::new(StatusCode::INTERNAL_SERVER_ERROR, "internal", error.to_string())
        }
    }
}
