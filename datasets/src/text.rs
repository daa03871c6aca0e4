//! From bytes to records: bounded lines, their encoding, and the quoting of CSV (RFC 4180), with
//! any separator.

use std::{
    borrow::Cow,
    cell::Cell,
    collections::VecDeque,
    io::{self, BufRead, Read},
    rc::Rc,
};

/// The longest line that is read, in bytes; a longer one is passed over and refused. It keeps a
/// file without line ends from filling the memory.
pub const LONGEST_FILE_LINE: usize = 64 * 1024;

/// A quoted field may hold line ends, but one over more lines than this is a lost quote.
const MOST_JOINED_LINES: usize = 20;

/// Counts the bytes that pass through it.
pub(crate) struct Counted<R> {
    inner: R,
    count: Rc<Cell<u64>>,
}

impl<R> Counted<R> {
    /// The reader, and the count that goes with it.
    pub(crate) fn new(inner: R) -> (Self, Rc<Cell<u64>>) {
        let count = Rc::new(Cell::new(0));
        (Self { inner, count: Rc::clone(&count) }, count)
    }
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.count.set(self.count.get() + read as u64);
        Ok(read)
    }
}

/// A record: mostly one line of the file, more where a quoted field holds line ends.
pub(crate) struct Record {
    /// The number of its first line, from 1.
    pub(crate) line: u64,
    /// Its text without the line end, or that it was too long to be read.
    text: Result<String, TooLong>,
    /// What stands between its fields.
    separator: char,
}

#[derive(Clone, Copy)]
struct TooLong;

/// Why a line is no record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Quoting {
    Unclosed,
    TextAfterQuote,
}

impl Record {
    pub(crate) fn is_blank(&self) -> bool {
        self.text.as_ref().is_ok_and(|text| text.trim().is_empty())
    }

    /// How it begins, to show in a message.
    pub(crate) fn beginning(&self) -> String {
        self.text.as_ref().map_or_else(
            |TooLong| "a very long line".to_owned(),
            |text| text.chars().take(80).map(|c| if c.is_control() { '·' } else { c }).collect(),
        )
    }

    /// Its fields, unquoted, or why it has none.
    pub(crate) fn fields(&self) -> Result<Vec<Cow<'_, str>>, String> {
        let text = self
            .text
            .as_ref()
            .map_err(|TooLong| format!("longer than {LONGEST_FILE_LINE} bytes"))?;
        if text.contains('\0') {
            return Err("holds a NUL byte".into());
        }
        split(text, self.separator).map_err(|fault| match fault {
            Quoting::Unclosed => "a quote is never closed".into(),
            Quoting::TextAfterQuote => "text follows a closing quote".into(),
        })
    }
}

/// The records of a file.
pub(crate) struct Records<R> {
    input: R,
    separator: char,
    lines_read: u64,
    /// Lines that were read ahead to look for the end of a quoted field that has none.
    pending: VecDeque<Record>,
}

impl<R: BufRead> Records<R> {
    pub(crate) fn new(input: R, separator: char) -> Self {
        Self { input, separator, lines_read: 0, pending: VecDeque::new() }
    }

    /// How many lines of the file were read whole.
    pub(crate) fn lines_read(&self) -> u64 {
        self.lines_read
    }

    /// The next record, of which `columns` fields are expected.
    pub(crate) fn next(&mut self, columns: usize) -> io::Result<Option<Record>> {
        let Some(first) = self.next_line()? else { return Ok(None) };
        let is_open = |text: &String| split(text, self.separator) == Err(Quoting::Unclosed);
        let unclosed = first.text.as_ref().is_ok_and(is_open);
        if !unclosed {
            return Ok(Some(first));
        }
        self.join(first, columns).map(Some)
    }

