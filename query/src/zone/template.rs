//! PostgreSQL's templates of dates and times: `YYYY-MM-DD HH24:MI:SS`, `FMMonth`, `IYYY-"W"IW`.

use std::fmt::Write;

use chrono::{Datelike, NaiveDateTime};

/// A part of a template.
#[derive(Debug, Clone)]
enum Part {
    /// As it stands.
    Text(char),
    /// What chrono writes for a specifier, and the one without padding.
    Chrono(&'static str, &'static str),
    /// The name of a month or day; PostgreSQL pads full names to nine letters.
    Name(&'static str, Letters, bool),
    /// A number that chrono does not know, and its digits at least.
    Number(fn(&NaiveDateTime) -> u32, usize),
}

/// How the letters of a name are written.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Letters {
    Upper,
    Capital,
    Lower,
}

/// Patterns in capital letters, the longer before those that they begin with.
const PATTERNS: [(&str, Part); 25] = [
    ("YYYY", Part::Chrono("%Y", "%-Y")),
    ("IYYY", Part::Chrono("%G", "%-G")),
    ("YY", Part::Chrono("%y", "%-y")),
    ("MONTH", Part::Name("%B", Letters::Upper, true)),
    ("MON", Part::Name("%b", Letters::Upper, false)),
    ("MM", Part::Chrono("%m", "%-m")),
    ("MI", Part::Chrono("%M", "%-M")),
    ("MS", Part::Chrono("%3f", "%3f")),
    ("DAY", Part::Name("%A", Letters::Upper, true)),
    ("DY", Part::Name("%a", Letters::Upper, false)),
    ("DDD", Part::Chrono("%j", "%-j")),
    ("DD", Part::Chrono("%d", "%-d")),
    ("D", Part::Number(|at| at.weekday().number_from_sunday(), 1)),
    ("HH24", Part::Chrono("%H", "%-H")),
    ("HH12", Part::Chrono("%I", "%-I")),
    ("HH", Part::Chrono("%I", "%-I")),
    ("SS", Part::Chrono("%S", "%-S")),
    ("US", Part::Chrono("%6f", "%6f")),
    ("IW", Part::Chrono("%V", "%-V")),
    ("ID", Part::Chrono("%u", "%u")),
    ("AM", Part::Chrono("%p", "%p")),
    ("PM", Part::Chrono("%p", "%p")),
    ("WW", Part::Number(|at| at.ordinal0() / 7 + 1, 2)),
    ("W", Part::Number(|at| at.day0() / 7 + 1, 1)),
    ("Q", Part::Number(|at| at.month0() / 3 + 1, 1)),
];

/// Patterns of PostgreSQL that are refused rather than written as letters.
const UNKNOWN: [&str; 8] = ["TZH", "TZM", "TZ", "OF", "CC", "RM", "SSSS", "Y,YYY"];

/// A template, ready to be filled.
#[derive(Debug)]
pub(super) struct Template(Vec<Part>);

impl Template {
    /// Reads a template.
    ///
    /// # Errors
    /// The pattern that is not known.
    pub(super) fn read(text: &str) -> Result<Self, String> {
        let (mut parts, mut rest) = (Vec::new(), text);
        while let Some(first) = rest.chars().next() {
            if let Some(quoted) = rest.strip_prefix('"') {
                let (literal, after) = quoted.split_once('"').unwrap_or((quoted, ""));
                parts.extend(literal.chars().map(Part::Text));
                rest = after;
                continue;
            }
            let bare = rest.strip_prefix("FM").or_else(|| rest.strip_prefix("fm"));
            let pattern = bare.unwrap_or(rest);
            if let Some(unknown) = UNKNOWN.iter().find(|it| begins(pattern, it)) {
                return Err(format!("to_char: the pattern {unknown} is not known"));
            }
            if let Some((name, part)) = PATTERNS.iter().find(|(name, _)| begins(pattern, name)) {
                parts.push(fitted(part, &pattern[..name.len()], bare.is_some()));
                rest = &pattern[name.len()..];
            } else if bare.is_some() {
                rest = pattern;
            } else {
                parts.push(Part::Text(first));
                rest = &rest[first.len_utf8()..];
            }
        }
        Ok(Self(parts))
    }

    /// Writes a time by it.
    pub(super) fn fill(&self, at: &NaiveDateTime) -> Result<String, std::fmt::Error> {
        let mut text = String::new();
        for part in &self.0 {
            match part {
                Part::Text(letter) => text.push(*letter),
                Part::Chrono(padded, _) => write!(text, "{}", at.format(padded))?,
                Part::Number(read, digits) => write!(text, "{:0digits$}", read(at))?,
                Part::Name(specifier, letters, padded) => {
                    let name = at.format(specifier).to_string();
                    let name = match letters {
                        Letters::Upper => name.to_uppercase(),
                        Letters::Capital => name,
                        Letters::Lower => name.to_lowercase(),
                    };
                    let width = if *padded { 9 } else { 0 };
                    write!(text, "{name:width$}")?;
                }
            }
        }
        Ok(text)
    }
}

fn begins(text: &str, pattern: &str) -> bool {
    text.get(..pattern.len()).is_some_and(|start| start.eq_ignore_ascii_case(pattern))
}

/// A pattern as it was written: names in the letters of the pattern, nothing padded after `FM`.
fn fitted(part: &Part, written: &str, bare: bool) -> Part {
    match part {
        Part::Chrono("%p", _) if written.starts_with('a') || written.starts_with('p') => {
            Part::Chrono("%P", "%P")
        }
        Part::Chrono(_, unpadded) if bare => Part::Chrono(unpadded, unpadded),
        Part::Number(read, _) if bare => Part::Number(*read, 1),
        Part::Name(specifier, _, padded) => {
            let mut letters = written.chars().map(char::is_uppercase);
            let case = match (letters.next(), letters.next()) {
                (Some(true), Some(true)) => Letters::Upper,
                (Some(true), _) => Letters::Capital,
                _ => Letters::Lower,
            };
            Part::Name(specifier, case, *padded && !bare)
        }
        other => other.clone(),
    }
}
