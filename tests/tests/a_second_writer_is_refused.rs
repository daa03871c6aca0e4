//! One writer per store: a second server over the same folder ends with exit code 3 and says so,
//! the first goes on undisturbed, and a kill leaves no lock behind.

use anyhow::Result;
use marea_tests::{binary, events::product_set, server::Store};

#[tokio::test]
async fn a_second_writer_is_refused() -> Result<()> {
    let store = Store::new()?;
    let first = store.serve().start()?;
    let second = store.serve().refused()?;
    assert_eq!(second.code, 3, "{}", second.stderr);
    assert!(second.stderr.contains("data"), "does not name the folder: {}", second.stderr);

    let file = store.data().with_file_name("empty.csv");
    std::fs::write(
        &file,
        "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n",
    )?;
    let data = store.data();
    let import = [
        "import".as_ref(),
        "online-retail".as_ref(),
        file.as_os_str(),
        "--data".as_ref(),
        data.as_os_str(),
    ];
    assert_eq!(binary::run(import)?.code, 3, "an import is a writer too");

    first.client()?.record(&[product_set("S1", "deny")]).await?;
    first.kill()?;
    let third = store.serve().start()?;
    assert_eq!(third.client()?.sql("SELECT sku FROM products").await?.len(), 1);
    third.stop()
}
