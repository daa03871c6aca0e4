//! Answers as workbooks for a spreadsheet program: formatted, one sheet a plan, and a sheet that
//! says what it all is.
//!
//! [`workbook`] makes one from Arrow batches; `of_query` asks the query service first.
//!
//! Invariant: no figure is changed. A spreadsheet program keeps 15 digits; what has more is written
//! as text. What does not fit on a sheet is refused, never cut off.

mod about;
mod by_day;
mod cells;
mod column;
mod error;
mod page;
mod query;

use arrow::{array::RecordBatch, datatypes::SchemaRef};
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use rust_xlsxwriter::{DocProperties, Workbook};

pub use self::error::SpreadsheetError;
pub(crate) use self::query::{NoWorkbook, Question, of_query};
use self::{column::Column, page::Page};
use crate::language::Language;

/// The media type of a workbook.
pub(crate) const MEDIA_TYPE: &str =
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// The rows below the head that a sheet has room for.
pub const MOST_ROWS: usize = 1_048_575;

/// The cells of a workbook, which is held in memory while it is made: 2 million take about
/// 300 MB.
pub const MOST_CELLS: usize = 2_000_000;

/// What the whole workbook is about.
#[derive(Debug, Clone)]
pub struct Cover {
    /// The shop.
    pub shop: String,
    /// The currency of its books.
    pub currency: String,
    /// The zone in which its days are cut; instants are written as its clock shows them.
    pub time_zone: Tz,
    /// When the workbook was made.
    pub made_at: DateTime<Utc>,
    /// The position in the log that it is true at.
    pub lsn: u64,
    /// Whether the sheets are a shorter form of the table, which did not fit as it is.
    pub shortened: bool,
    /// The language of every word that is added.
    pub language: Language,
}

/// A table that becomes a sheet.
#[derive(Debug, Clone)]
pub struct Sheet {
    /// What the sheet is called; shortened to 31 letters, without those that no sheet's name may
    /// have.
    pub name: String,
    /// Whether its columns are those of forecasts and plans, whose names and units are known.
    pub plan: bool,
    /// Its columns.
    pub schema: SchemaRef,
    /// Its rows.
    pub batches: Vec<RecordBatch>,
}

impl Sheet {
    fn rows(&self) -> usize {
        self.batches.iter().map(RecordBatch::num_rows).sum()
    }
}

/// Makes a workbook with a sheet for each of `sheets`, after one that says what it all is.
///
/// # Errors
/// [`SpreadsheetError`]: more rows or cells than fit, a text that no cell holds, or a failure of the
/// writing itself.
pub fn workbook(cover: &Cover, sheets: &[Sheet]) -> Result<Vec<u8>, SpreadsheetError> {
    let mut left = MOST_CELLS;
    for sheet in sheets {
        left = room(&sheet.name, sheet.rows(), sheet.schema.fields().len(), left)?;
    }
    let pages = pages(cover, sheets)?;
    let mut workbook = Workbook::new();
    let about = DocProperties::new()
        .set_title(cover.shop.as_str())
        .set_author("Marea")
        .set_creation_datetime(&cover.made_at);
    workbook.set_properties(&about);
    about::write(workbook.add_worksheet(), cover, &pages)?;
    for page in &pages {
        page.write(workbook.add_worksheet(), cover)?;
    }
    Ok(workbook.save_to_buffer()?)
}

/// The cells that are left after a sheet of so many rows and columns.
fn room(sheet: &str, rows: usize, columns: usize, left: usize) -> Result<usize, SpreadsheetError> {
    if rows > MOST_ROWS {
        return Err(SpreadsheetError::Rows { sheet: sheet.to_owned(), rows });
    }
    let cells = rows.saturating_mul(columns);
    left.checked_sub(cells).ok_or(SpreadsheetError::Cells { sheet: sheet.to_owned() })
}

/// Each sheet with its columns and a name of its own.
fn pages<'a>(cover: &Cover, sheets: &'a [Sheet]) -> Result<Vec<Page<'a>>, SpreadsheetError> {
    let mut names = vec![cover.language.word(crate::language::Word::About).to_owned()];
    let mut pages = Vec::new();
    for sheet in sheets {
        let name = page::free_name(&sheet.name, &names);
        names.push(name.clone());
        let column = |at: usize| Column::of(sheet, at, cover);
        let columns = (0..sheet.schema.fields().len()).map(column);
        let columns = columns.collect::<Result<Vec<_>, _>>()?;
        pages.push(Page { name, sheet, columns });
    }
    Ok(pages)
}

#[cfg(test)]
mod tests;
