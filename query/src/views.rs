//! Views that are kept by increment, and exact.
//!
//! A view is a SELECT over one fact table, grouped: a file of `query/views/`, or one that an
//! analyst made. Facts are only ever added to, each cancellation and return as a row of its own
//! with signed amounts, so what a view holds is a fold: the partial states of its aggregates by
//! group ([`fold`]), to which the rows of later events are merged. No aggregate ever has to take a
//! row back, so minima, distinct counts and sketches are as exact as over all rows at once.
//!
//! Groups are kept in the order of their keys, in leaves that versions share ([`leaves`]); each
//! version is true at one LSN ([`kept`]). A reader brings the view up to the LSN of its own
//! snapshot; a task in the background does the same when rows pile up, writes checkpoints, and
//! audits ([`keeper`]). While a view is built, and where an audit finds a difference, its query
//! over the facts is answered instead.
//!
//! A file whose query is over other views or live tables is computed when it is asked for.

mod audit;
mod catalogue;
mod checkpoint;
mod finished;
mod fold;
mod keeper;
mod kept;
mod leaf;
mod leaves;
mod own;
mod program;
mod registry;
mod revenue;
mod room;
mod since;
mod table;

pub use self::registry::{ViewDescription, ViewKind, ViewPhase};
pub(crate) use self::{
    audit::audit,
    keeper::keep,
    own::create,
    registry::{Reading, Views, compile_all},
    revenue::register,
};
