//! Effects on simulated series whose true effects are known.

use std::f64::consts::TAU;

use chrono::NaiveDate;

use super::Effects;
use crate::calendar::{Calendar, CalendarError, Country, Evidence, Marks, Periods};

/// A seeded, nearly normal number: the sum of twelve uniform ones, by SplitMix64.
fn normal(seed: u64) -> f64 {
    let mut state = seed.wrapping_mul(12).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let mut uniform = || {
        state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (state ^ (state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((mixed ^ (mixed >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    };
    (0..12).map(|_| uniform()).sum::<f64>() - 6.0
}

const WEEK: [f64; 7] = [1.2, 1.1, 1.0, 1.0, 1.1, 0.9, 0.7];

/// What a holiday truly does: closed at Christmas, busy before, Easter quiet, the rest nothing.
fn truth(name: &str, offset: i8) -> f64 {
    match (name, offset) {
        ("Christmas Day", 0) => 0.0,
        ("Christmas Day", -2) => 1.8,
        ("Good Friday", -1) => 1.4,
        ("Good Friday", 0) => 0.5,
        ("Easter Monday", 0) => 0.6,
        ("Easter Monday", 1) => 1.3,
        _ => 1.0,
    }
}

struct Panel {
    marks: Marks,
    series: Vec<Vec<f64>>,
}

/// Series of `years` with trend, week, year and noise, under the true effects.
fn panel(count: u64, years: usize, noise: f64, effect: fn(&str, i8) -> f64) -> Panel {
    let country: Country = "GB".parse().expect("a country");
    let first = NaiveDate::from_ymd_opt(2021, 7, 1).expect("a date");
    let periods = Periods::days(first, years * 365 + 60).expect("days");
    let calendar = Calendar { country: Some(country), ..Calendar::default() };
    let marks = Marks::of(&calendar, &periods);
    let value = |series: u64, day: usize| {
        let year = (0.3 * (TAU * day as f64 / 365.25).sin()).exp();
        let level = (20.0 + 7.0 * series as f64) * (1.0 + day as f64 / 2_000.0);
        let factor = marks
            .get(day)
            .map_or(1.0, |mark| effect(&marks.names()[usize::from(mark.group)], mark.offset));
        let chance = 1.0 + noise * normal(series * 100_003 + day as u64);
        (level * WEEK[day % 7] * year * factor * chance).max(0.0)
    };
    let series =
        (0..count).map(|series| (0..years * 365).map(|day| value(series, day)).collect()).collect();
    Panel { marks, series }
}

impl Panel {
    fn evidence(&self) -> Vec<Evidence> {
        let gather = |values: &Vec<f64>| Evidence::gather(values, &self.marks, 7);
        self.series.iter().map(gather).collect::<Result<_, _>>().expect("as many marks")
    }
}

fn of_panel(evidence: &[Evidence]) -> Effects {
    Effects::of_panel(evidence).expect("the same marks")
}

fn factor(effects: &Effects, name: &str, offset: i8) -> f64 {
    let found = effects.iter().find(|(known, at, _)| *known == name && *at == offset);
    found.expect(name).2
}

#[test]
fn a_panel_finds_known_effects_within_five_percent() {
    let effects = of_panel(&panel(120, 3, 0.25, truth).evidence());
    let bias = |(name, offset, found): (&str, i8, f64)| found - truth(name, offset);
    for (name, offset, found) in effects.iter() {
        // Days that came only once in the three years are told apart from chance less well.
        let known = (truth(name, offset) - 1.0).abs() > 0.01;
        let limit = if known { 0.05 * truth(name, offset).max(0.5) } else { 0.1 };
        assert!(bias((name, offset, found)).abs() < limit, "{name} {offset:+}: {found}");
    }
    let mean = effects.iter().map(bias).sum::<f64>() / effects.iter().count() as f64;
    assert!(mean.abs() < 0.01, "all factors together are off by {mean:+.3}");
}

#[test]
fn one_even_series_of_five_years_finds_known_effects_too() {
    let effects = of_panel(&panel(1, 5, 0.05, truth).evidence());
    for (name, offset) in [("Christmas Day", -2), ("Good Friday", 0), ("Easter Monday", 1)] {
        let relative = factor(&effects, name, offset) / truth(name, offset) - 1.0;
        assert!(relative.abs() < 0.05, "{name} {offset:+}: {relative:+.3}");
    }
    assert!(factor(&effects, "Christmas Day", 0) < 0.03);
}

#[test]
fn where_there_is_no_effect_chance_is_shrunk_away() {
    let noisy = panel(1, 2, 0.5, |_, _| 1.0).evidence();
    let effects = of_panel(&noisy);
    let spread = |factors: &mut dyn Iterator<Item = f64>| -> f64 {
        let squares: Vec<f64> = factors.map(|factor| (factor - 1.0).powi(2)).collect();
        squares.iter().sum::<f64>() / squares.len() as f64
    };
    let raw = spread(&mut noisy[0].seen.values().map(|seen| seen.value / seen.ordinary));
    let shrunk = spread(&mut effects.iter().map(|(_, _, factor)| factor));
    assert!(shrunk < 0.4 * raw, "{shrunk} of {raw}");
}

#[test]
fn a_noisy_series_borrows_from_its_panel() {
    let mut evidence = panel(30, 2, 0.2, truth).evidence();
    let mut short = panel(1, 2, 0.8, truth);
    short.series[0].truncate(365);
    let noisy = short.evidence();
    evidence.extend(noisy.clone());
    let together = of_panel(&evidence);
    let own = of_panel(&noisy);
    let borrowed = together.of_series(&noisy[0]).expect("the same marks");
    let error = |effects: &Effects| -> f64 {
        let marks = noisy[0].seen.keys();
        let squared = marks.map(|mark| {
            let name = &noisy[0].names[usize::from(mark.group)];
            (factor(effects, name, mark.offset) - truth(name, mark.offset)).powi(2)
        });
        squared.sum()
    };
    assert!(error(&borrowed) < 0.5 * error(&own), "{} of {}", error(&borrowed), error(&own));
}

#[test]
fn what_is_divided_out_is_what_is_multiplied_on() {
    let panel = panel(20, 3, 0.1, truth);
    let effects = of_panel(&panel.evidence());
    let factors = effects.factors(&panel.marks);
    assert_eq!(factors.len(), panel.marks.len(), "the future has factors too");
    let mut values = panel.series[0].clone();
    effects.remove(&mut values, &panel.marks).expect("as many marks");
    for ((plain, value), factor) in values.iter().zip(&panel.series[0]).zip(&factors) {
        if plain.is_nan() {
            assert!(*factor < 0.05 && *value < 0.2, "only closed days become unknown");
        } else {
            assert!((plain * factor - value).abs() <= 1e-9 * value.abs());
        }
    }
    assert!(values.iter().any(|value| value.is_nan()), "Christmas says nothing of the level");
}

#[test]
fn factors_hold_for_other_spans_of_the_same_calendar() {
    let panel = panel(10, 3, 0.1, truth);
    let effects = of_panel(&panel.evidence());
    let first = NaiveDate::from_ymd_opt(2030, 4, 15).expect("a date");
    let periods = Periods::days(first, 10).expect("days");
    let country: Country = "GB".parse().expect("a country");
    let calendar = Calendar { country: Some(country), ..Calendar::default() };
    let ahead = effects.factors(&Marks::of(&calendar, &periods));
    // Good Friday is 19 April 2030.
    assert!((ahead[4] - 0.5).abs() < 0.05 && (ahead[8] - 1.3).abs() < 0.06, "{ahead:?}");
}

#[test]
fn what_has_no_factors_or_does_not_fit_is_refused_or_left_alone() {
    let panel = panel(1, 1, 0.1, truth);
    let mut net = panel.series[0].clone();
    net[5] = -3.0;
    let evidence = Evidence::gather(&net, &panel.marks, 7).expect("as many marks");
    assert_eq!(of_panel(&[evidence]).iter().count(), 0);
    let periods = Periods::days(NaiveDate::default(), 400).expect("days");
    let other = Marks::of(&Calendar::default(), &periods);
    let other = Evidence::gather(&[1.0; 400], &other, 7).expect("as many marks");
    let unlike = [panel.evidence(), vec![other]].concat();
    assert_eq!(Effects::of_panel(&unlike), Err(CalendarError::UnlikeMarks));
    net.resize(panel.marks.len() + 1, 1.0);
    let refused = Evidence::gather(&net, &panel.marks, 7).expect_err("one value too many");
    let (values, periods) = (net.len(), panel.marks.len());
    assert_eq!(refused, CalendarError::Length { values, periods });
}
