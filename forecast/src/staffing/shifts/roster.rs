//! Which person of a group works which shift.

use super::super::intervals::Intervals;
use super::possible::Possible;
use super::staff::Staff;

/// Days of a planning week.
const WEEK: usize = 7;

/// Hours are sums of minutes; a limit is not passed by rounding.
const TOLERANCE: f64 = 1e-9;

/// The shifts that each person has so far.
pub(super) struct Roster<'a> {
    staff: &'a [Staff],
    people: Vec<Vec<Person>>,
}

/// A person of a group, by index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) staff: usize,
    pub(super) person: usize,
}

/// A shift by its index and who works it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Given {
    pub(super) shift: usize,
    pub(super) place: Place,
}

#[derive(Debug, Clone)]
struct Person {
    /// Start and end of the shift of each day.
    shifts: Vec<Option<(i64, i64)>>,
    days: Vec<u32>,
    hours: Vec<f64>,
}

impl<'a> Roster<'a> {
    pub(super) fn new(staff: &'a [Staff], intervals: Intervals) -> Self {
        let weeks = intervals.days().div_ceil(WEEK);
        let idle = Person {
            shifts: vec![None; intervals.days()],
            days: vec![0; weeks],
            hours: vec![0.0; weeks],
        };
        let people = staff.iter().map(|group| vec![idle.clone(); group.people as usize]).collect();
        Self { staff, people }
    }

    /// The person who may take the shift and has worked least that week: fewest days, then fewest
    /// hours, then the first. Fewest days first keeps everybody within a day of each other, so that
    /// a week's shifts find people whenever there are enough days among them.
    pub(super) fn person_for(&self, shift: &Possible) -> Option<Place> {
        let week = shift.day / WEEK;
        let people = self.people[shift.staff].iter().enumerate();
        let load = |person: &Person| (person.days[week], person.hours[week]);
        let best = people.filter(|(_, person)| self.may(person, shift)).min_by(|left, right| {
            let (left, right) = (load(left.1), load(right.1));
            left.0.cmp(&right.0).then(left.1.total_cmp(&right.1))
        });
        best.map(|(person, _)| Place { staff: shift.staff, person })
    }

    fn may(&self, person: &Person, shift: &Possible) -> bool {
        let staff = &self.staff[shift.staff];
        let rest = (staff.least_rest_hours * 60.0).ceil() as i64;
        let week = shift.day / WEEK;
        let rested = |day: Option<usize>, ok: &dyn Fn((i64, i64)) -> bool| {
            day.and_then(|day| person.shifts.get(day).copied().flatten()).is_none_or(ok)
        };
        person.shifts[shift.day].is_none()
            && person.days[week] < staff.most_days
            && person.hours[week] + shift.paid_hours <= staff.most_hours + TOLERANCE
            && rested(shift.day.checked_sub(1), &|(_, end)| end + rest <= shift.start)
            && rested(Some(shift.day + 1), &|(start, _)| shift.end + rest <= start)
    }

    pub(super) fn put(&mut self, place: Place, shift: &Possible) {
        let person = &mut self.people[place.staff][place.person];
        person.shifts[shift.day] = Some((shift.start, shift.end));
        person.days[shift.day / WEEK] += 1;
        person.hours[shift.day / WEEK] += shift.paid_hours;
    }
}

/// Gives `counts` people on each shift a person each. What nobody may take is left out.
pub(super) fn assign(possible: &[Possible], counts: &[u32], roster: &mut Roster<'_>) -> Vec<Given> {
    let mut order: Vec<usize> = (0..possible.len()).filter(|index| counts[*index] > 0).collect();
    // Earliest first, because the fewest people are rested for those; the longest of them first,
    // because the fewest people have as many hours left.
    order.sort_by_key(|index| {
        let shift = &possible[*index];
        (shift.day, shift.start, -shift.end)
    });
    let mut given = Vec::new();
    for shift in order {
        for _ in 0..counts[shift] {
            if let Some(place) = roster.person_for(&possible[shift]) {
                roster.put(place, &possible[shift]);
                given.push(Given { shift, place });
            }
        }
    }
    given
}
