//! What has to be fitted is, and of the rest what is worth most for the seconds there are.

use std::{collections::HashMap, sync::Arc};

use chrono::{Days, NaiveDate};
use marea_forecast::{Demand, Refit};

use super::{COMPANY, Choice, Standings};
use crate::outlook::{
    fits::{Fits, Standing},
    frames::History,
    panel::Panel,
};

fn last() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 20).unwrap()
}

fn name(place: usize) -> Arc<str> {
    format!("sku/units/{place:04}").into()
}

/// So many series, each of which sold its place a day for a hundred days, but the last: for ten.
fn panel(count: usize) -> Panel {
    let mut history = History::default();
    for place in 0..count {
        let days = if place + 1 == count { 10 } else { 100 };
        for day in 0..days {
            history.push(&name(place), last() - Days::new(day), Some(place as f64));
        }
    }
    Panel::of(&history)
}

fn standing(age: i64) -> Standing {
    let refit = Refit {
        signal: 1.5,
        drifts: false,
        value: 0.0,
        age: usize::try_from(age).unwrap(),
        demand: Demand::Regular,
        observations: 100,
    };
    Standing { forecast: Vec::new(), tested: Arc::default(), refit, age, change: 0.0 }
}

fn standings(count: usize, age: i64) -> Standings {
    (0..count).map(|place| (name(place), standing(age))).collect()
}

fn chosen(panel: &Panel, standings: &Standings, seconds: f64) -> Vec<usize> {
    let mut fits = Fits::default();
    // A tenth of a second for a series of a hundred days.
    fits.took(1.0, 1_000);
    let (prices, fits, last) = (HashMap::new(), &fits, last());
    let choice = Choice { panel, standings, prices: &prices, fits, seconds, oldest: 7, last };
    let place = |name: &Arc<str>| name.rsplit('/').next().unwrap().parse().unwrap();
    choice.made().iter().map(place).collect()
}

#[test]
fn the_seconds_of_a_night_go_to_what_drifts_and_then_to_what_sells_most() {
    let (panel, mut all) = (panel(500), standings(500, 2));
    all.get_mut(&name(7)).unwrap().refit.drifts = true;
    all.get_mut(&name(8)).unwrap().change = 0.2;
    let found = chosen(&panel, &all, 30.0);
    assert!(found.contains(&7) && found.contains(&8) && found.contains(&498), "{found:?}");
    assert!((295..=310).contains(&found.len()), "{} series in 30 s", found.len());
    assert!(!found.contains(&3), "what hardly sells waits for its turn");
}

#[test]
fn what_is_new_changed_or_too_old_is_fitted_whatever_it_takes() {
    let (panel, mut all) = (panel(500), standings(500, 2));
    all.remove(&name(5));
    all.get_mut(&name(3)).unwrap().change = 0.8;
    all.get_mut(&name(4)).unwrap().age = 7;
    let found = chosen(&panel, &all, 0.0);
    assert!([3, 4, 5].iter().all(|place| found.contains(place)), "{found:?}");
    assert_eq!(found.len(), COMPANY, "they learn from others too");
    assert!(found.contains(&498) && !found.contains(&6), "those that sell most keep them company");
}

#[test]
fn what_was_fitted_in_one_night_does_not_all_fall_due_in_another() {
    let panel = panel(2_000);
    let due: Vec<usize> =
        (1..=7).map(|age| chosen(&panel, &standings(2_000, age), 0.0).len()).collect();
    assert_eq!(due[..3], [0; 3], "none before half the time is over");
    assert_eq!(due[6], 2_000, "none goes on for longer than it may");
    let nights: Vec<usize> = (3..7).map(|night| due[night] - due[night - 1]).collect();
    assert!(nights.iter().all(|count| (400..600).contains(count)), "{nights:?}");
}

#[test]
fn nothing_is_fitted_twice_a_day_and_a_product_of_ten_days_brings_no_company() {
    let (panel, mut all) = (panel(500), standings(500, 0));
    assert_eq!(chosen(&panel, &all, 300.0), Vec::<usize>::new());
    all.remove(&name(499));
    assert_eq!(chosen(&panel, &all, 300.0), [499]);
}

#[test]
fn a_small_panel_is_fitted_as_a_whole_or_not_at_all() {
    let (panel, all) = (panel(80), standings(80, 1));
    assert_eq!(chosen(&panel, &all, 5.0), Vec::<usize>::new());
    assert_eq!(chosen(&panel, &all, 9.0).len(), 80);
    assert_eq!(chosen(&panel, &standings(80, 0), 9.0), Vec::<usize>::new());
    assert_eq!(chosen(&panel, &standings(80, 7), 0.0).len(), 80, "it is as old as is allowed");
}
