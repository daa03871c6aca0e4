//! Figures as a reader of the language expects them.

use super::Language;

impl Language {
    /// What stands between thousands, and before decimals. French parts thousands by a space that
    /// does not break; the narrow one of its printers is not in the charts' typeface.
    fn marks(self) -> (char, char) {
        match self {
            Self::English => (',', '.'),
            Self::Spanish | Self::Galician => ('.', ','),
            Self::French => ('\u{a0}', ','),
        }
    }

    /// A number with `digits` decimals: `12,500` and `−1,250.50`.
    pub(crate) fn number(self, value: f64, digits: usize) -> String {
        let (thousands, decimals) = self.marks();
        let plain = format!("{:.digits$}", value.abs());
        let (whole, rest) = plain.split_at(plain.find('.').unwrap_or(plain.len()));
        let mut text = String::new();
        for (place, digit) in whole.chars().enumerate() {
            if place > 0 && (whole.len() - place).is_multiple_of(3) {
                text.push(thousands);
            }
            text.push(digit);
        }
        text.extend(rest.chars().map(|letter| if letter == '.' { decimals } else { letter }));
        let negative = value < 0.0 && plain.bytes().any(|byte| (b'1'..=b'9').contains(&byte));
        if negative { format!("−{text}") } else { text }
    }

    /// A number with as many decimals as its size deserves: none from 10 on, and never more than
    /// one.
    pub(crate) fn figure(self, value: f64) -> String {
        let whole = value.abs() >= 10.0 || (value - value.round()).abs() < 0.05;
        self.number(value, usize::from(!whole))
    }

    /// A fraction as a percentage: `80 %`.
    pub(crate) fn percent(self, fraction: f64) -> String {
        let percent = fraction * 100.0;
        let digits = usize::from((percent - percent.round()).abs() > 0.05);
        format!("{} %", self.number(percent, digits))
    }
}
