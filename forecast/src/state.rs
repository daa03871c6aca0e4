//! A series between two fits: new values move its models on, in less than a microsecond.

mod errors;
mod intervals;
mod recent;
mod refit;
mod standing;

use serde::{Deserialize, Deserializer, Serialize};

use crate::backtest::{Plan, Track};
use crate::feasts::{SILENT, put, within};
use crate::interval::{Bounds, RECENT, level_of};
use crate::models::{MODELS, Parameters, Reach, Recursion, Workspace, is_intermittent};
use crate::series::Cadence;
use crate::trial::{Lesson, Trial};
use errors::Running;
use recent::Recent;
use standing::Standing;

pub(crate) use intervals::Intervals;
pub use refit::{Cost, Costs, Demand, Refit, refit_order};

/// What stored states are written as; one of another version is refused when it is read.
const VERSION: u8 = 3;

/// What became known of one period.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Observation {
    /// The value, in the unit of the history. One that is not finite counts as unknown.
    Value(f64),
    /// The period was open, but what was demanded is not known: there was no stock, for example.
    Unknown,
    /// The period was closed and is none of the series': closed times were left out when the series
    /// was fitted ([`Missing::Closed`](crate::Missing)).
    Closed,
}

/// The published forecast of one series as something that goes on by itself: every model of the
/// combination with its states, the weights as they were published.
///
/// [`observe`](Self::observe) takes the next period in, in constant time and without allocation;
/// after any number of them the models stand where the parameters that were fitted would have led
/// them over the whole history. A model that can only be run over a whole history again (a
/// decomposition, a regression, boosted trees) stands by what it said of the days ahead when it was
/// fitted, and beyond its horizon repeats its last season; [`moving`](Self::moving) says how much of
/// the weight is not of that kind.
///
/// It can be stored with serde in any format that keeps numbers apart from text; a state written by
/// another version is refused when it is read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SeriesState {
    #[serde(deserialize_with = "same_version")]
    version: u8,
    series: String,
    /// What one of the models' units is.
    unit: f64,
    demand: Demand,
    /// The season that a value nobody saw is looked for in.
    season: usize,
    members: Box<[Member]>,
    standing: Standing,
    /// What multiplies the periods ahead of the fit that feasts and events move; empty for none.
    factors: Box<[f64]>,
    recent: Recent,
    reach: Reach,
    /// What is expected of the next period.
    expected: f64,
    errors: Running,
    intervals: Intervals,
    /// The sum of the magnitudes of all values so far.
    magnitudes: f64,
    /// Observations that were there when the models were fitted.
    fitted: usize,
    /// Periods since then.
    age: usize,
}

/// A model that goes on, and what it counts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Member {
    weight: f64,
    model: Recursion,
}

fn same_version<'de, D: Deserializer<'de>>(from: D) -> Result<u8, D::Error> {
    let found = u8::deserialize(from)?;
    if found == VERSION {
        return Ok(found);
    }
    let told = format!("a state of version {found}, where {VERSION} is read: fit the series again");
    Err(serde::de::Error::custom(told))
}

impl SeriesState {
    /// The state at the end of a trial whose models are combined by `weights`; `published` is the
    /// back-test of the combination.
    pub(crate) fn new(
        trial: &Trial<'_>,
        (weights, published): (&[f64], &Track),
        intervals: Intervals,
        cadence: &Cadence,
    ) -> Self {
        let (known, plan) = (trial.known, trial.plan);
        let history = known.learned_from(Lesson::Whole);
        let season = cadence.short_season(history.len());
        let mut work = Workspace::default();
        let mut standing = Standing::new(plan.horizon, season);
        let mut members = Vec::new();
        for (place, weight) in weights.iter().copied().enumerate().filter(|(_, one)| *one > 0.0) {
            let parameters = trial.parameters[place].as_ref();
            let model = parameters.and_then(|parameters| {
                recursion(trial.tracks[place].model, parameters, (history, cadence), &mut work)
            });
            match model {
                Some(model) => members.push(Member { weight, model }),
                None => standing.add(weight, &trial.aheads[place]),
            }
        }
        let longest =
            members.iter().map(|member| member.model.length()).fold(season.max(RECENT), usize::max);
        let mut state = Self {
            version: VERSION,
            series: String::new(),
            unit: known.unit,
            demand: if is_intermittent(history) { Demand::Intermittent } else { Demand::Regular },
            season,
            members: members.into(),
            standing,
            factors: factors(trial),
            recent: Recent::new(history, longest),
            reach: Reach::of(history),
            expected: 0.0,
            errors: Running::new(first_errors(published, &known.observed, plan), interval(history)),
            intervals,
            magnitudes: history.iter().map(|value| value.abs()).sum(),
            fitted: history.len(),
            age: 0,
        };
        state.expected = state.next();
        state
    }

