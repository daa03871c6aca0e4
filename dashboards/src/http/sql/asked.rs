//! What a query is asked with, wherever it is said: in the query string, a form, JSON or as SQL.

use std::{sync::Arc, time::Duration};

use axum::http::HeaderValue;
use chrono_tz::Tz;
use marea_ingest::identity::Lsn;
use marea_query::{OnLimit, QueryRequest};
use serde::Deserialize;
use serde_json::Value;

use super::{binding::Bindings, form::Form};
use crate::{
    http::{
        Problem,
        parameters::{parameters, unknown, wrong, yes_or_no},
    },
    language::Language,
};

/// The longest that a query may ask to take, in milliseconds.
const LONGEST: u64 = 600_000;

/// What a form of the answer alone can be asked with: the query is known from the path.
pub(super) const OF_A_TABLE: &str =
    "format, min_lsn, timeout_ms, max_rows, on_limit, timezone, spool, language";
const KNOWN: &str = "q (or sql), param.1, param.2 and so on (or param.NAME), format, min_lsn, \
                     timeout_ms, max_rows, on_limit, timezone, spool, language";

/// What a query is asked with. Nothing can be said twice: which of both counts would be a guess.
#[derive(Debug, Default)]
pub(super) struct Asked {
    pub(super) sql: Option<String>,
    pub(super) bindings: Bindings,
    pub(super) form: Option<Form>,
    /// The table that the path names, if it names one.
    pub(super) table: Option<String>,
    /// The condition that its rows are narrowed by.
    pub(super) narrowed: Option<String>,
    pub(super) on_limit: Option<OnLimit>,
    /// Whether the whole answer is to be written down before it is sent.
    pub(super) spool: Option<bool>,
    min_lsn: Option<u64>,
    timeout: Option<Duration>,
    max_rows: Option<usize>,
    time_zone: Option<Tz>,
    language: Option<Language>,
}

/// The body of a POST in JSON.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Posted {
    #[serde(alias = "q")]
    sql: Option<String>,
    parameters: Option<Value>,
    format: Option<String>,
    min_lsn: Option<u64>,
    timeout_ms: Option<u64>,
    max_rows: Option<usize>,
    on_limit: Option<String>,
    timezone: Option<String>,
    spool: Option<bool>,
    language: Option<String>,
}

impl Asked {
    /// What a query string, or the body of a form, asks.
    pub(super) fn read(&mut self, query: &str) -> Result<(), Problem> {
        for (name, value) in parameters(query)? {
            self.take(&name, value)?;
        }
        Ok(())
    }

    /// What the body of a POST asks, by its content type.
    pub(super) fn read_body(
        &mut self,
        kind: Option<&HeaderValue>,
        body: &[u8],
    ) -> Result<(), Problem> {
        let kind = kind.and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        if kind.starts_with("application/json") {
            return self.take_json(body);
        }
        let text = std::str::from_utf8(body)
            .map_err(|_| Problem::invalid("the body: expected SQL as UTF-8 text"))?;
        if kind.starts_with("application/x-www-form-urlencoded") && is_form(text) {
            return self.read(text);
        }
        if text.trim().is_empty() {
            return Ok(());
        }
        once(&mut self.sql, "q", text.to_owned())
    }

    fn take(&mut self, name: &str, value: String) -> Result<(), Problem> {
        if let Some(binding) = name.strip_prefix("param.") {
            return self.bindings.take(binding, &value).map_err(|what| wrong(name, what));
        }
        match name {
            "q" | "sql" => once(&mut self.sql, name, value),
            "format" => self.take_format(&value),
            "min_lsn" => once(&mut self.min_lsn, name, number(name, &value)?),
            "timeout_ms" => once(&mut self.timeout, name, timeout(number(name, &value)?)?),
            "max_rows" => once(&mut self.max_rows, name, number(name, &value)?),
            "on_limit" => once(&mut self.on_limit, name, on_limit(&value)?),
            "timezone" => once(&mut self.time_zone, name, time_zone(&value)?),
            "spool" => once(&mut self.spool, name, yes_or_no(name, &value)?),
            "language" => once(&mut self.language, name, language(&value)?),
            _ => Err(unknown(name, KNOWN)),
        }
    }

    /// Takes the form of the answer, as a parameter or the ending of a path names it.
    pub(super) fn take_format(&mut self, name: &str) -> Result<(), Problem> {
        let form = Form::named(name).ok_or_else(|| {
            let known = Form::names().join(", ");
            Problem::invalid(format!("unknown format \"{name}\"; known: {known}"))
        })?;
        once(&mut self.form, "format", form)
    }

