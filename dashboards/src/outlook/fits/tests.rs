//! Fits go on with what came, see what has changed, and outlast a restart.

use std::{fs, path::Path, sync::Arc};

use chrono::{DateTime, Days, NaiveDate};
use marea_forecast::{Observation, Request, forecast};
use marea_ingest::identity::Lsn;

use super::{Fits, Run, learned::Learned};
use crate::outlook::{frames::History, panel::Panel};

const MUG: &str = "sku/units/MUG";
const LAMP: &str = "sku/units/LAMP";
const DAYS: u64 = 200;

fn day(after: u64) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 3, 2).unwrap() + Days::new(after)
}

fn run(last: u64) -> Run {
    Run { origin: day(last), lsn: Lsn(last), computed_at: DateTime::UNIX_EPOCH, country: None }
}

/// Units of a day: a week's rhythm and some that nobody foresees.
fn units(series: u64, after: u64) -> f64 {
    let chance = (after * 37 + series * 11) % 7;
    (10 * series + [0, 1, 2, 2, 3, 6, 4][(after % 7) as usize] + chance) as f64
}

/// Both products up to a day, with what is said of single days.
fn panel(last: u64, changed: &[(u64, Option<f64>)]) -> Panel {
    let mut history = History::default();
    for (series, name) in [(1, MUG), (2, LAMP)] {
        let name: Arc<str> = name.into();
        for after in 0..=last {
            let said = changed.iter().find(|(day, _)| *day == after && series == 1);
            let value = said.map_or(Some(units(series, after)), |(_, value)| *value);
            history.push(&name, day(after), value);
        }
    }
    Panel::of(&history)
}

fn fitted() -> Fits {
    let (panel, run) = (panel(DAYS, &[]), run(DAYS));
    let frame = panel.history(panel.names()).frame().unwrap();
    let outcome = forecast(&frame, &Request::daily(run.origin)).unwrap();
    let mut fits = Fits::default();
    fits.take(&outcome, &panel, &run).unwrap();
    fits
}

fn values(fits: &Fits, panel: &Panel, last: u64) -> Vec<f64> {
    let standing = fits.go_on(MUG, panel, &run(last)).expect("a fit of late");
    standing.forecast.iter().map(|point| point.value).collect()
}

#[test]
fn a_fit_goes_on_with_what_came_since_one_day_after_the_other() {
    let fits = fitted();
    let later = panel(DAYS + 3, &[(DAYS + 2, None)]);
    let standing = fits.go_on(MUG, &later, &run(DAYS + 3)).expect("a fit of late");
    let mut state = fits.series[MUG].state.clone();
    state.observe(Observation::Value(units(1, DAYS + 1)));
    state.observe(Observation::Unknown);
    state.observe(Observation::Value(units(1, DAYS + 3)));
    let mut ahead = [0.0; 28];
    state.forecast(&mut ahead);
    for (point, value) in standing.forecast.iter().zip(ahead) {
        assert!((point.value - value).abs() < 1e-12, "{point:?} for {value}");
        let bounds = [point.lower_95, point.lower_80, point.value, point.upper_80, point.upper_95];
        assert!(bounds.is_sorted(), "{point:?}");
    }
    let dates = (standing.forecast[0].date, standing.forecast[27].date);
    assert_eq!(dates, (day(DAYS + 4), day(DAYS + 31)), "the horizon is whole");
    assert_eq!((standing.age, standing.change), (3, 0.0));
}

#[test]
fn a_late_order_of_a_day_that_came_since_counts_and_one_of_before_is_told() {
    let fits = fitted();
    let (before, after) = (panel(DAYS + 2, &[]), panel(DAYS + 2, &[(DAYS + 1, Some(90.0))]));
    let moved = values(&fits, &after, DAYS + 2)[0] - values(&fits, &before, DAYS + 2)[0];
    assert!(moved > 0.1, "{moved}");
    let stand = |changed: &[(u64, Option<f64>)]| {
        fits.go_on(MUG, &panel(DAYS + 2, changed), &run(DAYS + 2)).unwrap().change
    };
    assert!(stand(&[(DAYS + 1, Some(90.0))]).abs() < 1e-12, "it was not learned from");
    let less = stand(&[(DAYS - 4, Some(units(1, DAYS - 4) - 2.0))]);
    assert!(less.abs() < 1e-12, "two units less in a month are chance");
    let [late, long_ago] =
        [(DAYS - 4, 90.0), (20, 900.0)].map(|(day, units)| stand(&[(day, Some(units))]));
    assert!(late > 0.1 && long_ago > 0.1, "{late} and {long_ago}");
}

