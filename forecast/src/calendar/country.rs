//! Countries and their public holidays.

use std::collections::HashSet;
use std::fmt;
use std::ops::RangeInclusive;
use std::str::FromStr;
use std::sync::LazyLock;

use chrono::{Datelike, NaiveDate, Weekday};
use serde::{Deserialize, Serialize};

use super::CalendarError;
use super::parse::{self, lines};
use super::rule::{Conditions, Rule, days_of};

/// The Gregorian calendar's years in which a day more or less stays within what a date can be.
pub(super) const KNOWN_YEARS: RangeInclusive<i32> = 1600..=9990;

/// The rules as they are read; a fault in them is told to whoever asks for a country.
static SECTIONS: LazyLock<Result<Vec<Section>, CalendarError>> =
    LazyLock::new(|| read(include_str!("holidays.txt")));

/// The rules of one country or region.
#[derive(Debug)]
struct Section {
    code: &'static str,
    name: &'static str,
    rules: Vec<Rule>,
    /// Whether a day between two holidays is a holiday too.
    bridged: bool,
    common: Conditions,
}

/// One public holiday.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Holiday {
    /// The day off.
    pub date: NaiveDate,
    /// Its name in English, the same in every year and country that keep it.
    pub name: &'static str,
    /// Its name in the country's language.
    pub local_name: &'static str,
    /// A further day off because the holiday itself fell on a weekend or another holiday.
    pub observed: bool,
}

/// A country or region whose public holidays are known, by its ISO 3166 code: `ES`, `ES-GA`.
///
/// Days are those by law that the whole country or region keeps, checked for 2000 to 2035; days by
/// single decrees are known up to 2026. `IN` has only those of the Gregorian calendar.
#[derive(Clone, Copy, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Country(&'static Section);

impl Country {
    /// Every country and region that is known, in the order of the table.
    ///
    /// # Errors
    ///
    /// [`CalendarError::Rule`] if the built-in table is damaged.
    pub fn all() -> Result<Vec<Self>, CalendarError> {
        let sections = SECTIONS.as_ref().map_err(Clone::clone)?;
        Ok(sections.iter().map(Self).collect())
    }

    /// The ISO 3166 code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        self.0.code
    }

    /// The name in English.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.0.name
    }

    /// The public holidays of `year`, by date; two may fall on the same day. Works the rules out
    /// anew, so whoever needs many days asks once: see [`Country::holidays_in`].
    #[must_use]
    pub fn holidays(&self, year: i32) -> Vec<Holiday> {
        self.holidays_in(year..=year)
    }

    /// The public holidays of several years, by date.
    #[must_use]
    pub fn holidays_in(&self, years: RangeInclusive<i32>) -> Vec<Holiday> {
        let years = KNOWN_YEARS.start().max(years.start()).to_owned()
            ..=KNOWN_YEARS.end().min(years.end()).to_owned();
        // A New Year's Day on a Saturday is kept on the 31 December before it.
        let around = years.start() - 1..=years.end() + 1;
        let all = around.flat_map(|year| self.of_rules(year));
        let mut holidays: Vec<Holiday> =
            all.filter(|holiday| years.contains(&holiday.date.year())).collect();
        holidays.sort_unstable();
        holidays.dedup();
        holidays
    }

    /// Whether `date` is a public holiday.
    #[must_use]
    pub fn is_holiday(&self, date: NaiveDate) -> bool {
        self.holidays(date.year()).iter().any(|holiday| holiday.date == date)
    }

    /// What the rules of one year give; an observed day may lie in the year before or after.
    fn of_rules(&self, year: i32) -> Vec<Holiday> {
        let mut kept: Vec<(Holiday, &Rule)> = Vec::new();
        for rule in &self.0.rules {
            let holiday = |date| (rule.holiday(date, false), rule);
            kept.extend(rule.days(year).into_iter().map(holiday));
        }
        kept.sort_unstable_by_key(|(holiday, _)| *holiday);
        let mut taken: HashSet<NaiveDate> = kept.iter().map(|(holiday, _)| holiday.date).collect();
        let mut further = if self.0.bridged { between(&taken) } else { Vec::new() };
        for (holiday, rule) in &kept {
            let Some(shift) = rule.conditions.observed else { continue };
            if let Some(date) = shift.target(holiday.date, |day| taken.contains(&day)) {
                taken.insert(date);
                further.push(rule.holiday(date, true));
            }
        }
        further.extend(kept.into_iter().map(|(holiday, _)| holiday));
        further
    }
}

