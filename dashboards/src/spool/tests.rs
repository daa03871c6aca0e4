//! What the spool holds on to, lets go, shares and refuses.

use std::{path::Path, sync::Arc, time::Duration};

use futures::TryStreamExt as _;
use marea_ingest::{identity::Lsn, time::Instant};
use marea_query::{Statistics, format::Format};
use tempfile::TempDir;
use tokio::sync::oneshot;

use super::{About, Question, Spool, SpoolBounds, SpoolError, Spooled, Writing};

fn about() -> About {
    About {
        base: "tag.csv".into(),
        format: Format::Csv,
        lsn: Lsn(1),
        recorded_at: Instant(0),
        id: "q1".parse().expect("an id"),
        statistics: Statistics::default(),
        truncated: false,
    }
}

fn spool(bytes: u64, results: usize) -> (TempDir, Arc<Spool>) {
    let folder = tempfile::tempdir().expect("a folder");
    let bounds = SpoolBounds { bytes, results, left_free: 0, ..SpoolBounds::default() };
    let spool = Spool::open(&folder.path().join("spool"), bounds, 7).expect("a spool");
    (folder, Arc::new(spool))
}

fn question(of: u8) -> Question {
    [of; 32]
}

async fn written(mut writing: Writing, bytes: Vec<u8>) -> Result<Spooled, SpoolError> {
    writing.write(&bytes).await?;
    writing.finish(about()).await
}

async fn put(spool: &Arc<Spool>, of: u8, bytes: usize) -> Result<Arc<Spooled>, Arc<SpoolError>> {
    let fill = move |writing| written(writing, vec![of; bytes]);
    spool.answer(question(of), Some("tag"), fill).await
}

async fn bytes(result: &Arc<Spooled>, part: std::ops::Range<u64>) -> Vec<u8> {
    let chunks: Vec<_> = Arc::clone(result).bytes(part).try_collect().await.expect("bytes");
    chunks.concat()
}

fn files(folder: &Path) -> usize {
    std::fs::read_dir(folder.join("spool")).expect("a folder").count()
}

#[tokio::test]
async fn parts_are_read_and_no_file_is_seen() {
    let (folder, spool) = spool(1 << 24, 8);
    let content: Vec<u8> = (0..3_000_000_u32).map(|at| at.to_le_bytes()[1]).collect();
    let wanted = content.clone();
    let fill = move |writing| written(writing, content);
    let result = spool.answer(question(1), None, fill).await.expect("a result");
    assert_eq!(result.length(), 3_000_000);
    assert_eq!(bytes(&result, 0..3_000_000).await, wanted);
    assert_eq!(bytes(&result, 524_287..1_048_577).await, wanted[524_287..1_048_577]);
    assert_eq!(files(folder.path()), 0);
}

#[tokio::test]
async fn an_equal_question_is_answered_once() {
    let (_folder, spool) = spool(1 << 20, 8);
    let (go, wait) = oneshot::channel::<()>();
    let first = {
        let spool = Arc::clone(&spool);
        let fill = |writing| async move {
            wait.await.map_err(|_| SpoolError::CutOff)?;
            written(writing, vec![1; 10]).await
        };
        tokio::spawn(async move { spool.answer(question(1), Some("tag"), fill).await })
    };
    tokio::task::yield_now().await;
    let second = {
        let spool = Arc::clone(&spool);
        tokio::spawn(async move { put(&spool, 1, 99).await })
    };
    tokio::task::yield_now().await;
    go.send(()).expect("somebody waits");
    let (first, second) = (first.await.unwrap().unwrap(), second.await.unwrap().unwrap());
    assert_eq!((first.name(), first.length()), (second.name(), 10));
    assert_eq!(spool.named(&question(1), first.name()).map(|it| it.length()), Some(10));
}

#[tokio::test]
async fn an_answer_nobody_waits_for_is_given_up() {
    let (_folder, spool) = spool(1 << 20, 8);
    let (gone, is_gone) = oneshot::channel::<()>();
    let fill = |_writing| async move {
        let _gone = gone;
        std::future::pending::<Result<Spooled, SpoolError>>().await
    };
    let asked = spool.answer(question(1), Some("tag"), fill);
    assert!(tokio::time::timeout(Duration::from_millis(20), asked).await.is_err());
    // The sender is dropped with the work.
    assert!(is_gone.await.is_err());
    assert_eq!(put(&spool, 1, 5).await.expect("a new one").length(), 5);
}

