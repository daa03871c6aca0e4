//! What the values of plans are called: roles, reasons, models and other words that are the same few
//! in every row.

mod named;

use super::{Language, Word};

/// The reasons of a reorder plan, whose English words are those of the plan.
const REASONS: [Word; 11] = [
    Word::EnoughStock,
    Word::NoDemand,
    Word::BelowReorderPoint,
    Word::RaisedToMinimum,
    Word::StockOutBeforeIncoming,
    Word::CappedByShelfLife,
    Word::MinimumBeyondShelfLife,
    Word::MinimumNotWorthIt,
    Word::OneSeason,
    Word::SeasonCovered,
    Word::SeasonOverBeforeArrival,
];

impl Language {
    /// What a role is called; a role of the shop's own keeps its name.
    pub(crate) fn role(self, role: &str) -> String {
        let word = match role {
            "receiving" => Word::Receiving,
            "put_away" => Word::PutAway,
            "picking" => Word::Picking,
            "packing" => Word::Packing,
            "returns" => Word::Returns,
            "counting" => Word::Counting,
            "contacts" => Word::Contacts,
            other => return other.replace('_', " "),
        };
        self.word(word).to_owned()
    }

    /// A value of a column of a plan in words of the language, where it is one of a few; else as it
    /// is.
    pub(crate) fn value(self, column: &str, text: String) -> String {
        match column {
            "role" | "short_of" => self.role(&text),
            "reason" => {
                let known = REASONS.into_iter().find(|word| Self::English.word(*word) == text);
                known.map_or(text, |word| self.word(word).to_owned())
            }
            _ => self.known(column, &text).unwrap_or(text),
        }
    }
}

#[cfg(test)]
mod tests;
