//! Plans as tables, for SQL, CSV and spreadsheets.
//!
//! Times are `Datetime(microseconds)` without a zone: the shop's local time.

use chrono::{NaiveDate, NaiveDateTime};
use polars::prelude::{
    BooleanChunked, Column, DataFrame, Float64Chunked, Int32Chunked, Int64Chunked, IntoColumn,
    NewChunkedArray, PolarsResult, StringChunked, TimeUnit,
};

use super::intervals::Intervals;
use super::learning::{Learned, WorkerRate};
use super::peaks::{Peak, Shortage};
use super::requirement::Requirement;
use super::resources::ResourceNeed;
use super::shifts::ShiftPlan;

/// People needed: `role`, `time`, `work_hours` done in the interval, `waiting_hours` of work at its
/// end, `working` people, `people` on the roster. Intervals without people and waiting work are
/// left out.
///
/// # Errors
///
/// Polars could not build the table.
pub fn requirements(needs: &[Requirement], intervals: Intervals) -> PolarsResult<DataFrame> {
    let rows: Vec<(&Requirement, usize)> = needs
        .iter()
        .flat_map(|need| (0..need.people.len()).map(move |interval| (need, interval)))
        .filter(|(need, at)| need.people[*at] > 0 || need.waiting_seconds[*at] > 0.0)
        .collect();
    DataFrame::new_infer_height(vec![
        strings("role", rows.iter().map(|(need, _)| need.role.name())),
        times("time", rows.iter().map(|(_, interval)| intervals.start(*interval))),
        numbers("work_hours", rows.iter().map(|(need, at)| need.work_seconds[*at] / 3600.0)),
        numbers("waiting_hours", rows.iter().map(|(need, at)| need.waiting_seconds[*at] / 3600.0)),
        counts("working", rows.iter().map(|(need, at)| need.working[*at])),
        counts("people", rows.iter().map(|(need, at)| need.people[*at])),
    ])
}

/// The roster: `staff`, `person` (of the group, from 1), `template`, `role`, `start`, `end`,
/// `break_start` and `break_end` of the first break, `paid_hours`, `cost`.
///
/// # Errors
///
/// Polars could not build the table.
pub fn shifts(plan: &ShiftPlan) -> PolarsResult<DataFrame> {
    let all = &plan.shifts;
    DataFrame::new_infer_height(vec![
        strings("staff", all.iter().map(|shift| &shift.staff)),
        counts("person", all.iter().map(|shift| shift.person)),
        strings("template", all.iter().map(|shift| &shift.template)),
        strings("role", all.iter().map(|shift| shift.role.name())),
        times("start", all.iter().map(|shift| shift.start)),
        times("end", all.iter().map(|shift| shift.end)),
        some_times("break_start", all.iter().map(|shift| shift.breaks.first().map(|own| own.0))),
        some_times("break_end", all.iter().map(|shift| shift.breaks.first().map(|own| own.1))),
        numbers("paid_hours", all.iter().map(|shift| shift.paid_hours)),
        numbers("cost", all.iter().map(|shift| shift.cost)),
    ])
}

/// Cover beside need: `role`, `time`, `needed`, `rostered`, `missing`, `spare` people.
///
/// # Errors
///
/// Polars could not build the table.
pub fn cover(plan: &ShiftPlan) -> PolarsResult<DataFrame> {
    let all = &plan.cover;
    DataFrame::new_infer_height(vec![
        strings("role", all.iter().map(|cover| cover.role.name())),
        times("time", all.iter().map(|cover| cover.start)),
        counts("needed", all.iter().map(|cover| cover.needed)),
        numbers("rostered", all.iter().map(|cover| cover.rostered)),
        numbers("missing", all.iter().map(super::shifts::Cover::missing)),
        numbers("spare", all.iter().map(super::shifts::Cover::spare)),
    ])
}

/// Resources: `resource`, `time`, `needed`, `available`, `missing`. Intervals in which nothing is
/// needed are left out.
///
/// # Errors
///
/// Polars could not build the table.
pub fn resources(needs: &[ResourceNeed], intervals: Intervals) -> PolarsResult<DataFrame> {
    let rows: Vec<(&ResourceNeed, usize)> = needs
        .iter()
        .flat_map(|need| (0..need.needed.len()).map(move |interval| (need, interval)))
        .filter(|(need, interval)| need.needed[*interval] > 0.0)
        .collect();
    let missing =
        |(need, at): &(&ResourceNeed, usize)| (need.needed[*at] - need.available).max(0.0);
    DataFrame::new_infer_height(vec![
        strings("resource", rows.iter().map(|(need, _)| &need.name)),
        times("time", rows.iter().map(|(_, interval)| intervals.start(*interval))),
        numbers("needed", rows.iter().map(|(need, at)| need.needed[*at])),
        numbers("available", rows.iter().map(|(need, _)| need.available)),
        numbers("missing", rows.iter().map(missing)),
    ])
}

