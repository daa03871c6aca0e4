//! The seasonal profile: bars as high as they are, names that fit, and what is missing in words.

use super::{SeasonalIndex, SeasonalProfile, marks};
use crate::charts::canvas::Mark;
use crate::charts::{Caption, ChartSize, apart, palette, typeface::register};
use crate::language::Language;

fn index(mean: f64) -> Option<SeasonalIndex> {
    Some(SeasonalIndex { mean, lower: mean * 0.8, upper: mean * 1.3 })
}

fn profile(language: Language) -> SeasonalProfile {
    register().expect("the typeface is in the binary");
    let wave = |at: usize, of: usize| {
        100.0 + 60.0 * ((at as f64) / of as f64 * std::f64::consts::TAU).sin()
    };
    SeasonalProfile {
        caption: Caption {
            title: "Seasonal profile of demand, Marea demo".to_owned(),
            subtitle: "units ordered".to_owned(),
            time_zone: "Europe/Madrid".to_owned(),
            source: "source: order lines · LSN 4711".to_owned(),
            language,
        },
        weekdays: std::array::from_fn(|at| index(wave(at, 7))),
        months: std::array::from_fn(|at| index(wave(at, 12))),
        hours: std::array::from_fn(|at| index(wave(at, 24) * 1.9)),
    }
}

fn texts(marks: &[Mark]) -> Vec<&str> {
    let mut texts = Vec::new();
    for mark in marks {
        if let Mark::Label { text, .. } = mark {
            texts.push(text.as_str());
        }
    }
    texts
}

#[test]
fn labels_stay_apart_in_every_language_and_size() {
    for language in Language::ALL {
        for (width, height) in [(640, 400), (800, 450), (1200, 630), (2000, 1400)] {
            let size = ChartSize { width, height, scale: 1 };
            apart::check(&marks(&profile(language), size).unwrap(), width, height);
        }
    }
}

#[test]
fn a_period_of_twice_the_demand_has_a_bar_of_twice_the_height() {
    let mut profile = profile(Language::English);
    profile.weekdays = [None; 7];
    profile.weekdays[0] = index(60.0);
    profile.weekdays[5] = index(120.0);
    let marks = marks(&profile, ChartSize::SLIDE).unwrap();
    let heights: Vec<f64> = marks
        .iter()
        .filter_map(|mark: &'_ Mark| match mark {
            Mark::Area { outline, colour } if *colour == palette::BAR => {
                Some(outline[2].1 - outline[0].1)
            }
            _ => None,
        })
        // The first is the sample of the legend.
        .skip(1)
        .take(2)
        .collect();
    assert!((heights[1] / heights[0] - 2.0).abs() < 1e-9, "{heights:?}");
}

#[test]
fn a_panel_without_a_value_says_so() {
    let mut profile = profile(Language::French);
    profile.months = [None; 12];
    let marks = marks(&profile, ChartSize::SLIDE).unwrap();
    assert!(texts(&marks).contains(&"Historique insuffisant"));
    assert!(texts(&marks).contains(&"lun."));
}

#[test]
fn a_value_that_is_no_number_is_refused_by_its_period() {
    let mut profile = profile(Language::English);
    profile.weekdays[2] = index(f64::NAN);
    let error = marks(&profile, ChartSize::SLIDE).unwrap_err().to_string();
    assert!(error.contains("Wed"), "{error}");
}
