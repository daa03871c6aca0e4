//! The files of `tests/sql` hold questions and answers over one short history of a shop; every
//! format, GET, POST and the command line give these answers, hot, sealed and after a restart.
//!
//! `MAREA_REWRITE=1` writes into the files what JSON says, for a look at what has changed.

use std::path::PathBuf;

use anyhow::{Context as _, Result, ensure};
use marea_tests::{
    cells::{EMPTY, NULL},
    client::Client,
    faces::{Asked, Asking, Face},
    lake::LakeTable,
    repository::root,
    server::{Server, Store},
};
use sqllogictest::{
    DefaultColumnType, MakeConnection, Normalizer, Runner, default_normalizer, default_validator,
};

#[tokio::test]
async fn sql_says_the_same_through_every_face() -> Result<()> {
    let (store, server) = shop(600).await?;
    if std::env::var_os("MAREA_REWRITE").is_some() {
        return rewrite(&server.client()?).await;
    }
    for face in Face::SERVED {
        check(face, &Asked::Server(server.client()?)).await?;
    }
    server.stop()?;
    check(Face::CommandLine, &Asked::Store(store.data())).await
}

#[tokio::test]
async fn sealed_facts_answer_as_hot_ones_do() -> Result<()> {
    let (store, server) = shop(1).await?;
    let facts = server.client()?.number("SELECT count(*) FROM events").await?;
    for _ in 0..100 {
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        if facts == LakeTable::open(&store.data(), "events")?.row_count()?.into() {
            break;
        }
    }
    let sealed = LakeTable::open(&store.data(), "events")?.row_count()?;
    ensure!(facts == sealed.into(), "{sealed} of {facts} events are sealed");
    check(Face::Post("arrow"), &Asked::Server(server.client()?)).await?;
    server.stop()
}

/// A server over the history, whose facts are sealed after so many seconds.
async fn shop(seal_seconds: u32) -> Result<(Store, Server)> {
    let store = Store::new()?;
    let serve = store.serve().with("--time-zone", "Europe/Madrid").with("--currency", "EUR");
    let server = serve.with("--seal-seconds", seal_seconds).start()?;
    let history = std::fs::read(root().join("tests/sql/history.jsonl"))?;
    let events = history.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()).count();
    let kind = "application/x-ndjson";
    let answer = server.client()?.send("/api/v1/events", kind, history).await?.expect(200)?;
    ensure!(answer.count("accepted") == events as u64, "{}", answer.text);
    Ok((store, server))
}

async fn check(face: Face, asked: &Asked) -> Result<()> {
    for file in files()? {
        let outcome = runner(face, asked).run_file_async(&file).await;
        outcome.map_err(|error| anyhow::anyhow!("{face:?}: {}", error.display(false)))?;
    }
    Ok(())
}

async fn rewrite(client: &Client) -> Result<()> {
    for file in files()? {
        let mut runner = runner(Face::Get("json"), &Asked::Server(client.clone()));
        let written = runner
            .update_test_file(&file, " ", default_validator, default_normalizer, types_agree)
            .await;
        written.map_err(|error| anyhow::anyhow!("{}: {error}", file.display()))?;
    }
    anyhow::bail!("the files were written anew: read what has changed")
}

fn runner(face: Face, asked: &Asked) -> Runner<Asking, impl MakeConnection<Conn = Asking> + use<>> {
    let asking = Asking { face, asked: asked.clone() };
    let mut runner = Runner::new(move || std::future::ready(Ok(asking.clone())));
    runner.with_column_validator(types_agree);
    if !face.tells_nulls() {
        runner.with_validator(nulls_aside);
    }
    runner
}

/// Only JSON tells the types of its columns.
fn types_agree(told: &Vec<DefaultColumnType>, written: &Vec<DefaultColumnType>) -> bool {
    told.contains(&DefaultColumnType::Any) || told.is_empty() || told == written
}

fn nulls_aside(normalizer: Normalizer, told: &[Vec<String>], written: &[String]) -> bool {
    let written: Vec<_> = written.iter().map(|line| line.replace(EMPTY, NULL)).collect();
    default_validator(normalizer, told, &written)
}

fn files() -> Result<Vec<PathBuf>> {
    let entries = std::fs::read_dir(root().join("tests/sql"))?.map(|entry| Ok(entry?.path()));
    let mut files = entries.collect::<Result<Vec<_>>>()?;
    files.retain(|path| path.extension().is_some_and(|extension| extension == "slt"));
    files.sort();
    let first = files.first().context("no file of questions")?;
    ensure!(files.len() > 5, "only {}", first.display());
    Ok(files)
}
