//! What a simulated shop is to be: its seed, its span and its size.

use chrono::{Days, NaiveDate};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

/// What a shop is to be. The same plan always gives the same events, byte for byte.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShopPlan {
    /// All chance comes from it.
    pub seed: u64,
    /// The day on which the shop opens.
    pub first_day: NaiveDate,
    /// The last day of history, inclusive. The shop goes on after it; `orders` counts up to here.
    pub last_day: NaiveDate,
    /// Where the shop's days are cut.
    pub time_zone: Tz,
    /// About how many orders the span is to have, those refused for lack of stock left out.
    pub orders: u32,
    /// How many SKUs the shop ever sells.
    pub skus: u32,
}

/// Why a plan cannot be carried out.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PlanError {
    /// The span is empty, or longer than twenty years, or outside 1971 to 2170.
    #[error("expected a span of 1 day to 20 years between 1971 and 2170, got {first} to {last}")]
    Span {
        /// The first day.
        first: NaiveDate,
        /// The last day.
        last: NaiveDate,
    },
    /// No orders, or more than twenty thousand a day.
    #[error("expected 1 to 20,000 orders a day, got {0} in all")]
    Orders(u32),
    /// No SKUs, or more than a hundred thousand.
    #[error("expected 1 to 100,000 SKUs, got {0}")]
    Skus(u32),
    /// The shop could not name a thing.
    #[error(transparent)]
    Identifier(#[from] marea_ingest::identity::IdentifierError),
}

impl ShopPlan {
    /// A shop in Madrid with two years of history that end on `last_day`: about 200,000 orders of
    /// 2,000 SKUs.
    #[must_use]
    pub fn demo(seed: u64, last_day: NaiveDate) -> Self {
        let first_day = last_day.checked_sub_days(Days::new(729)).unwrap_or(last_day);
        let time_zone = chrono_tz::Europe::Madrid;
        Self { seed, first_day, last_day, time_zone, orders: 200_000, skus: 2_000 }
    }

    /// Days of history.
    #[must_use]
    pub fn days(&self) -> u32 {
        u32::try_from((self.last_day - self.first_day).num_days() + 1).unwrap_or(0)
    }

    pub(super) fn check(&self) -> Result<(), PlanError> {
        use chrono::Datelike;
        let (first, last) = (self.first_day, self.last_day);
        let years = 1971..=2170;
        let in_reach = years.contains(&first.year()) && years.contains(&last.year());
        if !in_reach || !(1..=7_306).contains(&self.days()) {
            return Err(PlanError::Span { first, last });
        }
        if !(1..=20_000).contains(&self.orders.div_ceil(self.days())) {
            return Err(PlanError::Orders(self.orders));
        }
        if !(1..=100_000).contains(&self.skus) {
            return Err(PlanError::Skus(self.skus));
        }
        Ok(())
    }
}
