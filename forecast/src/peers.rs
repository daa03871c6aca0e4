//! Forecasts by what learned from all series of a panel, as further attempts at each of them.

use chrono::NaiveDateTime;

use crate::Request;
use crate::backtest::{Plan, Track};
use crate::calendar::{Calendar, Features, Marks};
use crate::keys::codes;
use crate::models::restrain;
use crate::pooled::{Member, Panel, Pooled, Tracks};
use crate::series::{Cadence, Periods, Regressor};
use crate::timeline::{Timeline, time_of};
use crate::trial::{Attempt, Known, Lesson};

/// More columns of a calendar than so many cells are not worked out.
const MOST_CELLS: usize = 4_000_000;

/// One series as its peers see it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Peer<'a> {
    pub(crate) name: &'a str,
    pub(crate) known: &'a Known,
    pub(crate) periods: &'a Periods,
    pub(crate) regressors: &'a [Regressor],
    pub(crate) cadence: &'a Cadence,
}

/// What pooled models are learned from; [`Pooled`] borrows it.
pub(crate) struct Grounds<'a> {
    peers: Vec<Peer<'a>>,
    ends: Vec<usize>,
    calendar: Vec<Vec<f64>>,
    /// Stands in for a regressor a series does not have.
    nothing: Vec<f64>,
    names: Vec<&'a str>,
    /// By series: numbers of the keys that its name shares with others.
    codes: Vec<Vec<u32>>,
}

impl<'a> Grounds<'a> {
    /// Lays series out on one time line.
    pub(crate) fn new(peers: Vec<Peer<'a>>, timeline: &Timeline, request: &Request) -> Self {
        let longest = peers.iter().map(|peer| peer.known.observed.len()).max().unwrap_or(0);
        let mut names: Vec<&str> = peers
            .iter()
            .flat_map(|peer| peer.regressors.iter().map(|regressor| &*regressor.name))
            .collect();
        names.sort_unstable();
        names.dedup();
        let first = peers.iter().map(|peer| peer.periods.at(0)).min().unwrap_or(0);
        let even = peers.iter().all(|peer| matches!(peer.periods, Periods::From(_)));
        let end = |peer: &Peer<'_>| {
            let length = peer.known.observed.len();
            let before = usize::try_from(peer.periods.at(0) - first).unwrap_or(0);
            if even { before + length } else { longest }
        };
        let ends: Vec<usize> = peers.iter().map(end).collect();
        let last = ends.iter().copied().max().unwrap_or(0) + request.horizon;
        let calendar = if even {
            columns(first, last, timeline, request)
        } else {
            listed(&peers).map_or_else(Vec::new, |open| columns_of(open, timeline, request))
        };
        let nothing = vec![f64::NAN; longest + request.horizon];
        let codes = codes(&peers.iter().map(|peer| peer.name).collect::<Vec<_>>());
        Self { peers, ends, calendar, nothing, names, codes }
    }

    /// Every series' regressors in one order, those it does not have not a number.
    pub(crate) fn regressors(&self) -> Vec<Vec<&[f64]>> {
        self.regressors_named(&self.names)
    }

    /// The same of these names alone.
    pub(crate) fn regressors_named(&self, names: &[&str]) -> Vec<Vec<&[f64]>> {
        let of = |peer: &Peer<'a>| -> Vec<&[f64]> {
            let length = peer.known.observed.len();
            let one = |name: &&str| {
                let found = peer.regressors.iter().find(|regressor| &*regressor.name == *name);
                let nothing = &self.nothing[self.nothing.len() - self.horizon_after(length)..];
                found.map_or(nothing, |regressor| regressor.values.as_slice())
            };
            names.iter().map(one).collect()
        };
        self.peers.iter().map(of).collect()
    }

    /// The length of a series and the horizon together.
    fn horizon_after(&self, length: usize) -> usize {
        let longest = self.peers.iter().map(|peer| peer.known.observed.len()).max().unwrap_or(0);
        self.nothing.len() - longest + length
    }

    /// The series as members of a panel.
    pub(crate) fn members<'b>(&'b self, regressors: &'b [Vec<&'b [f64]>]) -> Vec<Member<'b>> {
        let member = |(place, regressors): (usize, &'b Vec<&'b [f64]>)| Member {
            values: self.peers[place].known.observed_calm(Lesson::Whole),
            tested: self.peers[place].known.observed_calm(Lesson::Tested),
            end: self.ends[place],
            regressors,
            codes: &self.codes[place],
        };
        regressors.iter().enumerate().map(member).collect()
    }

    /// Learns from `members` for a back-test of `folds` origins `stride` apart, or of fewer where
    /// the first of them knew too little to learn from; nothing where all do.
    pub(crate) fn learn<'b>(
        &'b self,
        members: &'b [Member<'b>],
        (horizon, stride, folds): (usize, usize, usize),
    ) -> Option<Pooled<'b>> {
        let Cadence { seasons, year, .. } = self.peers.first()?.cadence;
        let panel = Panel { members, seasons, year: *year, calendar: &self.calendar };
        let mut folds = folds;
        while folds > 0 {
            let origins = (0..folds).map(|fold| horizon + fold * stride);
            let cuts: Vec<usize> = [0].into_iter().chain(origins).collect();
            let learned = Pooled::learn(&panel, &cuts, horizon);
            if learned.is_some() {
                return learned;
            }
            folds /= 2;
        }
        None
    }
}

