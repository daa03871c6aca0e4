//! What is noticed in demand that is known: nothing where nothing happened, and what was planted.

use super::{Finding, Kind, of, shown};
use crate::noise::Noise;
use crate::series::{Cadence, Periods, Series};

const WEEK: [f64; 7] = [0.8, 0.9, 1.0, 1.0, 1.1, 1.4, 0.8];

fn noticed(values: &[f64]) -> Vec<Finding> {
    let series = Series {
        name: "mug".to_owned(),
        values: values.to_vec(),
        periods: Periods::From(0),
        regressors: Vec::new(),
        seasons: None,
        ignored: Vec::new(),
    };
    of(&series, &Cadence::daily())
}

/// Days of demand with a week and a year whose level stays.
fn steady(noise: &mut Noise, (mean, size): (f64, u32), days: usize, year: f64) -> Vec<f64> {
    (0..days)
        .map(|day| {
            let summer = 1.0 + year * (std::f64::consts::TAU * day as f64 / 365.25).sin();
            noise.count(mean * WEEK[day % 7] * summer, size)
        })
        .collect()
}

/// Kinds of demand, from hardly any to hundreds a day: mean and size.
const KINDS: [(f64, u32); 6] = [(0.05, 1), (0.3, 3), (1.0, 1), (5.0, 3), (30.0, 10), (300.0, 100)];

fn of_kind(found: &[Finding], kind: Kind) -> Vec<usize> {
    found.iter().filter(|one| one.kind == kind).map(|one| one.place).collect()
}

#[test]
fn hardly_anything_is_noticed_where_nothing_happened() {
    let mut noise = Noise(1);
    let (mut shifted, mut odd, mut series) = (0, 0, 0);
    for kind in KINDS {
        for (days, year) in [(120, 0.0), (365, 0.0), (730, 0.4)] {
            for _ in 0..20 {
                let found = noticed(&steady(&mut noise, kind, days, year));
                let shifts = of_kind(&found, Kind::LevelShift).len();
                shifted += usize::from(shifts > 0);
                odd += usize::from(found.len() > shifts);
                series += 1;
            }
        }
    }
    // 1 % of 360 is meant; three times as many would be.
    assert!(shifted <= 9 && odd <= 9, "{shifted} shifts, {odd} outliers in {series} series");
}

#[test]
fn a_day_eight_times_the_usual_is_found_and_named() {
    let mut noise = Noise(2);
    let mut hits = 0;
    for number in 0..60 {
        let mut values = steady(&mut noise, (30.0, 10), 365, 0.0);
        let place = 20 + 5 * number;
        values[place] = 240.0;
        let found = noticed(&values);
        hits += usize::from(found.iter().any(|one| one.place == place));
        let told = found.iter().find(|one| one.place == place);
        assert!(told.is_none_or(|one| one.detail.starts_with("240 where about ")), "{found:?}");
        assert!(found.len() < 4, "{found:?}");
    }
    assert!(hits >= 58, "{hits} of 60");
}

#[test]
fn a_day_without_any_sale_of_a_brisk_seller_is_found() {
    let mut noise = Noise(3);
    let mut values = steady(&mut noise, (300.0, 100), 365, 0.0);
    values[200] = 0.0;
    let found = noticed(&values);
    assert_eq!(of_kind(&found, Kind::AdditiveOutlier), [200]);
    assert!(found[0].score < 0.0 && found[0].detail.contains("below"), "{found:?}");
}

#[test]
fn days_in_a_row_are_one_temporary_change() {
    let mut noise = Noise(4);
    let mut values = steady(&mut noise, (30.0, 10), 365, 0.0);
    values[250..254].copy_from_slice(&[300.0, 420.0, 350.0, 280.0]);
    let found = noticed(&values);
    assert_eq!(of_kind(&found, Kind::TemporaryChange), [250]);
    assert!(of_kind(&found, Kind::LevelShift).is_empty(), "{found:?}");
    let said = found.iter().find(|one| one.place == 250).map(|one| one.detail.as_str());
    assert!(said.is_some_and(|said| said.starts_with("4 in a row, together 1350 where about 1")));
}

#[test]
fn demand_that_doubles_for_good_is_a_shift_from_about_that_day_on() {
    let mut noise = Noise(5);
    let (mut hits, mut near) = (0, 0);
    for _ in 0..40 {
        let mut values = steady(&mut noise, (30.0, 10), 420, 0.0);
        values.extend(steady(&mut noise, (60.0, 10), 210, 0.0));
        let found = noticed(&values);
        let shifts = of_kind(&found, Kind::LevelShift);
        hits += usize::from(shifts.len() == 1);
        near += usize::from(shifts.first().is_some_and(|place| place.abs_diff(420) <= 7));
        assert!(found.len() <= 3, "a new level is no row of outliers: {found:?}");
    }
    assert!(hits >= 35 && near >= 34, "{hits} found, {near} near, of 40");
}

#[test]
fn a_shift_says_from_how_much_to_how_much() {
    let mut values: Vec<f64> =
        (0..140).map(|day| 100.0 * WEEK[day % 7] + (day % 5) as f64).collect();
    values.extend((0..140).map(|day| 40.0 * WEEK[day % 7] + (day % 5) as f64));
    let found = noticed(&values);
    assert_eq!(of_kind(&found, Kind::LevelShift), [140]);
    assert!(found[0].detail.starts_with("from about 102 a period to 42 (-59 %)"), "{found:?}");
}

#[test]
fn much_that_is_odd_is_said_in_few_rows_the_furthest_first() {
    let mut noise = Noise(6);
    let mut values = steady(&mut noise, (30.0, 10), 730, 0.0);
    (0..20).for_each(|number| values[30 + 33 * number] = 400.0 + 50.0 * number as f64);
    let found = noticed(&values);
    let odd = of_kind(&found, Kind::AdditiveOutlier);
    assert_eq!((odd.len(), found.len()), (5, 5), "{found:?}");
    assert!(odd.iter().all(|place| values[*place] >= 1_000.0), "{found:?}");
    assert!(found.windows(2).all(|pair| pair[0].score >= pair[1].score), "{found:?}");
}

#[test]
fn what_nobody_saw_and_what_never_changes_is_not_odd() {
    let mut noise = Noise(7);
    let mut values = steady(&mut noise, (30.0, 10), 365, 0.0);
    values[100..160].fill(f64::NAN);
    assert!(noticed(&values).is_empty());
    assert!(noticed(&[f64::NAN; 365]).is_empty());
    assert!(noticed(&[0.0; 365]).is_empty());
    assert!(noticed(&[4.0; 365]).is_empty());
    // With less than a month nothing is usual yet.
    assert!(noticed(&[1.0, 1.0, 900.0, 1.0, 1.0, 1.0, 1.0]).is_empty());
}

#[test]
fn the_largest_numbers_there_are_do_no_harm() {
    let mut noise = Noise(8);
    for unit in [f64::MAX / 1e4, -f64::MAX / 1e4, 1e-300] {
        let values = steady(&mut noise, (30.0, 10), 365, 0.0);
        let values: Vec<f64> = values.iter().map(|value| value * unit).collect();
        noticed(&values);
    }
}

#[test]
fn numbers_are_shown_with_three_digits() {
    let shown: Vec<String> = [1234.4, 12.34, 5.0, 0.123_4, 0.0].map(shown).to_vec();
    assert_eq!(shown, ["1234", "12.3", "5", "0.123", "0"]);
}
