//! `marea chart`: the chart of a forecast, in a file.

use anyhow::Context as _;
use chrono::Days;

use super::{ChartArguments, say, sql::with_store};
use crate::{
    Application,
    charts::{ChartFormat, ChartSize, FanChart, FanPoint, fan_chart},
    outlook::{self, Point, series_name},
    table::{self, decimal, literal},
};

/// Days of history before the forecast.
const HISTORY_DAYS: u64 = 150;

pub(super) fn chart(arguments: &ChartArguments) -> anyhow::Result<()> {
    let format = match arguments.out.extension().and_then(|ending| ending.to_str()) {
        Some("png") => ChartFormat::Png,
        Some("svg") => ChartFormat::Svg,
        _ => {
            anyhow::bail!("{}: expected a name that ends in .png or .svg", arguments.out.display())
        }
    };
    let size = ChartSize { scale: arguments.scale, ..ChartSize::SLIDE };
    with_store(&arguments.data, async |application| {
        outlook::refresh(application).await?;
        let sku = arguments.sku.as_deref();
        let chart = demand_chart(application, &arguments.measure, sku).await?;
        let bytes = fan_chart(&chart, format, size)?;
        std::fs::write(&arguments.out, bytes)
            .with_context(|| format!("writing {}", arguments.out.display()))?;
        say(&format!(
            "{} ({}x{})",
            arguments.out.display(),
            size.width * size.scale,
            size.height * size.scale
        ));
        Ok(())
    })
}

/// What the demand of the shop or of a SKU looks like, with its forecast.
pub(crate) async fn demand_chart(
    application: &Application,
    measure: &str,
    sku: Option<&str>,
) -> anyhow::Result<FanChart> {
    anyhow::ensure!(
        measure == "units" || (measure == "revenue" && sku.is_none()),
        "expected the measure units, or revenue of the shop"
    );
    let outlook = application.outlook();
    let run =
        outlook.run.context("there is no forecast yet: no orders, or it is being computed")?;
    let name = series_name(measure, sku);
    if let Some(reason) = outlook.refused.get(&name) {
        anyhow::bail!("no forecast: {reason}");
    }
    let series = outlook.series.get(&name).context("nothing of it was ever ordered")?;
    let history = history(application, measure, sku, run.origin).await?;
    let shop = application.ingest.shop();
    let error = |it: Option<&outlook::Accuracy>| {
        it.and_then(|it| it.mase).map_or("unknown".into(), |mase| format!("{mase:.2}"))
    };
    let model = series.model().replace('_', " ");
    let unit = if measure == "units" { "units".into() } else { shop.currency.to_string() };
    Ok(FanChart {
        title: match sku {
            Some(sku) => format!("Daily demand for {sku}"),
            None if measure == "units" => format!("Daily demand, {}", shop.name),
            None => format!("Daily revenue, {}", shop.name),
        },
        subtitle: format!("{} days of forecast from {}", series.forecast.len(), run.origin),
        unit,
        time_zone: shop.time_zone.name().into(),
        source: format!(
            "model {model} · origin {} · LSN {} · MASE {} (seasonal naive {})",
            run.origin,
            run.lsn,
            error(series.chosen()),
            error(series.seasonal_naive())
        ),
        history,
        backtest: series.backtest.iter().map(shown).collect(),
        forecast: series.forecast.iter().map(shown).collect(),
    })
}

async fn history(
    application: &Application,
    measure: &str,
    sku: Option<&str>,
    origin: chrono::NaiveDate,
) -> anyhow::Result<Vec<(chrono::NaiveDate, f64)>> {
    let first = origin - Days::new(HISTORY_DAYS - 1);
    let (sum, of) = match (measure, sku) {
        ("revenue", _) => ("net_base", String::new()),
        (_, None) => ("quantity", "AND line_kind = 'product'".into()),
        (_, Some(sku)) => {
            ("quantity", format!("AND line_kind = 'product' AND sku = {}", literal(sku)))
        }
    };
    let sql = format!(
        "SELECT order_date AS date, sum({sum}) AS value FROM order_lines WHERE effect <> 'returned' \
         AND order_date BETWEEN DATE '{first}' AND DATE '{origin}' {of} GROUP BY order_date"
    );
    let rows = table::rows(&application.query, sql).await?;
    let value = |day: chrono::NaiveDate| {
        let row = rows.iter().find(|row| table::date(row, "date") == Some(day));
        let value = row.map(|row| decimal(row, "value")).unwrap_or_default();
        value.to_string().parse().unwrap_or(0.0)
    };
    let days = first.iter_days().take_while(|day| *day <= origin);
    Ok(days.map(|day| (day, value(day))).collect())
}

fn shown(point: &Point) -> FanPoint {
    FanPoint {
        date: point.date,
        value: point.value,
        lower_80: point.lower_80,
        upper_80: point.upper_80,
        lower_95: point.lower_95,
        upper_95: point.upper_95,
    }
}
