//! What is wrong with a number that a formula, a plan or a simulation was given.

/// Why nothing was computed: the input makes no sense. Each names the field and what is needed.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum InventoryError {
    /// A number is out of the range in which the formula holds.
    #[error("{field} is {value}; {expected} is needed")]
    Number {
        /// What the number stands for.
        field: &'static str,
        /// The number that was given.
        value: f64,
        /// What would have been accepted.
        expected: &'static str,
    },
    /// A list has no entries.
    #[error("{field} has no entries; at least one is needed")]
    Empty {
        /// What the list holds.
        field: &'static str,
    },
    /// A search for an optimum did not settle, because the costs are too far apart.
    #[error("{formula} did not settle on a quantity; the costs are too far apart for it")]
    Unsettled {
        /// The formula's name.
        formula: &'static str,
    },
    /// One SKU of a plan has input that makes no sense.
    #[error("SKU {sku:?} in warehouse {warehouse:?}: {problem}")]
    Item {
        /// The SKU.
        sku: String,
        /// The warehouse.
        warehouse: String,
        /// What is wrong with it.
        problem: Box<InventoryError>,
    },
}
