//! What a terminal shows of work that goes on.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

/// Turns on a terminal beside a message and the time it takes so far; silent elsewhere.
pub(super) fn spinner() -> anyhow::Result<ProgressBar> {
    let spinner = ProgressBar::new_spinner();
    spinner.set_style(ProgressStyle::with_template("{spinner} {msg} ({elapsed})")?);
    spinner.enable_steady_tick(Duration::from_millis(200));
    Ok(spinner)
}
