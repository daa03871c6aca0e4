//! No letters run into each other or off the chart, whatever the size, the data and the language.

use super::marks;
use crate::charts::fan::{FanChart, tests::chart};
use crate::charts::{Caption, ChartSize, apart, typeface::register};
use crate::language::Language;

fn check(chart: &FanChart, width: u32, height: u32) {
    register().expect("the typeface is in the binary");
    apart::check(&marks(chart, ChartSize { width, height, scale: 1 }), width, height);
}

#[test]
fn labels_stay_apart_and_inside_at_every_size_and_span() {
    for (width, height) in [(480, 300), (640, 400), (900, 500), (1200, 630), (2000, 1400)] {
        for days in [1, 2, 9, 30, 60, 120, 365, 730, 3_650] {
            for size in [0.0, 0.02, 3.0, 1_850.0, 1.85e6, 4.2e8, 9e14 / 1.5 / 1.4] {
                check(&chart(days, size), width, height);
            }
        }
    }
}

#[test]
fn labels_stay_apart_in_every_language() {
    for language in Language::ALL {
        for days in [30, 150, 365] {
            let mut chart = chart(days, 1_850.0);
            chart.caption.language = language;
            check(&chart, 800, 450);
            check(&chart, 480, 300);
        }
    }
}

#[test]
fn long_words_are_shortened_before_they_leave_the_chart() {
    let long = "An endless title of a chart that nobody will ever read to its end ".repeat(9);
    let mut wordy = chart(60, 8.0);
    let caption = wordy.caption.clone();
    wordy.caption =
        Caption { title: long.clone(), subtitle: long.clone(), source: long, ..caption };
    for (width, height) in [(480, 300), (1200, 630)] {
        check(&wordy, width, height);
    }
}
