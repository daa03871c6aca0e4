//! What is taken for a number.

use super::Cell;

#[test]
fn numbers_truths_and_what_is_not_known_are_told_apart() {
    let cells = [
        ("12", Cell::Number(12.0)),
        ("-0.5e3", Cell::Number(-500.0)),
        ("TRUE", Cell::Number(1.0)),
        ("false", Cell::Number(0.0)),
        ("", Cell::Unknown),
        ("NA", Cell::Unknown),
        ("nan", Cell::Unknown),
        ("inf", Cell::Text),
        ("12,5", Cell::Text),
        ("Easter", Cell::Text),
    ];
    for (text, cell) in cells {
        assert_eq!(Cell::read(text), cell, "{text}");
    }
}
