//! What kind of day it is: public holidays, shop events, pay days, opening days.
//!
//! [`Country`] knows the public holidays of a country, from rules in `holidays.txt`. [`ShopEvent`]s
//! are given as data; the ones every shop has (Black Friday, Mother's Day, the January sales) come
//! from rules in `events.txt`. A [`Calendar`] is both together. It gives, for any span of
//! [`Periods`] (minutes to years):
//!
//! - [`Features`], dense columns for models that learn from them;
//! - [`Marks`], which period belongs to which holiday;
//! - [`OpeningDays`], the weekdays and holidays on which the shop never sells.
//!
//! Invariant: days are the shop's days, without a zone; whoever calls has cut them in its zone.
//!
//! Invariant: what is known of a day depends only on the calendar, never on later values.

mod country;
mod easter;
mod error;
mod events;
mod features;
mod marks;
mod opening;
mod parse;
mod pay_day;
mod periods;
mod rule;
mod shift;

pub(crate) use easter::gregorian as easter_sunday;

pub use country::{Country, Holiday};
pub use error::CalendarError;
pub use events::{EventKind, ShopEvent, usual_events};
pub use features::Features;
pub use marks::{Mark, Marks};
pub use opening::OpeningDays;
pub use pay_day::PayDay;
pub use periods::{Calendar, Periods};
