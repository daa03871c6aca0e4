//! Times how long it takes to move the states of 100,000 series on by a day, and what they weigh:
//! `cargo run --release -p marea-forecast --example states`.
//!
//! A few hundred series of three kinds are fitted; their states are copied until there are 100,000,
//! more than any cache holds, and each is moved on by some days of new values.
#![expect(clippy::print_stdout, reason = "an example that measures prints what it measured")]
#![expect(clippy::disallowed_methods, reason = "measuring time needs the clock")]

use std::time::Instant;

use chrono::{Days, NaiveDate};
use marea_forecast::{
    Cost, Costs, Observation, Refit, Request, SeriesState, forecast, refit_order,
};
use polars::prelude::{DataFrame, IntoColumn, NamedFrom, PolarsResult, Series};

const STATES: usize = 100_000;
const DAYS: usize = 400;
const NEW_DAYS: usize = 20;
const FITTED: usize = 120;

/// A generator of uniform numbers, so that every run times the same work.
struct Uniform(u64);

impl Uniform {
    fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (self.0 >> 11) as f64 / (1_u64 << 53) as f64
    }
}

/// What a kind sells on a day: brisk sellers hundreds, others a dozen, slow movers now and then.
fn demand(kind: usize, day: usize, uniform: &mut Uniform) -> f64 {
    let week = [0.8, 0.9, 1.0, 1.0, 1.1, 1.4, 0.8][day % 7];
    match kind {
        0 => 300.0 * week * (0.9 + 0.2 * uniform.next()),
        1 => (24.0 * week * uniform.next()).floor(),
        _ => (1.25 * week * uniform.next()).floor(),
    }
}

fn states(
    kind: usize,
    uniform: &mut Uniform,
) -> Result<Vec<SeriesState>, Box<dyn std::error::Error>> {
    let origin = NaiveDate::from_ymd_opt(2026, 11, 20).ok_or("not a date")?;
    let outcome = forecast(&history(kind, origin, uniform)?, &Request::daily(origin))?;
    Ok(outcome.states.iter().cycle().take(STATES).cloned().collect())
}

fn history(kind: usize, origin: NaiveDate, uniform: &mut Uniform) -> PolarsResult<DataFrame> {
    let (mut names, mut dates, mut values) = (Vec::new(), Vec::new(), Vec::new());
    for series in 0..FITTED {
        for day in 0..DAYS {
            names.push(format!("SKU-{series:04}"));
            dates.push(origin - Days::new((DAYS - 1 - day) as u64));
            values.push(demand(kind, day, uniform));
        }
    }
    DataFrame::new_infer_height(vec![
        Series::new("series".into(), names).into_column(),
        Series::new("time".into(), dates).into_column(),
        Series::new("value".into(), values).into_column(),
    ])
}

/// The memory of this process now, in bytes, from the kernel's own count.
fn memory() -> f64 {
    let read = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
    let pages = read.split_whitespace().nth(1).and_then(|pages| pages.parse::<f64>().ok());
    pages.unwrap_or(0.0) * 4096.0
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut uniform = Uniform(42);
    for (kind, name) in ["300 a day", "12 a day", "now and then"].into_iter().enumerate() {
        let before = memory();
        let mut states = states(kind, &mut uniform)?;
        let each = (memory() - before) / STATES as f64;
        let values: Vec<f64> =
            (0..STATES).map(|place| demand(kind, DAYS + place, &mut uniform)).collect();
        let start = Instant::now();
        for day in 0..NEW_DAYS {
            for (place, state) in states.iter_mut().enumerate() {
                state.observe(Observation::Value(values[(place + day) % STATES]));
            }
        }
        let update = start.elapsed().as_secs_f64() / (STATES * NEW_DAYS) as f64;
        let start = Instant::now();
        let mut ahead = [0.0; 28];
        let mut sum = 0.0;
        for state in &states {
            state.forecast(&mut ahead);
            sum += ahead[27];
        }
        let steps = start.elapsed().as_secs_f64() / STATES as f64;
        let moving = states.iter().map(SeriesState::moving).sum::<f64>() / STATES as f64;
        println!(
            "{name}: {:.0} ns an update, {:.0} ns a forecast of 28 days, about {each:.0} bytes, \
             {:.0} % of the weight moves, mean of day 28 {:.2}",
            update * 1e9,
            steps * 1e9,
            moving * 100.0,
            sum / STATES as f64
        );
        tonight(&states);
    }
    Ok(())
}

/// Plans a night of refits for the states.
fn tonight(states: &[SeriesState]) {
    let cost = |seconds| Cost { seconds, seconds_an_observation: seconds / 100.0 };
    let costs = Costs { regular: cost(0.02), intermittent: cost(0.01) };
    let worth = |(place, state): (usize, &SeriesState)| state.refit((place % 977) as f64);
    let refits: Vec<Refit> = states.iter().enumerate().map(worth).collect();
    let start = Instant::now();
    let order = refit_order(&refits, &costs, 3_600.0);
    let drifting = refits.iter().filter(|refit| refit.drifts).count();
    println!(
        "  an hour fits {} of them again, {drifting} drift; planned in {:.0} ms",
        order.len(),
        start.elapsed().as_secs_f64() * 1e3
    );
}
