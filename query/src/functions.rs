//! Table functions: stock, its worth and the cost of what was sold, as of any instant.
//!
//! | function | columns |
//! |---|---|
//! | `stock_at(instant [, axis])` | sku, warehouse, on_hand, committed, unavailable, incoming, backordered |
//! | `stock_value_at(instant [, axis [, method]])` | sku, warehouse, on_hand, unit_cost, value, currency, in_transit, in_transit_value |
//! | `cost_of_goods_sold(from, to [, method])` | sku, warehouse, quantity, cost |
//! | `negative_stock()` | sku, warehouse, since, until, lowest |
//! | [`forecast(query, …)`](forecast) | series, time, horizon, value, lower, upper, model |
//!
//! An instant is a text or a TIMESTAMP; without an offset it is UTC. A bare date is a day of the
//! shop: its end where something is asked as of it or up to it, its start where something is asked
//! from it. The axis is `'effective'` (the books, as they are known now) or `'recorded'` (what was
//! known then), the method `'average'` or `'fifo'`.
//!
//! All of them read the facts of the query's snapshot.

mod arguments;
mod costed;
pub(crate) mod forecast;
mod stock_at;

use std::sync::Arc;

use chrono_tz::Tz;
use datafusion::{
    catalog::{TableFunctionArgs, TableFunctionImpl, TableProvider},
    error::DataFusionError,
    execution::SessionState,
    logical_expr::Expr,
};
use marea_ingest::{facts::FactTable, identity::Currency};

use self::{
    arguments::Arguments,
    costed::{Costed, Question},
};
use crate::{session::SessionTables, tables::FactTableProvider};

/// What the functions read, at one snapshot.
#[derive(Debug, Clone)]
pub(crate) struct StockSource {
    pub(crate) tables: SessionTables,
    pub(crate) time_zone: Tz,
    /// The currency of all worth.
    pub(crate) currency: Currency,
    /// A question may use so many threads.
    pub(crate) threads: usize,
}

impl StockSource {
    /// The ledger. Made when a function is called: most queries call none.
    fn movements(&self) -> Arc<FactTableProvider> {
        Arc::new(self.tables.facts(FactTable::StockMovements))
    }
}

type Outcome = Result<Arc<dyn TableProvider>, DataFusionError>;

/// A function: how it is called, and the table that a call is.
#[derive(Debug, Clone, Copy)]
struct Definition {
    name: &'static str,
    usage: &'static str,
    call: fn(&StockSource, &Arguments<'_>) -> Outcome,
}

const DEFINITIONS: [Definition; 4] = [
    Definition {
        name: "stock_at",
        usage: "stock_at('2026-03-31' [, 'effective' | 'recorded'])",
        call: |source, arguments| {
            arguments.count(1..=2)?;
            stock_at::table(source, arguments.cut(0, 1)?)
        },
    },
    Definition {
        name: "stock_value_at",
        usage: "stock_value_at('2026-03-31' [, 'effective' | 'recorded' [, 'average' | 'fifo']])",
        call: |source, arguments| {
            arguments.count(1..=3)?;
            let (cut, method) = (arguments.cut(0, 1)?, arguments.method(2)?);
            Costed::table(source, Question::Value { cut, method })
        },
    },
    Definition {
        name: "cost_of_goods_sold",
        usage: "cost_of_goods_sold('2026-03-01', '2026-03-31' [, 'average' | 'fifo'])",
        call: |source, arguments| {
            arguments.count(2..=3)?;
            let (period, method) = (arguments.period(0, 1)?, arguments.method(2)?);
            Costed::table(source, Question::Sold { period, method })
        },
    },
    Definition {
        name: "negative_stock",
        usage: "negative_stock()",
        call: |source, arguments| {
            arguments.count(0..=0)?;
            Costed::table(source, Question::Negative)
        },
    },
];

/// Makes those functions known to a session that it may name.
pub(crate) fn register(
    state: &mut SessionState,
    source: &StockSource,
    is_visible: &dyn Fn(&str) -> bool,
) {
    for definition in DEFINITIONS.into_iter().filter(|it| is_visible(it.name)) {
        let function = StockFunction { definition, source: source.clone() };
        state.register_udtf(definition.name, Arc::new(function));
    }
}

#[derive(Debug)]
struct StockFunction {
    definition: Definition,
    source: StockSource,
}

impl TableFunctionImpl for StockFunction {
    fn call_with_args(&self, args: TableFunctionArgs<'_, '_>) -> Outcome {
        let Definition { usage, call, .. } = self.definition;
        let values: &[Expr] = args.exprs();
        call(&self.source, &Arguments { values, usage, time_zone: self.source.time_zone })
    }
}

#[cfg(test)]
mod tests;
