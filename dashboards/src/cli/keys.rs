//! `marea keys`: makes, lists, revokes and rotates keys. A server that runs hears of it within a
//! second.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
    str::FromStr,
    sync::Arc,
};

use chrono::{DateTime, NaiveDate, NaiveTime, SecondsFormat, TimeDelta, Utc};
use clap::{Args, Subcommand};
use marea_ingest::time::{Clock as _, SystemClock};

use super::{complain, say};
use crate::keys::{
    Key, KeyFile, KeyName, KeyState, KeysError, LastUsed, Rate, Scope, Secret, change,
};

pub(super) const HELP: &str = "Examples:\n  marea keys create till --scope ingest --data ./shop\n  \
    marea keys create anna --scope read,sql,plan --expires 90d --data ./shop\n  \
    marea keys list --data ./shop\n  marea keys rotate till --data ./shop\n  \
    marea keys revoke anna --data ./shop\n\nA key is shown once, when it is made. As soon as there \
    is one, whoever asks needs one. A server that runs heeds a change within a second.";

#[derive(Args)]
pub(super) struct KeysArguments {
    #[command(subcommand)]
    command: KeysCommand,
}

#[derive(Subcommand)]
enum KeysCommand {
    /// Make a key, and show it: the only time that it can be seen.
    Create(CreateArguments),
    /// List the keys, without their secrets.
    List(FolderArguments),
    /// Take a key back: it ends at once.
    Revoke {
        /// The name of the key.
        #[arg(value_parser = KeyName::new)]
        name: KeyName,
        #[command(flatten)]
        store: FolderArguments,
    },
    /// Make a new key under the same name and with the same rights; the old one goes on for a
    /// while, so that nothing stops while it is replaced.
    Rotate(RotateArguments),
}

#[derive(Args)]
struct FolderArguments {
    /// The folder of the store.
    #[arg(long)]
    data: PathBuf,
}

#[derive(Args)]
struct CreateArguments {
    /// Who is to have it; the audit log tells keys apart by their names.
    #[arg(value_parser = KeyName::new)]
    name: KeyName,
    /// What it may do; several by commas, or the option several times.
    #[arg(long = "scope", required = true, value_delimiter = ',')]
    scopes: Vec<Scope>,
    /// When it ends: a day such as 2027-01-01 (from its first moment in UTC), an RFC 3339 instant,
    /// or a time such as 90d or 12h from now. Without it, the key lasts until it is revoked.
    #[arg(long)]
    expires: Option<End>,
    /// The only tables and views that its SQL may name, by commas; all if it is left out.
    #[arg(long, value_delimiter = ',', value_parser = table)]
    tables: Option<Vec<String>>,
    /// How often it may ask, as 20/s; four seconds' worth may come at once. By default 50/s for
    /// questions and, apart from these, 1000/s for requests that record events.
    #[arg(long)]
    rate: Option<Rate>,
    #[command(flatten)]
    store: FolderArguments,
}

#[derive(Args)]
struct RotateArguments {
    /// The name of the key.
    #[arg(value_parser = KeyName::new)]
    name: KeyName,
    /// For how long the old key goes on, as 7d, 24h, 30m or 0m.
    #[arg(long, default_value = "24h", value_parser = span)]
    grace: TimeDelta,
    /// When the new key ends; by default it lasts as long as the old one was made for.
    #[arg(long)]
    expires: Option<End>,
    #[command(flatten)]
    store: FolderArguments,
}

pub(super) fn keys(arguments: &KeysArguments) -> anyhow::Result<()> {
    let now = SystemClock.now().utc();
    match &arguments.command {
        KeysCommand::Create(arguments) => create(arguments, now),
        KeysCommand::List(store) => list(&store.data, now),
        KeysCommand::Revoke { name, store } => revoke(name, &store.data, now),
        KeysCommand::Rotate(arguments) => rotate(arguments, now),
    }
}

fn create(arguments: &CreateArguments, now: DateTime<Utc>) -> anyhow::Result<()> {
    let expires_at = arguments.expires.map(|end| end.after(now)).transpose()?;
    let secret = generate()?;
    let tables = arguments.tables.as_ref();
    let key = Key {
        name: arguments.name.clone(),
        id: secret.id(),
        hash: secret.hash(),
        scopes: arguments.scopes.iter().copied().collect(),
        tables: tables.map(|all| Arc::new(all.iter().cloned().collect::<BTreeSet<_>>())),
        rate: arguments.rate,
        created_at: now,
        expires_at,
        revoked_at: None,
    };
    let folder = &arguments.store.data;
    change(folder, |file| {
        if file.named(&key.name).next().is_some() {
            return Err(KeysError::asked(format!(
                "there is, or was, a key {}: the audit log tells keys apart by their names. \
                 Choose another, or renew it with `marea keys rotate`",
                key.name
            )));
        }
        file.add(key)
    })?;
    show(&secret, folder);
    Ok(())
}

fn revoke(name: &KeyName, folder: &Path, now: DateTime<Utc>) -> anyhow::Result<()> {
    existing(folder)?;
    change(folder, |file| {
        if file.named(name).next().is_none() {
            return Err(unknown(name));
        }
        file.named(name).for_each(|key| key.revoked_at = key.revoked_at.or(Some(now)));
        Ok(())
    })?;
    say(&format!("revoked {name}"));
    Ok(())
}

