//! Names are parted into keys, or left alone.

use super::codes;

const NONE: [u32; 0] = [];

/// Twelve names for each first key and six for each second one, or what `form` makes of them.
fn names(form: impl Fn(&str, usize) -> String) -> Vec<String> {
    let keys = ["b", "a", "c"].iter().flat_map(|key| (0..12).map(move |number| (*key, number)));
    keys.map(|(key, number)| form(key, number)).collect()
}

fn of(names: &[String]) -> Vec<Vec<u32>> {
    codes(&names.iter().map(String::as_str).collect::<Vec<_>>())
}

#[test]
fn keys_that_series_share_are_numbered_in_alphabetical_order() {
    let found = of(&names(|key, number| format!("{key}|{}", number % 2)));
    assert_eq!([&found[0], &found[13], &found[24]], [&[1, 0], &[0, 1], &[2, 0]]);
}

#[test]
fn a_key_that_all_share_or_that_only_few_do_is_left_out() {
    let found = of(&names(|key, number| format!("units_{number}_{key}")));
    assert_eq!([&found[0], &found[13], &found[24]], [&[1], &[0], &[2]]);
}

#[test]
fn names_that_are_not_all_made_of_as_many_keys_have_none() {
    let mut mixed = names(|key, number| format!("{key}|{number}"));
    mixed.push("total".to_owned());
    assert!(of(&mixed).iter().all(Vec::is_empty));
    assert_eq!(codes(&["W1", "W2", "W3"]), [NONE; 3]);
    assert_eq!(codes(&[]), [NONE; 0]);
}

#[test]
fn a_bar_parts_names_before_a_line_within_keys_does() {
    let found = of(&names(|key, number| format!("store_{key}|product_{number}")));
    assert_eq!([&found[0], &found[13], &found[24]], [&[1], &[0], &[2]]);
}
