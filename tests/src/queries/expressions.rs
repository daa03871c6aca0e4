//! Random expressions of a kind over the columns in reach.

use rand::{RngExt as _, seq::IndexedRandom as _};

use super::{Kind, Queries, tables::texts};

/// A column in reach: how it is named in this query, and what it holds.
#[derive(Debug, Clone)]
pub(super) struct Column {
    pub(super) name: String,
    pub(super) kind: Kind,
}

impl Column {
    /// Its name without that of its table.
    fn plain(&self) -> &str {
        self.name.rsplit('.').next().unwrap_or(&self.name)
    }
}

/// Kinds that an expression may be of; aggregates alone are floating point.
const KINDS: [Kind; 6] =
    [Kind::Text, Kind::Integer, Kind::Decimal, Kind::Date, Kind::Instant, Kind::Boolean];

impl Queries {
    pub(super) fn chance(&mut self, of_a_hundred: u32) -> bool {
        self.random.random_range(0..100) < of_a_hundred
    }

    pub(super) fn one_of<T: Copy>(&mut self, choices: &[T]) -> T {
        choices[self.random.random_range(0..choices.len())]
    }

    pub(super) fn number(&mut self, least: i64, most: i64) -> i64 {
        self.random.random_range(least..=most)
    }

    pub(super) fn kind(&mut self) -> Kind {
        self.one_of(&KINDS)
    }

    /// A column of this kind, if one is in reach.
    pub(super) fn column(&mut self, reach: &[Column], kind: Kind) -> Option<Column> {
        let fitting: Vec<_> = reach.iter().filter(|column| column.kind == kind).collect();
        fitting.choose(&mut self.random).map(|column| (*column).clone())
    }

    /// An expression of this kind, at most so deep.
    pub(super) fn expression(&mut self, reach: &[Column], kind: Kind, depth: u32) -> String {
        if depth == 0 || self.chance(45) {
            return self.leaf(reach, kind);
        }
        match self.number(0, 9) {
            0 => {
                let when = self.predicate(reach, depth - 1);
                let [yes, no] = [0, 1].map(|_| self.expression(reach, kind, depth - 1));
                format!("CASE WHEN {when} THEN {yes} ELSE {no} END")
            }
            1 => {
                let when = self.predicate(reach, depth - 1);
                format!("CASE WHEN {when} THEN {} END", self.expression(reach, kind, depth - 1))
            }
            2 => {
                let [one, other] = [0, 1].map(|_| self.expression(reach, kind, depth - 1));
                format!("coalesce({one}, {other})")
            }
            3 if kind != Kind::Boolean => {
                let [one, other] = [0, 1].map(|_| self.expression(reach, kind, depth - 1));
                format!("nullif({one}, {other})")
            }
            _ => self.of_kind(reach, kind, depth - 1),
        }
    }

    fn leaf(&mut self, reach: &[Column], kind: Kind) -> String {
        match self.column(reach, kind) {
            Some(column) if self.chance(90) => column.name,
            _ => self.literal(kind),
        }
    }

    pub(super) fn literal(&mut self, kind: Kind) -> String {
        match kind {
            Kind::Text => {
                let column = self.one_of(&["channel", "country", "sku", "effect", "other"]);
                quoted(self.one_of(texts(column)))
            }
            Kind::Integer => self.number(-3, 400).to_string(),
            Kind::Decimal | Kind::Float => {
                let (units, cents) = (self.number(-20, 120), self.number(0, 99));
                format!("cast('{units}.{cents:02}' AS decimal(12, 2))")
            }
            Kind::Date => format!("date '2026-{:02}-{:02}'", self.number(3, 4), self.number(1, 30)),
            Kind::Instant => {
                let (day, hour) = (self.number(18, 31), self.number(0, 23));
                // Without an offset it is a time of the session's zone.
                let offset = self.one_of(&["Z", "", "+05:45"]);
                format!("cast('2026-03-{day}T{hour:02}:00:00{offset}' AS timestamptz)")
            }
            Kind::Boolean => self.one_of(&["true", "false"]).to_owned(),
        }
    }

    /// A text that the column may hold.
    pub(super) fn held_by(&mut self, column: &Column) -> String {
        quoted(self.one_of(texts(column.plain())))
    }

