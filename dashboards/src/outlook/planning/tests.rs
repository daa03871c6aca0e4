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
        ("[forecasts]\nrefit_days = 29\n", "forecasts.refit_days: expected 1 to 28, found 29"),
        ("[inventory]\nservice = 0.9\n", "unknown field `service`"),
        ("[staffing]\ncloses = \"05:00:00\"\n", "staffing.closes"),
        ("[staffing]\nshrinkage = 1.0\n", "staffing.shrinkage"),
        ("country = \"Atlantis\"\n", "Atlantis"),
        ("[[staffing.people]]\nname = \"a\"\npeople = 1\nroles = [\"flying\"]\n", "flying"),
        (
            "[[staffing.shifts]]\nname = \"a\"\nstarts = \"06:00:00\"\nhours = 20.0\n",
            "hours of \"a\"",
        ),
    ];
    for (text, part) in faults {
        let error = read(text).unwrap_err();
        assert!(error.contains(part) && error.contains("planning.toml"), "{part}: {error}");
    }
}

#[test]
fn the_file_as_it_is_described_is_read() {
    let source = include_str!("../planning.rs").lines();
    let lines = source.skip_while(|line| *line != "//! ```toml").skip(1);
    let lines = lines.take_while(|line| *line != "//! ```");
    let text: Vec<&str> = lines.map(|line| line.trim_start_matches("//!").trim_start()).collect();
    assert!(text.len() > 40);
    let planning = read(&text.join("\n")).unwrap();
    assert_eq!(planning.inventory, Planning::default().inventory, "what is told is the default");
    assert_eq!(planning.forecasts, Planning::default().forecasts, "what is told is the default");
    assert!(planning.country.is_some() && !planning.staffing.templates().is_empty());
}
