//! Work content: seconds of work by role and interval.

use std::collections::BTreeMap;

use super::error::{StaffingError, not_negative, same_length};
use super::picking::OrderMix;
use super::role::Role;
use super::times::{Driver, StandardTime};

/// How many of each driver arrive in each interval.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Volumes {
    columns: BTreeMap<Driver, Vec<f64>>,
}

impl Volumes {
    /// Adds a driver's arrivals, one value an interval; the same driver again is added to it.
    ///
    /// # Errors
    ///
    /// Another length than the columns before, or a value that is negative or not finite.
    pub fn add(&mut self, driver: Driver, arrivals: &[f64]) -> Result<(), StaffingError> {
        if let Some(other) = self.columns.values().next() {
            same_length(driver.name(), arrivals.len(), other.len())?;
        }
        arrivals.iter().try_for_each(|value| not_negative("arrivals", *value).map(drop))?;
        let column = self.columns.entry(driver).or_insert_with(|| vec![0.0; arrivals.len()]);
        column.iter_mut().zip(arrivals).for_each(|(sum, value)| *sum += value);
        Ok(())
    }

    /// Adds orders with the lines, units and parcels that go with them.
    ///
    /// # Errors
    ///
    /// As [`Volumes::add`].
    pub fn add_orders(&mut self, orders: &[f64], mix: &OrderMix) -> Result<(), StaffingError> {
        let times = |factor: f64| orders.iter().map(|count| count * factor).collect::<Vec<_>>();
        self.add(Driver::Orders, orders)?;
        self.add(Driver::Lines, &times(mix.lines))?;
        self.add(Driver::Units, &times(mix.lines * mix.units_per_line))?;
        self.add(Driver::Parcels, &times(mix.parcels))
    }

    /// A driver's arrivals, if there are any.
    #[must_use]
    pub fn of(&self, driver: Driver) -> Option<&[f64]> {
        self.columns.get(&driver).map(Vec::as_slice)
    }

    /// Seconds of work of `role` that arrive in each interval, by `times`. Empty without volumes.
    #[must_use]
    pub fn work(&self, role: Role, times: &[StandardTime]) -> Vec<f64> {
        let length = self.columns.values().next().map_or(0, Vec::len);
        let mut work = vec![0.0; length];
        for time in times.iter().filter(|time| time.role == role) {
            let Some(column) = self.columns.get(&time.driver) else { continue };
            work.iter_mut().zip(column).for_each(|(work, count)| *work += count * time.seconds);
        }
        work
    }
}

/// Seconds that one piece of work takes by `times`: how many of each driver it has.
#[must_use]
pub fn standard_seconds(role: Role, counts: &[(Driver, f64)], times: &[StandardTime]) -> f64 {
    let own = times.iter().filter(|time| time.role == role);
    let count = |driver: Driver| {
        counts.iter().filter(|(other, _)| *other == driver).map(|(_, count)| count).sum::<f64>()
    };
    own.map(|time| count(time.driver) * time.seconds).sum()
}

#[cfg(test)]
mod tests;
