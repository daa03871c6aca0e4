//! schemathesis asks the running service everything that its OpenAPI document allows, and more:
//! each answer has a status, a content type and a form that the document promises, and the
//! document promises no failure of the service itself.

use std::process::Command;

use anyhow::{Result, ensure};
use marea_tests::{
    binary::finish,
    environment::{python, skip},
    repository::root,
    server::Store,
};

/// What is checked of an answer: all that the document says of it. That it is no server error is
/// checked by the status, since the document has 503 and 504 but no 500.
const CHECKS: &str = "status_code_conformance,content_type_conformance,\
    response_headers_conformance,response_schema_conformance";
/// A query that was given no time, or waits for an LSN of the future, is told so by 504.
const SETTINGS: &str =
    "[checks.not_a_server_error]\nexpected-statuses = [\"2xx\", \"3xx\", \"4xx\", 504]\n";
const SEED: &str = "20260322";
/// Of each operation, beside those of the document and one of each kind of wrong value.
const EXAMPLES: &str = "10";

#[tokio::test]
async fn the_service_keeps_its_openapi_document() -> Result<()> {
    let name = "the_service_keeps_its_openapi_document";
    let Some(python) = python() else {
        skip(name, "no Python with schemathesis; tests/run furnishes one");
        return Ok(());
    };
    let mut command = Command::new(&python);
    command.args(["-c", "import schemathesis"]);
    if finish(command)?.code != 0 {
        skip(name, "schemathesis is not installed");
        return Ok(());
    }
    let store = Store::new()?;
    let server = store.serve().start()?;
    let client = server.client()?;
    let history = std::fs::read(root().join("tests/sql/history.jsonl"))?;
    client.send("/api/v1/events", "application/x-ndjson", history).await?.expect(200)?;
    let document = client.get("/openapi.json").await?.expect(200)?;
    let paths = document.body["paths"].as_object().map_or(0, serde_json::Map::len);
    ensure!(paths > 10, "the document has {paths} paths");

    // It runs where it may leave files behind.
    let folder = tempfile::tempdir()?;
    std::fs::write(folder.path().join("schemathesis.toml"), SETTINGS)?;
    let mut command = Command::new(&python);
    command.current_dir(folder.path()).args(["-m", "schemathesis.cli", "run"]);
    command.env("PYTHONPATH", root().join("tests/rivals"));
    command.env("SCHEMATHESIS_HOOKS", "openapi_hooks");
    command.arg(format!("http://{}/openapi.json", server.address()));
    command.args(["--checks", CHECKS, "--seed", SEED, "--generation-deterministic"]);
    command.args(["--max-examples", EXAMPLES, "--phases", "examples,coverage,fuzzing"]);
    // The live stream never ends.
    command.args(["--exclude-path", "/api/v1/live", "--request-timeout", "40", "--no-color"]);
    let run = finish(command)?;
    ensure!(run.code == 0, "{}{}", run.stdout, run.stderr);
    ensure!(client.get("/healthz").await?.status == 200, "the service is not well");
    server.stop()
}
