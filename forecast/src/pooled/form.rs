//! Whether a panel is better seen as levels times shapes or as levels plus differences.

use rayon::prelude::*;

use super::basis::{Form, View};
use super::history::History;
use super::profile::Profiles;
use super::rhythm::Rhythm;
use super::{Member, Panel};

/// Members whose past is looked at to choose a form.
const LOOKED_AT: usize = 300;

/// The form whose simple forecasts have been less wrong from the origins before the largest cut;
/// additive where demand may be negative.
pub(super) fn choose(panel: &Panel<'_>, rhythm: &Rhythm, cut: usize, horizon: usize) -> Form {
    let negative = |member: &&Member<'_>| member.known(cut).iter().any(|value| *value < 0.0);
    let count = panel.members.iter().filter(negative).count();
    if count * 10 > panel.members.len() {
        return Form::Additive;
    }
    let profiles = Profiles::learn(panel, rhythm, cut);
    let stride = panel.members.len().div_ceil(LOOKED_AT).max(1);
    let errors: Vec<[f64; 2]> = (0..panel.members.len())
        .into_par_iter()
        .step_by(stride)
        .filter_map(|place| {
            let member = &panel.members[place];
            let values = member.known(cut);
            let history = History::new(values, rhythm.lag);
            let view = |back: usize| View {
                history: &history,
                rhythm,
                expected: profiles.of(place),
                start: member.start(),
                origin: values.len().saturating_sub(back * horizon),
            };
            error(&[view(1), view(2), view(3), view(4)], values, horizon)
        })
        .collect();
    let sum = |form: usize| errors.iter().map(|error| error[form]).sum::<f64>();
    if sum(0) <= sum(1) { Form::Multiplicative } else { Form::Additive }
}

/// The root mean squared error of both forms from some origins, relative to the usual change.
fn error(views: &[View<'_>], values: &[f64], horizon: usize) -> Option<[f64; 2]> {
    let (mut squares, mut count, mut unit) = ([0.0; 2], 0.0, 0.0);
    for view in views {
        let steps = values.iter().enumerate().skip(view.origin).take(horizon);
        for (target, value) in steps.filter(|(_, value)| !value.is_nan()) {
            let bases = [Form::Multiplicative, Form::Additive].map(|form| view.basis(form, target));
            if let [Some(one), Some(other)] = bases {
                squares[0] += (one.simple - value).powi(2);
                squares[1] += (other.simple - value).powi(2);
                unit += other.unit;
                count += 1.0;
            }
        }
    }
    (count > 0.0).then(|| squares.map(|square: f64| (square / count).sqrt() / (unit / count)))
}

#[cfg(test)]
mod tests;
