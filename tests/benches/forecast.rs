//! Forecasts by `marea forecast` beside statsforecast and LightGBM, of the public sets that lie
//! beside the repository and of simulated ones, in the same run: accuracy in the measures of the M4
//! and M5, calibration of the 95 % intervals, series a second a core, memory and growth.
//!
//! All get the same files and one core each; what came is in none of the files. Statsforecast's
//! best model is the best in hindsight, which flatters it.

mod contestant;
mod draw;
mod order_book;
pub(crate) mod plans;
mod public;
mod report;
mod set;
mod simulated;
mod simulated_retail;
mod speed;
mod times;

use std::path::Path;

use anyhow::Result;
use marea_tests::scoring::{Score, Step};

use self::set::Set;
use crate::table::{Measure, Target, progress};

/// Measures accuracy and speed.
pub(crate) fn measure(python: Option<&Path>, measures: &mut Vec<Measure>) -> Result<()> {
    let mut standings = Vec::new();
    let simulated = [
        simulated::hourly(),
        simulated::calls(),
        simulated_retail::daily(),
        simulated_retail::weekly(),
    ];
    for set in public::sets()?.into_iter().chain(simulated) {
        let standing = contest(python, &set)?;
        standing.print(&set);
        standings.push((set, standing));
    }
    report::print_summary(&standings);
    ahead(&standings, measures);
    speed::rates(python, measures)?;
    speed::growth(measures)?;
    plans::measure(measures)
}

fn contest(python: Option<&Path>, set: &Set) -> Result<report::Standing> {
    progress(&format!("forecasts of {}", set.name));
    let folder = tempfile::tempdir()?;
    set.write(folder.path())?;
    let ours = contestant::marea(set, folder.path())?;
    let rivals = match python {
        Some(python) => contestant::rivals(python, set, folder.path())?,
        None => Vec::new(),
    };
    Ok(report::Standing { ours, rivals, naive: naive(set) })
}

/// The forecast that repeats the last value: Naive2 where there is no season, as in M4 Weekly.
fn naive(set: &Set) -> Score {
    let repeated = set.series.iter().map(|series| {
        let reality = set.reality(series);
        let last = reality.past.iter().rev().copied().find(|value| !value.is_nan());
        let step = Step { mean: last.unwrap_or_default(), interval: None };
        let steps = vec![step; reality.future.len()];
        (reality, steps)
    });
    let pairs: Vec<_> = repeated.collect();
    Score::of(pairs.iter().map(|(reality, steps)| (reality, steps.as_slice())), set.rules())
}

/// On how many sets ours is ahead of both statsforecast's best model and its ensemble.
fn ahead(standings: &[(Set, report::Standing)], measures: &mut Vec<Measure>) {
    let contested = standings.iter().filter(|(_, standing)| !standing.rivals.is_empty());
    let count = contested.clone().count() as f64;
    let won = contested.filter(|(set, standing)| {
        let ours = standing.main(set, &standing.ours);
        let rivals = [report::Kind::Single, report::Kind::Ensemble];
        let rivals = rivals.iter().filter_map(|kind| standing.best(set, *kind));
        rivals.into_iter().all(|rival| ours < standing.main(set, rival))
    });
    let name = "sets on which ours is ahead of statsforecast's best model and ensemble";
    let measure = Measure::ours(name, "sets", won.count() as f64);
    measures.push(measure.aimed(Target::AtLeast(count)));
}
