//! Which holiday or event each period belongs to, the same every year.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;
use std::sync::Arc;

use chrono::{Datelike, NaiveDate};

use super::rule::days_of;
use super::{Calendar, EventKind, Holiday, Periods, ShopEvent};

/// Days before and after a holiday that may feel it: a long weekend, the last parcels before
/// Christmas. A day further off belongs to the ordinary week.
const DAYS_AROUND: i64 = 3;

/// An event longer than this has no day-by-day shape of its own: all its days share one mark.
const LONGEST_SHAPE: i64 = 14;

/// A place relative to a holiday or event: `Easter Monday −2`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Mark {
    /// Which holiday or event, by its place in [`Marks::names`].
    pub group: u16,
    /// Periods after the holiday, negative before it; or the day of an event counted from 0.
    pub offset: i8,
}

/// One mark for each period that has one, the nearest holiday winning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Marks {
    /// Shared with all evidence that is gathered under these marks.
    names: Arc<[String]>,
    marks: Vec<Option<Mark>>,
}

/// One holiday or event, before it is laid over periods.
struct Occasion {
    name: String,
    days: RangeInclusive<NaiveDate>,
    /// Days around it that belong to it too.
    around: i64,
    /// Whether each of its days has a mark of its own.
    shaped: bool,
    /// Less wins where two meet at the same distance.
    rank: u8,
}

/// How well a mark fits a period: distance, rank, and to settle it the mark itself.
type Claim = (i64, u8, Mark);

impl Marks {
    /// Lays the holidays and events of `calendar` over `periods`.
    ///
    /// Days and shorter periods are marked up to three days around a public holiday, and each day
    /// of an event. Weeks are marked where a holiday or the end of an event falls into them, and
    /// the week before. Longer periods are marked only by holidays that are not always in the
    /// same month, Easter above all; the others are part of their yearly season.
    #[must_use]
    pub fn of(calendar: &Calendar, periods: &Periods) -> Self {
        let days_each = periods.days_each();
        let occasions = if days_each > 8.0 {
            movable(&calendar.holidays(&periods.span()))
        } else {
            occasions(calendar, periods, days_each > 1.0)
        };
        let mut groups: BTreeMap<&str, u16> = BTreeMap::new();
        for occasion in &occasions {
            groups.insert(&occasion.name, 0);
        }
        for (place, group) in (0..).zip(groups.values_mut()) {
            *group = place;
        }
        let mut claims: Vec<Option<Claim>> = vec![None; periods.len()];
        for occasion in &occasions {
            let group = groups[occasion.name.as_str()];
            if days_each > 1.0 {
                occasion.claim_weeks(group, periods, days_each <= 8.0, &mut claims);
            } else {
                occasion.claim_days(group, periods, &mut claims);
            }
        }
        let marks = claims.into_iter().map(|claim| claim.map(|(_, _, mark)| mark)).collect();
        Self { names: groups.into_keys().map(str::to_owned).collect(), marks }
    }

    /// Holidays and events by [`Mark::group`], in alphabetical order.
    #[must_use]
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// The mark of a period, if it has one.
    #[must_use]
    pub fn get(&self, period: usize) -> Option<Mark> {
        self.marks.get(period).copied().flatten()
    }

    /// How many periods there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.marks.len()
    }

    /// Whether there is no period.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.marks.is_empty()
    }
}

impl Occasion {
    fn of_holiday(holiday: &Holiday, around: i64) -> Self {
        let further = if holiday.observed { " (observed)" } else { "" };
        Self {
            name: format!("{}{further}", holiday.name),
            days: holiday.date..=holiday.date,
            around: if holiday.observed { 0 } else { around },
            shaped: true,
            rank: 0,
        }
    }

    fn of_event(event: &ShopEvent, weekly: bool) -> Self {
        let shaped = (event.to - event.from).num_days() < LONGEST_SHAPE;
        // What a gift week does is done by the time of the day itself.
        let from = if weekly && shaped { event.to } else { event.from };
        Self { name: event.name.clone(), days: from..=event.to, around: 0, shaped, rank: 1 }
    }

    /// Claims the days around and within, nearest first.
    fn claim_days(&self, group: u16, periods: &Periods, claims: &mut [Option<Claim>]) {
        let length = (*self.days.end() - *self.days.start()).num_days();
        for offset in -self.around..=length + self.around {
            let day = *self.days.start() + days_of(offset);
            let distance = (-offset).max(offset - length).max(0);
            let named = if self.shaped { offset } else { 0 };
            let mark = Mark { group, offset: i8::try_from(named).unwrap_or(0) };
            for period in periods.touching(day..=day) {
                better(&mut claims[period], (distance, self.rank, mark));
            }
        }
    }

    /// Claims the periods it falls into and, if asked, the one before.
    fn claim_weeks(
        &self,
        group: u16,
        periods: &Periods,
        before: bool,
        claims: &mut [Option<Claim>],
    ) {
        let touched = periods.touching(self.days.clone());
        for period in touched.clone() {
            better(&mut claims[period], (0, self.rank, Mark { group, offset: 0 }));
        }
        let Some(previous) = touched.start.checked_sub(1) else { return };
        if before && self.shaped && !touched.is_empty() {
            better(&mut claims[previous], (1, self.rank, Mark { group, offset: -1 }));
        }
    }
}

/// Keeps the better of two claims; equals are settled by name, then by the earlier offset.
fn better(kept: &mut Option<Claim>, claim: Claim) {
    if kept.is_none_or(|kept| claim < kept) {
        *kept = Some(claim);
    }
}

/// Holidays, and events that are not weeks-long seasons.
fn occasions(calendar: &Calendar, periods: &Periods, weekly: bool) -> Vec<Occasion> {
    let holidays = calendar.holidays(&periods.span());
    let kept = holidays.iter().filter(|holiday| !(weekly && holiday.observed));
    let around = if weekly { 0 } else { DAYS_AROUND };
    let mut occasions: Vec<Occasion> =
        kept.map(|holiday| Occasion::of_holiday(holiday, around)).collect();
    let events = calendar.events.iter().filter(|event| event.kind != EventKind::Season);
    occasions.extend(events.map(|event| Occasion::of_event(event, weekly)));
    occasions
}

/// Holidays whose month is not the same in every year.
fn movable(holidays: &[Holiday]) -> Vec<Occasion> {
    let mut months: BTreeMap<&str, (u32, bool)> = BTreeMap::new();
    for holiday in holidays {
        let month = holiday.date.month();
        let (first, moves) = months.entry(holiday.name).or_insert((month, false));
        *moves |= *first != month && !holiday.observed;
    }
    let moves = holidays.iter().filter(|holiday| !holiday.observed && months[holiday.name].1);
    moves.map(|holiday| Occasion::of_holiday(holiday, 0)).collect()
}

#[cfg(test)]
mod tests;
