//! The table of questions, engine by engine, and the geometric means.

#![allow(clippy::print_stdout, reason = "the table is what the bench is run for")]

use super::question::{Answer, Engine, Question};
use crate::table::{Measure, Target};

/// One engine's answers, in the order of the questions.
pub(super) struct Column {
    pub(super) engine: Engine,
    pub(super) answers: Vec<Answer>,
}

type Time = (&'static str, fn(&Answer) -> f64);

const TIMES: [Time; 2] = [("cold", |answer| answer.cold), ("warm", Answer::median)];

/// Prints what each question took, in milliseconds.
pub(super) fn print(questions: &[Question], columns: &[Column]) {
    let width = questions.iter().map(|it| it.name.chars().count()).max().unwrap_or_default();
    let heading = columns.iter().flat_map(|column| {
        TIMES.map(|(label, _)| format!("{:>16}", format!("{} {label}", column.engine.name())))
    });
    println!("\n{:<width$}{}", "question, ms", heading.collect::<String>());
    for (place, question) in questions.iter().enumerate() {
        let cells = columns.iter().flat_map(|column| {
            TIMES.map(|(_, time)| format!("{:>16.1}", time(&column.answers[place])))
        });
        println!("{:<width$}{}", question.name, cells.collect::<String>());
    }
    let means = columns
        .iter()
        .flat_map(|column| TIMES.map(|(_, time)| format!("{:>16.1}", mean(&column.answers, time))));
    println!("{:<width$}{}", "geometric mean", means.collect::<String>());
}

/// The geometric means, beside each rival.
pub(super) fn means(columns: &[Column], measures: &mut Vec<Measure>) {
    let Some((ours, rivals)) = columns.split_first() else { return };
    for rival in rivals {
        for (label, time) in TIMES {
            let (marea, theirs) = (mean(&ours.answers, time), mean(&rival.answers, time));
            let count = ours.answers.len();
            let name = format!(
                "geometric mean of {count} questions, {label}, beside {}",
                rival.engine.name()
            );
            let aimed = rival.engine == Engine::DuckDb && label == "warm";
            let target = if aimed { Target::AtMost(theirs) } else { Target::None };
            measures.push(Measure::ours(name, "ms", marea).beside(Some(theirs)).aimed(target));
        }
    }
}

fn mean(answers: &[Answer], time: fn(&Answer) -> f64) -> f64 {
    let logarithms: f64 = answers.iter().map(|answer| time(answer).max(0.001).ln()).sum();
    (logarithms / answers.len().max(1) as f64).exp()
}