    fn of_kind(&mut self, reach: &[Column], kind: Kind, depth: u32) -> String {
        match kind {
            Kind::Text => self.text(reach, depth),
            Kind::Integer => self.integer(reach, depth),
            Kind::Decimal | Kind::Float => self.decimal(reach, depth),
            Kind::Date => self.date(reach, depth),
            Kind::Instant => self.instant(reach, depth),
            Kind::Boolean => self.predicate(reach, depth),
        }
    }

    fn text(&mut self, reach: &[Column], depth: u32) -> String {
        let inner = self.expression(reach, Kind::Text, depth);
        match self.number(0, 8) {
            0 => format!("upper({inner})"),
            1 => format!("lower({inner})"),
            2 => format!("substr({inner}, {}, {})", self.number(1, 3), self.number(0, 4)),
            3 => format!("{inner} || {}", self.expression(reach, Kind::Text, depth)),
            4 => format!("replace({inner}, '{}', '-')", self.one_of(&["o", "e", "D", "1"])),
            5 => format!("left({inner}, {})", self.number(0, 4)),
            6 => format!("concat({inner}, {})", self.expression(reach, Kind::Text, depth)),
            7 => format!("cast({} AS varchar)", self.expression(reach, Kind::Integer, depth)),
            _ => format!("cast({} AS varchar)", self.expression(reach, Kind::Date, depth)),
        }
    }

    fn integer(&mut self, reach: &[Column], depth: u32) -> String {
        let part = self.one_of(&["year", "quarter", "month", "week", "day", "dow", "doy"]);
        match self.number(0, 7) {
            0 => format!("length({})", self.expression(reach, Kind::Text, depth)),
            1 => format!("date_part('{part}', {})", self.expression(reach, Kind::Date, depth)),
            2 => {
                let part = self.one_of(&["hour", "minute", "day", "dow"]);
                let instant = self.expression(reach, Kind::Instant, depth);
                format!("extract({part} FROM {instant})")
            }
            3 => {
                let [one, other] = [0, 1].map(|_| self.expression(reach, Kind::Integer, depth));
                format!("({one} {} {other})", self.one_of(&["+", "-"]))
            }
            4 => {
                let inner = self.expression(reach, Kind::Integer, depth);
                format!("({inner} * {})", self.number(-4, 9))
            }
            5 => {
                let inner = self.expression(reach, Kind::Integer, depth);
                format!("({inner} % {})", self.number(2, 13))
            }
            6 => format!("abs({})", self.expression(reach, Kind::Integer, depth)),
            _ => {
                let inner = self.expression(reach, Kind::Text, depth);
                format!("strpos({inner}, '{}')", self.one_of(&["o", "e", "1", "B"]))
            }
        }
    }

    fn decimal(&mut self, reach: &[Column], depth: u32) -> String {
        match self.number(0, 4) {
            0 | 1 => {
                let [one, other] = [0, 1].map(|_| self.expression(reach, Kind::Decimal, depth));
                format!("({one} {} {other})", self.one_of(&["+", "-"]))
            }
            2 => format!("abs({})", self.expression(reach, Kind::Decimal, depth)),
            3 => format!("(- {})", self.expression(reach, Kind::Decimal, depth)),
            _ => {
                let whole = self.expression(reach, Kind::Integer, depth.min(1));
                format!("cast({whole} AS decimal(18, 2))")
            }
        }
    }

    fn date(&mut self, reach: &[Column], depth: u32) -> String {
        let inner = self.expression(reach, Kind::Date, depth);
        match self.number(0, 3) {
            0 => format!("cast({inner} + interval '{} days' AS date)", self.number(1, 40)),
            1 => format!("cast({inner} - interval '{} months' AS date)", self.number(1, 14)),
            2 => {
                let unit = self.one_of(&["week", "month", "quarter", "year"]);
                format!("cast(date_trunc('{unit}', {inner}) AS date)")
            }
            _ => format!("cast({} AS date)", self.expression(reach, Kind::Instant, depth)),
        }
    }

    fn instant(&mut self, reach: &[Column], depth: u32) -> String {
        let inner = self.expression(reach, Kind::Instant, depth);
        match self.number(0, 3) {
            0 => format!("({inner} + interval '{} minutes')", self.number(1, 5_000)),
            3 => format!("({inner} + interval '{} days')", self.number(-9, 9)),
            1 => format!("({inner} - interval '{} hours')", self.number(1, 100)),
            _ => {
                let unit = self.one_of(&["minute", "hour", "day", "week", "month", "year"]);
                format!("date_trunc('{unit}', {inner})")
            }
        }
    }
}

/// A text as SQL writes it.
pub(super) fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}
