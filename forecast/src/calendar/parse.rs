//! The words of `holidays.txt` and `events.txt` as rules.

use std::str::FromStr;

use chrono::{Month, NaiveDate, Weekday};

use super::rule::{Conditions, MonthDay, Rule, When};
use super::shift::{SHIFTS, Shift};

/// What is wrong with a line, for the one who wrote it.
type Parsed<T> = Result<T, String>;

/// `when ; English name / local name ; conditions`, the last of which may be left out.
pub(super) fn rule(line: &'static str, common: &Conditions) -> Parsed<Rule> {
    let mut parts = line.split(';').map(str::trim);
    let (Some(when_text), Some(names)) = (parts.next(), parts.next()) else {
        return Err(format!("{line:?} is not `when ; name ; conditions`"));
    };
    let (name, local_name) = names.split_once(" / ").unwrap_or((names, names));
    let mut conditions = common.clone();
    add_conditions(parts.next().unwrap_or_default(), &mut conditions)?;
    Ok(Rule { when: when(when_text)?, name, local_name, conditions })
}

/// One of the ways to name a day; `holidays.txt` shows them all.
pub(super) fn when(text: &str) -> Parsed<When> {
    let words: Vec<&str> = text.split_whitespace().collect();
    match words.as_slice() {
        ["vernal", "equinox"] => Ok(When::Equinox { autumnal: false }),
        ["autumnal", "equinox"] => Ok(When::Equinox { autumnal: true }),
        ["on", dates @ ..] => Ok(When::On(all(dates, "a date")?)),
        ["orthodox", easter] => easter_offset(easter, true),
        [easter] if easter.starts_with("easter") => easter_offset(easter, false),
        [date] => Ok(When::Date(month_day(date)?)),
        [nth, weekday, "of", month] => {
            let nth = if *nth == "last" { None } else { Some(one(nth, "a count")?) };
            let month = one::<Month>(month, "a month")?.number_from_month();
            Ok(When::Nth { nth, weekday: one::<Weekday>(weekday, "a weekday")?, month })
        }
        [weekday, "on", "or", side @ ("after" | "before"), date] => {
            let (weekday, date) = (one(weekday, "a weekday")?, month_day(date)?);
            Ok(When::Near { weekday, after: *side == "after", date })
        }
        _ => Err(format!("{text:?} does not name a day")),
    }
}

fn easter_offset(text: &str, orthodox: bool) -> Parsed<When> {
    let days = text.strip_prefix("easter").ok_or_else(|| format!("{text:?} is not Easter"))?;
    Ok(When::Easter { days: one(days, "a number of days")?, orthodox })
}

fn month_day(text: &str) -> Parsed<MonthDay> {
    let (month, day) = text.split_once('-').ok_or_else(|| format!("{text:?} is not month-day"))?;
    let date = MonthDay { month: one(month, "a month")?, day: one(day, "a day")? };
    // A leap year, so that 29 February is a day.
    match NaiveDate::from_ymd_opt(2000, date.month, date.day) {
        Some(_) => Ok(date),
        None => Err(format!("{text:?} is no day of a year")),
    }
}

/// Adds conditions parted by commas to those already there.
pub(super) fn add_conditions(text: &str, conditions: &mut Conditions) -> Parsed<()> {
    for condition in text.split(',').map(str::trim).filter(|condition| !condition.is_empty()) {
        add_condition(condition, conditions)?;
    }
    Ok(())
}

fn add_condition(text: &str, conditions: &mut Conditions) -> Parsed<()> {
    let words: Vec<&str> = text.split_whitespace().collect();
    match words.as_slice() {
        ["from", year] => conditions.from = one(year, "a year")?,
        ["until", year] => conditions.until = one(year, "a year")?,
        ["in", years @ ..] => conditions.only = all(years, "a year")?,
        ["not", "in", years @ ..] => conditions.never = all(years, "a year")?,
        ["every", step, "from", year] => {
            let step: i32 = one(step, "a number of years")?;
            if step < 1 {
                return Err(format!("{text:?} never comes round"));
            }
            conditions.every = Some((step, one(year, "a year")?));
        }
        ["moved", words @ ..] => conditions.moved = Some(shift(&words.join(" "))?),
        ["observed", words @ ..] => conditions.observed = Some(shift(&words.join(" "))?),
        _ => return Err(format!("{text:?} is not a condition")),
    }
    Ok(())
}

fn shift(text: &str) -> Parsed<Shift> {
    let found = SHIFTS.iter().find(|(words, _)| *words == text);
    found.map(|(_, shift)| *shift).ok_or_else(|| format!("{text:?} is not a shift"))
}

/// One word read as what it should be.
pub(super) fn one<T: FromStr>(word: &str, expected: &str) -> Parsed<T> {
    word.parse().map_err(|_| format!("{word:?} is not {expected}"))
}

fn all<T: FromStr>(words: &[&str], expected: &str) -> Parsed<Vec<T>> {
    words.iter().map(|word| one(word, expected)).collect()
}

/// The lines that say something, with their numbers counted from 1.
pub(super) fn lines(text: &'static str) -> impl Iterator<Item = (usize, &'static str)> {
    let numbered = (1..).zip(text.lines().map(str::trim));
    numbered.filter(|(_, line)| !line.is_empty() && !line.starts_with('#'))
}
