//! Our own plan as a policy: forecast and planned anew at every review.

use super::policy::{Policy, Review};
use crate::inventory::{DemandDistribution, InventoryError, Item, ReorderLine, Stock, plan};

/// The plan of an item, made again at every review from what is known on that day.
pub struct Planned<F> {
    item: Item,
    forecast: F,
    /// The last plan that was made, or why there is none.
    last: Option<Result<ReorderLine, InventoryError>>,
}

impl<F> Planned<F>
where
    F: FnMut(&Review<'_>) -> Option<Box<dyn DemandDistribution>>,
{
    /// `item` gives terms and targets, its date and stock are replaced at every review; `forecast`
    /// is asked for the demand ahead, and nothing is ordered where it has none.
    pub fn new(item: Item, forecast: F) -> Self {
        Self { item, forecast, last: None }
    }

    /// The last plan that was made, or why it could not be.
    pub fn last(&self) -> Option<&Result<ReorderLine, InventoryError>> {
        self.last.as_ref()
    }
}

impl<F> Policy for Planned<F>
where
    F: FnMut(&Review<'_>) -> Option<Box<dyn DemandDistribution>>,
{
    fn order(&mut self, review: &Review<'_>) -> f64 {
        if !review.day.is_multiple_of(self.item.review_days.max(1)) {
            return 0.0;
        }
        let Some(demand) = (self.forecast)(review) else { return 0.0 };
        self.item.today = review.date;
        self.item.stock = Stock {
            on_hand: review.on_hand,
            committed: 0.0,
            available: review.on_hand,
            backordered: review.backordered,
        };
        self.item.incoming = review.on_order.to_vec();
        let line = plan(&self.item, demand.as_ref());
        let quantity = line.as_ref().map_or(0.0, |line| line.order_quantity);
        self.last = Some(line);
        quantity
    }
}
