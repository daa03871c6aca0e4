//! The file is written whole, read by its owner alone, and two commands at once lose nothing.

use std::os::unix::fs::PermissionsExt as _;

use chrono::DateTime;

use super::*;
use crate::keys::{Scope, Secret};

fn key(name: &str) -> Key {
    let mut random = |bytes: &mut [u8]| Ok(getrandom::fill(bytes)?);
    let secret = Secret::generate(&mut random).unwrap();
    Key {
        name: KeyName::new(name).unwrap(),
        id: secret.id(),
        hash: secret.hash(),
        scopes: [Scope::Read].into_iter().collect(),
        tables: None,
        rate: Some("5/s".parse().unwrap()),
        created_at: DateTime::UNIX_EPOCH,
        expires_at: None,
        revoked_at: None,
    }
}

#[test]
fn only_the_owner_may_read_it_and_no_other_file_is_left() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("shop");
    change(&data, |file| file.add(key("till"))).unwrap();
    let mode = fs::metadata(KeyFile::path(&data)).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    let mut names: Vec<_> =
        fs::read_dir(&data).unwrap().map(|it| it.unwrap().file_name()).collect();
    names.sort();
    assert_eq!(names, ["keys.json", "keys.lock"]);
    let read = KeyFile::read(&data).unwrap().unwrap();
    assert_eq!(read.keys[0].rate.unwrap().to_string(), "5/s");
}

#[test]
fn commands_at_once_lose_no_key() {
    let folder = tempfile::tempdir().unwrap();
    std::thread::scope(|scope| {
        for number in 0..16 {
            let data = folder.path();
            scope.spawn(move || change(data, |file| file.add(key(&format!("k{number}")))).unwrap());
        }
    });
    assert_eq!(KeyFile::read(folder.path()).unwrap().unwrap().keys.len(), 16);
}

#[test]
fn a_change_that_is_refused_leaves_the_file_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    change(folder.path(), |file| file.add(key("till"))).unwrap();
    let before = KeyFile::bytes(folder.path()).unwrap();
    let refused = change(folder.path(), |file| {
        file.keys.clear();
        Err::<(), _>(KeysError::asked("no"))
    });
    assert!(refused.is_err());
    assert_eq!(KeyFile::bytes(folder.path()).unwrap(), before);
}

#[test]
fn a_name_is_plain_and_no_secret() {
    for name in ["till-1", "Anna.b_2"] {
        assert!(KeyName::new(name).is_ok(), "{name}");
    }
    let long = "x".repeat(65);
    for name in ["", "a b", "anonymous", "mk_1234", "è", "a\n", &long] {
        assert!(KeyName::new(name).is_err(), "{name}");
    }
}
