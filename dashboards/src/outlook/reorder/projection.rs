//! Stock day by day: what will be there if nothing is ordered, and with the proposed order.

use marea_forecast::inventory::DemandDistribution as _;
use marea_ingest::{
    identity::Lsn,
    table_row,
    time::{Day, Instant},
};

use super::Planned;

table_row! {
    /// A row of `stock_projection`.
    #[derive(Debug)]
    ProjectionRow {
        /// What.
        sku: String,
        /// Where.
        warehouse: String,
        /// Which day of the shop.
        date: Day,
        /// How many days after the origin.
        horizon: i64,
        /// What can be promised at its end, as expected, if nothing is ordered.
        stock: f64,
        /// Lower end of the 80 % range.
        lower_80: f64,
        /// Upper end of the 80 % range.
        upper_80: f64,
        /// The same with the proposed order, which comes when it is expected.
        stock_with_order: f64,
        /// Lower end of its 80 % range.
        lower_80_with_order: f64,
        /// Upper end of its 80 % range.
        upper_80_with_order: f64,
        /// Units that are expected to be wanted on the day.
        demand: f64,
        /// Units that are on their way and expected on the day; they can be promised from the next day on.
        incoming: f64,
        /// The position below which an order is placed.
        reorder_point: f64,
        /// Under which assumptions: `base`, or the name of a scenario.
        scenario: String,
        /// The last day of history that it saw.
        origin: Day,
        /// What the history was true at.
        history_lsn: Lsn,
        /// When it was made.
        computed_at: Instant,
        /// Which run of the forecasts.
        run: String,
    }
}

/// The first days of a line.
pub(super) fn rows<'a>(
    planned: &'a Planned<'_>,
    days: usize,
) -> impl Iterator<Item = ProjectionRow> + 'a {
    let Planned { line, item, task, run, .. } = planned;
    let tomorrow = line.projected.first().map(|day| day.date);
    line.projected.iter().take(days).enumerate().map(move |(at, day)| {
        // What is late is expected tomorrow.
        let due = item.incoming.iter().filter(|it| Some(it.date).max(tomorrow) == Some(day.date));
        let (without, with) = (day.without_order, day.with_order);
        ProjectionRow {
            sku: line.sku.clone(),
            warehouse: line.warehouse.clone(),
            date: day.date.into(),
            horizon: i64::try_from(at).unwrap_or(i64::MAX) + 1,
            stock: without.mean,
            lower_80: without.low,
            upper_80: without.high,
            stock_with_order: with.mean,
            lower_80_with_order: with.low,
            upper_80_with_order: with.high,
            demand: task.demand.days.mean(at..at + 1),
            // A sum of nothing begins at -0.
            incoming: due.map(|it| it.quantity).fold(0.0, |sum, units| sum + units),
            reorder_point: line.reorder_point,
            scenario: task.assumed.scenario.to_string(),
            origin: run.origin.into(),
            history_lsn: run.lsn,
            computed_at: run.computed_at.into(),
            run: run.name(),
        }
    })
}
