//! Why a workbook could not be made.

use rust_xlsxwriter::XlsxError;

use super::{MOST_CELLS, MOST_ROWS};

/// The first three are for the one who asked to fix, the last is ours.
#[derive(Debug, thiserror::Error)]
pub enum SpreadsheetError {
    /// A sheet has no room for the rows.
    #[error(
        "{sheet} has {rows} rows or more and a sheet holds {MOST_ROWS}; ask for fewer rows, or take \
         CSV or Parquet"
    )]
    Rows {
        /// Which sheet.
        sheet: String,
        /// Its rows, as far as they were read.
        rows: usize,
    },
    /// The workbook would take too much memory.
    #[error(
        "with {sheet} the workbook has more than {MOST_CELLS} cells; ask for fewer rows, as by \
         ?warehouse=…, ?category=… or ?sku=…, or take CSV or Parquet"
    )]
    Cells {
        /// The sheet that is too much.
        sheet: String,
    },
    /// No cell holds a text so long, or no sheet so many columns.
    #[error(
        "the column {column} has a text of more than 32,767 letters, which no cell holds; take CSV or Parquet"
    )]
    Text {
        /// Which column.
        column: String,
    },
    /// The rows cannot be read as what they are said to be.
    #[error("the rows cannot be written to a sheet: {0}")]
    Data(#[from] arrow::error::ArrowError),
    /// The writing itself failed.
    #[error("the workbook cannot be written: {0}")]
    Writing(#[from] XlsxError),
}
