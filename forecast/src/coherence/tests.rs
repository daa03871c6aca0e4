//! Coherent forecasts beside the textbook's formula, worked out densely.

use super::{Bounds, CoherenceError, Hierarchy, Level, Reconciler, Weights, reconcile};

/// A seeded uniform number from −1 to 1, by SplitMix64.
fn uniform(seed: u64) -> f64 {
    let mixed = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    ((mixed ^ (mixed >> 31)) >> 11) as f64 / (1_u64 << 52) as f64 - 1.0
}

/// A seeded, nearly normal number.
fn normal(seed: u64) -> f64 {
    (0..12).map(|part| uniform(seed * 12 + part)).sum::<f64>() / 2.0
}

/// Products by category, crossed with a channel each.
fn shop(bottom: usize, categories: usize, channels: usize) -> Hierarchy {
    let names: Vec<String> = (0..bottom).map(|place| format!("sku {place:06}")).collect();
    let category: Vec<String> =
        (0..bottom).map(|place| format!("{:04}", place % categories)).collect();
    let channel: Vec<String> =
        (0..bottom).map(|place| format!("{}", place / 3 % channels)).collect();
    let both: Vec<String> =
        category.iter().zip(&channel).map(|(a, b)| format!("{a}/{b}")).collect();
    fn texts(labels: &[String]) -> Vec<&str> {
        labels.iter().map(String::as_str).collect()
    }
    let (category, channel, both) = (texts(&category), texts(&channel), texts(&both));
    let levels = [
        Level { name: "category", labels: &category },
        Level { name: "channel", labels: &channel },
        Level { name: "category/channel", labels: &both },
    ];
    Hierarchy::grouped(&texts(&names), &levels).expect("a label for each")
}

type Matrix = Vec<Vec<f64>>;

fn product(left: &Matrix, right: &Matrix) -> Matrix {
    let columns = right[0].len();
    let entry = |line: &Vec<f64>, column: usize| -> f64 {
        line.iter().zip(right).map(|(value, row)| value * row[column]).sum()
    };
    left.iter().map(|line| (0..columns).map(|column| entry(line, column)).collect()).collect()
}

fn transposed(matrix: &Matrix) -> Matrix {
    (0..matrix[0].len()).map(|column| matrix.iter().map(|line| line[column]).collect()).collect()
}

/// Gauss and Jordan with pivoting.
fn inverted(matrix: &Matrix) -> Matrix {
    let size = matrix.len();
    let mut work: Matrix = matrix.clone();
    for (line, row) in work.iter_mut().enumerate() {
        row.extend((0..size).map(|column| f64::from(u8::from(column == line))));
    }
    for column in 0..size {
        let largest = (column..size)
            .max_by(|left, right| work[*left][column].abs().total_cmp(&work[*right][column].abs()));
        work.swap(column, largest.expect("a line"));
        let pivot = work[column].clone();
        for (line, row) in work.iter_mut().enumerate() {
            let scale = row[column] / pivot[column];
            for (target, value) in row.iter_mut().zip(&pivot) {
                *target =
                    if line == column { value / pivot[column] } else { *target - scale * value };
            }
        }
    }
    work.into_iter().map(|row| row[size..].to_vec()).collect()
}

/// `S`, from what the hierarchy makes of unit vectors.
fn summing(hierarchy: &Hierarchy) -> Matrix {
    let unit = |place: usize| {
        let mut bottom = vec![0.0; hierarchy.bottom()];
        bottom[place] = 1.0;
        hierarchy.sum(&bottom)
    };
    transposed(&(0..hierarchy.bottom()).map(unit).collect())
}

/// `S G` with `G = (Sᵀ W⁻¹ S)⁻¹ Sᵀ W⁻¹`, as in the paper.
fn textbook(hierarchy: &Hierarchy, covariance: &Matrix) -> Matrix {
    let summing = summing(hierarchy);
    let weighted = product(&transposed(&summing), &inverted(covariance));
    let inverse = inverted(&product(&weighted, &summing));
    product(&summing, &product(&inverse, &weighted))
}

fn diagonal(values: &[f64]) -> Matrix {
    let entry = |line: usize, column: usize| if line == column { values[line] } else { 0.0 };
    (0..values.len())
        .map(|line| (0..values.len()).map(|column| entry(line, column)).collect())
        .collect()
}