#[tokio::test]
async fn a_failure_is_told_to_all_and_kept_for_nobody() {
    let (_folder, spool) = spool(1 << 20, 8);
    let fill = |_writing| async { Err(SpoolError::CutOff) };
    let failed = spool.answer(question(1), Some("tag"), fill).await;
    assert!(matches!(*failed.unwrap_err(), SpoolError::CutOff));
    assert_eq!(put(&spool, 1, 5).await.expect("a new one").length(), 5);
}

#[tokio::test]
async fn the_one_read_the_longest_ago_goes_first() {
    let (_folder, spool) = spool(100, 8);
    for of in 1..=2 {
        drop(put(&spool, of, 40).await.expect("room"));
    }
    let first = spool.opened("nobody", &question(1));
    assert!(first.is_none());
    // The first is read again, so the second goes.
    drop(put(&spool, 1, 40).await.expect("it is there"));
    drop(put(&spool, 3, 40).await.expect("room is made"));
    let name = |of: u8, number: u8| spool.named(&question(of), &format!("tag.csv.7-{number}"));
    assert!(name(1, 1).is_some() && name(2, 2).is_none() && name(3, 3).is_some());
}

#[tokio::test]
async fn what_is_read_is_never_taken_away() {
    let (_folder, spool) = spool(100, 8);
    let held = put(&spool, 1, 60).await.expect("room");
    let refused = put(&spool, 2, 60).await.unwrap_err();
    assert!(matches!(*refused, SpoolError::Full), "{refused}");
    assert_eq!(bytes(&held, 0..60).await, vec![1; 60]);
    drop(held);
    assert_eq!(put(&spool, 2, 60).await.expect("room").length(), 60);
}

#[tokio::test]
async fn one_answer_larger_than_the_spool_is_refused_and_leaves_nothing() {
    let (_folder, spool) = spool(100, 8);
    let refused = put(&spool, 1, 101).await.unwrap_err();
    assert!(matches!(*refused, SpoolError::TooLarge { most: 100 }), "{refused}");
    assert_eq!(put(&spool, 2, 100).await.expect("room").length(), 100);
}

#[tokio::test]
async fn so_many_answers_are_held_and_no_more() {
    let (_folder, spool) = spool(1 << 20, 2);
    let held = [put(&spool, 1, 1).await.unwrap(), put(&spool, 2, 1).await.unwrap()];
    assert!(matches!(*put(&spool, 3, 1).await.unwrap_err(), SpoolError::Full));
    drop(held);
    assert!(put(&spool, 3, 1).await.is_ok());
}

#[tokio::test]
async fn the_disk_of_the_store_is_left_to_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let bounds = SpoolBounds { left_free: u64::MAX, ..SpoolBounds::default() };
    let spool = Arc::new(Spool::open(&folder.path().join("spool"), bounds, 7).unwrap());
    assert!(matches!(*put(&spool, 1, 1).await.unwrap_err(), SpoolError::Full));
}

#[tokio::test]
async fn an_answer_that_changes_by_itself_is_given_again_for_a_while() {
    let folder = tempfile::tempdir().expect("a folder");
    let bounds = |volatile| SpoolBounds { left_free: 0, volatile, ..SpoolBounds::default() };
    for (volatile, again) in [(Duration::from_secs(30), true), (Duration::ZERO, false)] {
        let spool = Spool::open(&folder.path().join("spool"), bounds(volatile), 7).unwrap();
        let spool = Arc::new(spool);
        let fill = |writing| written(writing, vec![1]);
        let first = spool.answer(question(1), None, fill).await.unwrap();
        assert_eq!(spool.volatile(&question(1)).is_some(), again);
        let second = spool.answer(question(1), None, fill).await.unwrap();
        assert_eq!(first.name() == second.name(), again);
    }
}

#[tokio::test]
async fn a_reader_comes_back_to_what_he_opened() {
    let (_folder, spool) = spool(1 << 20, 8);
    let fill = |writing| written(writing, vec![1]);
    let old = spool.answer(question(1), Some("old"), fill).await.unwrap();
    spool.open_for("anna".into(), question(1), &old);
    let new = spool.answer(question(1), Some("new"), fill).await.unwrap();
    spool.open_for("otto".into(), question(1), &new);
    let opened = |reader| spool.opened(reader, &question(1)).map(|it| it.name().to_owned());
    assert_eq!(opened("anna").as_deref(), Some(old.name()));
    assert_eq!(opened("otto").as_deref(), Some(new.name()));
    assert_eq!(opened("else"), None);
}

#[test]
fn what_was_left_from_before_is_removed() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::create_dir_all(folder.path().join("spool")).unwrap();
    std::fs::write(folder.path().join("spool/left"), "over").unwrap();
    Spool::open(&folder.path().join("spool"), SpoolBounds::default(), 7).unwrap();
    assert_eq!(files(folder.path()), 0);
}
