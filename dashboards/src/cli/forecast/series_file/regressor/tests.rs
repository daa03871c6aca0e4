//! What a column beside the value is good for.

use super::{Regressor, Use};

fn used(cells: &[&str], series: &[u32]) -> Use {
    let mut column = Regressor::new("holiday".into());
    for cell in cells {
        column.push(cell);
    }
    column.used(series)
}

#[test]
fn numbers_are_known_ahead() {
    let Use::Known(columns) = used(&["1", "", "2.5"], &[0, 0, 0]) else { panic!("ignored") };
    assert_eq!(columns[0].0, "holiday");
    assert_eq!(columns[0].1[..1], [1.0]);
    assert!(columns[0].1[1].is_nan());
}

#[test]
fn text_that_varies_in_time_becomes_a_column_for_each_value_but_the_commonest() {
    let cells = ["none of", "none of", "Easter", "Christmas"];
    let Use::Known(columns) = used(&cells, &[0, 0, 0, 0]) else { panic!("ignored") };
    let expected = [
        ("holiday=Easter".to_owned(), vec![0.0, 0.0, 1.0, 0.0]),
        ("holiday=Christmas".to_owned(), vec![0.0, 0.0, 0.0, 1.0]),
    ];
    assert_eq!(columns, expected);
}

#[test]
fn text_that_never_varies_within_a_series_is_not_used() {
    let Use::Ignored(why) = used(&["kitchen", "kitchen", "garden"], &[0, 0, 1]) else {
        panic!("used")
    };
    assert!(why.contains("holiday"), "{why}");
}

#[test]
fn free_text_is_not_used() {
    let texts: Vec<String> = (0..40).map(|number| format!("note {number}")).collect();
    let cells: Vec<&str> = texts.iter().map(String::as_str).collect();
    assert!(matches!(used(&cells, &[0; 40]), Use::Ignored(_)));
}
