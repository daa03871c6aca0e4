//! What comes round once a year is learned from all series and taken off their histories.

use chrono::NaiveDate;
use rayon::prelude::*;

use super::{Cadence, Ready, Shortage};
use crate::feasts::{self, Effects, Guest, Line, Pace};
use crate::peers::{Grounds, Peer};
use crate::pooled::Member;
use crate::series::Series;
use crate::timeline::{Timeline, time_of};
use crate::{Frequency, Request, regression};

/// A flag that is up in more than this share of the periods is no event.
const SELDOM: f64 = 0.1;

/// Flags that are the same for all series are told from others by at most this share of exceptions.
const EXCEPTIONS: f64 = 0.01;

/// The series that are long enough, with what there is to know of each.
struct Hosts<'a> {
    series: Vec<&'a Series>,
    ready: Vec<&'a Ready>,
    line: Line,
    /// The place on the line of each value and step ahead.
    places: Vec<Vec<u32>>,
    request: &'a Request,
    timeline: &'a Timeline,
}

/// Takes off every history what comes round once a year: all series learn from each other where
/// `request` says so.
pub(super) fn calm(
    series: &[Series],
    ready: Vec<Result<Ready, Shortage>>,
    (timeline, request): (&Timeline, &Request),
) -> Vec<Result<Ready, Shortage>> {
    let mut effects = learned(series, &ready, timeline, request).into_iter();
    ready
        .into_iter()
        .map(|ready| {
            let ready = ready?;
            let own = effects.next().unwrap_or_default();
            Ok(Ready { known: ready.known.calmed(own, &ready.cadence), ..ready })
        })
        .collect()
}

/// What back-tests may know of effects and what is known at the end, of each series that is ready;
/// nothing where no series has any.
fn learned(
    series: &[Series],
    ready: &[Result<Ready, Shortage>],
    timeline: &Timeline,
    request: &Request,
) -> Vec<[Effects; 2]> {
    let pace = match request.frequency {
        Frequency::Days => Pace::Days,
        Frequency::Weeks => Pace::Weeks,
        _ => return Vec::new(),
    };
    let pairs = series.iter().zip(ready);
    let (series, ready): (Vec<&Series>, Vec<&Ready>) =
        pairs.filter_map(|(series, ready)| Some((series, ready.as_ref().ok()?))).unzip();
    let Some(hosts) = Hosts::new(series, ready, pace, (timeline, request)) else {
        return Vec::new();
    };
    let all: Vec<usize> = (0..hosts.series.len()).collect();
    if request.pooled {
        return hosts.effects(&all);
    }
    all.par_iter().flat_map_iter(|one| hosts.effects(&[*one])).collect()
}

impl<'a> Hosts<'a> {
    fn new(
        series: Vec<&'a Series>,
        ready: Vec<&'a Ready>,
        pace: Pace,
        (timeline, request): (&'a Timeline, &'a Request),
    ) -> Option<Self> {
        let count = |ready: &Ready| ready.known.observed.len() + request.horizon;
        let pairs = || series.iter().zip(&ready);
        let first = pairs().map(|(series, _)| series.periods.at(0)).min()?;
        let last = pairs().map(|(series, ready)| series.periods.at(count(ready) - 1)).max()?;
        let day = |period: i64| -> NaiveDate { time_of(timeline.time(period)).date() };
        let starts = (first..=last).map(day).collect();
        let place = |period: i64| u32::try_from(period - first).unwrap_or(0);
        let places = pairs()
            .map(|(series, ready)| {
                (0..count(ready)).map(|at| place(series.periods.at(at))).collect()
            })
            .collect();
        let line = Line { starts, pace, country: request.country, flags: Vec::new() };
        Some(Self { series, ready, line, places, request, timeline })
    }

