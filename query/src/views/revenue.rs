//! `revenue(period [, time_zone])`: revenue by hour, day, week, month or year of any time zone.
//!
//! It rolls up `revenue_quarter_hourly`: every zone's offset is a multiple of fifteen minutes, so
//! a quarter of an hour lies within one hour, and one day, of each.

use std::sync::Arc;

use chrono_tz::Tz;
use datafusion::{
    catalog::{TableFunctionArgs, TableFunctionImpl, TableProvider},
    common::{ScalarValue, plan_datafusion_err},
    error::DataFusionError,
    execution::SessionState,
    logical_expr::Expr,
};
use futures::FutureExt;

use crate::session::SessionTables;

const USAGE: &str = "revenue('hour' | 'day' | 'week' | 'month' | 'year' [, 'Europe/Madrid'])";
const PERIODS: [&str; 5] = ["hour", "day", "week", "month", "year"];

/// Makes the function known to a session that may name it.
pub(crate) fn register(state: &mut SessionState, tables: &SessionTables) {
    if tables.is_visible("revenue") {
        state.register_udtf("revenue", Arc::new(Revenue { tables: tables.clone() }));
    }
}

#[derive(Debug)]
struct Revenue {
    tables: SessionTables,
}

impl TableFunctionImpl for Revenue {
    fn call_with_args(
        &self,
        args: TableFunctionArgs<'_, '_>,
    ) -> Result<Arc<dyn TableProvider>, DataFusionError> {
        let texts: Option<Vec<&str>> = args.exprs().iter().map(text).collect();
        let fault = || plan_datafusion_err!("expected {USAGE}");
        let (period, zone) = match texts.as_deref() {
            Some([period]) => (*period, self.tables.time_zone()),
            Some([period, zone]) => (*period, zone.parse::<Tz>().map_err(|_| fault())?),
            _ => return Err(fault()),
        };
        if !PERIODS.contains(&period) {
            return Err(fault());
        }
        // Nothing that a plan over tables of a snapshot needs has to be waited for.
        let tables = self.tables.clone().in_zone(zone);
        tables.query_table(&sql(period)).now_or_never().unwrap_or_else(|| Err(fault()))
    }
}

fn text(expression: &Expr) -> Option<&str> {
    match expression {
        Expr::Literal(ScalarValue::Utf8(Some(text)) | ScalarValue::Utf8View(Some(text)), _) => {
            Some(text)
        }
        _ => None,
    }
}

fn sql(period: &str) -> String {
    // An hour that a clock shows twice is two hours, so it keeps its offset; a day has none.
    let local = format!("date_trunc('{period}', starts_at)");
    let starts = if period == "hour" { local } else { format!("CAST({local} AS DATE)") };
    let column = if period == "hour" { "starts_at" } else { "date" };
    format!(
        "SELECT {starts} AS {column}, channel, country, currency, sum(orders) AS orders, \
         sum(units) AS units, sum(gross) AS gross, sum(discounts) AS discounts, \
         sum(returns) AS returns, sum(net) AS net, sum(tax) AS tax, sum(shipping) AS shipping, \
         sum(other) AS other, sum(net_base) AS net_base \
         FROM revenue_quarter_hourly GROUP BY 1, channel, country, currency"
    )
}
