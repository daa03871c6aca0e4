//! The table of accuracy, set by set.

#![allow(clippy::print_stdout, reason = "the table is what the bench is run for")]

use std::ops::RangeInclusive;

use marea_tests::scoring::Score;

use super::{
    contestant::Entry,
    set::{BIAS, COVERAGE, MSIS, Main, OWA, RMSSE, Set},
};

/// How the forecasters did on a set.
pub(super) struct Standing {
    pub(super) ours: Entry,
    pub(super) rivals: Vec<Entry>,
    /// The naive forecast, which overall averages stand beside.
    pub(super) naive: Score,
}

/// A measure as a line of the table.
struct Line {
    name: &'static str,
    of: fn(&Score, &Score) -> Option<f64>,
}

const LINES: [Line; 8] = [
    Line { name: OWA, of: |it, naive| Some(it.owa(naive)) },
    Line { name: "sMAPE", of: |it, _| Some(it.smape) },
    Line { name: "MASE", of: |it, _| Some(it.mase) },
    Line { name: RMSSE, of: |it, _| Some(it.rmsse) },
    Line { name: "WAPE", of: |it, _| Some(it.wape) },
    Line { name: BIAS, of: |it, _| Some(it.bias) },
    Line { name: COVERAGE, of: |it, _| it.coverage },
    Line { name: MSIS, of: |it, _| it.msis },
];

impl Standing {
    /// The measure that the contest is about: less is better.
    pub(super) fn main(&self, set: &Set, entry: &Entry) -> f64 {
        match set.main {
            Main::Owa => entry.score.owa(&self.naive),
            Main::Rmsse => entry.score.rmsse,
        }
    }

    /// The rival of a kind that did best in hindsight, which no user knows beforehand.
    pub(super) fn best(&self, set: &Set, kind: Kind) -> Option<&Entry> {
        let of_kind = self.rivals.iter().filter(|entry| Kind::of(entry) == kind);
        of_kind.min_by(|one, other| self.main(set, one).total_cmp(&self.main(set, other)))
    }

    /// Statsforecast's figure of the main measure, whether by one model or by several.
    fn to_beat(&self, set: &Set, measure: &str) -> Option<RangeInclusive<f64>> {
        let entries =
            [Kind::Single, Kind::Ensemble].iter().filter_map(|kind| self.best(set, *kind));
        let best = entries.map(|entry| self.main(set, entry)).min_by(f64::total_cmp)?;
        (measure == set.main.name()).then_some(0.0..=best)
    }

    /// Prints a measure a line.
    pub(super) fn print(&self, set: &Set) {
        let columns: Vec<_> = std::iter::once(&self.ours)
            .chain(Kind::ALL.iter().filter_map(|kind| self.best(set, *kind)))
            .collect();
        println!(
            "\n{}: {} series, {} values, {}, seasons {:?}, horizon {}",
            set.name,
            set.series.len(),
            set.rows(),
            set.frequency,
            set.seasons,
            set.horizon
        );
        print_row("", columns.iter().map(|entry| entry.model.clone()), "aim");
        let owa = set.main == Main::Owa;
        for line in LINES.iter().filter(|line| owa || line.name != OWA) {
            let figure = |entry: &Entry| (line.of)(&entry.score, &self.naive);
            let cell = |figure: Option<f64>| {
                figure.map_or_else(|| "-".to_owned(), |figure| format!("{figure:.3}"))
            };
            let aim = set.aim(line.name).cloned().or_else(|| self.to_beat(set, line.name));
            let aim = aim.map(|aim| verdict(&aim, figure(&self.ours)));
            let cells = columns.iter().map(|entry| cell(figure(entry)));
            print_row(line.name, cells, &aim.unwrap_or_default());
        }
        let rates = columns.iter().map(|it| set.series.len() as f64 / it.seconds.max(0.01));
        print_row("series a second a core", rates.map(|rate| format!("{rate:.1}")), "");
    }
}

fn verdict(aim: &RangeInclusive<f64>, figure: Option<f64>) -> String {
    let met = figure.is_some_and(|figure| aim.contains(&figure));
    format!("{} to {:.3} {}", aim.start(), aim.end(), if met { "met" } else { "MISSED" })
}

fn print_row(name: &str, cells: impl Iterator<Item = String>, aim: &str) {
    let cells: String = cells.map(|cell| format!("{cell:>38}")).collect();
    println!("  {name:<24}{cells}  {aim}");
}

/// What a rival is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Single,
    Ensemble,
    Boosting,
}

impl Kind {
    const ALL: [Self; 3] = [Self::Single, Self::Ensemble, Self::Boosting];

    fn of(entry: &Entry) -> Self {
        match entry.model.as_str() {
            "LightGBM" => Self::Boosting,
            model if model.starts_with("median") => Self::Ensemble,
            _ => Self::Single,
        }
    }
}

/// Prints of all sets at once: our main measure beside the rivals' best.
pub(super) fn print_summary(standings: &[(Set, Standing)]) {
    println!("\nmain measure as a share of the rival's best; under 1 is ahead");
    let heading = ["statsforecast", "its ensemble", "LightGBM"].map(str::to_owned);
    print_row("", heading.into_iter(), "");
    for (set, standing) in standings {
        let ours = standing.main(set, &standing.ours);
        let cells = Kind::ALL.iter().map(|kind| match standing.best(set, *kind) {
            Some(rival) => format!("{:.3}", ours / standing.main(set, rival)),
            None => "-".to_owned(),
        });
        print_row(set.name, cells, "");
    }
}
