//! The languages of charts and spreadsheets: their words, dates and numbers.
//!
//! [`Language`] knows four of them. `words` is the one table of words; `dates` and `numbers` write
//! days and figures as a reader of the language expects them; `columns` names what tables hold, and
//! `values` the words in them.
//!
//! Invariant: a word that lacks a language does not compile.

mod columns;
mod dates;
mod numbers;
mod values;
mod words;

use std::{fmt, str::FromStr};

pub(crate) use self::{
    columns::{ColumnWords, Unit},
    words::Word,
};

/// A language in which charts and spreadsheets are written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Language {
    /// English, with British dates.
    #[default]
    English,
    /// Spanish of Spain.
    Spanish,
    /// French of France.
    French,
    /// Galician.
    Galician,
}

/// A language that nothing is written in.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "there is no language \"{asked}\"; there are en (English), es (Spanish), fr (French) and gl (Galician)"
)]
pub struct UnknownLanguage {
    asked: String,
}

impl Language {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::English, Self::Spanish, Self::French, Self::Galician];

    /// The code of ISO 639-1.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Spanish => "es",
            Self::French => "fr",
            Self::Galician => "gl",
        }
    }

    /// A word.
    pub(crate) fn word(self, word: Word) -> &'static str {
        word.texts()[self as usize]
    }

    /// A phrase, with each `{}` of it replaced by the next of `parts`.
    pub(crate) fn phrase(self, word: Word, parts: &[&str]) -> String {
        let mut pieces = self.word(word).split("{}");
        let mut text = pieces.next().unwrap_or_default().to_owned();
        for (piece, part) in pieces.zip(parts) {
            text.push_str(part);
            text.push_str(piece);
        }
        text
    }
}

impl fmt::Display for Language {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.code())
    }
}

impl FromStr for Language {
    type Err = UnknownLanguage;

    /// Reads a code, with or without a region: `es`, `es-ES`, `gl_ES`.
    fn from_str(text: &str) -> Result<Self, UnknownLanguage> {
        let code = text.split(['-', '_']).next().unwrap_or_default().to_lowercase();
        let found = Self::ALL.into_iter().find(|language| language.code() == code);
        found.ok_or_else(|| UnknownLanguage { asked: text.to_owned() })
    }
}

#[cfg(test)]
mod tests;
