//! A run of periods, and the calendar that they are looked up in.

use std::ops::RangeInclusive;

use chrono::{Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime};
use serde::{Deserialize, Serialize};

use super::country::KNOWN_YEARS;
use super::{CalendarError, Country, Holiday, PayDay, ShopEvent, usual_events};

/// The most periods in one run: 40 years of minutes are refused, 19 years of five minutes are not.
const MOST: usize = 2_000_000;

/// Periods that follow each other without a gap: five minutes, hours, days, weeks, months or years,
/// in the shop's local time. Past and future may be in one run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Periods {
    /// The start of each period and, last, the end of the last one.
    bounds: Vec<NaiveDateTime>,
}

impl Periods {
    /// Periods by their starts and the end of the last one.
    ///
    /// # Errors
    ///
    /// [`CalendarError::Periods`] unless there are one to two million periods whose bounds rise,
    /// in the years from 1600 to 9990.
    pub fn new(starts: &[NaiveDateTime], end: NaiveDateTime) -> Result<Self, CalendarError> {
        let mut bounds = starts.to_vec();
        bounds.push(end);
        if !(1..=MOST).contains(&starts.len()) {
            let message = format!("{} periods were given; 1 to {MOST} are read", starts.len());
            return Err(CalendarError::Periods(message));
        }
        if let Some(pair) = bounds.windows(2).find(|pair| pair[0] >= pair[1]) {
            let message =
                format!("the period of {} is followed by {}, which is not later", pair[0], pair[1]);
            return Err(CalendarError::Periods(message));
        }
        if !KNOWN_YEARS.contains(&starts[0].year()) || !KNOWN_YEARS.contains(&end.year()) {
            let message = format!("years from 1600 to 9990 are known, not {} to {end}", starts[0]);
            return Err(CalendarError::Periods(message));
        }
        Ok(Self { bounds })
    }

    /// `count` days from `first` on.
    ///
    /// # Errors
    ///
    /// As [`Periods::new`].
    pub fn days(first: NaiveDate, count: usize) -> Result<Self, CalendarError> {
        let at = |day: usize| {
            Some(first.checked_add_days(Days::new(day as u64))?.and_time(NaiveTime::MIN))
        };
        let bounds: Option<Vec<NaiveDateTime>> = (0..=count.min(MOST)).map(at).collect();
        let bounds = bounds.ok_or_else(|| {
            CalendarError::Periods(format!("{count} days from {first} on are more than there are"))
        })?;
        Self::new(&bounds[..bounds.len() - 1], bounds[bounds.len() - 1])
    }

    /// How many periods there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.bounds.len() - 1
    }

    /// Never: a run has one period at least.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        false
    }

    /// When a period starts.
    #[must_use]
    pub fn start(&self, period: usize) -> NaiveDateTime {
        self.bounds[period]
    }

    /// The first and last day that a period touches.
    #[must_use]
    pub fn days_of(&self, period: usize) -> RangeInclusive<NaiveDate> {
        let end = self.bounds[period + 1];
        let last = if end.time() == NaiveTime::MIN { end.date().pred_opt() } else { None };
        let last = last.unwrap_or(end.date());
        self.bounds[period].date()..=last
    }

    /// The first and last day of the whole run.
    pub(super) fn span(&self) -> RangeInclusive<NaiveDate> {
        *self.days_of(0).start()..=*self.days_of(self.len() - 1).end()
    }

    /// The places of the periods that any of the days falls into.
    pub(super) fn touching(&self, days: RangeInclusive<NaiveDate>) -> std::ops::Range<usize> {
        let periods = &self.bounds[..self.len()];
        let from = self.bounds[1..].partition_point(|end| {
            end.date() < *days.start() || {
                end.date() == *days.start() && end.time() == NaiveTime::MIN
            }
        });
        let to = periods.partition_point(|start| start.date() <= *days.end());
        from..to.max(from)
    }

    /// How many days one period lasts, by the first: below one for hours and minutes.
    pub(super) fn days_each(&self) -> f64 {
        (self.bounds[1] - self.bounds[0]).num_seconds() as f64 / 86_400.0
    }
}

/// What a shop knows of its days.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Calendar {
    /// Whose public holidays are kept.
    pub country: Option<Country>,
    /// Events of the shop, past and to come, in any order.
    pub events: Vec<ShopEvent>,
    /// When its customers are paid.
    pub pay_day: Option<PayDay>,
}

impl Calendar {
    /// Public holidays and the usual events of a country, for the time of `periods`; wages on the
    /// last working day.
    ///
    /// # Errors
    ///
    /// [`CalendarError::Rule`] if a built-in table is damaged.
    pub fn of(country: Country, periods: &Periods) -> Result<Self, CalendarError> {
        let events = usual_events(country, years(&periods.span()))?;
        Ok(Self { country: Some(country), events, pay_day: Some(PayDay::LastWorkingDay) })
    }

    /// The public holidays of the years that `days` touch and the two beside them.
    pub(super) fn holidays(&self, days: &RangeInclusive<NaiveDate>) -> Vec<Holiday> {
        self.country.map(|country| country.holidays_in(years(days))).unwrap_or_default()
    }
}

/// The years of the days, and the one before and after, in which their holidays may lie.
fn years(days: &RangeInclusive<NaiveDate>) -> RangeInclusive<i32> {
    days.start().year() - 1..=days.end().year() + 1
}
