//! Forecasters as processes: `marea forecast` and the rivals' script, each on one core, given the
//! same files. What they used is what the kernel counted.

use std::{
    collections::{BTreeMap, HashMap},
    fs,
    path::Path,
    process::{Child, Command, Stdio},
    time::Duration,
};

use anyhow::{Context as _, Result, bail, ensure};
use chrono::{NaiveDate, NaiveDateTime};
use marea_tests::{
    binary,
    repository::root,
    scoring::{Score, Step},
    stopwatch::{Stopwatch, poll},
};
use serde::Deserialize;
use serde_json::json;

use super::set::{LEVEL, Main, Set};

/// No forecast of a set takes longer.
const LONGEST: Duration = Duration::from_secs(3_600);

/// Forecasts of one set by one forecaster, and what they took.
pub(super) struct Entry {
    pub(super) model: String,
    pub(super) score: Score,
    /// Of one core.
    pub(super) seconds: f64,
}

/// What a process used.
#[derive(Clone, Copy)]
pub(super) struct Used {
    /// Real time.
    pub(super) elapsed: f64,
    /// Time of processors, of all threads together.
    pub(super) processor: f64,
    /// The most memory, in mebibytes.
    pub(super) memory: f64,
}

/// Whether a process may use all cores.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Cores {
    One,
    All,
}

/// Runs `marea forecast` over the files of a set; its forecasts are in `marea.csv`.
pub(super) fn run_marea(set: &Set, folder: &Path, cores: Cores) -> Result<Used> {
    let mut command = binary::command(["forecast", "--input"])?;
    command.arg(folder.join("train.csv")).args(["--freq", set.frequency]);
    for season in &set.seasons {
        command.args(["--season", &season.to_string()]);
    }
    command.args(["--horizon", &set.horizon.to_string(), "--level", &LEVEL.to_string()]);
    command.args(["--missing", set.missing, "--output"]).arg(folder.join("marea.csv"));
    if cores == Cores::One {
        command.envs([("RAYON_NUM_THREADS", "1"), ("POLARS_MAX_THREADS", "1")]);
    }
    command.stdout(Stdio::null()).stderr(fs::File::create(folder.join("marea.log"))?);
    let before = children()?;
    let watch = Stopwatch::start();
    let memory = peak(command.spawn()?)
        .with_context(|| fs::read_to_string(folder.join("marea.log")).unwrap_or_default())?;
    let processor = children()? - before;
    Ok(Used { elapsed: watch.elapsed().as_secs_f64(), processor, memory })
}

/// Our forecasts of a set, scored.
pub(super) fn marea(set: &Set, folder: &Path) -> Result<Entry> {
    let used = run_marea(set, folder, Cores::One)?;
    let score = scored(set, &folder.join("marea.csv"))?;
    Ok(Entry { model: "marea".to_owned(), score, seconds: used.processor })
}

/// What the rivals' script tells.
#[derive(Deserialize)]
pub(super) struct Told {
    pub(super) models: BTreeMap<String, Took>,
    /// The most memory, in mebibytes.
    pub(super) memory: f64,
}

/// What a model took.
#[derive(Deserialize)]
pub(super) struct Took {
    seconds: f64,
    series: f64,
}

impl Took {
    /// Series a second of one core.
    pub(super) fn rate(&self) -> f64 {
        self.series / self.seconds
    }
}

/// Runs models of the rivals over the files of a set: all that suit it, unless some are named.
pub(super) fn run_rivals(python: &Path, set: &Set, folder: &Path, models: &[&str]) -> Result<Told> {
    let job = json!({
        "frequency": set.frequency, "seasons": set.seasons, "horizon": set.horizon,
        "level": LEVEL, "models": models, "changes": set.main == Main::Owa,
    });
    fs::write(folder.join("job.json"), job.to_string())?;
    let script = root().join("tests/benches/forecast/rivals.py");
    let output = Command::new(python).arg(script).arg(folder).stderr(Stdio::inherit()).output()?;
    ensure!(output.status.success(), "{}: the rivals failed", set.name);
    let text = String::from_utf8(output.stdout)?;
    Ok(serde_json::from_str(text.lines().last().context("the rivals told nothing")?)?)
}

/// The rivals' forecasts of a set, scored.
pub(super) fn rivals(python: &Path, set: &Set, folder: &Path) -> Result<Vec<Entry>> {
    let told = run_rivals(python, set, folder, &[])?;
    let entry = |(model, took): (String, Took)| {
        let score = scored(set, &folder.join(format!("{model}.csv")))?;
        Ok(Entry { model, score, seconds: took.seconds })
    };
    told.models.into_iter().map(entry).collect()
}

/// A row of forecasts.
#[derive(Deserialize)]
struct Row {
    series: String,
    time: String,
    mean: f64,
    lower: Option<f64>,
    upper: Option<f64>,
}

/// Scores a file of forecasts. What is asked for and not there is an error.
fn scored(set: &Set, file: &Path) -> Result<Score> {
    let mut told = HashMap::new();
    let mut reader = csv::Reader::from_path(file)?;
    for row in reader.deserialize() {
        let row: Row = row?;
        let step = Step { mean: row.mean, interval: row.lower.zip(row.upper) };
        told.insert((row.series, time(&row.time)?), step);
    }
    let mut pairs = Vec::new();
    for series in &set.series {
        let steps = set.ahead(series).iter().map(|time| {
            let key = (series.name.clone(), *time);
            let step = told.get(&key).copied();
            step.with_context(|| format!("{}: no forecast of {} at {time}", file.display(), key.0))
        });
        pairs.push((set.reality(series), steps.collect::<Result<Vec<_>>>()?));
    }
    Ok(Score::of(pairs.iter().map(|(reality, steps)| (reality, steps.as_slice())), set.rules()))
}

fn time(text: &str) -> Result<NaiveDateTime> {
    let forms = ["%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%d %H:%M"];
    let found = forms.iter().find_map(|form| NaiveDateTime::parse_from_str(text, form).ok());
    match found {
        Some(time) => Ok(time),
        None => Ok(text.parse::<NaiveDate>().context("no time")?.and_time(Default::default())),
    }
}

/// Waits for a process and looks at its memory meanwhile.
fn peak(mut child: Child) -> Result<f64> {
    let path = format!("/proc/{}/status", child.id());
    let mut most = 0.0;
    let ended = poll(LONGEST, || {
        let status = fs::read_to_string(&path).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kibibytes = line.and_then(|line| line.trim().strip_suffix(" kB")?.parse::<f64>().ok());
        most = kibibytes.map_or(most, |it| it / 1_024.0);
        child.try_wait().transpose()
    });
    match ended.context("not done within an hour")?? {
        status if status.success() => Ok(most),
        status => bail!("{status}"),
    }
}

/// Processor time of all processes that were waited for, in seconds.
fn children() -> Result<f64> {
    let stat = fs::read_to_string("/proc/self/stat")?;
    let (_, fields) = stat.rsplit_once(") ").context("not told")?;
    // The kernel counts in hundredths.
    let spent = fields.split(' ').skip(13).take(2).map(str::parse::<f64>);
    Ok(spent.sum::<Result<f64, _>>()? / 100.0)
}
