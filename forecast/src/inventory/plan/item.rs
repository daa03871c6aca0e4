//! What a plan knows of one SKU in one warehouse.

use chrono::NaiveDate;

use super::supplier::Supplier;
use super::units::SalesUnit;
use crate::inventory::InventoryError;
use crate::inventory::checked::{days, finite, not_negative, positive, probability};

/// Plans look at most this many days ahead: two years.
const MOST_DAYS: usize = 731;

/// Stock at the end of today, in units of the SKU (the words of the stock ledger).
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Stock {
    /// What is in the warehouse.
    pub on_hand: f64,
    /// What of it is promised to orders.
    pub committed: f64,
    /// What can be promised: on hand less committed less unavailable. Below zero where oversold.
    pub available: f64,
    /// What customers wait for, on top of what is committed.
    pub backordered: f64,
}

/// Goods on their way.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Incoming {
    /// The day on which they are expected; one that is past is taken for tomorrow.
    pub date: NaiveDate,
    /// Units of the SKU.
    pub quantity: f64,
}

/// What a unit costs and earns, in one currency.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Economics {
    /// What a unit is bought for.
    pub unit_cost: f64,
    /// What a unit is sold for, without tax.
    pub price: f64,
    /// What holding stock for a year costs, as a share of its cost: capital, space, loss.
    pub holding_rate: f64,
    /// What a sale that cannot be made costs; without it, price less unit cost.
    pub lost_margin: Option<f64>,
    /// What a unit brings that has to be cleared; below the unit cost, and below zero where getting
    /// rid of it costs.
    pub salvage: f64,
}

impl Economics {
    /// The cost of a unit too few.
    pub(super) fn margin(&self) -> f64 {
        self.lost_margin.unwrap_or(self.price - self.unit_cost).max(0.0)
    }

    /// The cost of holding a unit for a day.
    pub(super) fn holding_per_day(&self) -> f64 {
        self.unit_cost * self.holding_rate / 365.0
    }
}

/// What stock is meant to achieve.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum ServiceTarget {
    /// The probability that stock lasts until the next order arrives.
    CycleService(f64),
    /// The share of demand that is served from the shelf.
    FillRate(f64),
    /// Whatever costs least, of holding stock and of losing sales.
    LeastCost,
}

/// One SKU in one warehouse, at the end of a day.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// The SKU.
    pub sku: String,
    /// The warehouse.
    pub warehouse: String,
    /// The last complete day; the shop's day.
    pub today: NaiveDate,
    /// Stock at the end of today.
    pub stock: Stock,
    /// Purchase orders and transfers on their way.
    pub incoming: Vec<Incoming>,
    /// Who it is bought from.
    pub supplier: Supplier,
    /// What it costs and earns.
    pub economics: Economics,
    /// What stock is meant to achieve.
    pub target: ServiceTarget,
    /// Days from one look at this item to the next; 1 is every day.
    pub review_days: usize,
    /// How many days ahead risk, cost, overstock and space are looked at.
    pub horizon_days: usize,
    /// In what the SKU is counted.
    pub unit: SalesUnit,
    /// Days for which goods can be sold after they were received.
    pub shelf_life_days: Option<usize>,
    /// The last day on which goods of one season can be sold at their price.
    pub season_end: Option<NaiveDate>,
    /// The space a unit takes, in whatever the shop measures space.
    pub volume: Option<f64>,
}

impl Item {
    /// Refuses what makes no sense, naming the field.
    pub(super) fn check(&self) -> Result<(), InventoryError> {
        let span = "a number of days from 1 to 731";
        days("the review period", self.review_days, (1, MOST_DAYS), span)?;
        days("the horizon", self.horizon_days, (1, MOST_DAYS), span)?;
        if let Some(shelf_life) = self.shelf_life_days {
            days("the shelf life", shelf_life, (1, usize::MAX), "a day or more")?;
        }
        not_negative("the volume of a unit", self.volume.unwrap_or_default())?;
        not_negative("the order cost", self.supplier.order_cost)?;
        self.check_stock()?;
        self.check_economics()?;
        match self.target {
            ServiceTarget::CycleService(level) => probability("the cycle service level", level),
            ServiceTarget::FillRate(rate) => probability("the fill rate", rate),
            ServiceTarget::LeastCost => positive("the margin of a unit", self.economics.margin()),
        }?;
        Ok(())
    }

    fn check_stock(&self) -> Result<(), InventoryError> {
        finite("the stock on hand", self.stock.on_hand)?;
        finite("the available stock", self.stock.available)?;
        not_negative("the committed stock", self.stock.committed)?;
        not_negative("the backordered quantity", self.stock.backordered)?;
        let quantities = self.incoming.iter().map(|incoming| incoming.quantity);
        quantities
            .into_iter()
            .try_for_each(|units| not_negative("an incoming quantity", units).map(|_| ()))
    }

    fn check_economics(&self) -> Result<(), InventoryError> {
        not_negative("the unit cost", self.economics.unit_cost)?;
        not_negative("the price", self.economics.price)?;
        not_negative("the holding rate", self.economics.holding_rate)?;
        not_negative("the margin of a lost sale", self.economics.lost_margin.unwrap_or_default())?;
        finite("the salvage value", self.economics.salvage)?;
        Ok(())
    }

    /// How many days from tomorrow to the end of the season, if there is one, within two years.
    pub(super) fn season_days(&self) -> Option<usize> {
        let end = self.season_end?;
        Some(((end - self.today).num_days().max(0) as usize).min(MOST_DAYS))
    }

    /// How many days goods that are there or come can still be sold, within two years.
    pub(super) fn selling_days(&self) -> Option<usize> {
        let shelf_life = self.shelf_life_days.map(|days| days.min(MOST_DAYS));
        match (self.season_days(), shelf_life) {
            (Some(season), Some(shelf_life)) => Some(season.min(shelf_life)),
            (season, shelf_life) => season.or(shelf_life),
        }
    }
}
