//! The table of people: its rows, column by column.

use chrono::{TimeZone as _, Timelike as _};
use chrono_tz::Tz;
use marea_forecast::staffing::{Intervals, Requirement};
use marea_ingest::{
    identity::Lsn,
    table_row,
    time::{Day, Instant},
};

use super::{arrivals::Flow, warehouse::Ahead};
use crate::outlook::Run;

table_row! {
    /// A row of `staffing_plan`.
    #[derive(Debug)]
    StaffingRow {
        /// Where; null where orders name no warehouse.
        warehouse: Option<String>,
        /// What people do: `receiving`, `put_away`, `picking`, `packing` or `returns`.
        role: String,
        /// The shop's day.
        date: Day,
        /// The hour of it, by the shop's clock.
        hour: i64,
        /// When it begins.
        starts_at: Instant,
        /// People on the roster, so that enough are at work in spite of breaks, illness and leave.
        people: i64,
        /// People at work.
        working: i64,
        /// Hours of work that are done in it.
        work_hours: f64,
        /// Hours of work that wait at its end, none of them beyond their deadline.
        waiting_hours: f64,
        /// What is counted: `orders`, `return_parcels` or `receipt_lines`.
        driver: String,
        /// How many of them are expected to come in.
        expected_arrivals: f64,
        /// How many are planned for: the day's quantile, spread over its hours.
        planned_arrivals: f64,
        /// The share of days on which no more than that comes in.
        quantile: f64,
        /// Pieces of the shop's own work that the standard times were corrected by.
        learned_from: i64,
        /// Which model forecast the days.
        model: String,
        /// The last day of history that it saw.
        origin: Day,
        /// What the history was true at.
        history_lsn: Lsn,
        /// When it was made.
        computed_at: Instant,
        /// Which run of the forecasts.
        run: String,
    }
}

/// A role's plan in a warehouse.
pub(super) struct Plan<'a> {
    pub(super) requirement: &'a Requirement,
    pub(super) ahead: &'a Ahead,
    pub(super) intervals: Intervals,
    pub(super) flow: Flow,
    pub(super) spells: usize,
}

const SECONDS_AN_HOUR: f64 = 3600.0;

impl Plan<'_> {
    /// The hours in which something comes in or is done.
    pub(super) fn rows(
        &self,
        warehouse: &str,
        quantile: f64,
        zone: Tz,
        run: &Run,
    ) -> Vec<StaffingRow> {
        let busy = (0..self.intervals.count())
            .filter(|at| self.requirement.people[*at] > 0 || self.ahead.planned[*at] > 0.0);
        busy.filter_map(|at| self.row(at, warehouse, quantile, zone, run)).collect()
    }

    fn row(
        &self,
        at: usize,
        warehouse: &str,
        quantile: f64,
        zone: Tz,
        run: &Run,
    ) -> Option<StaffingRow> {
        let begins = self.intervals.start(at);
        // The hour that the clock skips is planned with the one after it.
        let starts_at = zone.from_local_datetime(&begins).earliest()?;
        let need = self.requirement;
        Some(StaffingRow {
            warehouse: Some(warehouse).filter(|name| !name.is_empty()).map(str::to_owned),
            role: need.role.name().into(),
            date: begins.date().into(),
            hour: begins.hour().into(),
            starts_at: starts_at.into(),
            people: need.people[at].into(),
            working: need.working[at].into(),
            work_hours: need.work_seconds[at] / SECONDS_AN_HOUR,
            waiting_hours: need.waiting_seconds[at] / SECONDS_AN_HOUR,
            driver: self.flow.as_str().into(),
            expected_arrivals: self.ahead.expected[at],
            planned_arrivals: self.ahead.planned[at],
            quantile,
            learned_from: i64::try_from(self.spells).unwrap_or(i64::MAX),
            model: self.ahead.model.clone(),
            origin: run.origin.into(),
            history_lsn: run.lsn,
            computed_at: run.computed_at.into(),
            run: run.name(),
        })
    }
}
