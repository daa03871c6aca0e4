//! Policies: what is ordered at the end of a day, given what a planner can know then.

use chrono::NaiveDate;

use crate::inventory::Incoming;

/// What a planner knows at the end of a day.
#[derive(Debug, Clone, Copy)]
pub struct Review<'a> {
    /// The day's place in the history, from 0.
    pub day: usize,
    /// The shop's day.
    pub date: NaiveDate,
    /// Demand up to and with this day, what was not served included.
    pub demand: &'a [f64],
    /// What was served on each of these days.
    pub served: &'a [f64],
    /// Units in the warehouse.
    pub on_hand: f64,
    /// Units that customers wait for.
    pub backordered: f64,
    /// Orders on their way, with the dates on which they are expected.
    pub on_order: &'a [Incoming],
}

impl Review<'_> {
    /// On hand and on order, less what customers wait for.
    pub fn position(&self) -> f64 {
        let on_order: f64 = self.on_order.iter().map(|incoming| incoming.quantity).sum();
        self.on_hand + on_order - self.backordered
    }
}

/// Decides at the end of each day how much to order.
pub trait Policy {
    /// Units that are needed; zero for no order. They are rounded to the supplier's lots for every
    /// policy alike.
    fn order(&mut self, review: &Review<'_>) -> f64;
}

/// (s, S): looks every day, and at or below the reorder point orders up to the level.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct OrderUpToLevel {
    /// The position s at or below which an order is placed.
    pub reorder_point: f64,
    /// The position S after it.
    pub up_to: f64,
}

impl Policy for OrderUpToLevel {
    fn order(&mut self, review: &Review<'_>) -> f64 {
        let position = review.position();
        if position <= self.reorder_point { self.up_to - position } else { 0.0 }
    }
}

/// (r, Q): looks every day, and at or below the reorder point orders as many times the quantity
/// as bring the position above it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FixedQuantity {
    /// The position r at or below which an order is placed.
    pub reorder_point: f64,
    /// Units Q in an order; above zero.
    pub quantity: f64,
}

impl Policy for FixedQuantity {
    fn order(&mut self, review: &Review<'_>) -> f64 {
        let below = self.reorder_point - review.position();
        if below < 0.0 {
            return 0.0;
        }
        ((below / self.quantity).floor() + 1.0) * self.quantity
    }
}

/// (R, S): looks every so many days and orders up to the level.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Periodic {
    /// Days R from one look to the next; 1 is every day.
    pub every_days: usize,
    /// The position S after an order.
    pub up_to: f64,
}

impl Policy for Periodic {
    fn order(&mut self, review: &Review<'_>) -> f64 {
        let due = review.day.is_multiple_of(self.every_days.max(1));
        if due { self.up_to - review.position() } else { 0.0 }
    }
}
