//! The planners' file, and what is said where it is wrong.

use chrono::Weekday;

use super::Planning;

fn read(text: &str) -> Result<Planning, String> {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("planning.toml"), text).unwrap();
    Planning::read(folder.path()).map_err(|error| format!("{error:#}"))
}

#[test]
fn a_shop_without_the_file_has_the_defaults() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(Planning::read(folder.path()).unwrap(), Planning::default());
}

#[test]
fn what_is_left_out_keeps_its_default() {
    let text = "[inventory]\nservice_level = 0.99\n[staffing]\nopens = \"07:30:00\"\n\
                days_of_week = [\"Mon\", \"Tue\"]\n";
    let planning = read(text).unwrap();
    assert_eq!((planning.inventory.service_level, planning.inventory.review_days), (0.99, 7));
    assert_eq!(planning.staffing.opens.to_string(), "07:30:00");
    assert_eq!(planning.staffing.days_of_week, [Weekday::Mon, Weekday::Tue]);
}

#[test]
fn a_wrong_field_is_named_with_what_was_expected() {
    let faults = [
        ("[inventory]\nservice_level = 1.5\n", "inventory.service_level"),
        ("[inventory]\nreview_days = 0\n", "1 to 91"),
        ("[inventory]\nservice = 0.9\n", "unknown field `service`"),
        ("[staffing]\ncloses = \"05:00:00\"\n", "staffing.closes"),
        ("[staffing]\nshrinkage = 1.0\n", "staffing.shrinkage"),
    ];
    for (text, part) in faults {
        let error = read(text).unwrap_err();
        assert!(error.contains(part) && error.contains("planning.toml"), "{part}: {error}");
    }
}
