//! Parts that agree with their whole.

use super::{Part, agree};

fn part(value: f64, variance: f64) -> Part {
    Part { values: vec![value], variances: vec![variance] }
}

fn sum(parts: &[Part]) -> f64 {
    parts.iter().map(|part| part.values[0]).sum()
}

#[test]
fn every_partition_adds_up_to_the_whole() {
    let mut whole = part(100.0, 4.0);
    let mut partitions =
        vec![vec![part(60.0, 9.0), part(50.0, 1.0)], vec![part(30.0, 2.0), part(58.0, 2.0)]];
    agree(&mut whole, &mut partitions);
    for parts in &partitions {
        assert!((sum(parts) - whole.values[0]).abs() < 1e-9, "{parts:?} and {whole:?}");
    }
    // 100 / 4, 110 / 10 and 88 / 4 by their precisions.
    let expected = (25.0 + 11.0 + 22.0) / (0.25 + 0.1 + 0.25);
    assert!((whole.values[0] - expected).abs() < 1e-9, "{whole:?}");
    let moved = [60.0 - partitions[0][0].values[0], 50.0 - partitions[0][1].values[0]];
    assert!((moved[0] - 9.0 * moved[1]).abs() < 1e-9, "the less sure part moves more: {moved:?}");
}

#[test]
fn a_whole_that_is_known_stays() {
    let mut whole = part(100.0, 0.0);
    let mut partitions = vec![vec![part(60.0, 1.0), part(20.0, 1.0)], Vec::new()];
    agree(&mut whole, &mut partitions);
    assert_eq!(whole.values, [100.0]);
    assert_eq!((partitions[0][0].values[0], partitions[0][1].values[0]), (70.0, 30.0));
}

#[test]
fn no_part_becomes_negative() {
    let mut whole = part(10.0, 0.0);
    let mut partitions = vec![vec![part(1.0, 100.0), part(40.0, 100.0), part(0.0, 1.0)]];
    agree(&mut whole, &mut partitions);
    assert!(partitions[0].iter().all(|part| part.values[0] >= 0.0), "{partitions:?}");
    assert!((sum(&partitions[0]) - 10.0).abs() < 1e-9, "{partitions:?}");
}
