//! Random conditions, on every kind of column.

use super::{
    Kind, Queries,
    expressions::{Column, quoted},
};

impl Queries {
    /// A condition, at most so deep.
    pub(super) fn predicate(&mut self, reach: &[Column], depth: u32) -> String {
        if depth > 0 && self.chance(35) {
            let [one, other] = [0, 1].map(|_| self.predicate(reach, depth - 1));
            return match self.number(0, 4) {
                0 | 1 => format!("({one} AND {other})"),
                2 | 3 => format!("({one} OR {other})"),
                _ => format!("NOT ({one})"),
            };
        }
        let kind = self.kind();
        match kind {
            Kind::Boolean => self.truth(reach),
            Kind::Text => self.about_text(reach, depth),
            _ => self.compared(reach, kind, depth),
        }
    }

    fn truth(&mut self, reach: &[Column]) -> String {
        if let Some(column) = self.column(reach, Kind::Boolean) {
            return self.one_of(&["", "NOT "]).to_owned() + &column.name;
        }
        let kind = self.kind();
        match self.column(reach, kind) {
            Some(column) => format!("{} IS {}NULL", column.name, self.one_of(&["", "NOT "])),
            None => "true".to_owned(),
        }
    }

    fn compared(&mut self, reach: &[Column], kind: Kind, depth: u32) -> String {
        let depth = depth.min(2);
        let subject = self.expression(reach, kind, depth);
        match self.number(0, 7) {
            0 => {
                let [low, high] = [0, 1].map(|_| self.literal(kind));
                format!("{subject} BETWEEN {low} AND {high}")
            }
            1 => {
                let choices = (0..self.number(1, 5)).map(|_| self.literal(kind));
                let choices = choices.collect::<Vec<_>>().join(", ");
                format!("{subject} {}IN ({choices})", self.one_of(&["", "NOT "]))
            }
            2 => format!("{subject} IS {}NULL", self.one_of(&["", "NOT "])),
            3 => {
                let other = self.expression(reach, kind, depth);
                let word = self.one_of(&["IS DISTINCT FROM", "IS NOT DISTINCT FROM"]);
                // Bracketed: parsers differ in how tightly these words bind.
                format!("({subject} {word} {other})")
            }
            _ => {
                let operator = self.one_of(&["=", "<>", "<", "<=", ">", ">="]);
                let other = if kind == Kind::Instant && self.chance(30) {
                    self.literal(Kind::Date)
                } else if self.chance(60) {
                    self.literal(kind)
                } else {
                    self.expression(reach, kind, depth)
                };
                format!("{subject} {operator} {other}")
            }
        }
    }

    fn about_text(&mut self, reach: &[Column], depth: u32) -> String {
        let Some(column) = self.column(reach, Kind::Text) else { return "true".to_owned() };
        let name = &column.name;
        match self.number(0, 6) {
            0 | 1 => format!("{name} {} {}", self.one_of(&["=", "<>"]), self.held_by(&column)),
            2 | 3 => {
                let choices = (0..self.number(1, 4)).map(|_| self.held_by(&column));
                let choices = choices.collect::<Vec<_>>().join(", ");
                format!("{name} {}IN ({choices})", self.one_of(&["", "NOT "]))
            }
            4 => {
                let pattern = self.one_of(&["%o%", "o1%", "_1%", "%ed", "D_", "%", "", "%\\%%"]);
                let word = self.one_of(&["LIKE", "NOT LIKE", "ILIKE"]);
                format!("{name} {word} {}", quoted(&pattern.replace('\\', "")))
            }
            5 => format!("starts_with({name}, {})", quoted(self.one_of(&["o1", "D", "p", ""]))),
            _ => self.compared(reach, Kind::Text, depth),
        }
    }
}
