//! All series of a request, from histories to published forecasts, in groups that fit into memory.

mod calming;

use rayon::prelude::*;

use crate::Request;
use crate::backtest::Plan;
use crate::effort::Effort;
use crate::engine::{Combined, Published};
use crate::models::Workspace;
use crate::opinion::Opinion;
use crate::peers::{Grounds, Peer, attempts};
use crate::pooled::Pooled;
use crate::regression::{Regression, Tried};
use crate::series::{Cadence, Series, Shortage, mean};
use crate::timeline::Timeline;
use crate::trial::{Known, Trial};
use crate::widening::{Scores, Widening};

/// How many models there are that learn from all series.
const POOLED_MODELS: usize = 2;

/// A series has origins of its own if those of the panel leave it fewer than this.
const LEAST_FOLDS: usize = 4;

/// What comes of each series: a forecast, or how much history it lacks.
pub(crate) type Results = Vec<Result<Published, Shortage>>;

/// Forecasts every series.
pub(crate) fn forecast(series: &[Series], timeline: &Timeline, request: &Request) -> Results {
    let observations = series.iter().map(|series| series.values.len()).sum();
    let effort = Effort::new(observations);
    let plans = Plans::new(series, request, &effort);
    let ready: Vec<Result<Ready, Shortage>> =
        series.par_iter().map(|series| Ready::new(series, request, &plans)).collect();
    let ready = calming::calm(series, ready, (timeline, request));
    let levels = request.levels.as_slice();
    // Series with origins of their own are not among the peers: their back-tests would not match.
    let places: Vec<usize> = (0..ready.len())
        .filter(|place| ready[*place].as_ref().is_ok_and(|ready| ready.aligned))
        .collect();
    let peers = if request.pooled { places.as_slice() } else { &[] };
    let peer = |place: &usize| {
        let (series, ready) = (&series[*place], ready[*place].as_ref().ok()?);
        let (periods, regressors) = (&series.periods, series.regressors.as_slice());
        let (name, cadence) = (series.name.as_str(), &ready.cadence);
        Some(Peer { name, known: &ready.known, periods, regressors, cadence })
    };
    let grounds = Grounds::new(peers.iter().filter_map(peer).collect(), timeline, request);
    let regressors = grounds.regressors();
    let members = grounds.members(&regressors);
    let pooled = plans
        .stride
        .and_then(|stride| grounds.learn(&members, (request.horizon, stride, plans.folds)));
    let rhythm = peers.first().and_then(|place| ready[*place].as_ref().ok());
    let regression = plans.stride.zip(rhythm).and_then(|(stride, ready)| {
        let cut = request.horizon + plans.folds.saturating_sub(1) * stride;
        Regression::learn(&members, &ready.cadence, cut, &effort.explained)
    });
    let (pooled, regression) = (pooled.as_ref(), regression.as_ref());
    let run = Run { effort: &effort, levels, pooled, regression, peers };
    let mut results = Vec::with_capacity(series.len());
    let group = effort.group(request.horizon, run.further());
    for (place, ready) in ready.chunks(group).enumerate() {
        results.extend(run.group(place * group, &series[place * group..], ready));
    }
    results
}

/// Where the origins of back-tests lie.
struct Plans {
    /// How far apart those of the panel are; nothing where no series is long enough.
    stride: Option<usize>,
    /// The most origins a series has.
    folds: usize,
    most: usize,
}

impl Plans {
    /// The middle one of the distances that the series would have by themselves.
    fn new(series: &[Series], request: &Request, effort: &Effort) -> Self {
        let plan = |series: &Series| {
            let cadence = cadence(series, request);
            Plan::new(series.values.len(), request.horizon, &cadence, effort.folds).ok()
        };
        let mut found: Vec<(usize, usize)> = series
            .iter()
            .filter_map(plan)
            .map(|plan| (plan.stride(), plan.origins.len()))
            .collect();
        found.sort_unstable();
        let stride = found.get(found.len() / 2).map(|(stride, _)| *stride);
        let folds = found.iter().map(|(_, folds)| *folds).max().unwrap_or(0);
        Self { stride, folds, most: effort.folds }
    }
}

/// The rhythm of a series: its own open periods', or the request's.
pub(crate) fn cadence(series: &Series, request: &Request) -> Cadence {
    let seasons = series.seasons.as_ref().unwrap_or(&request.seasons);
    Cadence::new(request.frequency, seasons)
}

