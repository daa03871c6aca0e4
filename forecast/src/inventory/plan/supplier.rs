//! What a supplier takes, asks and delivers: lead times as they were seen, lots, delivery days.

use chrono::{Datelike, Days, NaiveDate, Weekday};

use super::units::LotRule;
use crate::inventory::checked::{days, not_negative};
use crate::inventory::{Distribution, InventoryError};

/// A lead time beyond this many days is taken for a typing error.
const LONGEST: usize = 500;

/// With fewer observed lead times than this, their mean and deviation say more than they do.
const ENOUGH: usize = 10;

/// A spread of lead times is cut into this many parts of equal probability.
const PARTS: usize = 40;

/// The days from order to receipt, with their probabilities.
///
/// Invariant: at least one lead time; rising; the probabilities sum to one.
#[derive(Debug, Clone, PartialEq)]
pub struct LeadTimes {
    outcomes: Vec<(usize, f64)>,
}

impl LeadTimes {
    /// A supplier who always takes the same number of days.
    ///
    /// # Errors
    ///
    /// More than 500 days.
    pub fn fixed(lead_time: usize) -> Result<Self, InventoryError> {
        Ok(Self { outcomes: vec![(checked(lead_time)?, 1.0)] })
    }

    /// Lead times as they were observed.
    ///
    /// Ten or more are taken as they are, each equally probable. Fewer have not shown their tail:
    /// a gamma distribution with their mean and deviation is taken instead.
    ///
    /// # Errors
    ///
    /// No lead time, or one of more than 500 days.
    pub fn observed(lead_times: &[usize]) -> Result<Self, InventoryError> {
        if lead_times.is_empty() {
            return Err(InventoryError::Empty { field: "the observed lead times" });
        }
        lead_times.iter().try_for_each(|one| checked(*one).map(|_| ()))?;
        let count = lead_times.len() as f64;
        if lead_times.len() >= ENOUGH {
            return Ok(Self::gathered(lead_times.iter().map(|one| (*one, count.recip()))));
        }
        let mean = lead_times.iter().sum::<usize>() as f64 / count;
        let squares: f64 = lead_times.iter().map(|one| (*one as f64 - mean).powi(2)).sum();
        Self::with_deviation(mean, (squares / (count - 1.0).max(1.0)).sqrt())
    }

    /// Lead times of which only the mean and the deviation are known: a gamma distribution, in
    /// whole days; without deviation the two whole numbers around the mean.
    ///
    /// # Errors
    ///
    /// A mean or deviation that is negative, or a mean of more than 500 days.
    pub fn with_deviation(mean: f64, deviation: f64) -> Result<Self, InventoryError> {
        not_negative("the mean lead time", mean)?;
        not_negative("the deviation of the lead time", deviation)?;
        checked(mean.ceil() as usize)?;
        let below = mean.floor();
        if deviation <= 0.0 || mean <= 0.0 {
            let parts =
                [(below as usize, 1.0 - (mean - below)), (below as usize + 1, mean - below)];
            return Ok(Self::gathered(parts.into_iter().filter(|(_, weight)| *weight > 0.0)));
        }
        let gamma = Distribution::gamma((mean / deviation).powi(2), deviation.powi(2) / mean)?;
        let part = |place: usize| {
            let lead_time = gamma.quantile((place as f64 + 0.5) / PARTS as f64).round();
            ((lead_time as usize).min(LONGEST), (PARTS as f64).recip())
        };
        Ok(Self::gathered((0..PARTS).map(part)))
    }

    /// The same lead times, each so many days longer; shorter where `days` is below zero, and never
    /// below 0 or above 500 days.
    #[must_use]
    pub fn longer(&self, days: i32) -> Self {
        let longer = |lead_time: usize| lead_time.saturating_add_signed(days as isize).min(LONGEST);
        let outcomes = self.outcomes.iter();
        Self::gathered(outcomes.map(|(lead_time, weight)| (longer(*lead_time), *weight)))
    }