    /// The language of the words that an answer of this form has besides its rows.
    pub(super) fn language(&self, form: Form) -> Result<Language, Problem> {
        if self.language.is_some() && form != Form::Workbook {
            return Err(wrong("language", "only a workbook (xlsx) has words of a language"));
        }
        Ok(self.language.unwrap_or_default())
    }

    fn take_json(&mut self, body: &[u8]) -> Result<(), Problem> {
        let said: Posted = serde_json::from_slice(body)
            .map_err(|error| Problem::invalid(format!("the body: {error}")))?;
        said.sql.map_or(Ok(()), |it| once(&mut self.sql, "sql", it))?;
        said.parameters.map_or(Ok(()), |it| self.bindings.take_json(&it)).map_err(invalid)?;
        said.format.map_or(Ok(()), |it| self.take_format(&it))?;
        said.min_lsn.map_or(Ok(()), |it| once(&mut self.min_lsn, "min_lsn", it))?;
        said.timeout_ms.map_or(Ok(()), |it| once(&mut self.timeout, "timeout_ms", timeout(it)?))?;
        said.max_rows.map_or(Ok(()), |it| once(&mut self.max_rows, "max_rows", it))?;
        said.on_limit.map_or(Ok(()), |it| once(&mut self.on_limit, "on_limit", on_limit(&it)?))?;
        let zone = said.timezone.as_deref();
        zone.map_or(Ok(()), |it| once(&mut self.time_zone, "timezone", time_zone(it)?))?;
        said.spool.map_or(Ok(()), |it| once(&mut self.spool, "spool", it))?;
        let said = said.language.as_deref();
        said.map_or(Ok(()), |it| once(&mut self.language, "language", language(it)?))
    }

    /// The query that is asked, in the name of who asks it.
    pub(super) fn request(self, asker: Option<Arc<str>>) -> Result<QueryRequest, Problem> {
        let sql = self.sql.filter(|sql| !sql.trim().is_empty()).ok_or_else(|| {
            Problem::invalid("expected a query in the parameter `q`, or as the body of a POST")
        })?;
        let mut request = QueryRequest::new(sql);
        request.parameters = self.bindings.parameters().map_err(invalid)?;
        request.min_lsn = self.min_lsn.map(Lsn);
        request.max_rows = self.max_rows;
        request.on_limit = self.on_limit.unwrap_or_default();
        request.time_zone = self.time_zone;
        request.timeout = self.timeout.unwrap_or(request.timeout);
        request.asker = asker;
        Ok(request)
    }
}

/// A body that `curl -d` sends is called a form, whatever it is. It is one if it begins as one:
/// no SQL begins with the name of a parameter and an equals sign.
fn is_form(body: &str) -> bool {
    let name = body.split_once('=').map(|(name, _)| name.trim_start());
    name.is_some_and(|name| {
        let named = ["q", "sql", "format", "min_lsn", "timeout_ms", "max_rows", "on_limit"];
        named.contains(&name)
            || ["timezone", "spool", "language"].contains(&name)
            || name.starts_with("param.")
    })
}

/// Sets what was not set yet.
fn once<T>(field: &mut Option<T>, name: &str, value: T) -> Result<(), Problem> {
    if field.replace(value).is_some() {
        return Err(wrong(name, "said twice; say it once"));
    }
    Ok(())
}

fn invalid(what: String) -> Problem {
    Problem::invalid(what)
}

fn number<T: std::str::FromStr>(name: &str, value: &str) -> Result<T, Problem> {
    value.parse().map_err(|_| wrong(name, "expected a whole number"))
}

fn timeout(millis: u64) -> Result<Duration, Problem> {
    if (1..=LONGEST).contains(&millis) {
        return Ok(Duration::from_millis(millis));
    }
    Err(wrong("timeout_ms", format!("expected 1 to {LONGEST} milliseconds")))
}

fn on_limit(value: &str) -> Result<OnLimit, Problem> {
    match value {
        "error" => Ok(OnLimit::Error),
        "truncate" => Ok(OnLimit::Truncate),
        _ => Err(wrong("on_limit", "expected error or truncate")),
    }
}

fn language(value: &str) -> Result<Language, Problem> {
    value.parse().map_err(|error| wrong("language", error))
}

fn time_zone(value: &str) -> Result<Tz, Problem> {
    let expected = "expected the name of a time zone, such as Europe/Madrid or UTC";
    value.parse().map_err(|_| wrong("timezone", expected))
}

#[cfg(test)]
mod tests;