/// The open periods that all series have in common: those of the longest, if those of every other
/// one are the latest of them.
fn listed<'a>(peers: &[Peer<'a>]) -> Option<&'a [i64]> {
    let own = |peer: &Peer<'a>| match peer.periods {
        Periods::Listed(periods) => Some(periods.as_slice()),
        Periods::From(_) => None,
    };
    let lists: Option<Vec<&[i64]>> = peers.iter().map(own).collect();
    let lists = lists?;
    let longest = lists.iter().copied().max_by_key(|list| list.len())?;
    lists.iter().all(|list| longest.ends_with(list)).then_some(longest)
}

/// What the calendar says of open periods.
fn columns_of(open: &[i64], timeline: &Timeline, request: &Request) -> Vec<Vec<f64>> {
    let (Some(first), Some(last)) = (open.first(), open.last()) else { return Vec::new() };
    let place = |period: i64| usize::try_from(period - first).unwrap_or(0);
    let all = columns(*first, place(*last) + 1, timeline, request);
    let of_open = |column: Vec<f64>| open.iter().map(|period| column[place(*period)]).collect();
    all.into_iter().map(of_open).collect()
}

/// What the calendar says of every period of the time line; nothing where it says too much.
fn columns(first: i64, count: usize, timeline: &Timeline, request: &Request) -> Vec<Vec<f64>> {
    if count > MOST_CELLS / 20 {
        return Vec::new();
    }
    let time = |place: usize| -> NaiveDateTime {
        time_of(timeline.time(first.saturating_add(i64::try_from(place).unwrap_or(i64::MAX))))
    };
    let starts: Vec<NaiveDateTime> = (0..count).map(time).collect();
    let Ok(periods) = crate::calendar::Periods::new(&starts, time(count)) else {
        return Vec::new();
    };
    let known = request.country.map(|country| Calendar::of(country, &periods));
    let calendar = known.and_then(Result::ok).unwrap_or_default();
    let marks = Marks::of(&calendar, &periods);
    Features::of(&calendar, &periods, &marks).columns().to_vec()
}

/// The pooled models' attempts at one series, by its place among the members. `slot` is that of the
/// first pooled model.
pub(crate) fn attempts(
    pooled: &Pooled<'_>,
    member: usize,
    (known, plan): (&Known, &Plan),
    slot: usize,
) -> Vec<Attempt> {
    let tracks = pooled.tracks(member).into_iter().enumerate();
    tracks.filter_map(|(place, tracks)| attempt(tracks, known, plan, slot + place)).collect()
}

/// The forecast itself comes first, then those of the origins, the latest first.
fn attempt(tracks: Tracks, known: &Known, plan: &Plan, slot: usize) -> Option<Attempt> {
    let mut steps = tracks.steps.into_iter();
    let mut ahead = steps.next()??;
    restrain(known.learned_from(Lesson::Whole), &mut ahead);
    let mut track = Track::new(tracks.model, plan);
    for fold in (0..plan.origins.len()).rev() {
        let into = track.fold_mut(fold);
        match steps.next().flatten() {
            Some(found) => {
                into.copy_from_slice(&found);
                restrain(&known.learned_from(Lesson::Tested)[..plan.origins[fold]], into);
            }
            None => into.fill(f64::NAN),
        }
    }
    let tried = (0..plan.origins.len()).any(|fold| track.has(fold));
    tried.then_some(Attempt { slot, track, ahead, parameters: None })
}

#[cfg(test)]
mod tests;
