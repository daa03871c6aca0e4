//! Whether two answers say the same: figures to six digits, texts as they are, in any order.

use anyhow::{Context as _, Result, ensure};

use super::question::{Answer, Engine, Question};

/// Expects an engine to have answered all questions as we did.
pub(super) fn agree(
    engine: Engine,
    questions: &[Question],
    ours: &[Answer],
    theirs: &[Answer],
) -> Result<()> {
    for ((question, ours), theirs) in questions.iter().zip(ours).zip(theirs) {
        let same = rows(question, &ours.csv, &theirs.csv);
        same.with_context(|| format!("{}: {}", engine.name(), question.name))?;
    }
    Ok(())
}

/// Expects two answers in CSV to have the same rows, whatever their order.
pub(super) fn rows(question: &Question, ours: &[u8], theirs: &[u8]) -> Result<()> {
    let (ours, theirs) = (read(ours)?, read(theirs)?);
    ensure!(!ours.is_empty(), "an empty answer");
    ensure!(ours.len() == theirs.len(), "{} rows here, {} there", ours.len(), theirs.len());
    if question.estimated {
        return Ok(());
    }
    for (ours, theirs) in ours.iter().zip(&theirs) {
        ensure!(ours == theirs, "{ours:?} here, {theirs:?} there");
    }
    Ok(())
}

fn read(csv: &[u8]) -> Result<Vec<Vec<String>>> {
    let mut reader = csv::Reader::from_reader(csv);
    let rows = reader.records().map(|row| Ok(row?.iter().map(cell).collect()));
    let mut rows = rows.collect::<Result<Vec<Vec<_>>>>()?;
    rows.sort();
    Ok(rows)
}

/// A cell in one form: engines write figures, instants and nulls each in their own.
fn cell(text: &str) -> String {
    if text == "\\N" {
        return String::new();
    }
    // A day and an instant begin alike; a figure has no colon and no dash but a sign.
    if text.len() >= 10 && text.as_bytes()[4] == b'-' {
        return text.replace('T', " ").get(..19).unwrap_or(text).trim_end_matches('Z').to_owned();
    }
    match text.parse::<f64>() {
        Ok(figure) => format!("{figure:.5e}"),
        Err(_) => text.to_owned(),
    }
}
