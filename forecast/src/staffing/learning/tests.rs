//! Times are learned from stamps, in spite of breaks, and shrunk where little was seen.

use chrono::{NaiveDate, NaiveDateTime, TimeDelta};

use super::super::picking::{Layout, OrderMix, PickMethod, Picking};
use super::super::spell::{Stamp, spells};
use super::super::times::standard_times;
use super::*;

/// A seeded stream of log-normal noise with median 1: twelve uniform numbers make one normal.
struct Noise(u64);

impl Noise {
    fn next(&mut self, deviation: f64) -> f64 {
        let mut sum = -6.0;
        for _ in 0..12 {
            self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            sum += (self.0 >> 11) as f64 / (1_u64 << 53) as f64;
        }
        (deviation * sum).exp()
    }
}

fn eight() -> NaiveDateTime {
    NaiveDate::from_ymd_opt(2026, 11, 23).unwrap().and_hms_opt(8, 0, 0).unwrap()
}

const PARCEL: [(Driver, f64); 2] = [(Driver::Parcels, 1.0), (Driver::Units, 2.0)];

/// Seconds of packing a parcel of two units by the standard.
const STANDARD: f64 = 55.0 + 2.0 * 6.0;

/// `count` parcels packed by `worker` at `pace` times the standard, with a long break every
/// fortieth parcel.
fn packing(worker: &str, count: usize, pace: f64, seed: u64) -> Vec<Stamp> {
    let mut noise = Noise(seed);
    let mut time = eight();
    let stamp = |number: usize| {
        let seconds = if number % 40 == 39 { 1150.0 } else { STANDARD * pace * noise.next(0.3) };
        time += TimeDelta::milliseconds((seconds * 1000.0) as i64);
        Stamp { worker: worker.to_owned(), role: Role::Packing, time, counts: PARCEL.to_vec() }
    };
    (0..count).map(stamp).collect()
}

#[test]
fn a_pace_is_learned_in_spite_of_breaks() {
    let stamps = packing("Ana", 2000, 1.4, 7);
    let lessons = Lessons::new(&spells(&stamps), &standard_times()).unwrap();
    let learned = lessons.roles()[0];
    // The mean of log-normal times lies above their median.
    let mean = 1.4 * (0.3_f64 * 0.3 / 2.0).exp();
    assert!((learned.ratio - mean).abs() < 0.04, "{learned:?} {mean}");
    assert!(learned.left_out >= 45 && learned.spells + learned.left_out == 1999, "{learned:?}");
}

#[test]
fn a_plain_mean_would_be_far_off() {
    let spells = spells(&packing("Ana", 2000, 1.4, 7));
    let mean =
        spells.iter().map(|spell| spell.seconds).sum::<f64>() / spells.len() as f64 / STANDARD;
    assert!(mean > 1.75, "{mean}");
}

#[test]
fn few_spells_move_the_standard_little_and_say_how_many_they_are() {
    let few = Lessons::new(&spells(&packing("Ana", 4, 2.0, 3)), &standard_times()).unwrap();
    let many = Lessons::new(&spells(&packing("Ana", 900, 2.0, 3)), &standard_times()).unwrap();
    assert!(few.roles()[0].ratio < 1.15 && few.roles()[0].spells <= 3);
    assert!(many.roles()[0].ratio > 1.8);
    let times = many.apply(&standard_times());
    let parcel = times.iter().find(|time| time.driver == Driver::Parcels).unwrap();
    assert!((parcel.seconds - 55.0 * many.roles()[0].ratio).abs() < 1e-9);
    assert!(parcel.source.contains("spells"), "{}", parcel.source);
    let receiving = times.iter().find(|time| time.role == Role::Receiving).unwrap();
    assert!((receiving.seconds - 40.0).abs() < 1e-9, "nothing was seen of receiving");
}

