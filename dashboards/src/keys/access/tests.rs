//! Who is let in, and who is told what.

use std::sync::atomic::{AtomicI64, Ordering};

use marea_ingest::time::Instant;

use super::*;
use crate::keys::{KeyName, change};

/// A clock that a test sets, in seconds.
#[derive(Default)]
struct Hand(AtomicI64);

impl Clock for Hand {
    fn now(&self) -> Instant {
        Instant((1_800_000_000 + self.0.load(Ordering::Relaxed)) * 1_000_000)
    }
}

struct Shop {
    folder: tempfile::TempDir,
    hand: Arc<Hand>,
}

const READ: Needs = Needs::OneOf(&[Scope::Read]);
const SQL: Needs = Needs::OneOf(&[Scope::Sql]);
const CLOSED: AccessOptions =
    AccessOptions { on_loopback: true, open_on_loopback: false, audit: false };

impl Shop {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap(), hand: Arc::default() }
    }

    /// Makes a key that lasts so many seconds; gives its text.
    fn key(&self, name: &str, scopes: &[Scope], lasts: i64) -> String {
        let mut random = |bytes: &mut [u8]| Ok(getrandom::fill(bytes)?);
        let secret = Secret::generate(&mut random).unwrap();
        let now = self.hand.now().utc();
        let key = Key {
            name: KeyName::new(name).unwrap(),
            id: secret.id(),
            hash: secret.hash(),
            scopes: scopes.iter().copied().collect(),
            tables: None,
            rate: None,
            created_at: now,
            expires_at: Some(now + TimeDelta::seconds(lasts)),
            revoked_at: None,
        };
        change(self.folder.path(), |file| file.add(key)).unwrap();
        secret.reveal().to_owned()
    }

    fn open(&self, options: AccessOptions) -> Result<Arc<Access>, KeysError> {
        let clock = Arc::clone(&self.hand) as Arc<dyn Clock>;
        Access::open(self.folder.path(), clock, options, "0.0.0.0:7070")
    }
}

#[test]
fn a_folder_without_keys_is_open_on_the_loopback_alone() {
    let shop = Shop::new();
    let access = shop.open(CLOSED).unwrap();
    assert_eq!(&*access.admit(None, SQL).unwrap().name, "anonymous");
    let Err(refused) = shop.open(AccessOptions { on_loopback: false, ..CLOSED }) else {
        panic!("others were let in")
    };
    assert!(refused.to_string().contains("marea keys create admin --scope admin"), "{refused}");
}

#[test]
fn beyond_the_loopback_a_valid_admin_is_needed() {
    let (shop, reachable) = (Shop::new(), AccessOptions { on_loopback: false, ..CLOSED });
    shop.key("till", &[Scope::Ingest, Scope::Read], 1000);
    shop.key("old", &[Scope::Admin], 0);
    assert!(shop.open(reachable).is_err());
    shop.key("boss", &[Scope::Admin], 1000);
    let access = shop.open(AccessOptions { open_on_loopback: true, ..reachable }).unwrap();
    assert_eq!(access.admit(None, READ).unwrap_err(), Refusal::NoKey, "and it never is open");
}

#[test]
fn each_wrong_key_is_told_from_the_others() {
    let shop = Shop::new();
    let key = shop.key("till", &[Scope::Read], 10);
    let elsewhere = Shop::new().key("till", &[Scope::Read], 10);
    let access = shop.open(CLOSED).unwrap();
    let refused = |shown: Option<&str>, needs| access.admit(shown, needs).unwrap_err();
    assert_eq!(refused(None, READ), Refusal::NoKey);
    assert_eq!(refused(Some(&key[..59]), READ), Refusal::Malformed);
    assert_eq!(refused(Some(&elsewhere), READ), Refusal::Unknown);
    assert!(matches!(refused(Some(&key), SQL), Refusal::MissingScope { needs: SQL, .. }));
    assert_eq!(&*access.admit(Some(&key), READ).unwrap().name, "till");
    shop.hand.0.store(10, Ordering::Relaxed);
    assert!(matches!(refused(Some(&key), READ), Refusal::Expired { .. }));
}

