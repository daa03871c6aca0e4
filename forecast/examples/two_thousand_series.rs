//! Times the forecast of a shop of 2,000 SKUs over two years of days:
//! `cargo run --release -p marea-forecast --example two_thousand_series`.
#![expect(clippy::print_stdout, reason = "an example that measures prints what it measured")]
#![expect(clippy::disallowed_methods, reason = "measuring time needs the clock")]

use std::f64::consts::TAU;
use std::time::Instant;

use chrono::{Days, NaiveDate};
use marea_forecast::{Request, forecast};
use polars::prelude::{DataFrame, IntoColumn, NamedFrom, PolarsResult, Series};

const SKUS: usize = 2_000;
const DAYS: usize = 730;

/// A generator of uniform numbers, so that every run times the same work.
struct Uniform(u64);

impl Iterator for Uniform {
    type Item = f64;

    fn next(&mut self) -> Option<f64> {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        Some((self.0 >> 11) as f64 / (1_u64 << 53) as f64)
    }
}

/// Demand of one SKU on one day; a third of the SKUs sell most days, the others now and then.
fn demand(sku: usize, day: usize, chance: f64) -> f64 {
    let level = if sku.is_multiple_of(3) { 12.0 } else { 0.4 };
    let week = [0.8, 0.9, 1.0, 1.0, 1.1, 1.4, 0.8][day % 7];
    let year = 1.0 + 0.4 * (TAU * (day + sku) as f64 / 365.25).sin();
    (-2.0 * level * week * year * (1.0 - chance).ln() / 2.0).floor()
}

fn history(origin: NaiveDate) -> PolarsResult<DataFrame> {
    let mut uniform = Uniform(42);
    let (mut names, mut dates, mut values) = (Vec::new(), Vec::new(), Vec::new());
    for sku in 0..SKUS {
        for day in 0..DAYS {
            names.push(format!("SKU-{sku:04}"));
            dates.push(origin - Days::new((DAYS - 1 - day) as u64));
            values.push(demand(sku, day, uniform.next().unwrap_or_default()));
        }
    }
    DataFrame::new_infer_height(vec![
        Series::new("series".into(), names).into_column(),
        Series::new("time".into(), dates).into_column(),
        Series::new("value".into(), values).into_column(),
    ])
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let origin = NaiveDate::from_ymd_opt(2026, 11, 20).ok_or("not a date")?;
    let history = history(origin)?;
    let start = Instant::now();
    let outcome = forecast(&history, &Request::daily(origin))?;
    let seconds = start.elapsed().as_secs_f64();
    println!("{SKUS} series of {DAYS} days in {seconds:.2} s");
    println!("{} forecast rows, {} refused", outcome.forecasts.height(), outcome.refused.height());
    Ok(())
}