impl Rule {
    fn holiday(&self, date: NaiveDate, observed: bool) -> Holiday {
        Holiday { date, name: self.name, local_name: self.local_name, observed }
    }
}

/// The days, Sundays left out, that lie between two of `taken` and are none themselves.
fn between(taken: &HashSet<NaiveDate>) -> Vec<Holiday> {
    let free = |day: NaiveDate| day.weekday() != Weekday::Sun && !taken.contains(&day);
    let next = taken.iter().map(|day| *day + days_of(1));
    let held = next.filter(|day| free(*day) && taken.contains(&(*day + days_of(1))));
    let holiday = |date| Holiday {
        date,
        name: "Day between holidays",
        local_name: "国民の休日",
        observed: false,
    };
    let mut days: Vec<Holiday> = held.map(holiday).collect();
    days.sort_unstable();
    days
}

/// Reads the table: sections in square brackets, rules below them.
fn read(text: &'static str) -> Result<Vec<Section>, CalendarError> {
    let mut sections: Vec<Section> = Vec::new();
    for (line, words) in lines(text) {
        let at_line = |fault| CalendarError::Rule { line, fault };
        if let Some(heading) = words.strip_prefix('[') {
            let section = section(heading, &sections).map_err(at_line)?;
            sections.push(section);
        } else if let Some(section) = sections.last_mut() {
            let rule = parse::rule(words, &section.common).map_err(at_line)?;
            section.rules.push(rule);
        } else {
            return Err(at_line("a rule stands before the first country".to_owned()));
        }
    }
    Ok(sections)
}

/// `CODE] Name ; conditions`.
fn section(heading: &'static str, sections: &[Section]) -> Result<Section, String> {
    let (code, rest) = heading.split_once(']').ok_or("the bracket is not closed")?;
    let (name, conditions) = rest.split_once(';').unwrap_or((rest, ""));
    let mut section = Section {
        code,
        name: name.trim(),
        rules: Vec::new(),
        bridged: false,
        common: Conditions::default(),
    };
    for condition in conditions.split(',').map(str::trim) {
        if let Some(other) = condition.strip_prefix("like ") {
            let found = sections.iter().find(|section| section.code == other);
            section.rules.clone_from(&found.ok_or("a section can only be like one above")?.rules);
        } else if condition == "bridged" {
            section.bridged = true;
        } else {
            parse::add_conditions(condition, &mut section.common)?;
        }
    }
    Ok(section)
}

impl FromStr for Country {
    type Err = CalendarError;

    fn from_str(code: &str) -> Result<Self, CalendarError> {
        let known = Self::all()?;
        let found = known.iter().find(|country| country.code().eq_ignore_ascii_case(code));
        found.copied().ok_or_else(|| CalendarError::Country {
            code: code.to_owned(),
            known: known.iter().map(Self::code).collect::<Vec<_>>().join(", "),
        })
    }
}

impl TryFrom<String> for Country {
    type Error = CalendarError;

    fn try_from(code: String) -> Result<Self, CalendarError> {
        code.parse()
    }
}

impl From<Country> for String {
    fn from(country: Country) -> Self {
        country.code().to_owned()
    }
}

impl PartialEq for Country {
    fn eq(&self, other: &Self) -> bool {
        self.code() == other.code()
    }
}

impl Eq for Country {}

impl fmt::Debug for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Country({})", self.code())
    }
}

impl fmt::Display for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

#[cfg(test)]
mod tests;
