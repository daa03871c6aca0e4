//! Models that learn across the series of a panel.
//!
//! 1. `rhythm` says from the season lengths which lags and windows are worth looking at; `history`
//!    answers in a few steps what was known before any place of a series.
//! 2. `profile` learns the seasonal shape that the series of a group have in common, and how far
//!    they part from it; `basis` makes of it a simple forecast of any step: the series' own level
//!    and its own shape, shrunk to that of its group by how much it has to say for itself.
//! 3. `features` tells the trees what there is to know of a step; `lesson` samples steps of the
//!    past, bounded in number, whatever the number of series.
//! 4. `trees` learns what the simple forecast gets wrong, directly for every step ahead.
//! 5. [`Pooled`] holds what was learnt at the first origin of a back-test and at the last, and
//!    forecasts any series from any of its origins.
//!
//! Invariant: what forecasts from an origin has learnt from nothing after it, counted from the end
//! of each series.
//!
//! Invariant: the same panel gives the same forecasts bit for bit, whatever the number of threads.

mod basis;
mod calendar;
mod features;
mod form;
mod history;
mod lesson;
mod profile;
mod random;
mod rhythm;
mod trees;

use basis::{Form, View};
use features::Scene;
use history::History;
use lesson::Source;
use profile::Profiles;
use rhythm::Rhythm;
use trees::{Boosted, Loss, Settings};

/// The name of the trees' forecast in every table.
pub(crate) const BOOSTED_TREES: &str = "boosted_trees";

/// The name of the simple forecast by shared shapes.
pub(crate) const POOLED_PROFILE: &str = "pooled_profile";

/// Series that are learnt from together.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Panel<'a> {
    /// In an order that does not depend on that of the rows they were read from.
    pub(crate) members: &'a [Member<'a>],
    /// Season lengths in observations, shortest first.
    pub(crate) seasons: &'a [f64],
    /// Observations in a year, at most: what moves a series comes round in one, told or not.
    pub(crate) year: usize,
    /// Columns of few numbers known of every place of the time line up to the last member's end
    /// and the horizon, e.g. weekday, month, days to the next holiday; NaN where unknown. May be
    /// empty. A column that has not come round often enough to tell it from chance is not used.
    pub(crate) calendar: &'a [Vec<f64>],
}

/// One series of a panel.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Member<'a> {
    /// Oldest first, at an even pace; NaN where not observed.
    pub(crate) values: &'a [f64],
    /// The same as a back-test may know them: what was taken off them was learned before its first
    /// origin.
    pub(crate) tested: &'a [f64],
    /// Where on the panel's time line the series ends: one more than the place of its last value,
    /// and so at least the number of its values. Series without a common calendar may all end at
    /// the length of the longest.
    pub(crate) end: usize,
    /// Regressors known ahead: one slice a regressor, as many for every member, each as long as
    /// the values and the horizon together; NaN where unknown.
    pub(crate) regressors: &'a [&'a [f64]],
    /// What does not change, as whole numbers, as many for every member: category, channel,
    /// warehouse. A series borrows the profile of those with which it shares the one that tells most.
    pub(crate) codes: &'a [u32],
}

impl<'a> Member<'a> {
    /// The values without the last `cut`.
    pub(crate) fn known(&self, cut: usize) -> &'a [f64] {
        let values = if cut > 0 { self.tested } else { self.values };
        &values[..values.len().saturating_sub(cut)]
    }

    /// Where on the time line the series begins.
    fn start(&self) -> usize {
        self.end - self.values.len()
    }

    /// Where on the time line a value of the series stands.
    fn place(&self, value: usize) -> usize {
        self.start() + value
    }
}

/// One pooled model's forecasts of one series.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Tracks {
    /// The model's name in every table.
    pub(crate) model: &'static str,
    /// The steps ahead by cut, in the order of the cuts that were asked for; nothing where the
    /// model has nothing to say, e.g. before the first demand.
    pub(crate) steps: Vec<Option<Vec<f64>>>,
}

/// What was learnt from the past of a panel up to one cut.
struct Training {
    cut: usize,
    profiles: Profiles,
    trees: Boosted,
}

/// Models that have learnt from a panel.
pub(crate) struct Pooled<'a> {
    panel: Panel<'a>,
    rhythm: Rhythm,
    form: Form,
    horizon: usize,
    cuts: Vec<usize>,
    /// Smallest cut first.
    trainings: Vec<Training>,
    calendar: Vec<&'a [f64]>,
}

