//! What was fitted to each series: kept from day to day, and over a restart.
//!
//! A fit is kept as it was made. What a series expects now is its state after the days that came
//! since, taken in one by one ([`Fit::go_on`]): a microsecond a day. So a day that was missed or
//! has changed after it was over, by a cancellation or a late order, counts as it now is. What
//! changed before the fit is seen by [`Learned`], and brings the series forward in the order in which
//! they are fitted again.

mod file;
mod learned;

use std::{collections::HashMap, path::Path, sync::Arc};

use chrono::{Days, NaiveDate};
use marea_forecast::{Cost, Costs, Outcome, Refit, SeriesState, calendar::Country};

use self::learned::Learned;
use super::{
    Point, Run,
    gathered::{Tested, tested},
    panel::Panel,
};

/// A fit that is older is not gone on with: what stood by what it said when it was fitted has come
/// to the end of it.
const OLDEST_DAYS: i64 = 28;
/// Days ahead that are published: what most suppliers need to deliver, and a week until somebody
/// orders again.
pub(super) const AHEAD: usize = 28;
/// What an observation takes of one core, in seconds, until it was measured.
const SECONDS_AN_OBSERVATION: f64 = 1e-4;
/// What the last fits took counts so much in what the next are thought to take.
const LAST_SHARE: f64 = 0.5;

/// The fits of all series.
#[derive(Debug, Clone, Default)]
pub(crate) struct Fits {
    series: HashMap<Arc<str>, Fit>,
    /// Why a series could not be fitted, and how many days there were of it.
    refused: HashMap<Arc<str>, (String, i32)>,
    /// What an observation takes of one core, in seconds, as it was measured.
    pace: Option<f64>,
    /// Whether the file was looked for.
    opened: bool,
    /// Whose public holidays the fits know.
    country: Option<Country>,
}

/// A model that was fitted to a series.
#[derive(Debug, Clone)]
struct Fit {
    state: SeriesState,
    learned: Learned,
    tested: Arc<Tested>,
}

/// A series on a day.
#[derive(Debug, Clone)]
pub(super) struct Standing {
    pub(super) forecast: Vec<Point>,
    pub(super) tested: Arc<Tested>,
    pub(super) refit: Refit,
    /// Days since it was fitted.
    pub(super) age: i64,
    /// By what share the past that it learned from is another one now.
    pub(super) change: f64,
}

/// Of what a fit found out where nothing is told but who fitted it.
fn untested(run: &Run) -> Tested {
    Tested { run: run.clone(), ..Tested::default() }
}

impl Fits {
    /// With what was kept in a store's folder, which is read once, and without what was fitted with
    /// another country's holidays. What cannot be read is said, and done without:
    /// every series is then fitted anew.
    pub(super) fn opened(mut self, folder: &Path, run: &Run) -> Self {
        if !std::mem::replace(&mut self.opened, true) {
            match file::read(folder, run.country) {
                Ok(Some(kept)) => self = Self { opened: true, ..kept },
                Ok(None) => (),
                Err(error) => {
                    let error = format!("{error:#}");
                    tracing::warn!(error, "earlier fits cannot be used: all is fitted anew");
                }
            }
        } else if self.country != run.country {
            tracing::info!("the country whose holidays count is another one: all is fitted anew");
            self.series.clear();
            self.refused.clear();
        }
        self.country = run.country;
        self
    }

    /// Lets go of what was fitted to series that are in none of these panels.
    pub(super) fn keep_only(&mut self, panels: [&Panel; 2]) {
        let mut known = HashMap::with_capacity(self.series.len());
        for name in panels.into_iter().flat_map(Panel::names) {
            known.extend(self.series.remove_entry(name));
        }
        self.series = known;
    }

    /// Keeps all over a restart.
    pub(super) fn write(&self, folder: &Path) -> anyhow::Result<()> {
        file::write(folder, self, self.country)
    }

