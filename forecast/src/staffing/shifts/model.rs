//! The integer program of a plan: what must be covered, what people may do, what it costs.

use std::collections::BTreeMap;

use super::super::intervals::Intervals;
use super::super::requirement::Requirement;
use super::integer_program::{Assignment, Program};
use super::plan::ShiftSettings;
use super::possible::Possible;
use super::staff::Staff;

/// Days of a planning week; weeks are counted from the first planned day.
const WEEK: usize = 7;

/// The program with what its variables mean. The first variables are the possible shifts.
pub(super) struct Model {
    pub(super) program: Program,
    /// Per variable the days it belongs to, from and to, for searching part by part.
    pub(super) days: Vec<(usize, usize)>,
    needs: Vec<Needed>,
    weeks: Vec<GroupWeek>,
    shifts: usize,
}

/// People needed in one interval and the shifts that would cover them.
struct Needed {
    people: f64,
    missing: usize,
    covering: Vec<(usize, f64)>,
}

/// A group's hours in a week, with what is paid idle and as overtime.
struct GroupWeek {
    hours: Vec<(usize, f64)>,
    contract: f64,
    ordinary: f64,
    idle: usize,
    overtime: usize,
}

impl Model {
    pub(super) fn new(
        possible: &[Possible],
        needs: &[Requirement],
        intervals: Intervals,
        settings: &ShiftSettings,
    ) -> Self {
        let mut model = Self {
            program: Program::default(),
            days: Vec::new(),
            needs: Vec::new(),
            weeks: Vec::new(),
            shifts: possible.len(),
        };
        for shift in possible {
            model.program.add_whole(shift.cost, settings.staff[shift.staff].people);
            model.days.push((shift.day, shift.day));
        }
        model.add_needs(possible, needs, intervals, settings);
        for (index, staff) in settings.staff.iter().enumerate() {
            model.add_staff(&Group { possible, index, staff }, intervals, settings);
        }
        model
    }

    /// People needed = people covered + people missing, the missing ones at their price.
    fn add_needs(
        &mut self,
        possible: &[Possible],
        needs: &[Requirement],
        intervals: Intervals,
        settings: &ShiftSettings,
    ) {
        let price = settings.missing_hour_cost() * intervals.hours();
        for need in needs {
            let mut covering: BTreeMap<usize, Vec<(usize, f64)>> = BTreeMap::new();
            for (index, shift) in
                possible.iter().enumerate().filter(|(_, shift)| shift.role == need.role)
            {
                for (interval, share) in &shift.covers {
                    covering.entry(*interval).or_default().push((index, *share));
                }
            }
            for (interval, covering) in covering {
                let people = f64::from(need.people[interval]);
                let missing = self.program.add_real(price, people);
                let day = intervals.day(interval);
                // A shift of the evening before may reach into this day.
                self.days.push((day.saturating_sub(1), day));
                let terms = covering.iter().copied().chain([(missing, 1.0)]).collect();
                self.program.at_least(terms, people);
                self.needs.push(Needed { people, missing, covering });
            }
        }
    }

    fn add_staff(&mut self, group: &Group<'_>, intervals: Intervals, settings: &ShiftSettings) {
        let people = f64::from(group.staff.people);
        for day in 0..intervals.days() {
            let shifts = group.shifts(|shift| shift.day == day);
            if !shifts.is_empty() {
                self.program.at_most(shifts.iter().map(|index| (*index, 1.0)).collect(), people);
            }
            self.add_rest(group, day, people);
        }
        for week in 0..intervals.days().div_ceil(WEEK) {
            self.add_week(group, week, intervals, settings);
        }
    }

