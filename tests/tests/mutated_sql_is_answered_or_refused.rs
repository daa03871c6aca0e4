//! Thousands of almost good statements to the gate of SQL: words swapped, dropped and taken from
//! others, bytes flipped. Each is answered, refused with 4xx and a code, or cut off at its time;
//! none reads or writes a file, and the server goes on answering and recording.

use anyhow::{Context as _, Result, ensure};
use marea_tests::{
    environment::same_generator,
    hostile::{self, Bait, Expected, Statement, is_well},
    mutation,
    queries::Queries,
    repository::root,
    server::Store,
};
use rand::{RngExt as _, seq::IndexedRandom as _};
use rand_chacha::ChaCha8Rng;

const STATEMENTS: usize = 2_500;
/// Longer seeds take long to read and say no more.
const LONGEST_SEED: usize = 4_000;

#[tokio::test]
async fn mutated_sql_is_answered_or_refused() -> Result<()> {
    let (store, bait, mut random) = (Store::new()?, Bait::lay()?, same_generator());
    let server = store.serve().start()?;
    let client = server.client()?;
    let history = std::fs::read(root().join("tests/sql/history.jsonl"))?;
    client.send("/api/v1/events", "application/x-ndjson", history).await?.expect(200)?;
    let seeds = seeds(&bait, &random)?;
    let (mut answered, mut refused) = (0, 0);
    for serial in 0..STATEMENTS {
        let sql = mutated(&seeds, &mut random);
        let statement = Statement { line: serial, expected: Expected::Bounded, sql };
        let asked = hostile::ask(&client, &bait, &statement).await;
        match asked.with_context(|| statement.sql.clone())?.map(|answer| answer.status) {
            Some(200) => answered += 1,
            _ => refused += 1,
        }
        if serial % 50 == 0 {
            is_well(&client, serial).await.with_context(|| statement.sql.clone())?;
        }
    }
    ensure!(answered > 20 && refused > 100, "{answered} answered, {refused} refused");
    is_well(&client, STATEMENTS).await?;
    server.stop()
}

/// Questions of the statement files, hostile statements, and generated queries.
fn seeds(bait: &Bait, random: &ChaCha8Rng) -> Result<Vec<String>> {
    let mut seeds: Vec<String> =
        hostile::statements(bait)?.into_iter().map(|statement| statement.sql).collect();
    seeds.extend(Queries::new(random.clone()).take(400).map(|query| query.sql));
    for entry in std::fs::read_dir(root().join("tests/sql"))? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "slt") {
            let text = std::fs::read_to_string(path)?;
            let lines = text.lines().filter(|line| line.starts_with("SELECT"));
            seeds.extend(lines.map(str::to_owned));
        }
    }
    seeds.retain(|seed| seed.len() <= LONGEST_SEED);
    // The order of a folder is not the same everywhere; what is replayed must be.
    seeds.sort();
    Ok(seeds)
}

fn mutated(seeds: &[String], random: &mut ChaCha8Rng) -> String {
    let seed = seeds.choose(random).cloned().unwrap_or_default();
    if random.random_bool(0.75) {
        return mutation::of_words(&seed, seeds, random);
    }
    let mut bytes = seed.into_bytes();
    mutation::of_bytes(&mut bytes, random);
    String::from_utf8_lossy(&bytes).into_owned()
}
