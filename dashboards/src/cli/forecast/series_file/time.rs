//! Times as files write them, and written back in the same form.

use std::collections::HashMap;

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, NaiveTime, Timelike};
use marea_forecast::Frequency;

/// How times of a calendar are written, the finest form first where one text fits several.
const FORMS: &[Form] = &[
    Form::Time("%Y-%m-%d %H:%M:%S%.f"),
    Form::Time("%Y-%m-%dT%H:%M:%S%.f"),
    Form::Time("%Y-%m-%d %H:%M"),
    Form::Time("%Y-%m-%dT%H:%M"),
    Form::Time("%Y/%m/%d %H:%M:%S%.f"),
    Form::Time("%Y/%m/%d %H:%M"),
    Form::Date("%Y-%m-%d"),
    Form::Date("%Y/%m/%d"),
    Form::Date("%Y%m%d"),
    Form::Month,
    Form::Quarter,
];

/// An index counts periods from here: a Monday, and the first day of a month, quarter and year.
const FIRST: NaiveDate = NaiveDate::from_ymd_opt(2001, 1, 1).unwrap();
/// An index farther from zero than this is no index: ten million periods of five minutes are
/// ninety-five years.
const FARTHEST: i64 = 10_000_000;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// A number of periods.
    Index,
    Date(&'static str),
    Time(&'static str),
    /// 2026-01
    Month,
    /// 2026Q1 or 2026-Q1
    Quarter,
}

/// Reads the times of a file, and remembers their form.
#[derive(Debug, Default)]
pub(super) struct TimeReader {
    form: Option<Form>,
    /// The offset from UTC that all times name; empty where they name none or several.
    offset: Option<String>,
    /// What was read before: a file has far fewer times than rows.
    seen: HashMap<String, i64>,
}

impl TimeReader {
    /// Microseconds since 1970 began, of the local time that is written; of an index, the index.
    pub(super) fn read(&mut self, text: &str) -> Option<i64> {
        if let Some(known) = self.seen.get(text) {
            return Some(*known);
        }
        let read = self.first_read(text)?;
        self.seen.insert(text.to_owned(), read);
        Some(read)
    }

    fn first_read(&mut self, text: &str) -> Option<i64> {
        if let Some(index) = index(text).filter(|_| self.form.is_none_or(|it| it == Form::Index)) {
            self.form = Some(Form::Index);
            return Some(index);
        }
        let (text, offset) = without_offset(text);
        let (form, time) = FORMS.iter().find_map(|form| Some((*form, form.read(text)?)))?;
        match (self.form, form) {
            // Tables of pandas leave out the time of day where all of a column are midnight.
            (None | Some(Form::Date(_)), _) => self.form = Some(form),
            (Some(Form::Index), _) => return None,
            _ => (),
        }
        if self.offset.as_deref().is_some_and(|before| before != offset) {
            self.offset = Some(String::new());
        } else {
            self.offset = Some(offset.to_owned());
        }
        Some(time.and_utc().timestamp_micros())
    }

    /// The form of all that was read.
    pub(super) fn form(self) -> TimeForm {
        TimeForm {
            form: self.form.unwrap_or(Form::Date("%Y-%m-%d")),
            offset: self.offset.unwrap_or_default(),
            frequency: None,
        }
    }
}

/// How the times of a file are written.
#[derive(Debug, Clone)]
pub(super) struct TimeForm {
    form: Form,
    offset: String,
    /// What an index counts.
    frequency: Option<Frequency>,
}

impl TimeForm {
    /// Whether times are numbers of periods.
    pub(super) fn is_index(&self) -> bool {
        self.form == Form::Index
    }

    /// Gives an index its meaning: puts numbers of periods into the calendar.
    pub(super) fn place(&mut self, frequency: Frequency, times: &mut [i64]) {
        self.frequency = Some(frequency);
        if self.is_index() {
            for time in times {
                *time = placed(frequency, *time);
            }
        }
    }

    /// Reads a time that is asked for on the command line.
    pub(super) fn asked(&self, text: &str) -> Option<NaiveDateTime> {
        let micros = match (self.is_index(), self.frequency) {
            (true, Some(frequency)) => placed(frequency, index(text)?),
            _ => TimeReader::default().read(text)?,
        };
        Some(DateTime::from_timestamp_micros(micros)?.naive_utc())
    }

    /// A time in the form of the file.
    pub(super) fn written(&self, micros: i64) -> String {
        let time = DateTime::from_timestamp_micros(micros).unwrap_or_default().naive_utc();
        match self.form {
            Form::Index => {
                let frequency = self.frequency.unwrap_or(Frequency::Days);
                periods_between(frequency, FIRST.into(), time).to_string()
            }
            Form::Date(_) if time.time() != NaiveTime::MIN => {
                time.format("%Y-%m-%d %H:%M:%S").to_string()
            }
            Form::Date(pattern) => time.format(pattern).to_string(),
            Form::Time(pattern) => {
                format!("{}{}", time.format(pattern.trim_end_matches("%.f")), self.offset)
            }
            Form::Month => time.format("%Y-%m").to_string(),
            Form::Quarter => format!("{}Q{}", time.year(), time.month0() / 3 + 1),
        }
    }
}

impl Form {
    fn read(self, text: &str) -> Option<NaiveDateTime> {
        match self {
            Self::Index => None,
            Self::Time(pattern) => NaiveDateTime::parse_from_str(text, pattern).ok(),
            Self::Date(pattern) => {
                Some(NaiveDate::parse_from_str(text, pattern).ok()?.and_time(NaiveTime::MIN))
            }
            Self::Month => {
                let (year, month) = text.split_once('-')?;
                first_of(year, month.parse().ok()?)
            }
            Self::Quarter => {
                let (year, quarter) = text.split_once(['Q', 'q'])?;
                let quarter: u32 = quarter.parse().ok()?;
                first_of(year.trim_end_matches('-'), quarter.checked_mul(3)?.checked_sub(2)?)
            }
        }
    }
}

fn first_of(year: &str, month: u32) -> Option<NaiveDateTime> {
    let year = year.parse().ok().filter(|_| year.len() == 4)?;
    Some(NaiveDate::from_ymd_opt(year, month, 1)?.and_time(NaiveTime::MIN))
}

/// A plain whole number, unless its eight digits are a date.
fn index(text: &str) -> Option<i64> {
    let index: i64 = text.parse().ok().or_else(|| text.strip_suffix(".0")?.parse().ok())?;
    (-FARTHEST..FARTHEST).contains(&index).then_some(index)
}

fn placed(frequency: Frequency, index: i64) -> i64 {
    frequency.later(FIRST.into(), index).and_utc().timestamp_micros()
}

/// A local time, and the offset from UTC that follows it.
fn without_offset(text: &str) -> (&str, &str) {
    // Before its eleventh letter a text is within its date, whose dashes are no signs.
    let after_date = text.get(10..).unwrap_or_default();
    let begins = after_date.rfind(['Z', 'z', '+', '-']).map(|at| at + 10);
    begins.map_or((text, ""), |at| (text[..at].trim_end(), &text[at..]))
}

/// How many whole periods lie between two times, counted from the first.
pub(super) fn periods_between(frequency: Frequency, from: NaiveDateTime, to: NaiveDateTime) -> i64 {
    let months = |time: NaiveDateTime| i64::from(time.year()) * 12 + i64::from(time.month0());
    let of_months = |count: i64| (months(to) - months(from)).div_euclid(count);
    let minutes = (to - from).num_minutes();
    match frequency {
        Frequency::Minutes(count) => minutes.div_euclid(i64::from(count.max(1))),
        Frequency::Hours => minutes.div_euclid(60),
        Frequency::Days => minutes.div_euclid(24 * 60),
        Frequency::Weeks => minutes.div_euclid(7 * 24 * 60),
        Frequency::Months => of_months(1),
        Frequency::Quarters => of_months(3),
        Frequency::Years => of_months(12),
    }
}

/// The place of a time in its week, in periods of less than a week; nothing for longer ones.
pub(super) fn place_in_week(frequency: Frequency, time: NaiveDateTime) -> Option<u32> {
    let day = time.weekday().num_days_from_monday();
    let minute = day * 24 * 60 + time.hour() * 60 + time.minute();
    match frequency {
        Frequency::Minutes(count) => Some(minute / u32::from(count.max(1))),
        Frequency::Hours => Some(minute / 60),
        Frequency::Days => Some(day),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
