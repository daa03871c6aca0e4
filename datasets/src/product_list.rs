//! A shop's product list, as it comes out of a spreadsheet: products, prices and opening stock.
//!
//! Format: CSV with a header line; columns are found by name, see [`Column`], in any order and
//! with others between them. The separator (comma, semicolon or tab) is found in the header, the
//! text is UTF-8 or, line by line, Windows-1252. Where the separator is not a comma, numbers may
//! have a decimal comma.
//!
//! [`read`] turns a file into rows, each with all its errors if it has any; what could mean two
//! things is refused, not guessed. [`changes`] compares the rows with what a store knows and makes
//! the events that are missing. The stock of a row is an absolute figure: it is recorded when it is
//! another one than the list said before, so that reading a list again changes nothing although
//! goods were sold since.
//!
//! Memory: the file, at most [`MOST_BYTES`], and about 600 bytes a row.

mod changes;
mod columns;
mod number;
mod recorded;
mod row;

use std::{
    borrow::Cow,
    collections::{BTreeSet, HashMap},
    io::{self, Read},
};

use marea_ingest::identity::Sku;

pub use changes::{Changes, Known, Outcome, RowChange, SOURCE, changes};
pub use columns::{Column, UnknownColumn};
pub use recorded::Recorded;
pub use row::{Price, Row, RowError, Stock};

use crate::text::{Record, Records};
use columns::Header;
use number::DecimalMark;
use row::Cells;

/// A larger file is refused whole: it is twice what the largest sheet fills with products.
pub const MOST_BYTES: u64 = 512 << 20;

/// How many lines of one SKU are named in an error.
const MOST_LINES_NAMED: usize = 5;

/// A product list, with an account of every row.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ProductList {
    /// The rows without errors, in the order of the file.
    pub rows: Vec<Row>,
    /// All that is wrong, in the order of the file.
    pub errors: Vec<RowError>,
    /// Columns that are not read.
    pub unknown: Vec<UnknownColumn>,
    /// How many rows were read, those with errors among them.
    pub read: u64,
}

impl ProductList {
    /// How many rows are refused.
    #[must_use]
    pub fn refused(&self) -> usize {
        self.errors.iter().map(|error| error.line).collect::<BTreeSet<_>>().len()
    }
}

