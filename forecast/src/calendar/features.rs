//! What models may know of a period beforehand, as dense columns.

use std::collections::BTreeSet;
use std::f64::consts::TAU;
use std::ops::RangeInclusive;

use chrono::{Datelike, Days, NaiveDate, Timelike};

use super::shift::is_weekday;
use super::{Calendar, EventKind, Marks, Periods};

/// Days to or since a holiday or pay day beyond this are all the same.
const FAR: u32 = 31;

/// Columns of numbers, one value a period, never NaN. For periods of several days the columns say
/// which share of the days it is, or speak of the first day.
///
/// | column | what |
/// |---|---|
/// | `minute_of_day` | at which the period begins |
/// | `weekday` | 0 Monday to 6 Sunday; −1 for periods longer than a day |
/// | `month`, `day_of_month` | of the first day, from 1 |
/// | `year_sine`, `year_cosine` | the middle of the period as a point of the yearly circle |
/// | `holiday` | share of days that are public holidays |
/// | `bridge` | share of days that are working days between a holiday and another free day |
/// | `trading_days` | days from Monday to Friday that are no holidays |
/// | `days_to_holiday`, `days_since_holiday` | from the first day, 31 at most |
/// | `mark_group`, `mark_offset` | the holiday or event it belongs to, counted from 1; 0 for none |
/// | `event_sale`, `event_campaign`, … | share of days with such an event |
/// | `days_to_pay`, `days_since_pay` | from the first day, 31 at most |
#[derive(Debug, Clone, PartialEq)]
pub struct Features {
    names: Vec<String>,
    columns: Vec<Vec<f64>>,
}

/// What is known of one day.
struct Day {
    date: NaiveDate,
    holiday: bool,
    bridge: bool,
    /// Whether an event of each kind is on.
    events: [bool; EventKind::ALL.len()],
    to_holiday: u32,
    since_holiday: u32,
    to_pay: u32,
    since_pay: u32,
}

impl Features {
    /// Works the columns out for all periods, past and future alike.
    #[must_use]
    pub fn of(calendar: &Calendar, periods: &Periods, marks: &Marks) -> Self {
        let days = days(calendar, &periods.span());
        let mut features = Self { names: Vec::new(), columns: Vec::new() };
        let first = periods.span().start().to_owned();
        let of_period = |period: usize| {
            let touched = periods.days_of(period);
            let from = (*touched.start() - first).num_days().unsigned_abs() as usize;
            let to = (*touched.end() - first).num_days().unsigned_abs() as usize;
            &days[from..=to]
        };
        features.add_position(periods);
        features.add_marks(marks, periods.len());
        let share = |property: &dyn Fn(&Day) -> bool, period: usize| {
            let days = of_period(period);
            days.iter().filter(|day| property(day)).count() as f64 / days.len() as f64
        };
        let trading = |day: &Day| is_weekday(day.date) && !day.holiday;
        let mut add = |name: &str, value: &dyn Fn(usize) -> f64| {
            features.push(name, (0..periods.len()).map(value).collect());
        };
        add("holiday", &|period| share(&|day| day.holiday, period));
        add("bridge", &|period| share(&|day| day.bridge, period));
        add("trading_days", &|period| share(&trading, period) * of_period(period).len() as f64);
        for (place, kind) in EventKind::ALL.into_iter().enumerate() {
            let name = format!("event_{}", kind.name());
            add(&name, &|period| share(&|day| day.events[place], period));
        }
        add("days_to_holiday", &|period| f64::from(of_period(period)[0].to_holiday));
        add("days_since_holiday", &|period| f64::from(of_period(period)[0].since_holiday));
        add("days_to_pay", &|period| f64::from(of_period(period)[0].to_pay));
        add("days_since_pay", &|period| f64::from(of_period(period)[0].since_pay));
        features
    }

    /// Where the periods lie in day, week and year.
    fn add_position(&mut self, periods: &Periods) {
        let first = |period: usize| *periods.days_of(period).start();
        let mut add = |name: &str, value: &dyn Fn(usize) -> f64| {
            self.push(name, (0..periods.len()).map(value).collect());
        };
        add("minute_of_day", &|period| {
            f64::from(periods.start(period).num_seconds_from_midnight()) / 60.0
        });
        let longer = periods.days_each() > 1.0;
        add("weekday", &|period| {
            if longer { -1.0 } else { f64::from(first(period).weekday().num_days_from_monday()) }
        });
        add("month", &|period| f64::from(first(period).month()));
        add("day_of_month", &|period| f64::from(first(period).day()));
        add("year_sine", &|period| year_phase(&periods.days_of(period)).sin());
        add("year_cosine", &|period| year_phase(&periods.days_of(period)).cos());
    }

