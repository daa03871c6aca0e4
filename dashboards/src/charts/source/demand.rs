//! What the demand of the shop or of a SKU was, is expected to be, and was expected to be.

use anyhow::Context as _;
use chrono::Days;

use super::{Asked, number, orders};
use crate::{
    Application,
    charts::{Caption, FanChart, FanPoint},
    language::Word,
    outlook::{Point, series_name},
    table,
};

/// Days of history before the forecast.
const HISTORY_DAYS: u64 = 150;

pub(super) async fn read(application: &Application, asked: &Asked) -> anyhow::Result<FanChart> {
    let outlook = application.outlook();
    let run =
        outlook.run.context("there is no forecast yet: no orders, or it is being computed")?;
    let name = series_name(asked.measure(), asked.sku.as_deref());
    if let Some(reason) = outlook.refused.get(&name) {
        anyhow::bail!("no forecast: {reason}");
    }
    let series = outlook.series.get(&name).context("nothing of it was ever ordered")?;
    let first = run.origin - Days::new(HISTORY_DAYS - 1);
    let history = orders::by_day(application, asked, first, run.origin).await?;
    let forecast: Vec<FanPoint> = series.forecast.iter().map(shown).collect();
    let language = asked.language;
    let unit = unit(application, asked);
    let shop = if asked.is_units() { Word::DemandOfShop } else { Word::RevenueOfShop };
    let (horizon, origin) = (forecast.len().to_string(), language.date(run.origin));
    let total = language.number(forecast.iter().map(|point| point.value).sum(), 0);
    let ahead = language.phrase(Word::DaysFrom, &[&horizon, &origin]);
    let caption = Caption {
        title: asked.title(application, shop, Word::DemandOfSku),
        subtitle: format!("{ahead} · {}", language.phrase(Word::ExpectedInAll, &[&total, &unit])),
        time_zone: application.ingest.shop().time_zone.name().into(),
        source: source(application, asked, &run.lsn.to_string()).await?,
        language,
    };
    let backtest = series.tested.backtest.iter().map(shown).collect();
    Ok(FanChart { caption, unit, history, backtest, forecast })
}

/// What the values count.
fn unit(application: &Application, asked: &Asked) -> String {
    if asked.is_units() {
        asked.language.word(Word::Units).to_owned()
    } else {
        application.ingest.shop().currency.to_string()
    }
}

/// The model with its error beside that of seasonal naive.
async fn source(application: &Application, asked: &Asked, lsn: &str) -> anyhow::Result<String> {
    let sql = format!(
        "SELECT model, mase, mase_seasonal_naive, origin FROM demand_forecast WHERE {} LIMIT 1",
        asked.series()
    );
    let rows = table::rows(&application.query, sql).await?;
    let row = rows.first().context("there is no forecast yet")?;
    let language = asked.language;
    let error = |column: &str| {
        let known = number(row, column);
        known.map_or(language.word(Word::UnknownFigure).into(), |it| language.number(it, 2))
    };
    let parts = [
        language.model(table::text(row, "model")),
        super::origin(row, language),
        lsn.to_owned(),
        error("mase"),
        error("mase_seasonal_naive"),
    ];
    Ok(language.phrase(Word::ModelAndError, &parts.each_ref().map(String::as_str)))
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
