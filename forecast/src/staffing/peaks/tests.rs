//! Peaks are found, joined day by day, and dated by their lead time.

use chrono::Datelike;

use super::*;

fn monday() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 23).unwrap()
}

fn fortnight() -> Intervals {
    Intervals::new(monday(), 14, 60).unwrap()
}

/// Packing that needs `people[day]` from eight to four.
fn packing(people: [u32; 14]) -> Requirement {
    let needed = |interval: usize| {
        if (8..16).contains(&(interval % 24)) { people[interval / 24] } else { 0 }
    };
    let people: Vec<u32> = (0..14 * 24).map(needed).collect();
    Requirement {
        role: Role::Packing,
        work_seconds: vec![0.0; people.len()],
        waiting_seconds: vec![0.0; people.len()],
        working: people.clone(),
        people,
        late_seconds: 0.0,
        left_seconds: 0.0,
    }
}

fn capacity(people: u32) -> Capacity {
    Capacity {
        role: Role::Packing,
        hours_by_day: vec![f64::from(people) * 8.0; 14],
        people_by_day: vec![people; 14],
        shift_hours: 8.0,
        lead_days: 5,
    }
}

#[test]
fn black_friday_is_one_peak_with_people_hours_and_a_date() {
    let need = packing([5, 5, 5, 5, 12, 9, 2, 11, 5, 5, 5, 5, 2, 0]);
    let found = peaks(&[need], &[], &[capacity(6)], fortnight(), monday()).unwrap();
    assert_eq!(found.len(), 2);
    let date = |day: u32| monday().with_day(day).unwrap();
    assert_eq!((found[0].from, found[0].to), (date(27), date(28)));
    assert!((found[0].load - 2.0).abs() < 1e-9);
    let expected = Shortage::People {
        role: Role::Packing,
        hours: 6.0 * 8.0 + 3.0 * 8.0,
        people: 6,
        call_in_by: date(22),
        too_late: true,
    };
    assert_eq!(found[0].shortage, expected);
    assert!(matches!(found[1].shortage, Shortage::People { people: 5, too_late: false, .. }));
}

#[test]
fn enough_people_make_no_peak() {
    let need = packing([5; 14]);
    assert!(peaks(&[need], &[], &[capacity(5)], fortnight(), monday()).unwrap().is_empty());
}

#[test]
fn more_people_at_once_are_needed_even_where_hours_suffice() {
    let need = packing([7; 14]);
    let many_hours = Capacity { hours_by_day: vec![500.0; 14], ..capacity(6) };
    let found = peaks(&[need], &[], &[many_hours], fortnight(), monday()).unwrap();
    assert!(matches!(found[0].shortage, Shortage::People { people: 1, .. }));
    assert_eq!((found.len(), found[0].to), (1, fortnight().date(13)));
}

#[test]
fn a_resource_that_is_short_is_named() {
    let mut needed = vec![3.0; 14 * 24];
    needed[30] = 9.0;
    let stations = ResourceNeed { name: "packing stations".to_owned(), needed, available: 6.0 };
    let found = peaks(&[], &[stations], &[], fortnight(), monday()).unwrap();
    let expected = Shortage::Resource { name: "packing stations".to_owned(), more: 3.0 };
    assert_eq!(
        (found.len(), found[0].from, &found[0].shortage),
        (1, fortnight().date(1), &expected)
    );
}

#[test]
fn a_capacity_of_another_length_is_refused_by_name() {
    let short = Capacity { people_by_day: vec![1], ..capacity(6) };
    let error = peaks(&[], &[], &[short], fortnight(), monday()).unwrap_err().to_string();
    assert!(error.contains("people_by_day of packing"), "{error}");
}