#[test]
fn an_admin_may_do_everything_and_open_paths_need_nothing() {
    let shop = Shop::new();
    let key = shop.key("boss", &[Scope::Admin], 10);
    let access = shop.open(CLOSED).unwrap();
    for needs in [READ, SQL, Needs::AnyKey, Needs::OneOf(&[Scope::Ingest])] {
        assert!(access.admit(Some(&key), needs).is_ok(), "{needs}");
    }
    assert!(access.admit(None, Needs::Nothing).is_ok());
    assert!(!access.admit(None, Needs::Nothing).unwrap().scopes.allow(Scope::Read));
}

#[test]
fn open_on_the_loopback_still_checks_what_is_shown() {
    let shop = Shop::new();
    let elsewhere = Shop::new().key("till", &[Scope::Read], 10);
    shop.key("till", &[Scope::Read], 10);
    let access = shop.open(AccessOptions { open_on_loopback: true, ..CLOSED }).unwrap();
    assert!(access.admit(None, SQL).is_ok());
    assert_eq!(access.admit(Some(&elsewhere), READ).unwrap_err(), Refusal::Unknown);
}

#[test]
fn what_a_command_changes_counts_when_the_file_is_read_again() {
    let shop = Shop::new();
    let access = shop.open(CLOSED).unwrap();
    let key = shop.key("till", &[Scope::Read], 1000);
    assert!(access.admit(None, READ).is_ok());
    access.look_again();
    assert_eq!(access.admit(None, READ).unwrap_err(), Refusal::NoKey);
    let asker = access.admit(Some(&key), READ).unwrap();
    assert!(access.still_counts(asker.key.as_ref().unwrap()));
    let now = shop.hand.now().utc();
    let revoke = |file: &mut KeyFile| {
        file.keys[0].revoked_at = Some(now);
        Ok(())
    };
    change(shop.folder.path(), revoke).unwrap();
    access.look_again();
    assert!(matches!(access.admit(Some(&key), READ).unwrap_err(), Refusal::Revoked { .. }));
    assert!(!access.still_counts(asker.key.as_ref().unwrap()));
}

#[test]
fn a_file_that_is_damaged_or_gone_lets_nobody_in() {
    let shop = Shop::new();
    let key = shop.key("boss", &[Scope::Admin], 1000);
    let path = KeyFile::path(shop.folder.path());
    let good = std::fs::read(&path).unwrap();
    let access = shop.open(AccessOptions { open_on_loopback: true, ..CLOSED }).unwrap();
    for damaged in [&good[..good.len() - 3], b"", b"{\"version\":1,\"keys\":[]}"] {
        std::fs::write(&path, damaged).unwrap();
        access.look_again();
        assert_eq!(access.admit(Some(&key), READ).unwrap_err(), Refusal::Unreadable);
        assert_eq!(access.admit(None, READ).unwrap_err(), Refusal::Unreadable);
        assert!(matches!(shop.open(CLOSED), Err(KeysError::Damaged { .. })));
    }
    std::fs::remove_file(&path).unwrap();
    access.look_again();
    assert_eq!(access.admit(None, READ).unwrap_err(), Refusal::Unreadable);
    std::fs::write(&path, good).unwrap();
    access.look_again();
    assert!(access.admit(Some(&key), READ).is_ok());
}

#[test]
fn when_a_key_was_last_used_outlives_the_server() {
    let shop = Shop::new();
    let key = shop.key("till", &[Scope::Read], 1000);
    shop.hand.0.store(7, Ordering::Relaxed);
    let access = shop.open(CLOSED).unwrap();
    access.admit(Some(&key), READ).unwrap();
    access.close();
    let id = Secret::parse(&key).unwrap().id();
    assert_eq!(LastUsed::read(shop.folder.path()).of(&id), Some(shop.hand.now().utc()));
}
