//! What may be an identifier, and what may not.

use super::*;

#[test]
fn white_space_around_an_identifier_is_dropped() {
    assert_eq!(Sku::new("  85123A ").unwrap().as_str(), "85123A");
}

#[test]
fn empty_long_and_control_characters_are_refused() {
    assert_eq!(Sku::new(" "), Err(IdentifierError::Empty));
    assert_eq!(Sku::new(&"x".repeat(201)), Err(IdentifierError::TooLong(201)));
    assert_eq!(Sku::new("a\u{0}b"), Err(IdentifierError::ControlCharacter));
}

#[test]
fn a_currency_is_three_letters() {
    assert_eq!(Currency::new("eur").unwrap().as_str(), "EUR");
    assert!(Currency::new("EURO").is_err());
    assert!(Currency::new("€").is_err());
}
