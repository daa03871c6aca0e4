//! From the command line and what the file shows to what the engine is asked.

use marea_forecast::{Missing, Request};

use super::{FileArguments, MissingRows, gaps::Meaning, rows::Rows};

/// Periods ahead where neither the command line nor the file says how many.
const USUAL_HORIZON: usize = 28;
/// The interval where none is asked for.
const USUAL_LEVEL: f64 = 0.95;

/// What the engine is asked, and what a reader should know of it.
pub(super) struct Asked {
    pub(super) request: Request,
    pub(super) notes: Vec<String>,
}

pub(super) fn asked(rows: &Rows, file: &FileArguments) -> anyhow::Result<Asked> {
    let horizon = file.horizon.unwrap_or_else(|| match rows.rows_ahead() {
        0 => USUAL_HORIZON,
        ahead => ahead,
    });
    let found = Meaning::of(rows);
    let (missing, common_origin, note) = missing(rows, &found, file.missing);
    let mut request = Request::new(rows.frequency(), horizon);
    request.seasons = seasons(&file.season)?;
    request.levels = levels(&file.level)?;
    request.missing = missing;
    request.pooled = !file.no_pooling;
    request.origin = if common_origin { rows.last_value() } else { None };
    if let Some(text) = &file.origin {
        let time = rows.time_form().asked(text);
        let fault = || anyhow::anyhow!("--origin: expected a time as the file's, found \"{text}\"");
        request.origin = Some(time.ok_or_else(fault)?);
    }
    if let Some(code) = &file.country {
        anyhow::ensure!(
            !rows.time_form().is_index(),
            "--country: an index has no holidays; give the file dates"
        );
        let country: marea_forecast::calendar::Country =
            code.parse().map_err(|error| anyhow::anyhow!("--country: {error}"))?;
        request.country = Some(country);
    }
    let notes = note.map(|note| format!("{note} (--missing says otherwise)"));
    Ok(Asked { request, notes: notes.into_iter().chain(added_up(rows, &found)).collect() })
}

/// What is said where rows share a period: an hour that clocks show twice, a file that was joined
/// twice, or days that are asked for by weeks.
fn added_up(rows: &Rows, found: &Meaning) -> Option<String> {
    let rows_told = if found.repeated == 1 {
        "1 row has".to_owned()
    } else {
        format!("{} rows have", found.repeated)
    };
    let told = || {
        format!(
            "{rows_told} the series and, by {} periods, the time of another: they are added up",
            rows.frequency()
        )
    };
    (found.repeated > 0).then(told)
}

/// What a period without a row means, whether all series are forecast from where the file ends, and
/// what to say of it.
///
/// Where rows stand for demand alone, a series without recent rows had no recent demand.
fn missing(
    rows: &Rows,
    found: &Meaning,
    asked: MissingRows,
) -> (Missing, bool, Option<&'static str>) {
    let sparse = |missing: Missing| found.any && missing == Missing::Zero;
    let (missing, note) = match asked {
        MissingRows::Auto => (found.missing, found.note),
        MissingRows::Zero => (Missing::Zero, None),
        MissingRows::Unknown => (Missing::Unknown, None),
        MissingRows::Closed => (Missing::Closed, None),
    };
    (missing, sparse(missing) || rows.end_together(), note)
}

fn seasons(asked: &[f64]) -> anyhow::Result<Vec<f64>> {
    let wrong = asked.iter().find(|season| !season.is_finite() || **season < 1.0);
    if let Some(season) = wrong {
        anyhow::bail!("--season: expected a length of at least one period, found {season}");
    }
    let mut seasons: Vec<f64> = asked.to_vec();
    seasons.sort_by(f64::total_cmp);
    seasons.dedup();
    Ok(seasons)
}

/// The least percentage: 1.5 is rather a slip than an interval of 1.5 %.
const LEAST_PERCENT: f64 = 5.0;

/// Probabilities, also where they are given in percent.
fn levels(asked: &[f64]) -> anyhow::Result<Vec<f64>> {
    if asked.is_empty() {
        return Ok(vec![USUAL_LEVEL]);
    }
    let one = |level: &f64| {
        let share = if *level >= LEAST_PERCENT { *level / 100.0 } else { *level };
        let fits = share > 0.0 && share < 1.0;
        fits.then_some(share).ok_or_else(|| {
            anyhow::anyhow!("--level: expected a probability as 0.95 (or 95), found {level}")
        })
    };
    let mut levels: Vec<f64> = asked.iter().map(one).collect::<anyhow::Result<_>>()?;
    levels.sort_by(f64::total_cmp);
    levels.dedup();
    Ok(levels)
}

#[cfg(test)]
mod tests;