/// A series that is long enough, and its plan.
struct Ready {
    cadence: Cadence,
    known: Known,
    plan: Plan,
    /// Whether its origins are the panel's.
    aligned: bool,
}

impl Ready {
    fn new(series: &Series, request: &Request, plans: &Plans) -> Result<Self, Shortage> {
        let cadence = cadence(series, request);
        let (length, horizon) = (series.values.len(), request.horizon);
        let own = Plan::new(length, horizon, &cadence, plans.most)?;
        let need = cadence.least_training + horizon;
        let have = series.values.iter().filter(|value| !value.is_nan()).count();
        if have < need {
            return Err(Shortage { have, need });
        }
        let stride = plans.stride.unwrap_or(1);
        let shared = Plan::with_stride(length, horizon, &cadence, plans.most, stride)?;
        let aligned = shared.origins.len() >= LEAST_FOLDS.min(own.origins.len());
        let plan = if aligned { shared } else { own };
        Ok(Self { known: Known::new(&series.values, &cadence), cadence, plan, aligned })
    }
}

/// What all groups of series are worked on with.
struct Run<'a> {
    effort: &'a Effort,
    levels: &'a [f64],
    pooled: Option<&'a Pooled<'a>>,
    regression: Option<&'a Regression<'a>>,
    /// The places of the pooled models' members among all series, rising.
    peers: &'a [usize],
}

impl Run<'_> {
    /// Forecasts one group, whose first series stands at `first` among all: back-tests of each,
    /// then what they say together, then each again.
    fn group(&self, first: usize, series: &[Series], group: &[Result<Ready, Shortage>]) -> Results {
        let trials: Vec<Option<Trial<'_>>> = group
            .par_iter()
            .enumerate()
            .map_init(Workspace::default, |work, (place, ready)| {
                Some(self.trial(first + place, ready.as_ref().ok()?, work))
            })
            .collect();
        let opinion = self.opinion(&trials);
        let combined: Vec<Option<Combined<'_>>> = trials
            .into_par_iter()
            .zip(group)
            .map(|(trial, ready)| {
                let cadence = &ready.as_ref().ok()?.cadence;
                Some(Combined::new(trial?, &opinion, self.levels, cadence))
            })
            .collect();
        let scores: Vec<Scores> = combined.iter().flatten().map(Combined::scores).collect();
        let (before, now): (Vec<f64>, Vec<f64>) =
            combined.iter().flatten().map(Combined::folds).unzip();
        let widening = Widening::new(self.levels, &scores, (mean(&before), mean(&now)));
        let result = |((combined, ready), series): ((&Option<Combined<'_>>, &_), &Series)| {
            let ready: &Result<Ready, Shortage> = ready;
            let lacking = || ready.as_ref().err().copied().unwrap_or(Shortage { have: 0, need: 1 });
            let combined = combined.as_ref().ok_or_else(lacking)?;
            Ok(combined.publish(&series.name, &widening))
        };
        combined.par_iter().zip(group).zip(series).map(result).collect()
    }

    /// How many models there are beside those that learn from a single series alone.
    fn further(&self) -> usize {
        POOLED_MODELS + self.regression.map_or(0, |_| self.effort.explained.len())
    }

    fn trial<'a>(&self, place: usize, ready: &'a Ready, work: &mut Workspace) -> Trial<'a> {
        let member = self.peers.binary_search(&place).ok();
        let slot = self.effort.models.len();
        let Ready { known, plan, cadence, .. } = ready;
        let mut peers = self.pooled.zip(member).map_or_else(Vec::new, |(pooled, member)| {
            attempts(pooled, member, (known, plan), slot)
        });
        if let Some((regression, member)) = self.regression.zip(member) {
            let tried = Tried { member, known, plan, cadence };
            peers.extend(regression.attempts(tried, slot + POOLED_MODELS, work));
        }
        Trial::new(known, plan, (self.effort, cadence), peers, work)
    }

    /// Added in order of series, since sums of floats depend on it.
    fn opinion(&self, trials: &[Option<Trial<'_>>]) -> Opinion {
        let mut opinion = Opinion::default();
        let models = self.effort.models.len() + self.further();
        for trial in trials.iter().flatten() {
            opinion.add(&trial.own, &trial.slots, models);
            opinion.covariance.add(&trial.covariances, &trial.slots, models);
        }
        opinion
    }
}
