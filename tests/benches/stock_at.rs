//! Stock, and its value at average cost, as of three past days over ten million movements, beside
//! the same questions to PostgreSQL and to DuckDB over the same rows, taken from our lake.
//!
//! Quantities must agree to the last unit, or the bench fails. Values cannot: what goods cost on
//! average depends on the order of receipts and issues, row by row, and plain SQL has no fold. The
//! rivals are asked for the cheapest figure that is still honest, the periodic weighted average:
//! what all receipts cost, by their units, times what is on hand.

mod answer;
mod duckdb;
mod fill;
mod ledger;
mod postgres;
mod question;
mod wording;

use anyhow::{Context as _, Result, ensure};
use marea_tests::{lake::LakeTable, stopwatch::Stopwatch};

use self::{
    answer::{Answer, agree, total},
    question::{DAYS, Question, Subject},
};
use crate::{
    cache::{CachedStore, size},
    duckdb::DuckDb,
    postgres::Postgres,
    process::{forget_peak, idle},
    table::{Measure, Target, progress},
    wire::{Connection, sql_as_csv},
};

/// Runs of each question after the first.
const RUNS: usize = 7;
/// What the issue aims at, in milliseconds and in mebibytes.
const LONGEST: f64 = 2_000.0;
const MOST_MEMORY: f64 = 1_024.0;
/// How far the rivals' value may be from ours, as a share: they answer another question, but one
/// near enough to show a gross error of ours.
const NEAR: f64 = 0.05;

/// Measures over so many movements as `MAREA_BENCH_MOVEMENTS` says.
pub(crate) async fn measure(
    postgres: Option<&Postgres>,
    duckdb: Option<&DuckDb>,
    measures: &mut Vec<Measure>,
) -> Result<()> {
    let movements = size("MAREA_BENCH_MOVEMENTS", 10_000_000)?;
    let workload = concat!(include_str!("stock_at/ledger.rs"), include_str!("stock_at/wording.rs"));
    let store = CachedStore::of("stock-movements", movements, workload)?;
    let filled = fill::filled(&store, movements).await?;
    let lake = LakeTable::open(&store.data(), "stock_movements")?;
    let rows = lake.row_count()?;
    ensure!(rows >= movements as u64, "{rows} movements of {movements}");
    let load = filled.events as f64 / filled.seconds;
    measures.push(Measure::ours("stock movements in the ledger", "rows", rows as f64));
    measures.push(Measure::ours(
        "load of the events that made them, when it was filled",
        "1/s",
        load,
    ));
    let questions = Question::all()?;
    let (ours, before, at_most) = ask_marea(&store, &questions).await?;
    agree_with_themselves(&questions, &ours)?;
    progress("rivals' value is the periodic weighted average: plain SQL has no fold for ours");
    if let Some(postgres) = postgres {
        let theirs = postgres::ask(postgres, duckdb, &lake, &questions).await?;
        compare("PostgreSQL", &questions, &ours, &theirs, measures)?;
    }
    let mut memory = None;
    if let Some(duckdb) = duckdb {
        let (theirs, peak) = duckdb::ask(duckdb, &lake, &questions)?;
        compare("DuckDB", &questions, &ours, &theirs, measures)?;
        memory = Some(peak);
    }
    measures.push(Measure::ours("server memory before the questions", "MiB", before));
    let name = "memory while it answered beside DuckDB, at most";
    let target = Target::AtMost(MOST_MEMORY);
    measures.push(Measure::ours(name, "MiB", at_most).beside(memory).aimed(target));
    Ok(())
}

/// Asks a server that was just started; gives its answers, and its memory in mebibytes before them
/// and at most since.
async fn ask_marea(store: &CachedStore, questions: &[Question]) -> Result<(Vec<Answer>, f64, f64)> {
    progress("a start over all movements");
    let server = store.serve().start()?;
    idle(&server).await?;
    forget_peak(&server)?;
    let before = server.memory()?.now as f64;
    let mut connection = Connection::to(server.address()).await?;
    let mut answers = Vec::new();
    for question in questions {
        progress(&format!("Marea: {}", question.name()));
        answers.push(time(&mut connection, &question.ours()).await?);
    }
    let at_most = server.memory()?.at_most as f64;
    server.stop()?;
    Ok((answers, before, at_most))
}

async fn time(connection: &mut Connection, sql: &str) -> Result<Answer> {
    let request = sql_as_csv(sql);
    let mut took = Vec::new();
    let mut csv = Vec::new();
    for _ in 0..=RUNS {
        let watch = Stopwatch::start();
        let body = connection.exchange(&request).await?;
        took.push(watch.elapsed().as_secs_f64() * 1_000.0);
        csv = body.to_vec();
    }
    Answer::of(&took, csv)
}

/// Our own two functions must tell of the same units.
fn agree_with_themselves(questions: &[Question], answers: &[Answer]) -> Result<()> {
    for day in DAYS {
        let of = |subject| {
            let mut both = questions.iter().zip(answers);
            both.find(|(question, _)| question.day == day && question.subject == subject)
        };
        let (units, value) = (of(Subject::Quantities), of(Subject::Value));
        let ((_, units), (_, value)) = units.zip(value).context("not asked")?;
        agree(units, value, &["on_hand"]).with_context(|| format!("stock_value_at('{day}')"))?;
    }
    Ok(())
}

/// Holds a rival's answers against ours, then puts the times side by side.
fn compare(
    rival: &str,
    questions: &[Question],
    ours: &[Answer],
    theirs: &[Answer],
    measures: &mut Vec<Measure>,
) -> Result<()> {
    for ((question, ours), theirs) in questions.iter().zip(ours).zip(theirs) {
        let name = question.name();
        agree(ours, theirs, question.exact()).with_context(|| format!("{rival}: {name}"))?;
        let beside = match question.subject {
            Subject::Quantities => rival.to_owned(),
            Subject::Value => format!("{rival}'s periodic average"),
        };
        let mut add = |label, marea, rival| {
            let name = format!("{name} beside {beside}, {label}");
            let target = Target::AtMost(LONGEST);
            measures.push(Measure::ours(name, "ms", marea).beside(Some(rival)).aimed(target));
        };
        add("p50", ours.middle(), theirs.middle());
        if question.day == DAYS[0] {
            add("the first time", ours.first(), theirs.first());
        }
        if question.subject == Subject::Value {
            let (marea, rival) = (total(ours, "value")?, total(theirs, "value")?);
            let share = (marea - rival).abs() / rival;
            ensure!(share < NEAR, "{name}: {marea} in all, {beside} makes {rival}");
            let name = format!("value in all as of {} beside {beside}", question.day);
            measures.push(Measure::ours(name, "EUR", marea).beside(Some(rival)));
        }
    }
    Ok(())
}
