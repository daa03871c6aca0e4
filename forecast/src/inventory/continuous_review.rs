//! The (r, Q) policy: as soon as the position falls to r, order Q.
//!
//! Costs are for a unit over a unit of time (what is short waits); `demand` is the mean over that
//! unit, `lead` the distribution of demand over the lead time. The cost of a policy is
//! `(Kλ + ∫ g(y) dy over [r, r + Q]) / Q`, with g the newsvendor cost of the lead-time demand, since
//! the position is uniform over that range (Zheng 1992; Snyder and Shen 2019, section 5.3).

use super::checked::positive;
use super::distribution::{
    Distribution, unit_normal_loss, unit_normal_loss_inverse, unit_normal_quantile,
    unit_normal_second_loss,
};
use super::eoq::{economic_order_quantity, economic_order_quantity_with_backorders};
use super::newsvendor::newsvendor_cost;
use super::{Costs, InventoryError, LeadTimeDemand};

mod poisson;

pub use poisson::{reorder_poisson, reorder_poisson_cost};

/// Halvings of a bracket after which nothing is left of it in double precision.
const HALVINGS: usize = 200;

/// Rounds after which an iteration that has not settled never will.
const ROUNDS: usize = 10_000;

/// When to order, how much, and what that costs over a unit of time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ReorderPolicy {
    /// The position at which an order is placed.
    pub reorder_point: f64,
    /// Units in an order.
    pub quantity: f64,
    /// Cost over a unit of time.
    pub cost: f64,
}

/// Normal demand over a lead time with its costs: what all formulas here share.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct NormalReview {
    costs: Costs,
    demand: f64,
    lead: LeadTimeDemand,
}

impl NormalReview {
    /// `demand` is the mean over the unit of time of the costs.
    ///
    /// # Errors
    ///
    /// A demand or a deviation over the lead time that is not above zero.
    pub fn new(costs: Costs, demand: f64, lead: LeadTimeDemand) -> Result<Self, InventoryError> {
        positive("the demand", demand)?;
        positive("the deviation of demand over the lead time", lead.deviation)?;
        Ok(Self { costs, demand, lead })
    }

    fn z(&self, level: f64) -> f64 {
        (level - self.lead.mean) / self.lead.deviation
    }

    fn loss(&self, level: f64) -> f64 {
        self.lead.deviation * unit_normal_loss(self.z(level))
    }

    fn second_loss(&self, level: f64) -> f64 {
        self.lead.deviation.powi(2) * unit_normal_second_loss(self.z(level))
    }

    /// The newsvendor cost g of a position of `level`.
    fn rate(&self, level: f64) -> f64 {
        let loss = self.loss(level);
        self.costs.holding() * (level - self.lead.mean + loss) + self.costs.shortage() * loss
    }

    /// The integral of the newsvendor cost over `[low, low + width]`, in closed form.
    fn area(&self, low: f64, width: f64) -> f64 {
        let high = low + width;
        let (holding, shortage) = (self.costs.holding(), self.costs.shortage());
        let lost = self.second_loss(low) - self.second_loss(high);
        holding * width * (f64::midpoint(low, high) - self.lead.mean) + (holding + shortage) * lost
    }

    /// The exact expected cost of a reorder point and a quantity above zero.
    pub fn cost(&self, reorder_point: f64, quantity: f64) -> f64 {
        (self.costs.order() * self.demand + self.area(reorder_point, quantity)) / quantity
    }

    fn policy(&self, reorder_point: f64, quantity: f64) -> ReorderPolicy {
        ReorderPolicy { reorder_point, quantity, cost: self.cost(reorder_point, quantity) }
    }

    fn newsvendor(&self) -> f64 {
        self.lead.mean + self.lead.deviation * unit_normal_quantile(self.costs.critical_ratio())
    }

    /// The best reorder point for a quantity: where `g(r) = g(r + Q)` (Zheng 1992).
    pub fn reorder_point_for(&self, quantity: f64) -> f64 {
        let (mut low, mut high) = (self.newsvendor() - quantity, self.newsvendor());
        for _ in 0..HALVINGS {
            let middle = f64::midpoint(low, high);
            let falls = self.rate(middle) > self.rate(middle + quantity);
            (low, high) = if falls { (middle, high) } else { (low, middle) };
        }
        f64::midpoint(low, high)
    }

    /// The policy of least cost (Zheng 1992): the quantity at which the average cost is the cost
    /// rate at both ends, which is found by halving, because the difference rises with Q.
    ///
    /// # Errors
    ///
    /// An order cost of zero, with which the best policy orders every unit on its own.
    pub fn exact(&self) -> Result<ReorderPolicy, InventoryError> {
        let fixed = positive("the order cost", self.costs.order())? * self.demand;
        let beyond = |quantity: f64| {
            let low = self.reorder_point_for(quantity);
            quantity * self.rate(low) - self.area(low, quantity) > fixed
        };
        let mut high = self.lead.deviation;
        for _ in 0..HALVINGS {
            if beyond(high) {
                break;
            }
            high *= 2.0;
        }
        let mut low = 0.0;
        for _ in 0..HALVINGS / 2 {
            let middle = f64::midpoint(low, high);
            if beyond(middle) { high = middle } else { low = middle }
        }
        Ok(self.policy(self.reorder_point_for(high), high))
    }