    pub(crate) fn named(mut self, series: &str) -> Self {
        series.clone_into(&mut self.series);
        self
    }

    /// The series' name.
    #[must_use]
    pub fn series(&self) -> &str {
        &self.series
    }

    /// Takes the next period in. What is not known moves the models as if it had been what each
    /// expected, and says nothing of their errors; a closed period moves nothing.
    pub fn observe(&mut self, observation: Observation) {
        match observation {
            Observation::Value(value) if value.is_finite() => self.learn(value / self.unit),
            Observation::Value(_) | Observation::Unknown => self.skip(),
            Observation::Closed => return,
        }
        self.standing.advance();
        self.age += 1;
        self.expected = self.next();
    }

    /// What multiplies the period so many steps after the next one.
    fn factor(&self, step: usize) -> f64 {
        self.factors.get(self.age + step).copied().unwrap_or(1.0)
    }

    /// A value that an effect hides says nothing of the models.
    fn learn(&mut self, value: f64) {
        self.errors.add(self.expected - value);
        let factor = self.factor(0);
        if factor < SILENT {
            return self.skip();
        }
        let value = value / factor;
        for member in &mut self.members {
            member.model.observe(value, |back| self.recent.back(back));
        }
        self.keep(value);
        self.reach = self.reach.with(value);
    }

    fn skip(&mut self) {
        let stand_in = self.recent.back(self.season);
        for member in &mut self.members {
            member.model.skip(stand_in, |back| self.recent.back(back));
        }
        self.keep(stand_in);
    }

    fn keep(&mut self, value: f64) {
        self.recent.push(value);
        self.magnitudes += value.abs();
    }

    /// What the models together expect of the next period, in their unit.
    fn next(&self) -> f64 {
        let mut sum = self.standing.step(0);
        for Member { weight, model } in &self.members {
            let back = |back| self.recent.back(back);
            model.ahead(1, back, |value| sum += weight * self.reach.keep(value));
        }
        sum * self.factor(0)
    }

    /// What is expected of the next open period, in the unit of the history.
    #[must_use]
    pub fn expected(&self) -> f64 {
        self.back(self.expected)
    }

    /// Writes what is expected of the open periods ahead, in the unit of the history, as many as
    /// there is room for in `ahead`.
    pub fn forecast(&self, ahead: &mut [f64]) {
        for (step, sum) in ahead.iter_mut().enumerate() {
            *sum = self.standing.step(step);
        }
        for Member { weight, model } in &self.members {
            let (count, mut steps) = (ahead.len(), ahead.iter_mut());
            let back = |back| self.recent.back(back);
            model.ahead(count, back, |value| {
                if let Some(sum) = steps.next() {
                    *sum += weight * self.reach.keep(value);
                }
            });
        }
        for (step, value) in ahead.iter_mut().enumerate() {
            *value = self.back(*value * self.factor(step));
        }
    }

    /// The probabilities that there are intervals for, rising: those of the fit's request.
    pub fn levels(&self) -> impl Iterator<Item = f64> {
        self.intervals.levels()
    }

    /// The interval of the `place`-th of [`levels`](Self::levels) around `value`, which is expected
    /// `step` open periods after the next one, in the unit of the history. Of a fresh state it is
    /// the published one.
    ///
    /// What does not follow new values looks as much further ahead as it is old: the interval is that
    /// of a step later by its share of the weight.
    #[must_use]
    pub fn interval(&self, step: usize, value: f64, place: usize) -> (f64, f64) {
        let lag = self.age as f64 * (1.0 - self.moving()).max(0.0);
        let step = step + lag.round() as usize;
        let (lower, upper): Bounds =
            self.intervals.around(value / self.unit, step, place, self.level());
        (self.back(lower), self.back(upper))
    }

