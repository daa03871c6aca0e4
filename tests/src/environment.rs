//! What a test is told by the environment: its seed, and where optional tools are.

#![allow(clippy::print_stderr, reason = "a test says on stderr what it leaves out and its seed")]

use std::path::PathBuf;

use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

use crate::stopwatch;

/// A generator seeded from `MAREA_SEED`, or afresh; the seed is printed so that a failure can be
/// run again.
///
/// # Panics
/// Where `MAREA_SEED` is not a number: a replay with another seed would mislead.
#[must_use]
pub fn generator() -> ChaCha8Rng {
    let seed = match std::env::var("MAREA_SEED") {
        Ok(text) => text.parse().unwrap_or_else(|_| panic!("MAREA_SEED is no number: {text}")),
        Err(_) => stopwatch::fresh_seed(),
    };
    eprintln!("MAREA_SEED={seed} runs this again");
    ChaCha8Rng::seed_from_u64(seed)
}

/// A generator seeded from `MAREA_SEED`, or the same one at every run: what it finds is then found by
/// everyone, and not by whoever happens to run the tests.
///
/// # Panics
/// As [`generator`].
#[must_use]
pub fn same_generator() -> ChaCha8Rng {
    match std::env::var("MAREA_SEED") {
        Ok(_) => generator(),
        Err(_) => ChaCha8Rng::seed_from_u64(1),
    }
}

/// Says which test is left out, and why.
pub fn skip(test: &str, why: &str) {
    eprintln!("SKIPPED {test}: {why}");
}

/// The Python interpreter that `tests/run` furnished with DuckDB, if it is there.
#[must_use]
pub fn python() -> Option<PathBuf> {
    let named = std::env::var_os("MAREA_PYTHON").map(PathBuf::from);
    named.or_else(|| Some(cache()?.join("venv/bin/python"))).filter(|path| path.exists())
}

fn cache() -> Option<PathBuf> {
    let named = std::env::var_os("MAREA_CACHE").map(PathBuf::from);
    named.or_else(|| Some(PathBuf::from(std::env::var_os("HOME")?).join(".cache/marea-tests")))
}

/// The library that shows a process another time than the machine's (Debian's `faketime`), if it
/// is installed.
#[must_use]
pub fn fake_time_library() -> Option<PathBuf> {
    let architectures = std::fs::read_dir("/usr/lib").ok()?;
    architectures
        .filter_map(|entry| Some(entry.ok()?.path().join("faketime/libfaketime.so.1")))
        .find(|path| path.exists())
}