    /// The effects on some of the series, learned from these together.
    fn effects(&self, some: &[usize]) -> Vec<[Effects; 2]> {
        let none = || vec![[Effects::new(), Effects::new()]; some.len()];
        let negative = |place: &usize| self.ready[*place].known.observed.iter().any(|it| *it < 0.0);
        if some.iter().any(negative) {
            return none();
        }
        let hidden = |place: &usize| {
            let ready = self.ready[*place];
            ready.known.observed.len() - ready.plan.origins[0]
        };
        let cut = some.iter().map(hidden).max().unwrap_or(0);
        let (flags, regressors) = self.flags(some);
        let line = Line { flags, ..self.line.clone() };
        let moved = [cut, 0].map(|cut| self.moved(some, &regressors, cut));
        let [tested, whole] = [(cut, &moved[0]), (0, &moved[1])].map(|(cut, moved)| {
            let guests: Vec<Guest<'_>> = some
                .iter()
                .zip(moved)
                .map(|(place, moved)| Guest {
                    values: &self.ready[*place].known.observed,
                    places: &self.places[*place],
                    moved,
                })
                .collect();
            feasts::learn(&line, &guests, cut).unwrap_or_else(|| vec![Effects::new(); some.len()])
        });
        tested.into_iter().zip(whole).map(|(tested, whole)| [tested, whole]).collect()
    }

    /// Flags of rare events that all series have in common, and the names of the other regressors.
    fn flags(&self, some: &[usize]) -> (Vec<Vec<f64>>, Vec<&'a str>) {
        let mut names: Vec<&str> = some
            .iter()
            .flat_map(|place| self.series[*place].regressors.iter().map(|one| &*one.name))
            .collect();
        names.sort_unstable();
        names.dedup();
        let (mut flags, mut others) = (Vec::new(), Vec::new());
        for name in names {
            match self.flag(some, name) {
                Some(flag) => flags.push(flag),
                None => others.push(name),
            }
        }
        (flags, others)
    }

    /// A regressor as a flag on the line, if it is the same for all series and seldom up.
    fn flag(&self, some: &[usize], name: &str) -> Option<Vec<f64>> {
        let votes = self.votes(some, name)?;
        let (mut exceptions, mut all, mut up) = (0.0, 0.0, 0.0);
        for [down, ups] in &votes {
            exceptions += f64::from(*down.min(ups));
            all += f64::from(down + ups);
            up += f64::from(*ups);
        }
        let is_event = up > 0.0 && up <= SELDOM * all && exceptions <= EXCEPTIONS * up;
        is_event.then(|| votes.iter().map(|[down, up]| f64::from(u8::from(up > down))).collect())
    }

    /// For how many series a flag is down and up at each place on the line; nothing of what is no
    /// flag.
    fn votes(&self, some: &[usize], name: &str) -> Option<Vec<[u32; 2]>> {
        let mut votes = vec![[0_u32; 2]; self.line.starts.len()];
        for place in some {
            let found = self.series[*place].regressors.iter().find(|one| &*one.name == name);
            let Some(regressor) = found else { continue };
            let cells = regressor.values.iter().zip(&self.places[*place]);
            for (value, at) in cells.filter(|(value, _)| !value.is_nan()) {
                votes[*at as usize][raised(*value)?] += 1;
            }
        }
        Some(votes)
    }

    /// What regressors put on the series, so that it is not taken for that of a feast.
    fn moved(&self, some: &[usize], regressors: &[&str], cut: usize) -> Vec<Vec<f64>> {
        let Some(first) = some.first().filter(|_| !regressors.is_empty()) else {
            return vec![Vec::new(); some.len()];
        };
        let peer = |place: &usize| {
            let (series, ready) = (self.series[*place], self.ready[*place]);
            let (periods, regressors) = (&series.periods, series.regressors.as_slice());
            let (name, cadence): (&str, &Cadence) = (&series.name, &ready.cadence);
            Peer { name, known: &ready.known, periods, regressors, cadence }
        };
        let peers: Vec<Peer<'_>> = some.iter().map(peer).collect();
        let grounds = Grounds::new(peers, self.timeline, self.request);
        let all = grounds.regressors_named(regressors);
        let members: Vec<Member<'_>> = grounds.members(&all);
        regression::factors(&members, &self.ready[*first].cadence, cut)
    }
}

/// Whether a flag is down, 0, or up, 1; nothing of another number.
fn raised(value: f64) -> Option<usize> {
    [0.0_f64, 1.0].iter().position(|known| known.total_cmp(&value).is_eq())
}

#[cfg(test)]
mod tests;
