//! A typo, a key of another store, an ended and a revoked key are told apart by code, and each
//! answer says what to do.

use anyhow::{Result, ensure};
use marea_tests::{
    binary::run,
    keys::{create, get, keys, until},
    server::Store,
};

const PATH: &str = "/api/v1/orders";

#[tokio::test]
async fn a_wrong_key_is_told_from_an_expired_one() -> Result<()> {
    let (store, other) = (Store::new()?, Store::new()?);
    let short = create(&store.data(), "short", &["--scope", "read", "--expires", "15s"])?;
    let lasting = create(&store.data(), "lasting", &["--scope", "read", "--expires", "90d"])?;
    let elsewhere = create(&other.data(), "lasting", &["--scope", "read"])?;
    let taken = create(&store.data(), "taken", &["--scope", "read"])?;
    keys(&store.data(), &["revoke", "taken"])?;
    let server = store.serve().start()?;
    let address = server.address();

    ensure!(get(address, PATH, Some(&short)).await?.status == 200, "it had not ended yet");
    let mut typo = lasting.clone();
    typo.replace_range(20..21, if &typo[20..21] == "a" { "b" } else { "a" });
    for (shown, code) in [
        (None, "no_key"),
        (Some(""), "no_key"),
        (Some("secret"), "malformed_key"),
        (Some(&*typo), "malformed_key"),
        (Some(&*elsewhere), "unknown_key"),
        (Some(&*taken), "revoked_key"),
        (Some(&*lasting), ""),
    ] {
        let reply = get(address, PATH, shown).await?;
        ensure!(reply.code() == code, "expected {code:?}: {reply:?}");
        ensure!((reply.status == 401) != code.is_empty(), "{reply:?}");
        ensure!(reply.header("www-authenticate").is_empty() == code.is_empty(), "{reply:?}");
    }
    let ended = until(address, PATH, Some(&short), "expired_key").await?;
    let detail = ended.body["detail"].as_str().unwrap_or("");
    ensure!(detail.contains("short") && detail.contains("rotate"), "{detail}");
    server.stop()
}

#[test]
fn a_wrong_command_says_what_to_do() -> Result<()> {
    let store = Store::new()?;
    let data = store.data();
    let data = data.to_string_lossy();
    create(&store.data(), "till", &["--scope", "ingest"])?;
    for (arguments, expected) in [
        (&["create", "till", "--scope", "read"][..], "rotate"),
        (&["create", "a b", "--scope", "read"], "letters"),
        (&["create", "anna", "--scope", "all"], "ingest, read, sql, plan, admin"),
        (&["create", "anna"], "--scope"),
        (&["create", "anna", "--scope", "read", "--expires", "2020-01-01"], "over already"),
        (&["create", "anna", "--scope", "read", "--expires", "soon"], "2027-01-01"),
        (&["create", "anna", "--scope", "read", "--rate", "fast"], "20/s"),
        (&["revoke", "anna"], "marea keys list"),
        (&["rotate", "anna"], "marea keys list"),
    ] {
        let finished = run([&["keys"], arguments, &["--data", &data]].concat())?;
        ensure!(finished.code == 2, "{arguments:?}: {finished:?}");
        ensure!(finished.stderr.contains(expected), "{arguments:?}: {}", finished.stderr);
    }
    let listed = keys(&store.data(), &["list"])?;
    ensure!(listed.lines().count() == 2 && listed.contains("till"), "{listed}");
    Ok(())
}
