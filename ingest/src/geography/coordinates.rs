//! A point on the Earth, kept exactly in whole micro-degrees.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

/// A micro-degree is a millionth of a degree, at most 11 cm on the ground.
const MICRO_DEGREES: f64 = 1e6;
const MICRO_DEGREES_PER_TENTH: i32 = 100_000;
const HIGHEST_LATITUDE: i32 = 90_000_000;
const HIGHEST_LONGITUDE: i32 = 180_000_000;

/// Why numbers or a text cannot be coordinates.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum CoordinatesError {
    /// North of the north pole, south of the south pole, or not a number.
    #[error("expected a latitude from -90 to 90 degrees, got {0}")]
    Latitude(f64),
    /// More than half way round the Earth, or not a number.
    #[error("expected a longitude from -180 to 180 degrees, got {0}")]
    Longitude(f64),
    /// Not two numbers with a comma between them.
    #[error("expected latitude and longitude such as \"40.4168, -3.7038\", got \"{0}\"")]
    Form(String),
}

/// A point on the Earth: WGS 84 latitude and longitude, in whole micro-degrees.
///
/// Written as decimal degrees where people read it (`{"latitude": 40.4168, "longitude": -3.7038}`
/// in JSON, `40.4168, -3.7038` as text), as two integers where they do not. Degrees are taken
/// rounded to the nearest micro-degree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Coordinates {
    latitude: i32,
    longitude: i32,
}

impl Coordinates {
    /// Takes decimal degrees: north and east are positive.
    ///
    /// # Errors
    /// [`CoordinatesError::Latitude`] or [`CoordinatesError::Longitude`] where one is out of its
    /// range.
    pub fn from_degrees(latitude: f64, longitude: f64) -> Result<Self, CoordinatesError> {
        if !(-90.0..=90.0).contains(&latitude) {
            return Err(CoordinatesError::Latitude(latitude));
        }
        if !(-180.0..=180.0).contains(&longitude) {
            return Err(CoordinatesError::Longitude(longitude));
        }
        let whole = |degrees: f64| (degrees * MICRO_DEGREES).round() as i32;
        Ok(Self { latitude: whole(latitude), longitude: whole(longitude) })
    }

    /// Takes whole micro-degrees: north and east are positive.
    ///
    /// # Errors
    /// [`CoordinatesError::Latitude`] or [`CoordinatesError::Longitude`], which name degrees.
    pub fn from_micro_degrees(latitude: i32, longitude: i32) -> Result<Self, CoordinatesError> {
        Self::from_degrees(degrees(latitude), degrees(longitude))
    }

    /// Takes tenths of a degree, as the tables of this product hold them. A row out of range does
    /// not compile, since every table is a constant.
    pub(super) const fn from_tenths(latitude: i16, longitude: i16) -> Self {
        let latitude = latitude as i32 * MICRO_DEGREES_PER_TENTH;
        let longitude = longitude as i32 * MICRO_DEGREES_PER_TENTH;
        assert!(latitude.abs() <= HIGHEST_LATITUDE && longitude.abs() <= HIGHEST_LONGITUDE);
        Self { latitude, longitude }
    }

    /// Degrees north of the equator, from -90 to 90.
    #[must_use]
    pub fn latitude(self) -> f64 {
        degrees(self.latitude)
    }

    /// Degrees east of Greenwich, from -180 to 180.
    #[must_use]
    pub fn longitude(self) -> f64 {
        degrees(self.longitude)
    }
}

fn degrees(micro_degrees: i32) -> f64 {
    f64::from(micro_degrees) / MICRO_DEGREES
}

impl FromStr for Coordinates {
    type Err = CoordinatesError;
    fn from_str(text: &str) -> Result<Self, CoordinatesError> {
        let not = || CoordinatesError::Form(text.chars().take(40).collect());
        let number = |part: &str| part.trim().parse::<f64>().map_err(|_| not());
        let (latitude, longitude) = text.split_once(',').ok_or_else(not)?;
        Self::from_degrees(number(latitude)?, number(longitude)?)
    }
}

impl fmt::Display for Coordinates {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}, {}", self.latitude(), self.longitude())
    }
}

/// The form that people read.
#[derive(Serialize, Deserialize)]
#[serde(rename = "Coordinates", deny_unknown_fields)]
struct Degrees {
    latitude: f64,
    longitude: f64,
}

/// The compact form.
#[derive(Serialize, Deserialize)]
#[serde(rename = "Coordinates")]
struct MicroDegrees {
    latitude: i32,
    longitude: i32,
}

impl Serialize for Coordinates {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            let (latitude, longitude) = (self.latitude(), self.longitude());
            Degrees { latitude, longitude }.serialize(serializer)
        } else {
            let Self { latitude, longitude } = *self;
            MicroDegrees { latitude, longitude }.serialize(serializer)
        }
    }
}

impl<'de> Deserialize<'de> for Coordinates {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let coordinates = if deserializer.is_human_readable() {
            let Degrees { latitude, longitude } = Degrees::deserialize(deserializer)?;
            Self::from_degrees(latitude, longitude)
        } else {
            let MicroDegrees { latitude, longitude } = MicroDegrees::deserialize(deserializer)?;
            Self::from_micro_degrees(latitude, longitude)
        };
        coordinates.map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests;
