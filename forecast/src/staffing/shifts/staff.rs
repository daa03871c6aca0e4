//! Who can be put on shifts, for how long and for how much.

use chrono::{Datelike, NaiveDate, NaiveDateTime, NaiveTime, Timelike, Weekday};
use serde::{Deserialize, Serialize};

use super::super::error::{StaffingError, not_negative};
use super::super::role::Role;
use super::template::Span;

/// Minutes of a day by the clock.
const DAY_MINUTES: u32 = 24 * 60;

/// Everybody is rostered one by one, and no shop has more in a group.
const MOST_PEOPLE: u32 = 10_000;

/// Interchangeable people: a named person is a group of one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Staff {
    /// The group's or the person's name, unique in a plan.
    pub name: String,
    /// How many they are.
    pub people: u32,
    /// The roles each of them can do. A shift has one role from its start to its end.
    pub skills: Vec<Role>,
    /// What an hour costs the shop, social security included, before premiums.
    pub hourly_cost: f64,
    /// Hours a week and person that are paid whether worked or not (a part-time contract has few);
    /// 0 for those who are called in.
    pub contract_hours: f64,
    /// Hours a week and person beyond which the overtime premium is due.
    pub ordinary_hours: f64,
    /// The most hours a week and person.
    pub most_hours: f64,
    /// The most shifts a week and person; one a day at most.
    pub most_days: u32,
    /// Hours between the end of a shift and the start of the same person's next one.
    pub least_rest_hours: f64,
    /// Names of the templates they may be put on; empty for all.
    pub templates: Vec<String>,
    /// When none of them is available: from, to.
    pub absences: Vec<(NaiveDateTime, NaiveDateTime)>,
}

impl Staff {
    /// Full-time people by European law: 40 hours and 5 days a week, 48 hours at most (Directive
    /// 2003/88/EC, article 6, as an average) and 12 hours' rest (Estatuto de los Trabajadores,
    /// article 34.3; the directive's article 3 asks 11). They are paid by the hour worked.
    #[must_use]
    pub fn full_time(name: impl Into<String>, people: u32, skills: &[Role], cost: f64) -> Self {
        Self {
            name: name.into(),
            people,
            skills: skills.to_vec(),
            hourly_cost: cost,
            contract_hours: 0.0,
            ordinary_hours: 40.0,
            most_hours: 48.0,
            most_days: 5,
            least_rest_hours: 12.0,
            templates: Vec::new(),
            absences: Vec::new(),
        }
    }

    /// Refuses hours or costs out of range.
    pub(super) fn check(&self) -> Result<(), StaffingError> {
        not_negative("hourly_cost", self.hourly_cost)?;
        not_negative("contract_hours", self.contract_hours)?;
        not_negative("ordinary_hours", self.ordinary_hours)?;
        not_negative("most_hours", self.most_hours)?;
        not_negative("least_rest_hours", self.least_rest_hours)?;
        let problem = if self.skills.is_empty() {
            "they have no skill, but at least one role is expected"
        } else if self.contract_hours > self.most_hours {
            "contract_hours are more than most_hours"
        } else if self.ordinary_hours < self.contract_hours {
            "ordinary_hours are fewer than contract_hours"
        } else if self.people > MOST_PEOPLE {
            "they are more than 10,000 people"
        } else {
            return Ok(());
        };
        let name = self.name.clone();
        Err(StaffingError::Contradiction { kind: "staff", name, problem: problem.to_owned() })
    }

    /// Whether they may be put on the template of that name.
    pub(super) fn may_take(&self, template: &str) -> bool {
        self.templates.is_empty() || self.templates.iter().any(|name| name == template)
    }

    /// Whether they are there from `start` to `end`.
    pub(super) fn available(&self, start: NaiveDateTime, end: NaiveDateTime) -> bool {
        !self.absences.iter().any(|(from, to)| *from < end && start < *to)
    }
}

/// What is paid beyond the hourly cost, as shares of it that add up.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Premiums {
    /// When the night begins.
    pub night_from: NaiveTime,
    /// When the night ends.
    pub night_to: NaiveTime,
    /// For hours of the night.
    pub night: f64,
    /// For hours of a Saturday.
    pub saturday: f64,
    /// For hours of a Sunday or of one of `holidays`.
    pub sunday: f64,
    /// For hours beyond a person's ordinary hours of the week.
    pub overtime: f64,
    /// Days that are paid as Sundays.
    pub holidays: Vec<NaiveDate>,
}

impl Default for Premiums {
    /// Night from 22:00 to 06:00 as in the Estatuto de los Trabajadores, article 36. The rates are
    /// left to agreements by law; 25 % for nights and overtime and 50 % for Sundays are values to
    /// plan with until the shop's own are set.
    fn default() -> Self {
        let hour = |hour| NaiveTime::MIN + chrono::TimeDelta::hours(hour);
        Self {
            night_from: hour(22),
            night_to: hour(6),
            night: 0.25,
            saturday: 0.0,
            sunday: 0.5,
            overtime: 0.25,
            holidays: Vec::new(),
        }
    }
}

impl Premiums {
    /// Refuses negative rates.
    pub(super) fn check(&self) -> Result<(), StaffingError> {
        not_negative("night", self.night)?;
        not_negative("saturday", self.saturday)?;
        not_negative("sunday", self.sunday)?;
        not_negative("overtime", self.overtime).map(drop)
    }

    /// Hours of `paid` minutes after midnight of `date`, each weighed with 1 and its premiums.
    pub(super) fn weighed_hours(&self, date: NaiveDate, paid: &[Span]) -> f64 {
        let minutes = paid.iter().flat_map(|(from, to)| *from..*to);
        minutes.map(|minute| self.weight(date, minute)).sum::<f64>() / 60.0
    }

    fn weight(&self, date: NaiveDate, minute: u32) -> f64 {
        let date = if minute < DAY_MINUTES { date } else { date.succ_opt().unwrap_or(date) };
        let day = match date.weekday() {
            _ if self.holidays.contains(&date) => self.sunday,
            Weekday::Sun => self.sunday,
            Weekday::Sat => self.saturday,
            _ => 0.0,
        };
        1.0 + day + if self.at_night(minute % DAY_MINUTES) { self.night } else { 0.0 }
    }

    fn at_night(&self, minute: u32) -> bool {
        let of_day = |time: NaiveTime| time.num_seconds_from_midnight() / 60;
        let (from, to) = (of_day(self.night_from), of_day(self.night_to));
        if from <= to { (from..to).contains(&minute) } else { minute >= from || minute < to }
    }
}
