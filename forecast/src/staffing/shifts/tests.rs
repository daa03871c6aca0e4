//! Shift plans cover what can be covered, keep every person's limits, and cost at most the greedy cover.

use chrono::{Datelike, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Weekday};
use proptest::prelude::*;

use super::super::{Intervals, Requirement, Role};
use super::*;

mod warehouse;

fn monday() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 23).unwrap()
}

fn at(hour: u32, minute: u32) -> NaiveTime {
    NaiveTime::from_hms_opt(hour, minute, 0).unwrap()
}

fn week(minutes: u32) -> Intervals {
    Intervals::new(monday(), 7, minutes).unwrap()
}

/// People needed in a role.
fn need(role: Role, people: Vec<u32>) -> Requirement {
    Requirement {
        role,
        work_seconds: vec![0.0; people.len()],
        waiting_seconds: vec![0.0; people.len()],
        working: people.clone(),
        people,
        late_seconds: 0.0,
        left_seconds: 0.0,
    }
}

/// `people` from `from` to `to` o'clock on each of `days` days.
fn daily(
    role: Role,
    intervals: Intervals,
    days: usize,
    hours: (u32, u32),
    people: u32,
) -> Requirement {
    let needed = |interval: usize| {
        let time = intervals.start(interval).time();
        let inside = time >= at(hours.0, 0) && time < at(hours.1, 0);
        if inside && intervals.day(interval) < days { people } else { 0 }
    };
    need(role, (0..intervals.count()).map(needed).collect())
}

fn lunch() -> Break {
    Break { minutes: 30, paid: false, earliest: 210, latest: 270 }
}

/// Eight hours from six, seven … fourteen o'clock with lunch, and four-hour shifts.
fn templates() -> Vec<Template> {
    let long = (6..=14)
        .map(|hour| Template::plain(format!("long {hour}"), at(hour, 0), 8).with_break(lunch()));
    let short = (8..=18).map(|hour| Template::plain(format!("short {hour}"), at(hour, 0), 4));
    long.chain(short).collect()
}

fn settings(staff: Vec<Staff>) -> ShiftSettings {
    ShiftSettings {
        templates: templates(),
        staff,
        premiums: Premiums::default(),
        missing_hour_cost: None,
    }
}

fn plan(needs: &[Requirement], intervals: Intervals, settings: &ShiftSettings) -> ShiftPlan {
    let plan = ShiftPlan::new(needs, intervals, settings).unwrap();
    keeps_every_rule(&plan, intervals, settings);
    plan
}

/// Every person's day, rest, days, hours, skills and absences, and the arithmetic of the plan.
fn keeps_every_rule(plan: &ShiftPlan, intervals: Intervals, settings: &ShiftSettings) {
    for staff in &settings.staff {
        for person in 1..=staff.people {
            let own = plan
                .shifts
                .iter()
                .filter(|shift| shift.staff == staff.name && shift.person == person);
            let own: Vec<&Shift> = own.collect();
            let rest = TimeDelta::minutes((staff.least_rest_hours * 60.0) as i64);
            for pair in own.windows(2) {
                assert!(pair[0].start.date() < pair[1].start.date(), "two shifts a day: {pair:?}");
                assert!(pair[0].end + rest <= pair[1].start, "too little rest: {pair:?}");
            }
            for first in (0..intervals.days()).step_by(7) {
                let (from, to) = (intervals.date(first), intervals.date(first + 7));
                let inside = own.iter().filter(|shift| (from..to).contains(&shift.start.date()));
                let hours: f64 = inside.clone().map(|shift| shift.paid_hours).sum();
                assert!(
                    hours <= staff.most_hours + 1e-9 && inside.count() <= staff.most_days as usize
                );
            }
            assert!(own.iter().all(|shift| staff.skills.contains(&shift.role)));
            let away = |shift: &&Shift| {
                staff.absences.iter().any(|(from, to)| *from < shift.end && shift.start < *to)
            };
            assert!(!own.iter().any(away), "somebody who is away is put on a shift");
        }
    }
    let listed: f64 = plan.shifts.iter().map(|shift| shift.cost).sum();
    assert!(plan.cost >= listed - 1e-6);
    covers_what_its_shifts_work(plan, intervals);
    assert!((0.0..=1.0).contains(&plan.gap));
}

