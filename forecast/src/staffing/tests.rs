//! A week of a shop from forecast days to a roster and its tables.

use chrono::{NaiveDate, NaiveTime, Weekday};
use polars::prelude::DataFrame;

use super::arrivals::WeekProfile;
use super::learning::Lessons;
use super::peaks::{Capacity, peaks};
use super::picking::{Layout, OrderMix, PickMethod, Picking};
use super::queueing::AgentTarget;
use super::requirement::{CutOff, Deadline, OpeningHours, RoleRule};
use super::resources::{Occupation, Resource, ResourceNeed};
use super::shifts::{Premiums, ShiftPlan, ShiftSettings, Staff, Template};
use super::spell::{Stamp, spells};
use super::times::{Driver, standard_times};
use super::work::Volumes;
use super::{Intervals, Requirement, Role, tables};

const MIX: OrderMix = OrderMix { lines: 2.2, units_per_line: 1.2, parcels: 1.05 };

fn monday() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 23).unwrap()
}

fn at(hour: u32) -> NaiveTime {
    NaiveTime::from_hms_opt(hour, 0, 0).unwrap()
}

fn rule(role: Role, minutes_before: u32) -> RoleRule {
    let carrier = CutOff {
        ordered_before: at(15),
        leaves_at: at(19),
        minutes_before,
        days: vec![Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri],
        closed: Vec::new(),
    };
    RoleRule {
        role,
        deadline: Deadline::CutOff(carrier),
        open: OpeningHours::new(at(7), at(21), &[]),
        utilisation: 0.85,
        shrinkage: 0.08,
    }
}

/// Picking, packing and contacts for a week of orders by day.
fn requirements(orders: &[f64; 7], intervals: Intervals) -> Vec<Requirement> {
    let start = monday().and_time(NaiveTime::MIN) - chrono::TimeDelta::weeks(4);
    let past = (0..4 * 168).map(|hour| {
        let evening = (15..=21).contains(&(hour % 24));
        (start + chrono::TimeDelta::hours(hour), if evening { 60.0 } else { 12.0 })
    });
    let profile = WeekProfile::learn(&past.collect::<Vec<_>>()).unwrap();
    let arriving = profile.spread(orders, intervals).unwrap();
    let mut volumes = Volumes::default();
    volumes.add_orders(&arriving, &MIX).unwrap();
    let picking = Picking::new(PickMethod::Batch { orders: 6 }, Layout::default());
    let mut times = standard_times();
    times.extend(picking.times(&MIX).unwrap());
    let work = |role| volumes.work(role, &times);
    let (pick, task) =
        Requirement::levelled(&work(Role::Picking), &rule(Role::Picking, 60), intervals, None)
            .unwrap();
    let (pack, _) = Requirement::levelled(
        &work(Role::Packing),
        &rule(Role::Packing, 0),
        intervals,
        Some(&task),
    )
    .unwrap();
    let calls: Vec<f64> = (0..intervals.count())
        .map(|interval| {
            let desk = (9..20).contains(&(interval % 48 / 2));
            if desk { orders[intervals.day(interval)] * 0.004 } else { 0.0 }
        })
        .collect();
    let desk = Requirement::contacts(&calls, 300.0, &AgentTarget::telephone(), intervals).unwrap();
    vec![pick, pack, desk]
}

fn settings() -> ShiftSettings {
    let floor = [Role::Picking, Role::Packing];
    ShiftSettings {
        templates: (7..=15)
            .flat_map(|hour| {
                [
                    Template::plain(format!("long {hour}"), at(hour), 6),
                    Template::plain(format!("short {hour}"), at(hour), 4),
                ]
            })
            .chain([Template::plain("evening", at(16), 5)])
            .collect(),
        staff: vec![
            Staff { contract_hours: 30.0, ..Staff::full_time("floor", 8, &floor, 15.0) },
            Staff::full_time("agency", 30, &floor, 19.0),
            Staff::full_time("desk", 20, &[Role::Contacts], 15.0),
        ],
        premiums: Premiums::default(),
        missing_hour_cost: None,
    }
}

