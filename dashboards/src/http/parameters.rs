//! What a query string asks for, and what is wrong with it.

use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeDelta, TimeZone};
use chrono_tz::Tz;
use marea_ingest::{
    store::{Place, Search},
    time::Instant,
};
use serde_json::{Value, json};

use super::Problem;

/// What stands on a page where nothing else is asked for, and at most.
const PAGE: usize = 50;
const LARGEST_PAGE: usize = 1000;
/// Documents that are looked at for one page: a tenth of a second at the most. A page that finds
/// less says where to go on.
const MOST_READ: usize = 10_000;

/// The parameters of a query string.
pub(super) fn parameters(query: &str) -> Result<Vec<(String, String)>, Problem> {
    decoded(query).ok_or_else(|| Problem::invalid("the query string cannot be read"))
}

fn decoded(query: &str) -> Option<Vec<(String, String)>> {
    let uri: axum::http::Uri = format!("/?{query}").parse().ok()?;
    let pairs = axum::extract::Query::<Vec<(String, String)>>::try_from_uri(&uri).ok()?;
    Some(pairs.0)
}

/// A parameter with a value that makes no sense.
pub(super) fn wrong(name: &str, what: impl std::fmt::Display) -> Problem {
    Problem::invalid(format!("{name}: {what}"))
}

/// A parameter that there is not.
pub(super) fn unknown(name: &str, known: &str) -> Problem {
    Problem::invalid(format!("unknown parameter \"{name}\"; known: {known}"))
}

/// Whether something is wanted.
pub(super) fn yes_or_no(name: &str, value: &str) -> Result<bool, Problem> {
    value.parse().map_err(|_| wrong(name, "expected true or false"))
}

/// A time span in whole hours, above zero.
pub(super) fn hours(name: &str, value: &str) -> Result<TimeDelta, Problem> {
    let hours = value.parse::<u32>().ok().filter(|hours| (1..1_000_000).contains(hours));
    let hours = hours.ok_or_else(|| wrong(name, "expected a whole number of hours, at least 1"))?;
    Ok(TimeDelta::hours(hours.into()))
}

/// One of several names.
pub(super) fn one_of<T: Copy>(
    name: &str,
    value: &str,
    all: &[T],
    text: fn(T) -> &'static str,
) -> Result<T, Problem> {
    all.iter().copied().find(|it| text(*it) == value).ok_or_else(|| {
        let known: Vec<_> = all.iter().map(|it| text(*it)).collect();
        Problem::invalid(format!("unknown {name} \"{value}\"; known: {}", known.join(", ")))
    })
}

/// An instant, or the start (or, with `days`, the end) of a day of the shop.
pub(super) fn moment(name: &str, value: &str, zone: Tz, days: u64) -> Result<Instant, Problem> {
    if let Ok(at) = DateTime::parse_from_rfc3339(value) {
        return Ok(at.into());
    }
    let day: NaiveDate = value
        .parse()
        .map_err(|_| wrong(name, "expected a day such as 2026-03-01, or an RFC 3339 instant"))?;
    let mut midnight = (day + Days::new(days)).and_time(NaiveTime::MIN);
    loop {
        if let Some(at) = zone.from_local_datetime(&midnight).earliest() {
            return Ok(at.into());
        }
        midnight += TimeDelta::minutes(15);
    }
}

/// A search of one page, before anything was asked for.
pub(super) fn first_page() -> Search {
    Search { most_read: MOST_READ, ..Search::newest(PAGE) }
}

/// Takes a parameter that says which page is wanted; tells whether it was one.
pub(super) fn page(search: &mut Search, name: &str, value: &str) -> Result<bool, Problem> {
    match name {
        "limit" => {
            let limit: usize = value.parse().map_err(|_| wrong(name, "expected a number"))?;
            search.limit = limit.clamp(1, LARGEST_PAGE);
        }
        "after" => {
            let expected = "expected what `next` of the page before said";
            search.after = Some(place(value).ok_or_else(|| wrong(name, expected))?);
        }
        _ => return Ok(false),
    }
    Ok(true)
}

fn place(value: &str) -> Option<Place> {
    let (at, name) = value.split_once('~')?;
    Some(Place { placed_at: Instant(at.parse().ok()?), name: name.to_owned() })
}

/// Where the next page begins, as [`page`] reads it.
pub(super) fn next(place: Option<Place>) -> Value {
    json!(place.map(|Place { placed_at, name }| format!("{}~{name}", placed_at.0)))
}
