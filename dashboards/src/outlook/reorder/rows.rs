//! The tables of what to order and what runs out: their rows, column by column.

use std::cmp::Ordering;

use chrono::Days;
use marea_ingest::{
    amount::Money,
    identity::Lsn,
    table_row,
    time::{Day, Instant},
};

use super::{Planned, facts::Product};
use crate::outlook::money::{self, Cents};

table_row! {
    /// A row of `reorder_plan`.
    #[derive(Debug)]
    ReorderRow {
        /// What.
        sku: String,
        /// Where.
        warehouse: String,
        /// What it is called.
        name: Option<String>,
        /// What it belongs to.
        category: Option<String>,
        /// Whom to order from.
        supplier: Option<String>,
        /// Units to order now: 0, or a multiple that is at least the supplier's minimum.
        order_quantity: f64,
        /// What they cost, as they stand on the order.
        order_value: Cents,
        /// Why just that.
        reason: String,
        /// The last day to order so that stock lasts with the wanted probability; null where it is beyond the horizon.
        order_by: Option<Day>,
        /// Whether even an order of today is likelier to come too late than is wanted.
        late: bool,
        /// When an order of today is expected.
        expected_arrival: Day,
        /// The day by which stock is as likely to be out as not, if nothing is ordered.
        stock_out_expected: Option<Day>,
        /// In the warehouse.
        on_hand: f64,
        /// What can be promised now.
        available: f64,
        /// On its way here.
        incoming: f64,
        /// What orders wait for.
        backordered: f64,
        /// What there will be before an order of the next review could come.
        position: f64,
        /// The position below which an order is placed.
        reorder_point: f64,
        /// The position after an order.
        order_up_to: f64,
        /// What the reorder point holds beyond expected demand.
        safety_stock: f64,
        /// The quantity at which ordering and holding cost least, before minimum and multiple.
        economic_quantity: f64,
        /// Expected days from order to receipt.
        lead_time_days: f64,
        /// Expected demand until an order of today can be sold.
        lead_time_demand: f64,
        /// Demand until then that is not exceeded with the wanted probability.
        lead_time_demand_quantile: f64,
        /// The wanted probability that stock lasts until the next order comes.
        service_level: f64,
        /// Days that stock lasts at expected demand; null where nothing sells.
        days_of_cover: Option<f64>,
        /// What a unit costs, in the shop's currency.
        unit_cost: Money,
        /// What a unit was sold for of late, net, in the shop's currency.
        price: Money,
        /// Cost of holding stock over the horizon, with the order.
        holding_cost: Cents,
        /// Margin of sales that are expected to be lost over the horizon, with the order.
        lost_sales_cost: Cents,
        /// That if nothing is ordered.
        lost_sales_cost_without_order: Cents,
        /// Units beyond what sells within the horizon even if demand is high; 0 where there are none.
        overstock_quantity: f64,
        /// What they cost.
        overstock_value: Cents,
        /// By when they are expected to sell; null where there are none, or never.
        overstock_sells_by: Option<Day>,
        /// The price of a unit above which clearing is better than keeping.
        clearance_price: Option<Money>,
        /// What the demand ahead rests on: the model, or `recent_pace` where there is too little history.
        demand_basis: String,
        /// The last day of history that it saw.
        origin: Day,
        /// What the history was true at.
        history_lsn: Lsn,
        /// When it was made.
        computed_at: Instant,
        /// Which run of the forecasts.
        run: String,
        /// Under which assumptions: `base`, or the name of a scenario.
        scenario: String,
    }
}

table_row! {
    /// A row of `stockout_risk`.
    #[derive(Debug)]
    StockoutRow {
        /// What.
        sku: String,
        /// Where.
        warehouse: String,
        /// The probability that stock is out within the horizon, if nothing is ordered.
        probability: f64,
        /// The day by which it is out with a probability of a tenth; null where it is beyond the horizon.
        earliest: Option<Day>,
        /// The day by which it is as likely to be out as not.
        expected: Option<Day>,
        /// The day by which it is out with a probability of nine tenths.
        latest: Option<Day>,
        /// Days that stock lasts at expected demand; null where nothing sells.
        days_of_cover: Option<f64>,
        /// What can be promised now.
        available: f64,
        /// On its way here.
        incoming: f64,
        /// Units that are expected to be wanted and not there over the horizon, if nothing is ordered.
        lost_units: f64,
        /// Their margin, in the shop's currency.
        lost_sales_cost: Cents,
        /// Whether even an order of today is likelier to come too late than is wanted.
        late: bool,
        /// Stock that is expected at the end of the horizon, if nothing is ordered.
        stock_at_end: f64,
        /// The last day of the horizon.
        horizon_end: Day,
        /// The last day of history that it saw.
        origin: Day,
        /// When it was made.
        computed_at: Instant,
        /// Which run of the forecasts.
        run: String,
        /// Under which assumptions: `base`, or the name of a scenario.
        scenario: String,
    }
}

