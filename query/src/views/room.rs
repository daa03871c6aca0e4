//! How much memory views may take: one of them, and all together.

use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

/// A view whose states need more bytes is not kept: its query is answered from the facts.
pub(super) const MOST_OF_ONE: usize = 512 << 20;
/// Nor is one that grows when all need more bytes than this.
const MOST_OF_ALL: usize = 2 << 30;

/// The room that views share. A view takes what its newest version holds.
#[derive(Default)]
pub(super) struct Room(AtomicUsize);

impl Room {
    /// Notes that a view holds more or less than before; whether there is room for what it holds.
    pub(super) fn take(&self, before: usize, now: usize) -> bool {
        let others = self.0.fetch_sub(before, Relaxed) - before;
        self.0.fetch_add(now, Relaxed);
        now <= MOST_OF_ONE && (now <= before || others + now <= MOST_OF_ALL)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_view_has_room_up_to_its_own_bound_and_that_of_all() {
        let room = Room::default();
        assert!(!room.take(0, MOST_OF_ONE + 1), "one view is too large");
        room.take(MOST_OF_ONE + 1, 0);
        for _ in 0..MOST_OF_ALL / MOST_OF_ONE {
            assert!(room.take(0, MOST_OF_ONE));
        }
        assert!(!room.take(0, 1), "all are full");
        assert!(room.take(MOST_OF_ONE, MOST_OF_ONE - 1), "one that shrinks may stay");
    }
}
