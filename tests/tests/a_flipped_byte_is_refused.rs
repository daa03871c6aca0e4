//! Damage is refused, never skipped: with one byte flipped anywhere in a store's files, the server
//! does not start (exit code 4) or `marea check` finds it, and the message names the file; with
//! the byte put back, all is well again.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, ensure};
use marea_tests::{
    binary::{Finished, run},
    environment::generator,
    lake::{FACT_TABLES, LakeTable},
    server::Store,
    traffic::{Traffic, opening},
};
use rand::{RngExt as _, SeedableRng as _, seq::IndexedRandom as _};
use rand_chacha::ChaCha8Rng;

const FLIPS: usize = 24;

#[tokio::test]
async fn a_flipped_byte_is_refused() -> Result<()> {
    let (store, mut random) = (Store::new()?, generator());
    let server = store.serve().with("--seal-rows", 2_000).start()?;
    let client = server.client()?;
    client.record(&opening()).await?;
    let mut writer = Traffic::new(0, ChaCha8Rng::seed_from_u64(random.random()));
    while writer.acknowledged.len() < 5_000 {
        ensure!(writer.post(&client).await?, "no answer");
    }
    server.stop()?;
    ensure!(check(&store)?.code == 0, "an undamaged store does not pass");

    let files = sealed_files(&store.data())?;
    ensure!(files.len() >= 4, "only {files:?}");
    for _ in 0..FLIPS {
        let file = files.choose(&mut random).context("no file")?;
        let bytes = std::fs::read(file)?;
        let place = random.random_range(0..bytes.len());
        let mut damaged = bytes.clone();
        damaged[place] ^= 1 << random.random_range(0..8);
        std::fs::write(file, &damaged)?;
        let found = check(&store)?;
        ensure!(found.code != 0, "byte {place} of {} is flipped, unseen", file.display());
        ensure!(!found.stderr.contains("panicked"), "{}", found.stderr);
        std::fs::write(file, &bytes)?;
    }
    ensure!(check(&store)?.code == 0, "put back, it does not pass");
    Ok(())
}

#[tokio::test]
async fn a_lost_file_stops_the_start() -> Result<()> {
    let store = Store::new()?;
    let server = store.serve().with("--seal-rows", 100).start()?;
    let client = server.client()?;
    client.record(&opening()).await?;
    let mut writer = Traffic::new(0, generator());
    while writer.acknowledged.len() < 1_000 {
        ensure!(writer.post(&client).await?, "no answer");
    }
    server.stop()?;
    let files = sealed_files(&store.data())?;
    let lost = files.choose(&mut generator()).context("nothing sealed")?;
    std::fs::remove_file(lost)?;
    let refused = store.serve().refused()?;
    ensure!(refused.code == 4, "exit code {}: {}", refused.code, refused.stderr);
    let name = lost.file_name().context("no name")?.to_string_lossy().into_owned();
    ensure!(refused.stderr.contains(&name), "does not name {name}: {}", refused.stderr);
    Ok(())
}

fn check(store: &Store) -> Result<Finished> {
    run(["check".as_ref(), "--data".as_ref(), store.data().as_os_str()])
}

/// The Parquet files that the lake consists of and the checkpoints of its logs, every byte of which
/// counts. Files that compaction replaced may still be there; nobody reads them.
fn sealed_files(data: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for table in FACT_TABLES {
        files.extend(LakeTable::open(data, table)?.files);
        let log = data.join("lake").join(table).join("_delta_log");
        for entry in std::fs::read_dir(log).into_iter().flatten() {
            let path = entry?.path();
            if path.extension().is_some_and(|end| end == "parquet") {
                files.push(path);
            }
        }
    }
    files.sort();
    Ok(files)
}
