//! Boosted trees: what they learn, that they learn it the same way every time, and how fast.

use super::{Boosted, Lesson, Loss, Settings, Table};
use crate::pooled::random::Generator;

fn settings(loss: Loss) -> Settings {
    Settings {
        loss,
        rounds: 200,
        leaves: 31,
        rate: 0.1,
        row_share: 1.0,
        feature_share: 1.0,
        least_curvature: 20.0,
        ridge: 1.0,
        patience: 200,
        seed: 1,
    }
}

/// Friedman's first function (Friedman 1991) over ten features of which five matter.
fn friedman(features: &[f32]) -> f64 {
    let value = |place: usize| features.get(place).copied().map_or(0.5, f64::from);
    10.0 * (std::f64::consts::PI * value(0) * value(1)).sin()
        + 20.0 * (value(2) - 0.5).powi(2)
        + 10.0 * value(3)
        + 5.0 * value(4)
}

/// Rows of `width` even features and the function's value with noise between −1.5 and 1.5.
fn rows(count: usize, width: usize, seed: u64) -> (Vec<f32>, Lesson) {
    let mut generator = Generator::new(seed, 0);
    let mut flat = Vec::with_capacity(count * width);
    let mut targets = Vec::with_capacity(count);
    for _ in 0..count {
        let place = flat.len();
        flat.extend((0..width).map(|_| generator.unit() as f32));
        targets.push((friedman(&flat[place..]) + 3.0 * generator.unit() - 1.5) as f32);
    }
    let mut table = Table::new(width);
    table.extend(&flat);
    let (weights, offsets) = (vec![1.0; count], vec![0.0; count]);
    (flat, Lesson { table, targets, weights, offsets })
}

fn rmse(learnt: &Boosted, flat: &[f32], width: usize) -> f64 {
    let errors = flat.chunks(width).map(|row| learnt.forecast(0.0, row) - friedman(row));
    let sum: f64 = errors.map(|error| error * error).sum();
    (sum / (flat.len() / width) as f64).sqrt()
}

/// LightGBM 4.7 with the same leaves, rate, rounds, least rows of a leaf and ridge reaches this
/// error on the same rows.
const LIGHTGBM: f64 = 0.4954;

#[test]
fn an_uneven_surface_is_learnt_as_well_as_by_lightgbm() {
    let (_, lesson) = rows(10_000, 10, 1);
    let (fresh, _) = rows(5_000, 10, 2);
    let error = rmse(&Boosted::learn(&lesson, &settings(Loss::Squared)), &fresh, 10);
    eprintln!("error {error:.4}, LightGBM {LIGHTGBM}");
    assert!(error < LIGHTGBM * 1.02, "{error}");
}

#[test]
fn one_thread_and_many_learn_the_same_trees() {
    let (_, lesson) = rows(40_000, 10, 1);
    let settings =
        Settings { rounds: 20, row_share: 0.7, feature_share: 0.6, ..settings(Loss::Squared) };
    let learn = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
        pool.install(|| Boosted::learn(&lesson, &settings))
    };
    let (one, many) = (learn(1), learn(5));
    assert_eq!(one.rounds(), 20);
    assert_eq!(one, many);
    let other = Boosted::learn(&lesson, &Settings { seed: 2, ..settings });
    assert_ne!(one, other);
}

/// Counts whose mean depends on a feature, most of them zero.
fn counts(count: usize) -> (Vec<f32>, Lesson) {
    let (flat, mut lesson) = rows(count, 3, 5);
    let mut generator = Generator::new(6, 0);
    for (target, row) in lesson.targets.iter_mut().zip(flat.chunks(3)) {
        let mean = 0.2 + f64::from(row[0] > 0.5) * 1.5 + f64::from(row[1]);
        let (mut product, mut drawn) = (generator.unit(), 0.0);
        while product > (-mean).exp() {
            product *= generator.unit();
            drawn += 1.0;
        }
        *target = drawn;
    }
    (flat, lesson)
}