/// Peaks: `from`, `to` (dates), `what` (a role or a resource), `load`, `more` (people or units of
/// the resource), and of people `hours`, `call_in_by`, `too_late`.
///
/// # Errors
///
/// Polars could not build the table.
pub fn peaks(all: &[Peak]) -> PolarsResult<DataFrame> {
    let rows: Vec<PeakRow<'_>> = all.iter().map(|peak| PeakRow::new(&peak.shortage)).collect();
    let late = rows.iter().map(|row| row.too_late);
    DataFrame::new_infer_height(vec![
        dates("from", all.iter().map(|peak| Some(peak.from))),
        dates("to", all.iter().map(|peak| Some(peak.to))),
        strings("what", rows.iter().map(|row| row.what)),
        numbers("load", all.iter().map(|peak| peak.load)),
        numbers("more", rows.iter().map(|row| row.more)),
        some_numbers("hours", rows.iter().map(|row| row.hours)),
        dates("call_in_by", rows.iter().map(|row| row.call_in_by)),
        BooleanChunked::from_iter_options("too_late".into(), late).into_column(),
    ])
}

/// A shortage as cells.
struct PeakRow<'a> {
    what: &'a str,
    more: f64,
    hours: Option<f64>,
    call_in_by: Option<NaiveDate>,
    too_late: Option<bool>,
}

impl<'a> PeakRow<'a> {
    fn new(shortage: &'a Shortage) -> Self {
        match shortage {
            Shortage::People { role, hours, people, call_in_by, too_late } => Self {
                what: role.name(),
                more: f64::from(*people),
                hours: Some(*hours),
                call_in_by: Some(*call_in_by),
                too_late: Some(*too_late),
            },
            Shortage::Resource { name, more } => {
                Self { what: name, more: *more, hours: None, call_in_by: None, too_late: None }
            }
        }
    }
}

/// What people did: `worker`, `role`, `counted` (lines, parcels …), `per_hour`, `hours`, `spells`,
/// `ratio` to the standard.
///
/// # Errors
///
/// Polars could not build the table.
pub fn workers(rates: &[WorkerRate]) -> PolarsResult<DataFrame> {
    DataFrame::new_infer_height(vec![
        strings("worker", rates.iter().map(|rate| &rate.worker)),
        strings("role", rates.iter().map(|rate| rate.role.name())),
        strings("counted", rates.iter().map(|rate| rate.driver.name())),
        numbers("per_hour", rates.iter().map(|rate| rate.per_hour)),
        numbers("hours", rates.iter().map(|rate| rate.hours)),
        numbers("ratio", rates.iter().map(|rate| rate.ratio)),
        lengths("spells", rates.iter().map(|rate| rate.spells)),
    ])
}

/// What was learned: `role`, `ratio`, `observed_ratio`, `spells`, `left_out`.
///
/// # Errors
///
/// Polars could not build the table.
pub fn learned(all: &[Learned]) -> PolarsResult<DataFrame> {
    DataFrame::new_infer_height(vec![
        strings("role", all.iter().map(|learned| learned.role.name())),
        numbers("ratio", all.iter().map(|learned| learned.ratio)),
        some_numbers("observed_ratio", all.iter().map(|learned| learned.observed_ratio)),
        lengths("spells", all.iter().map(|learned| learned.spells)),
        lengths("left_out", all.iter().map(|learned| learned.left_out)),
    ])
}

fn strings(name: &str, values: impl Iterator<Item = impl AsRef<str>>) -> Column {
    StringChunked::from_iter_values(name.into(), values).into_column()
}

fn numbers(name: &str, values: impl Iterator<Item = f64>) -> Column {
    Float64Chunked::from_iter_values(name.into(), values).into_column()
}

fn some_numbers(name: &str, values: impl Iterator<Item = Option<f64>>) -> Column {
    Float64Chunked::from_iter_options(name.into(), values).into_column()
}

fn counts(name: &str, values: impl Iterator<Item = u32>) -> Column {
    let values = values.map(|value| i32::try_from(value).unwrap_or(i32::MAX));
    Int32Chunked::from_iter_values(name.into(), values).into_column()
}

fn lengths(name: &str, values: impl Iterator<Item = usize>) -> Column {
    let values = values.map(|value| i64::try_from(value).unwrap_or(i64::MAX));
    Int64Chunked::from_iter_values(name.into(), values).into_column()
}

fn times(name: &str, values: impl Iterator<Item = NaiveDateTime>) -> Column {
    some_times(name, values.map(Some))
}

fn some_times(name: &str, values: impl Iterator<Item = Option<NaiveDateTime>>) -> Column {
    let micros = values.map(|time| time.map(|time| time.and_utc().timestamp_micros()));
    let micros = Int64Chunked::from_iter_options(name.into(), micros);
    micros.into_datetime(TimeUnit::Microseconds, None).into_column()
}

fn dates(name: &str, values: impl Iterator<Item = Option<NaiveDate>>) -> Column {
    let epoch = NaiveDate::default();
    let days = values
        .map(|date| date.map(|date| i32::try_from((date - epoch).num_days()).unwrap_or(i32::MAX)));
    let days = Int32Chunked::from_iter_options(name.into(), days);
    days.into_date().into_column()
}
