//! Staffing: from arrivals to work, from work to people, from people to shifts.
//!
//! The way of a plan:
//!
//! 1. [`arrivals`] cuts forecast days into intervals by the shop's own profile of the week, as
//!    expected and at a chosen quantile.
//! 2. [`work`] turns arrivals into seconds of work by role, with standard times ([`times`],
//!    [`picking`]) that [`learning`] corrects by the shop's own pick and pack events ([`spell`]).
//! 3. [`requirement`] says how many people each role needs an interval: warehouse work levelled
//!    and gathered within its deadlines, contacts by [`queueing`]. [`resources`] says which stations, trolleys,
//!    docks and space those people and their work take.
//! 4. [`shifts`] covers the people needed at the least cost; [`peaks`] names the days ahead that
//!    those present cannot cover, and by when to call others in.
//! 5. [`tables`] lays all of it out as columns.
//!
//! Invariant: pure functions of what is handed in. Times are the shop's local time without a zone.
//!
//! Invariant: more demand never needs fewer people at once; people are rounded up, shrinkage is
//! applied once, when they are put on the roster.

pub mod arrivals;
pub mod error;
pub mod intervals;
pub mod learning;
pub mod peaks;
pub mod picking;
pub mod queueing;
pub mod requirement;
pub mod resources;
pub mod role;
pub mod shifts;
pub mod spell;
pub mod tables;
pub mod times;
pub mod work;

pub use error::StaffingError;
pub use intervals::Intervals;
pub use requirement::Requirement;
pub use role::Role;

#[cfg(test)]
mod tests;
