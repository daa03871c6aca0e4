//! Texts that have to fit.

use plotters::style::BLACK;

use super::{Lettering, register};

fn letters() -> Lettering {
    register().expect("the typeface is in the binary");
    Lettering { size: 15.0, bold: false, colour: BLACK }
}

#[test]
fn widths_grow_with_the_text_and_the_size() {
    let small = letters();
    let large = Lettering { size: 30.0, ..small };
    assert!(small.width("1,000") > 20.0 && small.width("1,000") < 60.0);
    assert!((large.width("1,000") / small.width("1,000") - 2.0).abs() < 0.05);
}

#[test]
fn a_text_that_fits_is_left_alone_and_a_long_one_ends_in_an_ellipsis() {
    let text = "Demand a day, whole shop";
    assert_eq!(letters().shorten(text, 1_000.0), text);
    let short = letters().shorten(text, 100.0);
    assert!(short.ends_with('…') && letters().width(&short) <= 100.0, "{short}");
    assert!(letters().width(&letters().shorten(&text.repeat(40_000), 500.0)) <= 500.0);
}

#[test]
fn a_long_source_is_broken_into_no_more_lines_than_there_is_room_for() {
    let lines = letters().wrap(&"one two three ".repeat(50), 200.0, 2);
    assert_eq!(lines.len(), 2);
    assert!(lines[1].ends_with('…'));
    assert!(lines.iter().all(|line| letters().width(line) <= 200.0), "{lines:?}");
}
