//! A column beside the value: numbers that are known ahead, or texts that become such.

use std::collections::HashMap;

use super::number::Cell;

/// A column of text with more values than this says nothing that could be learned from a few
/// years: names, notes, identifiers.
const MOST_VALUES: usize = 24;
/// More values than this are not even remembered.
const MOST_REMEMBERED: usize = 1000;

/// A column as it was read.
#[derive(Debug)]
pub(super) struct Regressor {
    name: String,
    numbers: Vec<f64>,
    /// Each cell's text, by its place in `texts`.
    codes: Vec<u16>,
    texts: Vec<String>,
    places: HashMap<String, u16>,
    is_text: bool,
}

/// What a column is good for.
pub(super) enum Use {
    /// Known ahead, under these names; NaN where it is not known.
    Known(Vec<(String, Vec<f64>)>),
    /// Not used, and why.
    Ignored(String),
}

impl Regressor {
    pub(super) fn new(name: String) -> Self {
        let (texts, places) = (Vec::new(), HashMap::new());
        Self { name, numbers: Vec::new(), codes: Vec::new(), texts, places, is_text: false }
    }

    pub(super) fn push(&mut self, text: &str) {
        let number = match Cell::read(text) {
            Cell::Number(number) => number,
            Cell::Unknown => f64::NAN,
            Cell::Text => {
                self.is_text = true;
                f64::NAN
            }
        };
        self.numbers.push(number);
        let code = self.code(text);
        self.codes.push(code);
    }

    fn code(&mut self, text: &str) -> u16 {
        if let Some(code) = self.places.get(text) {
            return *code;
        }
        let Ok(code) = u16::try_from(self.texts.len()) else { return u16::MAX };
        if self.texts.len() >= MOST_REMEMBERED {
            return u16::MAX;
        }
        self.texts.push(text.to_owned());
        self.places.insert(text.to_owned(), code);
        code
    }

    /// What the column is good for, given which series each row belongs to.
    pub(super) fn used(self, series: &[u32]) -> Use {
        let name = &self.name;
        if self.numbers.iter().all(|number| number.is_nan()) && !self.is_text {
            return Use::Ignored(format!("column \"{name}\" is empty and is not used"));
        }
        if !self.is_text {
            return Use::Known(vec![(self.name, self.numbers)]);
        }
        if self.texts.len() > MOST_VALUES {
            let why = format!("column \"{name}\" is text with more than {MOST_VALUES} values");
            return Use::Ignored(format!("{why} and is not used"));
        }
        if !self.varies_in_time(series) {
            let why = "is text that is the same throughout each series";
            return Use::Ignored(format!("column \"{name}\" {why} and is not used"));
        }
        Use::Known(self.indicators())
    }

    fn varies_in_time(&self, series: &[u32]) -> bool {
        let mut first: HashMap<u32, u16> = HashMap::new();
        let mut cells = series.iter().zip(&self.codes);
        cells.any(|(series, code)| *first.entry(*series).or_insert(*code) != *code)
    }

    /// A column of 0 and 1 for each text but the commonest, which is what the others differ from.
    fn indicators(self) -> Vec<(String, Vec<f64>)> {
        let mut counts = vec![0_usize; self.texts.len()];
        for code in &self.codes {
            counts[usize::from(*code)] += 1;
        }
        let commonest = (0..counts.len()).max_by_key(|code| (counts[*code], usize::MAX - code));
        let others = (0..counts.len()).filter(|code| Some(*code) != commonest);
        let cells = |wanted: usize| {
            let is_it = |code: &u16| f64::from(u8::from(usize::from(*code) == wanted));
            self.codes.iter().map(is_it).collect()
        };
        others.map(|code| (format!("{}={}", self.name, self.texts[code]), cells(code))).collect()
    }
}

#[cfg(test)]
mod tests;
