//! What a policy achieved, and what it cost.

/// The result of a run, counted from its first scored day to its last.
///
/// Invariant: `opening_stock + received = served + closing_stock`, and
/// `opening_on_order + ordered = received + closing_on_order`.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Performance {
    /// Days that were scored.
    pub days: usize,
    /// Units asked for.
    pub demand: f64,
    /// Units asked for and served on the same day.
    pub served_at_once: f64,
    /// Units served, those that had waited included.
    pub served: f64,
    /// Units asked for that were lost; none where customers wait.
    pub lost: f64,
    /// Units that customers still wait for at the end.
    pub waiting: f64,
    /// Days on which demand was not served in full.
    pub stock_out_days: usize,
    /// Spans from one receipt to the next that ended by a receipt.
    pub cycles: usize,
    /// Those of them in which all demand was served at once.
    pub full_cycles: usize,
    /// Units on hand at the end of all days, added up.
    pub unit_days: f64,
    /// Orders placed.
    pub orders: usize,
    /// Units ordered.
    pub ordered: f64,
    /// Units received and put on the shelf.
    pub received: f64,
    /// Units on hand before the first scored day.
    pub opening_stock: f64,
    /// Units on order before the first scored day.
    pub opening_on_order: f64,
    /// Units on hand at the end.
    pub closing_stock: f64,
    /// Units on order at the end.
    pub closing_on_order: f64,
    /// The cost of holding.
    pub holding_cost: f64,
    /// The cost of orders, their units left out.
    pub order_cost: f64,
    /// The cost of units that were not served at once.
    pub shortage_cost: f64,
}

impl Performance {
    /// The share of demand that was served on its day; 1 without demand.
    pub fn fill_rate(&self) -> f64 {
        if self.demand > 0.0 { self.served_at_once / self.demand } else { 1.0 }
    }

    /// The share of replenishment cycles without a shortage; 1 where none ended.
    pub fn cycle_service_level(&self) -> f64 {
        if self.cycles > 0 { self.full_cycles as f64 / self.cycles as f64 } else { 1.0 }
    }

    /// Units on hand at the end of a day, on average.
    pub fn average_stock(&self) -> f64 {
        self.unit_days / self.days.max(1) as f64
    }

    /// Everything a policy can be blamed for: orders, holding, shortages.
    pub fn total_cost(&self) -> f64 {
        self.holding_cost + self.order_cost + self.shortage_cost
    }
}
