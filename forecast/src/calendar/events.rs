//! Shop events: sales, campaigns, gift days and seasons, given as data or by rule.

use std::ops::RangeInclusive;
use std::str::FromStr;
use std::sync::LazyLock;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::country::KNOWN_YEARS;
use super::parse::{self, lines, one};
use super::rule::{Conditions, Rule, days_of};
use super::{CalendarError, Country};

static USUAL: LazyLock<Result<Vec<UsualEvent>, CalendarError>> =
    LazyLock::new(|| read(include_str!("events.txt")));

/// What an event does to demand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EventKind {
    /// A few days of lower prices: Black Friday, a flash sale.
    Sale,
    /// Advertising or a launch that the shop plans.
    Campaign,
    /// A day on which presents are given, with the days in which they are ordered.
    Gift,
    /// Weeks long, the same time every year, so that it is part of the yearly season: models see
    /// it as a feature, and no effect of its own is learnt.
    Season,
    /// The shop sells or ships nothing.
    Closure,
}

impl EventKind {
    /// All kinds, in the order of the features.
    pub const ALL: [Self; 5] =
        [Self::Sale, Self::Campaign, Self::Gift, Self::Season, Self::Closure];

    /// The name in tables: `sale`, `campaign`, …
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Sale => "sale",
            Self::Campaign => "campaign",
            Self::Gift => "gift",
            Self::Season => "season",
            Self::Closure => "closure",
        }
    }
}

impl FromStr for EventKind {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let found = Self::ALL.into_iter().find(|kind| kind.name() == text);
        found.ok_or_else(|| format!("{text:?} is not one of sale, campaign, gift, season, closure"))
    }
}

/// An event of one or more days. Events of one name are taken for the same thing coming back, so
/// that its effect is learnt from one time for the next.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ShopEvent {
    /// First day, inclusive.
    pub from: NaiveDate,
    /// Last day, inclusive.
    pub to: NaiveDate,
    /// What it is called.
    pub name: String,
    /// What it does to demand.
    pub kind: EventKind,
}

impl ShopEvent {
    /// An event from one day to another, both inclusive.
    ///
    /// # Errors
    ///
    /// [`CalendarError::Event`] if it ends before it begins.
    pub fn new(
        name: impl Into<String>,
        kind: EventKind,
        from: NaiveDate,
        to: NaiveDate,
    ) -> Result<Self, CalendarError> {
        let name = name.into();
        if to < from {
            Err(CalendarError::Event { name, from, to })
        } else {
            Ok(Self { from, to, name, kind })
        }
    }

    /// Whether the event is on.
    #[must_use]
    pub fn is_on(&self, date: NaiveDate) -> bool {
        (self.from..=self.to).contains(&date)
    }
}

/// The events of every shop in `country` that begin in `years`: Black Friday, the run-up to
/// Christmas, the sales where law or custom fixes them, Valentine's, Mother's and Father's Day.
///
/// # Errors
///
/// [`CalendarError::Rule`] if the built-in table is damaged.
pub fn usual_events(
    country: Country,
    years: RangeInclusive<i32>,
) -> Result<Vec<ShopEvent>, CalendarError> {
    let usual = USUAL.as_ref().map_err(Clone::clone)?;
    let mut events = Vec::new();
    for event in usual.iter().filter(|event| event.is_held_in(country)) {
        for year in years.clone().filter(|year| KNOWN_YEARS.contains(year)) {
            events.extend(event.rule.days(year).into_iter().map(|day| event.around(day)));
        }
    }
    events.sort_unstable();
    Ok(events)
}

/// An event by rule.
#[derive(Debug)]
struct UsualEvent {
    rule: Rule,
    kind: EventKind,
    /// First and last day, counted from the rule's day.
    days: (i64, i64),
    /// Where it is held; or, if `everywhere_else`, where it is not.
    countries: Vec<&'static str>,
    everywhere_else: bool,
}

impl UsualEvent {
    fn is_held_in(&self, country: Country) -> bool {
        self.countries.contains(&country.code()) != self.everywhere_else
    }

    fn around(&self, day: NaiveDate) -> ShopEvent {
        let (from, to) = (day + days_of(self.days.0), day + days_of(self.days.1));
        ShopEvent { from, to, name: self.rule.name.to_owned(), kind: self.kind }
    }
}

fn read(text: &'static str) -> Result<Vec<UsualEvent>, CalendarError> {
    let event =
        |(line, words)| usual_event(words).map_err(|fault| CalendarError::Rule { line, fault });
    lines(text).map(event).collect()
}

/// `when ; name ; conditions ; kind ; first day to last day ; countries`.
fn usual_event(line: &'static str) -> Result<UsualEvent, String> {
    let parts: Vec<&str> = line.split(';').map(str::trim).collect();
    let [_, _, _, kind, days, countries] = parts.as_slice() else {
        return Err(format!("{line:?} does not have six parts"));
    };
    let (from, to) = days.split_once(" to ").ok_or("the days are not `first to last`")?;
    let named = countries
        .strip_prefix("all")
        .map_or(*countries, |but| but.trim_start().strip_prefix("but").unwrap_or_default());
    Ok(UsualEvent {
        rule: parse::rule(line, &Conditions::default())?,
        kind: kind.parse()?,
        days: (one(from, "a number of days")?, one(to, "a number of days")?),
        countries: named.split_whitespace().collect(),
        everywhere_else: countries.starts_with("all"),
    })
}

#[cfg(test)]
mod tests;
