//! The rows of a file, whatever its form: CSV, gzipped CSV or Parquet, told apart by their first
//! bytes, since standard input has no name.

use std::{
    fs::File,
    io::{self, BufRead, BufReader, Read},
    path::Path,
};

use anyhow::Context as _;
use arrow::{
    array::RecordBatch,
    util::display::{ArrayFormatter, FormatOptions},
};
use bytes::Bytes;
use csv::StringRecord;
use flate2::bufread::MultiGzDecoder;
use parquet::arrow::arrow_reader::{ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder};

/// The first bytes of a gzipped file (RFC 1952).
const GZIP: &[u8] = &[0x1f, 0x8b];
/// The first bytes of a Parquet file.
const PARQUET: &[u8] = b"PAR1";
/// A Parquet file on standard input is held in memory, up to so many bytes.
const MOST_BYTES: u64 = 4 << 30;

/// Rows as texts, with the line or row they come from.
pub(super) enum Source {
    Csv {
        reader: Box<csv::Reader<Box<dyn Read>>>,
        header: StringRecord,
        /// Whether a comma is free to part a number from its decimals.
        decimal_commas: bool,
    },
    Parquet {
        batches: Box<ParquetRecordBatchReader>,
        header: StringRecord,
    },
}

/// Opens a file, or standard input where it is called `-`.
pub(super) fn open(input: &Path) -> anyhow::Result<Source> {
    let file: Box<dyn Read> = if input.as_os_str() == super::super::STANDARD {
        Box::new(io::stdin())
    } else {
        Box::new(File::open(input).context("the file cannot be opened")?)
    };
    let mut bytes = BufReader::with_capacity(1 << 16, file);
    let first = bytes.fill_buf()?;
    if first.starts_with(PARQUET) {
        return parquet(bytes);
    }
    if !first.starts_with(GZIP) {
        return csv(bytes);
    }
    let mut inside = BufReader::with_capacity(1 << 16, MultiGzDecoder::new(bytes));
    let is_parquet = inside.fill_buf()?.starts_with(PARQUET);
    if is_parquet { parquet(inside) } else { csv(inside) }
}

fn parquet(bytes: impl Read) -> anyhow::Result<Source> {
    let mut whole = Vec::new();
    bytes.take(MOST_BYTES + 1).read_to_end(&mut whole)?;
    anyhow::ensure!(whole.len() as u64 <= MOST_BYTES, "larger than {MOST_BYTES} bytes; split it");
    let batches = ParquetRecordBatchReaderBuilder::try_new(Bytes::from(whole))?.build()?;
    let schema = arrow::array::RecordBatchReader::schema(&batches);
    let header = schema.fields().iter().map(|field| field.name().as_str()).collect();
    Ok(Source::Parquet { batches: Box::new(batches), header })
}

fn csv(mut bytes: impl BufRead + 'static) -> anyhow::Result<Source> {
    let separator = separator(bytes.fill_buf()?);
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(separator)
        .trim(csv::Trim::All)
        .from_reader(Box::new(bytes) as Box<dyn Read>);
    let header = reader.headers().map_err(|error| anyhow::anyhow!("line 1: {error}"))?.clone();
    let header = header.iter().map(|name| name.trim_start_matches('\u{feff}')).collect();
    Ok(Source::Csv { reader: Box::new(reader), header, decimal_commas: separator != b',' })
}

/// What stands between the columns of the first line.
fn separator(start: &[u8]) -> u8 {
    let line = start.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let count = |separator: &u8| line.iter().filter(|byte| *byte == separator).count();
    // The comma wins where nothing is found at all, as in a file of one column.
    *b"\t;,".iter().max_by_key(|separator| count(separator)).unwrap_or(&b',')
}

impl Source {
    /// The names of the columns.
    pub(super) fn header(&self) -> &StringRecord {
        match self {
            Self::Csv { header, .. } | Self::Parquet { header, .. } => header,
        }
    }

    /// Gives every row to `take`, with its place as errors name it.
    pub(super) fn each(
        self,
        mut take: impl FnMut(Place, &StringRecord) -> anyhow::Result<()>,
    ) -> anyhow::Result<()> {
        match self {
            Self::Csv { mut reader, decimal_commas, .. } => {
                let mut record = StringRecord::new();
                while reader.read_record(&mut record).map_err(|error| fault(&error))? {
                    let line = record.position().map_or(0, csv::Position::line);
                    if decimal_commas && record.iter().any(has_decimal_comma) {
                        record = record.iter().map(with_point).collect();
                    }
                    take(Place::Line(line), &record)?;
                }
            }
            Self::Parquet { batches, .. } => {
                let mut before = 0;
                for batch in *batches {
                    let batch = batch?;
                    each_of_batch(&batch, before, &mut take)?;
                    before += batch.num_rows() as u64;
                }
            }
        }
        Ok(())
    }
}

/// Whether a cell is a number whose decimals stand after a comma, as in most of Europe.
fn has_decimal_comma(cell: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let unsigned = cell.strip_prefix(['-', '+']).unwrap_or(cell);
    unsigned.split_once(',').is_some_and(|(whole, rest)| digits(whole) && digits(rest))
}

/// The cell as numbers are read.
fn with_point(cell: &str) -> String {
    if has_decimal_comma(cell) { cell.replace(',', ".") } else { cell.to_owned() }
}

/// What is wrong with a line, in the words of the other faults.
fn fault(error: &csv::Error) -> anyhow::Error {
    let line = error.position().map_or(0, csv::Position::line);
    match error.kind() {
        csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
            anyhow::anyhow!(
                "line {line}: expected {expected_len} columns as the header has, found {len}"
            )
        }
        _ => anyhow::anyhow!("line {line}: {error}"),
    }
}

fn each_of_batch(
    batch: &RecordBatch,
    before: u64,
    take: &mut impl FnMut(Place, &StringRecord) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let options = FormatOptions::default();
    let cells: Vec<ArrayFormatter> = (batch.columns().iter())
        .map(|column| ArrayFormatter::try_new(column, &options))
        .collect::<Result<_, _>>()?;
    let mut record = StringRecord::new();
    for row in 0..batch.num_rows() {
        record.clear();
        for cell in &cells {
            record.push_field(&cell.value(row).try_to_string()?);
        }
        take(Place::Row(before + row as u64 + 1), &record)?;
    }
    Ok(())
}

/// Where a row stands, for messages.
#[derive(Debug, Clone, Copy)]
pub(super) enum Place {
    /// Line of a text, from 1.
    Line(u64),
    /// Row of a Parquet file, from 1.
    Row(u64),
}

impl std::fmt::Display for Place {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Line(line) => write!(out, "line {line}"),
            Self::Row(row) => write!(out, "row {row}"),
        }
    }
}
