//! Forecasts and plans go out to people: a workbook with a sheet that explains and a sheet of real
//! numbers and dates, in the reader's language; and every chart as PNG and SVG, at twice the pixels.

use std::{path::Path, process::Command, time::Duration};

use anyhow::{Context as _, Result, ensure};
use marea_tests::{
    binary::{finish, run_well},
    client::Client,
    environment::{python, skip},
    server::Store,
    stopwatch::Stopwatch,
};
use rust_decimal::Decimal;

const PATIENCE: Duration = Duration::from_secs(240);
const SHOP: [&str; 6] = ["--days", "180", "--orders", "4000", "--skus", "30"];
const CHARTS: [(&str, &str); 5] = [
    ("demand", "Demanda diaria"),
    ("seasonal-profile", "Perfil estacional"),
    ("accuracy", "erraron las previsiones"),
    ("stock", "Existencias de"),
    ("staffing", "Personas que convocar"),
];

/// Reads a workbook with nothing but Python's own library: the sheets' names, the frozen cell of
/// the second, and which kinds of cells stand in its second row.
const READER: &str = r#"
import re, sys, zipfile
book = zipfile.ZipFile(sys.argv[1])
names = re.findall(r'<sheet name="([^"]+)"', book.read("xl/workbook.xml").decode())
page = book.read("xl/worksheets/sheet2.xml").decode()
strings = book.read("xl/sharedStrings.xml").decode()
row = re.search(r'<row r="2".*?</row>', page, re.S).group(0)
print("names", *names)
print("frozen", re.search(r'topLeftCell="(\w+)"', page).group(1))
print("numbers", len(re.findall(r'<c r="\w+" s="\d+"><v>', row)))
print("texts", len(re.findall(r't="s"', row)))
print("truths", len(re.findall(r't="b"', row)))
print("strings", strings.replace("\n", " "))
"#;

#[tokio::test]
async fn a_plan_is_a_workbook_and_a_picture() -> Result<()> {
    let (store, data) = (Store::new()?, Path::new("--data"));
    let folder = store.data();
    let mut simulate = vec!["simulate".as_ref(), "--data".as_ref(), folder.as_os_str()];
    simulate.extend(SHOP.iter().map(std::convert::AsRef::<std::ffi::OsStr>::as_ref));
    run_well(simulate)?;
    let book = store.data().with_file_name("orders.xlsx");
    let plan = ["forecast", "--plan", "reorder", "--language", "es", "--output"].map(Path::new);
    run_well(plan.into_iter().chain([book.as_path(), data, &store.data()]))?;
    check_workbook(&book)?;
    let picture = store.data().with_file_name("stock.svg");
    let chart = ["chart", "stock", "--language", "fr", "--output"].map(Path::new);
    run_well(chart.into_iter().chain([picture.as_path(), data, &store.data()]))?;
    let drawn = std::fs::read_to_string(&picture)?;
    ensure!(drawn.contains("Stock de") && drawn.contains("Point de commande"), "{drawn}");

    let server = store.serve().start()?;
    let client = server.client()?;
    wait(&client).await?;
    for (name, title) in CHARTS {
        let size = "width=800&height=450&scale=2";
        let path = format!("/api/v1/charts/{name}.png?language=es&{size}");
        let png = client.bytes(&path).await?;
        let side = |at: usize| {
            png.get(at..at + 4).map(|it| u32::from_be_bytes([it[0], it[1], it[2], it[3]]))
        };
        ensure!(
            png.starts_with(b"\x89PNG") && side(16) == Some(1600) && side(20) == Some(900),
            "{name}"
        );
        let svg = client.bytes(&format!("/api/v1/charts/{name}.svg?language=es")).await?;
        let svg = String::from_utf8(svg)?;
        ensure!(svg.contains(title) && svg.contains("Europe/Madrid"), "{name}: {svg}");
    }
    narrowed(&client).await?;
    let served = client.bytes("/api/v1/forecasts/reorder.xlsx?language=es").await?;
    std::fs::write(&book, served)?;
    check_workbook(&book)?;
    server.stop()
}

/// Rows are chosen by what is said after the question mark, in every form alike.
async fn narrowed(client: &Client) -> Result<()> {
    let path = "/api/v1/forecasts/demand.csv?level=category&measure=units&horizon=7";
    let rows = String::from_utf8(client.bytes(path).await?)?;
    let categories = client.number("SELECT count(DISTINCT category) FROM products").await?;
    ensure!(rows.lines().skip(1).all(|row| row.starts_with("category,units,")), "{rows}");
    let days = (rows.lines().count() - 1) / 7;
    ensure!(days > 1 && Decimal::from(days) <= categories + Decimal::ONE, "{days} of {categories}");
    let wrong = client.get("/api/v1/forecasts/reorder.csv?role=picking").await?;
    ensure!(wrong.status == 400, "a column that is not there is taken: {}", wrong.status);
    Ok(())
}

async fn wait(client: &Client) -> Result<()> {
    let watch = Stopwatch::start();
    while client.number("SELECT count(*) FROM staffing_plan").await?.is_zero() {
        ensure!(watch.elapsed() < PATIENCE, "no plans");
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
    Ok(())
}

fn check_workbook(book: &Path) -> Result<()> {
    let Some(python) = python() else {
        skip("a_plan_is_a_workbook_and_a_picture", "no Python to read the workbook");
        return Ok(());
    };
    let mut command = Command::new(python);
    command.args(["-c".as_ref(), READER.as_ref(), book.as_os_str()]);
    let read = finish(command)?;
    ensure!(read.code == 0, "{}", read.stderr);
    let line = |name: &str| {
        let found = read.stdout.lines().find_map(|line| line.strip_prefix(&format!("{name} ")));
        found.with_context(|| format!("no {name} in {}", read.stdout))
    };
    ensure!(line("names")? == "Acerca de Pedidos", "{}", line("names")?);
    ensure!(line("frozen")? == "C2", "SKU and warehouse do not stay: {}", line("frozen")?);
    let count = |name: &str| -> Result<usize> { Ok(line(name)?.parse()?) };
    ensure!(count("numbers")? >= 20 && count("truths")? >= 1, "{}", read.stdout);
    ensure!(count("texts")? <= 12, "figures are written as texts: {}", read.stdout);
    let strings = line("strings")?;
    ensure!(
        strings.contains("Punto de pedido") && strings.contains("punto de pedido"),
        "{strings}"
    );
    ensure!(!strings.contains("reorder point:"), "a reason is not in Spanish");
    Ok(())
}
