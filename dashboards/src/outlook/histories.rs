//! The history of a shop, out of its store: what was wanted, and of what there was nothing.

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
    time::Duration,
};

use arrow::array::RecordBatch;
use chrono::Days;
use marea_query::QueryRequest;

use super::{
    Run, demand, frames::History, panel::Panel, series::SeriesName, stock_outs::stock_outs,
    stocked::Stocked,
};
use crate::{
    Application,
    table::{self, text},
};

/// Reading years of facts may take so long.
const PATIENCE: Duration = Duration::from_secs(300);
/// Days of history in which days without stock are looked for.
const STOCK_OUT_DAYS: u64 = 731;

/// What a unit was sold for of late, in the shop's currency.
const PRICES: &str = "\
    SELECT sku, CAST(sum(net_base) AS DOUBLE) / CAST(sum(quantity) AS DOUBLE) AS price \
    FROM order_lines WHERE effect = 'placed' AND line_kind = 'product' \
    AND order_date > DATE '{recent}' GROUP BY sku HAVING sum(quantity) > 0";

/// SKUs in warehouses.
#[derive(Debug, Default)]
pub(crate) struct Goods {
    /// Their demand.
    pub stocked: Stocked,
    /// What each SKU belongs to.
    pub categories: BTreeMap<String, String>,
}

/// The shop, its categories, channels, countries and warehouses.
pub(super) async fn parts(application: &Application, run: &Run) -> anyhow::Result<Panel> {
    let mut history = History::default();
    history.extend(&read(application, run, demand::coarse(run.origin)).await?)?;
    Ok(Panel::of(&history))
}

/// SKUs, and SKUs in warehouses.
pub(super) async fn goods(application: &Application, run: &Run) -> anyhow::Result<Goods> {
    let mut stocked = Stocked::read(&read(application, run, demand::stocked(run.origin)).await?)?;
    if stocked.count() == demand::MOST_STOCKED {
        let most = demand::MOST_STOCKED;
        tracing::warn!(most, "of more SKUs in warehouses, those that sell most are forecast");
    }
    let first = run.origin - Days::new(STOCK_OUT_DAYS);
    stocked.censor(&stock_outs(application, first, run.origin).await?);
    let mut categories = BTreeMap::new();
    let sql = "SELECT sku, category FROM products WHERE category IS NOT NULL";
    for row in table::patient_rows(&application.query, sql.into()).await? {
        categories.insert(text(&row, "sku").to_owned(), text(&row, "category").to_owned());
    }
    Ok(Goods { stocked, categories })
}

/// What a unit of each series of goods brings.
pub(super) async fn prices(
    application: &Application,
    panel: &Panel,
    run: &Run,
) -> anyhow::Result<HashMap<Arc<str>, f64>> {
    let recent = (run.origin - Days::new(90)).to_string();
    let rows = table::patient_rows(&application.query, PRICES.replace("{recent}", &recent)).await?;
    let price = |row: &table::Row| row.get("price").and_then(serde_json::Value::as_f64);
    let of_sku: HashMap<&str, f64> =
        rows.iter().filter_map(|row| Some((text(row, "sku"), price(row)?))).collect();
    let priced = |name: &Arc<str>| {
        let price = of_sku.get(SeriesName::read(name)?.sku()?)?;
        Some((Arc::clone(name), *price))
    };
    Ok(panel.names().filter_map(priced).collect())
}

async fn read(
    application: &Application,
    run: &Run,
    sql: String,
) -> anyhow::Result<Vec<RecordBatch>> {
    let mut request = QueryRequest::new(sql);
    request.timeout = PATIENCE;
    request.min_lsn = Some(run.lsn);
    Ok(application.query.query(request).await?.collect().await?)
}
