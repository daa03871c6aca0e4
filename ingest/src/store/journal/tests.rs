//! The guard finds what was dropped, and puts it back.

use super::*;

#[test]
fn commits_are_found_in_raw_bytes() {
    let mut bytes = b"noise".to_vec();
    for lsn in [3_u64, 9] {
        bytes.extend(MARK);
        bytes.extend(lsn.to_be_bytes());
        bytes.extend(b"\x00mareanot a mark");
    }
    assert_eq!(named_commits(&bytes).collect::<Vec<_>>(), [Lsn(3), Lsn(9)]);
}

#[test]
fn a_journal_is_put_back_as_it_was() {
    let store = tempfile::tempdir().unwrap();
    let core = paths::core(store.path());
    fs::create_dir_all(&core).unwrap();
    fs::write(core.join("0.jnl"), b"whole").unwrap();
    let guard = JournalGuard::before_opening(store.path()).unwrap();
    fs::write(core.join("0.jnl"), b"wh").unwrap();
    // A start that is cut off here leaves the copies; the next one puts them back.
    drop(guard);
    let guard = JournalGuard::before_opening(store.path()).unwrap();
    assert_eq!(fs::read(core.join("0.jnl")).unwrap(), b"whole");
    guard.discard().unwrap();
    assert!(!paths::journal_copies(store.path()).exists());
}
