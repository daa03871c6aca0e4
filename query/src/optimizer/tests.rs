//! Plans with our rules give the answers that the engine's own give, over rows with and without runs.

use std::sync::Arc;

use arrow::{
    array::{Date32Array, Decimal128Array, Float64Array, Int64Array, RecordBatch, StringArray},
    datatypes::{DataType, Field, Schema},
    util::pretty::pretty_format_batches,
};
use datafusion::{
    dataframe::DataFrameWriteOptions,
    datasource::MemTable,
    execution::SessionStateBuilder,
    prelude::{ParquetReadOptions, SessionConfig, SessionContext},
};

/// Rows of a batch: some of a run are in the next one.
const ROWS: usize = 100;

/// A number that looks random and is the same each time.
fn scattered(number: usize, below: usize) -> usize {
    (number.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 40) % below
}

fn schema() -> Arc<Schema> {
    Arc::new(Schema::new(vec![
        Field::new("order_id", DataType::Utf8, false),
        Field::new("customer", DataType::Utf8, true),
        Field::new("day", DataType::Date32, false),
        Field::new("effect", DataType::Utf8, false),
        Field::new("sku", DataType::Utf8, false),
        Field::new("orders", DataType::Int64, false),
        Field::new("net", DataType::Decimal128(18, 4), true),
        Field::new("gross", DataType::Decimal128(18, 4), false),
        Field::new("weight", DataType::Float64, false),
    ]))
}

/// Lines of orders, `run` of each; every seventh net is unknown.
fn batch(first: usize, run: usize) -> RecordBatch {
    let rows = || first..first + ROWS;
    let order = |row: usize| row / run;
    let text = |texts: Vec<String>| Arc::new(StringArray::from(texts));
    let net = rows().map(|row| (row % 7 != 0).then(|| scattered(row, 100_000) as i128 - 30_000));
    let net: Decimal128Array = net.collect();
    let customer =
        rows().map(|row| (order(row) % 5 != 0).then(|| format!("c{}", scattered(order(row), 9))));
    let effect = |row| if scattered(order(row), 4) == 0 { "returned" } else { "placed" };
    let net = net.with_precision_and_scale(18, 4).unwrap();
    let gross = Decimal128Array::from_iter_values(rows().map(|row| scattered(row, 90_000) as i128));
    let gross = gross.with_precision_and_scale(18, 4).unwrap();
    RecordBatch::try_new(
        schema(),
        vec![
            text(rows().map(|row| format!("o{}", order(row))).collect()),
            Arc::new(customer.collect::<StringArray>()),
            Arc::new(Date32Array::from_iter_values(rows().map(|row| (order(row) / 20) as i32))),
            text(rows().map(|row| effect(row).to_owned()).collect()),
            text(rows().map(|row| format!("s{}", scattered(row, 12))).collect()),
            Arc::new(Int64Array::from_iter_values(rows().map(|row| i64::from(row % run == 0)))),
            Arc::new(net),
            Arc::new(gross),
            Arc::new(Float64Array::from_iter_values(rows().map(|row| row as f64 / 8.0))),
        ],
    )
    .unwrap()
}

/// A session over lines in two partitions, with our rules or with the engine's own.
fn session(ours: bool, run: usize) -> SessionContext {
    let config = SessionConfig::new().with_target_partitions(2).with_batch_size(ROWS);
    let state = SessionStateBuilder::new().with_config(config).with_default_features();
    let state = if ours { state.with_physical_optimizer_rules(super::rules()) } else { state };
    let session = SessionContext::new_with_state(state.build());
    let part = |begin: usize| (begin..begin + 12).map(|it| batch(it * ROWS, run)).collect();
    let lines = MemTable::try_new(schema(), vec![part(0), part(12)]).unwrap();
    session.register_table("lines", Arc::new(lines)).unwrap();
    session
}

async fn answer(session: &SessionContext, sql: &str) -> String {
    let batches = session.sql(sql).await.unwrap().collect().await.unwrap();
    pretty_format_batches(&batches).unwrap().to_string()
}

async fn plan(sql: &str) -> String {
    answer(&session(true, 10), &format!("EXPLAIN {sql}")).await
}

const COLLAPSED: [&str; 12] = [
    "SELECT customer, min(day), max(day) FROM lines GROUP BY customer ORDER BY 1",
    "SELECT customer, sum(net), sum(orders) FROM lines GROUP BY customer ORDER BY 1",
    "SELECT order_id, count(*), sum(net), count(1) FROM lines GROUP BY order_id ORDER BY 1",
    "SELECT effect, count(DISTINCT customer) FROM lines GROUP BY effect ORDER BY 1",
    "SELECT DISTINCT customer, day FROM lines ORDER BY 1, 2",
    "SELECT date_part('month', day) AS month, effect, sum(net) FROM lines GROUP BY 1, 2 ORDER BY 1, 2",
    "SELECT day, sum(CASE WHEN effect = 'placed' THEN net ELSE 0 END) AS placed,
       -sum(CASE WHEN effect = 'returned' THEN net END) AS returned FROM lines GROUP BY day ORDER BY 1",
    "SELECT sku, sum(net), sum(orders) FROM lines GROUP BY sku ORDER BY 1",
    "SELECT customer, sum(net) FILTER (WHERE effect = 'placed') FROM lines GROUP BY customer ORDER BY 1",
    "WITH first AS (SELECT customer, min(day) AS since FROM lines GROUP BY customer)
     SELECT l.day = first.since AS new, sum(l.net), sum(l.orders) FROM lines l
     JOIN first ON l.customer = first.customer GROUP BY 1 ORDER BY 1",
    "SELECT customer, sum(net) FROM lines WHERE sku <> 's3' GROUP BY customer ORDER BY 1",
    "SELECT customer, sum(gross - orders) FROM lines GROUP BY customer ORDER BY 1",
];