fn table(nodes: usize, steps: usize, seed: u64) -> Matrix {
    let value = |node: usize, step: usize| 20.0 + 10.0 * uniform(seed + (node * 97 + step) as u64);
    (0..nodes).map(|node| (0..steps).map(|step| value(node, step)).collect()).collect()
}

fn largest_difference(left: &Matrix, right: &Matrix) -> f64 {
    let pairs = left.iter().flatten().zip(right.iter().flatten());
    pairs.fold(0.0, |largest, (left, right)| largest.max((left - right).abs()))
}

fn variances(hierarchy: &Hierarchy) -> Vec<f64> {
    (0..hierarchy.nodes()).map(|node| 0.5 + 4.0 * uniform(900 + node as u64).powi(2)).collect()
}

fn residuals(hierarchy: &Hierarchy, times: usize) -> Matrix {
    let value = |node: usize, time: usize| {
        let common = normal(50_000 + time as u64);
        common + normal((node * 1_000 + time) as u64) * (1.0 + (node % 3) as f64)
    };
    (0..hierarchy.nodes()).map(|node| (0..times).map(|time| value(node, time)).collect()).collect()
}

/// The shrunk covariance, pair by pair as Schäfer and Strimmer write it.
fn shrunk_pair_by_pair(residuals: &Matrix) -> Matrix {
    let count = residuals[0].len() as f64;
    let covariance = |left: &[f64], right: &[f64]| -> f64 {
        left.iter().zip(right).map(|(left, right)| left * right).sum::<f64>() / count
    };
    let scale = |row: &Vec<f64>| {
        let deviation = covariance(row, row).sqrt();
        row.iter().map(|value| value / deviation).collect::<Vec<f64>>()
    };
    let scaled: Matrix = residuals.iter().map(scale).collect();
    let (mut sampling, mut squares) = (0.0, 0.0);
    for (line, left) in scaled.iter().enumerate() {
        for (_, right) in scaled.iter().enumerate().filter(|(column, _)| *column != line) {
            let squared: f64 = left.iter().zip(right).map(|(a, b)| (a * b).powi(2)).sum();
            let sum = covariance(left, right) * count;
            sampling += (squared - sum * sum / count) / (count * (count - 1.0));
            squares += covariance(left, right).powi(2);
        }
    }
    let intensity = (sampling / squares).clamp(0.001, 1.0);
    let entry = |line: usize, column: usize| {
        let whole = covariance(&residuals[line], &residuals[column]);
        if line == column { whole } else { (1.0 - intensity) * whole }
    };
    let size = residuals.len();
    (0..size).map(|line| (0..size).map(|column| entry(line, column)).collect()).collect()
}

/// Every kind of weights with its covariance in full.
fn all_weights(hierarchy: &Hierarchy) -> Vec<(Weights, Matrix)> {
    let members =
        |node: usize| if node < hierarchy.aggregates() { hierarchy.members(node).len() } else { 1 };
    let structure: Vec<f64> = (0..hierarchy.nodes()).map(|node| members(node) as f64).collect();
    let (variances, residuals) = (variances(hierarchy), residuals(hierarchy, 25));
    vec![
        (Weights::Structural, diagonal(&structure)),
        (Weights::Variance(variances.clone()), diagonal(&variances)),
        (Weights::Shrinkage(residuals.clone()), shrunk_pair_by_pair(&residuals)),
    ]
}

#[test]
fn all_weights_agree_with_the_textbooks_formula() {
    let hierarchy = shop(17, 4, 2);
    let base = table(hierarchy.nodes(), 5, 7);
    for (weights, covariance) in all_weights(&hierarchy) {
        let expected = product(&textbook(&hierarchy, &covariance), &base);
        let found =
            reconcile(&hierarchy, &base, &weights, Bounds::Free).expect("a table that fits");
        let difference = largest_difference(&found, &expected);
        assert!(difference < 1e-8, "{difference}: {weights:?}");
    }
}

#[test]
fn the_spread_agrees_with_the_textbooks_variance() {
    let hierarchy = shop(17, 4, 2);
    for (weights, covariance) in all_weights(&hierarchy) {
        let projection = textbook(&hierarchy, &covariance);
        let reconciled = product(&product(&projection, &covariance), &transposed(&projection));
        let found = Reconciler::new(&hierarchy, &weights).expect("weights that fit").spread();
        for (node, ratio) in found.expect("few aggregates").into_iter().enumerate() {
            let expected = (reconciled[node][node] / covariance[node][node]).sqrt();
            assert!(
                (ratio - expected).abs() < 1e-8,
                "{}: {ratio} {expected}",
                hierarchy.names()[node]
            );
        }
    }
}

