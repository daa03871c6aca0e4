//! A cover by common sense: the shift that covers most for its cost, again and again.

use super::super::intervals::Intervals;
use super::super::requirement::Requirement;
use super::super::role::Role;
use super::plan::ShiftSettings;
use super::possible::Possible;
use super::roster::{Given, Roster};

/// Rounding of sums of shares of intervals.
const TOLERANCE: f64 = 1e-9;

/// Puts people on shifts, beside those `given` already, until nobody is missing, nobody is left, or
/// what is missing is not worth a shift at its price. Roles that the fewest people can do come
/// first, so that those who can do many things are not spent where others could have helped.
pub(super) fn fill(
    possible: &[Possible],
    needs: &[Requirement],
    intervals: Intervals,
    settings: &ShiftSettings,
    roster: &mut Roster<'_>,
    given: &mut Vec<Given>,
) {
    let mut missing = Missing::new(possible, needs, intervals, given);
    for role in scarcest_first(needs, settings) {
        let own = |index: &usize| possible[*index].role == role;
        let mut open: Vec<usize> = (0..possible.len()).filter(own).collect();
        while let Some(best) = missing.best(possible, &open, settings.missing_hour_cost()) {
            match roster.person_for(&possible[best]) {
                Some(place) => {
                    roster.put(place, &possible[best]);
                    given.push(Given { shift: best, place });
                    missing.take(&possible[best], 1.0);
                }
                // Nobody of the group can take it any more, now or later.
                None => open.retain(|index| *index != best),
            }
        }
    }
}

fn scarcest_first(needs: &[Requirement], settings: &ShiftSettings) -> Vec<Role> {
    let able = |role: &Role| {
        let groups = settings.staff.iter().filter(|staff| staff.skills.contains(role));
        groups.map(|staff| u64::from(staff.people)).sum::<u64>()
    };
    let mut roles: Vec<Role> = needs.iter().map(|need| need.role).collect();
    roles.sort_by_key(|role| (able(role), *role));
    roles
}

/// Sends home whoever covers only what others cover, the dearest shifts first.
pub(super) fn send_home(
    possible: &[Possible],
    needs: &[Requirement],
    intervals: Intervals,
    given: &mut Vec<Given>,
) {
    let mut missing = Missing::new(possible, needs, intervals, given);
    given.sort_by(|left, right| {
        let (left, right) = (possible[left.shift].cost, possible[right.shift].cost);
        right.total_cmp(&left)
    });
    given.retain(|kept| {
        let shift = &possible[kept.shift];
        let spared = missing.spares(shift);
        if spared {
            missing.take(shift, -1.0);
        }
        !spared
    });
}

/// People missing by role and interval; negative where there are more than needed.
struct Missing {
    by_role: Vec<(Role, Vec<f64>)>,
    hours: f64,
}

impl Missing {
    fn new(
        possible: &[Possible],
        needs: &[Requirement],
        intervals: Intervals,
        given: &[Given],
    ) -> Self {
        let people = |need: &Requirement| need.people.iter().copied().map(f64::from).collect();
        let by_role = needs.iter().map(|need| (need.role, people(need))).collect();
        let mut missing = Self { by_role, hours: intervals.hours() };
        given.iter().for_each(|given| missing.take(&possible[given.shift], 1.0));
        missing
    }

    fn of(&self, role: Role) -> &[f64] {
        let found = self.by_role.iter().find(|(other, _)| *other == role);
        found.map_or(&[], |(_, missing)| missing.as_slice())
    }

    /// The open shift with the most hours covered for its cost; the first of equals.
    fn best(&self, possible: &[Possible], open: &[usize], price: f64) -> Option<usize> {
        let mut best = None;
        let mut most = 1.0 / price;
        for index in open {
            let shift = &possible[*index];
            let worth = self.covered(shift) / shift.cost.max(TOLERANCE);
            if worth > most {
                (best, most) = (Some(*index), worth);
            }
        }
        best
    }

    /// Hours of need that one person more on the shift would cover.
    fn covered(&self, shift: &Possible) -> f64 {
        let missing = self.of(shift.role);
        let hours = |(interval, share): &(usize, f64)| missing[*interval].clamp(0.0, *share);
        shift.covers.iter().map(hours).sum::<f64>() * self.hours
    }

    /// Whether one person fewer on the shift is not missed.
    fn spares(&self, shift: &Possible) -> bool {
        let missing = self.of(shift.role);
        shift.covers.iter().all(|(interval, share)| missing[*interval] + share <= TOLERANCE)
    }

    fn take(&mut self, shift: &Possible, people: f64) {
        let found = self.by_role.iter_mut().find(|(role, _)| *role == shift.role);
        let Some((_, missing)) = found else { return };
        for (interval, share) in &shift.covers {
            missing[*interval] -= people * share;
        }
    }
}
