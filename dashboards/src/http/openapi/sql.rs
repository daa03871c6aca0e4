//! SQL, running queries, tables.

use serde_json::{Map, Value, json};

use super::pieces::{
    answer, header, list_of, object, one_of, path, query, reference, responses, text, whole_number,
    yes_or_no,
};

use crate::{language::Language, spreadsheet::MEDIA_TYPE};

const ABOUT: &str = "One SELECT, EXPLAIN, SHOW or DESCRIBE in PostgreSQL's dialect, true at one \
    LSN. JSON where nothing else is asked for; the ending of the path, `format` or `Accept` \
    choose another form. Placeholders $1 or $name are bound by `param.1` or `param.name`, \
    `param.from:date=2026-01-01` where a type is to be named. Rows are sent as they come; what \
    fails after the first of them breaks the transfer. An answer up to 1 MiB is held whole, and \
    its head says what it cost. Parquet, `HEAD`, `Range`, `spool=true`, and \
    `on_limit=truncate` in a form that cannot say so at its end, are written down first, so that \
    the length is known, parts can be asked for, and `marea-truncated` is told. A workbook (`xlsx`) \
    is made whole; what does not fit on a sheet is refused. A client that goes away cancels its \
    query.";

/// A part of what can go wrong with a query.
const PROBLEMS: [u16; 9] = [400, 404, 409, 412, 413, 416, 422, 504, 507];

pub(super) fn paths() -> Value {
    json!({
        "/api/v1/sql": {
            "get": asked("sql", "Ask in SQL", ABOUT, &[query_text()], &[]),
            "head": headed("sqlHead", &[query_text()], &[]),
            "post": posted("sqlPost", &[], &[]),
        },
        "/api/v1/sql.{format}": {
            "get": asked("sqlAs", "Ask in SQL, in a form", ABOUT, &[query_text()], &[form()]),
            "head": headed("sqlAsHead", &[query_text()], &[form()]),
            "post": posted("sqlAsPost", &[], &[form()]),
        },
        "/api/v1/queries": { "get": {
            "tags": ["SQL"], "operationId": "queries", "summary": "What is asked now, and was last",
            "description": "With a key, what was asked with it; with an admin's, everything.",
            "responses": responses(answer("Running queries, and the last 100 that ended.",
                &object("Queries.", json!({ "queries": list_of(&reference("Query")) }))), &[]),
        } },
        "/api/v1/queries/{id}": {
            "get": {
                "tags": ["SQL"], "operationId": "query", "summary": "State of a query",
                "parameters": [query_id()],
                "responses": responses(answer("The query.", &reference("Query")), &[400, 404]),
            },
            "delete": {
                "tags": ["SQL"], "operationId": "cancelQuery", "summary": "Cancel a query",
                "parameters": [query_id()],
                "responses": responses(json!({ "204": { "description": "It is cancelled." } }),
                    &[400, 404, 409]),
            },
        },
        "/api/v1/tables": { "get": {
            "tags": ["SQL"], "operationId": "tables", "summary": "Tables and their columns",
            "responses": responses(answer("All tables.",
                &object("Tables.", json!({ "tables": list_of(&reference("Table")) }))), &[]),
        } },
        "/api/v1/tables/{name}": { "get": {
            "tags": ["SQL"], "operationId": "table", "summary": "A table and its columns",
            "parameters": [path("name", "The table.", &text())],
            "responses": responses(answer("The table.", &reference("Table")), &[404]),
        } },
    })
}

/// A `GET` that is answered with rows.
pub(super) fn asked(
    id: &str,
    summary: &str,
    about: &str,
    own: &[Value],
    in_path: &[Value],
) -> Value {
    let parameters = [in_path, own, &limits(in_path)[..]].concat();
    json!({
        "tags": ["SQL"], "operationId": id, "summary": summary, "description": about,
        "parameters": parameters,
        "responses": responses(rows(), &PROBLEMS),
    })
}

fn headed(id: &str, own: &[Value], in_path: &[Value]) -> Value {
    let mut named = rows();
    named.as_object_mut().into_iter().flat_map(Map::values_mut).for_each(without_content);
    let mut responses = responses(named, &PROBLEMS);
    responses.as_object_mut().into_iter().flat_map(Map::values_mut).for_each(without_content);
    let parameters = [in_path, own, &limits(in_path)[..]].concat();
    json!({
        "tags": ["SQL"], "operationId": id, "summary": "Length and name of an answer",
        "description": "The answer is written down, so that its length and ETag are those that \
            the requests for its parts will see.",
        "parameters": parameters,
        "responses": responses,
    })
}

fn without_content(response: &mut Value) {
    if let Value::Object(response) = response {
        response.remove("content");
    }
}

