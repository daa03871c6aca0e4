//! What is asked, wherever it is said; what is said twice, unknown or out of bounds is refused.

use std::time::Duration;

use axum::http::HeaderValue;
use marea_ingest::identity::Lsn;
use marea_query::{OnLimit, QueryRequest, format::Format};

use super::{Asked, Form};
use crate::http::Problem;

fn asked(query: &str, kind: &'static str, body: &str) -> Result<Asked, Problem> {
    let mut asked = Asked::default();
    asked.read(query)?;
    asked.read_body(Some(&HeaderValue::from_static(kind)), body.as_bytes())?;
    Ok(asked)
}

fn request(query: &str, kind: &'static str, body: &str) -> QueryRequest {
    asked(query, kind, body).and_then(|asked| asked.request(None)).expect("a request")
}

fn refused(query: &str, kind: &'static str, body: &str, expected: &str) {
    let outcome = asked(query, kind, body).and_then(|asked| asked.request(None));
    let problem = serde_json::to_string(&outcome.expect_err(query)).unwrap();
    assert!(problem.contains(expected), "{query} {body}: {problem}");
}

const SQL: &str = "application/sql";
const FORM: &str = "application/x-www-form-urlencoded";
const JSON: &str = "application/json";

#[test]
fn the_query_string_says_everything() {
    let query = "q=SELECT%201&min_lsn=7&timeout_ms=1500&max_rows=9&on_limit=truncate\
                 &timezone=Asia/Kathmandu&format=csv&spool=true";
    let asked = asked(query, SQL, "").unwrap();
    assert_eq!(asked.form, Some(Form::Rows(Format::Csv)));
    assert_eq!(asked.spool, Some(true));
    let request = asked.request(Some("anna".into())).unwrap();
    assert_eq!(request.sql, "SELECT 1");
    assert_eq!(request.min_lsn, Some(Lsn(7)));
    assert_eq!(request.timeout, Duration::from_millis(1500));
    assert_eq!(request.max_rows, Some(9));
    assert_eq!(request.on_limit, OnLimit::Truncate);
    assert_eq!(request.time_zone, Some(chrono_tz::Asia::Kathmandu));
    assert_eq!(request.asker.as_deref(), Some("anna"));
}

#[test]
fn a_body_is_sql_a_form_or_json() {
    assert_eq!(request("max_rows=1", SQL, "SELECT 1").sql, "SELECT 1");
    assert_eq!(request("", FORM, "q=SELECT+1%2B1&max_rows=2").sql, "SELECT 1+1");
    let request = request("format=csv", JSON, r#"{"sql": "SELECT $1", "parameters": ["x"]}"#);
    assert_eq!(request.sql, "SELECT $1");
    assert_ne!(request.parameters, marea_query::Parameters::None);
}

#[test]
fn sql_that_curl_calls_a_form_is_still_sql() {
    let sql = "SELECT * FROM orders WHERE channel='web' AND a = b & c";
    assert_eq!(request("", FORM, sql).sql, sql);
}

#[test]
fn what_is_said_twice_is_refused() {
    refused("q=SELECT%201&sql=SELECT%202", SQL, "", "said twice");
    refused("q=SELECT%201", SQL, "SELECT 2", "said twice");
    refused("q=SELECT%201&max_rows=1&max_rows=2", SQL, "", "max_rows: said twice");
    refused("format=csv", JSON, r#"{"sql": "SELECT 1", "format": "json"}"#, "said twice");
    refused("q=SELECT%20$a&param.a=1&param.a=2", SQL, "", "param.a: said twice");
    refused("", JSON, r#"{"sql": "SELECT 1", "sql": "SELECT 2"}"#, "duplicate field");
}

#[test]
fn what_is_unknown_is_refused_with_what_is_known() {
    refused("q=SELECT%201&maxrows=1", SQL, "", "known: q (or sql), param.1");
    refused("", JSON, r#"{"sql": "SELECT 1", "row_limit": 2}"#, "unknown field `row_limit`");
    refused("q=SELECT%201&format=xml", SQL, "", "known: json, jsonl, csv, arrow, parquet, xlsx");
}

#[test]
fn what_is_out_of_bounds_is_refused_with_what_was_expected() {
    refused("q=SELECT%201&timeout_ms=0", SQL, "", "1 to 600000");
    refused("q=SELECT%201&timeout_ms=600001", SQL, "", "1 to 600000");
    refused("q=SELECT%201&max_rows=-1", SQL, "", "max_rows: expected a whole number");
    refused("q=SELECT%201&on_limit=stop", SQL, "", "error or truncate");
    refused("q=SELECT%201&timezone=Mars", SQL, "", "Europe/Madrid");
    refused("q=SELECT%201&spool=yes", SQL, "", "true or false");
    refused("q=SELECT%201&language=tlh", SQL, "", "gl (Galician)");
    refused("q=%20", SQL, "", "expected a query");
    refused("", SQL, "", "expected a query");
}

#[test]
fn only_a_workbook_has_a_language() {
    let workbook = asked("q=SELECT%201&format=xlsx&language=es", SQL, "").unwrap();
    assert_eq!(workbook.language(Form::Workbook).unwrap(), crate::language::Language::Spanish);
    let rows = asked("", JSON, r#"{"sql": "SELECT 1", "language": "fr"}"#).unwrap();
    let problem = rows.language(Form::Rows(Format::Csv)).expect_err("no words in CSV");
    assert!(serde_json::to_string(&problem).unwrap().contains("xlsx"));
}

#[test]
fn a_form_may_be_named_by_what_the_reader_accepts() {
    let kinds = "text/html, application/vnd.openxmlformats-officedocument.spreadsheetml.sheet;q=1";
    assert_eq!(Form::accepted(kinds), Some(Form::Workbook));
    assert_eq!(Form::accepted("text/csv"), Some(Form::Rows(Format::Csv)));
    assert_eq!(Form::accepted("image/png"), None);
}
