//! How the demand of the shop or of a SKU differs by weekday, month and hour.

use std::collections::BTreeMap;

use anyhow::Context as _;
use chrono::{Datelike, Days, NaiveDate};

use super::{Asked, number, orders, profile::indices};
use crate::{
    Application,
    charts::{Caption, SeasonalProfile},
    language::Word,
    outlook, table,
};

/// Whole years of history that are looked at.
const YEARS: u64 = 3;
/// Days of a year of them: whole weeks, so that no weekday counts more.
const YEAR_DAYS: u64 = 364;
/// Days in which hours are looked at; older ones say little of how people buy now.
const HOURS_DAYS: u64 = 182;
/// The share of a month's days that have to be there for it to count.
const MOST_OF_A_MONTH: usize = 24;

pub(super) async fn read(
    application: &Application,
    asked: &Asked,
) -> anyhow::Result<SeasonalProfile> {
    let last = outlook::today(application) - Days::new(1);
    let first = first_day(application, asked, last).await?;
    let daily = orders::by_day(application, asked, first, last).await?;
    let hourly = hours(application, asked, last).await?;
    let language = asked.language;
    let (from, to) = (language.date(first), language.date(last));
    let lsn = application.ingest.snapshot().lsn.to_string();
    let caption = Caption {
        title: asked.title(application, Word::SeasonalProfileOfShop, Word::SeasonalProfileOfSku),
        subtitle: language.phrase(Word::HistoryFromTo, &[&from, &to]),
        time_zone: application.ingest.shop().time_zone.name().into(),
        source: language.phrase(Word::OrdersSource, &[&lsn]),
        language,
    };
    Ok(SeasonalProfile {
        caption,
        weekdays: indices(&weeks(&daily)),
        months: indices(&years(&daily, last)),
        hours: indices(&hourly),
    })
}

/// The first day of history, at most so many years back.
async fn first_day(
    application: &Application,
    asked: &Asked,
    last: NaiveDate,
) -> anyhow::Result<NaiveDate> {
    let earliest = last - Days::new(YEARS * YEAR_DAYS - 1);
    let (_, of) = orders::lines(asked);
    let sql = format!(
        "SELECT min(order_date) AS first FROM order_lines \
         WHERE {of} AND order_date BETWEEN DATE '{earliest}' AND DATE '{last}'"
    );
    let rows = table::rows(&application.query, sql).await?;
    let first = rows.first().and_then(|row| table::date(row, "first"));
    first.context("nothing of it was ordered in the last three years")
}

/// Whole weeks, from Monday.
fn weeks(daily: &[(NaiveDate, f64)]) -> Vec<[Option<f64>; 7]> {
    let mut weeks: BTreeMap<_, [Option<f64>; 7]> = BTreeMap::new();
    for (date, value) in daily {
        let week = weeks.entry(date.iso_week()).or_default();
        week[date.weekday().num_days_from_monday() as usize] = Some(*value);
    }
    weeks.into_values().filter(|week| week.iter().all(Option::is_some)).collect()
}

/// The mean day of each month, by years that end on the last day; a shop of less than a year has
/// none, since its growth would look like a season.
fn years(daily: &[(NaiveDate, f64)], last: NaiveDate) -> Vec<[Option<f64>; 12]> {
    let mut years: BTreeMap<i64, ([(f64, usize); 12], u64)> = BTreeMap::new();
    for (date, value) in daily {
        let year = (last - *date).num_days() / YEAR_DAYS as i64;
        let (months, days) = years.entry(year).or_default();
        let month = &mut months[date.month0() as usize];
        (month.0, month.1, *days) = (month.0 + value, month.1 + 1, *days + 1);
    }
    let whole = years.into_values().filter(|(_, days)| *days == YEAR_DAYS);
    let mean =
        |(sum, days): (f64, usize)| (days >= MOST_OF_A_MONTH).then(|| sum / days.max(1) as f64);
    whole.map(|(months, _)| months.map(mean)).collect()
}

/// What was ordered in each hour of the shop's clock, by weeks.
async fn hours(
    application: &Application,
    asked: &Asked,
    last: NaiveDate,
) -> anyhow::Result<Vec<[Option<f64>; 24]>> {
    let first = last - Days::new(HOURS_DAYS - 1);
    let zone = application.ingest.shop().time_zone;
    let (sum, of) = orders::lines(asked);
    let sql = format!(
        "SELECT (arrow_cast(order_date, 'Int32') - arrow_cast(DATE '{first}', 'Int32')) / 7 AS week, \
         extract(hour FROM arrow_cast(ordered_at, 'Timestamp(Microsecond, Some(\"{zone}\"))')) \
         AS hour, CAST(sum({sum}) AS DOUBLE) AS value FROM order_lines \
         WHERE {of} AND order_date BETWEEN DATE '{first}' AND DATE '{last}' GROUP BY 1, 2"
    );
    let rows = table::rows(&application.query, sql).await?;
    let mut weeks: BTreeMap<i64, [Option<f64>; 24]> = BTreeMap::new();
    for row in &rows {
        let figures = ["week", "hour", "value"].map(|name| number(row, name));
        let [Some(week), Some(hour), Some(value)] = figures else { continue };
        // An hour without an order in a week with orders had none.
        let week = weeks.entry(week as i64).or_insert([Some(0.0); 24]);
        week[hour as usize % 24] = Some(value.max(0.0));
    }
    Ok(weeks.into_values().collect())
}

#[cfg(test)]
mod tests;
