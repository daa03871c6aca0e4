//! Threads that compute for long let those that wake up go first.
//!
//! The writer keeps its core for as long as a group takes, and a question that could be answered in two
//! milliseconds waits for it. Since 6.12, Linux lets a thread that wakes up take the core at once from
//! one that has asked for longer slices than its own; the other gets the same share of the core, in
//! fewer pieces. Elsewhere nothing changes.

use std::time::Duration;

/// As long as the kernel allows.
const SLICE: Duration = Duration::from_millis(100);

/// Asks for long slices for this thread. It is only a wish, so a refusal is of no account.
#[cfg(target_os = "linux")]
#[allow(unsafe_code, reason = "the call has no safe form in a library")]
pub(super) fn ask_for_long_slices() {
    // SAFETY: all bytes zero is a value of this structure, which holds nothing but numbers.
    let mut wish: libc::sched_attr = unsafe { std::mem::zeroed() };
    wish.size = size_of::<libc::sched_attr>() as u32;
    wish.sched_policy = libc::SCHED_OTHER as u32;
    wish.sched_runtime = SLICE.as_nanos() as u64;
    // SAFETY: the kernel reads `size` bytes of the structure, which outlives the call; 0 is this thread.
    unsafe { libc::syscall(libc::SYS_sched_setattr, 0, &raw const wish, 0) };
}

/// Asks for nothing: this system knows no such wish.
#[cfg(not(target_os = "linux"))]
pub(super) fn ask_for_long_slices() {}
