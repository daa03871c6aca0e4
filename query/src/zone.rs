//! Instants cut in the zone of the session, as PostgreSQL cuts a `timestamptz`.
//!
//! Facts hold instants in UTC. What a day, an hour or a text of one is depends on whose clock is
//! asked: the one that the query names, else the shop's. [`Cut`] puts that clock into every plan:
//!
//! | in the query | is cut in the session's zone |
//! |---|---|
//! | `date_trunc('day', at)` | an instant, shown with the zone's offset ([`DateTrunc`]) |
//! | `extract`, `date_part`, `to_char`, `at::date`, `at::time`, `at::timestamp`, `at::text` | yes |
//! | `at >= DATE '2026-03-01'`, `at < '2026-03-01 10:00'` | the date or text is of the zone |
//! | `at + INTERVAL '1 day'`, an interval that is written out | the same time on the zone's next day |
//! | `at AT TIME ZONE 'Asia/Tokyo'` and what is made of it | no: the zone that was named |
//!
//! A time that a clock shows twice is the earlier of the two, where PostgreSQL takes the later; one that it skips is as long after
//! the change as it would have been after what went before.

mod date_trunc;
mod functions;
mod offsets;
mod rule;
mod template;
mod to_char;

use std::sync::Arc;

use arrow::{array::ArrayRef, datatypes::DataType};
use chrono_tz::Tz;
use datafusion::{
    error::DataFusionError,
    execution::{FunctionRegistry, SessionState},
    logical_expr::ScalarUDF,
};

use self::{date_trunc::DateTrunc, rule::Cut, to_char::ToChar};

/// How stored instants are typed; an instant of any other zone was put there by the query.
const STORED: &str = "UTC";

/// Makes a session cut instants in a zone.
pub(crate) fn register(state: &mut SessionState, zone: Tz) -> Result<(), DataFusionError> {
    state.register_udf(Arc::new(ScalarUDF::from(DateTrunc::new(zone))))?;
    state.register_udf(Arc::new(ScalarUDF::from(ToChar::new(zone))))?;
    state.add_analyzer_rule(Arc::new(Cut { zone }));
    Ok(())
}

/// What the clocks show at the instants of a column; days and times are what they are.
pub(crate) fn shown(column: &ArrayRef, session: Tz) -> Result<ArrayRef, DataFusionError> {
    let zone = match column.data_type() {
        DataType::Timestamp(_, Some(typed)) => zone_of(typed, session),
        _ => None,
    };
    zone.map_or_else(|| Ok(Arc::clone(column)), |zone| functions::local_time(column, zone))
}

/// The zone in which an instant typed with this one is cut; `None` where it is no named zone.
fn zone_of(typed: &str, session: Tz) -> Option<Tz> {
    if typed == STORED { Some(session) } else { typed.parse().ok() }
}

#[cfg(test)]
mod tests;
