//! The accuracy chart: what is better lies lower, what is promised is marked, labels stay apart.

use super::{AccuracyChart, AccuracyStep, marks};
use crate::charts::canvas::Mark;
use crate::charts::{Caption, ChartSize, apart, palette, typeface::register};
use crate::language::Language;

fn chart(horizons: u32, error: f64, language: Language) -> AccuracyChart {
    register().expect("the typeface is in the binary");
    let step = |horizon: u32| AccuracyStep {
        horizon,
        error: Some(error * (1.0 + f64::from(horizon) / 40.0)),
        coverage_80: Some(0.82),
        coverage_95: Some(0.93),
    };
    AccuracyChart {
        caption: Caption {
            title: "How far forecasts were off, Marea demo".to_owned(),
            subtitle: "back-test".to_owned(),
            time_zone: "Europe/Madrid".to_owned(),
            source: "model theta · LSN 4711".to_owned(),
            language,
        },
        steps: (1..=horizons).rev().map(step).collect(),
        seasonal_naive: Some(error * 3.0),
    }
}

fn line(marks: &[Mark], wanted: plotters::style::RGBColor) -> Vec<(f64, f64)> {
    let lines = marks.iter().filter_map(|mark| match mark {
        Mark::Line { places, colour, .. } if *colour == wanted => Some(places.clone()),
        _ => None,
    });
    lines.max_by_key(Vec::len).expect("a line")
}

#[test]
fn labels_stay_apart_in_every_language_and_size() {
    for language in Language::ALL {
        for (width, height) in [(640, 400), (800, 450), (1200, 630), (2000, 1400)] {
            for horizons in [1, 2, 7, 28, 90, 400] {
                let size = ChartSize { width, height, scale: 1 };
                let marks = marks(&chart(horizons, 0.21, language), size).unwrap();
                apart::check(&marks, width, height);
            }
        }
    }
}

#[test]
fn days_ahead_go_from_left_to_right_and_a_larger_error_lies_higher() {
    let marks = marks(&chart(28, 0.2, Language::English), ChartSize::SLIDE).unwrap();
    let places = line(&marks, palette::FORECAST);
    assert_eq!(places.len(), 28);
    assert!(places.windows(2).all(|pair| pair[0].0 < pair[1].0 && pair[0].1 > pair[1].1));
    let naive = marks.iter().find_map(|mark| match mark {
        Mark::Line { places, colour, dashed: true, width }
            if *colour == palette::TESTED && *width < 2.5 =>
        {
            Some(places[0].1)
        }
        _ => None,
    });
    assert!(naive.expect("seasonal naive") < places[27].1, "three times the error");
}

#[test]
fn no_step_is_said_in_words() {
    let empty = AccuracyChart { steps: Vec::new(), ..chart(1, 0.2, Language::Galician) };
    let marks = marks(&empty, ChartSize::SLIDE).unwrap();
    let said = marks
        .iter()
        .any(|mark| matches!(mark, Mark::Label { text, .. } if text == "Histórico insuficiente"));
    assert!(said);
}

#[test]
fn an_endless_error_is_refused_by_its_horizon() {
    let mut wild = chart(5, 0.2, Language::English);
    wild.steps[0].error = Some(f64::INFINITY);
    let error = marks(&wild, ChartSize::SLIDE).unwrap_err().to_string();
    assert!(error.contains("horizon 5"), "{error}");
}
