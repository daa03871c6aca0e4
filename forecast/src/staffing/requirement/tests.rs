//! Levelling keeps every deadline at the lowest peak; more demand never needs fewer people.

use chrono::{Datelike, NaiveDate, NaiveTime, Weekday};
use proptest::prelude::*;

use super::*;

const WEEKDAYS: [Weekday; 5] =
    [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri];

fn monday() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 23).unwrap()
}

fn at(hour: u32, minute: u32) -> NaiveTime {
    NaiveTime::from_hms_opt(hour, minute, 0).unwrap()
}

fn cut_off(minutes_before: u32) -> CutOff {
    CutOff {
        ordered_before: at(14, 0),
        leaves_at: at(18, 0),
        minutes_before,
        days: WEEKDAYS.to_vec(),
        closed: Vec::new(),
    }
}

fn rule(role: Role, minutes_before: u32) -> RoleRule {
    RoleRule {
        role,
        deadline: Deadline::CutOff(cut_off(minutes_before)),
        open: OpeningHours::new(at(8, 0), at(20, 0), &WEEKDAYS),
        utilisation: 0.85,
        shrinkage: 0.1,
    }
}

/// Seconds of work arriving each half hour of `days` days, busier in the evening.
fn evening_shop(days: usize) -> Vec<f64> {
    (0..days * 48).map(|slot| 600.0 + 90.0 * f64::from((slot % 48) as u32)).collect()
}

#[test]
fn an_order_before_the_cut_off_leaves_today_and_one_after_it_on_the_next_dispatch_day() {
    let rule = Deadline::CutOff(cut_off(30));
    let placed = |day, hour, minute| monday().with_day(day).unwrap().and_time(at(hour, minute));
    assert_eq!(rule.of(placed(23, 13, 59)), placed(23, 17, 30));
    assert_eq!(rule.of(placed(23, 14, 0)), placed(24, 17, 30));
    // Friday afternoon and the weekend leave on Monday.
    assert_eq!(rule.of(placed(27, 15, 0)), placed(30, 17, 30));
    assert_eq!(rule.of(placed(29, 9, 0)), placed(30, 17, 30));
}

#[test]
fn a_closed_day_moves_the_dispatch_on() {
    let tuesday = monday().succ_opt().unwrap();
    let rule = Deadline::CutOff(CutOff { closed: vec![tuesday], ..cut_off(0) });
    let due = rule.of(monday().and_time(at(20, 0)));
    assert_eq!(due, tuesday.succ_opt().unwrap().and_time(at(18, 0)));
}

#[test]
fn levelling_meets_every_deadline_by_simulation_oldest_first() {
    let intervals = Intervals::new(monday(), 7, 30).unwrap();
    let work = evening_shop(7);
    let (need, task) =
        Requirement::levelled(&work, &rule(Role::Picking, 0), intervals, None).unwrap();
    let mut queue = std::collections::VecDeque::new();
    let mut arrivals = task.batches.iter().peekable();
    for (interval, done) in need.work_seconds.iter().enumerate() {
        while let Some(batch) = arrivals.next_if(|batch| batch.released <= interval) {
            queue.push_back((batch.due, batch.seconds));
        }
        let mut left = *done;
        while left > 1e-6 {
            let (due, seconds) = queue.pop_front().expect("nothing is done before it arrives");
            assert!(due >= interval, "work due in interval {due} is done in {interval}");
            let now = f64::min(left, seconds);
            left -= now;
            if seconds - now > 1e-6 {
                queue.push_front((due, seconds - now));
            }
        }
        let open = OpeningHours::new(at(8, 0), at(20, 0), &WEEKDAYS).open(intervals)[interval];
        assert!(open || *done <= 0.0);
    }
    assert!(queue.iter().all(|(due, seconds)| *due >= intervals.count() || *seconds < 1e-3));
    assert!(close(need.late_seconds, 0.0));
}