fn rotate(arguments: &RotateArguments, now: DateTime<Utc>) -> anyhow::Result<()> {
    let RotateArguments { name, grace, expires, store } = arguments;
    existing(&store.data)?;
    let asked = expires.map(|end| end.after(now)).transpose()?;
    let secret = generate()?;
    change(&store.data, |file| {
        let old = file.named(name).last().cloned().ok_or_else(|| unknown(name))?;
        if old.revoked_at.is_some() {
            let what = format!("{name} was revoked; make a new key under another name");
            return Err(KeysError::asked(what));
        }
        let lasted = old.expires_at.map(|end| now + (end - old.created_at));
        let (id, hash, end) = (secret.id(), secret.hash(), now + *grace);
        // Of the keys before, only those that still count are kept, and they end with the grace.
        file.keys.retain(|key| key.name != *name || key.state(now) == KeyState::Valid);
        file.named(name).for_each(|key| {
            key.expires_at = Some(key.expires_at.map_or(end, |at| at.min(end)));
        });
        file.add(Key { id, hash, created_at: now, expires_at: asked.or(lasted), ..old })
    })?;
    complain(&format!("the old key of {name} ends at {}", shown(now + *grace)));
    show(&secret, &store.data);
    Ok(())
}

fn list(folder: &Path, now: DateTime<Utc>) -> anyhow::Result<()> {
    existing(folder)?;
    let used = LastUsed::read(folder);
    let head = ["name", "scopes", "state", "created", "expires", "last used", "rate", "tables"];
    let mut rows = vec![head.map(str::to_owned)];
    for key in KeyFile::read(folder)?.iter().flat_map(|file| &file.keys) {
        rows.push(row(key, &used, now));
    }
    let widths: Vec<_> = (0..head.len())
        .map(|column| rows.iter().map(|row| row[column].len()).max().unwrap_or(0))
        .collect();
    for row in &rows {
        let cells = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:<width$}"));
        say(cells.collect::<Vec<_>>().join("  ").trim_end());
    }
    Ok(())
}

fn row(key: &Key, used: &LastUsed, now: DateTime<Utc>) -> [String; 8] {
    let time = |at: Option<DateTime<Utc>>| at.map_or_else(|| "-".into(), shown);
    let state = match key.state(now) {
        KeyState::Valid => "valid",
        KeyState::Expired(_) => "expired",
        KeyState::Revoked(_) => "revoked",
    };
    let tables = key.tables.iter().flat_map(|all| all.iter().cloned()).collect::<Vec<_>>();
    [
        key.name.to_string(),
        key.scopes.to_string().replace(", ", ","),
        state.into(),
        shown(key.created_at),
        time(key.expires_at),
        time(used.of(&key.id)),
        key.rate.map_or_else(|| "-".into(), |rate| rate.to_string()),
        if key.tables.is_some() { tables.join(",") } else { "-".into() },
    ]
}

fn shown(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

/// The key alone goes to standard output, so that a script can take it.
fn show(secret: &Secret, folder: &Path) {
    say(secret.reveal());
    let file = KeyFile::path(folder);
    complain(&format!("keep it safe: it cannot be shown again; {} has its hash", file.display()));
}

fn generate() -> anyhow::Result<Secret> {
    Secret::generate(&mut |bytes| Ok(getrandom::fill(bytes)?))
}

fn existing(folder: &Path) -> anyhow::Result<()> {
    let file = KeyFile::path(folder);
    anyhow::ensure!(
        file.exists(),
        "{} is not there: the store has no keys; `marea keys create` makes one",
        file.display()
    );
    Ok(())
}

fn unknown(name: &KeyName) -> KeysError {
    KeysError::asked(format!("there is no key {name}; `marea keys list` tells which there are"))
}

/// When a key is to end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    At(DateTime<Utc>),
    In(TimeDelta),
}

impl End {
    /// The moment, which has to be to come.
    fn after(self, now: DateTime<Utc>) -> Result<DateTime<Utc>, KeysError> {
        let end = match self {
            Self::At(end) => end,
            Self::In(span) => now + span,
        };
        let past = || KeysError::asked(format!("--expires: {} is over already", shown(end)));
        if end > now { Ok(end) } else { Err(past()) }
    }
}

impl FromStr for End {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if let Ok(at) = DateTime::parse_from_rfc3339(text) {
            return Ok(Self::At(at.to_utc()));
        }
        if let Ok(day) = text.parse::<NaiveDate>() {
            return Ok(Self::At(day.and_time(NaiveTime::MIN).and_utc()));
        }
        span(text).map(Self::In).map_err(|_| {
            "expected a day such as 2027-01-01, an RFC 3339 instant, or a time such as 90d".into()
        })
    }
}

/// A time such as 90d, 12h, 30m or 15s, of at most a hundred years.
fn span(text: &str) -> Result<TimeDelta, String> {
    let expected = || "expected a time such as 90d, 12h, 30m or 15s".to_owned();
    let unit = text.chars().last().ok_or_else(expected)?;
    let seconds = match unit {
        'd' => 24 * 3600,
        'h' => 3600,
        'm' => 60,
        's' => 1,
        _ => return Err(expected()),
    };
    let number: u32 = text[..text.len() - 1].parse().map_err(|_| expected())?;
    let span = TimeDelta::seconds(i64::from(number) * seconds);
    if span > TimeDelta::days(36_525) { Err(expected()) } else { Ok(span) }
}

fn table(text: &str) -> Result<String, String> {
    let plain = |it: char| it.is_ascii_lowercase() || it.is_ascii_digit() || it == '_';
    let well = !text.is_empty() && text.chars().all(plain);
    well.then(|| text.to_owned()).ok_or_else(|| "expected names such as revenue_daily".into())
}

#[cfg(test)]
mod tests;
