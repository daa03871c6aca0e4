//! The season of the calendar's year as a Fourier series.

use std::f64::consts::TAU;

use super::{HARMONICS, WAVES};
use crate::least_squares::{COLUMNS, Normal, Row};
use crate::models::Parameters;
use crate::series::mean;

/// Harmonics that fit beside an intercept and a slope.
const MOST_HARMONICS: usize = (COLUMNS - 2) / 2;

/// Each year seen allows this many harmonics.
const HARMONICS_A_YEAR: f64 = 3.0;

/// The ridge on the harmonics, in observations of the shortest season's mean.
const RIDGE: f64 = 5.0;

/// Intercept, trend, and cosine and sine of each harmonic at `time`.
fn waves(time: f64, length: f64, year: f64, harmonics: usize) -> Row {
    let mut row = [0.0; COLUMNS];
    (row[0], row[1]) = (1.0, 2.0 * time / length - 1.0);
    let (first_sine, first_cosine) = (TAU * time / year).sin_cos();
    let (mut sine, mut cosine) = (first_sine, first_cosine);
    for harmonic in 1..=harmonics {
        (row[2 * harmonic], row[2 * harmonic + 1]) = (cosine, sine);
        // The next harmonic by the addition theorem: products cost less than sines.
        (cosine, sine) =
            (cosine * first_cosine - sine * first_sine, sine * first_cosine + cosine * first_sine);
    }
    row
}

/// Learns the year's waves from means over `block` values, beside a straight trend so that growth
/// is not taken for a season.
pub(super) fn fit(values: &[f64], block: usize, year: f64, found: &mut Parameters) {
    let length = values.len() as f64;
    let harmonics = ((length / year * HARMONICS_A_YEAR) as usize).min(MOST_HARMONICS);
    let mut sums = Normal::new();
    for (index, block_values) in values.chunks_exact(block).enumerate() {
        let centre = (index * block) as f64 + (block - 1) as f64 / 2.0;
        sums.add(&waves(centre, length, year, harmonics), mean(block_values));
    }
    let coefficients = sums.solve(RIDGE);
    found[HARMONICS] = harmonics as f64;
    found[WAVES..WAVES + 2 * MOST_HARMONICS].copy_from_slice(&coefficients[2..]);
}

/// The year's effect at `time`.
pub(super) fn effect(parameters: &Parameters, time: usize, year: Option<f64>) -> f64 {
    let harmonics = parameters[HARMONICS] as usize;
    let Some(year) = year.filter(|_| harmonics > 0) else { return 0.0 };
    let row = waves(time as f64, 1.0, year, harmonics);
    let coefficients = &parameters[WAVES..WAVES + 2 * harmonics];
    coefficients.iter().zip(&row[2..]).map(|(coefficient, wave)| coefficient * wave).sum()
}