    /// The economic order quantity, and the newsvendor's reorder point: two formulas that know
    /// nothing of each other (Snyder and Shen 2019, section 5.3.3.2, "EOQ + SS").
    ///
    /// # Errors
    ///
    /// None with costs that were checked; the order quantity's own checks are passed on.
    pub fn economic_quantity_and_safety(&self) -> Result<ReorderPolicy, InventoryError> {
        let (order, holding) = (self.costs.order(), self.costs.holding());
        let lot = economic_order_quantity(order, holding, self.demand)?;
        Ok(self.policy(self.newsvendor(), lot.quantity))
    }

    /// The order quantity with backorders, and the best reorder point for it: never more than an
    /// eighth above the least cost (Zheng 1992).
    ///
    /// # Errors
    ///
    /// None with costs that were checked; the order quantity's own checks are passed on.
    pub fn economic_quantity_with_backorders(&self) -> Result<ReorderPolicy, InventoryError> {
        let lot = economic_order_quantity_with_backorders(&self.costs, self.demand)?.lot;
        Ok(self.policy(self.reorder_point_for(lot.quantity), lot.quantity))
    }

    /// Iteration on r and Q with the shortage cost charged once a unit and the stock on hand taken
    /// for `r - μ + Q/2` (Hadley and Whitin 1963; "expected inventory level" in Snyder and Shen
    /// 2019, section 5.3.3.1). The cost is that approximation's own, not the exact one.
    ///
    /// # Errors
    ///
    /// A shortage cost so low that it is best to have none, or an iteration that does not settle.
    pub fn expected_inventory_level(&self) -> Result<ReorderPolicy, InventoryError> {
        let (order, holding) = (self.costs.order(), self.costs.holding());
        let shortage = self.costs.shortage();
        let reorder_point = |quantity: f64| {
            let level = 1.0 - quantity * holding / (shortage * self.demand);
            positive("one less the holding cost of an order over its shortage cost", level)?;
            Ok(self.lead.mean + self.lead.deviation * unit_normal_quantile(level))
        };
        let quantity = |reorder_point: f64| {
            let cycle = order + shortage * self.loss(reorder_point);
            (2.0 * self.demand * cycle / holding).sqrt()
        };
        let (point, lot) = self.settle(reorder_point, quantity)?;
        let cycles = self.demand / lot;
        let cost = holding * (point - self.lead.mean + lot / 2.0)
            + cycles * (order + shortage * self.loss(point));
        Ok(ReorderPolicy { reorder_point: point, quantity: lot, cost })
    }

    /// Iteration on r and Q by first and second loss (Hadley and Whitin 1963; "loss function
    /// approximation" in Snyder and Shen 2019, section 5.3.3.4).
    ///
    /// # Errors
    ///
    /// An iteration that does not settle.
    pub fn loss_functions(&self) -> Result<ReorderPolicy, InventoryError> {
        let (holding, both) = (self.costs.holding(), self.costs.holding() + self.costs.shortage());
        let reorder_point = |quantity: f64| {
            let short = holding * quantity / (both * self.lead.deviation);
            Ok(self.lead.mean + self.lead.deviation * unit_normal_loss_inverse(short)?)
        };
        let quantity = |reorder_point: f64| {
            let cycle = self.costs.order() * self.demand + both * self.second_loss(reorder_point);
            (2.0 * cycle / holding).sqrt()
        };
        let (point, lot) = self.settle(reorder_point, quantity)?;
        Ok(self.policy(point, lot))
    }

    fn settle(
        &self,
        reorder_point: impl Fn(f64) -> Result<f64, InventoryError>,
        quantity: impl Fn(f64) -> f64,
    ) -> Result<(f64, f64), InventoryError> {
        let (order, holding) = (self.costs.order(), self.costs.holding());
        let mut lot = economic_order_quantity(order, holding, self.demand)?.quantity;
        for _ in 0..ROUNDS {
            let point = reorder_point(lot)?;
            let next = quantity(point);
            if (next - lot).abs() <= 1e-12 * next {
                return Ok((point, next));
            }
            lot = next;
        }
        Err(InventoryError::Unsettled { formula: "the iteration on reorder point and quantity" })
    }
}

/// The newsvendor cost of having a whole number of units, of either sign.
fn whole_rate(demand: &Distribution, costs: &Costs, units: i64) -> f64 {
    newsvendor_cost(demand, costs, units as f64)
}
