//! The order book of the Online Retail data sets, read as events.
//!
//! Format: UCI Machine Learning Repository, *Online Retail* and *Online Retail II* (CC BY 4.0), as
//! CSV, plain or gzip, columns found by name. Amounts are GBP, times are local to Europe/London.
//!
//! A line with a quantity above zero charges: it is a line of the order its invoice names. A line
//! with a quantity below zero credits: it is a line of a return whose order is not known. At a
//! price of 0 and for goods nobody ordered, the first is stock that was found and the second is
//! stock that is written off. So `quantity * price` of every fact is that of its line.
//!
//! The file says nothing of stock, shipping or payment, so nothing of them is made up: products
//! get no stock policy and stay untracked, and orders stay as placed.
//!
//! Memory: about 500 bytes a line, with at most [`MOST_FILE_LINES`] lines of at most
//! [`LONGEST_FILE_LINE`] bytes each.

mod catalogue;
mod columns;
mod country;
mod invoices;
mod mapping;
mod report;
mod row;

use std::io::{self, BufRead, Read};

use flate2::bufread::MultiGzDecoder;
use marea_ingest::event::Event;

pub use crate::text::LONGEST_FILE_LINE;
pub use report::{KindCount, Refused, Report};

use crate::text::{Counted, Records};
use columns::Columns;
use invoices::Invoices;
use row::RowReader;

/// A file of more lines is refused whole: it is no order book of one shop.
pub const MOST_FILE_LINES: u64 = 20_000_000;

/// Lines between two calls of `progress`.
const LINES_PER_PROGRESS: u64 = 4096;

/// An order book as events, with an account of every line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrderBook {
    /// Catalogue first, then orders, credits and stock in the order of time.
    pub events: Vec<Event>,
    /// What became of each line.
    pub report: Report,
}

/// Why a file cannot be read as an order book at all.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// There is nothing in it.
    #[error("expected a header line, but the file is empty")]
    Empty,
    /// The first line does not name the columns.
    #[error("expected a header line that names the column {missing}, got \"{got}\"")]
    NoHeader {
        /// The first column that is missing.
        missing: &'static str,
        /// How the first line begins.
        got: String,
    },
    /// The first line names a column twice.
    #[error("expected each column once, the header names {0} twice")]
    ColumnTwice(&'static str),
    /// The data ended too early, is damaged, or could not be read.
    #[error(
        "the file broke off or is damaged after {lines} whole lines, nothing was taken: {source}"
    )]
    Unreadable {
        /// Whole lines read before the fault, the header among them.
        lines: u64,
        /// What went wrong.
        source: io::Error,
    },
    /// A text that was read makes no identifier; lines are refused for that before it comes here.
    #[error(transparent)]
    Identifier(#[from] marea_ingest::identity::IdentifierError),
    /// More lines than [`MOST_FILE_LINES`].
    #[error("expected at most {MOST_FILE_LINES} lines")]
    TooManyLines,
}

/// Reads an order book, plain or gzip (told by the first two bytes).
///
/// Lines that cannot be read are refused by number and reason in the report; the rest go on.
/// `progress` is told now and then how many bytes of `reader` are read. The same file gives the
/// same events, with the same ids; another file of the same shop gives other ids, but for the
/// invoices that stand in both.
///
/// # Errors
/// [`ReadError`] where the file as a whole cannot be this format.
pub fn read(reader: impl Read, progress: &mut dyn FnMut(u64)) -> Result<OrderBook, ReadError> {
    let (counted, position) = Counted::new(reader);
    let mut input = io::BufReader::with_capacity(1 << 16, counted);
    let start = input.fill_buf().map_err(|source| ReadError::Unreadable { lines: 0, source })?;
    let is_gzip = start.starts_with(&[0x1f, 0x8b]);
    let mut progress = || progress(position.get());
    if is_gzip {
        let plain = io::BufReader::with_capacity(1 << 16, MultiGzDecoder::new(input));
        read_plain(plain, &mut progress)
    } else {
        read_plain(input, &mut progress)
    }
}

fn read_plain(input: impl BufRead, progress: &mut dyn FnMut()) -> Result<OrderBook, ReadError> {
    let mut records = Records::new(input, ',');
    let columns = read_header(&mut records)?;
    let mut rows = RowReader::new(&columns);
    let mut invoices = Invoices::default();
    let mut report = Report::default();
    loop {
        let record = match records.next(columns.count()) {
            Ok(Some(record)) => record,
            Ok(None) => break,
            Err(source) => {
                return Err(ReadError::Unreadable { lines: records.lines_read(), source });
            }
        };
        if record.is_blank() {
            continue;
        }
        report.lines += 1;
        if let Err(reason) = rows.read(&record, &mut invoices) {
            report.refuse(record.line, reason);
        }
        if records.lines_read() > MOST_FILE_LINES {
            return Err(ReadError::TooManyLines);
        }
        if report.lines.is_multiple_of(LINES_PER_PROGRESS) {
            progress();
        }
    }
    progress();
    let events = mapping::events(invoices, &mut report)?;
    Ok(OrderBook { events, report })
}

fn read_header(records: &mut Records<impl BufRead>) -> Result<Columns, ReadError> {
    match records.next(0) {
        Ok(Some(record)) => Columns::from_header(&record),
        Ok(None) => Err(ReadError::Empty),
        Err(source) => Err(ReadError::Unreadable { lines: records.lines_read(), source }),
    }
}

#[cfg(test)]
mod tests;
