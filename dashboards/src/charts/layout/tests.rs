//! No letters run into each other or off the chart, whatever the size and the data.

use super::{FOOTER, NOTE, SUBTITLE, TICK, TITLE, marks};
use crate::charts::ChartSize;
use crate::charts::canvas::{Align, Mark};
use crate::charts::fan::FanChart;
use crate::charts::fan::tests::chart;
use crate::charts::typeface::register;

/// A label's text and its left, top, right and bottom.
type Label = (String, [f64; 4]);

fn labels(chart: &FanChart, size: ChartSize) -> Vec<Label> {
    register().expect("the typeface is in the binary");
    let boxed = |mark: Mark| match mark {
        Mark::Label { text, place: (across, middle), align, lettering } => {
            let width = lettering.width(&text);
            let left = match align {
                Align::Left => across,
                Align::Centre => across - width / 2.0,
                Align::Right => across - width,
            };
            // The height of letters, without the room between lines.
            let half = lettering.size * 0.4;
            Some((text, [left, middle - half, left + width, middle + half]))
        }
        _ => None,
    };
    marks(chart, size).into_iter().filter_map(boxed).collect()
}

fn overlap(one: &[f64; 4], other: &[f64; 4]) -> bool {
    one[0] < other[2] && other[0] < one[2] && one[1] < other[3] && other[1] < one[3]
}

fn check(chart: &FanChart, width: u32, height: u32) {
    let labels = labels(chart, ChartSize { width, height, scale: 1 });
    for (index, (text, place)) in labels.iter().enumerate() {
        for (other_text, other) in &labels[index + 1..] {
            assert!(!overlap(place, other), "{text:?} and {other_text:?} at {width} × {height}");
        }
        let inside = place[0] >= 0.0
            && place[1] >= 0.0
            && place[2] <= f64::from(width)
            && place[3] <= f64::from(height);
        assert!(inside, "{text:?} leaves {width} × {height}: {place:?}");
    }
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
fn long_words_are_shortened_before_they_leave_the_chart() {
    let long = "An endless title of a chart that nobody will ever read to its end ".repeat(9);
    let wordy =
        FanChart { title: long.clone(), subtitle: long.clone(), source: long, ..chart(60, 8.0) };
    for (width, height) in [(480, 300), (1200, 630)] {
        check(&wordy, width, height);
    }
}

#[test]
fn every_line_of_letters_is_large_enough_to_read() {
    for lettering in [TITLE, SUBTITLE, TICK, FOOTER, NOTE] {
        assert!(lettering.size >= 13.0);
    }
}
