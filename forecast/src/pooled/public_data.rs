//! Pooled models on public data whose published scores are known; skipped where it is absent.

use std::io::Read;
use std::path::Path;

use rayon::prelude::*;

use super::{BOOSTED_TREES, Member, POOLED_PROFILE, Panel, Pooled};

/// Reads a gzipped table of one series a row: values after the identifier, as many as there are.
fn rows(file: &str) -> Option<Vec<Vec<f64>>> {
    // Cargo names the folder of the crate at run time; a build that is kept may come from another.
    let here = std::env::var_os("CARGO_MANIFEST_DIR")?;
    let folder = Path::new(&here).join("../../shared/datasets");
    let packed = std::fs::read(folder.join(file)).ok()?;
    let mut text = String::new();
    flate2::read::GzDecoder::new(packed.as_slice()).read_to_string(&mut text).ok()?;
    let number = |cell: &str| cell.trim_matches('"').parse::<f64>().ok();
    let row = |line: &str| line.split(',').skip(1).map_while(number).collect();
    Some(text.lines().skip(1).map(row).collect())
}

/// Means over series of a forecast's errors. Absolute errors are scaled by differences at `lag`,
/// squared ones by those of neighbours, as in the M5 competition.
#[derive(Debug, Default)]
struct Scores {
    smape: f64,
    mase: f64,
    rmsse: f64,
    /// The sum of errors over the sum of values, of all series together.
    bias: f64,
}

fn score(known: &[Vec<f64>], actual: &[Vec<f64>], forecast: &[Vec<f64>], lag: usize) -> Scores {
    let (mut scores, mut count, mut error, mut size) = (Scores::default(), 0.0, 0.0, 0.0);
    for ((known, actual), forecast) in known.iter().zip(actual).zip(forecast) {
        let changes = known.iter().zip(&known[lag..]).map(|(old, new)| (new - old).abs());
        let absolute = changes.sum::<f64>() / (known.len() - lag) as f64;
        let squares = known.windows(2).map(|pair| (pair[1] - pair[0]).powi(2));
        let square = squares.sum::<f64>() / (known.len() - 1) as f64;
        let steps = actual.len() as f64;
        if absolute == 0.0 {
            continue;
        }
        let pairs = || forecast.iter().zip(actual);
        let relative = pairs().map(|(step, actual)| {
            200.0 * (step - actual).abs() / (step.abs() + actual.abs()).max(f64::MIN_POSITIVE)
        });
        let squares: f64 = pairs().map(|(step, actual)| (step - actual).powi(2)).sum();
        scores.smape += relative.sum::<f64>() / steps;
        scores.mase +=
            pairs().map(|(step, actual)| (step - actual).abs()).sum::<f64>() / steps / absolute;
        scores.rmsse += (squares / steps / square).sqrt();
        error += pairs().map(|(step, actual)| step - actual).sum::<f64>();
        size += actual.iter().sum::<f64>();
        count += 1.0;
    }
    let Scores { smape, mase, rmsse, .. } = scores;
    Scores { smape: smape / count, mase: mase / count, rmsse: rmsse / count, bias: error / size }
}

/// Learns from all rows of one file and scores `model` against those of the other.
fn check(files: (&str, &str), seasons: &[f64], lag: usize, model: &str) -> Option<Scores> {
    let (Some(known), Some(actual)) = (rows(files.0), rows(files.1)) else {
        eprintln!("{}: skipped, its data set is absent", files.0);
        return None;
    };
    let (horizon, end) = (actual[0].len(), known.iter().map(Vec::len).max()?);
    let member = |values| Member { values, tested: values, end, regressors: &[], codes: &[] };
    let members: Vec<Member<'_>> = known.iter().map(|values| member(values)).collect();
    let panel = Panel { members: &members, seasons, year: 1, calendar: &[] };
    let pooled = Pooled::learn(&panel, &[0, horizon], horizon).expect("enough to learn from");
    let forecast: Vec<Vec<f64>> = (0..members.len())
        .into_par_iter()
        .map(|member| {
            let tracks = pooled.tracks(member).into_iter().find(|track| track.model == model);
            // A part that was never asked for is not forecast: nothing will be.
            tracks.and_then(|mut track| track.steps.remove(0)).unwrap_or(vec![0.0; horizon])
        })
        .collect();
    let scores = score(&known, &actual, &forecast, lag);
    eprintln!("{} by {model}: {scores:.3?}", files.0);
    Some(scores)
}

#[test]
fn m4_weekly_is_forecast_by_trees_better_than_by_the_winner_of_the_competition() {
    let files = ("m4_weekly_train.csv.gz", "m4_weekly_test.csv.gz");
    let Some(scores) = check(files, &[365.25 / 7.0], 1, BOOSTED_TREES) else { return };
    // Naive2's 9.161 and 2.777 are the competition's; its winner scored 0.851 on these series, the
    // best entrant for them 0.739.
    let relative = (scores.smape / 9.161 + scores.mase / 2.777) / 2.0;
    eprintln!("M4 weekly: OWA {relative:.3}");
    assert!(relative < 0.76, "{relative}");
}

#[test]
fn spare_parts_are_forecast_by_trees_better_than_by_models_of_one_part() {
    let files = ("carparts_train.csv.gz", "carparts_test.csv.gz");
    let Some(scores) = check(files, &[12.0], 12, BOOSTED_TREES) else { return };
    // IMAPA has 0.668 (statsforecast 2.1.1), a forecast of nothing 0.676.
    assert!(scores.rmsse < 0.66 && scores.bias.abs() < 0.2, "{scores:?}");
    let Some(profile) = check(files, &[12.0], 12, POOLED_PROFILE) else { return };
    assert!(profile.rmsse < 0.70 && profile.bias.abs() < 0.2, "{profile:?}");
}
