//! Which series to fit again: what has to be, and then what it is worth most for, within the seconds
//! that planners give to it.
//!
//! What was never fitted, what learned from quite another past, and what is as old as is allowed has
//! to be. Of the rest those come first that drift or whose past has changed, then those that sell
//! most for how old they are ([`refit_order`]). Models learn across series too: a few are not fitted
//! without company, and a small panel is fitted as a whole or not at all.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    hash::{DefaultHasher, Hash as _, Hasher as _},
    sync::Arc,
};

use chrono::NaiveDate;
use marea_forecast::{Refit, refit_order};

use super::{
    fits::{Fits, Standing},
    panel::Panel,
};

/// Series that are fitted together at least, where there are so many.
const COMPANY: usize = 200;
/// A past that has changed by more than this share has its series fitted among the first,
const CHANGED: f64 = 0.1;
/// and by more than this one at once.
const ANOTHER: f64 = 0.5;
/// A series with fewer days is not fitted, so it needs no company.
const FITTABLE_DAYS: i32 = 42;
/// Days whose sales say what a series is worth.
const WORTH_DAYS: i32 = 28;

/// What the series of a panel stand at on a day, those that can be gone on with.
pub(super) type Standings = BTreeMap<Arc<str>, Standing>;

/// What is chosen from.
pub(super) struct Choice<'a> {
    pub(super) panel: &'a Panel,
    pub(super) standings: &'a Standings,
    /// What a unit of a series brings; 1 where that is not known.
    pub(super) prices: &'a HashMap<Arc<str>, f64>,
    /// What there is, and what fits take.
    pub(super) fits: &'a Fits,
    /// Seconds that there are, of all cores together.
    pub(super) seconds: f64,
    /// Days after which a series is fitted whatever it takes; many take turns in the days before.
    pub(super) oldest: i64,
    /// The last day that is known.
    pub(super) last: NaiveDate,
}

impl Choice<'_> {
    /// The series to fit, in order of their names.
    pub(super) fn made(&self) -> Vec<Arc<str>> {
        let mut chosen: HashSet<&Arc<str>> =
            self.panel.names().filter(|name| self.is_due(name)).collect();
        let rest: Vec<(&Arc<str>, Refit)> = (self.standings.iter())
            .filter(|(name, _)| !chosen.contains(name))
            .map(|(name, standing)| (name, self.worth(name, standing)))
            .collect();
        let left = self.seconds - self.cost(chosen.iter().copied());
        chosen.extend(self.worth_while(&rest, left));
        if chosen.iter().any(|name| self.panel.age(name, self.last) >= FITTABLE_DAYS) {
            let missing = COMPANY.saturating_sub(chosen.len());
            chosen.extend(company(&rest, &chosen.clone()).take(missing));
        }
        let mut chosen: Vec<Arc<str>> = chosen.into_iter().cloned().collect();
        chosen.sort_unstable();
        chosen
    }

    /// Those that so many seconds are spent on best.
    fn worth_while<'b>(&self, rest: &[(&'b Arc<str>, Refit)], seconds: f64) -> Vec<&'b Arc<str>> {
        let names = rest.iter().map(|(name, _)| *name);
        if rest.len() <= COMPANY {
            let old = rest.iter().any(|(_, refit)| refit.age > 0 || refit.drifts);
            let fits = self.cost(names.clone()) <= seconds;
            return if old && fits { names.collect() } else { Vec::new() };
        }
        let refits: Vec<Refit> = rest.iter().map(|(_, refit)| *refit).collect();
        let order = refit_order(&refits, &self.fits.costs(), seconds);
        order.into_iter().map(|at| rest[at].0).collect()
    }

    /// Whether a series has to be fitted.
    fn is_due(&self, name: &Arc<str>) -> bool {
        match self.standings.get(name) {
            Some(standing) => standing.change > ANOTHER || standing.age >= self.turn(name),
            None => !self.fits.is_refused(name, self.panel.age(name, self.last)),
        }
    }

    /// The age at which a series has to be fitted. Those that were fitted in one night would all fall
    /// due in one night; by their names they are spread over the second half of the time there is. A
    /// panel that is fitted as a whole is not.
    fn turn(&self, name: &str) -> i64 {
        if self.panel.count() <= COMPANY {
            return self.oldest;
        }
        let mut hasher = DefaultHasher::new();
        name.hash(&mut hasher);
        let nights = u64::try_from(self.oldest / 2 + 1).unwrap_or(1);
        self.oldest - i64::try_from(hasher.finish() % nights).unwrap_or(0)
    }

    fn worth(&self, name: &Arc<str>, standing: &Standing) -> Refit {
        let price = self.prices.get(name).copied().unwrap_or(1.0);
        let (refit, changed) = (standing.refit, standing.change > CHANGED);
        Refit {
            value: price * self.panel.sold(name, self.last, WORTH_DAYS),
            drifts: refit.drifts || changed,
            signal: if changed { refit.signal.abs().max(1.0) } else { refit.signal },
            ..refit
        }
    }

    /// What fitting series takes of one core, in seconds.
    pub(super) fn cost<'b>(&self, names: impl Iterator<Item = &'b Arc<str>>) -> f64 {
        let cost = self.fits.costs().regular;
        let days = |name: &Arc<str>| f64::from(self.panel.age(name, self.last));
        names.map(|name| cost.seconds + cost.seconds_an_observation * days(name)).sum()
    }
}

/// Those that are not chosen, what sells most first.
fn company<'a>(
    rest: &[(&'a Arc<str>, Refit)],
    chosen: &HashSet<&Arc<str>>,
) -> impl Iterator<Item = &'a Arc<str>> {
    let mut others: Vec<(&Arc<str>, f64)> = (rest.iter())
        .filter(|(name, _)| !chosen.contains(name))
        .map(|(name, refit)| (*name, refit.value))
        .collect();
    others.sort_by(|one, other| other.1.total_cmp(&one.1).then(one.0.cmp(other.0)));
    others.into_iter().map(|(name, _)| name)
}

#[cfg(test)]
mod tests;
