//! Names that mean the same are known, whatever their strength; others are not.

use marea_query::format::Format;

use super::Validator;

fn check(known: &str, expected: bool) {
    let validator = Validator::new(Some("abc"), Format::Csv);
    assert_eq!(validator.is_known(Some(known)), expected, "{known}");
}

#[test]
fn a_name_is_known_weak_or_of_an_answer_that_was_kept() {
    check("W/\"abc.csv\"", true);
    check("\"abc.csv\"", true);
    check("\"abc.csv.5f-3\"", true);
    check("\"else\", W/\"abc.csv\"", true);
}

#[test]
fn another_answer_another_form_and_anything_at_all_are_not_known() {
    check("W/\"abc.json\"", false);
    check("\"abd.csv\"", false);
    check("\"abc.csvx\"", false);
    check("abc.csv", false);
    check("*", false);
    check("", false);
}

#[test]
fn an_answer_that_changes_by_itself_has_no_name() {
    let validator = Validator::new(None, Format::Csv);
    assert!(validator.weak().is_none());
    assert!(!validator.is_known(Some("W/\"volatile.csv\"")));
}
