//! Public series that published implementations were run on; a test without them skips, by name.

use std::io::Read;
use std::path::Path;

fn text(file: &str) -> Option<String> {
    // Cargo names the folder of the crate at run time; a build that is kept may come from another.
    let here = std::env::var_os("CARGO_MANIFEST_DIR")?;
    let packed = std::fs::read(Path::new(&here).join("../../shared/datasets").join(file)).ok()?;
    let mut text = String::new();
    flate2::read::GzDecoder::new(packed.as_slice()).read_to_string(&mut text).ok()?;
    Some(text)
}

/// One row of a table of a series a row.
fn row(file: &str, index: usize) -> Option<Vec<f64>> {
    let text = text(file)?;
    let number = |cell: &str| cell.trim_matches('"').parse::<f64>().ok();
    let line = text.lines().nth(index + 1)?;
    Some(line.split(',').skip(1).map_while(number).collect())
}

/// A weekly series of the M4 competition, by its place.
pub(super) fn weekly(index: usize) -> Option<Vec<f64>> {
    row("m4_weekly_train.csv.gz", index).or_else(|| skipped("M4 weekly"))
}

/// Monthly demand for a spare part, by its place.
pub(super) fn spare_part(index: usize) -> Option<Vec<f64>> {
    row("carparts_train.csv.gz", index).or_else(|| skipped("car parts"))
}

/// Hourly demand for bicycles, with its day.
fn bicycles() -> Option<Vec<(String, f64)>> {
    let Some(text) = text("bike_hourly.csv.gz") else { return skipped("bicycles") };
    let line = |line: &str| {
        let mut cells = line.split(',');
        let day = cells.next()?.to_string();
        Some((day, cells.nth(1)?.parse().ok()?))
    };
    Some(text.lines().skip(1).filter_map(line).collect())
}

/// The last `count` hours.
pub(super) fn hours(count: usize) -> Option<Vec<f64>> {
    let hours = bicycles()?;
    Some(hours[hours.len() - count..].iter().map(|(_, value)| *value).collect())
}

/// A year of days that ends 100 days before the last.
pub(super) fn days() -> Option<Vec<f64>> {
    let mut days: Vec<(String, f64)> = Vec::new();
    for (day, value) in bicycles()? {
        match days.last_mut() {
            Some((last, sum)) if *last == day => *sum += value,
            _ => days.push((day, value)),
        }
    }
    let end = days.len() - 100;
    Some(days[end - 365..end].iter().map(|(_, value)| *value).collect())
}

fn skipped<T>(name: &str) -> Option<T> {
    eprintln!("{name}: skipped, the data set is absent");
    None
}
