//! Where the origins lie, what is known at each, and that no model looks ahead.

use super::{Plan, run};
use crate::Frequency;
use crate::effort::MOST_FOLDS;
use crate::models::{MODELS, Model, Parameters, Workspace};
use crate::series::{Cadence, Shortage};

#[test]
fn too_short_a_history_says_what_it_has_and_needs() {
    let plan = Plan::new(12, 28, &Cadence::daily(), MOST_FOLDS);
    assert_eq!(plan, Err(Shortage { have: 12, need: 42 }));
}

#[test]
fn the_least_history_gives_one_origin() {
    let plan = Plan::new(42, 28, &Cadence::daily(), MOST_FOLDS).expect("42 days are enough");
    assert_eq!(plan.origins, [14]);
}

#[test]
fn two_years_give_26_origins_over_one_year_that_end_a_horizon_ago() {
    let plan = Plan::new(730, 28, &Cadence::daily(), MOST_FOLDS).expect("two years are enough");
    assert_eq!((plan.origins[0], plan.origins[25]), (377, 702));
    assert!(plan.origins.windows(2).all(|pair| pair[1] - pair[0] == 13));
}

#[test]
fn origins_of_hours_share_no_step_where_there_is_room_and_are_no_whole_days_apart() {
    let hours = Cadence::new(Frequency::Hours, &[24.0, 168.0]);
    for (horizon, apart) in [(48, 49), (168, 169), (47, 47), (12, 25)] {
        let plan = Plan::new(20_000, horizon, &hours, MOST_FOLDS).expect("years are enough");
        assert_eq!(plan.stride(), apart, "{horizon} hours ahead");
    }
}

#[test]
fn an_error_is_known_only_once_its_day_has_passed() {
    let plan = Plan { origins: vec![100, 108, 116], horizon: 28 };
    assert_eq!((plan.known(0, 100), plan.known(0, 108), plan.known(0, 400)), (0, 8, 28));
    assert_eq!(plan.known(2, 108), 0);
}

#[test]
fn what_happens_after_an_origin_does_not_change_its_forecast() {
    let cadence = Cadence::daily();
    let history: Vec<f64> =
        (0..600).map(|day| 20.0 + f64::from(day % 7) + f64::from(day % 11)).collect();
    let plan = Plan::new(history.len(), 28, &cadence, MOST_FOLDS).expect("600 days are enough");
    let middle = plan.origins[10];
    let mut other = history.clone();
    other[middle..].iter_mut().for_each(|value| *value *= 50.0);
    let applies = |model: &&&dyn Model| model.applies(&history[..plan.origins[0]], &cadence);
    for model in MODELS.iter().filter(applies) {
        let mut work = Workspace::default();
        let one = run(*model, &history, &plan, &cadence, &mut work);
        let two = run(*model, &other, &plan, &cadence, &mut work);
        for fold in 0..=10 {
            assert_eq!(one.fold(fold), two.fold(fold), "{} at {fold}", model.name());
        }
        assert_ne!(one.fold(25), two.fold(25), "{} must follow its history", model.name());
    }
}

#[test]
fn origins_of_many_series_can_lie_equally_far_before_their_ends() {
    let cadence = Cadence::daily();
    let before_end = |length: usize| {
        let plan = Plan::with_stride(length, 28, &cadence, 10, 5).expect("a long history");
        assert_eq!(plan.stride(), 5);
        plan.origins.iter().map(|origin| length - origin).collect::<Vec<_>>()
    };
    assert_eq!(before_end(730), before_end(400));
    assert_eq!(before_end(60), [43, 38, 33, 28]);
}

#[test]
fn folds_that_share_steps_are_worth_less_than_their_number() {
    let plan = Plan { origins: vec![100, 114, 128], horizon: 28 };
    let worth = [0, 1, 3].map(|folds| plan.independent(folds).to_bits());
    assert_eq!(worth, [0.0_f64, 1.0, 2.0].map(f64::to_bits));
}

/// Notes from how much it learned each time.
struct Learner(std::sync::Mutex<Vec<usize>>);

impl Model for Learner {
    fn name(&self) -> &'static str {
        "learner"
    }

    fn applies(&self, history: &[f64], _: &Cadence) -> bool {
        history.len() >= 60
    }

    fn fit(&self, history: &[f64], _: &Cadence, _: &mut Workspace) -> Parameters {
        self.0.lock().expect("one thread").push(history.len());
        Parameters::default()
    }
}

#[test]
fn a_model_learns_anew_where_its_history_has_grown_by_more_than_a_fifth() {
    let learner = Learner(std::sync::Mutex::default());
    let plan = Plan { origins: (50..=120).step_by(10).collect(), horizon: 7 };
    let track = run(&learner, &[1.0; 127], &plan, &Cadence::daily(), &mut Workspace::default());
    assert_eq!(*learner.0.lock().expect("one thread"), [60, 80, 100]);
    assert_eq!([track.has(0), track.has(1)], [false, true]);
}