/// The cover, minute by minute from the shifts as printed.
fn covers_what_its_shifts_work(plan: &ShiftPlan, intervals: Intervals) {
    for cover in &plan.cover {
        let length = TimeDelta::minutes(i64::from(intervals.minutes()));
        let inside = |from: NaiveDateTime, to: NaiveDateTime| {
            (to.min(cover.start + length) - from.max(cover.start)).num_minutes().max(0)
        };
        let own = plan.shifts.iter().filter(|shift| shift.role == cover.role);
        let minutes: i64 = own
            .map(|shift| {
                let breaks: i64 = shift.breaks.iter().map(|(from, to)| inside(*from, *to)).sum();
                inside(shift.start, shift.end) - breaks
            })
            .sum();
        let people = minutes as f64 / f64::from(intervals.minutes());
        assert!((people - cover.rostered).abs() < 1e-9, "{cover:?} {people}");
    }
}

#[test]
fn two_people_for_eight_hours_are_two_shifts_at_their_price() {
    let intervals = week(30);
    let need = daily(Role::Packing, intervals, 1, (9, 13), 2);
    let staff = Staff::full_time("team", 5, &[Role::Packing], 15.0);
    let plan = plan(&[need], intervals, &settings(vec![staff]));
    assert_eq!(plan.shifts.len(), 2);
    assert!((plan.cost - 2.0 * 4.0 * 15.0).abs() < 1e-6);
    assert!(plan.gap < 1e-6 && plan.missing_hours < 1e-9 && plan.spare_hours < 1e-9);
    assert!(
        plan.shifts
            .iter()
            .all(|shift| shift.template == "short 9" && shift.start.time() == at(9, 0))
    );
}

#[test]
fn lunches_are_staggered_so_that_somebody_is_always_there() {
    let intervals = Intervals::new(monday(), 1, 30).unwrap();
    // Two of the three at lunch at once would leave one.
    let need = daily(Role::Packing, intervals, 1, (8, 16), 2);
    let staff = Staff::full_time("team", 3, &[Role::Packing], 15.0);
    let mut settings = settings(vec![staff]);
    settings.templates.retain(|template| template.name == "long 8");
    let plan = plan(&[need], intervals, &settings);
    assert_eq!(plan.shifts.len(), 3);
    assert!(plan.missing_hours < 1e-9, "{:?}", plan.shifts);
}

#[test]
fn nights_and_sundays_cost_their_premiums() {
    let intervals = week(60);
    let night = Template::plain("night", at(22, 0), 8);
    let staff = Staff::full_time("team", 1, &[Role::Picking], 10.0);
    let settings = ShiftSettings { templates: vec![night], ..settings(vec![staff]) };
    // Saturday at 22 to Sunday at 6: all of it night, six hours of it on Sunday.
    let mut people = vec![0; intervals.count()];
    people[5 * 24 + 22..6 * 24 + 6].fill(1);
    let plan = plan(&[need(Role::Picking, people)], intervals, &settings);
    assert_eq!(plan.shifts.len(), 1);
    assert!((plan.cost - 10.0 * (8.0 * 1.25 + 6.0 * 0.5)).abs() < 1e-9, "{}", plan.cost);
}

#[test]
fn overtime_is_dearer_and_limits_are_never_passed() {
    let intervals = week(60);
    let need = daily(Role::Packing, intervals, 6, (8, 16), 1);
    let alone = Staff { most_days: 6, ..Staff::full_time("alone", 1, &[Role::Packing], 10.0) };
    let full = Template::plain("full", at(8, 0), 8);
    let settings = ShiftSettings { templates: vec![full], ..settings(vec![alone]) };
    let six = plan(std::slice::from_ref(&need), intervals, &settings);
    // 48 hours, 8 of them overtime at a quarter more.
    assert_eq!(six.shifts.len(), 6);
    assert!((six.cost - (480.0 + 20.0)).abs() < 1e-6 && six.missing_hours < 1e-9);
    let mut five_days = settings;
    five_days.staff[0].most_days = 5;
    let five = plan(&[need], intervals, &five_days);
    assert_eq!(five.shifts.len(), 5);
    assert!((five.missing_hours - 8.0).abs() < 1e-9 && five.impossible_hours < 1e-9);
    assert!((five.weeks[0].hours - 40.0).abs() < 1e-9);
}

