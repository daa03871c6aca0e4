//! Names are read back as they were written.

use super::*;

#[test]
fn a_sealed_file_name_names_its_lsns_and_its_hash() {
    let name = sealed_file(Lsn(7), Lsn(4711), 0xabc);
    assert_eq!(parse_sealed_file(&name), Some((Lsn(7), Lsn(4711), 0xabc)));
    assert_eq!(parse_sealed_file("part-7-8.parquet"), None);
    assert_eq!(parse_sealed_file("_delta_log"), None);
}

#[test]
fn a_checkpoint_and_its_mark_name_their_version() {
    let name = |path: PathBuf| path.file_name().unwrap().to_string_lossy().into_owned();
    let table = Path::new("events");
    assert_eq!(parse_checkpoint(&name(checkpoint(table, 31))), Some(31));
    assert_eq!(parse_checkpoint(&name(delta_commit(table, 31))), None);
    let mark = name(checkpoint_mark(table, 31, 0xabc));
    assert_eq!(parse_checkpoint_mark(&mark), Some((31, 0xabc)));
    assert_eq!(parse_checkpoint_mark("_last_checkpoint"), None);
}

#[test]
fn what_was_never_finished_shows_by_its_name() {
    let table = Path::new("events");
    let path = unfinished(table, Lsn(1), Lsn(2));
    assert!(is_unfinished(&path.file_name().unwrap().to_string_lossy()));
    assert!(is_unfinished("00000000000000000007.json#1"));
    assert!(!is_unfinished(&sealed_file(Lsn(1), Lsn(2), 3)));
    assert!(!is_unfinished("00000000000000000007.json"));
}
