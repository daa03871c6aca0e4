//! Shifts and people where nothing is said of them, and where something is.

use marea_forecast::staffing::Role;

use crate::outlook::Planning;

fn staffing(text: &str) -> super::StaffingPlanning {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("planning.toml"), text).unwrap();
    Planning::read(folder.path()).unwrap().staffing
}

#[test]
fn shifts_that_nobody_described_lie_within_the_opening_hours() {
    let shop = staffing("[staffing]\nopens = \"07:00:00\"\ncloses = \"21:30:00\"\n");
    let templates = shop.templates();
    assert!(templates.len() > 5 && (shop.shift_hours() - 8.5).abs() < 1e-9);
    for template in &templates {
        let ends = template.start + chrono::TimeDelta::minutes(template.minutes.into());
        assert!(template.start >= shop.opens && ends <= shop.closes, "{}", template.name);
        assert_eq!(template.breaks.len(), usize::from(template.minutes > 360));
    }
    let names: std::collections::BTreeSet<_> = templates.iter().map(|it| &it.name).collect();
    assert_eq!(names.len(), templates.len());
    let short = staffing("[staffing]\nopens = \"10:00:00\"\ncloses = \"13:00:00\"\n");
    assert!(short.templates().iter().all(|it| it.minutes == 180));
}

#[test]
fn a_house_that_never_closes_has_shifts_until_midnight() {
    let always = staffing("[staffing]\nopens = \"00:00:00\"\ncloses = \"00:00:00\"\n");
    let last = always.templates().iter().map(|it| it.start).max().unwrap();
    assert_eq!(last.to_string(), "20:00:00");
}

#[test]
fn who_is_named_works_where_he_is_named_for() {
    let text = "[[staffing.people]]\nname = \"floor\"\nwarehouse = \"MAD\"\npeople = 4\n\
                roles = [\"picking\"]\ncontract_hours = 45.0\n";
    let named = staffing(text).staff("MAD", 2);
    assert_eq!(
        (named.len(), named[0].people, named[0].skills.as_slice()),
        (1, 4, &[Role::Picking][..])
    );
    assert!(named[0].ordinary_hours >= named[0].contract_hours);
    let others = staffing(text).staff("BCN", 2);
    assert_eq!((others[0].name.as_str(), others[0].people), ("anybody", 6));
}

#[test]
fn what_is_said_of_one_warehouse_counts_before_what_is_said_of_all() {
    let text = "[[staffing.usual]]\nrole = \"picking\"\npeople = 2\nhours = 16.0\n\
                [[staffing.usual]]\nwarehouse = \"MAD\"\nrole = \"picking\"\npeople = 5\nhours = 40.0\n";
    let shop = staffing(text);
    assert_eq!(shop.usual("MAD", Role::Picking), Some((40.0, 5)));
    assert_eq!(shop.usual("BCN", Role::Picking), Some((16.0, 2)));
    assert_eq!(shop.usual("BCN", Role::Returns), None);
}