    fn gathered(parts: impl Iterator<Item = (usize, f64)>) -> Self {
        let mut sorted: Vec<(usize, f64)> = parts.collect();
        sorted.sort_by_key(|(lead_time, _)| *lead_time);
        let mut outcomes: Vec<(usize, f64)> = Vec::new();
        for (lead_time, weight) in sorted {
            match outcomes.last_mut() {
                Some(last) if last.0 == lead_time => last.1 += weight,
                _ => outcomes.push((lead_time, weight)),
            }
        }
        Self { outcomes }
    }

    /// Lead times in days and their probabilities, rising.
    pub fn outcomes(&self) -> &[(usize, f64)] {
        &self.outcomes
    }

    /// The expected lead time in days.
    pub fn mean(&self) -> f64 {
        self.outcomes.iter().map(|(lead_time, weight)| *lead_time as f64 * weight).sum()
    }

    /// The deviation of the lead time in days.
    pub fn deviation(&self) -> f64 {
        let mean = self.mean();
        let square =
            |(lead_time, weight): &(usize, f64)| (*lead_time as f64 - mean).powi(2) * weight;
        self.outcomes.iter().map(square).sum::<f64>().sqrt()
    }

    /// The longest lead time there may be, in days.
    pub fn longest(&self) -> usize {
        self.outcomes.iter().map(|(lead_time, _)| *lead_time).max().unwrap_or_default()
    }

    /// The lead time at a probability, for drawing one by a uniform number between 0 and 1.
    pub fn at(&self, probability: f64) -> usize {
        let mut upto = 0.0;
        let reached = self.outcomes.iter().find(|(_, weight)| {
            upto += weight;
            probability < upto
        });
        reached.map_or_else(|| self.longest(), |(lead_time, _)| *lead_time)
    }
}

fn checked(lead_time: usize) -> Result<usize, InventoryError> {
    days("the lead time", lead_time, (0, LONGEST), "a number of days from 0 to 500")
}

/// The weekdays on which a supplier delivers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DeliveryDays {
    /// From Monday to Sunday.
    open: [bool; 7],
}

impl DeliveryDays {
    /// Every day of the week.
    pub const ALL: Self = Self { open: [true; 7] };

    /// These weekdays only.
    ///
    /// # Errors
    ///
    /// No weekday.
    pub fn only(weekdays: &[Weekday]) -> Result<Self, InventoryError> {
        if weekdays.is_empty() {
            return Err(InventoryError::Empty { field: "the supplier's delivery days" });
        }
        let mut open = [false; 7];
        for weekday in weekdays {
            open[weekday.num_days_from_monday() as usize] = true;
        }
        Ok(Self { open })
    }

    /// Days to wait from `date` until there is a delivery; none where it is a delivery day.
    pub fn wait(&self, date: NaiveDate) -> usize {
        let today = date.weekday().num_days_from_monday() as usize;
        (0..7).find(|days| self.open[(today + days) % 7]).unwrap_or_default()
    }
}

/// Who an item is bought from, and on which terms.
#[derive(Debug, Clone, PartialEq)]
pub struct Supplier {
    /// In which quantities he sells.
    pub lots: LotRule,
    /// What ordering the item costs whatever the quantity: its share of the order, freight, booking in.
    pub order_cost: f64,
    /// Days from order to receipt.
    pub lead_times: LeadTimes,
    /// Weekdays on which he delivers.
    pub delivery_days: DeliveryDays,
}

impl Supplier {
    /// Days from an order placed on `date` to its receipt, with their probabilities: the lead time,
    /// and the wait for a delivery day.
    pub fn arrivals(&self, date: NaiveDate) -> impl Iterator<Item = (usize, f64)> + '_ {
        let outcomes = self.lead_times.outcomes().iter();
        outcomes.map(move |(lead_time, weight)| (self.arrival(date, *lead_time), *weight))
    }

    /// Days from an order placed on `date` to its receipt, if the lead time is this.
    pub fn arrival(&self, date: NaiveDate, lead_time: usize) -> usize {
        let ready = date.checked_add_days(Days::new(lead_time as u64));
        lead_time + ready.map_or(0, |ready| self.delivery_days.wait(ready))
    }

    /// Days from an order placed on `date` to its expected receipt, in whole days.
    pub fn expected_arrival(&self, date: NaiveDate) -> usize {
        self.arrivals(date).map(|(days, weight)| days as f64 * weight).sum::<f64>().round() as usize
    }
}