#[test]
fn people_are_told_apart_and_a_newcomer_is_taken_for_one_of_them() {
    let mut stamps = packing("Ana", 400, 0.8, 1);
    stamps.extend(packing("Brais", 400, 1.25, 2));
    stamps.extend(packing("Carme", 400, 1.0, 5));
    stamps.extend(packing("Duarte", 3, 1.6, 4));
    let lessons = Lessons::new(&spells(&stamps), &standard_times()).unwrap();
    let workers = lessons.workers();
    let of = |name: &str| workers.iter().find(|rate| rate.worker == name).unwrap();
    assert!(of("Ana").ratio < 0.9 && of("Brais").ratio > 1.2);
    // Two slow parcels say little of somebody.
    assert!(of("Duarte").spells == 2 && of("Duarte").ratio < 1.5, "{:?}", of("Duarte"));
    let hours = of("Ana").hours;
    assert!((of("Ana").per_hour * hours - of("Ana").spells as f64).abs() < 1e-6);
    assert!(
        (of("Ana").per_hour - 3600.0 / (STANDARD * 0.8 * 1.046)).abs() < 3.0,
        "{:?}",
        of("Ana")
    );
}

#[test]
fn a_role_of_equals_is_not_told_apart_by_chance() {
    let stamps: Vec<Stamp> =
        (0..12).flat_map(|seed| packing(&format!("person {seed}"), 30, 1.0, seed)).collect();
    let lessons = Lessons::new(&spells(&stamps), &standard_times()).unwrap();
    let ratios: Vec<f64> = lessons.workers().iter().map(|rate| rate.ratio).collect();
    assert_eq!(ratios.len(), 12);
    let spread =
        ratios.iter().copied().fold(0.0, f64::max) - ratios.iter().copied().fold(9.0, f64::min);
    assert!(spread < 0.1, "{ratios:?}");
}

#[test]
fn a_stamp_after_a_break_or_of_another_role_makes_no_spell() {
    let stamp = |minutes, role| Stamp {
        worker: "Ana".to_owned(),
        role,
        time: eight() + TimeDelta::minutes(minutes),
        counts: PARCEL.to_vec(),
    };
    let stamps = [
        stamp(0, Role::Packing),
        stamp(2, Role::Packing),
        stamp(40, Role::Packing),
        stamp(41, Role::Picking),
        stamp(43, Role::Picking),
    ];
    let found: Vec<f64> = spells(&stamps).iter().map(|spell| spell.seconds).collect();
    assert_eq!(found, [120.0, 120.0]);
}

#[test]
fn stamps_in_any_order_teach_the_same() {
    let mut stamps = packing("Ana", 300, 1.1, 8);
    stamps.extend(packing("Brais", 300, 0.9, 9));
    let times = standard_times();
    let first = Lessons::new(&spells(&stamps), &times).unwrap();
    stamps.reverse();
    let second = Lessons::new(&spells(&stamps), &times).unwrap();
    assert_eq!(first.roles(), second.roles());
    assert_eq!(first.workers(), second.workers());
}

#[test]
fn picking_is_learned_beside_its_method() {
    let mix = OrderMix { lines: 2.0, units_per_line: 1.0, parcels: 1.0 };
    let times = Picking::new(PickMethod::Single, Layout::default()).times(&mix).unwrap();
    let counts = vec![(Driver::Orders, 1.0), (Driver::Lines, 2.0), (Driver::Units, 2.0)];
    let standard = standard_seconds(Role::Picking, &counts, &times);
    let spell =
        Spell { worker: "Ana".to_owned(), role: Role::Picking, seconds: standard * 0.9, counts };
    let lessons = Lessons::new(&vec![spell; 500], &times).unwrap();
    assert!((lessons.roles()[0].observed_ratio.unwrap() - 0.9).abs() < 1e-9);
    assert!((lessons.workers()[0].per_hour - 2.0 * 3600.0 / (standard * 0.9)).abs() < 1e-6);
}
