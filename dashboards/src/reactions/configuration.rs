//! The file that says who is told what.
//!
//! ```toml
//! [[webhook]]
//! name = "erp"
//! url = "https://erp.example.org/marea"
//! secret_file = "erp.secret"            # or secret = "whsec_…", or secret_environment = "NAME"
//! topics = ["order.status_changed", "stock.low"]
//!
//! [mail]
//! host = "smtp.example.org"
//! tls = "start"                         # or "wrapper", or "none"; port = 587, 465, 25
//! user = "shop"
//! password_file = "smtp.password"       # or password_environment = "NAME"
//! from = "Example shop <shop@example.org>"
//! templates = "templates"               # `marea reactions templates DIR` writes them
//!
//! [[mail.to]]
//! name = "customers"
//! customer = true
//! topics = ["order.shipped", "order.delivered"]
//!
//! [[mail.to]]
//! name = "buyers"
//! addresses = ["buyer@example.org"]
//! topics = ["stock.low"]
//! ```
//!
//! Paths are seen from the file's folder. `retry_after = ["5s", "5m", "2h"]` at the top sets the
//! pauses between attempts; after the last a message is a dead letter.

mod fields;

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

use lettre::transport::smtp::authentication::Credentials;
use marea_ingest::reactions::Topic;
use serde::Deserialize;
use toml::Spanned;

use self::fields::{MailAddress, Pause, WebAddress};
use super::{
    destination::{Channel, Destination},
    mail::{
        Mail, Recipients,
        server::{Server, Tls},
        templates::Templates,
    },
    schedule::Schedule,
    webhook::{SigningKey, Webhook},
};

/// Why a configuration cannot be used; says where in the file, and what was expected.
#[derive(Debug, thiserror::Error)]
#[error("{file}: {what}")]
pub(crate) struct ConfigurationError {
    file: String,
    what: String,
}

/// Who is told what.
pub(crate) struct Configuration {
    pub(super) destinations: Vec<Destination>,
}

impl Configuration {
    /// Reads a file, and what it names.
    ///
    /// # Errors
    /// [`ConfigurationError`] where something in it is not as expected.
    pub(crate) fn read(path: &Path) -> Result<Self, ConfigurationError> {
        let wrong = |what: String| ConfigurationError { file: path.display().to_string(), what };
        let text = fs::read_to_string(path).map_err(|error| wrong(error.to_string()))?;
        let file: File = toml::from_str(&text).map_err(|error| wrong(error.to_string()))?;
        let folder = path.parent().unwrap_or(Path::new("")).to_owned();
        let reading = Reading { text: &text, folder, names: BTreeSet::new() };
        reading.destinations(file).map(|destinations| Self { destinations }).map_err(wrong)
    }

    /// A line for each destination.
    pub(crate) fn summary(&self) -> impl Iterator<Item = String> {
        self.destinations.iter().map(|destination| {
            let topics: Vec<_> = destination.topics.iter().map(|topic| topic.as_str()).collect();
            let (name, address) = (&destination.name, destination.address());
            format!("ok  {name}: {} to {address}: {}", destination.kind(), topics.join(", "))
        })
    }