#[test]
fn forecasts_that_agree_already_are_left_alone() {
    // The projection is unbiased: S G S = S.
    let hierarchy = shop(40, 5, 3);
    let bottom: Vec<f64> = (0..40).map(|place| 5.0 + uniform(place)).collect();
    let base: Matrix = hierarchy.sum(&bottom).into_iter().map(|value| vec![value]).collect();
    for (weights, _) in all_weights(&hierarchy) {
        let found = reconcile(&hierarchy, &base, &weights, Bounds::NonNegative).expect("it fits");
        assert!(largest_difference(&found, &base) < 1e-9 * base[0][0]);
    }
}

#[test]
fn sums_agree_for_a_hundred_thousand_products() {
    let hierarchy = shop(100_000, 300, 4);
    let base = table(hierarchy.nodes(), 2, 3);
    for weights in [Weights::Structural, Weights::Variance(variances(&hierarchy))] {
        let found = reconcile(&hierarchy, &base, &weights, Bounds::NonNegative).expect("it fits");
        for step in 0..2 {
            let bottom: Vec<f64> =
                found[hierarchy.aggregates()..].iter().map(|row| row[step]).collect();
            assert!(bottom.iter().all(|value| *value >= 0.0));
            for (row, sum) in found.iter().zip(hierarchy.sum(&bottom)) {
                assert!((row[step] - sum).abs() <= 1e-9 * sum.abs(), "{} {sum}", row[step]);
            }
        }
    }
}

/// The conditions of Karush, Kuhn and Tucker of `min (ŷ − S b)ᵀ W⁻¹ (ŷ − S b), b ≥ 0`.
fn is_nearest(hierarchy: &Hierarchy, covariance: &Matrix, base: &Matrix, found: &Matrix) -> bool {
    let differences: Matrix =
        base.iter().zip(found).map(|(base, found)| vec![base[0] - found[0]]).collect();
    let pull =
        product(&transposed(&summing(hierarchy)), &product(&inverted(covariance), &differences));
    let bottom = &found[hierarchy.aggregates()..];
    bottom.iter().zip(&pull).all(|(value, pull)| {
        value[0] >= 0.0 && pull[0] < 1e-6 && (value[0] < 1e-9 || pull[0].abs() < 1e-6)
    })
}

#[test]
fn no_forecast_becomes_negative_and_none_could_be_nearer() {
    let hierarchy = shop(24, 4, 2);
    let mut held = 0;
    for seed in 0..12 {
        // Small products under aggregates that are forecast far too low.
        let forecast = |node: usize| if node < hierarchy.aggregates() { 2.0 } else { 3.0 };
        let value = |node: usize| forecast(node) + 4.0 * uniform(seed * 500 + node as u64);
        let base: Matrix = (0..hierarchy.nodes()).map(|node| vec![value(node)]).collect();
        for (weights, covariance) in all_weights(&hierarchy) {
            let found =
                reconcile(&hierarchy, &base, &weights, Bounds::NonNegative).expect("it fits");
            held += found.iter().filter(|row| row[0] <= 0.0).count();
            assert!(is_nearest(&hierarchy, &covariance, &base, &found), "{seed} {found:?}");
        }
    }
    assert!(held > 50, "only {held} nodes were held at zero, which tests nothing");
}

/// Root mean squared error over all nodes, and over the total, of base, bottom-up and reconciled.
fn simulated_errors(hierarchy: &Hierarchy) -> [[f64; 2]; 3] {
    let mut errors = [[0.0; 2]; 3];
    let deviation = |node: usize| {
        // Sums are forecast better than their parts together: part of the parts' error is theirs.
        if node < hierarchy.aggregates() {
            (hierarchy.members(node).len() as f64).sqrt()
        } else {
            1.5
        }
    };
    let weights =
        Weights::Variance((0..hierarchy.nodes()).map(|node| deviation(node).powi(2)).collect());
    for round in 0..200_u64 {
        let bottom: Vec<f64> =
            (0..hierarchy.bottom()).map(|place| 30.0 + 5.0 * uniform(place as u64)).collect();
        let truth = hierarchy.sum(&bottom);
        let wrong =
            |node: usize| normal(1_000_000 + round * 10_000 + node as u64) * deviation(node);
        let base: Matrix = (0..truth.len()).map(|node| vec![truth[node] + wrong(node)]).collect();
        let of_bottom: Vec<f64> = base[hierarchy.aggregates()..].iter().map(|row| row[0]).collect();
        let summed = hierarchy.sum(&of_bottom).into_iter().map(|value| vec![value]).collect();
        let found = reconcile(hierarchy, &base, &weights, Bounds::Free).expect("it fits");
        for (errors, forecast) in errors.iter_mut().zip([&base, &summed, &found]) {
            let squares = |nodes: usize| -> f64 {
                let pairs = forecast.iter().zip(&truth).take(nodes);
                pairs.map(|(row, truth)| (row[0] - truth).powi(2)).sum()
            };
            errors[0] += squares(truth.len());
            errors[1] += squares(1);
        }
    }
    errors
}