    /// What errors are measured against, in the models' unit.
    fn level(&self) -> f64 {
        let count = (self.fitted + self.age).max(1) as f64;
        let of_late = RECENT.min(self.fitted + self.age).max(1);
        let recent: f64 = (1..=of_late).map(|back| self.recent.back(back).abs()).sum();
        level_of(recent / of_late as f64, self.magnitudes / count)
    }

    fn back(&self, value: f64) -> f64 {
        (value * self.unit).clamp(f64::MIN, f64::MAX)
    }

    /// The share of the weight whose models follow new values, 0 to 1.
    #[must_use]
    pub fn moving(&self) -> f64 {
        self.members.iter().map(|member| member.weight).sum()
    }

    /// Open periods since the models were fitted.
    #[must_use]
    pub fn age(&self) -> usize {
        self.age
    }

    /// The mean of the last errors one period ahead, forecast less value, the latest counting most;
    /// in the unit of the history. Above zero the forecasts are too high.
    #[must_use]
    pub fn bias(&self) -> f64 {
        self.back(self.errors.bias)
    }

    /// The mean magnitude of errors one period ahead, that of the back-test to begin with; in the
    /// unit of the history.
    #[must_use]
    pub fn absolute_error(&self) -> f64 {
        self.back(self.errors.magnitude)
    }

    /// The bias over the mean magnitude of the errors (Trigg 1964, *Monitoring a forecasting
    /// system*, Operational Research Quarterly 15): near zero while forecasts are as often too high
    /// as too low. 0 while there was no error at all.
    ///
    /// The magnitude is smoothed more slowly than the bias, and both the more slowly the rarer demand
    /// is. With one weight for both, as in the paper, a month without demand of a slow mover gives a
    /// signal of 1 though nothing has changed.
    #[must_use]
    pub fn tracking_signal(&self) -> f64 {
        self.errors.signal()
    }

    /// Whether the forecasts have been so one-sided that the models no longer fit. Of simulated
    /// series whose demand stayed the same (negative binomial, 0.05 to 200 a day, with a week) 1 %
    /// are taken for drifting within a year of days.
    #[must_use]
    pub fn drifts(&self) -> bool {
        self.errors.drift()
    }

    /// What fitting the series again is worth and costs, where a period of it is worth `value`:
    /// what it sells in money, for example.
    #[must_use]
    pub fn refit(&self, value: f64) -> Refit {
        Refit {
            signal: self.tracking_signal(),
            drifts: self.drifts(),
            value,
            age: self.age,
            demand: self.demand,
            observations: self.fitted + self.age,
        }
    }
}

/// What multiplies the periods ahead; nothing where nothing does.
fn factors(trial: &Trial<'_>) -> Box<[f64]> {
    let (effects, first) = (trial.known.effects(Lesson::Whole), trial.known.observed.len());
    if within(effects, first, trial.plan.horizon).is_empty() {
        return Box::default();
    }
    let mut factors = vec![1.0; trial.plan.horizon];
    put(effects, first, &mut factors);
    factors.into()
}

/// The model of this name at the end of a history, if it goes on by itself.
fn recursion(
    name: &str,
    parameters: &Parameters,
    (history, cadence): (&[f64], &Cadence),
    work: &mut Workspace,
) -> Option<Recursion> {
    let model = MODELS.iter().find(|model| model.name() == name)?;
    model.recursion(parameters, history, cadence, work)
}

/// Periods from one with demand to the next, on average.
fn interval(history: &[f64]) -> f64 {
    let demands = history.iter().filter(|value| **value != 0.0).count();
    history.len() as f64 / demands.max(1) as f64
}

/// The mean magnitude of the errors one period ahead in a back-test; 0 where none was measured.
fn first_errors(track: &Track, observed: &[f64], plan: &Plan) -> f64 {
    let errors = (0..plan.origins.len())
        .map(|fold| (track.fold(fold)[0] - plan.actual(observed, fold)[0]).abs())
        .filter(|error| !error.is_nan());
    let (sum, count) = errors.fold((0.0, 0.0), |(sum, count), error| (sum + error, count + 1.0));
    if count > 0.0 { sum / count } else { 0.0 }
}

#[cfg(test)]
mod tests;