#[test]
fn a_day_that_is_read_no_more_is_no_change_of_what_was_learned() {
    const LONG: u64 = 731;
    let history = |first: u64| {
        let mut history = History::default();
        let name: Arc<str> = MUG.into();
        for after in first..=LONG + 20 {
            // It sold most when it came.
            let units = if after < 20 { 500.0 } else { units(1, after) };
            history.push(&name, day(after), Some(units));
        }
        Panel::of(&history)
    };
    let (then, now) = (history(0), history(20));
    let learned = [&then, &now].map(|panel| Learned::from(panel, MUG, day(LONG)));
    assert!(then.sold(MUG, day(LONG), i32::MAX) > 1.5 * now.sold(MUG, day(LONG), i32::MAX));
    assert!(learned[0].change(&learned[1]) < 1e-12, "{learned:?}");
}

#[test]
fn a_fit_of_more_than_a_horizon_ago_is_not_gone_on_with() {
    let fits = fitted();
    let later = panel(DAYS + 29, &[]);
    assert!(fits.go_on(MUG, &later, &run(DAYS + 28)).is_some());
    assert!(fits.go_on(MUG, &later, &run(DAYS + 29)).is_none());
    assert!(fits.go_on(MUG, &later, &run(DAYS - 1)).is_none(), "it knows what is to come");
}

fn reopened(folder: &Path) -> Fits {
    Fits::default().opened(folder, &run(DAYS))
}

#[test]
fn what_was_kept_goes_on_after_a_restart_and_what_is_sold_no_more_is_let_go() {
    let folder = tempfile::tempdir().unwrap();
    let (mut fits, mugs) = (fitted(), panel(DAYS, &[]));
    let mug: Arc<str> = MUG.into();
    fits.took(3.0, 1_000);
    let only = Panel::of(&mugs.history([&mug]));
    fits.keep_only([&only, &Panel::default()]);
    fits.write(folder.path()).unwrap();
    let read = reopened(folder.path());
    assert_eq!(read.series.len(), 1);
    assert_eq!(read.costs(), fits.costs());
    let later = panel(DAYS + 3, &[]);
    assert_eq!(values(&read, &later, DAYS + 3), values(&fits, &later, DAYS + 3));
    let [one, other] = [&read, &fits].map(|fits| Arc::clone(&fits.series[MUG].tested));
    assert_eq!((&one.run, &one.backtest), (&other.run, &other.backtest));
    assert_eq!(one.accuracies, other.accuracies);
}

#[test]
fn a_damaged_or_foreign_file_is_done_without() {
    let folder = tempfile::tempdir().unwrap();
    fitted().write(folder.path()).unwrap();
    let path = folder.path().join("forecasts/fits.gz");
    let whole = fs::read(&path).unwrap();
    assert!(!reopened(folder.path()).is_empty());
    let mut damaged = whole.clone();
    for place in [30, whole.len() / 2, whole.len() - 6] {
        damaged[place] ^= 0x10;
        fs::write(&path, &damaged).unwrap();
        assert!(reopened(folder.path()).is_empty(), "byte {place}");
        damaged[place] ^= 0x10;
    }
    fs::write(&path, &whole[..whole.len() - 9]).unwrap();
    assert!(reopened(folder.path()).is_empty(), "cut short");
    fs::write(&path, b"no fits").unwrap();
    assert!(reopened(folder.path()).is_empty());
    fs::write(&path, &whole).unwrap();
    let country = "ES".parse().ok();
    let elsewhere = Fits::default().opened(folder.path(), &Run { country, ..run(DAYS) });
    assert!(elsewhere.is_empty(), "they know of other holidays");
}
