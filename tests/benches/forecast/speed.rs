//! How many series a second one core forecasts, by length and season, beside statsforecast; and
//! how time and memory grow to a hundred thousand series.

use std::path::Path;

use anyhow::Result;

use super::{
    contestant::{Cores, run_marea, run_rivals},
    set::{Series, Set},
    simulated, simulated_retail,
};
use crate::{
    cache::size,
    table::{Measure, Target, progress},
};

/// Lengths in days.
const LENGTHS: [usize; 4] = [100, 365, 730, 2_000];
/// Series that ours are timed on.
const SERIES: usize = 100;
/// Of them, those that the rivals are timed on: their rate does not depend on how many.
const RIVAL_SERIES: usize = 12;
const HORIZON: usize = 28;
/// A shop's catalogue: most goods have not been there for long.
const CATALOGUE_DAYS: usize = 120;
/// What ours are weighed against: statsforecast's three together, as an ensemble needs them.
const MODELS: [&str; 3] = ["AutoETS", "DynamicOptimizedTheta", "MSTL"];
const TIMES_RIVAL: f64 = 10.0;

/// Series a second by length and season.
pub(super) fn rates(python: Option<&Path>, measures: &mut Vec<Measure>) -> Result<()> {
    for length in LENGTHS {
        let mut set = simulated_retail::daily_of(length, SERIES, HORIZON);
        rate(python, &set, &format!("{length} days, season 7"), measures)?;
        if length >= 730 {
            set.seasons.push(365.25);
            rate(python, &set, &format!("{length} days, seasons 7 and 365.25"), measures)?;
        }
    }
    rate(python, &simulated::hourly(), "some 900 hours, seasons 24 and 168", measures)
}

fn rate(python: Option<&Path>, set: &Set, name: &str, measures: &mut Vec<Measure>) -> Result<()> {
    progress(&format!("speed: {name}"));
    let folder = tempfile::tempdir()?;
    set.write(folder.path())?;
    let used = run_marea(set, folder.path(), Cores::One)?;
    let ours = set.series.len() as f64 / used.processor.max(0.01);
    let rival = python.map(|python| rival(python, set)).transpose()?;
    let (rival, memory) = rival.unzip();
    let what = format!("series a second a core, {name}, beside AutoETS + DOT + MSTL");
    let target = Target::TimesRival(TIMES_RIVAL);
    measures.push(Measure::ours(what, "1/s", ours).beside(rival).aimed(target));
    let what = format!("memory at most, {SERIES} series of {name}, beside {RIVAL_SERIES}");
    measures.push(Measure::ours(what, "MiB", used.memory).beside(memory));
    Ok(())
}

/// The rate of all three models together, and the most memory.
fn rival(python: &Path, set: &Set) -> Result<(f64, f64)> {
    let series: Vec<Series> = set.series.iter().take(RIVAL_SERIES).cloned().collect();
    let seasons = set.seasons.clone();
    let fewer = Set { series, seasons, regressors: Vec::new(), aims: Vec::new(), ..*set };
    let folder = tempfile::tempdir()?;
    fewer.write(folder.path())?;
    let told = run_rivals(python, &fewer, folder.path(), &MODELS)?;
    let seconds: f64 = told.models.values().map(|took| 1.0 / took.rate()).sum();
    Ok((1.0 / seconds, told.memory))
}

/// A catalogue of growing size, on all cores.
pub(super) fn growth(measures: &mut Vec<Measure>) -> Result<()> {
    let most = size("MAREA_BENCH_SERIES", 100_000)?;
    for count in [most / 100, most / 10, most] {
        progress(&format!("growth: {count} series"));
        let folder = tempfile::tempdir()?;
        let set = simulated_retail::daily_of(CATALOGUE_DAYS, count, HORIZON);
        set.write(folder.path())?;
        drop(set.series);
        let set = Set { series: Vec::new(), ..set };
        let used = run_marea(&set, folder.path(), Cores::All)?;
        let what = format!("{count} series of {CATALOGUE_DAYS} days");
        measures.push(Measure::ours(format!("{what}, from file to file"), "s", used.elapsed));
        measures.push(Measure::ours(format!("{what}, memory at most"), "MiB", used.memory));
    }
    Ok(())
}
