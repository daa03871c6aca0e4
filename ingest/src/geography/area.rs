//! A row of the tables: the centre of what a code, or a run of codes, stands for.

use super::Coordinates;

/// The codes from `first` to `last`, both of one length and both included, and their centre.
#[derive(Debug)]
pub(super) struct Area {
    /// The lowest code, in capital letters and digits.
    pub(super) first: &'static str,
    /// The highest code.
    pub(super) last: &'static str,
    centre: Coordinates,
}

/// The area of a single code; its centre in tenths of a degree, latitude first.
pub(super) const fn one(code: &'static str, latitude: i16, longitude: i16) -> Area {
    span(code, code, latitude, longitude)
}

/// The area of a run of codes; its centre in tenths of a degree, latitude first.
pub(super) const fn span(
    first: &'static str,
    last: &'static str,
    latitude: i16,
    longitude: i16,
) -> Area {
    Area { first, last, centre: Coordinates::from_tenths(latitude, longitude) }
}

/// The centre of the area that holds exactly this code.
///
/// `areas` are in ascending order and no two hold the same code, which tests show of every table.
pub(super) fn centre(areas: &[Area], code: &str) -> Option<Coordinates> {
    let before = areas.partition_point(|area| area.first <= code);
    let area = areas[..before].last()?;
    (area.first.len() == code.len() && code <= area.last).then_some(area.centre)
}

/// The centre of the area of the longest prefix of the code that any area holds.
pub(super) fn centre_of_longest_prefix(areas: &[Area], code: &str) -> Option<Coordinates> {
    (1..=code.len()).rev().find_map(|length| centre(areas, code.get(..length)?))
}

#[cfg(test)]
pub(super) mod tests;
