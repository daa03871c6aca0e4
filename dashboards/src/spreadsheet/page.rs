//! A sheet of rows: a head that stays, filters, and a format for each column.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, Worksheet, XlsxError};

use super::{
    Cover, Sheet, SpreadsheetError,
    cells::{Cell, cells},
    column::Column,
};

/// The most letters of a sheet's name, and those that none may have.
const NAME: usize = 31;
const FORBIDDEN: [char; 7] = ['[', ']', ':', '*', '?', '/', '\\'];
/// Columns that say what a row of a plan is of, and the most of them that stay.
const KEYS: [&str; 7] = ["sku", "warehouse", "role", "staff", "category", "channel", "country"];
const MOST_KEYS: usize = 2;
/// A head of two lines, in points.
const HEAD: f64 = 33.0;

/// A sheet, ready to be written.
pub(super) struct Page<'a> {
    /// What it is called; no other sheet is.
    pub(super) name: String,
    pub(super) sheet: &'a Sheet,
    pub(super) columns: Vec<Column>,
}

impl Page<'_> {
    pub(super) fn write(
        &self,
        page: &mut Worksheet,
        cover: &Cover,
    ) -> Result<(), SpreadsheetError> {
        page.set_name(&self.name)?;
        self.head(page)?;
        let mut first = 1;
        for batch in &self.sheet.batches {
            for (at, column) in self.columns.iter().enumerate() {
                let made = cells(batch.column(at), column.kind, cover.time_zone)?;
                let made = made.into_iter().map(|cell| self.worded(cell, column, cover));
                for (row, cell) in (first..).zip(made) {
                    let written = write(page, (row, at as u16), cell, &column.format);
                    written.map_err(|error| of_column(error, &column.name))?;
                }
            }
            first += batch.num_rows() as u32;
        }
        page.set_freeze_panes(1, self.keys())?;
        if let Some(last) = self.columns.len().checked_sub(1) {
            page.autofilter(0, 0, (first - 1).max(1), last as u16)?;
        }
        page.set_landscape().set_print_fit_to_pages(1, 0).set_repeat_rows(0, 0)?;
        Ok(())
    }

    /// A text of a plan in words of the language.
    fn worded(&self, cell: Cell, column: &Column, cover: &Cover) -> Cell {
        match cell {
            Cell::Text(text) if self.sheet.plan => {
                Cell::Text(cover.language.value(&column.name, text))
            }
            cell => cell,
        }
    }

    /// The first columns of a plan that say what a row is of: they stay where one scrolls.
    fn keys(&self) -> u16 {
        let is_key = |column: &&Column| KEYS.contains(&column.name.as_str());
        let keys = self.columns.iter().take_while(is_key).take(MOST_KEYS).count();
        if self.sheet.plan { keys as u16 } else { 0 }
    }

    fn head(&self, page: &mut Worksheet) -> Result<(), XlsxError> {
        let format = heading();
        for (at, column) in self.columns.iter().enumerate() {
            page.write_string_with_format(0, at as u16, column.heading(), &format)?;
            page.set_column_width(at as u16, column.width)?;
        }
        page.set_row_height(0, HEAD)?;
        Ok(())
    }
}

/// How heads look.
pub(super) fn heading() -> Format {
    Format::new()
        .set_bold()
        .set_text_wrap()
        .set_align(FormatAlign::Top)
        .set_background_color(Color::RGB(0x00DC_ECF6))
        .set_border_bottom(FormatBorder::Thin)
}

fn write(
    page: &mut Worksheet,
    (row, at): (u32, u16),
    cell: Cell,
    format: &Format,
) -> Result<(), XlsxError> {
    match cell {
        Cell::Empty => return Ok(()),
        Cell::Text(text) => page.write_string_with_format(row, at, text, format)?,
        Cell::Number(value) => page.write_number_with_format(row, at, value, format)?,
        Cell::YesOrNo(value) => page.write_boolean_with_format(row, at, value, format)?,
        Cell::Date(date) => page.write_datetime_with_format(row, at, date, format)?,
        Cell::Time(time) => page.write_datetime_with_format(row, at, time, format)?,
    };
    Ok(())
}

/// Names the column, where that is what is wrong.
fn of_column(error: XlsxError, column: &str) -> SpreadsheetError {
    match error {
        XlsxError::MaxStringLengthExceeded => SpreadsheetError::Text { column: column.to_owned() },
        error => error.into(),
    }
}

/// A name that a sheet may have and no other has; sheets are told apart without regard to case.
pub(super) fn free_name(wanted: &str, taken: &[String]) -> String {
    let plain: String = wanted.chars().filter(|letter| !FORBIDDEN.contains(letter)).collect();
    let plain = plain.trim().trim_matches('\'');
    let plain = if plain.is_empty() { "1" } else { plain };
    let is_free =
        |name: &str| taken.iter().all(|other| other.to_lowercase() != name.to_lowercase());
    let numbered = (2..).map(|number| {
        let ending = format!(" {number}");
        let kept = NAME - ending.chars().count();
        plain.chars().take(kept).collect::<String>() + &ending
    });
    let whole: String = plain.chars().take(NAME).collect();
    let mut names = std::iter::once(whole.clone()).chain(numbered);
    names.find(|name| is_free(name)).unwrap_or(whole)
}
