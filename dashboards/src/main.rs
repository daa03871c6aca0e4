//! The `marea` command.

use std::process::ExitCode;

/// Many short-lived allocations of one size on two threads: the system's allocator is slower.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    marea_dashboards::cli::run()
}
