//! Series side by side on one time line, and what pooled models say of each of them.

use std::sync::Arc;

use super::{Grounds, Peer, attempt};
use crate::backtest::Plan;
use crate::calendar::Country;
use crate::pooled::Tracks;
use crate::series::{Cadence, Periods, Regressor};
use crate::timeline::Timeline;
use crate::trial::Known;
use crate::{Frequency, Request};

const HORIZON: usize = 3;

fn known(length: usize) -> Known {
    let values: Vec<f64> = (0..length).map(|day| (day % 4) as f64).collect();
    Known::new(&values, &Cadence::daily())
}

fn regressor(name: &str, length: usize, value: f64) -> Regressor {
    Regressor { name: Arc::from(name), values: vec![value; length + HORIZON] }
}

fn request() -> Request {
    Request { horizon: HORIZON, ..Request::new(Frequency::Days, HORIZON) }
}

fn grounds<'a>(peers: Vec<Peer<'a>>, request: &Request) -> Grounds<'a> {
    Grounds::new(peers, &Timeline::new(Frequency::Days, &[]), request)
}

#[test]
fn every_series_has_every_regressor_in_one_order_and_no_number_where_it_has_none() {
    let (long, short) = (known(50), known(20));
    let (first, second) = (Periods::From(100), Periods::From(130));
    let of_long = [regressor("price", 50, 2.0), regressor("campaign", 50, 1.0)];
    let of_short = [regressor("weather", 20, 9.0)];
    let cadence = Cadence::daily();
    let peer = |known, periods, regressors| Peer {
        name: "",
        known,
        periods,
        regressors,
        cadence: &cadence,
    };
    let peers = vec![peer(&long, &first, &of_long[..]), peer(&short, &second, &of_short[..])];
    let grounds = grounds(peers, &request());
    let columns = grounds.regressors();
    // Campaign, price, weather: by name, whoever has them.
    let firsts: Vec<Vec<f64>> =
        columns.iter().map(|columns| columns.iter().map(|column| column[0]).collect()).collect();
    assert_eq!(firsts[0][..2], [1.0, 2.0]);
    assert!(firsts[0][2].is_nan() && firsts[1][0].is_nan() && firsts[1][1].is_nan());
    assert!((firsts[1][2] - 9.0).abs() < 1e-12);
    for (columns, length) in columns.iter().zip([50, 20]) {
        assert!(columns.iter().all(|column| column.len() == length + HORIZON));
    }
}

#[test]
fn a_series_that_begins_later_ends_where_it_ends_on_the_common_time_line() {
    let (old, new, ended) = (known(50), known(20), known(10));
    let periods = [Periods::From(100), Periods::From(130), Periods::From(105)];
    let cadence = Cadence::daily();
    let peer =
        |known, periods| Peer { name: "", known, periods, regressors: &[], cadence: &cadence };
    let peers = vec![peer(&old, &periods[0]), peer(&new, &periods[1]), peer(&ended, &periods[2])];
    let grounds = grounds(peers, &request());
    let regressors = grounds.regressors();
    let members = grounds.members(&regressors);
    assert_eq!(members.iter().map(|member| member.end).collect::<Vec<_>>(), [50, 50, 15]);
    assert_eq!(members[1].values, new.observed.as_slice());
}

#[test]
fn where_open_periods_are_not_shared_all_series_end_with_the_longest_without_a_calendar() {
    let (old, new) = (known(50), known(20));
    let listed = Periods::Listed((0..20 + HORIZON as i64).map(|day| day * 2).collect());
    let even = Periods::From(0);
    let cadence = Cadence::daily();
    let peer =
        |known, periods| Peer { name: "", known, periods, regressors: &[], cadence: &cadence };
    let open = grounds(vec![peer(&old, &even)], &request());
    assert!(!open.calendar.is_empty());
    assert!(open.calendar.iter().all(|column| column.len() == 50 + HORIZON));
    let closed = grounds(vec![peer(&old, &even), peer(&new, &listed)], &request());
    assert!(closed.calendar.is_empty());
    assert_eq!(closed.ends, [50, 50]);
}

