//! Decides about each request, and follows the file of the keys.

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
    sync::{Arc, PoisonError, RwLock, Weak},
    time::Duration,
};

use chrono::{DateTime, TimeDelta, Utc};
use marea_ingest::time::Clock;

use super::{
    Asker, Audit, Entry, Hash, Key, KeyFile, KeyId, KeyState, KeysError, LastUsed, Needs, Rate,
    Scope, Scopes, Secret,
    limits::{Kind, Limits},
};

/// How often the file is looked at: what a command changes counts within a second.
const EVERY: Duration = Duration::from_millis(500);
/// How often it is written down which key was used when.
const WRITTEN_EVERY: TimeDelta = TimeDelta::minutes(1);

/// How a server is to be guarded.
#[derive(Debug, Clone, Copy)]
pub(crate) struct AccessOptions {
    /// Only this machine can reach the server.
    pub on_loopback: bool,
    /// On the loopback, who shows no key is let in although there are keys.
    pub open_on_loopback: bool,
    /// What is asked is written to the audit log.
    pub audit: bool,
}

/// Why a request is not answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// It shows no key.
    NoKey,
    /// It shows something that is no key, mistyped perhaps.
    Malformed,
    /// It shows a key that this store does not have.
    Unknown,
    /// Its key has ended.
    Expired { name: Arc<str>, at: DateTime<Utc> },
    /// Its key was revoked.
    Revoked { name: Arc<str>, at: DateTime<Utc> },
    /// Its key may not ask for this.
    MissingScope { name: Arc<str>, has: Scopes, needs: Needs },
    /// Its key asks too often.
    TooMany { name: Arc<str>, retry_after: TimeDelta },
    /// The keys cannot be read.
    Unreadable,
}

impl Refusal {
    /// Whose key it is, where that is known.
    pub(crate) fn name(&self) -> Option<&Arc<str>> {
        match self {
            Self::Expired { name, .. }
            | Self::Revoked { name, .. }
            | Self::MissingScope { name, .. }
            | Self::TooMany { name, .. } => Some(name),
            Self::NoKey | Self::Malformed | Self::Unknown | Self::Unreadable => None,
        }
    }
}

/// The keys as they were last read.
#[derive(Debug)]
enum Held {
    /// There never were any.
    None,
    Keys(HashMap<KeyId, Key>),
    /// The file is damaged or went away: nobody is let in until it is back.
    Unreadable,
}

impl Held {
    fn of(file: Option<KeyFile>) -> Self {
        file.map_or(Self::None, |file| {
            Self::Keys(file.keys.into_iter().map(|key| (key.id.clone(), key)).collect())
        })
    }

    fn get(&self, id: &KeyId) -> Option<&Key> {
        if let Self::Keys(keys) = self { keys.get(id) } else { None }
    }
}

/// Decides who is let in.
pub(crate) struct Access {
    folder: PathBuf,
    options: AccessOptions,
    clock: Arc<dyn Clock>,
    held: RwLock<Arc<Held>>,
    limits: Limits,
    used: LastUsed,
    audit: Option<Audit>,
}

impl Access {
    /// Reads the keys of a store.
    ///
    /// # Errors
    /// Where they cannot be read, or others can reach the server and there is none for an admin.
    pub(crate) fn open(
        folder: &Path,
        clock: Arc<dyn Clock>,
        options: AccessOptions,
        address: &str,
    ) -> Result<Arc<Self>, KeysError> {
        let file = KeyFile::read(folder)?;
        let now = clock.now().utc();
        let is_admin = |key: &Key| {
            key.state(now) == KeyState::Valid && Needs::OneOf(&[Scope::Admin]).met_by(&key.scopes)
        };
        if !options.on_loopback && !file.iter().flat_map(|file| &file.keys).any(is_admin) {
            return Err(KeysError::NoAdmin { address: address.into(), folder: folder.into() });
        }
        let audit = options.audit.then(|| Audit::start(folder)).transpose();
        let audit = audit.map_err(|error| KeysError::Disk { file: Audit::path(folder), error })?;
        Ok(Arc::new(Self {
            folder: folder.into(),
            options,
            clock,
            held: RwLock::new(Arc::new(Held::of(file))),
            limits: Limits::default(),
            used: LastUsed::read(folder),
            audit,
        }))
    }

    /// Without keys: for who has the store open himself.
    pub(crate) fn unguarded(clock: Arc<dyn Clock>) -> Arc<Self> {
        Arc::new(Self {
            folder: PathBuf::new(),
            options: AccessOptions { on_loopback: true, open_on_loopback: true, audit: false },
            clock,
            held: RwLock::new(Arc::new(Held::None)),
            limits: Limits::default(),
            used: LastUsed::default(),
            audit: None,
        })
    }

    /// Follows the file for as long as the server runs.
    pub(crate) fn follow(self: &Arc<Self>) {
        tokio::spawn(follow(Arc::downgrade(self)));
    }

