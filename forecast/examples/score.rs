//! Scores the engine on any set of series whose future is known:
//! `cargo run --release -p marea-forecast --example score -- TRAIN.csv TEST.csv --freq W`.
//!
//! TRAIN and TEST have the columns series, time, value; TRAIN may have regressors, whose future rows
//! have an empty value. `--format m4` and `--format carparts` read those sets' own files, one row a
//! series. Further options: `--season 24,168`, `--horizon 48`, `--level 0.95`, `--missing
//! zero|unknown|closed`, `--lag 52` (of MASE; the first season otherwise), `--alone` (series do not
//! learn from each other), `--output FILE`.
#![expect(clippy::print_stdout, reason = "an example that measures prints what it measured")]
#![expect(clippy::disallowed_methods, reason = "measuring time needs the clock")]

mod score {
    pub(crate) mod arguments;
    pub(crate) mod measures;
    pub(crate) mod tables;
}

use std::time::Instant;

use marea_forecast::{Outcome, forecast};

use score::arguments::Arguments;
use score::measures::{Future, Measures};
use score::tables::{Sets, write};

/// Processor seconds and the most memory this process has used, from the kernel's own count.
fn used() -> (f64, f64) {
    let read = |file: &str| std::fs::read_to_string(file).unwrap_or_default();
    let ticks: f64 = read("/proc/self/stat")
        .rsplit(')')
        .next()
        .map(|rest| {
            rest.split_whitespace().skip(11).take(2).filter_map(|it| it.parse::<f64>().ok()).sum()
        })
        .unwrap_or(0.0_f64);
    let peak = read("/proc/self/status")
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:")?.split_whitespace().next()?.parse().ok())
        .unwrap_or(0.0_f64);
    (ticks / 100.0, peak / 1024.0)
}

/// How well the quantiles of sums over the horizon do, as for demand during a lead time: the share of
/// sums at or below the one of this probability, and the mean pinball loss over the mean sum.
fn sums(sets: &Sets, outcome: &Outcome, probability: f64) -> (f64, f64) {
    let (mut below, mut loss, mut total, mut count) = (0.0, 0.0, 0.0, 0.0);
    for projection in &outcome.projections {
        let Some(actual) = sets.test.get(projection.series()) else { continue };
        let steps = projection.mean().len();
        if actual.len() != steps || actual.values().any(|value| value.is_nan()) {
            continue;
        }
        let actual: f64 = actual.values().sum();
        let gap = actual - projection.sum_quantile(0..steps, probability);
        below += f64::from(u8::from(gap <= 0.0));
        loss += (probability * gap).max((probability - 1.0) * gap);
        total += actual;
        count += 1.0;
    }
    (below / count, loss / total)
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments = Arguments::read(std::env::args().skip(1))?;
    let sets = Sets::read(&arguments)?;
    let request = arguments.request(sets.horizon());
    let (start, (before, _)) = (Instant::now(), used());
    let outcome: Outcome = forecast(&sets.train, &request)?;
    let (seconds, (after, peak)) = (start.elapsed().as_secs_f64(), used());
    let future = Future::of(&outcome)?;
    let measures = Measures::new(&sets, &future, &arguments);
    println!("{measures}");
    for probability in [0.5, 0.9, 0.95, 0.99] {
        let (below, loss) = sums(&sets, &outcome, probability);
        println!("sums: {below:.3} below their {probability} quantile, pinball {loss:.4}");
    }
    let count = measures.series() as f64;
    println!(
        "{count} series in {seconds:.2} s, {:.1} series/s/core, {peak:.0} MB at most, {} refused",
        count / (after - before).max(0.01),
        outcome.refused.height()
    );
    if let Some(file) = &arguments.output {
        write(file, &future)?;
    }
    Ok(())
}