    /// All topics that somebody wants.
    pub(crate) fn wanted(&self) -> BTreeSet<Topic> {
        self.destinations.iter().flat_map(|destination| destination.topics.clone()).collect()
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    retry_after: Option<Vec<Pause>>,
    #[serde(default)]
    webhook: Vec<WebhookTable>,
    mail: Option<MailTable>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WebhookTable {
    name: Spanned<String>,
    url: WebAddress,
    secret: Option<String>,
    secret_file: Option<PathBuf>,
    secret_environment: Option<String>,
    topics: Vec<Topic>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MailTable {
    host: Spanned<String>,
    port: Option<u16>,
    tls: Tls,
    user: Option<String>,
    password_file: Option<PathBuf>,
    password_environment: Option<String>,
    from: MailAddress,
    templates: Option<PathBuf>,
    #[serde(default)]
    to: Vec<RecipientsTable>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RecipientsTable {
    name: Spanned<String>,
    #[serde(default)]
    customer: bool,
    #[serde(default)]
    addresses: Vec<MailAddress>,
    topics: Vec<Topic>,
}

/// A file while it is read.
struct Reading<'a> {
    text: &'a str,
    folder: PathBuf,
    names: BTreeSet<String>,
}

impl Reading<'_> {
    fn destinations(mut self, file: File) -> Result<Vec<Destination>, String> {
        let pauses =
            |pauses: Vec<Pause>| Schedule::new(pauses.into_iter().map(|it| it.0).collect());
        let schedule = file.retry_after.map(pauses).unwrap_or_default();
        let mut destinations = Vec::new();
        for table in file.webhook {
            destinations.push(self.webhook(table, &schedule)?);
        }
        if let Some(mail) = file.mail {
            self.mail(mail, &schedule, &mut destinations)?;
        }
        if destinations.is_empty() {
            return Err("expected a [[webhook]], or [mail] with a [[mail.to]]".into());
        }
        Ok(destinations)
    }

    /// What is wrong at a place, with its line.
    fn wrong(&self, at: &Spanned<String>, what: impl std::fmt::Display) -> String {
        let before = self.text.get(..at.span().start).unwrap_or_default();
        format!("line {}: \"{}\": {what}", before.matches('\n').count() + 1, at.get_ref())
    }

    /// Deliveries are kept under the name, so it is short, plain and there once.
    fn name(&mut self, name: &Spanned<String>, topics: &[Topic]) -> Result<String, String> {
        let text = name.get_ref();
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "-_".contains(c);
        if text.is_empty() || text.len() > 64 || !text.chars().all(plain) {
            let expected = "expected a name of 1 to 64 small letters, digits, - and _";
            return Err(self.wrong(name, expected));
        }
        if !self.names.insert(text.clone()) {
            return Err(self.wrong(name, "expected another name: this one is taken"));
        }
        if topics.is_empty() {
            let known: Vec<_> = Topic::ALL.iter().map(|topic| topic.as_str()).collect();
            let expected = format!("expected at least one topic of {}", known.join(", "));
            return Err(self.wrong(name, expected));
        }
        Ok(text.clone())
    }

    fn webhook(&mut self, table: WebhookTable, schedule: &Schedule) -> Result<Destination, String> {
        let name = self.name(&table.name, &table.topics)?;
        let named = [
            table.secret.map(Ok),
            table.secret_file.map(|file| self.file(&file)),
            table.secret_environment.map(|name| environment(&name)),
        ];
        let mut named = named.into_iter().flatten();
        let (Some(secret), None) = (named.next(), named.next()) else {
            let expected = "expected one of secret, secret_file and secret_environment";
            return Err(self.wrong(&table.name, expected));
        };
        let key = secret.and_then(|secret| SigningKey::parse(&secret).map_err(str::to_owned));
        let key = key.map_err(|error| self.wrong(&table.name, error))?;
        let webhook = Webhook::new(table.url.0, key);
        let webhook = webhook.map_err(|error| self.wrong(&table.name, error))?;
        Ok(Destination {
            name,
            topics: table.topics.into_iter().collect(),
            schedule: schedule.clone(),
            channel: Channel::Webhook(webhook),
        })
    }

    fn mail(
        &mut self,
        table: MailTable,
        schedule: &Schedule,
        destinations: &mut Vec<Destination>,
    ) -> Result<(), String> {
        let server = Arc::new(self.server(&table)?);
        let folder = table.templates.as_ref().map(|folder| self.folder.join(folder));
        let templates = Templates::load(folder.as_deref());
        let templates = Arc::new(templates.map_err(|error| error.to_string())?);
        if table.to.is_empty() {
            return Err(
                self.wrong(&table.host, "expected a [[mail.to]] that says who is written to")
            );
        }
        for to in table.to {
            let name = self.name(&to.name, &to.topics)?;
            let addresses: Vec<_> = to.addresses.into_iter().map(|address| address.0).collect();
            let recipients = match (to.customer, addresses.is_empty()) {
                (true, true) => Recipients::Customer,
                (false, false) => Recipients::Fixed(addresses),
                _ => {
                    let expected = "expected either customer = true, or addresses";
                    return Err(self.wrong(&to.name, expected));
                }
            };
            let (server, templates) = (Arc::clone(&server), Arc::clone(&templates));
            let mail = Mail { server, templates, from: table.from.0.clone(), recipients };
            let (topics, channel) = (to.topics.into_iter().collect(), Channel::Mail(mail));
            destinations.push(Destination { name, topics, schedule: schedule.clone(), channel });
        }
        Ok(())
    }

    fn server(&self, table: &MailTable) -> Result<Server, String> {
        let wrong = |what: &str| self.wrong(&table.host, what);
        let password = match (&table.password_file, &table.password_environment) {
            (None, None) => None,
            (Some(file), None) => Some(self.file(file)),
            (None, Some(name)) => Some(environment(name)),
            _ => return Err(wrong("expected one of password_file and password_environment")),
        };
        let password = password.transpose().map_err(|error| wrong(&error))?;
        let credentials = match (table.user.clone(), password) {
            (None, None) => None,
            (Some(user), Some(password)) => Some(Credentials::new(user, password)),
            _ => return Err(wrong("expected both a user and a password, or neither")),
        };
        let host = table.host.get_ref();
        let local = ["localhost", "127.0.0.1", "::1"].contains(&host.as_str());
        if credentials.is_some() && table.tls == Tls::None && !local {
            let expected = "expected tls = \"start\" or \"wrapper\": without it the password could \
                be read on its way";
            return Err(wrong(expected));
        }
        let address = (host.clone(), table.port.unwrap_or(table.tls.usual_port()));
        let server = Server::new(address, table.tls, credentials, table.from.0.email.domain());
        server.map_err(|error| wrong(&error.to_string()))
    }

    /// What a file holds, without the white space around it.
    fn file(&self, file: &Path) -> Result<String, String> {
        let path = self.folder.join(file);
        let text = fs::read_to_string(&path);
        let text = text.map_err(|error| format!("{}: {error}", path.display()))?;
        Ok(text.trim().to_owned())
    }
}

fn environment(name: &str) -> Result<String, String> {
    std::env::var(name).map_err(|error| format!("the environment variable {name}: {error}"))
}

#[cfg(test)]
mod tests;