fn posted(id: &str, own: &[Value], in_path: &[Value]) -> Value {
    let mut operation = asked(id, "Ask in SQL, in the body", ABOUT, own, in_path);
    let sql = json!({ "schema": { "type": "string" }, "example": "SELECT count(*) FROM orders" });
    let question = json!({ "schema": reference("Question") });
    operation["requestBody"] = json!({
        "required": true,
        "description": "The query itself, whatever its content type, or JSON, or a form of the \
            parameters of a GET.",
        "content": { "text/plain": sql, "application/json": question },
    });
    operation["responses"]["415"] = operation["responses"]["413"].clone();
    operation
}

fn query_text() -> Value {
    let mut parameter = query("q", "The query; `sql` is another name for it.", &text());
    parameter["required"] = json!(true);
    parameter["example"] = json!("SELECT count(*) AS orders FROM orders");
    parameter
}

/// The forms of an answer, by the ending of a path.
pub(super) fn form() -> Value {
    path("format", "The form of the answer.", &forms())
}

fn forms() -> Value {
    one_of(&["json", "jsonl", "csv", "arrow", "parquet", "xlsx"])
}

/// A language, as a parameter.
pub(super) fn language(about: &str) -> Value {
    let codes = Language::ALL.map(Language::code);
    let mut language = one_of(&codes);
    language["default"] = json!(Language::default().code());
    query("language", about, &language)
}

fn query_id() -> Value {
    let id = json!({ "type": "string", "pattern": "^q[0-9]{1,18}$" });
    path("id", "The query, as the header `marea-query-id` names it.", &id)
}

/// What every answer of rows can be asked with; its form only where the path does not say it.
fn limits(in_path: &[Value]) -> Vec<Value> {
    let timeout = json!({ "type": "integer", "minimum": 1, "maximum": 600_000, "default": 30_000 });
    let zone = json!({ "type": "string", "examples": ["Europe/Madrid"] });
    let limit = json!({ "type": "string", "enum": ["error", "truncate"], "default": "error" });
    let conditional = |name: &str, about: &str| json!({ "name": name, "in": "header", "description": about, "schema": text() });
    let form = query("format", "The form of the answer.", &forms());
    let form = Some(form).filter(|_| in_path.iter().all(|part| part["name"] != "format"));
    let rest = [
        query(
            "min_lsn",
            "The answer is to show at least this LSN; read your writes.",
            &whole_number(),
        ),
        query("timeout_ms", "How long the query may take.", &timeout),
        query("max_rows", "How many rows there may be.", &whole_number()),
        query("on_limit", "What more rows are: a 422, or left out and told.", &limit),
        query(
            "timezone",
            "Where instants are cut: by date_trunc, extract and to_char, where they are cast to a \
             date or text, and where a date or a time without an offset stands beside one. The \
             shop's if it is left out. A stored instant is shown in UTC, with Z; what was cut, \
             with the zone's offset.",
            &zone,
        ),
        query("spool", "Whether the answer is written down before it is sent.", &yes_or_no()),
        language("The language of a workbook's words; of `xlsx` only."),
        conditional("If-None-Match", "ETags of answers that the reader has."),
        conditional("Range", "One range of bytes."),
        conditional("If-Range", "The ETag of the answer that the range is of."),
    ];
    form.into_iter().chain(rest).collect()
}

/// The answers of rows: whole, a part, unchanged.
fn rows() -> Value {
    let bytes = json!({ "schema": {} });
    let content = json!({
        "application/json": { "schema": reference("Answer") },
        "application/x-ndjson": bytes,
        "text/csv": bytes,
        "application/vnd.apache.arrow.stream": bytes,
        "application/vnd.apache.parquet": bytes,
        MEDIA_TYPE: bytes,
    });
    json!({
        "200": { "description": "The rows.", "headers": headers(), "content": content },
        "206": { "description": "A part of the answer.", "headers": headers(), "content": {
            "application/json": bytes, "application/x-ndjson": bytes, "text/csv": bytes,
            "application/vnd.apache.arrow.stream": bytes, "application/vnd.apache.parquet": bytes,
        } },
        "304": { "description": "The reader has this answer." },
    })
}

fn headers() -> Value {
    let count = json!({ "type": "integer", "minimum": 0 });
    json!({
        "marea-lsn": header("The LSN that the answer is true at.", &count),
        "marea-query-id": header("The query, for /api/v1/queries/{id}.", &text()),
        "marea-age-ms": header("Milliseconds since the last event that it shows was recorded.",
            &count),
        "marea-truncated": header("Whether rows were left out. Of a stream, it is in the trailer.",
            &yes_or_no()),
        "marea-rows": header("Rows of the answer. This and what follows is told where the answer \
            is whole before it is sent; of a stream, in the trailer.", &count),
        "marea-rows-read": header("Rows read for it.", &count),
        "marea-bytes-read": header("Bytes read for it.", &count),
        "marea-files-scanned": header("Sealed files read.", &count),
        "marea-files-pruned": header("Sealed files left out by their statistics.", &count),
        "marea-peak-memory": header("The most memory at a time, in bytes.", &count),
        "marea-served-from": header("view, hot, sealed, live: whichever were read.", &text()),
        "ETag": header("Names the answer.", &text()),
    })
}
