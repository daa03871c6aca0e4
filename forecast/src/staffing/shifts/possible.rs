//! Every shift that somebody could be put on.

use chrono::Datelike;

use super::super::StaffingError;
use super::super::intervals::Intervals;
use super::super::requirement::Requirement;
use super::super::role::Role;
use super::plan::ShiftSettings;
use super::template::{Span, Template};

/// More columns than this would take more memory and time than a plan is worth.
const MOST_SHIFTS: usize = 20_000;

/// One column of the program: a number of people is put on each.
#[derive(Debug, Clone)]
pub(super) struct Possible {
    /// Index of the group.
    pub(super) staff: usize,
    /// Index of the template.
    pub(super) template: usize,
    pub(super) breaks: Vec<Span>,
    pub(super) role: Role,
    /// The day it begins.
    pub(super) day: usize,
    /// Minutes from midnight of the first day.
    pub(super) start: i64,
    pub(super) end: i64,
    pub(super) paid_hours: f64,
    /// Pay with premiums, without overtime.
    pub(super) cost: f64,
    /// The intervals it works in, with the share of each.
    pub(super) works: Vec<(usize, f64)>,
    /// Those of them in which somebody is needed.
    pub(super) covers: Vec<(usize, f64)>,
}

/// A template on a day with its breaks placed: what all groups and roles share.
struct Placed {
    template: usize,
    breaks: Vec<Span>,
    day: usize,
    paid_hours: f64,
    weighed_hours: f64,
    works: Vec<(usize, f64)>,
}

/// All shifts that cover something that is needed, by day, group, role and template.
pub(super) fn shifts(
    needs: &[Requirement],
    intervals: Intervals,
    settings: &ShiftSettings,
) -> Result<Vec<Possible>, StaffingError> {
    let mut possible = Vec::new();
    for day in 0..intervals.days() {
        let placed = placed(day, intervals, settings);
        for staff in 0..settings.staff.len() {
            add(&mut possible, &placed, staff, needs, intervals, settings);
        }
        if possible.len() > MOST_SHIFTS {
            let columns = possible.len();
            return Err(StaffingError::TooManyShifts { columns, most: MOST_SHIFTS });
        }
    }
    Ok(possible)
}

fn add(
    possible: &mut Vec<Possible>,
    placed: &[Placed],
    staff: usize,
    needs: &[Requirement],
    intervals: Intervals,
    settings: &ShiftSettings,
) {
    let group = &settings.staff[staff];
    for need in needs.iter().filter(|need| group.skills.contains(&need.role)) {
        let first = possible.len();
        for shift in placed {
            let template = &settings.templates[shift.template];
            let column = column(shift, staff, need.role, intervals, settings);
            let there = group.available(intervals.time(column.start), intervals.time(column.end));
            if there && group.people > 0 && group.may_take(&template.name) {
                keep(possible, first, column, &need.people);
            }
        }
    }
}

/// Keeps a column unless an earlier break placement of the same shift covers as much of the need.
fn keep(possible: &mut Vec<Possible>, first: usize, mut column: Possible, people: &[u32]) {
    column.covers.retain(|(interval, _)| people[*interval] > 0);
    let as_good = |other: &Possible| {
        other.template == column.template
            && other.cost <= column.cost
            && other.covers == column.covers
    };
    if !column.covers.is_empty() && !possible[first..].iter().any(as_good) {
        possible.push(column);
    }
}

fn column(
    shift: &Placed,
    staff: usize,
    role: Role,
    intervals: Intervals,
    settings: &ShiftSettings,
) -> Possible {
    let (from, to) = settings.templates[shift.template].span();
    let midnight = (shift.day * intervals.per_day()) as i64 * i64::from(intervals.minutes());
    Possible {
        staff,
        template: shift.template,
        breaks: shift.breaks.clone(),
        role,
        day: shift.day,
        start: midnight + i64::from(from),
        end: midnight + i64::from(to),
        paid_hours: shift.paid_hours,
        cost: settings.staff[staff].hourly_cost * shift.weighed_hours,
        works: shift.works.clone(),
        covers: shift.works.clone(),
    }
}

/// The templates that may begin on `day`, with every placement of their breaks.
fn placed(day: usize, intervals: Intervals, settings: &ShiftSettings) -> Vec<Placed> {
    let date = intervals.date(day);
    let templates = settings.templates.iter().enumerate();
    let today = templates.filter(|(_, template)| template.on(date.weekday()));
    let place = |(index, template): (usize, &Template)| {
        let placements = template.placements(intervals.minutes());
        let one = |breaks: Vec<Span>| {
            let paid = template.paid(&breaks);
            Placed {
                template: index,
                day,
                paid_hours: paid.iter().map(|(from, to)| f64::from(to - from)).sum::<f64>() / 60.0,
                weighed_hours: settings.premiums.weighed_hours(date, &paid),
                works: works(&template.worked(&breaks), day, intervals),
                breaks,
            }
        };
        placements.into_iter().map(one).collect::<Vec<_>>()
    };
    today.flat_map(place).collect()
}

/// The share of each interval that the worked spans of `day` fill; what lies after the last
/// planned day is left out.
fn works(worked: &[Span], day: usize, intervals: Intervals) -> Vec<(usize, f64)> {
    let step = intervals.minutes();
    let Some(last) = worked.last() else { return Vec::new() };
    let first = worked[0].0 / step;
    let filled = |slot: u32| {
        let (from, to) = (slot * step, (slot + 1) * step);
        let minutes: u32 = worked
            .iter()
            .map(|(begin, end)| (*end).min(to).saturating_sub((*begin).max(from)))
            .sum();
        f64::from(minutes) / f64::from(step)
    };
    let slots = first..last.1.div_ceil(step);
    slots
        .map(|slot| (day * intervals.per_day() + slot as usize, filled(slot)))
        .filter(|(interval, share)| *interval < intervals.count() && *share > 0.0)
        .collect()
}