#[test]
fn a_week_of_orders_becomes_a_roster_that_covers_it() {
    let intervals = Intervals::new(monday(), 7, 30).unwrap();
    let needs = requirements(&[900.0, 700.0, 650.0, 700.0, 1500.0, 800.0, 600.0], intervals);
    let plan = ShiftPlan::new(&needs, intervals, &settings()).unwrap();
    assert!(plan.missing_hours - plan.impossible_hours < 1e-6, "{}", plan.missing_hours);
    assert!(plan.gap < 0.03, "{}", plan.gap);
    for need in &needs {
        let covered = plan.cover.iter().filter(|cover| cover.role == need.role);
        let needed: u32 = covered.map(|cover| cover.needed).sum();
        assert_eq!(needed, need.people.iter().sum::<u32>());
    }
    let table = tables::shifts(&plan).unwrap();
    assert_eq!((table.height(), table.width()), (plan.shifts.len(), 10));
    let cover = tables::cover(&plan).unwrap();
    assert_eq!(cover.height(), plan.cover.len());
    assert!((sum(&cover, "missing") * 0.5 - plan.missing_hours).abs() < 1e-6);
    let needed = tables::requirements(&needs, intervals).unwrap();
    assert!(needed.height() > 100 && sum(&needed, "work_hours") > 100.0);
}

#[test]
fn twice_the_orders_are_a_peak_with_stations_and_people_to_call() {
    let intervals = Intervals::new(monday(), 7, 30).unwrap();
    let usual = requirements(&[7000.0; 7], intervals);
    let sale = requirements(&[7e3, 7e3, 7e3, 7e3, 28e3, 7e3, 7e3], intervals);
    let pack = &usual[1];
    let stations = Resource {
        name: "packing stations".to_owned(),
        occupation: Occupation::Person { role: Role::Packing, each: 1.0 },
        available: f64::from(pack.working.iter().copied().max().unwrap()),
    };
    let capacity = Capacity {
        role: Role::Packing,
        hours_by_day: pack.hours_by_day(intervals),
        people_by_day: pack.peak_by_day(intervals),
        shift_hours: 6.0,
        lead_days: 3,
    };
    let found = |needs: &[Requirement]| {
        let station = ResourceNeed::new(&stations, needs, &[], intervals).unwrap();
        peaks(needs, &[station], std::slice::from_ref(&capacity), intervals, monday()).unwrap()
    };
    assert!(found(&usual).is_empty());
    let peaks = found(&sale);
    assert_eq!(peaks.len(), 2, "people and stations: {peaks:?}");
    let table = tables::peaks(&peaks).unwrap();
    assert_eq!(table.height(), 2);
    assert!(sum(&table, "more") >= 2.0);
}

#[test]
fn what_people_did_is_a_table() {
    let stamp = |number: i64| Stamp {
        worker: "Ana".to_owned(),
        role: Role::Packing,
        time: monday().and_time(at(8)) + chrono::TimeDelta::seconds(60 * number),
        counts: vec![(Driver::Parcels, 1.0), (Driver::Units, 2.0)],
    };
    let stamps: Vec<Stamp> = (0..101).map(stamp).collect();
    let lessons = Lessons::new(&spells(&stamps), &standard_times()).unwrap();
    let table = tables::workers(&lessons.workers()).unwrap();
    assert!((sum(&table, "per_hour") - 60.0).abs() < 1e-9);
    assert!((sum(&tables::learned(lessons.roles()).unwrap(), "spells") - 100.0).abs() < 1e-9);
}

fn sum(table: &DataFrame, column: &str) -> f64 {
    let column = table.column(column).unwrap().cast(&polars::prelude::DataType::Float64).unwrap();
    column.f64().unwrap().iter().flatten().sum()
}
