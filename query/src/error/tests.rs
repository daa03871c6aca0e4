//! The parser's message is taken apart into what and where.

use super::*;

#[test]
fn the_place_is_read_from_the_end_of_the_message() {
    let (message, place) = parsed("Expected: an expression, found: EOF at Line: 2, Column: 17".into(), None);
    assert_eq!(message, "Expected: an expression, found: EOF");
    assert_eq!(place, Some(Position { line: 2, column: 17 }));
    let (message, place) = parsed("no place".into(), None);
    assert_eq!((message.as_str(), place), ("no place", None));
}