#[test]
fn reconciled_forecasts_are_better_than_base_and_bottom_up() {
    let [base, summed, reconciled] = simulated_errors(&shop(60, 6, 3));
    for level in 0..2 {
        assert!(reconciled[level] < base[level], "{reconciled:?} {base:?}");
        assert!(reconciled[level] < summed[level], "{reconciled:?} {summed:?}");
    }
}

#[test]
fn quantiles_move_with_the_mean_and_never_cross_it() {
    let hierarchy = shop(30, 5, 2);
    let base = table(hierarchy.nodes(), 3, 11);
    let beside = |distance: f64| -> Matrix {
        base.iter().map(|row| row.iter().map(|value| value + distance).collect()).collect()
    };
    let reconciler = Reconciler::new(&hierarchy, &Weights::Structural).expect("weights that fit");
    let mean = reconciler.reconcile(&base, Bounds::NonNegative).expect("it fits");
    let of = |distance: f64| {
        reconciler.quantiles(&base, &beside(distance), &mean, Bounds::NonNegative).expect("it fits")
    };
    let (lower, upper) = (of(-6.0), of(6.0));
    for ((lower, mean), upper) in
        lower.iter().flatten().zip(mean.iter().flatten()).zip(upper.iter().flatten())
    {
        assert!(0.0 <= *lower && lower <= mean && mean < upper && upper - mean <= 6.0);
    }
}

#[test]
fn what_does_not_fit_is_refused_by_name() {
    let hierarchy = shop(6, 2, 2);
    let mut base = table(hierarchy.nodes(), 2, 5);
    let free =
        |base: &Matrix, weights: &Weights| reconcile(&hierarchy, base, weights, Bounds::Free);
    let mut bad = vec![1.0; hierarchy.nodes()];
    bad[1] = 0.0;
    let refused = free(&base, &Weights::Variance(bad)).expect_err("a variance of 0");
    assert_eq!(
        refused,
        CoherenceError::Variance { node: "category: 0000".to_owned(), variance: 0.0 }
    );
    let few = residuals(&hierarchy, 3);
    let refused = free(&base, &Weights::Shrinkage(few)).expect_err("three residuals");
    assert_eq!(refused, CoherenceError::Residuals { found: 3, least: 4 });
    base[0][1] = f64::NAN;
    let refused = free(&base, &Weights::Structural).expect_err("not a number").to_string();
    assert_eq!(refused, "a forecast of node \"total\" is not a finite number");
    base.pop();
    assert!(matches!(free(&base, &Weights::Structural), Err(CoherenceError::Shape { .. })));
    let level = Level { name: "category", labels: &["a"] };
    let refused = Hierarchy::grouped(&["x", "y"], &[level]).expect_err("one label for two");
    assert!(refused.to_string().contains("\"category\" has 1 labels for 2"), "{refused}");
    assert!(matches!(Hierarchy::grouped(&[], &[]), Err(CoherenceError::Size { .. })));
}

#[test]
fn residuals_reconciled_as_sample_paths_add_up() {
    let hierarchy = shop(20, 4, 2);
    let residuals = residuals(&hierarchy, 30);
    let weights = Weights::Shrinkage(residuals.clone());
    let paths = reconcile(&hierarchy, &residuals, &weights, Bounds::Free).expect("it fits");
    let variance = |row: &[f64]| row.iter().map(|value| value * value).sum::<f64>();
    for time in 0..30 {
        let bottom: Vec<f64> =
            paths[hierarchy.aggregates()..].iter().map(|row| row[time]).collect();
        assert!((paths[0][time] - hierarchy.sum(&bottom)[0]).abs() < 1e-9);
    }
    let total = |rows: &Matrix| rows.iter().map(|row| variance(row)).sum::<f64>();
    assert!(total(&paths) < total(&residuals), "what agrees with more is known better");
}
