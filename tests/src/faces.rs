//! The ways to ask one question: every format over HTTP, by GET and by POST, and `marea sql`.
//!
//! Each is a database to sqllogictest, so that one file of questions and answers holds for all.
//! What a question is asked with stands in comments at its top, which SQL passes over:
//! `-- parameters: ["ES", 3]` (positional) or `{"country": "ES"}` (named), as the JSON body of a
//! POST takes them, and `-- timezone: Asia/Kolkata`.

use std::path::PathBuf;

use anyhow::{Context as _, Result, ensure};
use async_trait::async_trait;
use serde_json::{Value, json};
use sqllogictest::{AsyncDB, DBOutput, DefaultColumnType};

use crate::{
    binary,
    cells::{self, Cells},
    client::Client,
};

/// A way to ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Face {
    /// `GET /api/v1/sql.FORMAT?q=`.
    Get(&'static str),
    /// `POST /api/v1/sql` with a JSON body.
    Post(&'static str),
    /// `marea sql`, with no server running.
    CommandLine,
}

impl Face {
    /// All that a server answers.
    pub const SERVED: [Self; 7] = [
        Self::Get("json"),
        Self::Post("json"),
        Self::Get("jsonl"),
        Self::Get("csv"),
        Self::Post("csv"),
        Self::Post("arrow"),
        Self::Get("parquet"),
    ];

    /// Whether it tells a null from an empty text.
    #[must_use]
    pub fn tells_nulls(self) -> bool {
        !matches!(self, Self::Get("csv") | Self::Post("csv"))
    }
}

/// What is asked: a server, or the folder of a store.
#[derive(Debug, Clone)]
pub enum Asked {
    /// A running server.
    Server(Client),
    /// A store that no server has open.
    Store(PathBuf),
}

/// One way to ask one store.
#[derive(Debug, Clone)]
pub struct Asking {
    /// The way.
    pub face: Face,
    /// The store.
    pub asked: Asked,
}

/// Why there is no answer, in the words of who was asked.
#[derive(Debug)]
pub struct Refusal(String);

impl std::fmt::Display for Refusal {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(&self.0)
    }
}

impl std::error::Error for Refusal {}

#[async_trait]
impl AsyncDB for Asking {
    type Error = Refusal;
    type ColumnType = DefaultColumnType;

    async fn run(&mut self, sql: &str) -> Result<DBOutput<DefaultColumnType>, Refusal> {
        let answer = self.ask(sql).await;
        let (types, rows) = answer.map_err(|error| Refusal(format!("{error:#}")))?;
        Ok(DBOutput::Rows { types, rows })
    }

    async fn shutdown(&mut self) {}
}

type Answer = (Vec<DefaultColumnType>, Cells);

impl Asking {
    async fn ask(&self, sql: &str) -> Result<Answer> {
        let question = Question::read(sql)?;
        match (self.face, &self.asked) {
            (Face::Get(format), Asked::Server(client)) => {
                let path = format!("/api/v1/sql.{format}");
                answer(format, &client.fetch(&path, &question.query()?).await?)
            }
            (Face::Post(format), Asked::Server(client)) => {
                let mut body = question.body();
                body["format"] = format.into();
                answer(format, &client.exchange("/api/v1/sql", &body).await?)
            }
            (Face::CommandLine, Asked::Store(data)) => on_the_command_line(data, &question),
            (face, asked) => anyhow::bail!("{face:?} does not ask {asked:?}"),
        }
    }
}

fn on_the_command_line(data: &std::path::Path, question: &Question<'_>) -> Result<Answer> {
    let data = data.to_str().context("a path that is no text")?;
    let mut arguments =
        ["sql", question.sql, "--format", "json", "--data", data].map(str::to_owned).to_vec();
    for (name, value) in question.query()?.into_iter().skip(1) {
        match name.strip_prefix("param.") {
            Some(parameter) => arguments.extend(["--param".into(), format!("{parameter}={value}")]),
            None => arguments.extend([format!("--{name}"), value]),
        }
    }
    let finished = binary::run(arguments)?;
    ensure!(finished.code == 0, "{}", finished.stderr.trim_end());
    answer("json", finished.stdout.as_bytes())
}

fn answer(format: &str, body: &[u8]) -> Result<Answer> {
    let any = |rows: Cells| {
        let width = rows.first().map_or(0, Vec::len);
        (vec![DefaultColumnType::Any; width], rows)
    };
    match format {
        "json" => {
            let (columns, rows) = cells::of_json(body)?;
            Ok((columns.iter().map(|(_, name)| column_type(name)).collect(), rows))
        }
        "jsonl" => Ok(any(cells::of_json_lines(body)?)),
        "csv" => Ok(any(cells::of_csv(body)?)),
        "arrow" => Ok(any(cells::of_arrow(body)?)),
        "parquet" => Ok(any(cells::of_parquet(body)?)),
        other => anyhow::bail!("no reader of {other}"),
    }
}

fn column_type(name: &str) -> DefaultColumnType {
    if name.contains("Int") {
        DefaultColumnType::Integer
    } else if name.contains("Decimal") || name.contains("Float") {
        DefaultColumnType::FloatingPoint
    } else {
        DefaultColumnType::Text
    }
}

/// A question, and what it is asked with.
struct Question<'a> {
    sql: &'a str,
    parameters: Value,
    time_zone: Option<&'a str>,
}

impl<'a> Question<'a> {
    fn read(sql: &'a str) -> Result<Self> {
        let said = |name: &str| {
            let comments = sql.lines().take_while(|line| line.starts_with("-- "));
            let mut values = comments.filter_map(|line| line[3..].strip_prefix(name));
            values.find_map(|value| value.strip_prefix(": "))
        };
        let parameters = said("parameters").map(serde_json::from_str).transpose()?;
        Ok(Self { sql, parameters: parameters.unwrap_or_default(), time_zone: said("timezone") })
    }

    fn body(&self) -> Value {
        let mut body = json!({ "sql": self.sql });
        if !self.parameters.is_null() {
            body["parameters"] = self.parameters.clone();
        }
        if let Some(zone) = self.time_zone {
            body["timezone"] = zone.into();
        }
        body
    }

    /// The same as a query string says it, the query first.
    fn query(&self) -> Result<Vec<(String, String)>> {
        let mut query = vec![("q".to_owned(), self.sql.to_owned())];
        query.extend(self.time_zone.map(|zone| ("timezone".to_owned(), zone.to_owned())));
        match &self.parameters {
            Value::Array(values) => {
                for (place, value) in values.iter().enumerate() {
                    query.push(in_words(&(place + 1).to_string(), value)?);
                }
            }
            Value::Object(values) => {
                for (name, value) in values {
                    query.push(in_words(name, value)?);
                }
            }
            _ => {}
        }
        Ok(query)
    }
}

/// A parameter in a query string: its type after its name, unless it is a text.
fn in_words(name: &str, value: &Value) -> Result<(String, String)> {
    let typed =
        |data_type: &str, value: &str| (format!("param.{name}:{data_type}"), value.to_owned());
    Ok(match value {
        Value::String(text) => (format!("param.{name}"), text.clone()),
        Value::Bool(truth) => typed("boolean", &truth.to_string()),
        Value::Number(number) if number.is_i64() => typed("integer", &number.to_string()),
        Value::Number(number) => typed("decimal", &number.to_string()),
        Value::Object(_) => {
            let of =
                |field: &str| value[field].as_str().context("a parameter without type or value");
            typed(of("type")?, of("value")?)
        }
        other => anyhow::bail!("{name}: {other} has no form in a query string"),
    })
}
