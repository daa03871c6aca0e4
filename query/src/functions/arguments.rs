//! What a table function is called with: instants, days of the shop, an axis, a method.

use std::ops::RangeInclusive;

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, TimeZone};
use chrono_tz::Tz;
use datafusion::{common::ScalarValue, error::DataFusionError, logical_expr::Expr};
use marea_ingest::{
    costing::{Axis, Cut, Method, Period},
    time::{Day, Instant},
};

/// The arguments of a call.
pub(super) struct Arguments<'a> {
    pub(super) values: &'a [Expr],
    /// How the function is called, told in every error.
    pub(super) usage: &'static str,
    /// The zone in which days are cut.
    pub(super) time_zone: Tz,
}

/// A point in time as it was written.
#[derive(Clone, Copy)]
enum Moment {
    Day(NaiveDate),
    Instant(Instant),
}

impl Arguments<'_> {
    fn invalid(&self, place: usize, expected: &str) -> DataFusionError {
        let got = self.values.get(place).map_or("nothing".to_owned(), ToString::to_string);
        let number = place + 1;
        DataFusionError::Plan(format!(
            "expected {expected} as argument {number}, got {got}; usage: {}",
            self.usage
        ))
    }

    /// Refuses a call with another number of arguments.
    pub(super) fn count(&self, allowed: RangeInclusive<usize>) -> Result<(), DataFusionError> {
        let got = self.values.len();
        if allowed.contains(&got) {
            return Ok(());
        }
        Err(DataFusionError::Plan(format!("got {got} arguments; usage: {}", self.usage)))
    }

    /// What is taken as of an instant, on an axis that may be left out.
    pub(super) fn cut(&self, instant: usize, axis: usize) -> Result<Cut, DataFusionError> {
        let until = match self.moment(instant)? {
            Moment::Instant(at) => at,
            Moment::Day(day) => Instant(self.end_of(day, instant)?.0 - 1),
        };
        Ok(Cut { axis: self.axis(axis)?, until })
    }

    /// A period: from the first instant to before the second, or to the end of a bare date.
    pub(super) fn period(&self, from: usize, to: usize) -> Result<Period, DataFusionError> {
        let start = match self.moment(from)? {
            Moment::Instant(at) => at,
            Moment::Day(day) => self.start_of(day, from)?,
        };
        let before = match self.moment(to)? {
            Moment::Instant(at) => at,
            Moment::Day(day) => self.end_of(day, to)?,
        };
        if before < start {
            return Err(self.invalid(to, "an instant that is not before the first"));
        }
        Ok(Period { from: start, before })
    }

    fn axis(&self, place: usize) -> Result<Axis, DataFusionError> {
        match self.text(place) {
            _ if place >= self.values.len() => Ok(Axis::default()),
            Some("effective") => Ok(Axis::Effective),
            Some("recorded") => Ok(Axis::Recorded),
            _ => Err(self.invalid(place, "'effective' or 'recorded'")),
        }
    }

    pub(super) fn method(&self, place: usize) -> Result<Method, DataFusionError> {
        match self.text(place) {
            _ if place >= self.values.len() => Ok(Method::default()),
            Some("average") => Ok(Method::Average),
            Some("fifo") => Ok(Method::FirstInFirstOut),
            _ => Err(self.invalid(place, "'average' or 'fifo'")),
        }
    }

    fn literal(&self, place: usize) -> Option<&ScalarValue> {
        match self.values.get(place)? {
            Expr::Literal(value, _) => Some(value),
            _ => None,
        }
    }

    fn text(&self, place: usize) -> Option<&str> {
        self.literal(place)?.try_as_str().flatten()
    }

    fn moment(&self, place: usize) -> Result<Moment, DataFusionError> {
        let read = self.literal(place).and_then(|value| match value.try_as_str() {
            Some(text) => written(text?.trim()),
            None => counted(value),
        });
        read.ok_or_else(|| {
            self.invalid(place, "a date or an instant such as '2026-03-31T12:00:00+02:00'")
        })
    }

    fn start_of(&self, day: NaiveDate, place: usize) -> Result<Instant, DataFusionError> {
        // Where the clock leaps over midnight, the day starts with its first time that there is.
        let mut times = (0..8).map(|halves| {
            let local = day.and_time(NaiveTime::MIN) + TimeDelta::minutes(30 * halves);
            self.time_zone.from_local_datetime(&local).earliest()
        });
        let start = times.find_map(|time| time).map(Instant::from);
        start.ok_or_else(|| self.invalid(place, "a day of the calendar"))
    }

    fn end_of(&self, day: NaiveDate, place: usize) -> Result<Instant, DataFusionError> {
        let next = day.succ_opt().ok_or_else(|| self.invalid(place, "a day of the calendar"))?;
        self.start_of(next, place)
    }
}

/// A text: a date, an instant with an offset, or one in UTC.
fn written(text: &str) -> Option<Moment> {
    if let Ok(day) = NaiveDate::parse_from_str(text, "%Y-%m-%d") {
        return Some(Moment::Day(day));
    }
    if let Ok(at) = DateTime::parse_from_rfc3339(text) {
        return Some(Moment::Instant(at.into()));
    }
    let forms = ["%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%d %H:%M"];
    let read = |form| NaiveDateTime::parse_from_str(text, form).ok();
    forms.into_iter().find_map(read).map(|at| Moment::Instant(at.and_utc().into()))
}

/// A literal of a type of time.
fn counted(value: &ScalarValue) -> Option<Moment> {
    let micros = match value {
        ScalarValue::Date32(days) => return Some(Moment::Day(Day((*days)?).date())),
        ScalarValue::TimestampSecond(count, _) => (*count)?.checked_mul(1_000_000)?,
        ScalarValue::TimestampMillisecond(count, _) => (*count)?.checked_mul(1000)?,
        ScalarValue::TimestampMicrosecond(count, _) => (*count)?,
        ScalarValue::TimestampNanosecond(count, _) => (*count)?.div_euclid(1000),
        _ => return None,
    };
    Some(Moment::Instant(Instant(micros)))
}
