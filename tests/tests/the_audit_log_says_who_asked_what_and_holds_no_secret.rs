//! The audit log has who asked what and how it ended, for questions that were answered and for
//! those that were not; no key is in it, nor in any other file that the server writes.

use std::{fs, path::Path};

use anyhow::{Context as _, Result, ensure};
use marea_tests::{
    events::{product_set, stock_received},
    keys::{ask, create, get},
    server::Store,
};
use serde_json::Value;

#[tokio::test]
async fn the_audit_log_says_who_asked_what_and_holds_no_secret() -> Result<()> {
    let store = Store::new()?;
    let anna = create(&store.data(), "anna", &["--scope", "sql"])?;
    let till = create(&store.data(), "till", &["--scope", "ingest"])?;
    let elsewhere = create(&Store::new()?.data(), "x", &["--scope", "admin"])?;
    let server = store.serve().start()?;
    let address = server.address();

    let asked = server.client_with(&anna)?;
    asked.sql("SELECT 41 + 1").await?;
    let bearer = format!("Bearer {anna}");
    let json = [("authorization", &*bearer), ("content-type", "application/json")];
    ask(address, "POST", "/api/v1/sql", &json, r#"{"sql": "SELECT 43"}"#).await?;
    let plain = [("authorization", &*bearer), ("x-forwarded-for", "192.0.2.7")];
    ask(address, "POST", "/api/v1/sql.csv", &plain, "SELECT 44").await?;
    asked.try_sql("SELECT nothing FROM nowhere").await?;
    asked.sql(&format!("SELECT '{anna}'")).await?;
    get(address, &format!("/api/v1/orders?channel={elsewhere}"), Some(&anna)).await?;
    get(address, &format!("/api/v1/orders/{anna}"), Some(&elsewhere)).await?;
    ask(address, "POST", "/api/v1/session", &[], &format!(r#"{{"key": "{anna}"}}"#)).await?;
    let events = server.client_with(&till)?;
    events.record(&[product_set("S1", "deny")]).await?;
    events.record(&[stock_received("S1", "MAD", 5)]).await?;
    let said = server.said()?;
    server.stop()?;

    let lines = lines(&store.data())?;
    for (key, what, status) in [
        ("anna", "SELECT 41 + 1", 200),
        ("anna", "SELECT 43", 200),
        ("anna", "SELECT 44", 200),
        ("anna", "SELECT nothing FROM nowhere", 400),
        ("anna", "SELECT 'mk_***'", 200),
    ] {
        let found = lines.iter().find(|line| line["sql"] == what);
        let line = found.with_context(|| format!("{what} is not in {lines:?}"))?;
        ensure!(line["key"] == key && line["status"] == status, "{line}");
        ensure!(line["address"] == "127.0.0.1" && line["milliseconds"].is_number(), "{line}");
        ensure!(line["time"].as_str().is_some_and(|time| time.ends_with('Z')), "{line}");
    }
    let with = |field: &str, value: &str| lines.iter().find(|line| line[field] == value);
    ensure!(with("forwarded_for", "192.0.2.7").is_some(), "{lines:?}");
    let refused = with("refused", "missing_scope").context("no 403")?;
    ensure!(refused["key"] == "anna" && refused["parameters"] == "channel=mk_***", "{refused}");
    let stranger = with("refused", "unknown_key").context("no 401")?;
    ensure!(stranger["key"].is_null() && stranger["status"] == 401, "{stranger}");
    let signed_in = with("path", "/api/v1/session").context("no sign-in")?;
    ensure!(signed_in["key"] == "anna" && signed_in["status"] == 200, "{signed_in}");
    let recorded = with("path", "/api/v1/events").context("no events")?;
    ensure!(recorded["key"] == "till" && recorded["requests"] == 2, "{recorded}");

    for secret in [&anna, &till, &elsewhere] {
        // The first characters name the key; the others are its secret.
        let secret = &secret[11..54];
        ensure!(!said.contains(secret), "the server said a secret: {said}");
        holds_none(&store.data(), secret)?;
    }
    Ok(())
}

#[tokio::test]
async fn no_log_is_written_where_none_is_wanted() -> Result<()> {
    for (with_keys, option) in [(true, Some("--no-audit")), (false, None)] {
        let store = Store::new()?;
        if with_keys {
            create(&store.data(), "anna", &["--scope", "sql"])?;
        }
        let serve = store.serve();
        let server = option.into_iter().fold(serve, |serve, it| serve.flag(it)).start()?;
        get(server.address(), "/api/v1/orders", None).await?;
        server.stop()?;
        ensure!(!store.data().join("audit.jsonl").exists(), "{option:?}");
    }
    Ok(())
}

fn lines(data: &Path) -> Result<Vec<Value>> {
    let text = fs::read_to_string(data.join("audit.jsonl"))?;
    Ok(text.lines().map(serde_json::from_str).collect::<Result<_, _>>()?)
}

/// No file of the store's own folder holds a secret.
fn holds_none(data: &Path, secret: &str) -> Result<()> {
    for entry in fs::read_dir(data)? {
        let path = entry?.path();
        if path.is_file() {
            let bytes = fs::read(&path)?;
            let text = String::from_utf8_lossy(&bytes);
            ensure!(!text.contains(secret), "{} holds a secret", path.display());
        }
    }
    Ok(())
}
