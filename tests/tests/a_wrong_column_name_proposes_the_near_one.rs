//! A name that is mistyped is told with where it stands and what was probably meant: of columns,
//! tables and views.

use anyhow::{Result, ensure};
use marea_tests::{client::Answer, events::order_placed, server::Store};

#[tokio::test]
async fn a_wrong_column_name_proposes_the_near_one() -> Result<()> {
    let store = Store::new()?;
    let server = store.serve().start()?;
    let client = server.client()?;
    client.record(&[order_placed("o1").line("S1", 1, "9.95")]).await?;

    for (sql, line, column, near) in [
        ("SELECT quantty FROM order_lines", 1, 8, "quantity"),
        ("SELECT sku,\n       unit_prise\nFROM order_lines", 2, 8, "unit_price"),
        ("SELECT order_id FROM orders WHERE chanel = 'web'", 1, 35, "channel"),
    ] {
        let answer = client.try_sql(sql).await?.expect(400)?;
        ensure!(answer.word("code") == "invalid_query", "{sql}: {}", answer.text);
        ensure!(answer.word("hint").contains(near), "{sql}: {}", answer.text);
        let position = &answer.body["position"];
        ensure!(position["line"] == line && position["column"] == column, "{sql}: {}", answer.text);
    }
    hints(&client.try_sql("SELECT * FROM order_line").await?.expect(400)?, "order_lines")?;
    hints(&client.get("/api/v1/tables/stock_level").await?.expect(404)?, "stock_levels")?;
    hints(&client.get("/api/v1/views/revenue_dayly.csv").await?.expect(404)?, "revenue_daily")?;

    // The place of a mistake in the grammar is told as well.
    let grammar =
        client.try_sql("SELECT sku\nFROM order_lines\nGRUOP BY sku").await?.expect(400)?;
    ensure!(grammar.body["position"]["line"] == 3, "{}", grammar.text);
    server.stop()
}

fn hints(answer: &Answer, near: &str) -> Result<()> {
    ensure!(answer.word("hint").contains(near), "{}", answer.text);
    Ok(())
}
