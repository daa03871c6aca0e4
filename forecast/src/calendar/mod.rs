//! What kind of day it is: public holidays, shop events, pay days, opening days, and their effect.
//!
//! [`Country`] knows the public holidays of a country, from rules in `holidays.txt`. [`ShopEvent`]s
//! are given as data; the ones every shop has (Black Friday, Mother's Day, the January sales) come
//! from rules in `events.txt`. A [`Calendar`] is both together. It gives, for any span of
//! [`Periods`] (minutes to years):
//!
//! - [`Features`], dense columns for models that learn from them;
//! - [`Marks`], which period belongs to which holiday, from which [`Evidence`] and [`Effects`]
//!   learn by how much demand rises or falls around it;
//! - [`OpeningDays`], the weekdays and holidays on which the shop never sells.
//!
//! Invariant: days are the shop's days, without a zone; whoever calls has cut them in its zone.
//!
//! Invariant: what is known of a day depends only on the calendar, never on later values; effects
//! are learnt only from the values that are handed in, so a back-test hands in what was known.

mod country;
mod easter;
mod effects;
mod error;
mod events;
mod evidence;
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
pub use effects::Effects;
pub use error::CalendarError;
pub use events::{EventKind, ShopEvent, usual_events};
pub use evidence::Evidence;
pub use features::Features;
pub use marks::{Mark, Marks};
pub use opening::OpeningDays;
pub use pay_day::PayDay;
pub use periods::{Calendar, Periods};
