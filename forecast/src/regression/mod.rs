//! What is known ahead, as effects on every series: dynamic regression across a panel.
//!
//! 1. `columns` makes columns of the regressors whose effects can be added up: a price becomes the
//!    logarithm of its ratio to the usual one.
//! 2. `level` says what a series would be without them: a moving level times (or plus) a season.
//! 3. `evidence` is what a series says of each column's effect, `prior` what the panel says.
//! 4. [`Regression`] takes the effects off, lets models of a single series forecast the rest, and
//!    puts those of the steps ahead back on (regression with errors of a time-series model:
//!    Pankratz 1991; Hyndman and Athanasopoulos, *Forecasting: Principles and Practice*, 3rd ed.,
//!    chapter 10).
//!
//! Trees learn such effects too, but as steps; here a price never seen has the effect of its ratio,
//! and what one series cannot tell is taken from the others.
//!
//! Invariant: what forecasts from an origin of the back-test has learned from nothing after it.

mod columns;
mod evidence;
mod form;
mod level;
mod prior;

use rayon::prelude::*;

use crate::backtest::{Plan, run};
use crate::fill::fill;
use crate::models::{Explained, Workspace, restrain};
use crate::pooled::Member;
use crate::series::Cadence;
use crate::trial::{Attempt, Known, Lesson as Knowing};
use columns::Reading;
use evidence::Evidence;
use form::Form;
use level::Level;

/// What the regressors of a panel do to its series.
pub(crate) struct Regression<'a> {
    members: &'a [Member<'a>],
    form: Form,
    models: &'a [Explained],
    /// Learned with as many values hidden as the first origin of a back-test hides.
    tested: Lesson,
    /// Learned from all values.
    whole: Lesson,
}

/// Effects that were learned with some values hidden.
struct Lesson {
    cut: usize,
    reading: Reading,
    /// Of each member, one for each column.
    coefficients: Vec<Vec<f64>>,
}

/// A member's history without the effects, and these at each value and step ahead.
struct Rest {
    history: Vec<f64>,
    effects: Vec<f64>,
}

/// One series of the panel, as its trial knows it.
#[derive(Clone, Copy)]
pub(crate) struct Tried<'a> {
    /// Its place among the members.
    pub(crate) member: usize,
    pub(crate) known: &'a Known,
    pub(crate) plan: &'a Plan,
    pub(crate) cadence: &'a Cadence,
}

impl<'a> Regression<'a> {
    /// Learns from `members` with `cut` values hidden and with none; `models` are to forecast what
    /// is left. Nothing where there is no regressor.
    pub(crate) fn learn(
        members: &'a [Member<'a>],
        cadence: &Cadence,
        cut: usize,
        models: &'a [Explained],
    ) -> Option<Self> {
        members.first().filter(|member| !member.regressors.is_empty())?;
        let known = members.iter().flat_map(|member| member.known(cut));
        let form = Form::of(known);
        let lesson = |cut| Lesson::learn(members, cadence, form, cut);
        Some(Self { members, form, models, tested: lesson(cut), whole: lesson(0) })
    }

    /// The models' attempts at one series; `slot` is that of the first model.
    pub(crate) fn attempts(
        &self,
        tried: Tried<'_>,
        slot: usize,
        work: &mut Workspace,
    ) -> Vec<Attempt> {
        // Before its first origin nothing of the series is known, and so no effect on it.
        if self.members[tried.member].known(self.tested.cut).is_empty() {
            return Vec::new();
        }
        let rests = [self.rest(&self.tested, tried), self.rest(&self.whole, tried)];
        let models = self.models.iter().enumerate();
        models
            .filter(|(_, explained)| explained.model.applies(&rests[1].history, tried.cadence))
            .filter_map(|(place, model)| self.attempt(model, &rests, (tried, slot + place), work))
            .collect()
    }

    fn attempt(
        &self,
        explained: &Explained,
        [tested, whole]: &[Rest; 2],
        (tried, slot): (Tried<'_>, usize),
        work: &mut Workspace,
    ) -> Option<Attempt> {
        let Tried { known, plan, cadence, .. } = tried;
        let mut track = run(explained.model, &tested.history, plan, cadence, work);
        track.model = explained.name;
        for (fold, origin) in plan.origins.iter().enumerate() {
            if track.has(fold) {
                let ahead = track.fold_mut(fold);
                self.put(ahead, &tested.effects[*origin..]);
                restrain(&known.learned_from(Knowing::Tested)[..*origin], ahead);
            }
        }
        let mut ahead = vec![0.0; plan.horizon];
        let parameters = explained.model.fit(&whole.history, cadence, work);
        explained.model.forecast(&parameters, &whole.history, cadence, work, &mut ahead);
        restrain(&whole.history, &mut ahead);
        self.put(&mut ahead, &whole.effects[whole.history.len()..]);
        restrain(known.learned_from(Knowing::Whole), &mut ahead);
        let any = (0..plan.origins.len()).any(|fold| track.has(fold));
        any.then_some(Attempt { slot, track, ahead, parameters: None })
    }

    fn rest(&self, lesson: &Lesson, tried: Tried<'_>) -> Rest {
        let effects = lesson.effects(&self.members[tried.member], tried.member, self.form);
        let knowing = if lesson.cut > 0 { Knowing::Tested } else { Knowing::Whole };
        let pairs = tried.known.observed_calm(knowing).iter().zip(&effects);
        let rest: Vec<f64> = pairs.map(|(value, effect)| self.form.take(*value, *effect)).collect();
        Rest { history: fill(&rest, tried.cadence.short_season(rest.len())), effects }
    }

    /// Puts the effects on what was forecast without them.
    fn put(&self, ahead: &mut [f64], effects: &[f64]) {
        for (value, effect) in ahead.iter_mut().zip(effects) {
            *value = self.form.put(*value, *effect);
        }
    }
}

/// The factors that the regressors put on every member at each value and step ahead, learned with
/// `cut` values hidden; none where values may be negative.
pub(crate) fn factors(members: &[Member<'_>], cadence: &Cadence, cut: usize) -> Vec<Vec<f64>> {
    let form = Form::of(members.iter().flat_map(|member| member.known(cut)));
    if form == Form::Additive {
        return vec![Vec::new(); members.len()];
    }
    let lesson = Lesson::learn(members, cadence, form, cut);
    let one = |(place, member): (usize, &Member<'_>)| lesson.effects(member, place, form);
    members.par_iter().enumerate().map(one).collect()
}

impl Lesson {
    fn learn(members: &[Member<'_>], cadence: &Cadence, form: Form, cut: usize) -> Self {
        let reading = Reading::new(members, cut);
        let evidence = |member: &Member<'_>| {
            let values = member.known(cut);
            let level = Level::new(cadence, values.len());
            Evidence::gather(values, &reading.columns(member, values.len()), (form, &level))
        };
        let evidence: Vec<Evidence> = members.par_iter().map(evidence).collect();
        Self { cut, reading, coefficients: prior::drawn(&evidence) }
    }

    /// The effect at each value and step ahead of a member.
    fn effects(&self, member: &Member<'_>, place: usize, form: Form) -> Vec<f64> {
        let values = member.known(self.cut);
        let columns = self.reading.columns(member, values.len());
        let length = columns.first().map_or(0, Vec::len);
        form.effects(&columns, &self.coefficients[place], form.unit(values), length)
    }
}

#[cfg(test)]
mod tests;
