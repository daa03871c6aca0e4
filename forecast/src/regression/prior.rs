//! What all series say of an effect, and what each is believed in the light of it.
//!
//! The panel's mean and the spread between series make the prior that each is drawn to (empirical
//! Bayes; the spread by moments, DerSimonian and Laird 1986): a shop's elasticity where one product's
//! price never changed, the product's own where it changed often.

use super::evidence::{Evidence, PRIOR};

/// Fewer series than this do not say how alike series are.
const LEAST_SERIES: usize = 5;

/// The least variance between series, so that one with much to say is heard.
const LEAST_SPREAD: f64 = 1e-4;

/// The variance between series where too few say anything of it.
const ASSUMED_SPREAD: f64 = PRIOR / 4.0;

/// Below this information, an error of a half, a series says nothing of the spread.
const LEAST_INFORMATION: f64 = 4.0;

/// A prior so wide that an estimate is as good as the series' own.
const OWN: f64 = 100.0 * PRIOR;

/// The coefficients of every series.
pub(super) fn drawn(evidence: &[Evidence]) -> Vec<Vec<f64>> {
    let count = evidence.first().map_or(0, |one| one.score.len());
    let (mut means, mut variances) = (vec![0.0; count], vec![PRIOR; count]);
    if evidence.len() >= LEAST_SERIES {
        let own: Vec<Vec<f64>> =
            evidence.iter().map(|one| one.likeliest(&means, &vec![OWN; count])).collect();
        means = together(evidence, count).likeliest(&means, &variances);
        variances =
            (0..count).map(|column| spread(evidence, &own, column, means[column])).collect();
    }
    evidence.iter().map(|one| one.likeliest(&means, &variances)).collect()
}

/// What all series say, added up in their order.
fn together(evidence: &[Evidence], count: usize) -> Evidence {
    let mut all = Evidence::nothing(count);
    for one in evidence {
        for (sums, row) in all.information.iter_mut().zip(&one.information) {
            sums.iter_mut().zip(row).for_each(|(sum, cell)| *sum += cell);
        }
        all.score.iter_mut().zip(&one.score).for_each(|(sum, cell)| *sum += cell);
    }
    all
}

/// The variance between series of one coefficient, beyond what chance makes of one that is the same
/// for all.
fn spread(evidence: &[Evidence], own: &[Vec<f64>], column: usize, mean: f64) -> f64 {
    let (mut excess, mut sum, mut squares, mut count) = (0.0, 0.0, 0.0_f64, 0);
    for (one, own) in evidence.iter().zip(own) {
        let weight = one.information[column][column];
        if weight >= LEAST_INFORMATION {
            excess += weight * (own[column] - mean).powi(2);
            sum += weight;
            squares += weight * weight;
            count += 1;
        }
    }
    let room = sum - squares / sum;
    if count < LEAST_SERIES || room <= 0.0 {
        return ASSUMED_SPREAD;
    }
    ((excess - f64::from(count as u32 - 1)) / room).clamp(LEAST_SPREAD, PRIOR)
}

#[cfg(test)]
mod tests;
