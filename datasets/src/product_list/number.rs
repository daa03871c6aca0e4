//! Numbers as spreadsheets write them: what is plain is read, what could be two things is not.

use std::str::FromStr;

/// Which marks may stand before the decimals.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum DecimalMark {
    /// The separator of the file is a comma, so its numbers are written with a point.
    Point,
    /// A point or a comma.
    PointOrComma,
}

impl DecimalMark {
    pub(super) fn of_file(separator: char) -> Self {
        if separator == ',' { Self::Point } else { Self::PointOrComma }
    }
}

/// Reads an exact decimal.
///
/// Thousands separators are refused: to take the `1.234` of one country for that of another would
/// be wrong by a factor of a thousand, without anybody being told.
pub(super) fn number<T>(text: &str, mark: DecimalMark) -> Result<T, String>
where
    T: FromStr<Err: std::fmt::Display>,
{
    let point = plain(text, mark)?;
    point.parse().map_err(|error: T::Err| error.to_string())
}

/// The number with a decimal point and without doubt.
fn plain(text: &str, mark: DecimalMark) -> Result<String, String> {
    let shown: String = text.chars().take(40).collect();
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    let (whole, fraction) = digits.split_once(['.', ',']).unwrap_or((digits, "0"));
    let is_digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    if !is_digits(whole) || !is_digits(fraction) {
        return Err(not_plain(&shown, digits, mark));
    }
    if digits.contains(',') && mark == DecimalMark::Point {
        return Err(format!(
            "expected a number with a decimal point and no thousands separator, got \"{shown}\""
        ));
    }
    let grouped = fraction.len() == 3 && whole.len() <= 3 && !whole.starts_with('0');
    if grouped && mark == DecimalMark::PointOrComma {
        return Err(format!(
            "\"{shown}\" could be {whole}{fraction} or {whole} and a fraction; \
             write {whole}{fraction}, or {whole},{fraction}0"
        ));
    }
    Ok(text.replace(',', ".").trim_start_matches('+').to_owned())
}

fn not_plain(shown: &str, digits: &str, mark: DecimalMark) -> String {
    let example = match mark {
        DecimalMark::Point => "1234.50",
        DecimalMark::PointOrComma => "1234,50 or 1234.50",
    };
    let parts = || digits.split(['.', ',', ' ', '\'', '’', '\u{a0}', '\u{202f}']);
    let is_grouped = parts().all(|part| part.bytes().all(|b| b.is_ascii_digit()));
    if is_grouped && parts().count() > 1 {
        return format!("expected no thousands separators, as in {example}, got \"{shown}\"");
    }
    format!("expected a plain number, as in {example}, got \"{shown}\"")
}
