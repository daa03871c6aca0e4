//! What the trees are told of one step of one series: everything relative to its recent level.

use super::Member;
use super::basis::{Basis, Form, View};
use super::rhythm::Season;

/// The last values told one by one.
const LAGS: usize = 4;

/// Values of the same position told one by one, by season.
const CYCLES: usize = 3;

/// Shares that the smoothed levels give to the newest value.
const SMOOTHING: [f64; 2] = [0.1, 0.4];

/// Values before which nothing of a smoothed level is left to see.
const SMOOTHED: usize = 64;

/// A member seen from one origin, with what the panel knows of its future.
pub(super) struct Scene<'a> {
    /// The columns of the calendar that are told.
    pub(super) calendar: &'a [&'a [f64]],
    pub(super) member: &'a Member<'a>,
    pub(super) view: View<'a>,
}

impl Scene<'_> {
    /// Appends the features of the value at `target` to `row`. The number of features is the same
    /// for every step of every member of a panel.
    pub(super) fn tell(&self, basis: &Basis, target: usize, row: &mut Vec<f32>) {
        let step = target + 1 - self.view.origin;
        row.push(step as f32);
        row.push(basis.relative(basis.simple));
        row.push((self.view.origin as f32).ln());
        self.tell_values(basis, row);
        self.tell_windows(basis, row);
        for season in 0..self.view.rhythm.seasons.len() {
            self.tell_season(basis, season, target, row);
        }
        if basis.form == Form::Multiplicative {
            self.tell_demand(basis, row);
        }
        self.tell_known_ahead(target, row);
    }

    fn tell_values(&self, basis: &Basis, row: &mut Vec<f32>) {
        let view = &self.view;
        row.extend((1..=LAGS).map(|back| basis.relative(view.history.back(view.origin, back))));
        row.extend(SMOOTHING.map(|share| basis.relative(self.smoothed(share))));
    }

    /// The exponentially smoothed level of what is known.
    fn smoothed(&self, share: f64) -> f64 {
        let (history, origin) = (self.view.history, self.view.origin);
        let (mut sum, mut weights, mut weight) = (0.0, 0.0, 1.0);
        for back in 1..=SMOOTHED.min(origin) {
            let value = history.back(origin, back);
            if !value.is_nan() {
                sum += weight * value;
                weights += weight;
            }
            weight *= 1.0 - share;
        }
        sum / weights
    }

    fn tell_windows(&self, basis: &Basis, row: &mut Vec<f32>) {
        let (history, origin) = (self.view.history, self.view.origin);
        for length in self.view.rhythm.windows {
            let whole = history.between(origin.saturating_sub(length), origin);
            let is_whole = origin >= length;
            row.push(if is_whole { basis.relative(whole.mean()) } else { f32::NAN });
        }
        for length in [self.view.rhythm.windows[2], self.view.rhythm.windows[4]] {
            row.push((history.window(origin, length).deviation() / basis.unit) as f32);
        }
    }

    fn tell_season(&self, basis: &Basis, place: usize, target: usize, row: &mut Vec<f32>) {
        let view = &self.view;
        let season = view.rhythm.seasons[place];
        // Before it has come round once, the time of year only names what happened then.
        let is_seen = season.is_shape || view.origin >= season.periods(2);
        let part = season.part(view.start + target);
        row.push(if is_seen { part as f32 } else { f32::NAN });
        let least = (target + 1 - view.origin).div_ceil(season.periods(1));
        for cycle in least..least + CYCLES {
            row.push(self.same_position(basis, season, target, cycle));
        }
        if basis.form == Form::Multiplicative {
            row.push(view.ratio(place, target, basis.unit, 1.0) as f32);
            row.push(view.expected.index(place, part) as f32);
        }
    }

    /// The mean about the same position `cycle` seasons before the target.
    fn same_position(&self, basis: &Basis, season: Season, target: usize, cycle: usize) -> f32 {
        let Some(centre) = target.checked_sub(season.periods(cycle)) else { return f32::NAN };
        let until = self.view.origin.min(centre + season.reach + 1);
        let around = self.view.history.between(centre.saturating_sub(season.reach), until);
        basis.relative(around.mean())
    }

    /// What is said of demand only: how often there is any, how much then, how long there was none.
    fn tell_demand(&self, basis: &Basis, row: &mut Vec<f32>) {
        let (history, origin) = (self.view.history, self.view.origin);
        let all = history.window(origin, origin);
        row.push(basis.unit.ln() as f32);
        row.push(all.share_of_zeros() as f32);
        row.push(history.window(origin, self.view.rhythm.windows[3]).share_of_zeros() as f32);
        row.push((all.size() / basis.unit) as f32);
        row.push(history.since_demand(origin) as f32);
        row.push((all.mean() / basis.unit) as f32);
    }

    /// Calendar and regressors.
    fn tell_known_ahead(&self, target: usize, row: &mut Vec<f32>) {
        let place = self.member.place(target);
        row.extend(self.calendar.iter().map(|column| column[place] as f32));
        for column in self.member.regressors {
            let (until, recent) = (self.view.origin, self.view.rhythm.windows[1]);
            let usual = mean(&column[until.saturating_sub(self.view.rhythm.windows[4])..until]);
            let of_late = mean(&column[until.saturating_sub(recent)..until]);
            row.push(column[target] as f32);
            row.push((column[target] / usual) as f32);
            row.push((of_late / usual) as f32);
        }
    }
}

/// The mean of the known values, NaN where there is none.
fn mean(values: &[f64]) -> f64 {
    let known = values.iter().filter(|value| !value.is_nan());
    let (sum, count) = known.fold((0.0, 0.0), |(sum, count), value| (sum + value, count + 1.0));
    sum / count
}

#[cfg(test)]
mod tests;
