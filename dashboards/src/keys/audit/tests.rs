//! Lines say who asked what, without secrets, and take no more room than they may.

use std::fs;

use chrono::{DateTime, TimeDelta};
use serde_json::Value;

use super::*;

fn entry(second: i64, sql: &str) -> Entry {
    Entry {
        time: DateTime::UNIX_EPOCH + TimeDelta::seconds(second),
        key: Some("anna".into()),
        address: None,
        forwarded_for: None,
        method: "GET".into(),
        path: "/api/v1/sql".into(),
        parameters: None,
        sql: Some(sql.into()),
        status: 200,
        refused: None,
        milliseconds: 3,
        rows: None,
        bytes: None,
        query: None,
        is_summed: false,
    }
}

fn events(second: i64) -> Entry {
    Entry { is_summed: true, sql: None, path: "/api/v1/events".into(), ..entry(second, "") }
}

fn lines(folder: &Path) -> Vec<Value> {
    let text = fs::read_to_string(Audit::path(folder)).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn a_stop_writes_all_that_was_handed_over() {
    let folder = tempfile::tempdir().unwrap();
    let audit = Audit::start(folder.path()).unwrap();
    (0..1000).for_each(|number| audit.write(entry(number, "SELECT 1")));
    audit.close();
    audit.close();
    let lines = lines(folder.path());
    assert_eq!(lines.len(), 1000);
    assert_eq!(lines[999]["time"], "1970-01-01T00:16:39Z");
    assert_eq!((&lines[0]["key"], &lines[0]["sql"]), (&"anna".into(), &"SELECT 1".into()));
}

#[test]
fn a_text_is_cut_at_a_character_and_holds_no_key() {
    let folder = tempfile::tempdir().unwrap();
    let audit = Audit::start(folder.path()).unwrap();
    let mut random = |bytes: &mut [u8]| Ok(getrandom::fill(bytes)?);
    let secret = crate::keys::Secret::generate(&mut random).unwrap();
    // Cut by its length alone, the first half of the key would stay.
    let sql = format!("{}{}", "é".repeat(2030), secret.reveal());
    audit.write(entry(0, &sql));
    audit.write(entry(0, &"é".repeat(9000)));
    audit.close();
    let text = fs::read_to_string(Audit::path(folder.path())).unwrap();
    assert!(!text.contains(&secret.reveal()[..16]), "{text}");
    let sql = lines(folder.path())[1]["sql"].as_str().unwrap().to_owned();
    assert_eq!(sql, format!("{}…", "é".repeat(2048)));
}

#[test]
fn events_are_summed_by_key_and_minute() {
    let mut sums = Sums::default();
    let mut told = Vec::new();
    for second in 0..150 {
        told.extend(sums.add(events(second)));
    }
    told.extend(sums.add(entry(150, "SELECT 1")));
    told.extend(sums.take_all());
    let told: Vec<Value> = told.iter().map(|it| serde_json::to_value(it).unwrap()).collect();
    let requests: Vec<_> = told.iter().map(|it| it["requests"].as_u64()).collect();
    assert_eq!(requests, [Some(60), Some(60), None, Some(30)]);
    assert_eq!(told[1]["time"], "1970-01-01T00:01:00Z");
}

#[test]
fn parts_are_numbered_and_the_oldest_is_deleted() {
    let folder = tempfile::tempdir().unwrap();
    for round in 0..2 {
        let mut parts = Parts::bounded(folder.path(), 40, 2);
        for number in 0..8 {
            parts.write(format!("line {round} {number}").as_bytes()).unwrap();
        }
        parts.flush(true).unwrap();
    }
    let read = |name: &str| fs::read_to_string(folder.path().join(name)).unwrap();
    assert_eq!(read("audit.jsonl"), "line 1 4\nline 1 5\nline 1 6\nline 1 7\n");
    assert_eq!(read("audit.1.jsonl"), "line 1 0\nline 1 1\nline 1 2\nline 1 3\n");
    assert_eq!(read("audit.2.jsonl"), "line 0 4\nline 0 5\nline 0 6\nline 0 7\n");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 3);
}

#[test]
fn a_log_that_cannot_be_written_harms_nobody() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(Audit::path(folder.path())).unwrap();
    let audit = Audit::start(folder.path()).unwrap();
    (0..10).for_each(|number| audit.write(entry(number, "SELECT 1")));
    fs::remove_dir(Audit::path(folder.path())).unwrap();
    audit.close();
    let audit = Audit::start(folder.path()).unwrap();
    audit.write(entry(0, "SELECT 2"));
    audit.close();
    assert_eq!(lines(folder.path()).last().unwrap()["sql"], "SELECT 2");
}
