//! Bins: order is kept, missing values have their own, and no bin is starved.

use super::{Binned, MISSING, Table};

fn binned(values: &[f32]) -> Vec<u8> {
    let mut table = Table::new(1);
    table.extend(values);
    Binned::new(&table).columns.remove(0)
}

#[test]
fn few_values_have_a_bin_each_in_their_order() {
    assert_eq!(binned(&[3.0, -1.0, 7.0, 3.0, f32::NAN]), [2, 1, 3, 2, MISSING]);
}

#[test]
fn many_values_are_spread_over_all_bins_and_keep_their_order() {
    let values: Vec<f32> = (0..100_000_u32).map(|row| ((row * 7_919) % 100_003) as f32).collect();
    let bins = binned(&values);
    let mut pairs: Vec<(f32, u8)> = values.into_iter().zip(bins.iter().copied()).collect();
    pairs.sort_by(|left, right| left.0.total_cmp(&right.0));
    assert!(pairs.windows(2).all(|pair| pair[0].1 <= pair[1].1));
    let mut counts = [0_usize; 256];
    bins.iter().for_each(|bin| counts[usize::from(*bin)] += 1);
    assert_eq!(counts[0], 0);
    assert!(counts[1..255].iter().filter(|count| **count > 200).count() > 240);
}

#[test]
fn a_column_of_one_value_or_of_none_needs_no_cut() {
    assert_eq!(binned(&[2.0, 2.0]), [1, 1]);
    assert_eq!(binned(&[f32::NAN, f32::NAN]), [MISSING, MISSING]);
}

#[test]
fn rows_are_laid_out_by_column() {
    let mut table = Table::new(2);
    table.extend(&[1.0, 2.0, 3.0, 4.0]);
    assert_eq!((table.width(), table.height()), (2, 2));
    assert_eq!(table.columns, [[1.0, 3.0], [2.0, 4.0]]);
}
