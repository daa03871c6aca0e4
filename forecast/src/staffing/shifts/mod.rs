//! Shifts: the least costly cover of the people needed, by a small integer program.
//!
//! The way of a plan ([`ShiftPlan::new`]):
//!
//! 1. `possible` lists every shift that somebody could be put on: group × template × placement of
//!    the breaks × role × day, with what it covers and costs.
//! 2. `model` states the program: people needed an interval and role, one shift a day, days, hours
//!    and rest a person and week, hours paid by contract, overtime. What cannot be covered is
//!    allowed at a price, so that there always is a plan and it says what is missing.
//! 3. The relaxed program, fractions of people allowed, bounds the cost of every plan from below.
//!    Rounded down and completed by the `greedy` cover it is a plan; so is the greedy cover alone.
//! 4. `search` improves the cheaper of the two part by part, with branch and bound.
//! 5. `roster` gives the shifts to people, one by one; `bill` adds up what that covers and costs.
//!
//! The gap that a plan states is between its cost, missing hours at their price, and that bound:
//! no plan can be cheaper by more.

mod bill;
mod greedy;
mod integer_program;
mod model;
mod plan;
mod possible;
mod roster;
mod search;
mod staff;
mod template;

pub use plan::{Cover, Shift, ShiftPlan, ShiftSettings, StaffWeek};
pub use staff::{Premiums, Staff};
pub use template::{Break, Template};

#[cfg(test)]
mod tests;
