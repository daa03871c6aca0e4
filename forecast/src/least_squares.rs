//! Ridge regression on a handful of columns, without allocating.

/// The most columns a regression here may have.
pub(crate) const COLUMNS: usize = 14;

/// One row of regressors.
pub(crate) type Row = [f64; COLUMNS];

/// Sums of products, gathered row by row.
pub(crate) struct Normal {
    products: [Row; COLUMNS],
    response: Row,
}

impl Normal {
    /// Nothing gathered yet.
    pub(crate) fn new() -> Self {
        Self { products: [[0.0; COLUMNS]; COLUMNS], response: [0.0; COLUMNS] }
    }

    /// Adds one observation.
    pub(crate) fn add(&mut self, row: &Row, value: f64) {
        for (line, left) in row.iter().enumerate() {
            for (column, right) in row.iter().enumerate().take(line + 1) {
                self.products[line][column] += left * right;
            }
            self.response[line] += left * value;
        }
    }

    /// The coefficients that minimise squared error plus `ridge` times their squares (Hoerl and
    /// Kennard 1970); column 0, the intercept, is not shrunk. Solved by Cholesky's factorisation:
    /// with a positive ridge every pivot is positive, columns that were always zero included.
    pub(crate) fn solve(mut self, ridge: f64) -> Row {
        for column in 1..COLUMNS {
            self.products[column][column] += ridge;
        }
        for line in 0..COLUMNS {
            for column in 0..=line {
                let mut rest = self.products[line][column];
                for inner in 0..column {
                    rest -= self.products[line][inner] * self.products[column][inner];
                }
                self.products[line][column] = if line == column {
                    rest.max(f64::MIN_POSITIVE).sqrt()
                } else {
                    rest / self.products[column][column]
                };
            }
        }
        self.substitute()
    }

    /// Forward and backward substitution through the factor.
    fn substitute(mut self) -> Row {
        for line in 0..COLUMNS {
            for inner in 0..line {
                self.response[line] -= self.products[line][inner] * self.response[inner];
            }
            self.response[line] /= self.products[line][line];
        }
        for line in (0..COLUMNS).rev() {
            for inner in line + 1..COLUMNS {
                self.response[line] -= self.products[inner][line] * self.response[inner];
            }
            self.response[line] /= self.products[line][line];
        }
        self.response
    }
}

#[cfg(test)]
mod tests;
