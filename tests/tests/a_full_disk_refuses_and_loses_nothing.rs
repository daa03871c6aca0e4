//! A full disk: writes are refused and say so, nothing that was acknowledged is lost, reading
//! goes on or the server stops with a reason; with room again, a restart takes up where it was.

use std::{path::Path, process::Command};

use anyhow::{Result, ensure};
use chrono_tz::UTC;
use marea_tests::{
    audit,
    environment::{generator, skip},
    oracle::{Shop, Verdict},
    server::Serve,
    traffic::{Traffic, opening},
};
use rand::SeedableRng as _;
use rand_chacha::ChaCha8Rng;

const DISK_MEGABYTES: u32 = 192;
const BALLAST_MEGABYTES: usize = 48;

/// A small disk of its own, unmounted when it is dropped.
struct Disk(tempfile::TempDir);

impl Disk {
    fn mount() -> Result<Option<Self>> {
        let folder = tempfile::tempdir()?;
        let size = format!("size={DISK_MEGABYTES}m");
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", &size, "tmpfs"]).arg(folder.path());
        let mounted = mount.output().is_ok_and(|output| output.status.success());
        Ok(mounted.then_some(Self(folder)))
    }

    fn path(&self) -> &Path {
        self.0.path()
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(self.path()).status();
    }
}

#[tokio::test]
async fn a_full_disk_refuses_and_loses_nothing() -> Result<()> {
    let Some(disk) = Disk::mount()? else {
        skip("a_full_disk_refuses_and_loses_nothing", "no right to mount a small disk");
        return Ok(());
    };
    let ballast = disk.path().join("ballast");
    std::fs::write(&ballast, vec![1; BALLAST_MEGABYTES << 20])?;
    let serve = Serve::over(&disk.path().join("data")).with("--seal-rows", 20_000);
    let server = serve.start()?;
    let client = server.client()?;
    client.record(&opening()).await?;
    let mut writer = Traffic::new(0, ChaCha8Rng::from_rng(&mut generator()));
    let refusal = loop {
        match writer.post(&client).await {
            Ok(true) => ensure!(writer.acknowledged.len() < 3_000_000, "the disk never fills"),
            Ok(false) => break String::new(),
            Err(refusal) => break refusal.to_string(),
        }
    };
    ensure!(refusal.is_empty() || refusal.starts_with('5'), "not a failure of ours: {refusal}");
    drop(server);

    std::fs::remove_file(&ballast)?;
    let server = serve.start()?;
    let client = server.client()?;
    ensure!(writer.post(&client).await?, "no answer with room again");
    let mut shop = Shop::new(UTC);
    for event in opening().iter().chain(&writer.acknowledged) {
        ensure!(shop.decide(event)? == Verdict::Accepted, "the oracle refuses {event}");
    }
    audit::all(&client, &shop).await?;
    server.stop()
}
