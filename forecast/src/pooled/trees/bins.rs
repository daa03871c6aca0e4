//! Features as small whole numbers: a tree only asks whether a value is above a cut.

use rayon::prelude::*;

/// The bin of a value that is not known.
pub(super) const MISSING: u8 = 0;

/// Bins of a column, the one for missing values included.
pub(super) const BINS: usize = 256;

/// Values from which the cuts of a column are taken: more would move them by less than a bin.
const SAMPLE: usize = 20_000;

/// Rows of numeric features, column by column; NaN is a value that is not known.
#[derive(Debug, Clone, Default, PartialEq)]
pub(in crate::pooled) struct Table {
    columns: Vec<Vec<f32>>,
}

impl Table {
    /// No rows yet, of `width` features.
    pub(in crate::pooled) fn new(width: usize) -> Self {
        Self { columns: vec![Vec::new(); width] }
    }

    /// Adds rows that stand one after the other in `flat`, as many features each as the table has.
    pub(in crate::pooled) fn extend(&mut self, flat: &[f32]) {
        let width = self.width();
        for (place, column) in self.columns.iter_mut().enumerate() {
            column.extend(flat.iter().skip(place).step_by(width));
        }
    }

    /// The number of features.
    pub(in crate::pooled) fn width(&self) -> usize {
        self.columns.len()
    }

    /// The number of rows.
    pub(in crate::pooled) fn height(&self) -> usize {
        self.columns.first().map_or(0, Vec::len)
    }
}

/// A table in bins, with the cuts between them.
#[derive(Debug, Clone)]
pub(super) struct Binned {
    /// The bin of every row, by feature.
    pub(super) columns: Vec<Vec<u8>>,
    /// The largest value of every bin but the last, by feature.
    pub(super) cuts: Vec<Vec<f32>>,
    /// The same bins row after row: a tree asks several features of one row, and so finds them
    /// side by side.
    rows: Vec<u8>,
}

impl Binned {
    /// Cuts every column at its quantiles, or between its values where they are few.
    pub(super) fn new(table: &Table) -> Self {
        let (cuts, columns): (Vec<_>, Vec<_>) = table
            .columns
            .par_iter()
            .map(|column| {
                let cuts = cuts(column);
                let bins = column.iter().map(|value| bin(&cuts, *value)).collect::<Vec<u8>>();
                (cuts, bins)
            })
            .unzip();
        let rows = by_row(&columns, table.height());
        Self { columns, cuts, rows }
    }

    /// The bins of one row, by feature.
    pub(super) fn row(&self, row: usize) -> &[u8] {
        let width = self.columns.len();
        &self.rows[row * width..(row + 1) * width]
    }

    /// The number of rows.
    pub(super) fn height(&self) -> usize {
        self.columns.first().map_or(0, Vec::len)
    }
}

/// The bins of all columns row after row.
fn by_row(columns: &[Vec<u8>], height: usize) -> Vec<u8> {
    let mut rows = vec![MISSING; columns.len() * height];
    for (place, column) in columns.iter().enumerate() {
        let cells = rows.iter_mut().skip(place).step_by(columns.len());
        cells.zip(column).for_each(|(cell, bin)| *cell = *bin);
    }
    rows
}

/// The bin of `value`: one more than the number of cuts below it.
fn bin(cuts: &[f32], value: f32) -> u8 {
    if value.is_nan() { MISSING } else { cuts.partition_point(|cut| *cut < value) as u8 + 1 }
}

/// At most 254 cuts that part a column into bins of about equal size.
fn cuts(column: &[f32]) -> Vec<f32> {
    let stride = column.len().div_ceil(SAMPLE).max(1);
    let mut values: Vec<f32> =
        column.iter().step_by(stride).copied().filter(|value| !value.is_nan()).collect();
    values.sort_unstable_by(f32::total_cmp);
    let most = BINS - 2;
    let mut distinct = values.clone();
    distinct.dedup();
    if distinct.len() <= most {
        // The middle between two floats that are neighbours may be the upper one.
        return distinct.windows(2).map(|pair| pair[0] + (pair[1] - pair[0]) / 2.0).collect();
    }
    let mut cuts: Vec<f32> = (1..most).map(|rank| values[rank * values.len() / most]).collect();
    cuts.dedup();
    cuts
}

#[cfg(test)]
mod tests;
