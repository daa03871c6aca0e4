//! The table of figures that the bench prints.

#![allow(clippy::print_stdout, reason = "the table is what the bench is run for")]

/// What is aimed at.
#[derive(Clone, Copy)]
pub(crate) enum Target {
    AtLeast(f64),
    AtMost(f64),
    TimesRival(f64),
    None,
}

/// One measure: ours, the rival's where there is one, and what is aimed at.
pub(crate) struct Measure {
    pub(crate) name: String,
    pub(crate) unit: &'static str,
    pub(crate) marea: f64,
    pub(crate) rival: Option<f64>,
    pub(crate) target: Target,
}

impl Measure {
    /// A figure of ours alone.
    pub(crate) fn ours(name: impl Into<String>, unit: &'static str, marea: f64) -> Self {
        Self { name: name.into(), unit, marea, rival: None, target: Target::None }
    }

    fn label(&self) -> String {
        format!("{}, {}", self.name, self.unit)
    }

    /// With the rival's figure beside it.
    pub(crate) fn beside(self, rival: Option<f64>) -> Self {
        Self { rival, ..self }
    }

    /// With what is aimed at.
    pub(crate) fn aimed(self, target: Target) -> Self {
        Self { target, ..self }
    }
}

/// Says what is measured now.
pub(crate) fn progress(text: &str) {
    println!("… {text}");
}

/// Prints all measures, one a line.
pub(crate) fn print(measures: &[Measure]) {
    let heading = ["measure", "marea", "rival", "ratio", "target"];
    let width = measures.iter().map(|it| it.label().chars().count()).max().unwrap_or_default();
    println!(
        "\n{:<width$} {:>14} {:>14} {:>8}  {}",
        heading[0], heading[1], heading[2], heading[3], heading[4]
    );
    for measure in measures {
        let ratio = measure.rival.map(|rival| measure.marea / rival);
        println!(
            "{:<width$} {:>14} {:>14} {:>8}  {}",
            measure.label(),
            figure(measure.marea),
            measure.rival.map_or_else(|| "-".to_owned(), figure),
            ratio.map_or_else(|| "-".to_owned(), |ratio| format!("{ratio:.2}")),
            verdict(measure, ratio),
        );
    }
}

fn figure(value: f64) -> String {
    if value >= 1_000.0 { format!("{value:.0}") } else { format!("{value:.2}") }
}

fn verdict(measure: &Measure, ratio: Option<f64>) -> String {
    let (text, met) = match measure.target {
        Target::AtLeast(least) => (format!("≥ {}", figure(least)), measure.marea >= least),
        Target::AtMost(most) => (format!("≤ {}", figure(most)), measure.marea <= most),
        Target::TimesRival(times) => {
            (format!("≥ {times}× rival"), ratio.is_some_and(|ratio| ratio >= times))
        }
        Target::None => return String::new(),
    };
    format!("{text} {}", if met { "met" } else { "MISSED" })
}
