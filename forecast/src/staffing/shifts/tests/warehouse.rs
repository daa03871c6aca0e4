//! A week of a warehouse of real size: six roles, half hours, twenty templates, three groups.

use super::*;

/// A warehouse's week: six roles in half hours, busier on Monday, a morning and an afternoon peak.
fn warehouse_week(intervals: Intervals) -> Vec<Requirement> {
    let roles = [
        (Role::Receiving, 3.0, 7, 15),
        (Role::PutAway, 3.0, 8, 17),
        (Role::Picking, 14.0, 7, 20),
        (Role::Packing, 10.0, 8, 21),
        (Role::Returns, 3.0, 9, 17),
        (Role::Contacts, 8.0, 8, 22),
    ];
    let people = |(role, most, from, to): (Role, f64, u32, u32)| {
        let needed = |interval: usize| {
            let start = intervals.start(interval);
            let minute = (start - start.date().and_time(NaiveTime::MIN)).num_minutes() as f64;
            let hour = minute / 60.0;
            let day = [1.3, 1.0, 0.95, 0.95, 1.1, 0.6, 0.4]
                [start.weekday().num_days_from_monday() as usize];
            let bump = |middle: f64| (-(hour - middle).powi(2) / 8.0).exp();
            let inside = hour >= f64::from(from) && hour < f64::from(to);
            if inside {
                (most * day * (0.4 + 0.6 * bump(11.0).max(bump(17.0)))).ceil() as u32
            } else {
                0
            }
        };
        need(role, (0..intervals.count()).map(needed).collect())
    };
    roles.into_iter().map(people).collect()
}

fn warehouse_staff() -> Vec<Staff> {
    let floor = [Role::Receiving, Role::PutAway, Role::Picking, Role::Packing, Role::Returns];
    let contract = Staff { contract_hours: 40.0, ..Staff::full_time("floor", 30, &floor, 15.0) };
    let desk = Staff::full_time("desk", 40, &[Role::Contacts], 14.0);
    let agency = Staff::full_time("agency", 90, &[Role::Picking, Role::Packing], 19.0);
    vec![contract, desk, agency]
}

#[test]
fn a_warehouse_week_is_covered_within_three_per_cent_of_the_bound() {
    let intervals = week(30);
    let needs = warehouse_week(intervals);
    let settings = settings(warehouse_staff());
    assert_eq!(settings.templates.len(), 20);
    let plan = plan(&needs, intervals, &settings);
    assert!(plan.missing_hours < 1e-6);
    assert!(plan.gap < 0.03, "{}", plan.gap);
    // A fifth of the greedy cover's cost is saved.
    assert!(plan.cost < 0.85 * plan.greedy_cost, "{} {}", plan.cost, plan.greedy_cost);
    assert_eq!(plan, ShiftPlan::new(&needs, intervals, &settings).unwrap());
}
