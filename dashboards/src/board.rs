//! What the live page shows, asked of the query service in one go.

use chrono::{DateTime, Days, NaiveDate, NaiveTime, SecondsFormat, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;
use marea_query::QueryError;
use rust_decimal::Decimal;
use serde_json::{Map, Value, json};
use tokio::task::JoinError;

use crate::{
    Application, attention,
    table::{Row, count, date, decimal, rows, text},
};

/// The days of revenue that are shown, today included.
const DAYS: u64 = 30;
/// The minutes of orders that are shown.
const MINUTES: i64 = 60;
/// How many products that are low are shown.
const LOW_STOCK: usize = 20;
/// How many of each list of what somebody should look at are shown.
const ATTENTION: usize = 10;

/// The sections of the page, by name.
pub(crate) type Board = Map<String, Value>;

/// The page as it is now.
pub(crate) async fn board(application: &Application) -> Result<Board, QueryError> {
    let shop = application.ingest.shop();
    let now = application.clock.now().utc();
    let moment = Moment { now, zone: shop.time_zone };
    let mut board = Board::new();
    let mut put = |name: &str, section: Value| board.insert(name.to_owned(), section);
    put("lsn", json!(application.ingest.snapshot().lsn));
    put("as_of", json!(instant(now)));
    put(
        "shop",
        json!({ "name": shop.name, "time_zone": shop.time_zone.name(), "currency": shop.currency }),
    );
    let days = revenue_days(application, &moment).await?;
    put("today", today(application, &moment, &days).await?);
    put("revenue_30_days", days.into_iter().map(|day| day.shown()).collect());
    put("orders_per_minute", orders_per_minute(application, &moment).await?);
    put("orders_by_state", orders_by_state(application).await?);
    put("low_stock", low_stock(application).await?);
    put("attention", attention(application).await?);
    put("forecast", application.outlook().shown());
    put("loading", json!(application.loading()));
    Ok(board)
}

/// The sections that differ, with the LSN and the time.
pub(crate) fn changes(before: &Board, now: &Board) -> Board {
    let differs = |name: &str, section: &Value| before.get(name) != Some(section);
    let always = |name: &str| name == "lsn" || name == "as_of";
    let kept = now.iter().filter(|(name, section)| always(name) || differs(name, section));
    kept.map(|(name, section)| (name.clone(), section.clone())).collect()
}

/// Whether there is anything in a change but the LSN and the time.
pub(crate) fn says_something(change: &Board, before: &Board) -> bool {
    change.len() > 2 || change.get("lsn") != before.get("lsn")
}

struct Moment {
    now: DateTime<Utc>,
    zone: Tz,
}

impl Moment {
    fn today(&self) -> NaiveDate {
        self.now.with_timezone(&self.zone).date_naive()
    }

    /// The instant of this wall-clock time on a day of the shop; the earlier one where the clock
    /// shows it twice, the next that exists where it is skipped.
    fn on(&self, day: NaiveDate, time: NaiveTime) -> DateTime<Utc> {
        let mut local = day.and_time(time);
        loop {
            if let Some(found) = self.zone.from_local_datetime(&local).earliest() {
                return found.to_utc();
            }
            local += TimeDelta::minutes(15);
        }
    }
}

fn instant(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

fn timestamp(at: DateTime<Utc>) -> String {
    format!("'{}'", at.to_rfc3339_opts(SecondsFormat::Micros, true))
}

struct RevenueDay {
    date: NaiveDate,
    revenue: Decimal,
    orders: i64,
    units: Decimal,
}

impl RevenueDay {
    fn shown(&self) -> Value {
        json!({ "date": self.date, "revenue": money(self.revenue), "orders": self.orders })
    }
}

fn money(amount: Decimal) -> String {
    format!("{:.2}", amount.round_dp(2))
}

async fn revenue_days(
    application: &Application,
    moment: &Moment,
) -> Result<Vec<RevenueDay>, QueryError> {
    let today = moment.today();
    let first = today - Days::new(DAYS - 1);
    let sql = format!(
        "SELECT date, sum(net_base) AS revenue, sum(orders) AS orders, sum(units) AS units \
         FROM revenue_daily WHERE date BETWEEN DATE '{first}' AND DATE '{today}' GROUP BY date"
    );
    let found = rows(&application.query, sql).await?;
    let of_day = |day: NaiveDate| found.iter().find(|row| date(row, "date") == Some(day));
    Ok(first
        .iter_days()
        .take_while(|day| *day <= today)
        .map(|day| revenue_day(day, of_day(day)))
        .collect())
}

fn revenue_day(date: NaiveDate, row: Option<&Row>) -> RevenueDay {
    let empty = Row::new();
    let row = row.unwrap_or(&empty);
    let (revenue, units) = (decimal(row, "revenue"), decimal(row, "units"));
    RevenueDay { date, revenue, orders: count(row, "orders"), units }
}

async fn today(
    application: &Application,
    moment: &Moment,
    days: &[RevenueDay],
) -> Result<Value, QueryError> {
    let today = moment.today();
    let weekday = today - Days::new(7);
    let of = |day: NaiveDate| days.iter().find(|it| it.date == day);
    let until = moment.on(weekday, moment.now.with_timezone(&moment.zone).time());
    let sql = format!(
        "SELECT sum(net_base) AS revenue FROM order_lines \
         WHERE event_date = DATE '{weekday}' AND occurred_at <= {}",
        timestamp(until)
    );
    let to_now = rows(&application.query, sql).await?;
    let to_now = to_now.first().map(|row| decimal(row, "revenue")).unwrap_or_default();
    let sold = |day: Option<&RevenueDay>| money(day.map(|it| it.revenue).unwrap_or_default());
    Ok(json!({
        "date": today,
        "revenue": sold(of(today)),
        "orders": of(today).map_or(0, |it| it.orders),
        "units": of(today).map_or(Decimal::ZERO, |it| it.units).normalize().to_string(),
        "same_weekday": weekday,
        "same_weekday_revenue_to_now": money(to_now),
        "same_weekday_revenue": sold(of(weekday)),
    }))
}

async fn orders_per_minute(
    application: &Application,
    moment: &Moment,
) -> Result<Value, QueryError> {
    let minute = moment.now.timestamp().div_euclid(60);
    let first = minute - MINUTES + 1;
    let since = DateTime::from_timestamp(first * 60, 0).unwrap_or_default();
    let sql = format!(
        "SELECT date_bin(INTERVAL '1 minute', occurred_at) AS minute, sum(orders) AS orders \
         FROM order_lines WHERE occurred_at >= {} AND orders > 0 GROUP BY 1",
        timestamp(since)
    );
    let found = rows(&application.query, sql).await?;
    let at = |row: &Row| text(row, "minute").get(..16).map(str::to_owned);
    let minutes = (first..=minute).map(|minute| {
        let name = instant(DateTime::from_timestamp(minute * 60, 0).unwrap_or_default());
        let row = found.iter().find(|row| at(row).as_deref() == name.get(..16));
        json!({ "minute": name, "orders": row.map_or(0, |row| count(row, "orders")) })
    });
    Ok(minutes.collect())
}

async fn orders_by_state(application: &Application) -> Result<Value, QueryError> {
    let sql = "SELECT state, sum(orders) AS orders FROM order_backlog GROUP BY state";
    let found = rows(&application.query, sql.into()).await?;
    let states = marea_ingest::state::OrderStatus::ALL.iter().map(|state| {
        let row = found.iter().find(|row| text(row, "state") == state.as_str());
        json!({ "state": state, "orders": row.map_or(0, |row| count(row, "orders")) })
    });
    Ok(states.collect())
}

/// What somebody should look at, as it was a few seconds ago at the most.
async fn attention(application: &Application) -> Result<Value, QueryError> {
    let now = application.clock.now();
    if let Some(standing) = application.attention.standing(now) {
        return Ok(standing);
    }
    let state = application.ingest.snapshot().state().clone();
    let drifting = application.outlook().drifting;
    let lists =
        tokio::task::spawn_blocking(move || attention::lists(&state, &drifting, now, ATTENTION));
    let cut_off = |error: JoinError| QueryError::Internal { message: error.to_string() };
    let lists = json!(lists.await.map_err(cut_off)??);
    application.attention.keep(now, &lists);
    Ok(lists)
}

async fn low_stock(application: &Application) -> Result<Value, QueryError> {
    let sql = format!(
        "SELECT stock.sku, product.name, stock.warehouse, stock.available, stock.on_hand, \
         stock.committed, stock.incoming, product.reorder_point \
         FROM inventory_position stock JOIN products product ON product.sku = stock.sku \
         WHERE stock.available < product.reorder_point AND NOT product.removed \
         ORDER BY stock.available / nullif(product.reorder_point, 0), stock.sku, stock.warehouse \
         LIMIT {LOW_STOCK}"
    );
    let figures = ["available", "on_hand", "committed", "incoming", "reorder_point"];
    let shown = rows(&application.query, sql).await?.into_iter().map(|mut row| {
        for figure in figures {
            let plain = decimal(&row, figure).normalize().to_string();
            row.insert(figure.to_owned(), Value::String(plain));
        }
        Value::Object(row)
    });
    Ok(shown.collect())
}
