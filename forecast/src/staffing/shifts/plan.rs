//! The shift plan: who works when on what, what it costs and what is missing.

use chrono::NaiveDateTime;
use serde::{Deserialize, Serialize};

use super::super::error::{StaffingError, positive};
use super::super::intervals::Intervals;
use super::super::requirement::Requirement;
use super::super::role::Role;
use super::bill::Bill;
use super::model::Model;
use super::possible::{self, Possible};
use super::roster::{self, Given, Roster};
use super::search;
use super::staff::{Premiums, Staff};
use super::template::Template;
use super::{bill, greedy};

/// Without a price an hour that nobody works counts as so many of the dearest hours, so that it is
/// left open only where nobody can work it.
const MISSING_HOURS_COST: f64 = 50.0;

/// What a plan is made from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ShiftSettings {
    /// The kinds of shifts there are.
    pub templates: Vec<Template>,
    /// The people there are.
    pub staff: Vec<Staff>,
    /// What is paid beyond their hourly cost.
    pub premiums: Premiums,
    /// What an hour of work costs that nobody does (late parcels, lost calls); nothing for fifty
    /// times the dearest hour. A low price leaves short peaks open on purpose.
    pub missing_hour_cost: Option<f64>,
}

impl ShiftSettings {
    fn check(&self) -> Result<(), StaffingError> {
        self.templates.iter().try_for_each(Template::check)?;
        self.staff.iter().try_for_each(Staff::check)?;
        self.premiums.check()?;
        self.missing_hour_cost.map_or(Ok(0.0), |cost| positive("missing_hour_cost", cost))?;
        unique("shift template", self.templates.iter().map(|template| template.name.as_str()))?;
        unique("staff", self.staff.iter().map(|staff| staff.name.as_str()))
    }

    pub(super) fn missing_hour_cost(&self) -> f64 {
        let dearest = self.staff.iter().map(|staff| staff.hourly_cost).fold(1.0, f64::max);
        self.missing_hour_cost.unwrap_or(MISSING_HOURS_COST * dearest)
    }
}

fn unique<'a>(
    kind: &'static str,
    names: impl Iterator<Item = &'a str>,
) -> Result<(), StaffingError> {
    let mut seen = std::collections::BTreeSet::new();
    for name in names {
        if !seen.insert(name) {
            let problem = "the name is used twice, but names must be unique".to_owned();
            return Err(StaffingError::Contradiction { kind, name: name.to_owned(), problem });
        }
    }
    Ok(())
}

/// One person's shift.
#[derive(Debug, Clone, PartialEq)]
pub struct Shift {
    /// The group's or person's name.
    pub staff: String,
    /// Which of the group, from 1.
    pub person: u32,
    /// The template's name.
    pub template: String,
    /// What they do.
    pub role: Role,
    /// When it begins, local time.
    pub start: NaiveDateTime,
    /// When it ends, local time.
    pub end: NaiveDateTime,
    /// Breaks, from and to.
    pub breaks: Vec<(NaiveDateTime, NaiveDateTime)>,
    /// Hours paid.
    pub paid_hours: f64,
    /// Their cost with premiums, without overtime.
    pub cost: f64,
}

/// People needed and people there, in one interval for one role.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cover {
    /// The role.
    pub role: Role,
    /// When the interval begins, local time.
    pub start: NaiveDateTime,
    /// People needed on the roster.
    pub needed: u32,
    /// People rostered, breaks taken off; a person who is there half of the interval is half a
    /// person.
    pub rostered: f64,
}

impl Cover {
    /// People missing.
    #[must_use]
    pub fn missing(&self) -> f64 {
        (f64::from(self.needed) - self.rostered).max(0.0)
    }

    /// People more than needed.
    #[must_use]
    pub fn spare(&self) -> f64 {
        (self.rostered - f64::from(self.needed)).max(0.0)
    }
}

/// One person's week.
#[derive(Debug, Clone, PartialEq)]
pub struct StaffWeek {
    /// The group's or person's name.
    pub staff: String,
    /// Which of the group, from 1.
    pub person: u32,
    /// The planning week, from 0; weeks are counted from the first planned day.
    pub week: usize,
    /// Shifts.
    pub days: u32,
    /// Hours paid for shifts.
    pub hours: f64,
    /// Of these, hours beyond the ordinary ones.
    pub overtime_hours: f64,
    /// Hours of the contract that are paid without a shift.
    pub idle_hours: f64,
}

/// A roster and how good it is.
#[derive(Debug, Clone, PartialEq)]
pub struct ShiftPlan {
    /// All shifts, by start, role, staff and person.
    pub shifts: Vec<Shift>,
    /// Every interval with people needed or there, by role and time.
    pub cover: Vec<Cover>,
    /// Everybody's weeks.
    pub weeks: Vec<StaffWeek>,
    /// Pay of all shifts with premiums, overtime and idle hours of contracts.
    pub cost: f64,
    /// Person-hours needed that nobody works.
    pub missing_hours: f64,
    /// Of these, hours that no template and nobody's skills could cover.
    pub impossible_hours: f64,
    /// Person-hours worked that nobody needs.
    pub spare_hours: f64,
    /// No plan of the same settings costs less, coverable missing hours at their price included.
    pub bound: f64,
    /// How much cheaper the cheapest plan can be at most, as a share of this one's cost (missing
    /// hours at their price included): 0.01 is 1 %.
    pub gap: f64,
    /// What the greedy cover cost that the program began with, missing hours included.
    pub greedy_cost: f64,
}