#[test]
fn people_with_a_contract_work_before_others_are_called_in() {
    let intervals = week(60);
    let need = daily(Role::Picking, intervals, 5, (8, 12), 2);
    let half = Staff {
        contract_hours: 20.0,
        ordinary_hours: 20.0,
        ..Staff::full_time("part time", 1, &[Role::Picking], 14.0)
    };
    let casual = Staff::full_time("on call", 4, &[Role::Picking], 13.0);
    let plan = plan(&[need], intervals, &settings(vec![half, casual]));
    let part_time = plan.shifts.iter().filter(|shift| shift.staff == "part time").count();
    assert_eq!(part_time, 5, "20 hours are paid whether worked or not");
    assert!((plan.cost - (20.0 * 14.0 + 20.0 * 13.0)).abs() < 1e-6, "{}", plan.cost);
    assert!(plan.gap < 1e-6);
}

#[test]
fn a_named_person_works_only_when_there_and_on_what_they_can() {
    let intervals = week(60);
    let needs = [
        daily(Role::Picking, intervals, 3, (8, 12), 1),
        daily(Role::Packing, intervals, 3, (8, 12), 1),
    ];
    let tuesday = monday().succ_opt().unwrap();
    let uxia = Staff {
        absences: vec![(tuesday.and_time(at(0, 0)), tuesday.and_time(at(23, 59)))],
        ..Staff::full_time("Uxía", 1, &[Role::Picking, Role::Packing], 12.0)
    };
    let brais = Staff::full_time("Brais", 1, &[Role::Packing], 16.0);
    let plan = plan(&needs, intervals, &settings(vec![uxia, brais]));
    // On Tuesday nobody who can pick is there.
    assert!((plan.missing_hours - 4.0).abs() < 1e-9);
    let picks = plan.shifts.iter().filter(|shift| shift.role == Role::Picking);
    assert!(picks.clone().all(|shift| shift.staff == "Uxía") && picks.count() == 2);
}

#[test]
fn who_closes_at_night_does_not_open_in_the_morning() {
    let intervals = Intervals::new(monday(), 4, 60).unwrap();
    let early = daily(Role::Picking, intervals, 4, (6, 14), 1).people;
    let late = daily(Role::Picking, intervals, 4, (14, 22), 1).people;
    let both = early.iter().zip(&late).map(|(early, late)| early + late).collect();
    let staff = Staff::full_time("team", 2, &[Role::Picking], 10.0);
    let templates =
        vec![Template::plain("early", at(6, 0), 8), Template::plain("late", at(14, 0), 8)];
    let settings = ShiftSettings { templates, ..settings(vec![staff]) };
    let plan = plan(&[need(Role::Picking, both)], intervals, &settings);
    assert!(plan.missing_hours < 1e-9 && plan.shifts.len() == 8);
}

#[test]
fn what_no_template_reaches_is_called_impossible() {
    let intervals = week(60);
    let need = daily(Role::Packing, intervals, 1, (2, 4), 3);
    let staff = Staff::full_time("team", 5, &[Role::Packing], 15.0);
    let plan = plan(&[need], intervals, &settings(vec![staff]));
    assert!(plan.shifts.is_empty());
    assert!((plan.impossible_hours - 6.0).abs() < 1e-9 && (plan.missing_hours - 6.0).abs() < 1e-9);
}

#[test]
fn a_low_price_leaves_a_short_peak_open() {
    let intervals = Intervals::new(monday(), 1, 60).unwrap();
    let need = daily(Role::Packing, intervals, 1, (9, 10), 1);
    let staff = Staff::full_time("team", 1, &[Role::Packing], 15.0);
    let dear = settings(vec![staff]);
    let cheap = ShiftSettings { missing_hour_cost: Some(20.0), ..dear.clone() };
    assert_eq!(plan(std::slice::from_ref(&need), intervals, &dear).shifts.len(), 1);
    assert!(plan(&[need], intervals, &cheap).shifts.is_empty());
}

