//! Ticks that people would have chosen: round values, and dates that never overlap.

use chrono::{Datelike, Days, Months, NaiveDate, Weekday};

use crate::language::{Language, Word};

/// The values of a chart's upright axis.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct ValueAxis {
    /// The lowest value shown.
    pub(super) low: f64,
    /// The highest value shown.
    pub(super) high: f64,
    /// The distance of two ticks.
    step: f64,
    /// Labels are in this many units each, so that they stay short.
    unit: (f64, Option<Word>),
}

impl ValueAxis {
    /// An axis that holds `low` and `high` and zero, with about `count` ticks.
    ///
    /// Zero is always shown: an axis that is cut off makes a small change look large.
    pub(super) fn new(low: f64, high: f64, count: usize) -> Self {
        let (low, high) = (low.min(0.0), high.max(0.0));
        Self::between(low, high, count)
    }

    /// An axis that holds `low` and `high`, whether or not zero is among them: for shares that are
    /// read against a line and not against nothing.
    pub(super) fn between(low: f64, high: f64, count: usize) -> Self {
        // A chart of nothing but zeros still gets an axis.
        let (low, high) = if high - low < 1e-9 { (low, low + 1.0) } else { (low, high) };
        let bounds = |count: usize| {
            let step = round_step((high - low) / count.max(1) as f64);
            ((low / step).floor() * step, (high / step).ceil() * step, step)
        };
        // One line more where that leaves less of the plot empty.
        let (few, more) = (bounds(count), bounds(count + 1));
        let (low, high, step) = if more.1 - more.0 < few.1 - few.0 { more } else { few };
        let largest = high.abs().max(low.abs());
        let unit = match largest {
            size if size >= 1e10 => (1e9, Some(Word::Billion)),
            size if size >= 1e7 => (1e6, Some(Word::Million)),
            _ => (1.0, None),
        };
        Self { low, high, step, unit }
    }

    /// Each tick's value and label, from the lowest.
    pub(super) fn ticks(&self, language: Language) -> Vec<(f64, String)> {
        let count = ((self.high - self.low) / self.step).round() as i32;
        let step = self.step / self.unit.0;
        let digits = (-step.log10()).ceil().clamp(0.0, 9.0);
        // A step of 2.5 needs one digit more than its size says.
        let exact = (step * 10_f64.powf(digits)).fract() < 1e-9;
        let digits = digits as usize + usize::from(!exact);
        let first = (self.low / self.step).round() as i32;
        (first..=first + count)
            .map(|tick| {
                let value = f64::from(tick) * self.step;
                (value, language.number(value / self.unit.0, digits))
            })
            .collect()
    }

    /// The unit as it stands over the axis, e.g. "million EUR".
    pub(super) fn unit(&self, name: &str, language: Language) -> String {
        self.unit.1.map_or_else(|| name.to_owned(), |size| language.phrase(size, &[name]))
    }
}

/// The smallest of 1, 2, 2.5, 5 and 10 times a power of ten that is at least `least`.
fn round_step(least: f64) -> f64 {
    let power = 10_f64.powf(least.log10().floor());
    let steps = [1.0, 2.0, 2.5, 5.0, 10.0].map(|step| step * power);
    steps.into_iter().find(|step| *step >= least * (1.0 - 1e-9)).unwrap_or(10.0 * power)
}

/// A date that is marked, with one or two lines under it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct DateTick {
    pub(super) date: NaiveDate,
    pub(super) label: String,
    /// The year, where it begins to be another one than at the tick before.
    pub(super) year: Option<String>,
}

/// How far two dated ticks are apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Pace {
    /// Days, counted from the first date.
    Days(u64),
    /// Mondays of every so many weeks.
    Weeks(u64),
    /// Firsts of months whose number, from January, divides.
    Months(u32),
    /// New Year's Days of years that divide.
    Years(u32),
}

/// From the closest pace to the widest; the first that fits is taken.
const PACES: [Pace; 15] = [
    Pace::Days(1),
    Pace::Days(2),
    Pace::Weeks(1),
    Pace::Weeks(2),
    Pace::Months(1),
    Pace::Months(2),
    Pace::Months(3),
    Pace::Months(6),
    Pace::Years(1),
    Pace::Years(2),
    Pace::Years(5),
    Pace::Years(10),
    Pace::Years(25),
    Pace::Years(50),
    Pace::Years(100),
];

/// Ticks between `first` and `last`, so close as labels that are `label_width` wide, with a gap,
/// allow on an axis of `axis_width`.
pub(super) fn date_ticks(
    first: NaiveDate,
    last: NaiveDate,
    axis_width: f64,
    label_width: f64,
    language: Language,
) -> Vec<DateTick> {
    let days = (last - first).num_days().max(1) as f64;
    let gap = label_width / axis_width * days;
    let pace = PACES.into_iter().find(|pace| pace.shortest() >= gap).unwrap_or(Pace::Years(100));
    let mut ticks = Vec::new();
    let mut date = pace.start(first);
    let mut year = None;
    while let Some(day) = date.filter(|day| *day <= last) {
        let changed = year != Some(day.year()) && !matches!(pace, Pace::Years(_));
        year = Some(day.year());
        let label = pace.label(day, language);
        ticks.push(DateTick { date: day, label, year: changed.then(|| day.year().to_string()) });
        date = pace.next(day);
    }
    ticks
}

impl Pace {
    /// The fewest days between two ticks.
    fn shortest(self) -> f64 {
        match self {
            Self::Days(days) => days as f64,
            Self::Weeks(weeks) => weeks as f64 * 7.0,
            Self::Months(1) => 28.0,
            Self::Months(months) => f64::from(months) * 29.5,
            Self::Years(years) => f64::from(years) * 365.0,
        }
    }

    /// The first tick on or after `date`.
    fn start(self, date: NaiveDate) -> Option<NaiveDate> {
        match self {
            Self::Days(_) => Some(date),
            Self::Weeks(_) => {
                let since = date.weekday().days_since(Weekday::Mon);
                date.checked_add_days(Days::new(u64::from((7 - since) % 7)))
            }
            Self::Months(months) => first_of_month(date, |day| day.month0().is_multiple_of(months)),
            Self::Years(years) => {
                let fits = |day: NaiveDate| day.year().rem_euclid(years as i32) == 0;
                first_of_month(date, |day| day.month0() == 0 && fits(day))
            }
        }
    }

    fn next(self, date: NaiveDate) -> Option<NaiveDate> {
        match self {
            Self::Days(days) => date.checked_add_days(Days::new(days)),
            Self::Weeks(weeks) => date.checked_add_days(Days::new(7 * weeks)),
            Self::Months(months) => date.checked_add_months(Months::new(months)),
            Self::Years(years) => date.checked_add_months(Months::new(12 * years)),
        }
    }

    fn label(self, date: NaiveDate, language: Language) -> String {
        match self {
            Self::Days(_) | Self::Weeks(_) => language.day_and_month(date),
            Self::Months(_) => language.month(date.month0()).to_owned(),
            Self::Years(_) => date.year().to_string(),
        }
    }
}

/// The first first-of-month on or after `date` that `fits`, looking no further than 200 years.
fn first_of_month(date: NaiveDate, fits: impl Fn(NaiveDate) -> bool) -> Option<NaiveDate> {
    let mut month = date.with_day(1)?;
    if month < date {
        month = month.checked_add_months(Months::new(1))?;
    }
    let months = (0..2_400).map_while(|ahead| month.checked_add_months(Months::new(ahead)));
    months.into_iter().find(|day| fits(*day))
}

#[cfg(test)]
mod tests;
