//! What the kernel tells of a server's process.

use std::time::Duration;

use anyhow::{Context as _, Result};
use marea_tests::server::Server;

/// Waits until a server that was just started is at rest: it makes its forecasts first.
pub(crate) async fn idle(server: &Server) -> Result<()> {
    let mut before = processor_time(server)?;
    for _ in 0..120 {
        tokio::time::sleep(Duration::from_secs(2)).await;
        let now = processor_time(server)?;
        // Hundredths of a second: a twentieth of one processor.
        if now - before < 10 {
            return Ok(());
        }
        before = now;
    }
    anyhow::bail!("busy for four minutes after its start")
}

/// Lets the kernel count the most memory anew from here on.
pub(crate) fn forget_peak(server: &Server) -> Result<()> {
    let path = format!("/proc/{}/clear_refs", server.process());
    std::fs::write(&path, "5").with_context(|| path)
}

/// What the server has used of the processors so far, in the kernel's hundredths of a second.
fn processor_time(server: &Server) -> Result<u64> {
    let stat = std::fs::read_to_string(format!("/proc/{}/stat", server.process()))?;
    // The second field is the name in brackets, which may hold spaces.
    let (_, fields) = stat.rsplit_once(") ").context("not told")?;
    let spent = fields.split(' ').skip(11).take(2).map(str::parse::<u64>);
    Ok(spent.sum::<Result<u64, _>>()?)
}
