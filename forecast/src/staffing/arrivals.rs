//! From days to intervals: when in the week things arrive.

use chrono::{Datelike, NaiveDateTime, Timelike};

use super::error::{StaffingError, not_negative, same_length};
use super::intervals::Intervals;

const HOURS: usize = 24;
const WEEKDAYS: usize = 7;

/// A day of the week that saw as many arrivals in all is believed as much as the mean of all days.
const PRIOR_ARRIVALS: f64 = 200.0;

/// The whole history weighs against an even day as this many arrivals.
const EVEN_ARRIVALS: f64 = 24.0;

/// The share of a day's arrivals that each of its hours gets, by day of the week.
#[derive(Debug, Clone, PartialEq)]
pub struct WeekProfile {
    shares: [[f64; HOURS]; WEEKDAYS],
}

impl WeekProfile {
    /// Learns the profile from past arrivals: local time, and how many there were in the hour that
    /// begins then. Any order, any number of weeks.
    ///
    /// Each weekday's shares are shrunk towards those of all days, and these towards an even day, as
    /// a Dirichlet prior of 200 and 24 arrivals would: a shop with few orders does not take last
    /// Tuesday for a law.
    ///
    /// # Errors
    ///
    /// A negative count or one that is not a finite number.
    pub fn learn(arrivals: &[(NaiveDateTime, f64)]) -> Result<Self, StaffingError> {
        let mut counts = [[0.0; HOURS]; WEEKDAYS];
        let mut ordered = arrivals.to_vec();
        // Sums of floats depend on their order; the profile must not.
        ordered.sort_by(|left, right| left.0.cmp(&right.0).then(left.1.total_cmp(&right.1)));
        for (time, count) in ordered {
            let day = time.weekday().num_days_from_monday() as usize;
            counts[day][time.hour() as usize] += not_negative("arrivals", count)?;
        }
        let mut all = [0.0; HOURS];
        for day in &counts {
            all.iter_mut().zip(day).for_each(|(all, count)| *all += count);
        }
        let even = [1.0 / HOURS as f64; HOURS];
        let pooled = shrunk(&all, &even, EVEN_ARRIVALS);
        Ok(Self { shares: counts.map(|day| shrunk(&day, &pooled, PRIOR_ARRIVALS)) })
    }

    /// The shares of a day's hours.
    #[must_use]
    pub fn day(&self, weekday: chrono::Weekday) -> &[f64; 24] {
        &self.shares[weekday.num_days_from_monday() as usize]
    }

    /// Cuts each day's arrivals into the intervals. Half hours of an hour get equal parts.
    ///
    /// # Errors
    ///
    /// Another number of days than planned, or a negative one.
    pub fn spread(&self, days: &[f64], intervals: Intervals) -> Result<Vec<f64>, StaffingError> {
        same_length("arrivals by day", days.len(), intervals.days())?;
        days.iter().try_for_each(|day| not_negative("arrivals by day", *day).map(drop))?;
        let arrivals =
            |interval: usize| days[intervals.day(interval)] * self.share(interval, intervals);
        Ok((0..intervals.count()).map(arrivals).collect())
    }

    /// The share of its day that an interval gets, shorter or longer than an hour.
    fn share(&self, interval: usize, intervals: Intervals) -> f64 {
        let start = intervals.start(interval);
        let day = self.day(start.weekday());
        let begin = f64::from(start.hour() * 60 + start.minute()) / 60.0;
        let end = begin + intervals.hours();
        let part = |(hour, share): (usize, &f64)| {
            let hour = hour as f64;
            share * (end.min(hour + 1.0) - begin.max(hour)).max(0.0)
        };
        day.iter().enumerate().map(part).sum()
    }
}

fn shrunk(counts: &[f64; HOURS], prior: &[f64; HOURS], weight: f64) -> [f64; HOURS] {
    let all = counts.iter().sum::<f64>() + weight;
    std::array::from_fn(|hour| (counts[hour] + weight * prior[hour]) / all)
}

/// Hourly or finer arrivals as expected, raised to a quantile of each day's sum: every interval of a
/// day by the same factor. A day without expected arrivals gets its quantile spread evenly.
///
/// The sum of the intervals' own quantiles would be more than the day's, because not all of them are
/// busy on the same day.
///
/// # Errors
///
/// Columns of another length than the intervals and days.
pub fn at_day_quantile(
    expected: &[f64],
    day_quantiles: &[f64],
    intervals: Intervals,
) -> Result<Vec<f64>, StaffingError> {
    same_length("expected arrivals", expected.len(), intervals.count())?;
    same_length("quantiles by day", day_quantiles.len(), intervals.days())?;
    expected.iter().try_for_each(|value| not_negative("expected arrivals", *value).map(drop))?;
    day_quantiles
        .iter()
        .try_for_each(|value| not_negative("quantiles by day", *value).map(drop))?;
    let days = expected.chunks(intervals.per_day()).zip(day_quantiles);
    Ok(days.flat_map(|(day, quantile)| raised(day, *quantile)).collect())
}

fn raised(day: &[f64], quantile: f64) -> Vec<f64> {
    let sum: f64 = day.iter().sum();
    if sum > 0.0 {
        return day.iter().map(|value| value * quantile / sum).collect();
    }
    vec![quantile / day.len() as f64; day.len()]
}

#[cfg(test)]
mod tests;
