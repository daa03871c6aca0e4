//! Lines, bands and bars from places.

use plotters::style::RGBColor;

use super::canvas::{Mark, Place};

/// A line, or a dot where there is only one place.
pub(super) fn series(places: Vec<Place>, colour: RGBColor, width: f64, dashed: bool) -> Mark {
    match places.as_slice() {
        [centre] => Mark::Dot { centre: *centre, radius: 4.0, colour },
        _ => Mark::Line { places, colour, width, dashed },
    }
}

/// A whole line.
pub(super) fn line(places: Vec<Place>, colour: RGBColor, width: f64) -> Mark {
    Mark::Line { places, colour, width, dashed: false }
}

/// A dashed line.
pub(super) fn dashed(places: Vec<Place>, colour: RGBColor, width: f64) -> Mark {
    Mark::Line { places, colour, width, dashed: true }
}

/// A filled rectangle.
pub(super) fn rectangle((left, top): Place, (right, bottom): Place, colour: RGBColor) -> Mark {
    let outline = vec![(left, top), (right, top), (right, bottom), (left, bottom)];
    Mark::Area { outline, colour }
}

/// The area between two lines from left to right; nothing where there are no places. A single place
/// has no width of its own, so that it gets some.
pub(super) fn band(upper: &[Place], lower: &[Place], colour: RGBColor) -> Option<Mark> {
    let (first, last) = (upper.first()?, upper.last()?);
    let half = if upper.len() == 1 { 5.0 } else { 0.0 };
    let mut outline = vec![(first.0 - half, first.1)];
    outline.extend_from_slice(upper);
    outline.push((last.0 + half, last.1));
    let (low_first, low_last) = (lower.first()?, lower.last()?);
    outline.push((low_last.0 + half, low_last.1));
    outline.extend(lower.iter().rev());
    outline.push((low_first.0 - half, low_first.1));
    Some(Mark::Area { outline, colour })
}