#[test]
fn forecasts_of_counts_add_up_to_what_happened() {
    let (flat, lesson) = counts(20_000);
    let settings = Settings { row_share: 0.5, ..settings(Loss::Poisson) };
    let learnt = Boosted::learn(&lesson, &settings);
    let forecast: f64 = flat.chunks(3).map(|row| learnt.forecast(0.0, row)).sum();
    let actual: f64 = lesson.targets.iter().copied().map(f64::from).sum();
    assert!((forecast / actual - 1.0).abs() < 1e-6, "{forecast} {actual}");
    let low = learnt.forecast(0.0, &[0.1, 0.0, 0.5]);
    let high = learnt.forecast(0.0, &[0.9, 1.0, 0.5]);
    assert!((0.05..0.6).contains(&low) && (1.9..3.5).contains(&high), "{low} {high}");
}

#[test]
fn a_quantile_has_its_share_of_the_rows_below_it() {
    let (flat, lesson) = rows(20_000, 10, 1);
    for probability in [0.1, 0.5, 0.9] {
        let learnt = Boosted::learn(&lesson, &settings(Loss::Pinball(probability)));
        let below = flat
            .chunks(10)
            .zip(&lesson.targets)
            .filter(|(row, target)| f64::from(**target) <= learnt.forecast(0.0, row))
            .count();
        let share = below as f64 / lesson.targets.len() as f64;
        assert!((share - probability).abs() < 0.03, "{probability}: {share}");
    }
}

#[test]
fn noise_is_not_learnt_where_rows_are_held_out() {
    let (_, mut lesson) = rows(6_000, 4, 1);
    let mut generator = Generator::new(9, 9);
    lesson.targets.iter_mut().for_each(|target| *target = generator.unit() as f32);
    let held_out: Vec<bool> = (0..6_000).map(|row| row % 3 == 0).collect();
    let settings = Settings { patience: 10, ..settings(Loss::Squared) };
    let learnt = Boosted::learn_until_worse(&lesson, &held_out, &settings);
    assert!(learnt.rounds() < 10, "{}", learnt.rounds());
}

#[test]
fn a_row_of_no_weight_teaches_nothing() {
    let (_, mut lesson) = rows(3_000, 4, 1);
    let learnt = Boosted::learn(&lesson, &settings(Loss::Squared));
    let extra = [0.5, 0.5, 0.5, 0.5];
    lesson.table.extend(&extra);
    lesson.targets.push(1e6);
    lesson.weights.push(0.0);
    lesson.offsets.push(0.0);
    let again = Boosted::learn(&lesson, &settings(Loss::Squared));
    let close = (learnt.forecast(0.0, &extra) - again.forecast(0.0, &extra)).abs();
    assert!(close < 1.0, "{close}");
}

#[test]
fn an_unknown_value_goes_the_way_that_fits_it() {
    let flat: Vec<f32> =
        (0..3_000).map(|row| if row % 3 == 0 { f32::NAN } else { (row % 3) as f32 }).collect();
    let targets = flat.iter().map(|value| if value.is_nan() { 9.0 } else { *value }).collect();
    let mut table = Table::new(1);
    table.extend(&flat);
    let lesson = Lesson { table, targets, weights: vec![1.0; 3_000], offsets: vec![0.0; 3_000] };
    let learnt = Boosted::learn(&lesson, &settings(Loss::Squared));
    for (value, expected) in [(f32::NAN, 9.0), (1.0, 1.0), (2.0, 2.0)] {
        assert!((learnt.forecast(0.0, &[value]) - expected).abs() < 1e-3, "{value}");
    }
}

#[test]
fn trees_add_to_the_offset_of_a_row() {
    let (_, mut lesson) = rows(3_000, 4, 1);
    let plain = Boosted::learn(&lesson, &settings(Loss::Squared));
    lesson.offsets.fill(4.0);
    let moved = Boosted::learn(&lesson, &settings(Loss::Squared));
    let row = [0.2, 0.9, 0.4, 0.7];
    assert!((plain.forecast(0.0, &row) - moved.forecast(4.0, &row)).abs() < 1e-3);
}

#[test]
fn without_rows_the_forecast_is_the_offset() {
    let lesson = Lesson { table: Table::new(2), ..Lesson::default() };
    let learnt = Boosted::learn(&lesson, &settings(Loss::Squared));
    assert_eq!((learnt.rounds(), learnt.forecast(3.0, &[0.0, 0.0])), (0, 3.0));
}
