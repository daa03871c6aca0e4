//! SQL reads and does nothing else: no statement writes, sets, drops, or opens a file, and a
//! refusal is a 4xx with a stable code; hostile queries leave the server answering.

use anyhow::Result;
use marea_tests::{events::order_placed, server::Store};
use rust_decimal::Decimal;

const HOSTILE: [&str; 26] = [
    "INSERT INTO orders SELECT * FROM orders",
    "UPDATE orders SET channel = 'x'",
    "DELETE FROM events",
    "DROP TABLE events",
    "DROP VIEW revenue_daily",
    "TRUNCATE TABLE events",
    "CREATE TABLE mine AS SELECT 1",
    "CREATE VIEW mine AS SELECT 1",
    "CREATE SCHEMA mine",
    "CREATE DATABASE mine",
    "CREATE EXTERNAL TABLE passwords STORED AS CSV LOCATION '/etc/passwd'",
    "CREATE FUNCTION f(DOUBLE) RETURNS DOUBLE RETURN $1",
    "COPY (SELECT 1) TO '{stolen}' STORED AS CSV",
    "COPY events TO '{stolen}' STORED AS PARQUET",
    "EXPLAIN ANALYZE COPY (SELECT 1) TO '{stolen}' STORED AS CSV",
    "SET datafusion.execution.batch_size = 1",
    "PREPARE p AS SELECT 1",
    "EXECUTE p",
    "SELECT 1; DROP TABLE events",
    "SELECT 1; SELECT 2",
    "SELECT * FROM '/etc/passwd'",
    "SELECT * FROM read_csv('/etc/passwd')",
    "SELECT * FROM read_parquet('/etc/passwd')",
    "SELECT * FROM parquet_metadata('/etc/passwd')",
    "BEGIN",
    "GRANT ALL ON events TO me",
];

#[tokio::test]
async fn sql_is_read_only() -> Result<()> {
    let store = Store::new()?;
    let server = store.serve().start()?;
    let client = server.client()?;
    client.record(&[order_placed("o1").line("S1", 1, "9.95")]).await?;
    let stolen = store.data().with_file_name("stolen");
    for statement in HOSTILE {
        let statement = statement.replace("{stolen}", &stolen.to_string_lossy());
        let answer = client.try_sql(&statement).await?;
        assert!((400..500).contains(&answer.status), "{}: {statement}", answer.status);
        assert!(!answer.word("code").is_empty(), "no code for {statement}: {}", answer.text);
        assert!(!answer.text.contains("root:"), "read a file: {statement}");
        assert!(!stolen.exists(), "wrote a file: {statement}");
    }
    for nonsense in ["", ";", "SELEC 1", "SELECT nothing FROM nowhere", "SELECT '"] {
        assert_eq!(client.try_sql(nonsense).await?.status, 400, "{nonsense}");
    }
    let nested = format!("SELECT {}1{}", "(".repeat(20_000), ")".repeat(20_000));
    let deep = client.send("/api/v1/sql", "application/sql", nested.into_bytes()).await?;
    assert!((400..500).contains(&deep.status), "{}", deep.status);
    assert_eq!(client.number("SELECT count(*) FROM events").await?, Decimal::ONE);
    assert_eq!(client.number("SELECT sum(orders) FROM revenue_daily").await?, Decimal::ONE);
    server.stop()
}
