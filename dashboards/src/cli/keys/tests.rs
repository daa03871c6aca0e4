//! When a key ends, and what rotating does to the old one.

use super::*;

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

#[test]
fn an_end_is_a_day_an_instant_or_a_time_from_now() {
    let now = at("2026-03-01T10:00:00Z");
    for (text, end) in [
        ("2027-01-01", "2027-01-01T00:00:00Z"),
        ("2027-01-01T09:00:00+01:00", "2027-01-01T08:00:00Z"),
        ("90d", "2026-05-30T10:00:00Z"),
        ("12h", "2026-03-01T22:00:00Z"),
    ] {
        assert_eq!(text.parse::<End>().unwrap().after(now).unwrap(), at(end), "{text}");
    }
    for wrong in ["", "d", "90", "-1d", "1y", "2027-13-01", "4000000000d", "1é"] {
        assert!(wrong.parse::<End>().is_err(), "{wrong}");
    }
    assert!("2026-03-01".parse::<End>().unwrap().after(now).is_err(), "over already");
}

#[test]
fn rotating_leaves_the_old_key_its_grace_and_no_more() {
    let folder = tempfile::tempdir().unwrap();
    let store = || FolderArguments { data: folder.path().into() };
    let name = || KeyName::new("till").unwrap();
    let made = at("2026-03-01T10:00:00Z");
    let create_arguments = CreateArguments {
        name: name(),
        scopes: vec![Scope::Ingest],
        expires: Some(End::In(TimeDelta::days(90))),
        tables: None,
        rate: Some("7/s".parse().unwrap()),
        store: store(),
    };
    create(&create_arguments, made).unwrap();
    assert!(create(&create_arguments, made).is_err(), "a name is taken for good");
    let turn = |now| {
        let grace = TimeDelta::hours(24);
        rotate(&RotateArguments { name: name(), grace, expires: None, store: store() }, now)
    };
    let now = made + TimeDelta::days(30);
    turn(now).unwrap();
    let keys = KeyFile::read(folder.path()).unwrap().unwrap().keys;
    let [old, new] = &keys[..] else { panic!("{keys:?}") };
    assert_eq!(old.expires_at, Some(now + TimeDelta::hours(24)));
    assert_eq!(new.expires_at, Some(now + TimeDelta::days(90)));
    assert_eq!((new.rate, &new.scopes), (old.rate, &old.scopes));
    assert!(new.id != old.id && new.hash != old.hash);
    // The next time the first has ended and is forgotten.
    turn(now + TimeDelta::days(2)).unwrap();
    assert_eq!(KeyFile::read(folder.path()).unwrap().unwrap().keys.len(), 2);
    revoke(&name(), folder.path(), now + TimeDelta::days(3)).unwrap();
    let keys = KeyFile::read(folder.path()).unwrap().unwrap().keys;
    assert!(keys.iter().all(|key| key.revoked_at.is_some()), "{keys:?}");
    assert!(turn(now + TimeDelta::days(4)).is_err(), "what was revoked stays so");
}
