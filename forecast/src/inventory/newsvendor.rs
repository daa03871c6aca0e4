//! The newsvendor: one order for one span of demand, whatever the distribution.

use super::checked::{not_negative, positive};
use super::distribution::Distribution;
use super::{Costs, InventoryError};

/// How much to have, and what is expected to come of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BestStock {
    /// Units to have before demand comes.
    pub quantity: f64,
    /// The expected cost of leftovers and shortages, or the expected profit where that is said.
    pub value: f64,
}

/// The stock with the least expected cost of leftovers and shortages.
///
/// The holding cost is for a unit left over, the shortage cost for a unit lacking, each once; the
/// order cost is not used. The quantity is the distribution's quantile at the critical ratio: for
/// whole units the least one that reaches it (Snyder and Shen 2019, sections 4.3.2 and 4.3.2.7).
/// For a base-stock policy with lead time L and review period 1 give the demand of L + 1 periods.
pub fn newsvendor(demand: &Distribution, costs: &Costs) -> BestStock {
    let quantity = demand.quantile(costs.critical_ratio());
    BestStock { quantity, value: newsvendor_cost(demand, costs, quantity) }
}

/// The expected cost of having `quantity`: `h E[(q - D)+] + p E[(D - q)+]`.
pub fn newsvendor_cost(demand: &Distribution, costs: &Costs, quantity: f64) -> f64 {
    let loss = demand.loss(quantity);
    costs.holding() * (quantity - demand.mean() + loss) + costs.shortage() * loss
}

/// What the goods of one season earn and cost, a unit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SeasonMargins {
    price: f64,
    unit_cost: f64,
    salvage: f64,
    holding: f64,
    goodwill: f64,
}

impl SeasonMargins {
    /// `price` a unit sold in the season brings, `unit_cost` it was bought for, `salvage` a unit
    /// left at the end brings, `holding` what such a unit cost to keep, `goodwill` what a customer
    /// who found none costs beside the margin.
    ///
    /// # Errors
    ///
    /// A price that is not above the unit cost, a unit cost that is not above the salvage value, or
    /// a negative holding or goodwill cost.
    pub fn new(
        (price, unit_cost, salvage): (f64, f64, f64),
        holding: f64,
        goodwill: f64,
    ) -> Result<Self, InventoryError> {
        positive("the price less the unit cost", price - unit_cost)?;
        positive("the unit cost less the salvage value", unit_cost - salvage)?;
        not_negative("the holding cost", holding)?;
        not_negative("the goodwill cost", goodwill)?;
        Ok(Self { price, unit_cost, salvage, holding, goodwill })
    }

    /// What a unit too few costs.
    pub fn underage(&self) -> f64 {
        self.price - self.unit_cost + self.goodwill
    }

    /// What a unit too many costs.
    pub fn overage(&self) -> f64 {
        self.unit_cost - self.salvage + self.holding
    }

    /// The probability with which the best buy meets the season's demand.
    pub fn critical_ratio(&self) -> f64 {
        self.underage() / (self.underage() + self.overage())
    }

    /// The expected profit of a buy of `quantity`.
    pub fn profit(&self, demand: &Distribution, quantity: f64) -> f64 {
        (self.price - self.unit_cost) * demand.mean()
            - self.underage() * demand.loss(quantity)
            - self.overage() * demand.leftover(quantity)
    }
}

/// The buy with the greatest expected profit; `value` is that profit.
///
/// The explicit form of the newsvendor (Snyder and Shen 2019, section 4.3.2.4).
pub fn season_buy(demand: &Distribution, margins: &SeasonMargins) -> BestStock {
    let quantity = demand.quantile(margins.critical_ratio());
    BestStock { quantity, value: margins.profit(demand, quantity) }
}
