//! Labels of values and dates.

use chrono::{Days, NaiveDate};

use super::{ValueAxis, date_ticks};
use crate::language::Language;

fn labels(low: f64, high: f64, count: usize) -> Vec<String> {
    ValueAxis::new(low, high, count)
        .ticks(Language::English)
        .into_iter()
        .map(|(_, label)| label)
        .collect()
}

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("a day")
}

#[test]
fn ticks_are_round_and_hold_zero_and_every_value() {
    assert_eq!(labels(430.0, 3_870.0, 4), ["0", "1,000", "2,000", "3,000", "4,000"]);
    let signed = ["−1,500", "−1,000", "−500", "0", "500", "1,000"];
    assert_eq!(labels(-1_200.0, 700.0, 3), signed);
    assert_eq!(labels(0.0, 0.9, 4), ["0.00", "0.25", "0.50", "0.75", "1.00"]);
    assert_eq!(labels(0.0, 0.041, 4), ["0.00", "0.01", "0.02", "0.03", "0.04", "0.05"]);
}

#[test]
fn one_tick_more_is_taken_where_half_the_plot_would_be_empty() {
    assert_eq!(labels(0.0, 215.0, 2), ["0", "100", "200", "300"]);
    assert_eq!(labels(0.0, 190.0, 2), ["0", "100", "200"]);
}

#[test]
fn nothing_but_zeros_still_has_an_axis() {
    assert_eq!(labels(0.0, 0.0, 2), ["0.0", "0.5", "1.0"]);
}

#[test]
fn large_values_are_shown_in_millions_and_say_so() {
    let axis = ValueAxis::new(0.0, 38e6, 4);
    assert_eq!(axis.unit("EUR", Language::English), "million EUR");
    assert_eq!(axis.ticks(Language::English).last().map(|tick| tick.1.as_str()), Some("40"));
    assert_eq!(ValueAxis::new(0.0, 8e6, 4).unit("EUR", Language::English), "EUR");
}

#[test]
fn dated_ticks_never_stand_closer_than_a_label_is_wide() {
    let first = day(2024, 2, 27);
    for days in (0..900).chain([2_000, 9_000, 39_999]) {
        let last = first + Days::new(days);
        for (width, label) in [(380.0, 55.0), (1_100.0, 55.0), (1_900.0, 40.0)] {
            let ticks = date_ticks(first, last, width, label, Language::English);
            let pixels = width / days.max(1) as f64;
            let close = ticks.windows(2).any(|pair| {
                let apart = (pair[1].date - pair[0].date).num_days() as f64 * pixels;
                apart < label - 1e-9
            });
            assert!(!close, "{days} days on {width}: {ticks:?}");
            assert!(ticks.iter().all(|tick| first <= tick.date && tick.date <= last));
        }
    }
}

#[test]
fn four_months_are_marked_on_mondays_and_the_year_where_it_changes() {
    let ticks = date_ticks(day(2025, 11, 1), day(2026, 3, 1), 800.0, 55.0, Language::English);
    let shown: Vec<_> =
        ticks.iter().map(|tick| (tick.label.as_str(), tick.year.as_deref())).collect();
    assert_eq!(shown[..3], [("3 Nov", Some("2025")), ("17 Nov", None), ("1 Dec", None)]);
    assert!(shown.contains(&("12 Jan", Some("2026"))), "{shown:?}");
}

#[test]
fn two_years_are_marked_by_months() {
    let ticks = date_ticks(day(2024, 11, 21), day(2026, 12, 18), 1_250.0, 55.0, Language::English);
    assert_eq!((ticks[0].label.as_str(), ticks[0].year.as_deref()), ("Jan", Some("2025")));
    assert_eq!(ticks[1].label, "Mar");
}

#[test]
fn months_and_large_units_are_named_in_the_language_of_the_chart() {
    let axis = ValueAxis::new(0.0, 38e6, 4);
    assert_eq!(axis.unit("EUR", Language::Spanish), "millones de EUR");
    let ticks = date_ticks(day(2025, 11, 1), day(2026, 3, 1), 800.0, 55.0, Language::Galician);
    assert_eq!(ticks[0].label, "3 nov");
    assert!(ticks.iter().any(|tick| tick.label == "12 xan"), "{ticks:?}");
}

#[test]
fn an_axis_of_shares_need_not_hold_zero() {
    let axis = ValueAxis::between(50.0, 100.0, 5);
    let labels: Vec<_> = axis.ticks(Language::English).into_iter().map(|tick| tick.1).collect();
    assert_eq!(labels, ["50", "60", "70", "80", "90", "100"]);
}
