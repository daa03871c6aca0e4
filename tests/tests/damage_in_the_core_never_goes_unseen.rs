//! One byte flipped in the files of the durable core, the log of acknowledged events among them:
//! either the damage is found, or it fell where nothing is kept and every event is still there.
//! Nothing acknowledged is dropped in silence, but for the very last commit, which nothing on disk
//! tells from one that was cut off before it was acknowledged.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context as _, Result, ensure};
use marea_tests::{
    binary::run,
    environment::generator,
    server::Store,
    traffic::{Traffic, opening},
};
use rand::{RngExt as _, SeedableRng as _, seq::IndexedRandom as _};
use rand_chacha::ChaCha8Rng;

const FLIPS: usize = 40;

#[tokio::test]
async fn damage_in_the_core_never_goes_unseen() -> Result<()> {
    let (store, mut random) = (Store::new()?, generator());
    let server = store.serve().start()?;
    let client = server.client()?;
    client.record(&opening()).await?;
    let mut writer = Traffic::new(0, ChaCha8Rng::seed_from_u64(random.random()));
    let mut but_for_the_last = 0;
    while writer.acknowledged.len() < 4_000 {
        but_for_the_last = opening().len() + writer.acknowledged.len();
        ensure!(writer.post(&client).await?, "no answer");
    }
    // Killed, so that all of it is still in the journal.
    server.kill()?;
    let whole = opening().len() + writer.acknowledged.len();
    for _ in 0..FLIPS {
        let copy = Store::new()?;
        ensure!(
            Command::new("cp").arg("-r").arg(store.data()).arg(copy.data()).status()?.success()
        );
        let what = flip(&copy.data(), &mut random)?;
        if let Some(left) = events(&copy.data())? {
            let kept = left == whole || left == but_for_the_last;
            ensure!(kept, "{what} is flipped: {left} of {whole} events, and no word of it");
        }
    }
    Ok(())
}

/// How many events there are by SQL; nothing where the damage is found.
fn events(data: &Path) -> Result<Option<usize>> {
    let check = run(["check".as_ref(), "--data".as_ref(), data.as_os_str()])?;
    ensure!(!check.stderr.contains("panicked"), "{}", check.stderr);
    if check.code != 0 {
        return Ok(None);
    }
    let sql = "SELECT count(*) AS n FROM events";
    let format = ["--format", "csv"].map(AsRef::as_ref);
    let arguments = ["sql".as_ref(), sql.as_ref(), "--data".as_ref(), data.as_os_str()];
    let answer = run(arguments.into_iter().chain(format))?;
    ensure!(answer.code == 0, "{}", answer.stderr);
    Ok(Some(answer.stdout.lines().last().context("no answer")?.trim().parse()?))
}

/// Flips a bit of a byte that is in use in a file of the core; gives which.
fn flip(data: &Path, random: &mut ChaCha8Rng) -> Result<String> {
    let (journals, others): (Vec<_>, Vec<_>) =
        files(data)?.into_iter().partition(|file| file.extension().is_some_and(|it| it == "jnl"));
    // Half of the time the journal: it holds what is in no other place.
    let files = if random.random_bool(0.5) { journals } else { others };
    let file = files.choose(random).context("no file")?;
    let mut bytes = std::fs::read(file)?;
    let used = bytes.iter().rposition(|byte| *byte != 0).context("an empty file")? + 1;
    let place = random.random_range(0..used);
    bytes[place] ^= 1 << random.random_range(0..8);
    std::fs::write(file, &bytes)?;
    Ok(format!("byte {place} of {used} of {}", file.display()))
}

/// Files of the core, weighed by what they hold: small ones that only mark something are left out.
fn files(data: &Path) -> Result<Vec<PathBuf>> {
    let (mut files, mut folders) = (Vec::new(), vec![data.to_owned()]);
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() && !path.ends_with("lake") {
                folders.push(path);
            } else if path.is_file() && std::fs::metadata(&path)?.len() > 64 {
                files.push(path);
            }
        }
    }
    files.sort();
    Ok(files)
}
