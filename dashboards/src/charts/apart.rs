//! For tests: no letters run into each other or off a chart.

use super::canvas::{Align, Mark};

/// A label's text and its left, top, right and bottom.
type Label = (String, [f64; 4]);

fn boxed(mark: &Mark) -> Option<Label> {
    let Mark::Label { text, place: (across, middle), align, lettering } = mark else {
        return None;
    };
    let width = lettering.width(text);
    let left = match align {
        Align::Left => *across,
        Align::Centre => across - width / 2.0,
        Align::Right => across - width,
    };
    // The height of letters, without the room between lines.
    let half = lettering.size * 0.4;
    Some((text.clone(), [left, middle - half, left + width, middle + half]))
}

fn overlap(one: &[f64; 4], other: &[f64; 4]) -> bool {
    one[0] < other[2] && other[0] < one[2] && one[1] < other[3] && other[1] < one[3]
}

/// Checks that all letters of a picture of this size stay apart, inside, and large enough to read.
pub(super) fn check(marks: &[Mark], width: u32, height: u32) {
    let labels: Vec<Label> = marks.iter().filter_map(boxed).collect();
    assert!(!labels.is_empty(), "a chart without a word");
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
    let small = marks
        .iter()
        .any(|mark| matches!(mark, Mark::Label { lettering, .. } if lettering.size < 12.0));
    assert!(!small, "letters too small to read");
}
