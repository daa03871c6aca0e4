//! The staffing chart: numbers in cells, darker where more people are, labels that stay apart.

use chrono::{Days, NaiveDate};

use super::{StaffingChart, StaffingHour, marks};
use crate::charts::canvas::Mark;
use crate::charts::{Caption, ChartSize, apart, palette, typeface::register};
use crate::language::Language;

fn chart(days: u64, most: u32, language: Language) -> StaffingChart {
    register().expect("the typeface is in the binary");
    let monday = NaiveDate::from_ymd_opt(2026, 11, 23).expect("a Monday");
    let hours = (0..days).flat_map(|day| {
        (6..22).map(move |hour| StaffingHour {
            date: monday + Days::new(day),
            hour,
            people: most * (hour - 5) / 16,
            work_hours: f64::from(most) * 0.8,
        })
    });
    StaffingChart {
        caption: Caption {
            title: "People to call in, MAD".to_owned(),
            subtitle: "all roles: receiving, picking, packing".to_owned(),
            time_zone: "Europe/Madrid".to_owned(),
            source: "arrivals: model theta · LSN 4711".to_owned(),
            language,
        },
        hours: hours.collect(),
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
            for days in [1, 7, 14, 28] {
                for most in [1, 9, 160] {
                    let size = ChartSize { width, height, scale: 1 };
                    let marks = marks(&chart(days, most, language), size);
                    apart::check(&marks, width, height);
                }
            }
        }
    }
}

#[test]
fn each_hour_shows_its_number_and_more_people_are_darker() {
    let marks = marks(&chart(14, 16, Language::English), ChartSize::SLIDE);
    for people in 1..=16 {
        let shown = texts(&marks).iter().filter(|text| **text == people.to_string()).count();
        assert!(shown >= 14, "{people} is shown {shown} times");
    }
    assert!(palette::heat(0.9).0 < palette::heat(0.1).0);
}

#[test]
fn roles_of_one_hour_add_up() {
    let mut chart = chart(1, 5, Language::English);
    let hour = StaffingHour { people: 40, ..chart.hours[3] };
    chart.hours.extend([hour, hour]);
    let added = (80 + chart.hours[3].people).to_string();
    let marks = marks(&chart, ChartSize::SLIDE);
    assert!(texts(&marks).contains(&added.as_str()), "{added}");
}

#[test]
fn a_plan_without_people_says_so() {
    let marks = marks(&chart(7, 0, Language::Spanish), ChartSize::SLIDE);
    assert!(texts(&marks).contains(&"No se necesita a nadie en estos días."));
}
