//! The pauses are those of the schedule, a tenth more or less, and come to an end.

use marea_ingest::identity::Lsn;

use super::*;

const NOW: Instant = Instant(1_000_000_000_000_000);

fn pause(schedule: &Schedule, lsn: u64, attempts: u32) -> Option<i64> {
    let id = MessageId { lsn: Lsn(lsn), place: 0 };
    schedule.next(id, "erp", attempts, NOW).map(|at| at.0 - NOW.0)
}

#[test]
fn each_pause_is_within_a_tenth_of_what_is_proposed() {
    let schedule = Schedule::default();
    for (attempts, seconds) in (1..).zip(PROPOSED) {
        let proposed = i64::try_from(seconds).unwrap() * 1_000_000;
        for lsn in 1..200 {
            let pause = pause(&schedule, lsn, attempts).unwrap();
            assert!((pause - proposed).abs() * 10 <= proposed, "{attempts}: {pause}");
        }
    }
    assert_eq!(pause(&schedule, 1, 10), None);
}

#[test]
fn messages_that_fail_together_come_back_apart() {
    let schedule = Schedule::new(vec![Duration::from_secs(1000)]);
    let pauses: std::collections::BTreeSet<_> =
        (1..=100).map(|lsn| pause(&schedule, lsn, 1).unwrap()).collect();
    assert!(pauses.len() > 60, "{} different pauses", pauses.len());
    let (first, last) = (pauses.first().unwrap(), pauses.last().unwrap());
    assert!(last - first > 150_000_000, "{first} to {last}");
}

#[test]
fn without_pauses_there_is_one_attempt() {
    assert_eq!(pause(&Schedule::new(Vec::new()), 1, 1), None);
}
