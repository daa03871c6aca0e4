//! Random queries over the facts in the SQL that our engine and DuckDB have in common, where both
//! must say the same to the last digit.
//!
//! What the two differ in by intent is left out: division and averages of decimals (other types),
//! the place of nulls in an order that does not say it, and row numbers among equals.

mod answers;
mod expressions;
mod predicates;
mod shapes;
mod tables;

use rand_chacha::ChaCha8Rng;

pub use self::{answers::agree, tables::TABLES};

/// What a column holds, and so how two engines' texts of it are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Text.
    Text,
    /// A whole number.
    Integer,
    /// An exact decimal, however many zeros it ends in.
    Decimal,
    /// A day.
    Date,
    /// An instant.
    Instant,
    /// True or false.
    Boolean,
    /// Floating point: sums depend on the order of rows, so to nine digits.
    Float,
}

/// A query, and how its answer is to be read.
#[derive(Debug, Clone)]
pub struct Query {
    /// Its text.
    pub sql: String,
    /// What its columns hold.
    pub columns: Vec<Kind>,
    /// Whether the order of its rows is part of the answer.
    pub ordered: bool,
}

/// Makes one query after the other, all chance from one generator.
#[derive(Debug)]
pub struct Queries {
    random: ChaCha8Rng,
    names: usize,
}

impl Queries {
    /// Queries by this generator.
    #[must_use]
    pub fn new(random: ChaCha8Rng) -> Self {
        Self { random, names: 0 }
    }

    /// A name that is not in use.
    fn name(&mut self, stem: &str) -> String {
        self.names += 1;
        format!("{stem}{}", self.names)
    }
}

impl Iterator for Queries {
    type Item = Query;

    fn next(&mut self) -> Option<Query> {
        self.names = 0;
        Some(self.query())
    }
}
