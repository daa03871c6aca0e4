//! The first sheet: whose figures these are, when they were true, and what each column is.

use rust_xlsxwriter::{Format, FormatAlign, Worksheet, XlsxError};

use super::{
    Cover, SpreadsheetError,
    cells::{Cell, cells, texts},
    column::Kind,
    page::{Page, heading},
};
use crate::language::Word;

/// Models that are named.
const MOST_MODELS: usize = 12;
/// Widths of the columns, in letters.
const WIDTHS: [f64; 5] = [28.0, 30.0, 32.0, 24.0, 90.0];

pub(super) fn write(
    page: &mut Worksheet,
    cover: &Cover,
    pages: &[Page<'_>],
) -> Result<(), SpreadsheetError> {
    let word = |word| cover.language.word(word);
    page.set_name(word(Word::About))?;
    let bold = Format::new().set_bold();
    let left = Format::new().set_align(FormatAlign::Left);
    let mut row = 0;
    for (label, value) in facts(cover, pages)? {
        page.write_string_with_format(row, 0, word(label), &bold)?;
        page.write_string_with_format(row, 1, value, &left)?;
        row += 1;
    }
    row += 1;
    let heads = [Word::Sheet, Word::Column, Word::NameInSql, Word::Unit, Word::WhatItIs];
    for (at, head) in (0..).zip(heads) {
        page.write_string_with_format(row, at, word(head), &heading())?;
    }
    row += 1;
    for of in pages {
        row = columns(page, of, row)?;
    }
    for (at, width) in (0..).zip(WIDTHS) {
        page.set_column_width(at, width)?;
    }
    Ok(())
}

/// What is known of the whole.
fn facts(cover: &Cover, pages: &[Page<'_>]) -> Result<Vec<(Word, String)>, SpreadsheetError> {
    let language = cover.language;
    let made = cover.made_at.with_timezone(&cover.time_zone);
    let made = format!("{}, {}", language.date(made.date_naive()), made.format("%H:%M"));
    let mut facts = vec![(Word::Shop, cover.shop.clone()), (Word::MadeAt, made)];
    facts.extend(origin(cover, pages)?.map(|day| (Word::LastDayOfHistory, day)));
    facts.push((Word::TrueAt, cover.lsn.to_string()));
    facts.push((Word::Zone, cover.time_zone.name().to_owned()));
    facts.push((Word::Currency, cover.currency.clone()));
    let models = models(cover, pages)?;
    if !models.is_empty() {
        facts.push((Word::Models, models));
    }
    let rows = |page: &Page<'_>| {
        format!("{}: {}", page.name, language.number(page.sheet.rows() as f64, 0))
    };
    if cover.shortened {
        facts.push((Word::Shortened, language.word(Word::ShortenedHow).to_owned()));
    }
    facts.push((Word::Rows, pages.iter().map(rows).collect::<Vec<_>>().join(" · ")));
    Ok(facts)
}

/// The last day of history that a plan saw.
fn origin(cover: &Cover, pages: &[Page<'_>]) -> Result<Option<String>, SpreadsheetError> {
    for page in pages.iter().filter(|page| page.sheet.plan) {
        let at = page.columns.iter().position(|it| it.name == "origin" && it.kind == Kind::Date);
        let batch = page.sheet.batches.iter().find(|batch| batch.num_rows() > 0);
        let (Some(at), Some(batch)) = (at, batch) else { continue };
        let first = cells(&batch.column(at).slice(0, 1), Kind::Date, cover.time_zone)?;
        if let Some(Cell::Date(day)) = first.first() {
            return Ok(Some(cover.language.date(*day)));
        }
    }
    Ok(None)
}

/// The models that made what is on the plans, in order of their names.
fn models(cover: &Cover, pages: &[Page<'_>]) -> Result<String, SpreadsheetError> {
    let mut names = std::collections::BTreeSet::new();
    for page in pages.iter().filter(|page| page.sheet.plan) {
        let is_model = |name: &str| name == "model" || name == "demand_basis";
        let at = page.columns.iter().position(|column| is_model(&column.name));
        for batch in page.sheet.batches.iter().filter(|_| at.is_some()) {
            names.extend(texts(batch.column(at.unwrap_or(0)))?.into_iter().flatten());
        }
    }
    let named = |name: &String| cover.language.model(name);
    let mut shown: Vec<String> = names.iter().take(MOST_MODELS).map(named).collect();
    if names.len() > MOST_MODELS {
        shown.push("…".to_owned());
    }
    Ok(shown.join(", "))
}

fn columns(page: &mut Worksheet, of: &Page<'_>, mut row: u32) -> Result<u32, XlsxError> {
    let plain = Format::new();
    for column in &of.columns {
        let texts = [&of.name, &column.head, &column.name, &column.unit, &column.about];
        for (at, text) in (0..).zip(texts) {
            page.write_string_with_format(row, at, text, &plain)?;
        }
        row += 1;
    }
    Ok(row)
}
