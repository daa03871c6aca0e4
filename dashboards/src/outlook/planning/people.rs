//! How people are planned: hours, shifts, who there is, and what they cost.

use chrono::{NaiveDate, NaiveTime, TimeDelta, Timelike as _, Weekday};
use marea_forecast::staffing::{
    Role,
    resources::{Occupation, Resource},
    shifts::{Break, Premiums, Staff, Template},
};
use serde::Deserialize;

use super::{not_negative, probability, within};

/// Shifts that nobody described: so many minutes from start to end, every so many.
const USUAL_SHIFTS: [(&str, u32); 2] = [("long", 510), ("short", 240)];
const STARTS_EVERY: u32 = 120;
/// A shift that is longer has a break, if nothing else is said (Directive 2003/88/EC, article 4).
const BREAK_AFTER: u32 = 360;
const BREAK_MINUTES: u32 = 30;
const QUARTER: u32 = 15;
/// Where nobody says who there is, there are so many times those who are needed at once: two shifts
/// a day, on more days than one person works.
const SPARE: u32 = 3;
/// What is called in where nobody is named.
const ANYBODY: &str = "anybody";

/// How people are planned.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct StaffingPlanning {
    pub days: usize,
    pub quantile: f64,
    pub opens: NaiveTime,
    pub closes: NaiveTime,
    pub days_of_week: Vec<Weekday>,
    pub ordered_before: NaiveTime,
    pub leaves_at: NaiveTime,
    pub counter_channels: Vec<String>,
    pub shrinkage: f64,
    pub utilisation: f64,
    pub closed_on_holidays: bool,
    pub closed: Vec<NaiveDate>,
    pub shift_days: usize,
    pub hourly_cost: f64,
    pub people_lead_days: u32,
    pub overtime_premium: f64,
    pub night_premium: f64,
    pub saturday_premium: f64,
    pub sunday_premium: f64,
    shifts: Vec<ShiftKind>,
    people: Vec<People>,
    usual: Vec<Usual>,
    resources: Vec<WarehouseResource>,
}

/// A kind of shift.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct ShiftKind {
    name: String,
    starts: NaiveTime,
    hours: f64,
    break_minutes: Option<u32>,
    #[serde(default)]
    paid_break: bool,
    #[serde(default)]
    days_of_week: Vec<Weekday>,
}

/// People who can take each other's place.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct People {
    name: String,
    warehouse: Option<String>,
    people: u32,
    roles: Option<Vec<Role>>,
    hourly_cost: Option<f64>,
    contract_hours: Option<f64>,
    ordinary_hours: Option<f64>,
    most_hours: Option<f64>,
    most_days: Option<u32>,
    least_rest_hours: Option<f64>,
}

/// Who there is on a usual day.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Usual {
    warehouse: Option<String>,
    role: Role,
    people: u32,
    hours: f64,
}

/// Something of which there may be too little.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct WarehouseResource {
    warehouse: String,
    name: String,
    available: f64,
    occupation: Occupation,
}

const fn hour(hour: u32) -> NaiveTime {
    match NaiveTime::from_hms_opt(hour, 0, 0) {
        Some(time) => time,
        None => NaiveTime::MIN,
    }
}

impl Default for StaffingPlanning {
    fn default() -> Self {
        use Weekday::{Fri, Mon, Sat, Thu, Tue, Wed};
        let premiums = Premiums::default();
        Self {
            days: 14,
            quantile: 0.8,
            opens: hour(6),
            closes: hour(22),
            days_of_week: vec![Mon, Tue, Wed, Thu, Fri, Sat],
            ordered_before: hour(14),
            leaves_at: hour(18),
            counter_channels: vec!["store".into()],
            shrinkage: 0.12,
            utilisation: 0.85,
            closed_on_holidays: true,
            closed: Vec::new(),
            shift_days: 7,
            hourly_cost: 15.0,
            people_lead_days: 7,
            overtime_premium: premiums.overtime,
            night_premium: premiums.night,
            saturday_premium: premiums.saturday,
            sunday_premium: premiums.sunday,
            shifts: Vec::new(),
            people: Vec::new(),
            usual: Vec::new(),
            resources: Vec::new(),
        }
    }
}

impl StaffingPlanning {
    /// Refuses what makes no sense, naming the field. What shifts and people may be is checked by
    /// who plans with them, by the same names.
    pub(super) fn check(&self) -> anyhow::Result<()> {
        within("staffing.days", self.days, 28)?;
        within("staffing.shift_days", self.shift_days, 14)?;
        probability("staffing.quantile", self.quantile)?;
        probability("staffing.utilisation", self.utilisation)?;
        let shrinks = (0.0..1.0).contains(&self.shrinkage);
        anyhow::ensure!(shrinks, "staffing.shrinkage: expected 0 or more and less than 1");
        let opens = self.opens < self.closes || self.closes == NaiveTime::MIN;
        anyhow::ensure!(opens, "staffing.closes: expected a time after staffing.opens");
        not_negative("staffing.hourly_cost", self.hourly_cost)?;
        for shift in &self.shifts {
            let fits = shift.hours > 0.0 && shift.hours <= 14.0;
            let (name, hours) = (&shift.name, shift.hours);
            anyhow::ensure!(
                fits,
                "staffing.shifts.hours of \"{name}\": expected more than 0 and at most 14, found {hours}"
            );
        }
        for usual in &self.usual {
            not_negative("staffing.usual.hours", usual.hours)?;
        }
        Ok(())
    }

