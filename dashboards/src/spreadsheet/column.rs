//! A column of a sheet: its head, its unit, and how its cells are written.

use arrow::datatypes::{DataType, Field};
use rust_xlsxwriter::{Format, FormatAlign};

use super::{Cover, Sheet, SpreadsheetError, by_day, cells};
use crate::language::{ColumnWords, Language, Unit};

/// The narrowest and the widest column, in letters.
const NARROW: usize = 9;
const WIDE: usize = 48;
/// Rows that the width is chosen by.
const LOOKED_AT: usize = 500;

/// What the cells of a column are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    YesOrNo,
    /// A number, with its decimals where any row has some.
    Number,
    Money,
    Share,
    Date,
    Time,
}

/// A column of a sheet.
#[derive(Debug)]
pub(super) struct Column {
    /// Its name in SQL.
    pub(super) name: String,
    /// What it is called.
    pub(super) head: String,
    /// What its values count; empty where that is not known.
    pub(super) unit: String,
    /// What it is; empty where that is not known.
    pub(super) about: String,
    pub(super) kind: Kind,
    /// In letters.
    pub(super) width: f64,
    pub(super) format: Format,
}

impl Column {
    /// The column `at` of a sheet.
    pub(super) fn of(sheet: &Sheet, at: usize, cover: &Cover) -> Result<Self, SpreadsheetError> {
        let field = sheet.schema.field(at);
        let language = cover.language;
        let words = sheet.plan.then(|| ColumnWords::of(field.name())).flatten();
        let unit = words.map(|words| unit(words.unit, sheet));
        let kind = kind(field, unit);
        let zone = cover.time_zone.name();
        let named = |unit: Unit| unit.name(language, &cover.currency, zone);
        // A time says its zone whatever it is a time of.
        let plain = if kind == Kind::Time { named(Unit::Time) } else { String::new() };
        let named_head = words.map(|words| words.head(language).to_owned());
        let of_day = || by_day::head(field.name(), language).filter(|_| sheet.plan);
        let head = named_head.or_else(of_day).unwrap_or_else(|| field.name().clone());
        let mut column = Self {
            name: field.name().clone(),
            head,
            unit: unit.map_or(plain, named),
            about: words.map_or_else(String::new, |words| words.about(language).to_owned()),
            kind,
            width: 0.0,
            format: Format::new(),
        };
        column.measure(sheet, at, language)?;
        Ok(column)
    }

    /// What stands in the first row: the head, and the unit in the line below it.
    pub(super) fn heading(&self) -> String {
        let is_told = matches!(self.kind, Kind::Number | Kind::Money | Kind::Time);
        if is_told && !self.unit.is_empty() {
            format!("{}\n({})", self.head, self.unit)
        } else {
            self.head.clone()
        }
    }

    /// Chooses the width, and the format by what the rows hold.
    fn measure(
        &mut self,
        sheet: &Sheet,
        at: usize,
        language: Language,
    ) -> Result<(), SpreadsheetError> {
        let (mut longest, mut whole) = (0, true);
        let mut seen = 0;
        for batch in &sheet.batches {
            let texts = cells::texts(batch.column(at))?;
            for text in texts.iter().flatten() {
                whole &= !text.trim_end_matches('0').trim_end_matches('.').contains('.');
                if seen < LOOKED_AT {
                    longest = longest.max(self.length(text, sheet.plan, language));
                }
                seen += 1;
            }
        }
        let longest = match self.kind {
            Kind::Date => 11,
            Kind::Time => 17,
            Kind::Number | Kind::Money => longest.min(18) + 2,
            Kind::Share => 8,
            Kind::Text | Kind::YesOrNo => longest + 1,
        };
        let head = self.heading();
        // A long head is broken at its spaces, so that its longest word counts. The button of the
        // filter takes some room.
        let word = head.split_whitespace().map(|word| word.chars().count()).max().unwrap_or(0);
        let lines = head.lines().map(|line| line.chars().count()).max().unwrap_or(0);
        let head = lines.min(word.max(lines.div_ceil(2))) + 3;
        self.width = longest.max(head).clamp(NARROW, WIDE) as f64;
        self.format = format(self.kind, whole, language);
        Ok(())
    }
}

impl Column {
    /// How long a value is as it is shown.
    fn length(&self, text: &str, plan: bool, language: Language) -> usize {
        match self.kind {
            // Two decimals at most, and a mark between thousands.
            Kind::Number | Kind::Money => {
                let whole = text.split(['.', 'e']).next().unwrap_or(text).len();
                let decimals = if text.len() > whole { 3 } else { 0 };
                whole + whole.saturating_sub(1) / 3 + decimals
            }
            Kind::Text if plan => language.value(&self.name, text.to_owned()).chars().count(),
            _ => text.chars().count(),
        }
    }
}

/// Only a sheet that says what each row measures has money beside units.
fn unit(unit: Unit, sheet: &Sheet) -> Unit {
    let measured = sheet.schema.index_of("measure").is_ok();
    if unit == Unit::UnitsOrMoney && !measured { Unit::Units } else { unit }
}

fn kind(field: &Field, unit: Option<Unit>) -> Kind {
    use DataType as T;
    match (field.data_type(), unit) {
        (T::Boolean, _) => Kind::YesOrNo,
        (T::Date32 | T::Date64, _) => Kind::Date,
        (T::Timestamp(..), _) => Kind::Time,
        (it, unit) if it.is_numeric() => match unit {
            Some(Unit::Money) => Kind::Money,
            Some(Unit::Share) => Kind::Share,
            _ => Kind::Number,
        },
        _ => Kind::Text,
    }
}

/// A spreadsheet program writes separators as its reader's settings say; formats are always
/// written in the American way.
fn format(kind: Kind, whole: bool, language: Language) -> Format {
    let plain = Format::new();
    match kind {
        Kind::Text => plain,
        Kind::YesOrNo => plain.set_align(FormatAlign::Center),
        Kind::Number if whole => plain.set_num_format("#,##0"),
        Kind::Number | Kind::Money => plain.set_num_format("#,##0.00"),
        Kind::Share => plain.set_num_format("0.0%"),
        Kind::Date => plain.set_num_format(date_format(language)),
        Kind::Time => plain.set_num_format(format!("{} hh:mm", date_format(language))),
    }
}

fn date_format(language: Language) -> &'static str {
    match language {
        Language::English => "d mmm yyyy",
        Language::Spanish | Language::French | Language::Galician => "dd/mm/yyyy",
    }
}
