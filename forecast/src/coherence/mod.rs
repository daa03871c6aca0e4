//! Forecasts that add up: products to categories, channels, warehouses and the total.
//!
//! A [`Hierarchy`] says which series are sums of which. [`reconcile`] moves the forecasts of all
//! its nodes as little as their errors let expect until every sum agrees: minimum trace, MinT
//! (Wickramasuriya, Athanasopoulos and Hyndman 2019), with one of three [`Weights`]. No node needs
//! to become negative on the way (Wickramasuriya, Turlach and Hyndman 2020). [`Reconciler::spread`]
//! says how much narrower each node's interval becomes, and [`Reconciler::quantiles`] moves
//! quantiles so.
//!
//! The textbook's form, `ỹ = S (Sᵀ W⁻¹ S)⁻¹ Sᵀ W⁻¹ ŷ`, needs a matrix of all bottom series. Here it
//! is solved in the equal form `ỹ = ŷ − W U (Uᵀ W U)⁻¹ Uᵀ ŷ`, where a column of `U` says that one
//! aggregate equals the sum of its members: as many unknowns as there are aggregates, found by
//! conjugate gradients without ever writing the matrix down. Memory grows with the series and
//! their memberships alone, so that 100,000 products are no problem.
//!
//! Invariant: what comes out is coherent by construction: aggregates are sums of the bottom series
//! that are returned beside them.

mod error;
mod gradient;
mod hierarchy;
mod reconcile;
mod spread;
mod weights;

pub use error::CoherenceError;
pub use hierarchy::{Hierarchy, Level};
pub use reconcile::{Bounds, Reconciler, reconcile};
pub use weights::Weights;

#[cfg(test)]
mod tests;