#[test]
fn levelling_has_the_lowest_peak_that_deadlines_allow() {
    let intervals = Intervals::new(monday(), 7, 30).unwrap();
    let (need, task) =
        Requirement::levelled(&evening_shop(7), &rule(Role::Picking, 0), intervals, None).unwrap();
    let open = OpeningHours::new(at(8, 0), at(20, 0), &WEEKDAYS).open(intervals);
    // Whatever the plan, what arrives and falls due within a window is done within it.
    let mut bound = 0.0_f64;
    for from in 0..intervals.count() {
        for to in from..intervals.count() {
            let inside =
                task.batches.iter().filter(|batch| batch.released >= from && batch.due <= to);
            let work: f64 = inside.map(|batch| batch.seconds).sum();
            let hours = open[from..=to].iter().filter(|open| **open).count();
            bound = bound.max(if hours > 0 { work / hours as f64 } else { 0.0 });
        }
    }
    let level = levelled(&task.batches, &open);
    let peak = level.done.iter().copied().fold(0.0, f64::max);
    assert!((peak - bound).abs() < 1e-6 * bound, "peak {peak}, lowest {bound}");
    let rule = rule(Role::Picking, 0);
    let capacity = intervals.seconds() * rule.utilisation * (1.0 - rule.shrinkage);
    let most = need.people.iter().copied().max().unwrap_or(0);
    assert!(close(f64::from(most), (bound / capacity).ceil()), "{most} people, {bound} s at most");
}

#[test]
fn an_hour_of_work_a_day_takes_an_hour_of_a_person_and_not_a_day() {
    let intervals = Intervals::new(monday(), 5, 60).unwrap();
    // Six minutes of returns in each of ten hours, due within three days.
    let work: Vec<f64> = (0..intervals.count())
        .map(|at| if (8..18).contains(&(at % 24)) { 360.0 } else { 0.0 })
        .collect();
    let rule = RoleRule { deadline: Deadline::Hours(72), ..rule(Role::Returns, 0) };
    let (need, _) = Requirement::levelled(&work, &rule, intervals, None).unwrap();
    let (hours, done): (u32, f64) = (need.people.iter().sum(), need.work_seconds.iter().sum());
    let capacity = intervals.seconds() * rule.utilisation * (1.0 - rule.shrinkage);
    assert!(done > 0.0 && close(need.late_seconds, 0.0));
    assert!(f64::from(hours) <= (done / capacity).ceil() + 1.0, "{hours} hours for {done} s");
}

#[test]
fn work_that_may_wait_takes_fewer_people_at_once() {
    let intervals = Intervals::new(monday(), 7, 30).unwrap();
    let work = evening_shop(7);
    let people = |hours| {
        let rule = RoleRule {
            deadline: Deadline::Hours(hours),
            open: OpeningHours::always(),
            ..rule(Role::Picking, 0)
        };
        let (need, _) = Requirement::levelled(&work, &rule, intervals, None).unwrap();
        (need.people.iter().copied().max().unwrap(), need.work_seconds)
    };
    let (at_once, done) = people(0);
    assert!(done.iter().zip(&work).all(|(done, work)| close(*done, *work)));
    assert!(people(12).0 < people(4).0 && people(4).0 < at_once);
}

#[test]
fn nothing_is_packed_before_it_is_picked_and_all_is_packed_in_time() {
    let intervals = Intervals::new(monday(), 5, 30).unwrap();
    let picking = evening_shop(5);
    let packing: Vec<f64> = picking.iter().map(|seconds| seconds * 0.8).collect();
    let (pick, task) =
        Requirement::levelled(&picking, &rule(Role::Picking, 60), intervals, None).unwrap();
    let (pack, _) =
        Requirement::levelled(&packing, &rule(Role::Packing, 0), intervals, Some(&task)).unwrap();
    let (mut picked, mut packed) = (0.0, 0.0);
    for (pick, pack) in pick.work_seconds.iter().zip(&pack.work_seconds) {
        picked += pick * 0.8;
        packed += pack;
        assert!(packed <= picked + 1e-6, "{packed} s packed of {picked} s picked");
    }
    assert!(close(pack.late_seconds, 0.0) && packed > 0.0);
}