impl ReorderRow {
    /// The order of a list of things to do: the base before scenarios, orders before none, what is
    /// late first, then by the day to order by and by value.
    pub(super) fn by_urgency(&self, other: &Self) -> Ordering {
        let key = |row: &Self| {
            let none = row.order_quantity <= 0.0;
            (row.scenario != crate::outlook::published::BASE, none, !row.late)
        };
        let never = |row: &Self| row.order_by.is_none();
        let names = |row: &Self| (row.scenario.clone(), row.sku.clone(), row.warehouse.clone());
        key(self)
            .cmp(&key(other))
            .then_with(|| never(self).cmp(&never(other)))
            .then_with(|| self.order_by.cmp(&other.order_by))
            .then_with(|| other.order_value.cmp(&self.order_value))
            .then_with(|| names(self).cmp(&names(other)))
    }

    /// The plan of a SKU in a warehouse.
    pub(super) fn new(planned: &Planned<'_>, product: &Product) -> Self {
        let Planned { line, shelf, task, run, .. } = planned;
        let today = run.origin + Days::new(1);
        let overstock = line.overstock.as_ref();
        let beyond = overstock.map_or(0.0, |it| it.quantity);
        Self {
            sku: line.sku.clone(),
            warehouse: line.warehouse.clone(),
            name: product.name.clone(),
            category: product.category.clone(),
            supplier: product.supplier.clone(),
            order_quantity: line.order_quantity,
            order_value: Cents::of(line.order_quantity, product.unit_cost),
            reason: line.reason.sentence().into(),
            order_by: line.order_by.map(|day| day.max(today).into()),
            late: line.late,
            expected_arrival: line.expected_arrival.into(),
            stock_out_expected: line.stock_out.expected.map(Day::from),
            on_hand: shelf.on_hand,
            available: shelf.available,
            incoming: shelf.incoming,
            backordered: shelf.backordered,
            position: line.position,
            reorder_point: line.reorder_point,
            order_up_to: line.order_up_to,
            safety_stock: line.safety_stock,
            economic_quantity: line.economic_quantity,
            lead_time_days: line.lead_time_days,
            lead_time_demand: line.lead_time_demand,
            lead_time_demand_quantile: line.lead_time_demand_quantile,
            service_level: line.service_level,
            days_of_cover: line.days_of_cover,
            unit_cost: product.unit_cost,
            price: money::changed(product.price, task.assumed.price),
            holding_cost: Cents::expected(line.with_order.holding),
            lost_sales_cost: Cents::expected(line.with_order.lost_sales),
            lost_sales_cost_without_order: Cents::expected(line.without_order.lost_sales),
            overstock_quantity: beyond,
            overstock_value: Cents::of(beyond, product.unit_cost),
            overstock_sells_by: overstock.and_then(|it| it.sells_by).map(Day::from),
            clearance_price: overstock.map(|it| money::unit_price(it.lowest_price)),
            demand_basis: task.demand.basis.clone(),
            origin: run.origin.into(),
            history_lsn: run.lsn,
            computed_at: run.computed_at.into(),
            run: run.name(),
            scenario: task.assumed.scenario.to_string(),
        }
    }
}

impl StockoutRow {
    /// The risk of a SKU in a warehouse.
    pub(super) fn new(planned: &Planned<'_>, horizon: usize) -> Self {
        let Planned { line, shelf, task, run, .. } = planned;
        Self {
            sku: line.sku.clone(),
            warehouse: line.warehouse.clone(),
            probability: line.stock_out.probability,
            earliest: line.stock_out.earliest.map(Day::from),
            expected: line.stock_out.expected.map(Day::from),
            latest: line.stock_out.latest.map(Day::from),
            days_of_cover: line.days_of_cover,
            available: shelf.available,
            incoming: shelf.incoming,
            lost_units: line.without_order.lost_units,
            lost_sales_cost: Cents::expected(line.without_order.lost_sales),
            late: line.late,
            stock_at_end: line.projected.last().map_or(0.0, |day| day.without_order.mean),
            horizon_end: (run.origin + Days::new(horizon as u64)).into(),
            origin: run.origin.into(),
            computed_at: run.computed_at.into(),
            run: run.name(),
            scenario: task.assumed.scenario.to_string(),
        }
    }
}
