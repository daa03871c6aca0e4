//! How far two points lie apart, over the surface of a spherical Earth.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::Coordinates;

/// The mean radius of the Earth, R1 of the Geodetic Reference System 1980 (H. Moritz, Journal of
/// Geodesy 74, 2000), in metres.
const MEAN_EARTH_RADIUS: f64 = 6_371_008.8;

/// A length in whole metres.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
pub struct Metres(pub u32);

impl fmt::Display for Metres {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} m", self.0)
    }
}

/// The great-circle distance between two points, by the haversine formula (R. W. Sinnott, "Virtues
/// of the haversine", Sky and Telescope 68, 1984): within 0.6 % of that over the ellipsoid.
///
/// Rounded to whole metres, so that comparing two distances does not hang on the last bit of a
/// floating-point number. The same both ways round.
#[must_use]
pub fn distance(a: Coordinates, b: Coordinates) -> Metres {
    let (north, east) = (b.latitude() - a.latitude(), b.longitude() - a.longitude());
    let parallels = a.latitude().to_radians().cos() * b.latitude().to_radians().cos();
    let haversine = half_sine_squared(north) + parallels * half_sine_squared(east);
    // Rounding may lift the sum a hair above 1 for opposite points, where the root would not exist.
    let angle = 2.0 * haversine.clamp(0.0, 1.0).sqrt().asin();
    Metres((MEAN_EARTH_RADIUS * angle).round() as u32)
}

fn half_sine_squared(degrees: f64) -> f64 {
    (degrees.to_radians() / 2.0).sin().powi(2)
}
