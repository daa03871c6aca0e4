//! Who may have how much of a pool, and when.

use std::sync::Arc;

use super::*;

const MEBIBYTE: usize = 1 << 20;

fn pool(mebibytes: usize) -> Arc<dyn MemoryPool> {
    Arc::new(Pool::new(mebibytes * MEBIBYTE))
}

fn spiller(pool: &Arc<dyn MemoryPool>) -> MemoryReservation {
    MemoryConsumer::new("groups").with_can_spill(true).register(pool)
}

fn holder(pool: &Arc<dyn MemoryPool>) -> MemoryReservation {
    MemoryConsumer::new("build side").register(pool)
}

#[test]
fn one_that_spills_has_three_quarters_though_a_dozen_others_could_want_some() {
    let pool = pool(80);
    let idle: Vec<_> = (0..12).map(|_| spiller(&pool)).collect();
    let groups = spiller(&pool);
    groups.try_grow(60 * MEBIBYTE).unwrap();
    let refused = groups.try_grow(1).unwrap_err().to_string();
    assert!(refused.contains("groups asked for 1 bytes where 20971520 are free"), "{refused}");
    drop(idle);
}

#[test]
fn those_that_come_when_it_is_taken_have_an_even_share_of_the_rest_to_begin_with() {
    let pool = pool(80);
    let first = spiller(&pool);
    first.try_grow(60 * MEBIBYTE).unwrap();
    let late: Vec<_> = (0..3).map(|_| spiller(&pool)).collect();
    for one in &late {
        one.try_grow(5 * MEBIBYTE).unwrap();
        assert!(one.try_grow(1).is_err());
    }
    first.shrink(20 * MEBIBYTE);
    assert!(late[0].try_grow(MEBIBYTE).is_ok(), "what was given back is free for all");
}

#[test]
fn what_cannot_spill_has_all_that_is_left_and_no_more() {
    let pool = pool(80);
    let groups = spiller(&pool);
    groups.try_grow(60 * MEBIBYTE).unwrap();
    let build = holder(&pool);
    build.try_grow(20 * MEBIBYTE).unwrap();
    assert!(build.try_grow(1).is_err());
    assert!(groups.try_grow(1).is_err());
    drop((groups, build));
    assert_eq!(pool.reserved(), 0);
}

#[test]
fn the_peak_is_the_most_that_was_reserved_at_one_time() {
    let pool = Arc::new(Pool::new(80 * MEBIBYTE));
    let shared: Arc<dyn MemoryPool> = Arc::clone(&pool) as _;
    let groups = spiller(&shared);
    groups.try_grow(30 * MEBIBYTE).unwrap();
    groups.shrink(20 * MEBIBYTE);
    groups.try_grow(5 * MEBIBYTE).unwrap();
    assert_eq!((pool.peak(), pool.reserved()), (30 * MEBIBYTE, 15 * MEBIBYTE));
}