    fn add_marks(&mut self, marks: &Marks, count: usize) {
        let group = |period| marks.get(period).map_or(0.0, |mark| f64::from(mark.group) + 1.0);
        let offset = |period| marks.get(period).map_or(0.0, |mark| f64::from(mark.offset));
        self.push("mark_group", (0..count).map(group).collect());
        self.push("mark_offset", (0..count).map(offset).collect());
    }

    fn push(&mut self, name: &str, column: Vec<f64>) {
        self.names.push(name.to_owned());
        self.columns.push(column);
    }

    /// The columns' names, in order.
    #[must_use]
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// The columns, each with a value a period.
    #[must_use]
    pub fn columns(&self) -> &[Vec<f64>] {
        &self.columns
    }

    /// One column by its name.
    #[must_use]
    pub fn column(&self, name: &str) -> Option<&[f64]> {
        let place = self.names.iter().position(|known| known == name)?;
        Some(&self.columns[place])
    }
}

/// The middle of the days as an angle of the yearly circle; 1 January is 0.
fn year_phase(days: &RangeInclusive<NaiveDate>) -> f64 {
    let half = (*days.end() - *days.start()).num_days() as f64 / 2.0;
    TAU * (f64::from(days.start().ordinal0()) + half) / 365.25
}

/// Everything that is known of the days of a span.
fn days(calendar: &Calendar, span: &RangeInclusive<NaiveDate>) -> Vec<Day> {
    let holidays: BTreeSet<NaiveDate> =
        calendar.holidays(span).iter().map(|holiday| holiday.date).collect();
    let pay_days: BTreeSet<NaiveDate> = match calendar.pay_day {
        Some(pay_day) => {
            pay_day.around(*span.start(), *span.end(), calendar.country).into_iter().collect()
        }
        None => BTreeSet::new(),
    };
    let mut events =
        vec![[false; EventKind::ALL.len()]; (*span.end() - *span.start()).num_days() as usize + 1];
    for event in &calendar.events {
        let kind = EventKind::ALL.iter().position(|kind| *kind == event.kind).unwrap_or_default();
        let (from, to) = (event.from.max(*span.start()), event.to.min(*span.end()));
        for date in days_between(from, to) {
            events[(date - *span.start()).num_days() as usize][kind] = true;
        }
    }
    let day = |(date, events)| Day {
        date,
        holiday: holidays.contains(&date),
        bridge: is_bridge(date, &holidays),
        events,
        to_holiday: days_to(date, &holidays),
        since_holiday: days_since(date, &holidays),
        to_pay: days_to(date, &pay_days),
        since_pay: days_since(date, &pay_days),
    };
    days_between(*span.start(), *span.end()).zip(events).map(day).collect()
}

/// The days from one to another, both inclusive; none if the first is the later one.
fn days_between(from: NaiveDate, to: NaiveDate) -> impl Iterator<Item = NaiveDate> {
    from.iter_days().take_while(move |date| *date <= to)
}

/// A working day with free days on both sides, one of which is a holiday.
fn is_bridge(date: NaiveDate, holidays: &BTreeSet<NaiveDate>) -> bool {
    let sides = [date.checked_sub_days(Days::new(1)), date.checked_add_days(Days::new(1))];
    let is_free = |day: &NaiveDate| !is_weekday(*day) || holidays.contains(day);
    is_weekday(date)
        && !holidays.contains(&date)
        && sides.iter().flatten().all(is_free)
        && sides.iter().flatten().any(|day| holidays.contains(day))
}

fn days_to(date: NaiveDate, days: &BTreeSet<NaiveDate>) -> u32 {
    days.range(date..).next().map_or(FAR, |next| capped(*next - date))
}

fn days_since(date: NaiveDate, days: &BTreeSet<NaiveDate>) -> u32 {
    days.range(..=date).next_back().map_or(FAR, |last| capped(date - *last))
}

fn capped(span: chrono::TimeDelta) -> u32 {
    u32::try_from(span.num_days()).unwrap_or(FAR).min(FAR)
}

#[cfg(test)]
mod tests;
