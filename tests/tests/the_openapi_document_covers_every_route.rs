//! The OpenAPI document names every route of the server and no other; the page at /docs and all
//! that it loads is there.

use std::{collections::BTreeSet, path::Path};

use anyhow::{Context as _, Result, ensure};
use marea_tests::{repository::root, server::Store};

/// A route: its path, and a method in small letters.
type Route = (String, String);

const METHODS: [&str; 5] = ["get", "post", "put", "patch", "delete"];

#[tokio::test]
async fn the_openapi_document_covers_every_route() -> Result<()> {
    let store = Store::new()?;
    let server = store.serve().start()?;
    let client = server.client()?;
    let document = client.get("/openapi.json").await?.expect(200)?.body;
    ensure!(document["openapi"] == "3.1.0");
    let mut told = BTreeSet::new();
    for (path, operations) in document["paths"].as_object().context("no paths")? {
        let methods = operations.as_object().context("no operations")?.keys();
        told.extend(methods.filter(|it| *it != "head").map(|it| (path.clone(), it.clone())));
    }
    let mut routed = BTreeSet::new();
    routes(&root().join("dashboards/src/http.rs"), &mut routed)?;
    folder(&root().join("dashboards/src/http"), &mut routed)?;
    ensure!(routed.len() > 25, "only {} routes were found in the source", routed.len());
    ensure!(
        told == routed,
        "document and routes differ in {:?}",
        told.symmetric_difference(&routed)
    );

    let page = client.get("/docs").await?.expect(200)?;
    ensure!(page.content_type.starts_with("text/html"), "{}", page.content_type);
    let loaded = page.text.split('"').filter(|word| word.starts_with("/assets/"));
    let loaded: Vec<&str> = loaded.collect();
    ensure!(!loaded.is_empty(), "the page loads nothing");
    for asset in loaded {
        client.get(asset).await?.expect(200)?;
    }
    server.stop()
}

fn folder(path: &Path, found: &mut BTreeSet<Route>) -> Result<()> {
    for entry in std::fs::read_dir(path)? {
        let path = entry?.path();
        if path.is_dir() {
            folder(&path, found)?;
        } else if !path.ends_with("tests.rs") {
            routes(&path, found)?;
        }
    }
    Ok(())
}

/// The routes that a source file makes: `.route("/path", get(one).delete(two))`, or with the
/// methods in a variable.
fn routes(path: &Path, found: &mut BTreeSet<Route>) -> Result<()> {
    let source = std::fs::read_to_string(path)?;
    for rest in source.split(".route(").skip(1) {
        let Some((path, rest)) =
            rest.trim_start().strip_prefix('"').and_then(|it| it.split_once('"'))
        else {
            continue;
        };
        let handlers = argument(rest.trim_start_matches([',', ' ', '\n']));
        let named = format!("let {handlers} = ");
        let handlers = source.split_once(&named).map_or(handlers, |(_, value)| argument(value));
        let methods = METHODS.iter().filter(|method| takes(handlers, method));
        let path = path.replace("/api/v1/{form}", "/api/v1/sql.{format}");
        let before = found.len();
        found.extend(methods.map(|method| (path.clone(), (*method).to_owned())));
        ensure!(found.len() > before, "{path} takes no method: {handlers}");
    }
    Ok(())
}

/// Text up to where its brackets are closed, or its statement ends.
fn argument(text: &str) -> &str {
    let mut depth = 0_i32;
    let end = text.find(|letter: char| {
        depth += i32::from(letter == '(') - i32::from(letter == ')');
        depth < 0 || letter == ';'
    });
    &text[..end.unwrap_or(text.len())]
}

fn takes(handlers: &str, method: &str) -> bool {
    let call = format!("{method}(");
    handlers.starts_with(&call) || handlers.contains(&format!(".{call}"))
}
