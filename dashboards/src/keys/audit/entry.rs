//! A line of the audit log, and the sums of what comes in floods.

use std::{collections::BTreeMap, net::IpAddr, sync::Arc};

use chrono::{DateTime, TimeDelta, Utc};
use serde::Serialize;

use crate::keys::secret::without_secrets;

/// The longest text of a query that is written, in bytes; the rest is cut off.
const LONGEST_SQL: usize = 4096;
/// The longest path or other text.
const LONGEST_TEXT: usize = 1024;
/// Sums are written so often.
const SUMMED: TimeDelta = TimeDelta::minutes(1);

/// Who asked what, and how it ended.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Entry {
    /// When it was asked.
    pub time: DateTime<Utc>,
    /// The name of the key; nothing where none was valid.
    pub key: Option<Arc<str>>,
    /// Where it came from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<IpAddr>,
    /// Where a proxy says that it came from. Who is no proxy can say anything here.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub forwarded_for: Option<String>,
    /// The method of the request.
    pub method: String,
    /// Its path.
    pub path: String,
    /// Its other parameters, where it is no query.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parameters: Option<String>,
    /// The text of a query.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sql: Option<String>,
    /// The status of the answer.
    pub status: u16,
    /// Why it was refused, if it was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refused: Option<&'static str>,
    /// The time until the answer began.
    pub milliseconds: i64,
    /// The rows of the answer, where it says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rows: Option<u64>,
    /// The bytes of the answer, where they are known when it begins.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bytes: Option<u64>,
    /// The id of the query, where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub query: Option<String>,
    /// It recorded events, and is added to others of its minute.
    #[serde(skip)]
    pub is_summed: bool,
}

impl Entry {
    /// Without secrets, and with no text longer than it may be.
    fn cleaned(mut self) -> Self {
        self.path = clean(&self.path, LONGEST_TEXT);
        self.sql = self.sql.map(|text| clean(&text, LONGEST_SQL));
        self.parameters = self.parameters.map(|text| clean(&text, LONGEST_TEXT));
        self.forwarded_for = self.forwarded_for.map(|text| clean(&text, LONGEST_TEXT));
        self
    }
}

/// Cleared of secrets before it is cut, since half a key is no key that can be found.
fn clean(text: &str, longest: usize) -> String {
    let mut text = without_secrets(text);
    if text.len() > longest {
        text.truncate(text.floor_char_boundary(longest));
        text.push('…');
    }
    text
}

/// The requests of one key that recorded events, in one minute. There may be thousands a second,
/// and what they recorded is in the store itself; what others asked must not drown in them.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Sum {
    time: DateTime<Utc>,
    key: Option<Arc<str>>,
    method: String,
    path: String,
    status: u16,
    requests: u64,
}

/// A line of the log.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub(super) enum Line {
    Entry(Box<Entry>),
    Sum(Sum),
}

/// The sums of the minute. There are no more than there are keys.
#[derive(Debug, Default)]
pub(super) struct Sums {
    since: Option<DateTime<Utc>>,
    by_key: BTreeMap<Option<Arc<str>>, Sum>,
}

impl Sums {
    /// Takes an entry; gives the lines that are to be written now.
    pub(super) fn add(&mut self, entry: Entry) -> impl Iterator<Item = Line> + use<> {
        let since = *self.since.get_or_insert(entry.time);
        let over = entry.time - since >= SUMMED || entry.time < since;
        let mut lines: Vec<_> = over.then(|| self.take_all()).into_iter().flatten().collect();
        if entry.is_summed {
            self.since.get_or_insert(entry.time);
            let Entry { time, key, method, path, status, .. } = entry;
            let sum = self.by_key.entry(key.clone());
            let new = Sum { time, key, method, path, status, requests: 0 };
            sum.or_insert(new).requests += 1;
        } else {
            lines.push(Line::Entry(Box::new(entry.cleaned())));
        }
        lines.into_iter()
    }

    /// The sums so far.
    pub(super) fn take_all(&mut self) -> impl Iterator<Item = Line> + use<> {
        self.since = None;
        std::mem::take(&mut self.by_key).into_values().map(Line::Sum)
    }
}
