//! What is let through, and what is not.

use datafusion::prelude::{SessionConfig, SessionContext};

use super::*;

async fn outcome(sql: &str) -> Result<LogicalPlan, QueryError> {
    let config = SessionConfig::new().with_information_schema(true);
    plan(&SessionContext::new_with_config(config).state(), sql).await
}

#[tokio::test]
async fn queries_are_let_through() {
    for sql in [
        "SELECT 1",
        "select 1;",
        "WITH a AS (SELECT 1 AS b) SELECT b FROM a",
        "EXPLAIN SELECT 1",
        "EXPLAIN ANALYZE SELECT 1",
        "SHOW TABLES",
        "VALUES (1), (2)",
    ] {
        assert!(outcome(sql).await.is_ok(), "{sql}");
    }
}

#[tokio::test]
async fn everything_else_is_refused() {
    for sql in [
        "",
        ";",
        "SELECT 1; SELECT 2",
        "COPY (SELECT 1) TO '/tmp/x.csv'",
        "CREATE EXTERNAL TABLE t STORED AS CSV LOCATION '/etc/passwd'",
        "CREATE TABLE t AS SELECT 1",
        "CREATE VIEW v AS SELECT 1",
        "INSERT INTO orders SELECT 1",
        "DELETE FROM orders",
        "UPDATE orders SET state = 'x'",
        "DROP TABLE orders",
        "SET datafusion.execution.batch_size = 1",
        "RESET datafusion.execution.batch_size",
        "EXPLAIN DELETE FROM orders",
        "EXPLAIN ANALYZE COPY (SELECT 1) TO '/tmp/x.csv'",
        "SELECT * FROM '/etc/passwd'",
        "SELECT * FROM read_csv('/etc/passwd')",
        "PREPARE p AS SELECT 1",
        "BEGIN",
        "SELECT 1 INTO t",
    ] {
        assert!(outcome(sql).await.is_err(), "{sql}");
    }
    for sql in [
        format!("{} SELECT 1", "EXPLAIN ".repeat(3000)),
        format!("SELECT cast(1 AS {}INT{})", "ARRAY<".repeat(2000), ">".repeat(2000)),
        format!(
            "SELECT 1 WHERE 1 IN {}SELECT 1{}",
            "(SELECT 1 WHERE 1 IN (".repeat(20),
            "))".repeat(20)
        ),
        "SELECT repeat('a', 2147483647)".into(),
        "SELECT repeat(repeat('a', 9000), 9000)".into(),
        "SELECT array_length(range(0, 500000000))".into(),
        "SELECT array_resize([1], 1000000000)".into(),
        "SELECT rpad('a', 1000000000)".into(),
        "SELECT generate_series(date '1900-01-01', date '2026-01-01', interval '1 minute')".into(),
        "SELECT generate_series(date '2026-01-01', date '2026-01-02', interval '0 days')".into(),
        "SELECT generate_series(date '2026-01-01', date '2026-02-02', interval '1 mon -31 days')"
            .into(),
    ] {
        assert!(outcome(&sql).await.is_err(), "{}", &sql[..40]);
    }
    assert!(outcome("SELECT lpad('a', 10, '0'), repeat('ab', 3), range(0, 100)").await.is_ok());
    for sql in [
        "SELECT unnest(generate_series(date '2026-01-01', date '2026-12-31', interval '1 day'))",
        "SELECT range(timestamp '2026-01-01', timestamp '2026-02-01', interval '6 hours')",
        "SELECT generate_series(date '2026-12-31', date '2020-01-01', interval '-1 month')",
    ] {
        assert!(outcome(sql).await.is_ok(), "{sql}");
    }
    let deep = format!("SELECT {}1{}", "(".repeat(10_000), ")".repeat(10_000));
    assert!(outcome(&deep).await.is_err());
    assert!(outcome(&format!("SELECT '{}'", "x".repeat(LONGEST_QUERY))).await.is_err());
}

/// An expression within itself, so many times.
fn nested(levels: usize, around: &str) -> String {
    let inner = |it: String, _| around.replace("{}", &it);
    format!("SELECT {}", (0..levels).fold("sum(1)".to_owned(), inner))
}

#[tokio::test]
async fn calls_that_take_longer_to_plan_with_each_level_nest_no_deeper_than_a_second() {
    for (around, deepest) in [
        ("round({}, 1)", 15),
        ("replace({}::text, 'a', 'b')", 15),
        ("coalesce({}, 1)", 7),
        ("nullif({}, 1)", 7),
        ("CAST(({} BETWEEN 0 AND 5) AS INT)", 7),
        ("CAST(({} IN (1, 2)) AS INT)", 7),
        ("(SELECT {})", 7),
        ("percentile_disc(0.5) WITHIN GROUP (ORDER BY {})", 0),
    ] {
        assert!(outcome(&nested(deepest, around)).await.is_ok(), "{around} {deepest} times");
        let refused = outcome(&nested(40, around)).await.unwrap_err().to_string();
        assert!(refused.contains("too deep"), "{refused}");
    }
}
