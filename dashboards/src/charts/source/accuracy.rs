//! Error and coverage of a published forecast by days ahead, beside seasonal naive.

use anyhow::Context as _;

use super::{Asked, number};
use crate::{
    Application,
    charts::{AccuracyChart, AccuracyStep, Caption},
    language::Word,
    table,
};

pub(super) async fn read(
    application: &Application,
    asked: &Asked,
) -> anyhow::Result<AccuracyChart> {
    let of = asked.series();
    let sql = format!(
        "SELECT horizon, wape, coverage_80, coverage_95 FROM forecast_accuracy_by_horizon \
         WHERE {of} ORDER BY horizon"
    );
    let steps = table::rows(&application.query, sql).await?;
    let steps: Vec<AccuracyStep> = steps.iter().filter_map(step).collect();
    let sql = format!(
        "SELECT model, chosen, wape, mase, origin FROM forecast_accuracy \
         WHERE {of} AND (chosen OR model = 'seasonal_naive')"
    );
    let models = table::rows(&application.query, sql).await?;
    let chosen = models.iter().find(|row| row["chosen"] == true);
    let chosen =
        chosen.context("there is no back-test of it: too little history, or no run yet")?;
    let naive = models.iter().find(|row| table::text(row, "model") == "seasonal_naive");
    let language = asked.language;
    let figure = |row: Option<&table::Row>| {
        let known = row.and_then(|row| number(row, "mase"));
        known.map_or(language.word(Word::UnknownFigure).into(), |it| language.number(it, 2))
    };
    let parts = [
        language.model(table::text(chosen, "model")),
        super::origin(chosen, language),
        application.outlook().run.map_or_else(String::new, |run| run.lsn.to_string()),
        figure(Some(chosen)),
        figure(naive),
    ];
    let caption = Caption {
        title: asked.title(application, Word::AccuracyOfShop, Word::AccuracyOfSku),
        subtitle: language.word(Word::BackTestOf).to_owned(),
        time_zone: application.ingest.shop().time_zone.name().into(),
        source: language.phrase(Word::ModelAndError, &parts.each_ref().map(String::as_str)),
        language,
    };
    let seasonal_naive = naive.and_then(|row| number(row, "wape"));
    Ok(AccuracyChart { caption, steps, seasonal_naive })
}

fn step(row: &table::Row) -> Option<AccuracyStep> {
    Some(AccuracyStep {
        horizon: number(row, "horizon")? as u32,
        error: number(row, "wape"),
        coverage_80: number(row, "coverage_80"),
        coverage_95: number(row, "coverage_95"),
    })
}