#[test]
fn open_periods_that_all_series_share_have_a_calendar() {
    let (old, new) = (known(60), known(20));
    // Mondays to Fridays; the new series knows the last four weeks only.
    let open = |day: &i64| day % 7 < 5;
    let all: Vec<i64> = (0..).filter(open).take(60 + HORIZON).collect();
    let latest = Periods::Listed(all[40..].to_vec());
    let all = Periods::Listed(all);
    let cadence = Cadence::daily();
    let peer =
        |known, periods| Peer { name: "", known, periods, regressors: &[], cadence: &cadence };
    let shared = grounds(vec![peer(&old, &all), peer(&new, &latest)], &request());
    assert!(shared.calendar.iter().all(|column| column.len() == 60 + HORIZON));
    // Day 0 of the time line, 1 January 1970, was a Thursday; days 5 and 6 have no place.
    let weekdays = &shared.calendar[1];
    assert_eq!(weekdays[..6], [3.0, 4.0, 5.0, 6.0, 0.0, 3.0]);
}

#[test]
fn series_whose_names_share_keys_are_told_so() {
    let known: Vec<Known> = (0..24).map(|_| known(50)).collect();
    let names: Vec<String> =
        (0..24).map(|place| format!("{}|{place}", ["north", "south"][place % 2])).collect();
    let even = Periods::From(0);
    let cadence = Cadence::daily();
    let peer = |(name, known)| {
        let name: &String = name;
        Peer { name, known, periods: &even, regressors: &[], cadence: &cadence }
    };
    let grounds = grounds(names.iter().zip(&known).map(peer).collect(), &request());
    let regressors = grounds.regressors();
    let codes = grounds.members(&regressors).iter().map(|it| it.codes[0]).collect::<Vec<_>>();
    assert!(codes.chunks(2).all(|pair| pair == [0, 1]), "{codes:?}");
}

#[test]
fn a_country_tells_its_holidays() {
    let old = known(800);
    let even = Periods::From(20_000);
    let cadence = Cadence::daily();
    let peer = Peer { name: "", known: &old, periods: &even, regressors: &[], cadence: &cadence };
    let spain: Country = "ES".parse().expect("a country");
    let plain = grounds(vec![peer], &request());
    let told = grounds(vec![peer], &Request { country: Some(spain), ..request() });
    assert_ne!(plain.calendar, told.calendar);
}

/// The steps of a pooled model from the end and from each origin before it, the latest first.
fn tracks(steps: Vec<Option<f64>>) -> Tracks {
    let steps = steps.into_iter().map(|value| value.map(|value| vec![value; HORIZON]));
    Tracks { model: "pooled", steps: steps.collect() }
}

#[test]
fn the_latest_origin_comes_first_in_what_pooled_models_say_and_last_in_a_back_test() {
    let known = known(20);
    let plan = Plan { origins: vec![10, 12, 14], horizon: HORIZON };
    let said = tracks(vec![Some(0.4), Some(0.3), Some(0.2), None]);
    let found = attempt(said, &known, &plan, 7).expect("it was tried");
    assert_eq!((found.slot, found.ahead), (7, vec![0.4; HORIZON]));
    assert_eq!((found.track.fold(2), found.track.fold(1)), (&[0.3; 3][..], &[0.2; 3][..]));
    assert!(!found.track.has(0), "the first origin knew too little");
    assert!(found.parameters.is_none());
}

#[test]
fn what_was_never_tried_or_has_no_forecast_is_no_attempt() {
    let known = known(20);
    let plan = Plan { origins: vec![10, 12], horizon: HORIZON };
    assert!(attempt(tracks(vec![Some(0.4), None, None]), &known, &plan, 0).is_none());
    assert!(attempt(tracks(vec![None, Some(0.3), Some(0.2)]), &known, &plan, 0).is_none());
}

#[test]
fn what_runs_away_is_brought_back_into_reach_of_what_was_known() {
    let known = known(20);
    let plan = Plan { origins: vec![10], horizon: HORIZON };
    let found = attempt(tracks(vec![Some(1e9), Some(-5.0)]), &known, &plan, 0).expect("tried");
    // 0 to 3 was seen, 0 to 1.5 in the unit of the models: at most as much again above it.
    let unit = known.unit;
    assert!((found.ahead[0] * unit - 6.0).abs() < 1e-9, "{:?}", found.ahead);
    assert!(found.track.fold(0).iter().all(|value| value.abs() < 1e-12));
}