    /// Joins a line whose quote stays open with those that follow. If they give no whole record,
    /// the quote was lost and only its own line is the worse for it.
    fn join(&mut self, first: Record, columns: usize) -> io::Result<Record> {
        let mut joined = first.text.as_ref().map_or_else(|TooLong| String::new(), Clone::clone);
        let mut ahead = Vec::new();
        while ahead.len() < MOST_JOINED_LINES {
            let Some(line) = self.next_line()? else { break };
            let text = line.text.as_ref().map_or("\0", String::as_str);
            joined.push('\n');
            joined.push_str(text);
            ahead.push(line);
            let whole = split(&joined, self.separator).is_ok_and(|fields| fields.len() == columns);
            if whole && joined.len() <= LONGEST_FILE_LINE && !joined.contains('\0') {
                return Ok(Record { text: Ok(joined), ..first });
            }
        }
        for line in ahead.into_iter().rev() {
            self.pending.push_front(line);
        }
        Ok(first)
    }

    fn next_line(&mut self) -> io::Result<Option<Record>> {
        if let Some(line) = self.pending.pop_front() {
            return Ok(Some(line));
        }
        let mut bytes = Vec::new();
        let limit = LONGEST_FILE_LINE as u64 + 2;
        (&mut self.input).take(limit).read_until(b'\n', &mut bytes)?;
        if bytes.is_empty() {
            return Ok(None);
        }
        let ended = bytes.ends_with(b"\n");
        if !ended && bytes.len() as u64 == limit {
            self.skip_line()?;
        }
        self.lines_read += 1;
        while bytes.last().is_some_and(|&byte| byte == b'\n' || byte == b'\r') {
            bytes.pop();
        }
        let text = if bytes.len() > LONGEST_FILE_LINE { Err(TooLong) } else { Ok(decoded(bytes)) };
        Ok(Some(Record { line: self.lines_read, text, separator: self.separator }))
    }

    fn skip_line(&mut self) -> io::Result<()> {
        loop {
            let buffer = self.input.fill_buf()?;
            let end = buffer.iter().position(|&byte| byte == b'\n');
            let read = end.map_or(buffer.len(), |end| end + 1);
            let at_end = buffer.is_empty() || end.is_some();
            self.input.consume(read);
            if at_end {
                return Ok(());
            }
        }
    }
}

/// UTF-8 where it is that, else Windows-1252, which the data sets were first written in.
fn decoded(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes)
        .unwrap_or_else(|error| error.as_bytes().iter().map(|&byte| windows_1252(byte)).collect())
}

/// The character of a byte in Windows-1252: Latin-1 but for 0x80 to 0x9F. Source: WHATWG
/// Encoding Standard, index windows-1252.
fn windows_1252(byte: u8) -> char {
    const FROM_80: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž',
        '\u{8f}', '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}',
        'ž', 'Ÿ',
    ];
    match byte {
        0x80..=0x9f => FROM_80[usize::from(byte - 0x80)],
        _ => char::from(byte),
    }
}

/// The fields of a record. A quote within an unquoted field is a character like any other.
fn split(text: &str, separator: char) -> Result<Vec<Cow<'_, str>>, Quoting> {
    let mut fields = Vec::with_capacity(8);
    let mut rest = text;
    loop {
        let (field, after) = match rest.strip_prefix('"') {
            Some(quoted) => split_quoted(quoted)?,
            None => {
                let end = rest.find(separator).unwrap_or(rest.len());
                (Cow::Borrowed(&rest[..end]), &rest[end..])
            }
        };
        fields.push(field);
        match after.strip_prefix(separator) {
            Some(next) => rest = next,
            None if after.is_empty() => return Ok(fields),
            None => return Err(Quoting::TextAfterQuote),
        }
    }
}

/// A field after its opening quote, and what stands behind its closing quote.
fn split_quoted(text: &str) -> Result<(Cow<'_, str>, &str), Quoting> {
    let mut from = 0;
    loop {
        let quote = text[from..].find('"').ok_or(Quoting::Unclosed)? + from;
        if !text[quote + 1..].starts_with('"') {
            let field = &text[..quote];
            let field = if from == 0 { field.into() } else { field.replace("\"\"", "\"").into() };
            return Ok((field, &text[quote + 1..]));
        }
        from = quote + 2;
    }
}