    /// The kinds of shifts: those that are described, else long and short ones while it is open.
    pub(crate) fn templates(&self) -> Vec<Template> {
        if !self.shifts.is_empty() {
            return self.shifts.iter().map(ShiftKind::template).collect();
        }
        let minute = |time: NaiveTime| time.num_seconds_from_midnight() / 60;
        let closes = if self.closes == NaiveTime::MIN { 24 * 60 } else { minute(self.closes) };
        let (opens, open) = (minute(self.opens), closes - minute(self.opens));
        let mut found: Vec<Template> = Vec::new();
        for (kind, minutes) in USUAL_SHIFTS.map(|(kind, minutes)| (kind, minutes.min(open))) {
            let last = closes - minutes;
            let starts = (opens..last).step_by(STARTS_EVERY as usize).chain([last]);
            for starts in starts {
                let start = self.opens + TimeDelta::minutes(i64::from(starts - opens));
                let name = format!("{kind} {}", start.format("%H:%M"));
                found.push(template(name, start, minutes, None, false, &[]));
            }
        }
        found
    }

    /// How long the longest of them is.
    pub(crate) fn shift_hours(&self) -> f64 {
        let minutes = self.templates().iter().map(|template| template.minutes).max();
        f64::from(minutes.unwrap_or(USUAL_SHIFTS[0].1)) / 60.0
    }

    /// Who can work in a warehouse: those who are named, else as many as are needed.
    pub(crate) fn staff(&self, warehouse: &str, at_once: u32) -> Vec<Staff> {
        let own = self.people.iter().filter(|people| is_of(&people.warehouse, warehouse));
        let staff: Vec<Staff> = own.map(|people| people.staff(self.hourly_cost)).collect();
        if !staff.is_empty() {
            return staff;
        }
        vec![Staff::full_time(ANYBODY, SPARE * at_once, &Role::ALL, self.hourly_cost)]
    }

    /// What is paid beyond the hourly cost; days that are closed are paid as Sundays.
    pub(crate) fn premiums(&self, closed: &[NaiveDate]) -> Premiums {
        Premiums {
            night: self.night_premium,
            saturday: self.saturday_premium,
            sunday: self.sunday_premium,
            overtime: self.overtime_premium,
            holidays: closed.to_vec(),
            ..Premiums::default()
        }
    }

    /// The hours of a role on a usual day and its people at once, where somebody says them; what is
    /// said of the warehouse itself counts first.
    pub(crate) fn usual(&self, warehouse: &str, role: Role) -> Option<(f64, u32)> {
        let own = self.usual.iter().filter(|it| it.role == role && is_of(&it.warehouse, warehouse));
        let own = own.max_by_key(|it| it.warehouse.is_some());
        own.map(|it| (it.hours, it.people))
    }

    /// The resources of a warehouse.
    pub(crate) fn resources(&self, warehouse: &str) -> impl Iterator<Item = Resource> {
        let own = self.resources.iter().filter(move |it| it.warehouse == warehouse);
        own.map(|it| Resource {
            name: it.name.clone(),
            occupation: it.occupation,
            available: it.available,
        })
    }
}

/// Whether something that may name its warehouse is of this one.
fn is_of(named: &Option<String>, warehouse: &str) -> bool {
    named.as_deref().is_none_or(|named| named == warehouse)
}

impl ShiftKind {
    fn template(&self) -> Template {
        let minutes = (self.hours * 60.0).round() as u32;
        let (name, days) = (self.name.clone(), &self.days_of_week);
        template(name, self.starts, minutes, self.break_minutes, self.paid_break, days)
    }
}

/// A shift with its break in the middle quarter.
fn template(
    name: String,
    start: NaiveTime,
    minutes: u32,
    pause: Option<u32>,
    paid: bool,
    days: &[Weekday],
) -> Template {
    let usual = if minutes > BREAK_AFTER { BREAK_MINUTES } else { 0 };
    let pause = pause.unwrap_or(usual);
    // At times that one can remember.
    let whole = |minute: u32| minute / QUARTER * QUARTER;
    let (earliest, latest) = (whole(minutes * 3 / 8), whole(minutes * 5 / 8));
    let pause = Break { minutes: pause, paid, earliest, latest };
    let breaks = if pause.minutes > 0 { vec![pause] } else { Vec::new() };
    Template { name, start, minutes, breaks, days: days.to_vec() }
}

impl People {
    fn staff(&self, hourly_cost: f64) -> Staff {
        let roles = self.roles.as_deref().unwrap_or(&Role::ALL);
        let cost = self.hourly_cost.unwrap_or(hourly_cost);
        let usual = Staff::full_time(self.name.clone(), self.people, roles, cost);
        let contract_hours = self.contract_hours.unwrap_or(usual.contract_hours);
        Staff {
            contract_hours,
            ordinary_hours: self.ordinary_hours.unwrap_or(usual.ordinary_hours.max(contract_hours)),
            most_hours: self.most_hours.unwrap_or(usual.most_hours),
            most_days: self.most_days.unwrap_or(usual.most_days),
            least_rest_hours: self.least_rest_hours.unwrap_or(usual.least_rest_hours),
            ..usual
        }
    }
}

#[cfg(test)]
mod tests;