/// Why a file cannot be read as a product list at all.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// There is nothing in it.
    #[error("expected a header line, but the file is empty")]
    Empty,
    /// It is no text; says what it is and what to do.
    #[error("expected CSV, but this is {0}")]
    NotText(&'static str),
    /// The header's quotes do not fit together.
    #[error("expected a header line: {0}")]
    Header(String),
    /// The header does not name the column that must be there.
    #[error("expected a header line that names the column sku{meant}, got \"{got}\"")]
    NoSku {
        /// The column that was perhaps meant.
        meant: String,
        /// How the header begins.
        got: String,
    },
    /// The header names a column twice.
    #[error("expected each column once, the header names {0} twice")]
    ColumnTwice(&'static str),
    /// More bytes than [`MOST_BYTES`].
    #[error("expected at most {MOST_BYTES} bytes")]
    TooLarge,
    /// The data could not be read.
    #[error(transparent)]
    Unreadable(#[from] io::Error),
}

/// Reads a product list.
///
/// A row with errors is left out, with line, column and what was expected of each; the others go
/// on. Of rows that share a SKU none is taken.
///
/// # Errors
/// [`ReadError`] where the file as a whole cannot be this format.
pub fn read(reader: impl Read) -> Result<ProductList, ReadError> {
    let mut bytes = Vec::new();
    reader.take(MOST_BYTES + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MOST_BYTES {
        return Err(ReadError::TooLarge);
    }
    let text = text_of(&bytes)?;
    let separator = separator_of(&text);
    let mut records = Records::new(&*text, separator);
    let header = next_filled(&mut records, 0)?.ok_or(ReadError::Empty)?;
    let (header, unknown) = Header::read(&header)?;
    let mut reading = Reading {
        header,
        mark: DecimalMark::of_file(separator),
        list: ProductList { unknown, ..ProductList::default() },
        lines: HashMap::new(),
    };
    while let Some(record) = next_filled(&mut records, reading.header.count)? {
        reading.record(&record);
    }
    Ok(reading.finish())
}

/// The next record that is neither blank nor a spreadsheet's note on its separator.
fn next_filled(records: &mut Records<&[u8]>, columns: usize) -> io::Result<Option<Record>> {
    loop {
        match records.next(columns)? {
            Some(record) if record.is_blank() => (),
            Some(record) if columns == 0 && is_note(&record.beginning()) => (),
            other => return Ok(other),
        }
    }
}

/// The bytes of the text itself, with line ends that a reader of lines knows.
fn text_of(bytes: &[u8]) -> Result<Cow<'_, [u8]>, ReadError> {
    const OTHERS: [(&[u8], &str); 4] = [
        (b"PK\x03\x04", "a spreadsheet or zip file; save it as CSV (UTF-8)"),
        (b"\xd0\xcf\x11\xe0", "an old spreadsheet file; save it as CSV (UTF-8)"),
        (b"\xff\xfe", "text in UTF-16; save it as CSV (UTF-8)"),
        (b"\xfe\xff", "text in UTF-16; save it as CSV (UTF-8)"),
    ];
    if let Some((_, what)) = OTHERS.iter().find(|(mark, _)| bytes.starts_with(mark)) {
        return Err(ReadError::NotText(what));
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if bytes.contains(&b'\n') || !bytes.contains(&b'\r') {
        return Ok(bytes.into());
    }
    // Spreadsheets on old Macs end lines with a carriage return alone.
    Ok(bytes.iter().map(|&byte| if byte == b'\r' { b'\n' } else { byte }).collect())
}

/// What separates the fields: as the spreadsheet notes before the header, else as the header has it.
fn separator_of(text: &[u8]) -> char {
    let lines = text.split(|&byte| byte == b'\n').map(String::from_utf8_lossy);
    let mut filled = lines.filter(|line| !line.trim().is_empty());
    let header = filled.find(|line| !is_note(line)).unwrap_or_default();
    columns::separator(&header)
}

/// Whether a line is the `sep=;` that spreadsheets write for one another.
fn is_note(line: &str) -> bool {
    line.trim_end().len() == 5 && line.to_lowercase().starts_with("sep=")
}

struct Reading {
    header: Header,
    mark: DecimalMark,
    list: ProductList,
    /// On which lines each SKU stands.
    lines: HashMap<Sku, Vec<u64>>,
}

impl Reading {
    fn record(&mut self, record: &Record) {
        let fields = match record.fields() {
            Ok(fields) if fields.iter().all(|field| field.trim().is_empty()) => return,
            Ok(fields) => fields,
            Err(message) => {
                self.list.read += 1;
                self.list.errors.push(RowError { line: record.line, column: None, message });
                return;
            }
        };
        self.list.read += 1;
        let (sku, row) = Cells::new(&self.header, &fields, self.mark, record.line).read();
        if let Some(sku) = sku {
            self.lines.entry(sku).or_default().push(record.line);
        }
        match row {
            Ok(row) => self.list.rows.push(row),
            Err(errors) => self.list.errors.extend(errors),
        }
    }

    /// Refuses the rows that share a SKU, since nothing tells which of them is right.
    fn finish(self) -> ProductList {
        let Self { mut list, lines, .. } = self;
        let shared = lines.into_iter().filter(|(_, lines)| lines.len() > 1);
        let shared: HashMap<Sku, Vec<u64>> = shared.collect();
        list.rows.retain(|row| !shared.contains_key(&row.product.sku));
        for (sku, lines) in &shared {
            let message = stands_on(sku, lines);
            list.errors.extend(lines.iter().map(|&line| RowError {
                line,
                column: Some(Column::Sku),
                message: message.clone(),
            }));
        }
        list.errors.sort_by_key(|error| error.line);
        list
    }
}

fn stands_on(sku: &Sku, lines: &[u64]) -> String {
    let named: Vec<_> = lines.iter().take(MOST_LINES_NAMED).map(u64::to_string).collect();
    let more = if lines.len() > MOST_LINES_NAMED { " and more" } else { "" };
    format!("expected each SKU once, \"{sku}\" stands on lines {}{more}", named.join(", "))
}

#[cfg(test)]
mod tests;