    fn add_week(
        &mut self,
        group: &Group<'_>,
        week: usize,
        intervals: Intervals,
        settings: &ShiftSettings,
    ) {
        let Group { possible, staff, .. } = group;
        let people = f64::from(staff.people);
        let shifts = group.shifts(|shift| shift.day / WEEK == week);
        let span = (week * WEEK, (week * WEEK + WEEK).min(intervals.days()) - 1);
        let hours: Vec<(usize, f64)> =
            shifts.iter().map(|index| (*index, possible[*index].paid_hours)).collect();
        if !shifts.is_empty() {
            let days = shifts.iter().map(|index| (*index, 1.0)).collect();
            self.program.at_most(days, people * f64::from(staff.most_days));
            self.program.at_most(hours.clone(), people * staff.most_hours);
        }
        // A week that is planned in part owes its part of the contract.
        let part = (span.1 + 1 - span.0) as f64 / WEEK as f64;
        let (contract, ordinary) =
            (people * staff.contract_hours * part, people * staff.ordinary_hours);
        let idle = self.program.add_real(staff.hourly_cost, contract);
        let premium = staff.hourly_cost * settings.premiums.overtime;
        let most = (people * staff.most_hours - ordinary).max(0.0);
        let overtime = self.program.add_real(premium, most);
        self.days.extend([span, span]);
        let owed = hours.iter().copied().chain([(idle, 1.0)]).collect();
        self.program.at_least(owed, contract);
        let beyond = hours.iter().copied().chain([(overtime, -1.0)]).collect();
        self.program.at_most(beyond, ordinary);
        self.weeks.push(GroupWeek { hours, contract, ordinary, idle, overtime });
    }

    /// Who ends late cannot begin early the next day. For every end of `day`: those who end then
    /// or later and those who begin before they are rested are different people. For
    /// interchangeable people this is not only necessary but enough (Hall's condition of the
    /// matching between the shifts of two days, whose sets are nested).
    fn add_rest(&mut self, group: &Group<'_>, day: usize, people: f64) {
        let Group { possible, staff, .. } = group;
        let rest = (staff.least_rest_hours * 60.0).ceil() as i64;
        let today = group.shifts(|shift| shift.day == day);
        let tomorrow = group.shifts(|shift| shift.day == day + 1);
        let mut ends: Vec<i64> = today.iter().map(|index| possible[*index].end).collect();
        ends.sort_unstable();
        ends.dedup();
        let mut tired = 0;
        for end in ends {
            let early: Vec<usize> = tomorrow
                .iter()
                .copied()
                .filter(|index| possible[*index].start < end + rest)
                .collect();
            // The same early shifts are met by the fewest late ones at the latest of their ends,
            // but by the most at the first: that row implies the later ones.
            if early.len() > tired {
                tired = early.len();
                let late = today.iter().copied().filter(|index| possible[*index].end >= end);
                let terms = late.chain(early).map(|index| (index, 1.0)).collect();
                self.program.at_most(terms, people);
            }
        }
    }

    /// The assignment that puts `counts` people on the shifts, with what then is missing, idle and
    /// overtime.
    pub(super) fn assignment(&self, counts: &[u32]) -> Assignment {
        let mut values = vec![0.0; self.days.len()];
        for (value, count) in values.iter_mut().zip(counts) {
            *value = f64::from(*count);
        }
        for need in &self.needs {
            values[need.missing] = (need.people - sum(&need.covering, &values)).max(0.0);
        }
        for week in &self.weeks {
            let worked = sum(&week.hours, &values);
            values[week.idle] = (week.contract - worked).max(0.0);
            values[week.overtime] = (worked - week.ordinary).max(0.0);
        }
        Assignment { cost: self.program.cost(&values), values }
    }

    /// Whole people on each shift, fractions left out: less cover, but no limit is passed.
    pub(super) fn rounded_down(&self, relaxed: &Assignment) -> Vec<u32> {
        // Not for the last digit of a whole number.
        relaxed.values[..self.shifts].iter().map(|value| (value + 1e-6).floor() as u32).collect()
    }

    /// People on each shift; the solver's whole numbers are whole but for rounding.
    pub(super) fn counts(&self, assignment: &Assignment) -> Vec<u32> {
        assignment.values[..self.shifts].iter().map(|value| value.round() as u32).collect()
    }
}

fn sum(terms: &[(usize, f64)], values: &[f64]) -> f64 {
    terms.iter().map(|(index, factor)| factor * values[*index]).sum()
}

/// One group's shifts.
struct Group<'a> {
    possible: &'a [Possible],
    index: usize,
    staff: &'a Staff,
}

impl Group<'_> {
    fn shifts(&self, wanted: impl Fn(&Possible) -> bool) -> Vec<usize> {
        let all = self.possible.iter().enumerate();
        all.filter(|(_, shift)| shift.staff == self.index && wanted(shift))
            .map(|(index, _)| index)
            .collect()
    }
}