#[test]
fn work_that_nobody_can_do_in_time_is_late_and_is_said() {
    let intervals = Intervals::new(monday(), 2, 30).unwrap();
    let mut work = vec![0.0; 96];
    // Arrives at 21:00, due at 22:00, opens at 8:00 the next day.
    work[42] = 7200.0;
    let rule = RoleRule { deadline: Deadline::Hours(1), ..rule(Role::Returns, 0) };
    let (need, _) = Requirement::levelled(&work, &rule, intervals, None).unwrap();
    assert!(close(need.late_seconds, 7200.0));
    assert!(close(need.work_seconds[48 + 16], 7200.0));
    // Two hours of work in half an hour at 85 % of their time: 4.7 people, 5.2 on the roster.
    assert_eq!((need.working[64], need.people[64]), (5, 6));
}

#[test]
fn contacts_take_erlang_c_agents_each_interval() {
    let intervals = Intervals::new(monday(), 1, 30).unwrap();
    let mut calls = vec![0.0; 48];
    calls[20] = 100.0;
    let target = AgentTarget::telephone();
    let need = Requirement::contacts(&calls, 180.0, &target, intervals).unwrap();
    // pyworkforce 0.5.1 for 100 calls of 3 minutes in 30, 80 % in 20 seconds, 85 % occupied.
    assert_eq!((need.working[20], need.people[20], need.people[21]), (14, 20, 0));
}

#[test]
fn a_column_of_another_length_is_refused_by_name() {
    let intervals = Intervals::new(monday(), 2, 30).unwrap();
    let error =
        Requirement::levelled(&[1.0], &rule(Role::Packing, 0), intervals, None).unwrap_err();
    let error = error.to_string();
    assert!(error.contains("packing") && error.contains("96"), "{error}");
}

fn close(left: f64, right: f64) -> bool {
    (left - right).abs() < 1e-6
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn more_demand_never_needs_fewer_people_at_once(
        work in prop::collection::vec(0.0_f64..20_000.0, 96),
        at in 0_usize..96,
        more in 0.0_f64..40_000.0,
    ) {
        let intervals = Intervals::new(monday(), 4, 60).unwrap();
        let people = |work: &[f64]| {
            let (need, _) =
                Requirement::levelled(work, &rule(Role::Picking, 0), intervals, None).unwrap();
            let most = need.people.iter().copied().max().unwrap_or(0);
            (most, need.work_seconds.iter().sum::<f64>(), need.people.iter().sum::<u32>())
        };
        let (most, sum, hours) = people(&work);
        let mut added = work.clone();
        added[at] += more;
        let (higher, larger, _) = people(&added);
        prop_assert!(higher >= most && larger >= sum - 1e-6);
        let scaled: Vec<f64> = work.iter().map(|work| work * (1.0 + more / 40_000.0)).collect();
        let (higher, _, longer) = people(&scaled);
        // Where an hour fills up earlier, one that was filled in part may fall away.
        prop_assert!(higher >= most && longer + higher >= hours, "{hours} then {longer}");
    }

    #[test]
    fn levelling_loses_no_work(
        work in prop::collection::vec(0.0_f64..20_000.0, 96),
        minutes in 0_u32..240,
    ) {
        let intervals = Intervals::new(monday(), 4, 60).unwrap();
        let rule = rule(Role::Picking, minutes);
        let (need, _) = Requirement::levelled(&work, &rule, intervals, None).unwrap();
        let done: f64 = need.work_seconds.iter().sum();
        let arrived: f64 = work.iter().sum();
        prop_assert!((done + need.left_seconds - arrived).abs() < 1e-3);
        prop_assert!(need.waiting_seconds.iter().all(|waiting| *waiting >= 0.0));
        prop_assert!((need.waiting_seconds[95] - need.left_seconds).abs() < 1e-3);
    }
}