const NOT_COLLAPSED: [&str; 8] = [
    // The order in which doubles are added decides on their last digits.
    "SELECT customer, sum(weight) FROM lines GROUP BY customer ORDER BY 1",
    "SELECT customer, sum(net), max(net) FROM lines GROUP BY customer ORDER BY 1",
    // Where net is unknown, gross does not count either.
    "SELECT customer, sum(gross - net) FROM lines GROUP BY customer ORDER BY 1",
    "SELECT customer, avg(net) FROM lines GROUP BY customer ORDER BY 1",
    "SELECT net, sum(net) FROM lines GROUP BY net ORDER BY 1",
    // Each row is to be drawn by itself.
    "SELECT customer, sum(net) FILTER (WHERE random() < 2) FROM lines GROUP BY customer ORDER BY 1",
    "SELECT customer, sum(net * net) FROM lines GROUP BY customer ORDER BY 1",
    "SELECT customer, sum(CASE WHEN net > 0 THEN net ELSE 0 END) FROM lines GROUP BY customer ORDER BY 1",
];

#[tokio::test]
async fn our_plans_answer_as_the_engines_own_do() {
    for run in [1, 2, 10, 150] {
        let (ours, engine) = (session(true, run), session(false, run));
        for sql in COLLAPSED.iter().chain(&NOT_COLLAPSED) {
            assert_eq!(answer(&ours, sql).await, answer(&engine, sql).await, "run {run}: {sql}");
        }
    }
}

#[tokio::test]
async fn rows_are_added_up_only_where_that_changes_nothing() {
    for sql in COLLAPSED {
        assert!(plan(sql).await.contains("Runs:"), "{sql}");
    }
    for sql in NOT_COLLAPSED {
        assert!(!plan(sql).await.contains("Runs:"), "{sql}");
    }
}

#[tokio::test]
async fn a_run_becomes_one_row_and_rows_without_runs_go_by() {
    let sql = "EXPLAIN ANALYZE SELECT order_id, sum(net) FROM lines GROUP BY order_id";
    for (run, rows) in [(10, "240"), (1, "2.40 K")] {
        let plan = answer(&session(true, run), sql).await;
        assert!(
            plan.contains(&format!("Runs: added_up=[net], metrics=[output_rows={rows},")),
            "{plan}"
        );
    }
}

#[tokio::test]
async fn a_limit_below_a_grouping_counts_rows_and_not_runs() {
    let session = session(true, 10);
    // With one partition nothing that gathers them stands between the limit and the grouping.
    session.state_ref().write().config_mut().options_mut().execution.target_partitions = 1;
    session.register_batch("batch", batch(0, 10)).unwrap();
    for rows in [
        "batch WHERE effect <> 'lost'",
        "batch JOIN (SELECT DISTINCT effect AS e FROM batch) ON e = effect",
    ] {
        let limited = format!("SELECT * FROM {rows} LIMIT 30");
        let sql = format!(
            "SELECT sum(orders) AS n FROM (SELECT day, sum(orders) AS orders FROM ({limited}) GROUP BY day)"
        );
        let orders = answer(&session, &sql).await;
        assert!(
            orders.contains("| 3 "),
            "{orders} {}",
            answer(&session, &format!("EXPLAIN {sql}")).await
        );
    }
}

#[tokio::test]
async fn lines_are_added_up_below_the_join() {
    let plan = plan(COLLAPSED[9]).await;
    let (join, lines) =
        (plan.find("HashJoinExec").unwrap(), plan.rfind("Runs: added_up=[").unwrap());
    assert!(join < lines && plan[lines..].starts_with("Runs: added_up=[orders, net]"), "{plan}");
}

#[tokio::test]
async fn sums_that_do_not_fit_a_column_are_left_to_the_grouping() {
    let most = 10_i128.pow(18) - 1;
    let net = Decimal128Array::from(vec![most; 50]).with_precision_and_scale(18, 0).unwrap();
    let schema = Schema::new(vec![
        Field::new("sku", DataType::Utf8, false),
        Field::new("net", DataType::Decimal128(18, 0), false),
    ]);
    let sku = StringArray::from(vec!["s1"; 50]);
    let rows = RecordBatch::try_new(Arc::new(schema), vec![Arc::new(sku), Arc::new(net)]).unwrap();
    let session = session(true, 1);
    session.register_batch("great", rows).unwrap();
    let sum = answer(&session, "SELECT sku, sum(net) AS net FROM great GROUP BY sku").await;
    assert!(sum.contains(&(most * 50).to_string()), "{sum}");
}

#[tokio::test]
async fn keys_are_handed_to_a_scan_only_where_something_narrows_them() {
    let session = session(true, 10);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("lines.parquet");
    let lines = session.table("lines").await.unwrap();
    lines.write_parquet(path.to_str().unwrap(), DataFrameWriteOptions::new(), None).await.unwrap();
    session
        .register_parquet("sealed", path.to_str().unwrap(), ParquetReadOptions::new())
        .await
        .unwrap();
    let join = |filter: &str| {
        let customers = format!("SELECT DISTINCT customer FROM sealed {filter}");
        format!(
            "EXPLAIN SELECT l.sku FROM ({customers}) c JOIN sealed l ON l.customer = c.customer"
        )
    };
    let all = answer(&session, &join("")).await;
    let some = answer(&session, &join("WHERE day < date '1970-01-03'")).await;
    assert!(!all.contains("DynamicFilter"), "{all}");
    assert!(some.contains("DynamicFilter"), "{some}");
}
