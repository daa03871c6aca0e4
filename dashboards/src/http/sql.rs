//! SQL over HTTP: the first face of the query service.
//!
//! A `GET` or `POST` is answered as the rows come; a small answer is held whole first, so that its
//! head says what it cost. Parquet, a `HEAD`, a request for a part (`Range`), `spool=true`, and
//! `on_limit=truncate` in a form that has no place to say so after its rows (CSV, JSONL, Arrow)
//! are written down first: see [`spooled`].

mod asked;
mod binding;
mod call;
mod encoded;
mod form;
mod heading;
mod part;
mod spooled;
mod streamed;
mod validator;
mod workbook;

use axum::{
    body::Bytes,
    extract::{Path, State, rejection::BytesRejection},
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    response::{IntoResponse, Response},
};
use marea_query::{Answer, OnLimit, QueryRequest, format::Format};
use tower_http::compression::predicate::{DefaultPredicate, Predicate};

pub(crate) use self::binding::Bindings;
pub(super) use self::call::Call;
use self::{
    asked::{Asked, OF_A_TABLE},
    form::Form,
    heading::Heading,
    validator::Validator,
};
use super::{Problem, parameters::unknown};
use crate::{Application, spreadsheet::Question};

/// `/api/v1/sql`, with the query in the query string.
pub(super) async fn get(
    State(application): State<Application>,
    call: Call,
) -> Result<Response, Problem> {
    let mut asked = Asked::default();
    asked.read(&call.query)?;
    answer(&application, asked, &call).await
}

/// `/api/v1/sql.csv` and its like.
pub(super) async fn get_as(
    State(application): State<Application>,
    Path(form): Path<String>,
    call: Call,
) -> Result<Response, Problem> {
    let mut asked = with_suffix(&form)?;
    asked.read(&call.query)?;
    answer(&application, asked, &call).await
}

/// `/api/v1/sql`, with the query in the body.
pub(super) async fn post(
    State(application): State<Application>,
    call: Call,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Problem> {
    posted(&application, Asked::default(), &call, body).await
}

/// `/api/v1/sql.csv` and its like, with the query in the body.
pub(super) async fn post_as(
    State(application): State<Application>,
    Path(form): Path<String>,
    call: Call,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Problem> {
    posted(&application, with_suffix(&form)?, &call, body).await
}

async fn posted(
    application: &Application,
    mut asked: Asked,
    call: &Call,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Problem> {
    let body = body.map_err(|rejection| {
        let detail = format!("the query cannot be read: {}", rejection.body_text());
        Problem::new(rejection.status(), "unreadable_body", detail)
    })?;
    asked.read(&call.query)?;
    asked.read_body(call.headers.get(header::CONTENT_TYPE), &body)?;
    answer(application, asked, call).await
}

fn with_suffix(form: &str) -> Result<Asked, Problem> {
    let Some(suffix) = form.strip_prefix("sql.") else {
        return Err(Problem::not_found(format!("there is no /api/v1/{form}")));
    };
    let mut asked = Asked::default();
    asked.take_format(suffix)?;
    Ok(asked)
}

/// A table whole, in the form that the ending of its name asks for.
pub(super) async fn table(
    application: &Application,
    table: &str,
    suffix: Option<&str>,
    call: &Call,
) -> Result<Response, Problem> {
    narrowed(application, table, suffix, None, call).await
}

/// The rows of a table that a condition holds for.
pub(super) async fn narrowed(
    application: &Application,
    table: &str,
    suffix: Option<&str>,
    condition: Option<String>,
    call: &Call,
) -> Result<Response, Problem> {
    let mut asked = Asked::default();
    suffix.map_or(Ok(()), |suffix| asked.take_format(suffix))?;
    asked.read(&call.query)?;
    if asked.sql.is_some() {
        return Err(unknown("q", OF_A_TABLE));
    }
    if !asked.bindings.is_empty() {
        return Err(unknown("param", OF_A_TABLE));
    }
    let rows = condition.as_ref().map_or_else(String::new, |it| format!(" WHERE {it}"));
    asked.sql = Some(format!("SELECT * FROM \"{}\"{rows}", table.replace('"', "\"\"")));
    asked.table = Some(table.to_owned());
    asked.narrowed = condition;
    answer(application, asked, call).await
}

async fn answer(application: &Application, asked: Asked, call: &Call) -> Result<Response, Problem> {
    let form = asked.form.unwrap_or_else(|| accepted(call));
    let (table, narrowed) = (asked.table.clone(), asked.narrowed.clone());
    let language = asked.language(form)?;
    let spool = asked.spool;
    let on_limit = asked.on_limit;
    let mut request = asked.request(call.asker.clone())?;
    request.tables = call.tables.clone();
    let Form::Rows(format) = form else {
        let question = Question { request, table, narrowed, language };
        return workbook::answered(application, question).await;
    };
    let spool = spool.unwrap_or_else(|| is_spooled(on_limit, format, call));
    if spool {
        return spooled::spooled(application, request, format, call).await;
    }
    direct(application, request, format, call).await
}

async fn direct(
    application: &Application,
    request: QueryRequest,
    format: Format,
    call: &Call,
) -> Result<Response, Problem> {
    let answer = application.query.query(request).await?;
    let validator = Validator::new(answer.tag(), format);
    if validator.is_known(call.header(header::IF_NONE_MATCH)) {
        return Ok(unchanged(application, &answer, format, &validator));
    }
    streamed::streamed(application, answer, format, &validator).await
}

fn accepted(call: &Call) -> Form {
    call.header(header::ACCEPT).and_then(Form::accepted).unwrap_or(Form::Rows(Format::Json))
}

/// Whether an answer is written down where nothing is said of it.
fn is_spooled(on_limit: Option<OnLimit>, format: Format, call: &Call) -> bool {
    let tells_the_end = matches!(format, Format::Json);
    format == Format::Parquet
        || (on_limit == Some(OnLimit::Truncate) && !tells_the_end)
        || call.method == Method::HEAD
        || call.range().is_some()
}

/// The reader has this answer. The query, planned and not yet read, ends when it is dropped.
fn unchanged(
    application: &Application,
    answer: &Answer,
    format: Format,
    validator: &Validator,
) -> Response {
    let mut headers: HeaderMap = Heading::of(answer, format).headers(application.clock.now());
    headers.remove(header::CONTENT_TYPE);
    headers.extend(validator.weak().map(|name| (header::ETAG, name)));
    (StatusCode::NOT_MODIFIED, headers).into_response()
}

/// What is compressed for those who accept it: neither parts, nor what parts can be asked of, nor
/// Parquet, which is compressed within.
pub(super) fn is_compressed() -> impl Predicate {
    DefaultPredicate::new().and(
        |_: StatusCode, _, headers: &HeaderMap<HeaderValue>, _: &axum::http::Extensions| {
            !headers.contains_key(header::ACCEPT_RANGES)
                && !headers.contains_key(header::CONTENT_RANGE)
        },
    )
}