    /// Whether there is nothing yet.
    pub(super) fn is_empty(&self) -> bool {
        self.series.is_empty()
    }

    /// Why a series could not be fitted.
    pub(super) fn refusal(&self, name: &str) -> Option<&str> {
        self.refused.get(name).map(|(reason, _)| reason.as_str())
    }

    /// Whether fitting a series was tried with so many days of it, in vain.
    pub(super) fn is_refused(&self, name: &str, days: i32) -> bool {
        self.refused.get(name).is_some_and(|(_, tried)| *tried == days)
    }

    /// What a series expects after the last day of a run; nothing where it was never fitted, or too
    /// long ago.
    pub(super) fn go_on(&self, name: &str, panel: &Panel, run: &Run) -> Option<Standing> {
        let fit = self.series.get(name)?;
        let origin = fit.tested.run.origin;
        let age = (run.origin - origin).num_days();
        if !(0..=OLDEST_DAYS).contains(&age) {
            return None;
        }
        let mut state = fit.state.clone();
        panel.between(name, origin, run.origin).for_each(|came| state.observe(came));
        Some(Standing {
            forecast: ahead(&state, run.origin),
            tested: Arc::clone(&fit.tested),
            refit: state.refit(0.0),
            age,
            change: fit.learned.change(&Learned::from(panel, name, origin)),
        })
    }

    /// Takes in what came of fitting some series of a panel.
    pub(super) fn take(
        &mut self,
        outcome: &Outcome,
        panel: &Panel,
        run: &Run,
    ) -> anyhow::Result<()> {
        let mut found = tested(outcome, run)?;
        for (name, reason) in super::frames::refused(outcome)? {
            self.series.remove(name.as_str());
            let days = panel.age(&name, run.origin);
            self.refused.insert(name.into(), (reason, days));
        }
        for state in &outcome.states {
            let name = state.series();
            let tested = Arc::new(found.remove(name).unwrap_or_else(|| untested(run)));
            let learned = Learned::from(panel, name, run.origin);
            self.refused.remove(name);
            self.series.insert(name.into(), Fit { state: state.clone(), learned, tested });
        }
        Ok(())
    }

    /// What fits take on this machine.
    pub(super) fn costs(&self) -> Costs {
        let seconds = self.pace.unwrap_or(SECONDS_AN_OBSERVATION);
        let cost = Cost { seconds: 0.0, seconds_an_observation: seconds };
        Costs { regular: cost, intermittent: cost }
    }

    /// Learns what fits take: so many seconds of one core for so many observations.
    pub(super) fn took(&mut self, seconds: f64, observations: usize) {
        let observations = u32::try_from(observations).unwrap_or(u32::MAX);
        if observations == 0 || seconds.is_nan() || seconds <= 0.0 {
            return;
        }
        let pace = seconds / f64::from(observations);
        let before = self.pace.unwrap_or(pace);
        self.pace = Some(before + LAST_SHARE * (pace - before));
    }
}

/// The days after one, as a state expects them.
fn ahead(state: &SeriesState, origin: NaiveDate) -> Vec<Point> {
    let mut values = [0.0; AHEAD];
    state.forecast(&mut values);
    let days = (origin + Days::new(1)).iter_days();
    let point = |((step, value), date): ((usize, &f64), NaiveDate)| {
        // A value that rounding has left just below a whole number is still in its interval.
        let interval = |level: usize| {
            let (lower, upper) = state.interval(step, *value, level);
            (lower.min(*value), upper.max(*value))
        };
        let ((lower_80, upper_80), (lower_95, upper_95)) = (interval(0), interval(1));
        let horizon = i32::try_from(step).unwrap_or(i32::MAX).saturating_add(1);
        Point { date, horizon, value: *value, lower_80, upper_80, lower_95, upper_95 }
    };
    values.iter().enumerate().zip(days).map(point).collect()
}

#[cfg(test)]
mod tests;
