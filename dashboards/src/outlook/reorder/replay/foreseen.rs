//! What was expected at each review of a past, by nothing but what was known then.

use std::sync::Arc;

use chrono::{Days, NaiveDate};
use marea_forecast::{Request, forecast, inventory::IndependentDays};

use super::{Past, Span};
use crate::outlook::{
    Run,
    fits::Fits,
    gathered::Gathered,
    histories::Goods,
    panel::Panel,
    refit::Standings,
    reorder::{
        demand::{Demand, Shares, Source, beyond::Courses},
        spread::Spread,
    },
};

/// The demand ahead of each shelf at each review.
pub(super) struct Foreseen {
    /// The first day that is replayed.
    pub(super) first: NaiveDate,
    /// Days that are replayed.
    pub(super) days: usize,
    /// By review, then by shelf.
    reviews: Vec<Vec<IndependentDays>>,
}

impl Foreseen {
    /// Forecasts at the end of the first day of the span, and then of every so many; `told` hears
    /// before each of which day it is.
    pub(super) fn of(
        past: &Past,
        span: Span,
        review_days: usize,
        told: &dyn Fn(NaiveDate),
    ) -> anyhow::Result<Self> {
        let first = past.run.origin - Days::new(span.days.saturating_sub(1) as u64);
        let days = first.iter_days().take(span.days).step_by(review_days.max(1));
        let mut fits = Fits::default();
        let mut reviews = Vec::new();
        for (place, origin) in days.enumerate() {
            told(origin);
            let anew = place.is_multiple_of(span.refit_reviews.max(1));
            reviews.push(at(past, origin, anew, &mut fits)?);
        }
        Ok(Self { first, days: span.days, reviews })
    }

    /// The demand ahead of one shelf, review by review.
    pub(super) fn of_shelf(&self, place: usize) -> Vec<&IndependentDays> {
        self.reviews.iter().filter_map(|shelves| shelves.get(place)).collect()
    }
}

/// What is expected of every shelf after one day.
fn at(
    past: &Past,
    origin: NaiveDate,
    anew: bool,
    fits: &mut Fits,
) -> anyhow::Result<Vec<IndependentDays>> {
    let run = Run { origin, ..past.run.clone() };
    let goods = Goods { stocked: past.stocked.until(origin), ..Goods::default() };
    let panel = Panel::of(&goods.stocked.history());
    if anew {
        let history = panel.history(panel.names()).frame()?;
        let request = Request { country: run.country, ..Request::daily(origin) };
        fits.take(&forecast(&history, &request)?, &panel, &run)?;
    }
    let standing = |name: &Arc<str>| Some((Arc::clone(name), fits.go_on(name, &panel, &run)?));
    let standings: Standings = panel.names().filter_map(standing).collect();
    let mut gathered = Gathered::default();
    gathered.add(&panel, &standings, fits, &run);
    gathered.stock(&Arc::new(goods), &run);
    let spread = Spread::measure(&gathered, origin);
    let shares = Shares::of(&past.facts.shelves, &gathered.goods.stocked, origin);
    let courses = Courses::of(&gathered.goods, origin);
    let (gathered, spread, shares, courses) = (&gathered, &spread, &shares, &courses);
    let source = Source { gathered, spread, shares, courses, origin };
    past.facts.shelves.iter().map(|shelf| Ok(Demand::of(shelf, &source)?.days)).collect()
}
