//! What the scoring example is asked for.

use std::str::FromStr;

use marea_forecast::{Frequency, Missing, Request};

/// How a file lays out its series.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    /// Rows of series, time, value.
    Long,
    /// The M4 competition's: a row a series, values after its name, left aligned.
    M4,
    /// The spare parts' of the R package expsmooth: the same, by months.
    Carparts,
}

#[derive(Debug, Clone)]
pub(crate) struct Arguments {
    pub(crate) files: [String; 2],
    pub(crate) format: Format,
    pub(crate) frequency: Frequency,
    pub(crate) seasons: Vec<f64>,
    pub(crate) horizon: Option<usize>,
    pub(crate) level: f64,
    pub(crate) missing: Missing,
    pub(crate) lag: Option<usize>,
    pub(crate) pooled: bool,
    pub(crate) output: Option<String>,
}

fn parsed<T: FromStr>(option: &str, text: &str) -> Result<T, String> {
    text.parse().map_err(|_| format!("{option} does not take {text:?}"))
}

impl Arguments {
    pub(crate) fn read(arguments: impl Iterator<Item = String>) -> Result<Self, String> {
        let mut files = Vec::new();
        let mut found = Self {
            files: [String::new(), String::new()],
            format: Format::Long,
            frequency: Frequency::Days,
            seasons: Vec::new(),
            horizon: None,
            level: 0.95,
            missing: Missing::Zero,
            lag: None,
            pooled: true,
            output: None,
        };
        let mut arguments = arguments;
        while let Some(argument) = arguments.next() {
            if argument == "--alone" {
                found.pooled = false;
            } else if argument.starts_with("--") {
                let value = arguments.next().ok_or(format!("{argument} needs a value"))?;
                found.set(&argument, &value)?;
            } else {
                files.push(argument);
            }
        }
        found.files =
            files.try_into().map_err(|_| "two files are needed: TRAIN TEST".to_owned())?;
        Ok(found)
    }

    fn set(&mut self, option: &str, value: &str) -> Result<(), String> {
        match (option, value) {
            ("--format", "m4") => (self.format, self.frequency) = (Format::M4, Frequency::Weeks),
            ("--format", "carparts") => {
                (self.format, self.frequency) = (Format::Carparts, Frequency::Months);
            }
            ("--format", "long") => self.format = Format::Long,
            ("--freq", text) => self.frequency = parsed(option, text)?,
            ("--season", text) => {
                let seasons = text.split(',').map(|season| parsed(option, season));
                self.seasons = seasons.collect::<Result<_, _>>()?;
            }
            ("--horizon", text) => self.horizon = Some(parsed(option, text)?),
            ("--level", text) => self.level = parsed(option, text)?,
            ("--lag", text) => self.lag = Some(parsed(option, text)?),
            ("--missing", "zero") => self.missing = Missing::Zero,
            ("--missing", "unknown") => self.missing = Missing::Unknown,
            ("--missing", "closed") => self.missing = Missing::Closed,
            ("--output", text) => self.output = Some(text.to_owned()),
            _ => return Err(format!("{option} {value} is not known")),
        }
        Ok(())
    }

    pub(crate) fn request(&self, horizon: usize) -> Request {
        Request {
            seasons: self.seasons.clone(),
            levels: vec![self.level],
            missing: self.missing,
            pooled: self.pooled,
            ..Request::new(self.frequency, self.horizon.unwrap_or(horizon))
        }
    }

    /// The lag of the naive forecast that MASE is scaled by: 1 for weeks, as in M4.
    pub(crate) fn scale_lag(&self) -> usize {
        let own = self.frequency.seasons();
        let seasons = if self.seasons.is_empty() { own } else { self.seasons.clone() };
        let first = seasons.first().map_or(1, |season| season.round() as usize);
        let weekly = self.format == Format::M4;
        self.lag.unwrap_or(if weekly { 1 } else { first })
    }
}
