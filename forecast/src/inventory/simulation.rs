//! A simulator that runs a policy through a history of demand, and the bound it is held against.
//!
//! A day goes like this: what was received the day before is put on the shelf and serves those who
//! wait; then demand comes and is served as far as stock reaches; then stock is counted and paid
//! for; then the policy may order. Plans count days in the same way.

mod clairvoyant;
mod generator;
mod moving_average;
mod performance;
mod planned;
mod policy;
mod replay;

pub use clairvoyant::clairvoyant;
pub use generator::Generator;
pub use moving_average::MovingAverage;
pub use performance::Performance;
pub use planned::Planned;
pub use policy::{FixedQuantity, OrderUpToLevel, Periodic, Policy, Review};
pub use replay::{Setting, Start, Unmet, replay};

#[cfg(test)]
mod public_data;
#[cfg(test)]
mod tests;
