//! The texts of letters, as templates that a shop can edit.
//!
//! For each topic there are `TOPIC.subject.txt`, `TOPIC.txt` and `TOPIC.html`; a topic without its
//! own is written by `default.*`. The fields of a message's data are there by their names, beside
//! `topic`, `shop`, `time_zone`, `message_id` and `occurred_at`. In `.html` what is put in is
//! escaped. The language is that of Jinja: <https://docs.rs/minijinja/latest/minijinja/syntax>.

use std::{fs, path::Path};

use chrono::DateTime;
use chrono_tz::Tz;
use marea_ingest::{
    reactions::{Message, Topic},
    store::ShopSettings,
};
use minijinja::{
    Environment, Error, ErrorKind, State, escape_formatter,
    value::{self, Value},
};
use rust_embed::RustEmbed;
use serde_json::{Map, json};

/// The templates that come with the program.
#[derive(RustEmbed)]
#[folder = "templates"]
struct BuiltIn;

const DEFAULT: &str = "default";
const PARTS: [&str; 3] = ["subject.txt", "txt", "html"];

/// Why a folder of templates cannot be used.
#[derive(Debug, thiserror::Error)]
pub(crate) enum TemplateError {
    /// A file is there that would never be used.
    #[error(
        "{0} is no template: expected the name of a topic, or \"default\", with .subject.txt, .txt \
         or .html"
    )]
    UnknownName(String),
    /// A template cannot be read as one.
    #[error("template {0:#}")]
    Syntax(#[from] Error),
    /// The folder or a file in it cannot be read or written.
    #[error("{path}: {error}")]
    File {
        /// The folder or file.
        path: String,
        /// What the system said.
        error: std::io::Error,
    },
}

fn unreadable(path: &Path) -> impl Fn(std::io::Error) -> TemplateError {
    move |error| TemplateError::File { path: path.display().to_string(), error }
}

/// The texts of a letter.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Content {
    pub subject: String,
    pub text: String,
    pub html: String,
}

/// All templates of a shop.
pub(in crate::reactions) struct Templates(Environment<'static>);

impl Templates {
    /// The templates that come with the program, and over them those of a folder.
    pub(in crate::reactions) fn load(folder: Option<&Path>) -> Result<Self, TemplateError> {
        let mut environment = Environment::new();
        environment.add_filter("money", money);
        environment.add_filter("day", day);
        environment.set_formatter(|out, state, value| {
            let shown = if value.is_none() { &Value::UNDEFINED } else { value };
            escape_formatter(out, state, shown)
        });
        for name in BuiltIn::iter() {
            let source = BuiltIn::get(&name).map(|file| file.data).unwrap_or_default();
            let source = String::from_utf8_lossy(&source).into_owned();
            environment.add_template_owned(name.into_owned(), source)?;
        }
        for (name, source) in folder.map(files).transpose()?.unwrap_or_default() {
            environment.add_template_owned(name, source)?;
        }
        Ok(Self(environment))
    }

    /// The texts of the letter for a message.
    pub(super) fn render(&self, message: &Message, shop: &ShopSettings) -> Result<Content, Error> {
        let mut fields: Map<String, serde_json::Value> =
            serde_json::from_str(&message.data).unwrap_or_default();
        let common = json!({
            "topic": message.topic, "message_id": message.id.to_string(), "shop": shop.name,
            "time_zone": shop.time_zone.name(), "occurred_at": message.occurred_at,
        });
        fields.extend(common.as_object().cloned().unwrap_or_default());
        let context = Value::from(value::Serde(fields));
        let [subject, text, html] = PARTS.map(|part| {
            let own = self.0.get_template(&format!("{}.{part}", message.topic));
            let template = own.or_else(|_| self.0.get_template(&format!("{DEFAULT}.{part}")))?;
            template.render(context.clone())
        });
        // A subject is one line, whatever is put into it.
        let subject = subject?.split_whitespace().collect::<Vec<_>>().join(" ");
        Ok(Content { subject, text: text?, html: html? })
    }
}

/// The templates in a folder, by name.
fn files(folder: &Path) -> Result<Vec<(String, String)>, TemplateError> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).map_err(unreadable(folder))? {
        let path = entry.map_err(unreadable(folder))?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        // Editors leave hidden files and copies behind.
        if name.starts_with('.') || name.ends_with('~') {
            continue;
        }
        if !is_template(&name) {
            return Err(TemplateError::UnknownName(path.display().to_string()));
        }
        found.push((name, fs::read_to_string(&path).map_err(unreadable(&path))?));
    }
    Ok(found)
}

fn is_template(name: &str) -> bool {
    PARTS.iter().any(|part| {
        let stem = name.strip_suffix(part).and_then(|stem| stem.strip_suffix('.'));
        stem.is_some_and(|stem| stem == DEFAULT || stem.parse::<Topic>().is_ok())
    })
}

/// Writes the templates that come with the program into a folder; files that are there stay.
/// Gives the names of those that it wrote.
pub(crate) fn write_out(folder: &Path) -> Result<Vec<String>, TemplateError> {
    fs::create_dir_all(folder).map_err(unreadable(folder))?;
    let mut written = Vec::new();
    for name in BuiltIn::iter() {
        let path = folder.join(&*name);
        let data = BuiltIn::get(&name).map(|file| file.data).unwrap_or_default();
        if !path.exists() {
            fs::write(&path, data).map_err(unreadable(&path))?;
            written.push(name.into_owned());
        }
    }
    written.sort_unstable();
    Ok(written)
}

/// An amount with two decimal places at least.
fn money(amount: &str) -> String {
    match amount.split_once('.') {
        None => format!("{amount}.00"),
        Some((_, places)) if places.len() == 1 => format!("{amount}0"),
        Some(_) => amount.to_owned(),
    }
}

/// The shop's day of an instant, as 4 March 2026.
fn day(state: &State, instant: &str) -> Result<String, Error> {
    let zone = state.lookup("time_zone").and_then(|zone| zone.as_str()?.parse::<Tz>().ok());
    let at = DateTime::parse_from_rfc3339(instant).map_err(|_| {
        Error::new(ErrorKind::InvalidOperation, format!("\"{instant}\" is no instant"))
    })?;
    Ok(at.with_timezone(&zone.unwrap_or(Tz::UTC)).format("%-d %B %Y").to_string())
}

#[cfg(test)]
mod tests;