#[test]
fn settings_that_contradict_themselves_are_refused_by_name() {
    let intervals = week(60);
    let good = settings(vec![Staff::full_time("team", 1, &[Role::Packing], 15.0)]);
    let refused = |settings: &ShiftSettings| {
        ShiftPlan::new(&[], intervals, settings).unwrap_err().to_string()
    };
    let mut twice = good.clone();
    twice.templates.push(twice.templates[0].clone());
    assert!(refused(&twice).contains("long 6"));
    let mut unskilled = good.clone();
    unskilled.staff[0].skills.clear();
    assert!(refused(&unskilled).contains("team"));
    let mut late = good.clone();
    late.templates[0].breaks[0].latest = 600;
    assert!(refused(&late).contains("break"));
    let twice = [need(Role::Packing, vec![1; 168]), need(Role::Packing, vec![1; 168])];
    let error = ShiftPlan::new(&twice, intervals, &good).unwrap_err().to_string();
    assert!(error.contains("packing") && error.contains("unique"), "{error}");
    let short = need(Role::Packing, vec![1; 5]);
    let error = ShiftPlan::new(&[short], intervals, &good).unwrap_err().to_string();
    assert!(error.contains("packing") && error.contains("168"), "{error}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn whatever_the_need_cover_is_complete_where_there_are_people_enough(
        people in prop::collection::vec(0_u32..5, 36),
        second in prop::collection::vec(0_u32..3, 36),
    ) {
        let intervals = Intervals::new(monday(), 3, 60).unwrap();
        // Twelve hours a day from eight on, which the templates reach.
        let spread = |people: &[u32]| {
            let mut all = vec![0; 72];
            for (slot, people) in people.iter().enumerate() {
                all[slot / 12 * 24 + 8 + slot % 12] = *people;
            }
            all
        };
        let needs =
            [need(Role::Picking, spread(&people)), need(Role::Packing, spread(&second))];
        let skills = [Role::Picking, Role::Packing];
        let settings = settings(vec![
            Staff { contract_hours: 16.0, ..Staff::full_time("team", 3, &skills, 12.0) },
            Staff::full_time("agency", 60, &skills, 15.0),
        ]);
        let plan = plan(&needs, intervals, &settings);
        prop_assert!(plan.missing_hours < 1e-6);
        prop_assert!(plan.cost <= plan.greedy_cost + 1e-6);
        prop_assert!(plan.cost >= plan.bound - 1e-6);
        prop_assert!(plan.gap < 0.15, "gap {}", plan.gap);
    }

    #[test]
    fn a_larger_need_has_no_smaller_bound(
        people in prop::collection::vec(0_u32..4, 24),
        at in 8_usize..20,
    ) {
        let intervals = Intervals::new(monday(), 1, 60).unwrap();
        let settings = settings(vec![Staff::full_time("team", 40, &[Role::Picking], 12.0)]);
        let day: Vec<u32> = (0..24).map(|hour| if (8..20).contains(&hour) { people[hour] } else { 0 }).collect();
        let mut more = day.clone();
        more[at] += 1;
        let less = plan(&[need(Role::Picking, day)], intervals, &settings);
        let more = plan(&[need(Role::Picking, more)], intervals, &settings);
        prop_assert!(more.bound >= less.bound - 1e-6);
        // An optimum, so that the plan itself cannot be cheaper either.
        prop_assert!(more.cost >= less.cost * (1.0 - less.gap) - 1e-6);
    }
}

#[test]
fn weekdays_of_a_template_are_kept() {
    let intervals = week(60);
    let need = daily(Role::Packing, intervals, 7, (9, 13), 1);
    let staff = Staff { most_days: 7, ..Staff::full_time("team", 2, &[Role::Packing], 15.0) };
    let weekend = Template {
        days: vec![Weekday::Sat, Weekday::Sun],
        ..Template::plain("weekend", at(9, 0), 4)
    };
    let settings = ShiftSettings { templates: vec![weekend], ..settings(vec![staff]) };
    let plan = plan(&[need], intervals, &settings);
    assert_eq!(plan.shifts.len(), 2);
    assert!(
        plan.shifts.iter().all(|shift| shift.start.date().weekday().num_days_from_monday() >= 5)
    );
    assert!((plan.impossible_hours - 20.0).abs() < 1e-9);
}
