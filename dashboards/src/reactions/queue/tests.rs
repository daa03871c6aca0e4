//! One subject keeps its order, others pass; no more than so many go at the same time.

use marea_ingest::{identity::Lsn, reactions::Topic};

use super::*;

fn message(lsn: u64, subject: &str) -> Arc<Message> {
    Arc::new(Message {
        id: MessageId { lsn: Lsn(lsn), place: 0 },
        topic: Topic::OrderStatusChanged,
        occurred_at: Instant(0),
        recorded_at: Instant(0),
        subject: subject.into(),
        data: "{}".into(),
    })
}

fn queue(messages: &[(u64, &str)]) -> Queue {
    let mut queue = Queue::new();
    for (lsn, subject) in messages {
        queue.add(message(*lsn, subject), Delivery::due(Instant(0)));
    }
    queue
}

fn started(queue: &mut Queue, now: i64) -> Vec<u64> {
    std::iter::from_fn(|| queue.start_next(Instant(now))).map(|it| it.id.lsn.0).collect()
}

#[test]
fn later_messages_of_a_subject_wait_for_the_first_and_others_pass() {
    let mut queue = queue(&[(1, "o1"), (2, "o1"), (3, "o2"), (4, "o1"), (5, "o3")]);
    assert_eq!(started(&mut queue, 0), [1, 3, 5]);
    // The first of o1 failed and waits: the others of o1 wait with it.
    let mut failed = queue.take(MessageId { lsn: Lsn(1), place: 0 }).unwrap();
    failed.delivery.next_attempt_at = Instant(100);
    queue.add(failed.message, failed.delivery);
    assert_eq!(started(&mut queue, 99), Vec::<u64>::new());
    assert_eq!(queue.next_at(), Some(Instant(100)));
    assert_eq!(started(&mut queue, 100), [1]);
    queue.take(MessageId { lsn: Lsn(1), place: 0 });
    assert_eq!(started(&mut queue, 100), [2]);
}

#[test]
fn only_so_many_are_in_flight() {
    let names: Vec<_> = (0..20).map(|order| format!("o{order}")).collect();
    let messages: Vec<_> = (1..).zip(names.iter().map(String::as_str)).collect();
    let mut queue = queue(&messages);
    assert_eq!(started(&mut queue, 0).len(), MOST_IN_FLIGHT);
    assert_eq!(queue.next_at(), None);
    queue.take(MessageId { lsn: Lsn(3), place: 0 });
    assert_eq!(started(&mut queue, 0), [9]);
}

#[test]
fn nothing_goes_while_the_destination_rests() {
    let mut queue = queue(&[(1, "o1")]);
    queue.rest_until(Instant(50));
    assert_eq!((started(&mut queue, 49), queue.next_at()), (vec![], Some(Instant(50))));
    assert_eq!(started(&mut queue, 50), [1]);
}

#[test]
fn what_is_in_flight_stays_when_the_rest_is_taken_out() {
    let mut queue = queue(&[(1, "o1"), (2, "o1"), (3, "o2")]);
    assert_eq!(queue.start_next(Instant(0)).unwrap().id.lsn, Lsn(1));
    let idle: Vec<_> = queue.take_idle().iter().map(|it| it.message.id.lsn.0).collect();
    assert_eq!(idle, [2, 3]);
    assert!(queue.take(MessageId { lsn: Lsn(1), place: 0 }).is_some());
}
