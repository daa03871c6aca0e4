//! Stations follow people, space follows waiting work, docks follow lorries.

use chrono::NaiveDate;

use super::*;

fn day() -> Intervals {
    Intervals::new(NaiveDate::from_ymd_opt(2026, 11, 23).unwrap(), 1, 60).unwrap()
}

fn packing(working: u32, waiting: f64) -> Requirement {
    Requirement {
        role: Role::Packing,
        work_seconds: vec![0.0; 24],
        waiting_seconds: vec![waiting; 24],
        working: vec![working; 24],
        people: vec![working + 2; 24],
        late_seconds: 0.0,
        left_seconds: 0.0,
    }
}

fn resource(occupation: Occupation, available: f64) -> Resource {
    Resource { name: "it".to_owned(), occupation, available }
}

#[test]
fn a_station_is_taken_by_who_works_not_by_who_is_on_the_roster() {
    let stations = resource(Occupation::Person { role: Role::Packing, each: 1.0 }, 6.0);
    let need = ResourceNeed::new(&stations, &[packing(8, 0.0)], &[], day()).unwrap();
    assert!(need.shortages().all(|(_, more)| (more - 2.0).abs() < 1e-9));
    assert_eq!(need.shortages().count(), 24);
    let trolleys = resource(Occupation::Person { role: Role::Packing, each: 1.2 }, 10.0);
    let need = ResourceNeed::new(&trolleys, &[packing(8, 0.0)], &[], day()).unwrap();
    assert_eq!(need.shortages().count(), 0, "ten trolleys are enough for eight people");
}

#[test]
fn work_that_waits_takes_space() {
    let staging = resource(Occupation::Waiting { role: Role::Packing, each_hour: 4.0 }, 50.0);
    let need = ResourceNeed::new(&staging, &[packing(8, 36_000.0)], &[], day()).unwrap();
    assert!((need.peak_by_day(day())[0] - 40.0).abs() < 1e-9);
    assert_eq!(need.shortages().count(), 0);
}

#[test]
fn a_lorry_keeps_its_dock_into_the_next_hour() {
    let docks = resource(Occupation::Arrival { minutes: 90.0, utilisation: 1.0 }, 2.0);
    let mut lorries = vec![0.0; 24];
    lorries[8] = 2.0;
    lorries[9] = 2.0;
    let need = ResourceNeed::new(&docks, &[], &lorries, day()).unwrap();
    assert_eq!(need.needed[7..12], [0.0, 2.0, 3.0, 1.0, 0.0]);
    assert_eq!(need.shortages().collect::<Vec<_>>(), [(9, 1.0)]);
}

#[test]
fn a_role_without_work_takes_nothing() {
    let stations = resource(Occupation::Person { role: Role::Picking, each: 1.0 }, 0.0);
    let need = ResourceNeed::new(&stations, &[packing(8, 0.0)], &[], day()).unwrap();
    assert_eq!(need.shortages().count(), 0);
}

#[test]
fn arrivals_of_another_length_are_refused_by_name() {
    let docks = resource(Occupation::Arrival { minutes: 90.0, utilisation: 1.0 }, 2.0);
    let error = ResourceNeed::new(&docks, &[], &[1.0], day()).unwrap_err().to_string();
    assert!(error.contains("it has 1 values"), "{error}");
}