    /// Lets in who shows a key that is enough, or tells why not.
    ///
    /// # Errors
    /// The [`Refusal`].
    pub(crate) fn admit(&self, shown: Option<&str>, needs: Needs) -> Result<Asker, Refusal> {
        if needs == Needs::Nothing {
            return Ok(Asker::anybody());
        }
        let held = self.held();
        let is_open = match *held {
            Held::Unreadable => return Err(Refusal::Unreadable),
            Held::None => self.options.on_loopback,
            Held::Keys(_) => {
                self.options.on_loopback && self.options.open_on_loopback && shown.is_none()
            }
        };
        if is_open {
            return Ok(Asker::at_the_machine());
        }
        let now = self.clock.now().utc();
        let key = valid(&held, shown, now)?;
        let asker = key.asker();
        if !needs.met_by(&asker.scopes) {
            let (name, has) = (asker.name, asker.scopes);
            return Err(Refusal::MissingScope { name, has, needs });
        }
        self.limit(&asker, key.rate, needs, now)?;
        self.used.note(&key.id, now);
        Ok(asker)
    }

    fn limit(
        &self,
        asker: &Asker,
        rate: Option<Rate>,
        needs: Needs,
        now: DateTime<Utc>,
    ) -> Result<(), Refusal> {
        let (kind, default) = if needs.is_ingest() {
            (Kind::Events, Rate::EVENTS)
        } else {
            (Kind::Questions, Rate::QUESTIONS)
        };
        let name = Arc::clone(&asker.name);
        let taken = self.limits.take(name, kind, rate.unwrap_or(default), now);
        let name = || Arc::clone(&asker.name);
        taken.map_err(|retry_after| Refusal::TooMany { name: name(), retry_after })
    }

    /// Whether the key that an answer was begun for still counts.
    pub(crate) fn still_counts(&self, key: &KeyId) -> bool {
        let now = self.clock.now().utc();
        self.held().get(key).is_some_and(|key| key.state(now) == KeyState::Valid)
    }

    /// Until when a key counts, where that is known.
    pub(crate) fn expires_at(&self, key: &KeyId) -> Option<DateTime<Utc>> {
        self.held().get(key)?.expires_at
    }

    /// Whether keys are asked for.
    pub(crate) fn asks_for_keys(&self) -> bool {
        !matches!(*self.held(), Held::None)
    }

    /// What time it is.
    pub(crate) fn now(&self) -> DateTime<Utc> {
        self.clock.now().utc()
    }

    /// Writes down what was asked, where keys tell who it was.
    pub(crate) fn write_down(&self, entry: Entry) {
        let Some(audit) = self.audit.as_ref().filter(|_| self.asks_for_keys()) else { return };
        // Who is refused all day long must not push out of the log what others asked.
        let limited = (entry.key.is_none() || entry.refused.is_some()) && {
            let name = entry.key.clone().unwrap_or_else(|| Asker::ANONYMOUS.into());
            self.limits.take(name, Kind::Refused, Rate::REFUSED, self.now()).is_err()
        };
        if limited {
            metrics::counter!("marea_audit_entries_dropped_total", "why" => "refused").increment(1);
        } else {
            audit.write(entry);
        }
    }

    /// Writes what is still in memory. Blocks the thread.
    pub(crate) fn close(&self) {
        if let Some(audit) = &self.audit {
            audit.close();
        }
        self.write_last_used();
    }

    fn write_last_used(&self) {
        let held = self.held();
        if let Held::Keys(keys) = &*held {
            self.used.write(&self.folder, |id| keys.contains_key(id));
        }
    }

    fn held(&self) -> Arc<Held> {
        Arc::clone(&self.held.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Reads the file again.
    fn look_again(&self) {
        let held = match KeyFile::read(&self.folder) {
            Ok(None) if self.asks_for_keys() => {
                tracing::error!(
                    file = %KeyFile::path(&self.folder).display(),
                    "the keys are gone: nobody is let in until the file is back; to serve without \
                     keys, start the server again"
                );
                Held::Unreadable
            }
            Ok(file) => Held::of(file),
            Err(error) => {
                tracing::error!(%error, "nobody is let in");
                Held::Unreadable
            }
        };
        *self.held.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(held);
    }
}

/// The key that is shown, if it counts.
fn valid<'a>(held: &'a Held, shown: Option<&str>, now: DateTime<Utc>) -> Result<&'a Key, Refusal> {
    let secret = Secret::parse(shown.ok_or(Refusal::NoKey)?).ok_or(Refusal::Malformed)?;
    let hash: Hash = secret.hash();
    let key = held.get(&secret.id()).filter(|key| key.hash == hash).ok_or(Refusal::Unknown)?;
    // Only who has the whole secret learns how it stands with the key.
    let name = || key.name.shared();
    match key.state(now) {
        KeyState::Valid => Ok(key),
        KeyState::Expired(at) => Err(Refusal::Expired { name: name(), at }),
        KeyState::Revoked(at) => Err(Refusal::Revoked { name: name(), at }),
    }
}

/// Reads the file again whenever its bytes differ: it is small, and no time stamp can mislead.
async fn follow(access: Weak<Access>) {
    let (mut seen, mut written_at) = (None, None);
    loop {
        tokio::time::sleep(EVERY).await;
        let Some(access) = access.upgrade() else { return };
        let looked = tokio::task::spawn_blocking(move || {
            let bytes = KeyFile::bytes(&access.folder).map_err(|error| error.to_string());
            if seen.as_ref() != Some(&bytes) {
                access.look_again();
                seen = Some(bytes);
            }
            let now = access.now();
            let written = *written_at.get_or_insert(now);
            if now - written >= WRITTEN_EVERY || now < written {
                access.write_last_used();
                written_at = Some(now);
            }
            (seen, written_at)
        });
        match looked.await {
            Ok(after) => (seen, written_at) = after,
            Err(_) => return,
        }
    }
}

#[cfg(test)]
mod tests;