impl<'a> Pooled<'a> {
    /// Learns what is needed to forecast `horizon` steps from each of `cuts`, the numbers of values
    /// hidden at the end of every series; 0 is the forecast itself. It is trained at the largest
    /// cut, from which the whole back-test is forecast, and at the smallest, so that many folds
    /// cost two trainings.
    ///
    /// Nothing where the largest cut leaves too few steps to learn from (about 2,000) or no cut is
    /// asked for.
    pub(crate) fn learn(panel: &Panel<'a>, cuts: &[usize], horizon: usize) -> Option<Self> {
        let rhythm = Rhythm::new(panel.seasons);
        let mut at: Vec<usize> = trained_at(cuts);
        let form = form::choose(panel, &rhythm, at.last().copied()?, horizon);
        let calendar = calendar::telling(panel, at.last().copied()?);
        let mut settings = settings(form);
        let mut trainings = Vec::new();
        // The oldest first: it finds how many trees are enough, for the others as well unless they
        // have much more to learn from, a second year for example.
        let mut enough_for = 0.0;
        while let Some(cut) = at.pop() {
            let profiles = Profiles::learn(panel, &rhythm, cut);
            let source = Source {
                panel,
                rhythm: &rhythm,
                profiles: &profiles,
                calendar: &calendar,
                form,
                horizon,
                cut,
                most: MOST_STEPS.min(STEPS_A_MEMBER * panel.members.len()),
            };
            let (lesson, held_out) = source.lesson()?;
            let steps = panel.members.iter().map(|member| member.known(cut).len()).sum::<usize>();
            if steps as f64 > MUCH_MORE * enough_for {
                enough_for = steps as f64;
                let tried = Boosted::learn_until_worse(&lesson, &held_out, &self::settings(form));
                settings.rounds = tried.rounds().max(LEAST_ROUNDS);
            }
            let trees = Boosted::learn(&lesson, &settings);
            trainings.insert(0, Training { cut, profiles, trees });
        }
        (!trainings.is_empty()).then(|| Self {
            panel: *panel,
            rhythm,
            form,
            horizon,
            cuts: cuts.to_vec(),
            trainings,
            calendar,
        })
    }

    /// The forecasts of one member, by its place in the panel: those of the trees, and those of
    /// the shared profile where demand is never negative.
    pub(crate) fn tracks(&self, member: usize) -> Vec<Tracks> {
        let mut boosted = Tracks { model: BOOSTED_TREES, steps: Vec::new() };
        let mut simple = Tracks { model: POOLED_PROFILE, steps: Vec::new() };
        for cut in &self.cuts {
            let steps = self.ahead(member, *cut);
            let (corrected, plain) =
                steps.map_or((None, None), |(corrected, plain)| (Some(corrected), Some(plain)));
            boosted.steps.push(corrected);
            simple.steps.push(plain);
        }
        vec![boosted, simple]
    }

    /// The trees' steps after a cut and the simple ones.
    fn ahead(&self, member: usize, cut: usize) -> Option<(Vec<f64>, Vec<f64>)> {
        let training = self.trainings.iter().find(|training| training.cut >= cut)?;
        let place = member;
        let member = &self.panel.members[place];
        let values = member.known(cut);
        if self.form == Form::Multiplicative && values.iter().any(|value| *value < 0.0) {
            return None;
        }
        let history = History::new(values, self.rhythm.lag);
        let view = View {
            history: &history,
            rhythm: &self.rhythm,
            expected: training.profiles.of(place),
            start: member.start(),
            origin: values.len(),
        };
        let scene = Scene { calendar: &self.calendar, member, view };
        let mut row = Vec::new();
        let mut step = |target: usize| {
            let basis = scene.view.basis(self.form, target)?;
            row.clear();
            scene.tell(&basis, target, &mut row);
            let relative = training.trees.forecast(basis.offset(), &row);
            Some((basis.absolute(relative), basis.simple))
        };
        (values.len()..values.len() + self.horizon).map(&mut step).collect()
    }
}

/// The most steps that are learnt from in one training.
const MOST_STEPS: usize = 150_000;

/// The most that one series teaches: neighbouring origins see nearly the same.
const STEPS_A_MEMBER: usize = 60_000;

/// How many trees are enough is found again where there is so many times as much of the past.
const MUCH_MORE: f64 = 1.25;

/// Trees that are grown however early the latest steps gain no more.
const LEAST_ROUNDS: usize = 40;

fn settings(form: Form) -> Settings {
    Settings {
        // The median of differences is hardly moved by the few series that change most.
        loss: match form {
            Form::Multiplicative => Loss::Poisson,
            Form::Additive => Loss::Pinball(0.5),
        },
        rounds: 200,
        leaves: 31,
        rate: 0.08,
        row_share: 0.6,
        feature_share: 0.6,
        least_curvature: 30.0,
        ridge: 10.0,
        patience: 20,
        seed: 1,
    }
}

/// The cuts at which is trained, rising.
fn trained_at(cuts: &[usize]) -> Vec<usize> {
    let mut at: Vec<usize> =
        [cuts.iter().copied().min(), cuts.iter().copied().max()].into_iter().flatten().collect();
    at.dedup();
    at
}

#[cfg(test)]
mod public_data;
#[cfg(test)]
mod tests;
