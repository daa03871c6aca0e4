//! What a trial promises: no model sees what lies ahead, and what nobody saw is not measured.

use super::{Attempt, Known, Trial};
use crate::backtest::{Plan, Track};
use crate::effort::Effort;
use crate::models::Workspace;
use crate::series::Cadence;

const HORIZON: usize = 7;

/// Days of a shop with a week and some noise.
fn days(count: usize) -> Vec<f64> {
    let week = [8.0, 9.0, 10.0, 10.0, 11.0, 14.0, 8.0];
    (0..count).map(|day| week[day % 7] + (day * day % 5) as f64).collect()
}

fn with<T>(values: &[f64], peers: Vec<Attempt>, look: impl FnOnce(&Trial<'_>) -> T) -> T {
    let cadence = Cadence::daily();
    let known = Known::new(values, &cadence);
    let plan = Plan::new(values.len(), HORIZON, &cadence, 8).expect("a long history");
    let effort = Effort::new(values.len());
    let mut work = Workspace::default();
    look(&Trial::new(&known, &plan, (&effort, &cadence), peers, &mut work))
}

#[test]
fn no_origin_sees_what_lies_after_it() {
    let calm = days(120);
    let folds = |values: &[f64]| {
        with(values, Vec::new(), |trial| {
            let origins = trial.plan.origins.clone();
            let names: Vec<_> = trial.tracks.iter().map(|track| track.model).collect();
            let steps = |fold: usize| -> Vec<Vec<f64>> {
                let back = |value: &f64| trial.known.back(*value);
                trial
                    .tracks
                    .iter()
                    .map(|track| track.fold(fold).iter().map(back).collect())
                    .collect()
            };
            let all: Vec<_> = (0..origins.len()).map(steps).collect();
            (origins, names, all)
        })
    };
    let (origins, names, before) = folds(&calm);
    let middle = origins.len() / 2;
    let mut wild = calm;
    // Within the unit of the history, so that only the models could tell.
    wild[origins[middle]..].iter_mut().for_each(|value| *value = 15.9 - *value);
    let (_, other_names, after) = folds(&wild);
    assert_eq!(names, other_names);
    assert_eq!(before[..=middle], after[..=middle]);
    assert_ne!(before[middle + 1], after[middle + 1]);
}

#[test]
fn the_benchmark_comes_first_and_every_model_keeps_its_slot() {
    with(&days(120), Vec::new(), |trial| {
        assert_eq!(trial.tracks[0].model, "seasonal_naive");
        let effort = Effort::new(120);
        for (slot, track) in trial.slots.iter().zip(&trial.tracks) {
            assert_eq!(effort.models[*slot].name(), track.model);
        }
        assert!(trial.slots.windows(2).all(|pair| pair[0] < pair[1]));
        // Demand on every day is no case for Croston.
        assert!(trial.tracks.iter().all(|track| track.model != "croston_sba"));
        assert_eq!(trial.aheads.len(), trial.tracks.len());
        assert!(trial.parameters.iter().all(Option::is_some));
        assert!(trial.aheads.iter().all(|ahead| ahead.len() == HORIZON));
    });
}

#[test]
fn peers_come_last_with_what_they_brought() {
    let values = days(120);
    let plan = Plan::new(values.len(), HORIZON, &Cadence::daily(), 8).expect("a long history");
    let mut track = Track::new("peer", &plan);
    (0..plan.origins.len()).for_each(|fold| track.fold_mut(fold).fill(1.0));
    let peer = Attempt { slot: 99, track, ahead: vec![2.0; HORIZON], parameters: None };
    with(&values, vec![peer], |trial| {
        assert_eq!(trial.slots.last(), Some(&99));
        assert_eq!(trial.tracks.last().map(|track| track.model), Some("peer"));
        assert_eq!(trial.aheads.last(), Some(&vec![2.0; HORIZON]));
        assert_eq!(trial.own.at.last().map(Vec::len), Some(trial.tracks.len()));
    });
}

#[test]
fn days_that_nobody_saw_are_learnt_from_as_filled_in_and_not_measured() {
    let mut values = days(120);
    let whole = with(&values, Vec::new(), |trial| trial.own.clone());
    // The last week, which only the last origins look at.
    values[113..].fill(f64::NAN);
    with(&values, Vec::new(), |trial| {
        assert!(trial.known.history().iter().all(|value| value.is_finite()));
        assert!(trial.known.observed[113..].iter().all(|value| value.is_nan()));
        let last = trial.plan.origins.len() - 1;
        assert_eq!(trial.plan.origins[last], 113);
        // At the end as much is known of the models as a week before it.
        assert_eq!(trial.own.at[last + 1], trial.own.at[last]);
        assert_ne!(whole.at[last + 1], whole.at[last]);
    });
}

#[test]
fn values_are_worked_on_in_a_unit_and_come_back_as_they_were() {
    let cadence = Cadence::daily();
    for largest in [1e-300, 0.3, 7.0, 1e12, 1e300] {
        let values: Vec<f64> =
            days(60).iter().map(|value| value / 18.0).map(|share| share * largest).collect();
        let known = Known::new(&values, &cadence);
        for (place, value) in known.history().iter().enumerate() {
            assert!(value.abs() < 2.0, "{largest}: {value}");
            assert_eq!(known.back(*value).to_bits(), values[place].to_bits());
        }
        assert!(known.back(1e300).is_finite());
    }
}