impl ShiftPlan {
    /// The least costly shifts that cover `needs` over `intervals`.
    ///
    /// The same input gives the same plan on every machine: the search is limited in nodes, not in
    /// time.
    ///
    /// # Errors
    ///
    /// Settings that contradict themselves, needs of another length than the intervals, more
    /// possible shifts than can be planned at once, or a numerical failure of the solver.
    pub fn new(
        needs: &[Requirement],
        intervals: Intervals,
        settings: &ShiftSettings,
    ) -> Result<Self, StaffingError> {
        settings.check()?;
        needs.iter().try_for_each(|need| need.check(intervals))?;
        unique("people needed", needs.iter().map(|need| need.role.name()))?;
        let possible = possible::shifts(needs, intervals, settings)?;
        let desk = Desk { possible: &possible, needs, intervals, settings };
        let model = Model::new(&possible, needs, intervals, settings);
        let relaxed = model.program.relaxed()?;
        let greedy = desk.completed(Vec::new());
        let rounded = desk.completed(desk.assigned(&model.rounded_down(&relaxed)));
        let greedy_cost = desk.bill(&greedy).total();
        let starts = [counts(&possible, &greedy), counts(&possible, &rounded)];
        let found = search::search(&model, &possible, starts)?;
        let improved = desk.completed(desk.assigned(&found));
        // Hours of one person cannot always be dealt out as the sums of a group could.
        let (given, bill) = desk.cheapest([improved, rounded, greedy]);
        Ok(desk.plan(given, bill, relaxed.cost, greedy_cost))
    }
}

/// All that a plan is made from, in one hand.
struct Desk<'a> {
    possible: &'a [Possible],
    needs: &'a [Requirement],
    intervals: Intervals,
    settings: &'a ShiftSettings,
}

impl Desk<'_> {
    /// People for the numbers found, where there is somebody who may take the shift.
    fn assigned(&self, counts: &[u32]) -> Vec<Given> {
        let mut roster = Roster::new(&self.settings.staff, self.intervals);
        roster::assign(self.possible, counts, &mut roster)
    }

    /// The same with whoever is still missing and without whoever is not missed.
    fn completed(&self, mut given: Vec<Given>) -> Vec<Given> {
        let mut roster = Roster::new(&self.settings.staff, self.intervals);
        given.iter().for_each(|given| roster.put(given.place, &self.possible[given.shift]));
        let Self { possible, needs, intervals, settings } = *self;
        greedy::fill(possible, needs, intervals, settings, &mut roster, &mut given);
        greedy::send_home(possible, needs, intervals, &mut given);
        given
    }

    /// The roster that costs least, the first of equals.
    fn cheapest(&self, rosters: [Vec<Given>; 3]) -> (Vec<Given>, Bill) {
        let [first, others @ ..] = rosters.map(|given| {
            let bill = self.bill(&given);
            (given, bill)
        });
        let cheaper = |best: (Vec<Given>, Bill), other: (Vec<Given>, Bill)| {
            if other.1.total() < best.1.total() { other } else { best }
        };
        others.into_iter().fold(first, cheaper)
    }

    fn bill(&self, given: &[Given]) -> Bill {
        bill::bill(self.possible, given, self.needs, self.intervals, self.settings)
    }

    fn plan(&self, given: Vec<Given>, bill: Bill, bound: f64, greedy_cost: f64) -> ShiftPlan {
        let total = bill.total();
        let gap = if total > 0.0 { ((total - bound) / total).max(0.0) } else { 0.0 };
        let hours = self.intervals.hours();
        ShiftPlan {
            shifts: self.shifts(given),
            missing_hours: bill.cover.iter().map(Cover::missing).sum::<f64>() * hours,
            spare_hours: bill.cover.iter().map(Cover::spare).sum::<f64>() * hours,
            impossible_hours: bill.impossible_hours,
            cover: bill.cover,
            weeks: bill.weeks,
            cost: bill.pay,
            bound,
            gap,
            greedy_cost,
        }
    }

    fn shifts(&self, given: Vec<Given>) -> Vec<Shift> {
        let mut shifts: Vec<Shift> = given.into_iter().map(|given| self.shift(given)).collect();
        shifts.sort_by(|left, right| {
            let key = |shift: &Shift| (shift.start, shift.role, shift.end, shift.person);
            key(left).cmp(&key(right)).then_with(|| left.staff.cmp(&right.staff))
        });
        shifts
    }

    fn shift(&self, given: Given) -> Shift {
        let shift = &self.possible[given.shift];
        let midnight = self.intervals.date(shift.day).and_time(chrono::NaiveTime::MIN);
        let time = |minute: u32| midnight + chrono::TimeDelta::minutes(i64::from(minute));
        Shift {
            staff: self.settings.staff[shift.staff].name.clone(),
            person: given.place.person as u32 + 1,
            template: self.settings.templates[shift.template].name.clone(),
            role: shift.role,
            start: self.intervals.time(shift.start),
            end: self.intervals.time(shift.end),
            breaks: shift.breaks.iter().map(|(from, to)| (time(*from), time(*to))).collect(),
            paid_hours: shift.paid_hours,
            cost: shift.cost,
        }
    }
}

/// People on each shift.
fn counts(possible: &[Possible], given: &[Given]) -> Vec<u32> {
    let mut counts = vec![0; possible.len()];
    given.iter().for_each(|given| counts[given.shift] += 1);
    counts
}
