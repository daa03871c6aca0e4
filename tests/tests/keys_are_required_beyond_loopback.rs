//! Whoever can be reached by others asks for keys, and says which command makes one; on the
//! loopback all is open until there is a key; a file of keys that is damaged opens nothing.

use anyhow::{Context as _, Result, ensure};
use marea_tests::{
    binary::run_well,
    keys::{create, get, until},
    server::Store,
};

const PATH: &str = "/api/v1/orders";

#[tokio::test]
async fn keys_are_required_beyond_loopback() -> Result<()> {
    let store = Store::new()?;
    let refused = store.serve().for_everybody().refused()?;
    ensure!(refused.code == 2, "{refused:?}");
    ensure!(!store.data().exists(), "a store was made all the same");

    // The command that it names makes the key that it asks for.
    let told = refused.stderr.split_once("first: marea ").context("names no command")?.1;
    let key = run_well(told.split_whitespace())?.stdout.trim().to_owned();
    let server = store.serve().for_everybody().start()?;
    ensure!(server.said()?.contains("TLS"), "does not warn: {}", server.said()?);
    let reply = get(server.address(), PATH, None).await?;
    ensure!((reply.status, reply.code()) == (401, "no_key"), "{reply:?}");
    let challenge = reply.header("www-authenticate");
    ensure!(challenge.contains("Bearer") && challenge.contains("Basic"), "{challenge}");
    ensure!(reply.header("content-type") == "application/problem+json", "{reply:?}");
    ensure!(get(server.address(), PATH, Some(&key)).await?.status == 200);

    // What holds no data is open; what is not there tells nothing.
    for open in ["/healthz", "/readyz", "/"] {
        ensure!(get(server.address(), open, None).await?.status == 200, "{open}");
    }
    ensure!(get(server.address(), "/api/v2/orders", None).await?.status == 401);
    ensure!(get(server.address(), "/api/v2/orders", Some(&key)).await?.status == 404);
    let both = store.serve().for_everybody().flag("--open-on-loopback");
    drop(server);
    ensure!(both.refused()?.code == 2, "open to everybody");
    Ok(())
}

#[tokio::test]
async fn the_loopback_is_open_until_there_is_a_key() -> Result<()> {
    let store = Store::new()?;
    let server = store.serve().start()?;
    ensure!(get(server.address(), PATH, None).await?.status == 200);
    let key = create(&store.data(), "till", &["--scope", "read"])?;
    until(server.address(), PATH, None, "no_key").await?;
    ensure!(get(server.address(), PATH, Some(&key)).await?.status == 200);
    server.stop()?;
    let server = store.serve().flag("--open-on-loopback").start()?;
    ensure!(get(server.address(), PATH, None).await?.status == 200);
    server.stop()
}

#[tokio::test]
async fn damaged_keys_let_nobody_in() -> Result<()> {
    let store = Store::new()?;
    let file = store.data().join("keys.json");
    let key = create(&store.data(), "boss", &["--scope", "admin"])?;
    let good = std::fs::read(&file)?;
    let server = store.serve().start()?;
    for damaged in [Some(&b"{}"[..]), Some(&good[..good.len() / 2]), None] {
        match damaged {
            Some(bytes) => std::fs::write(&file, bytes)?,
            None => std::fs::remove_file(&file)?,
        }
        let reply = until(server.address(), PATH, None, "keys_unreadable").await?;
        ensure!(reply.status == 503, "{reply:?}");
        std::fs::write(&file, &good)?;
        until(server.address(), PATH, Some(&key), "").await?;
    }
    server.stop()?;
    std::fs::write(&file, "[]")?;
    let refused = store.serve().refused()?;
    ensure!(refused.code == 4 && refused.stderr.contains("keys.json"), "{refused:?}");
    Ok(())
}
